"""Runs each case with papermill and with ./orrery run, and prints what differs. See bench/compare-papermill."""

import fnmatch
import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cases
import normal
import real

here = Path(sys.argv[1])
home = Path(tempfile.mkdtemp())
os.environ["HOME"] = str(home)
kept = json.loads((Path(__file__).parent / "kept.json").read_text())
remembered = here / "bench/target/papermill-results"


def run(case, command):
    """(exit code, {path: bytes} of what was written, stdout, stderr)."""
    top = Path(tempfile.mkdtemp(dir=home))
    folder = top / "case"
    folder.mkdir()
    for name, content in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    read, write = os.pipe() if case.stdin is not None else (os.open("/dev/null", os.O_RDONLY), None)
    if write is not None:
        if os.fork() == 0:
            os.close(read)
            os.write(write, case.stdin)
            os._exit(0)
        os.close(write)
    code = command([str(each) for each in case.arguments], folder, read, top / "out", top / "err")
    os.close(read)
    written = {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and case.files.get(str(file.relative_to(folder))) != file.read_bytes()
        and ".cache" not in file.parts and "__pycache__" not in file.parts
    }
    result = code, written, (top / "out").read_text("utf-8", "replace"), (top / "err").read_text("utf-8", "replace")
    shutil.rmtree(top, ignore_errors=True)
    return result


def ours(arguments, folder, stdin, out, err):
    with open(out, "wb") as o, open(err, "wb") as e:
        return subprocess.run([os.environ.get("ORRERY", str(here / "orrery")), "run", *arguments], cwd=folder, stdin=stdin, stdout=o, stderr=e).returncode


def theirs(case):
    """What papermill does does not change: it is kept for the next time."""
    key = hashlib.sha256(repr((sorted(case.files.items()), case.arguments, case.stdin)).encode()).hexdigest()
    file = remembered / key
    if file.exists():
        return pickle.loads(file.read_bytes())
    result = run(case, real.run)
    remembered.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps(result))
    return result


def ids(case):
    try:
        return {cell.get("id") for cell in json.loads(case.input)["cells"]} - {None}
    except Exception:
        return set()


def compare(case, a, b):
    """Lines that say how ours (b) differs from papermill's (a)."""
    if a[0] != b[0]:
        yield f"exit code: papermill {a[0]}, ours {b[0]}; they said: {last(a[3])} | we said: {last(b[3])}"
    if "Traceback" in b[3] and "File " not in a[3] or "Exception in thread" in b[3] or "\tat " in b[3]:
        yield "ours printed a stack trace: " + b[3][:1500]
    for name in sorted(set(a[1]) | set(b[1])):
        if name not in a[1] or name not in b[1]:
            yield f"{name}: written by {'papermill' if name in a[1] else 'ours'} only"
            continue
        yield from (f"{name}{line}" for line in texts(case, a[1][name].decode(), b[1][name].decode()))
    yield from (f"stdout{line}" for line in texts(case, a[2], b[2]))
    if case.warnings and a[0] == b[0] == 0:
        yield from (f"stderr lacks: {line}" for line in logged(a[3]) if line not in b[3])


def texts(case, a, b):
    kept_ids = ids(case)
    x, y = normal.notebook(a, kept_ids), normal.notebook(b, kept_ids)
    if isinstance(x, dict) and isinstance(y, dict):
        yield from normal.differences(x, y)
        if normal.canonical(b.rstrip("\n")) != b.rstrip("\n") or b.endswith("\n") != a.endswith("\n"):
            yield ": not written as nbformat writes"
    elif normal.words(a) != normal.words(b):
        yield f": papermill {normal.short(a)}, ours {normal.short(b)}"


def logged(err):
    """Warnings of papermill's own that a person would miss."""
    heads = ("Passed unknown parameter", "Input notebook does not contain", "Unable to parse line", "Translator for", "The specified")
    return [line for line in err.splitlines() if line.startswith(heads)]


def last(err):
    lines = [line for line in err.strip().splitlines() if line.strip()]
    return " / ".join(lines[-2:])[:400]


def main():
    words = sys.argv[2:]
    chosen = [case for case in cases.all_of(here / "bench/target/sources") if not words or any(word in case.name for word in words)]
    differing, expected = 0, 0
    for case in chosen:
        lines = list(compare(case, theirs(case), run(case, ours)))
        why = next((reason for pattern, reason in kept.items() if fnmatch.fnmatchcase(case.name, pattern)), None)
        if lines and why:
            expected += 1
            if words:
                print(f"{case.name}: kept, {why}\n  " + "\n  ".join(lines[:6]))
        elif lines:
            differing += 1
            print(f"{case.name}\n  " + "\n  ".join(lines[:12]), flush=True)
    print(f"{len(chosen)} cases: {len(chosen) - differing - expected} the same, {expected} with a difference that is kept (kept.json), {differing} differ")
    shutil.rmtree(home, ignore_errors=True)
    sys.exit(differing != 0)


main()
