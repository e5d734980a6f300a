"""Starts commands at once, and watches what they and all of their children need.

Usage: watch.py COUNT COMMAND...; {n} in a word of the command is the command's number.
Prints: milliseconds until the last has ended, their memory at its peak in MB (proportional set size: what is shared counts once; looked at
ten times a second), the peak of the largest first process in MB (the command itself, without its kernel), and how many failed.
"""

import os
import subprocess
import sys
import threading
import time

PAUSE = 0.1


def field(pid, file, name):
    """Kilobytes; 0 where the process is gone."""
    try:
        with open(f"/proc/{pid}/{file}", encoding="utf-8") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
    except OSError:
        return 0


def family(roots):
    """The processes that are still there, and all that descend from them."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            children.setdefault(field(entry, "status", "PPid:"), []).append(int(entry))
    found, waiting = set(), list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, [])
    return found


def main(count, command):
    peak = first = 0
    ended = threading.Event()
    begun = time.perf_counter()
    running = [
        subprocess.Popen([word.replace("{n}", str(n)) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for n in range(count)
    ]

    def watch():
        nonlocal peak, first
        while not ended.wait(PAUSE):
            peak = max(peak, sum(field(pid, "smaps_rollup", "Pss:") for pid in family(p.pid for p in running)))
            first = max([first, *(field(p.pid, "status", "VmHWM:") for p in running)])

    watcher = threading.Thread(target=watch)
    watcher.start()
    failed = sum(process.wait() != 0 for process in running)
    took = time.perf_counter() - begun
    ended.set()
    watcher.join()
    print(round(1000 * took), peak // 1024, first // 1024, failed)


main(int(sys.argv[1]), sys.argv[2:])
