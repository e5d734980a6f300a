"""Airflow's scheduler with its LocalExecutor and no-op tasks: HOME_OF_AIRFLOW WORK PORT_OF_POSTGRES RUNS."""
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

PEER, WORK, PORT, RUNS = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
DAG = """from airflow.sdk import dag, task

@dag(dag_id="fan", schedule=None, max_active_runs=100)
def fan():
    @task
    def nothing():
        pass
    a, z = nothing.override(task_id="a")(), nothing.override(task_id="z")()
    for i in range(8):
        a >> nothing.override(task_id=f"b{i}")() >> z

fan()
"""
LONGEST = 300


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def percentile(sorted_times, part):
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * part // 100)]


(WORK / "dags").mkdir(parents=True)
(WORK / "dags/fan.py").write_text(DAG)
port = free_port()
environment = {
    **os.environ,
    "PATH": f"{PEER}/bin:{os.environ['PATH']}",
    "AIRFLOW_HOME": str(WORK),
    "AIRFLOW__CORE__DAGS_FOLDER": str(WORK / "dags"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__PARALLELISM": "8",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
    "AIRFLOW__API__PORT": str(port),
    "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://orrery@127.0.0.1:{PORT}/airflow",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
}
database = psycopg2.connect(host="127.0.0.1", port=PORT, user="orrery", dbname="airflow")
database.autocommit = True


def rows(sql):
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def airflow(*arguments):
    subprocess.run([PEER / "bin/airflow", *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def await_count(what, sql, count):
    limit = time.time() + LONGEST
    while rows(sql)[0][0] < count:
        if time.time() > limit:
            raise SystemExit(f"airflow: {what} did not come within {LONGEST} s; it had {rows(sql)[0][0]} of {count}")
        time.sleep(0.5)


airflow("db", "migrate")
log = open(WORK / "log", "wb")
standalone = subprocess.Popen([PEER / "bin/airflow", "standalone"], env=environment, stdout=log, stderr=log, start_new_session=True)
try:
    await_count("its dag", "SELECT COUNT(*) FROM dag WHERE dag_id = 'fan'", 1)
    airflow("dags", "unpause", "fan")
    done = "SELECT COUNT(*) FROM task_instance WHERE dag_id = 'fan' AND state = 'success'"
    airflow("dags", "trigger", "fan")  # warm
    await_count("the first run", done, 10)
    for _ in range(RUNS):
        airflow("dags", "trigger", "fan")
    await_count("the runs", done, 10 * (RUNS + 1))
    measured = rows("SELECT run_id, task_id, extract(epoch FROM start_date), extract(epoch FROM end_date) FROM task_instance WHERE dag_id = 'fan' AND run_id <> (SELECT run_id FROM dag_run WHERE dag_id = 'fan' ORDER BY id LIMIT 1)")
    times = {(run, task): (float(start), float(end)) for run, task, start, end in measured}
    seconds = max(end for _, end in times.values()) - min(start for start, _ in times.values())
    print(f"Airflow: no-op tasks {len(times) / seconds:.2f} /s ({len(times)} in {seconds:.1f} s)")
    waits = sorted(times[run, f"b{i}"][0] - times[run, "a"][1] for run in {run for run, _ in times} for i in range(8))
    first = sorted(min(times[run, f"b{i}"][0] for i in range(8)) - times[run, "a"][1] for run in {run for run, _ in times})
    print(f"Airflow: parent's end to the first child's start p50 {percentile(first, 50):.2f} s, most {first[-1]:.2f} s; to each child's p50 {percentile(waits, 50):.2f} s, p99 {percentile(waits, 99):.2f} s")
finally:
    os.killpg(standalone.pid, signal.SIGTERM)
    try:
        standalone.wait(20)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(standalone.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    database.close()
