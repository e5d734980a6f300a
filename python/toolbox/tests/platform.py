"""A small real HTTP server that answers as the platform does, and the command run against it as a process."""

import json
import os
import subprocess
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOKEN = "test-token"
SOURCES = Path(__file__).parent.parent / "src"


class Platform:
    """Answers by (method, path); each list of answers is used up one by one, and its last one stays."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], list[tuple[int, object]]] = {}
        self.requests: list[tuple[str, str, object]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/v1"

    def answer(self, method: str, path: str, *answers: object, status: int = 200) -> None:
        self.answers[method, path] = [(status, answer) for answer in answers]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def dag(self, *arguments: str, cwd: Path | None = None, env: dict | None = None) -> subprocess.CompletedProcess:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SOURCES),
            "PYTHONIOENCODING": "utf-8",
            "HOME": str(cwd or Path.cwd()),
            "JUPYTERHUB_USER": "ana",
            "ORRERY_API_URL": self.url,
            "ORRERY_TOKEN": TOKEN,
            "ORRERY_PUBLIC_URL": "https://data.example",
            # A proxy must not be asked: the token would go to it.
            "http_proxy": "http://127.0.0.1:9",
        }
        environment |= env or {}
        return subprocess.run(
            [sys.executable, "-m", "toolbox", *arguments],
            cwd=cwd,
            env={name: value for name, value in environment.items() if value is not None},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def _handler(platform) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._respond("GET")

            def do_POST(self) -> None:
                self._respond("POST")

            def do_PATCH(self) -> None:
                self._respond("PATCH")

            def _respond(self, method: str) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                platform.requests.append((method, self.path, json.loads(content) if content else None))
                status, body = self._answer(method)
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("Location", data.decode())
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _answer(self, method: str) -> tuple[int, object]:
                if self.headers.get("Authorization") != "Bearer " + TOKEN:
                    return 401, problem(401, "Log in, or send a token in the Authorization header.")
                path = urllib.parse.urlsplit(self.path)
                # Undecoded, so that a test sees whether a run id was encoded.
                answers = platform.answers.get((method, self.path)) or platform.answers.get((method, path.path))
                if not answers:
                    return 404, problem(404, f"There is nothing at {self.path}.")
                return answers.pop(0) if len(answers) > 1 else answers[0]

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def problem(status: int, detail: str, **more: object) -> dict:
    return {"type": "urn:orrery:problem:x", "title": "x", "status": status, "detail": detail, **more}
