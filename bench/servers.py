"""What the commands beside this need of a platform of their own: a PostgreSQL, servers on it."""
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import urllib.request
from pathlib import Path

CLOCK = shutil.which("cc")  # clocks of servers' own need a C compiler


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fresh(work):
    """Empties the folder of an earlier time; what takes long to build is kept."""
    (work / "home").mkdir(parents=True, exist_ok=True)
    for left in [*work.glob("*.log"), *(work / "home").glob("*")]:
        if left.name not in ("environments", "tools"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


class Postgres:
    def __init__(self, work, options=""):
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.folder, self.port, self.options = work / "postgres", free_port(), options
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] if os.getuid() == 0 else []
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.user:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", f"{self.folder}/data", "-U", "orrery", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()
        self.sql("CREATE DATABASE chaos", "postgres")
        self.url = f"jdbc:postgresql://127.0.0.1:{self.port}/chaos?user=orrery"

    def run(self, program, *arguments):
        subprocess.run([*self.user, self.bin / program, *arguments], cwd="/", check=True, stdout=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 {self.options}"
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def kill(self):
        main = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = [pid for pid, parent in parents().items() if parent == main]
        for pid in [main, *children]:
            kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        (self.folder / "data/postmaster.pid").unlink()  # where nobody takes note of its end, its number looks alive

    def sql(self, statement, database="chaos"):
        command = [self.bin / "psql", "-qXAt", "-F", "\t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "orrery", "-d", database]
        out = subprocess.run([*command, "-c", statement], check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]


class Server:
    def __init__(self, root, work, name, postgres, own_clock=False, **environment):
        self.root, self.home, self.name, self.postgres, self.port = root, work / "home", name, postgres, free_port()
        self.environment, self.token, self.ended_itself = environment, None, 0
        self.log = open(work / f"{name}.log", "ab")
        self.process = None
        self.clock = work / f"{name}.clock" if own_clock and CLOCK else None
        if self.clock:
            subprocess.run([CLOCK, "-O2", "-shared", "-fPIC", "-o", work / "clock.so", Path(__file__).parent / "clock.c"], check=True)
            self.clock.write_bytes(bytes(8))

    def jump(self, seconds):
        """Puts this server's wall clock so far from the machine's; the monotonic one goes on as it does on a real machine."""
        if self.clock:
            with open(self.clock, "r+b") as offset:
                offset.write(struct.pack("d", seconds))

    def start(self, own_clock=True):
        clock = {"LD_PRELOAD": str(self.clock.parent / "clock.so"), "CLOCK_OFFSET": str(self.clock)} if own_clock and self.clock else {}
        environment = {**os.environ, **clock, **self.environment, "ORRERY_DATABASE_URL": self.postgres.url}
        command = [self.root / "orrery", "up", "--home", self.home, "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)

    def call(self, method, path, body=None, timeout=5):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        url = f"http://127.0.0.1:{self.port}/api/v1{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)

    def await_ready(self):
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
                return
            except OSError:
                self.supervise()
                time.sleep(0.1)

    def supervise(self):
        """Starts it again where it has ended by itself, as a service manager does."""
        if self.process.poll() is not None:
            self.ended_itself += 1
            if self.ended_itself > 10:
                raise SystemExit(f"{self.name} does not stay up: see {self.log.name}")
            self.start()

    def make_user(self):
        """An administrator, whose token is then used; of the first server of its database."""
        environment = {**os.environ, "ORRERY_DATABASE_URL": self.postgres.url}
        user = [self.root / "orrery", "user", "add", "bench", "--home", self.home, "--password-stdin"]
        subprocess.run(user, input=b"correct horse battery\n", env=environment, check=True, stdout=subprocess.DEVNULL)
        token = [self.root / "orrery", "token", "create", "bench", "--home", self.home]
        told = subprocess.run(token, env=environment, check=True, capture_output=True, text=True).stdout
        self.token = next(word for word in told.split() if word.startswith("orr_"))

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait()


def parents():
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            found[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            pass
    return found


def kill(pid, how):
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        pass
