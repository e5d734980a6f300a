"""The kernel's own floor: starts a kernel, sends each cell when the one before has been answered, and drops the answers.

Usage: floor.py NOTEBOOK. Prints the milliseconds that the cells took, without the kernel's start and end.
Speaks the protocol by pyzmq alone: jupyter_client's own client would cost more than the kernel does.
"""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid

import zmq


def main(notebook):
    with open(notebook, encoding="utf-8") as file:
        sources = ["".join(cell["source"]) for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    with tempfile.TemporaryDirectory() as folder:
        connection = {"transport": "ipc", "ip": os.path.join(folder, "k"), "signature_scheme": "hmac-sha256", "key": uuid.uuid4().hex}
        channels = ("shell", "iopub", "stdin", "control", "hb")
        connection.update({f"{name}_port": number for number, name in enumerate(channels, 1)})
        path = os.path.join(folder, "connection.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(connection, file)
        kernel = subprocess.Popen(
            [sys.executable, "-m", "ipykernel_launcher", "-f", path, "--HistoryManager.hist_file=:memory:"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            print(round(1000 * run(connection, sources)))
        finally:
            kernel.kill()
            kernel.wait()


def run(connection, sources):
    context = zmq.Context()
    key, session = connection["key"].encode(), uuid.uuid4().hex
    shell, iopub = context.socket(zmq.DEALER), context.socket(zmq.SUB)
    iopub.subscribe(b"")
    for socket, number in ((shell, 1), (iopub, 2)):
        socket.linger = 0
        socket.connect(f"ipc://{connection['ip']}-{number}")

    def send(kind, content):
        header = {"msg_id": uuid.uuid4().hex, "session": session, "username": "floor", "msg_type": kind, "version": "5.3",
                  "date": "2026-01-01T00:00:00Z"}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        signature = hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode()
        shell.send_multipart([b"<IDS|MSG>", signature, *parts])
        return header["msg_id"].encode()

    # Its answer shows that the kernel is there; the greeting or a status, that its outputs are heard.
    send("kernel_info_request", {})
    shell.recv_multipart()
    iopub.recv_multipart()
    poller = zmq.Poller()
    poller.register(shell, zmq.POLLIN)
    poller.register(iopub, zmq.POLLIN)
    start = time.perf_counter()
    for source in sources:
        request = send("execute_request", {"code": source, "silent": False, "store_history": True, "user_expressions": {},
                                           "allow_stdin": False, "stop_on_error": True})
        answered = idle = False
        while not (answered and idle):
            for socket, _ in poller.poll():
                parts = socket.recv_multipart()
                if request in parts[-3]:
                    answered = answered or socket is shell
                    idle = idle or b'"idle"' in parts[-1]
    return time.perf_counter() - start


main(sys.argv[1])
