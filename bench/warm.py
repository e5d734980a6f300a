"""Orders one-cell notebooks of servers in turn: COUNT, then NAME FILE pairs; a file holds a server's URL and a token."""
import base64
import json
import os
import statistics
import sys
import time
import urllib.parse
import urllib.request
from datetime import datetime

READY = "the kernel was ready beforehand"
DAG = """dag_id: first_cell
owner: bench
start_date: '2024-01-01'
schedule_interval: null
notebook_name: notebook.ipynb
"""
CELL = {"cell_type": "code", "id": "one", "execution_count": None, "metadata": {}, "outputs": [], "source": "print(1)"}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": KERNEL}, "cells": [CELL]}


class Server:
    def __init__(self, file):
        self.url, self.token = open(file).read().split()
        while self.call("GET", "/environments")["environments"][0]["state"] in ("building", "missing"):
            time.sleep(1)
        files = [("dag.yml", DAG), ("notebook.ipynb", json.dumps(NOTEBOOK))]
        encoded = [{"path": path, "content": base64.b64encode(text.encode()).decode()} for path, text in files]
        self.call("POST", "/pushes", {"message": "One cell", "files": encoded})

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def order(self):
        """Milliseconds from the attempt's being made ready to its first cell's execution, and whether a slot was there for it."""
        run = self.call("POST", "/dags/first_cell/runs", {"parameters": {}})["run_id"]
        path = f"/dags/first_cell/runs/{urllib.parse.quote(run, safe='')}"
        while (detail := self.call("GET", path))["state"] in ("queued", "running"):
            time.sleep(0.1)
        if detail["state"] != "success":
            raise SystemExit(f"{run}: {detail}")
        task = detail["tasks"][0]
        attempt = f"{path}/tasks/{task['task_id']}/attempts/1"
        notebook = self.call("GET", f"{attempt}/notebook")
        executing = notebook["cells"][0]["metadata"]["execution"]["iopub.execute_input"]
        ordered = self.call("GET", attempt)["created_at"]
        took = (time_of(executing) - time_of(ordered)).total_seconds() * 1000
        return took, READY in self.call("GET", f"{attempt}/log")["text"]


def time_of(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def main():
    count, pairs = int(sys.argv[1]), sys.argv[2:]
    servers = {name: Server(file) for name, file in zip(pairs[::2], pairs[1::2])}
    times = {name: [] for name in servers}
    slots = dict.fromkeys(servers, 0)
    for name, server in servers.items():
        server.order()  # not measured: the first one of a server's life
    load = []
    for _ in range(count):
        for name, server in servers.items():
            time.sleep(3)  # a slot is begun a second after the last attempt, and takes its time
            load.append(os.getloadavg()[0])
            took, ready = server.order()
            times[name].append(took)
            slots[name] += ready
    for name, all_times in times.items():
        ordered = sorted(all_times)
        print(
            f"order to first cell, {name:6} median {statistics.median(ordered):6.1f} ms   p95 {ordered[int(0.95 * (count - 1))]:6.1f} ms"
            f"   ({count} orders, {slots[name]} with a slot; {ordered[0]:.1f} to {ordered[-1]:.1f})"
        )
    print(f"load {min(load):.1f} to {max(load):.1f}")


main()
