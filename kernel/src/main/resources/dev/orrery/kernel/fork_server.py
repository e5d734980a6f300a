# Imports ipykernel, and the modules that are its arguments, once; forks a kernel for each order, a line of JSON on standard input.
# Answers on standard output, a line each: {"ready": why it cannot fork, or ""}, {"pid": P} to an order, {"pid": P, "code": C} at an end.
# What it begins with, import_ipykernel, is IpykernelStart's.
import importlib, json, random, select, signal, socket


def tell(answer):
    os.write(answers, json.dumps(answer).encode() + b"\n")


def refusal():
    """Threads do not live through a fork, and sockets must not be shared."""
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    if threads > 1:
        return f"the imports have started {threads - 1} threads"
    shared = [fd for fd in os.listdir("/dev/fd") if os.path.exists(f"/dev/fd/{fd}") and os.path.realpath(f"/dev/fd/{fd}").startswith("/proc/") and "socket:" in os.readlink(f"/dev/fd/{fd}")]
    return f"the imports hold {len(shared)} sockets open" if shared else ""


def reseed():
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def kernel(order):
    """In the child: all that a kernel of its own process would have."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for fd in (orders, answers, *bell):
        os.close(fd)
    output = socket.socket(socket.AF_UNIX)
    output.connect(order["output"])
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    os.environ.clear()
    os.environ.update(order["environment"], JPY_PARENT_PID=str(os.getppid()))
    os.chdir(order["workdir"])
    reseed()
    sys.argv = ["ipykernel_launcher", *order["arguments"]]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
    sys.exit(0)


def reap():
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        code = os.waitstatus_to_exitcode(status)
        tell({"pid": pid, "code": code if code >= 0 else 128 - code})


orders, answers, bell = os.dup(0), os.dup(1), os.pipe()
os.dup2(os.open(os.devnull, os.O_RDWR), 0)
os.dup2(2, 1)
import_ipykernel()
import ipykernel.kernelapp, ipykernel.ipkernel, ipykernel.zmqshell

for name in sys.argv[1:]:
    importlib.import_module(name)
if hasattr(gc, "freeze"):
    gc.freeze()
os.set_blocking(bell[1], False)
signal.signal(signal.SIGCHLD, lambda *_: None)
signal.set_wakeup_fd(bell[1])
tell({"ready": refusal()})
waiting = b""
while True:
    ready = select.select([orders, bell[0]], [], [])[0]
    if bell[0] in ready:
        os.read(bell[0], 512)
        reap()
    if orders in ready:
        more = os.read(orders, 65536)
        if not more:
            break
        *lines, waiting = (waiting + more).split(b"\n")
        for line in lines:
            pid = os.fork()
            if pid == 0:
                kernel(json.loads(line))
            tell({"pid": pid})
