# What a stranger's code would try. Before it, the test sets `facts`: a JSON text of paths and process ids to go for.
# Each try prints one line: "NAME: refused (how)" or "NAME: REACHED (what)".
import ctypes, json, os, pathlib, signal

facts = json.loads(facts)
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class Refused(Exception):
    pass


def attempt(name, deed, *arguments):
    try:
        print(f"{name}: REACHED ({deed(*arguments)})")
    except (OSError, Refused) as error:
        print(f"{name}: refused ({type(error).__name__}: {error})")


def call(function, *arguments):
    if function(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return "done"


def read(path):
    return os.listdir(path) if os.path.isdir(path) else pathlib.Path(path).read_bytes()[:20]


def write(folder):
    pathlib.Path(folder, "planted.py").write_text("")
    return folder


for path in facts["secrets"]:
    attempt(f"read {path}", read, path)
for path in ["/etc/shadow", "/root/.ssh", "/home/ben", "/var/run/docker.sock", "/dev/mem", "/dev/kmsg", "/sys/kernel", "/proc/kcore"]:
    attempt(f"read {path}", read, path)
for folder in facts["read_only"]:
    attempt(f"write {folder}", write, folder)


def find(names):
    roots = [os.path.join("/", entry) for entry in os.listdir("/") if entry not in ("proc", "usr", "sys", "dev")]
    found = [os.path.join(folder, name) for root in roots for folder, _, files in os.walk(root) for name in files if name in names]
    if not found:
        raise Refused("nowhere to be found")
    return found


def others(folder):
    # The environment's own path leads through it.
    found = [name for name in os.listdir(folder) if name != "environments"]
    if not found:
        raise Refused("nothing of others")
    return found


def processes(words):
    seen = [pathlib.Path("/proc", pid, "cmdline").read_bytes().decode() for pid in os.listdir("/proc") if pid.isdigit()]
    found = [line for line in seen if any(word in line for word in words)]
    if not found:
        raise Refused(f"none among the {len(seen)} there are")
    return found


def environment(pid):
    found = [name for name in facts["server_variables"] if name.encode() + b"=" in pathlib.Path(f"/proc/{pid}/environ").read_bytes()]
    if not found:
        raise Refused("nothing of the server's")
    return found


attempt("find the platform's files", find, facts["names"])
attempt("list the data directory", others, facts["home"])
attempt("list others' processes", processes, facts["command_lines"])
attempt("read the environment of 1", environment, 1)
for name, pid in facts["pids"].items():
    attempt(f"read the environment of {name}", environment, pid)
    attempt(f"see the files of {name}", os.listdir, f"/proc/{pid}/root/")
    attempt(f"signal {name}", os.kill, pid, signal.SIGCONT)
    attempt(f"trace {name}", call, libc.ptrace, 16, pid, None, None)
attempt("make a device", os.mknod, "/tmp/disk", 0o60600, os.makedev(8, 0))
attempt("mount", call, libc.mount, b"none", b"/tmp", b"tmpfs", 0, None)
attempt("unmount", call, libc.umount, b"/usr")
attempt("change the root", os.chroot, "/tmp")
attempt("be root", os.setuid, 0)
attempt("be the other user", os.setuid, facts["other_uid"])
