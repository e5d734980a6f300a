"""What bench/hub-users does: the same requests to both, in turn."""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from servers import free_port

root, peer, users, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
TOKEN = "0123456789abcdef0123456789abcdef"
PAGE = 200
CONFIG = f"""
c.JupyterHub.services = [{{"name": "bench", "api_token": "{TOKEN}"}}]
c.JupyterHub.load_roles = [{{"name": "bench", "services": ["bench"], "scopes": ["admin:users", "admin:servers", "list:users"]}}]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.log_level = 40
"""


def call(base, path, body=None, paged=False):
    accept = "application/jupyterhub-pagination+json" if paged else "application/json"
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json", "Accept": accept}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(base + path, data, headers), timeout=300) as answer:
        return json.load(answer)


def await_answer(base, process):
    while process.poll() is None:
        try:
            return call(base, "/")
        except OSError:
            time.sleep(0.2)
    raise SystemExit("it did not start")


def ours(work):
    port = free_port()
    (work / "home").mkdir(mode=0o700)
    service = {"name": "bench", "api_token": TOKEN}
    role = {"name": "bench", "services": ["bench"], "scopes": ["admin:users", "admin:servers", "list:users"]}
    hub = work / "home" / "hub.json"
    hub.write_text(json.dumps({"services": [service], "roles": [role]}))
    hub.chmod(0o600)
    environment = {**os.environ, "ORRERY_ENVIRONMENT_BUILD": "no"}
    command = [root / "orrery", "up", "--home", work / "home", "--port", str(port)]
    return subprocess.Popen(command, env=environment, stdout=open(work / "ours.log", "w"), stderr=subprocess.STDOUT), port


def theirs(work):
    port = free_port()
    (work / "config.py").write_text(CONFIG + f"""
c.JupyterHub.port = {free_port()}
c.JupyterHub.hub_port = {port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{free_port()}"
c.JupyterHub.db_url = "sqlite:///{work}/theirs.sqlite"
""")
    path = f"{peer}/bin:{peer}/node_modules/.bin:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CONFIGPROXY_AUTH_TOKEN": TOKEN}
    command = [peer / "bin/jupyterhub", "-f", work / "config.py"]
    return subprocess.Popen(command, cwd=work, env=environment, stdout=open(work / "theirs.log", "w"), stderr=subprocess.STDOUT), port


def fill(base):
    names = [f"user-{i:05}" for i in range(users)]
    start = time.monotonic()
    for i in range(0, users, 500):
        call(base, "/users", {"usernames": names[i : i + 500]})
    return time.monotonic() - start


def page(base):
    start = time.monotonic()
    found = call(base, f"/users?limit={PAGE}&offset={users // 2}")
    assert len(found) == PAGE, len(found)
    return time.monotonic() - start


def everybody(base):
    start, count, offset = time.monotonic(), 0, 0
    while offset is not None:
        answer = call(base, f"/users?limit={PAGE}&offset={offset}", paged=True)
        count += len(answer["items"])
        following = answer["_pagination"]["next"]
        offset = following["offset"] if following else None
    assert count >= users, count
    return time.monotonic() - start


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    with tempfile.TemporaryDirectory() as folder:
        work, running = Path(folder), []
        try:
            both = []
            for begin in (ours, theirs):
                process, port = begin(work)
                running.append(process)
                base = f"http://127.0.0.1:{port}/hub/api"
                await_answer(base, process)
                both.append(base)
            filled = []
            for base in both:
                filled.append(fill(base))
                print(f"made {users} users in {filled[-1]:.1f} s", flush=True)
            print(f"making {users} users        ours {filled[0]:.1f} s   JupyterHub {filled[1]:.1f} s   ratio {filled[0] / filled[1]:.3f}", flush=True)
            for what, measure in ((f"a page of {PAGE}", page), ("all, page by page", everybody)):
                for base in both:
                    measure(base)
                times = [[], []]
                for _ in range(rounds):
                    for i, base in enumerate(both):
                        times[i].append(measure(base))
                a, b = median(times[0]) * 1000, median(times[1]) * 1000
                print(f"GET users, {what:18} ours {a:.1f} ms   JupyterHub {b:.1f} ms   {b / a:.1f} x", flush=True)
        finally:
            for process in running:
                process.terminate()
                process.wait()
    subprocess.run(["uptime"], check=False)


main()
