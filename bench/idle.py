"""What a server with many dags does while nothing is due: ROOT DAGS SECONDS."""
import base64
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

from servers import Postgres, Server, fresh

ROOT, DAGS, SECONDS = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
WORK = ROOT / "bench/target/idle"
YAML = """dag_id: d0
owner: bench
schedule: '@daily'
start_date: 2026-01-01
tasks:
  a: {command: 'true'}
"""


def cpu(pid):
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def statements(log, offset):
    """The statements of the log from an offset on, and how often each came."""
    with open(log, errors="replace") as lines:
        lines.seek(offset)
        found = re.findall(r"(?:execute [^:]*|statement): (.*)", lines.read())
    return Counter(" ".join(one.split())[:90] for one in found)


def main():
    fresh(WORK)
    postgres = Postgres(WORK, "-c log_statement=all")
    server = Server(ROOT, WORK, "server", postgres)
    try:
        server.start()
        server.await_ready()
        server.make_user()
        files = [{"path": "dag.yml", "content": base64.b64encode(YAML.encode()).decode()}]
        server.call("POST", "/pushes", {"message": "idle", "files": files}, timeout=60)
        postgres.sql(f"""
            INSERT INTO dag (dag_id, version, paused, max_active_runs, next_start, next_end, revision)
              SELECT 'd' || i, version, 0, max_active_runs, next_start, next_end, 0 FROM dag, generate_series(1, {DAGS - 1}) AS i;
            INSERT INTO dag_version (dag_id, version, yaml, commit_id, run_as, files, deployed_at, shown)
              SELECT 'd' || i, version, REPLACE(yaml, 'dag_id: d0', 'dag_id: d' || i), commit_id, run_as, files, deployed_at, shown
              FROM dag_version, generate_series(1, {DAGS - 1}) AS i""")
        while server.call("GET", "/environments")["environments"][0]["state"] in ("building", "missing"):
            time.sleep(1)
        listed = len(server.call("GET", "/dags")["dags"])
        time.sleep(30)  # what a server does once after its start
        offset = (postgres.folder / "log").stat().st_size
        before, began = cpu(server.process.pid), time.monotonic()
        time.sleep(SECONDS)
        used, passed = cpu(server.process.pid) - before, time.monotonic() - began
        asked = statements(postgres.folder / "log", offset)
        memory = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{server.process.pid}/status").read_text())[1]) // 1024
        print(f"idle with {listed} dags: {100 * used / passed:.2f} % of a core, {memory} MB, {sum(asked.values())} statements in {passed:.0f} s; load {os.getloadavg()[0]:.1f}")
        for statement, count in asked.most_common(8):
            print(f"  each {passed / count:5.1f} s  {statement}")
    finally:
        server.stop()
        postgres.kill()


main()
