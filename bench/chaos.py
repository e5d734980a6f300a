"""Accidents, and what must hold after them: ROOT COUNT SEED."""
import base64
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.error
from collections import Counter
from pathlib import Path

from servers import CLOCK, Postgres, Server, fresh, kill

ROOT, COUNT, SEED = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
WORK = ROOT / "bench/target/chaos"
HOME = WORK / "home"
FARTHEST = 90  # seconds that a clock is put forward or back; a retry that was planned by a fast clock waits as long
RETRIED = "retries: 50\nretry_delay: 1s\n"
CELL = """import pathlib, time, uuid
pathlib.Path('/orrery/attempt/ran-' + uuid.uuid4().hex).touch()
time.sleep(seconds)
assert number > failures, 'this attempt is meant to fail'"""
DAGS = {
    # A fan-out with a join, a task that fails twice, and one that runs however the others ended.
    "wide": "".join(f"  b{i}: {{notebook: n.ipynb, after: [a]}}\n" for i in range(4))
    + "  a: {notebook: n.ipynb}\n  c: {notebook: n.ipynb, after: [b0, b1, b2, b3]}\n"
    + "  flaky: {notebook: n.ipynb, after: [a], parameters: {failures: 2}}\n"
    + "  last: {notebook: n.ipynb, after: [c, flaky], trigger_rule: all_done}\n",
    # Branches: of one that fails in the end the others go another way.
    "branches": "  a: {notebook: n.ipynb}\n  bad: {notebook: n.ipynb, after: [a], retries: 0, parameters: {failures: 99}}\n"
    + "  never: {notebook: n.ipynb, after: [bad]}\n  instead: {notebook: n.ipynb, after: [bad], trigger_rule: one_failed}\n"
    + "  end: {notebook: n.ipynb, after: [never, instead], trigger_rule: all_done}\n",
}


def runners():
    """Processes of attempts of ours: runners, and the kernels below them, which do not have the URL in sight."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if any(f"ORRERY_API_URL=http://127.0.0.1:{server.port}\0".encode() in environment for server in SERVERS):
            found.append(int(entry.name))
    return found


def orphans():
    """Processes that have something of ours in their command line, but for the servers and PostgreSQL."""
    known = {server.process.pid for server in SERVERS} | {os.getpid()}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"{HOME}/" in command and int(entry.name) not in known and "postgres" not in command:
            found.append(f"{entry.name} {command[:80]!r}")
    return found + [f"{pid} runner" for pid in runners()]


def push(server):
    for dag_id, tasks in DAGS.items():
        yaml = f"dag_id: {dag_id}\nowner: bench\nschedule: none\nmax_active_runs: 4\n{RETRIED}tasks:\n{tasks}"
        yaml = yaml.replace("tasks:", "parameters: {seconds: 0.3, failures: 0, number: '{{ ti.try_number }}'}\ntasks:", 1)
        cells = [
            {"cell_type": "code", "id": "p", "execution_count": None, "metadata": {"tags": ["parameters"]}, "outputs": [], "source": "seconds = 0\nfailures = 0\nnumber = 1"},
            {"cell_type": "code", "id": "c", "execution_count": None, "metadata": {}, "outputs": [], "source": "number = int(number)\n" + CELL},
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
        files = [("dag.yml", yaml), ("n.ipynb", json.dumps(notebook))]
        encoded = [{"path": path, "content": base64.b64encode(text.encode()).decode()} for path, text in files]
        server.call("POST", "/pushes", {"message": "chaos", "files": encoded}, timeout=60)


def keep_load(asked, stop):
    """Asks for runs, of whichever server answers; what was answered must be there in the end."""
    while not stop.wait(0.7):
        server, dag_id = random.choice(SERVERS), random.choice(list(DAGS))
        try:
            if len(server.call("GET", f"/dags/{dag_id}/runs?limit=8")["runs"]) < 8 or random.random() < 0.25:
                asked.append((dag_id, server.call("POST", f"/dags/{dag_id}/runs", {"parameters": {}})["run_id"]))
        except (OSError, urllib.error.HTTPError, ValueError):
            pass


def accident(chance):
    """Does one; its name."""
    server = chance.choice(SERVERS)
    kind = chance.choices(["server", "runner", "pause", "connections", "postgres", "clock"], [30, 30, 20, 12, 8, 12 if CLOCK else 0])[0]
    if kind == "server":
        server.process.kill()
        server.process.wait()
        time.sleep(chance.uniform(0, 4))
        server.start()
    elif kind == "runner":
        found = runners()
        if not found:
            return None
        kill(chance.choice(found), signal.SIGKILL)
    elif kind == "pause":
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(chance.uniform(0.5, 6))
        server.process.send_signal(signal.SIGCONT)
    elif kind == "connections":
        POSTGRES.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'chaos' AND pid <> pg_backend_pid()")
    elif kind == "postgres":
        POSTGRES.kill()
        time.sleep(chance.uniform(0.2, 2))
        POSTGRES.start()
    elif kind == "clock":
        server.jump(chance.choice([0, 1, -1]) * chance.randint(2, FARTHEST))
    return kind


def check(asked):
    """What does not hold, in words."""
    wrong = []

    def none(what, statement):
        rows = POSTGRES.sql(statement)
        if rows:
            wrong.append(f"{what}: {len(rows)}, such as {rows[0]}")

    there = {tuple(row) for row in POSTGRES.sql("SELECT dag_id, run_id FROM run")}
    wrong += [f"run lost: {run}" for run in asked if run not in there]
    none("runs that have not ended", "SELECT dag_id, run_id, state FROM run WHERE state IN ('queued', 'running')")
    none("attempts that have not ended", "SELECT attempt_id, state FROM attempt WHERE state IN ('queued', 'running')")
    none("tasks that have not ended", "SELECT dag_id, run_id, task_id, state FROM task WHERE state IN ('none', 'queued', 'running', 'up_for_retry')")
    none("attempts that are not counted", "SELECT t.run_id, t.task_id FROM task t LEFT JOIN attempt a USING (dag_id, run_id, task_id) GROUP BY t.dag_id, t.run_id, t.task_id, t.attempts HAVING COUNT(a.number) <> t.attempts")
    none("attempts after a success", "SELECT a.run_id, a.task_id FROM attempt a JOIN attempt b USING (dag_id, run_id, task_id) WHERE a.state = 'success' AND b.number > a.number")
    none("runs that ended wrongly", "SELECT run_id, state FROM run WHERE dag_id = 'wide' AND state <> 'success'")
    twice, executed = 0, {}
    for dag_id, run_id, task_id, number, state in POSTGRES.sql("SELECT dag_id, run_id, task_id, number, state FROM attempt"):
        ran = [one.stat().st_mtime for one in (HOME / "objects" / dag_id / run_id / task_id / number).glob("ran-*")]
        executed.setdefault((dag_id, run_id, task_id), []).extend(ran)
        twice += len(ran) > 1
        if len(ran) != 1 and state == "success":
            wrong.append(f"{dag_id}/{run_id}/{task_id}/{number} succeeded, and was executed {len(ran)} times")
    # By the kernels' clock, which is the machine's. The last attempt of a parent is the one that succeeded.
    early = [
        child for *child, parent in POSTGRES.sql("SELECT c.dag_id, c.run_id, c.task_id, p.task_id FROM task c JOIN task p USING (dag_id, run_id) WHERE c.after_tasks LIKE '%\"' || p.task_id || '\"%' AND c.trigger_rule = 'all_success'")
        if executed.get(tuple(child)) and min(executed[tuple(child)]) < max(executed.get((*child[:2], parent)) or [float("inf")])
    ]
    if early:
        wrong.append(f"children before their parents: {len(early)}, such as {early[0]}")
    if twice:
        wrong.append(f"attempts executed twice: {twice}")
    return wrong


def await_ends():
    """Waits for the ends of all runs; no longer where nothing has ended for two minutes."""
    last, since = None, time.time()
    while POSTGRES.sql("SELECT 1 FROM run WHERE state IN ('queued', 'running') LIMIT 1") and time.time() < since + 120:
        ended = POSTGRES.sql("SELECT COUNT(*) FROM attempt WHERE ended_at IS NOT NULL")
        if ended != last:
            last, since = ended, time.time()
        time.sleep(1)


def main():
    chance, kinds, asked, stop = random.Random(SEED), Counter(), [], threading.Event()
    loader = threading.Thread(target=keep_load, args=(asked, stop), daemon=True)
    loader.start()
    began, load = time.time(), []
    while sum(kinds.values()) < COUNT:
        time.sleep(chance.uniform(0.5, 3))
        load.append(os.getloadavg()[0])
        for server in SERVERS:
            server.supervise()
        if kind := accident(chance):
            kinds[kind] += 1
            print(f"{time.time() - began:6.0f} s  {kind}", file=sys.stderr)
    stop.set()
    loader.join()
    for server in SERVERS:
        server.jump(0)
    for server in SERVERS:
        server.await_ready()
    await_ends()
    settled = time.time()
    while orphans() and time.time() < settled + 40:
        time.sleep(1)
    wrong = check(asked) + [f"orphan: {one}" for one in orphans()]
    states = dict(POSTGRES.sql("SELECT state, COUNT(*) FROM attempt GROUP BY state ORDER BY state"))
    runs = dict(POSTGRES.sql("SELECT state, COUNT(*) FROM run GROUP BY state ORDER BY state"))
    print(f"{sum(kinds.values())} accidents, seed {SEED}: {dict(kinds)}{'' if CLOCK else '; without a C compiler no jumps of clocks'}")
    ended = sum(server.ended_itself for server in SERVERS)
    print(f"servers that gave up at their start, as PostgreSQL was away for 10 s, and were started again: {ended}")
    print(f"runs {runs}, attempts {states}; load {min(load):.1f} to {max(load):.1f}; {time.time() - began:.0f} s")
    print("all holds" if not wrong else "\n".join(["WRONG:", *wrong]))
    return 1 if wrong else 0


fresh(WORK)
POSTGRES = Postgres(WORK)
LIMITS = {"ORRERY_WARM_SLOTS": "0", "ORRERY_MAX_PARALLEL_ATTEMPTS": "3"}
SERVERS = [Server(ROOT, WORK, name, POSTGRES, own_clock=True, **LIMITS) for name in ("one", "two")]
code = 1
try:
    SERVERS[0].start(own_clock=False)  # its first start prepares the next ones, and shall not do so below another clock
    SERVERS[0].await_ready()
    SERVERS[0].make_user()
    SERVERS[1].token = SERVERS[0].token
    while SERVERS[0].call("GET", "/environments")["environments"][0]["state"] in ("building", "missing"):
        time.sleep(1)
    push(SERVERS[0])
    SERVERS[0].stop()
    for server in SERVERS:
        server.start()
        server.await_ready()
    code = main()
finally:
    for one in SERVERS:
        one.stop()
    for pid in runners():
        kill(pid, signal.SIGKILL)
    if (POSTGRES.folder / "data/postmaster.pid").exists():
        POSTGRES.kill()
sys.exit(code)
