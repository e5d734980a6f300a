"""The cases: the tests' notebooks of three packages, each in several ways, and inputs of ours that are hard to get right."""

import dataclasses
import json

import inputs

PARAMETERS = ["-p", "a", "1", "-p", "msg", "x 'y' \"z\"", "-r", "s", "01", "-y", "{l: [1, 2.5, null, .nan], d: {k: true}}"]
KERNEL = ["-k", "python3", "-l", "python"]


@dataclasses.dataclass
class Case:
    name: str
    input: bytes
    arguments: list
    files: dict
    stdin: bytes | None = None
    warnings: bool = True


def all_of(sources):
    for file in sorted(sources.glob("*/**/*.ipynb")):
        yield from _of_file(sources, file)
    for file in sorted(sources.glob("papermill-*/papermill/tests/parameters/*")):
        notebook = inputs.notebook(inputs.code("x = 1", tags=["parameters"]))
        files = {"in.ipynb": notebook, file.name: file.read_bytes()}
        yield Case(f"parameters/{file.name}", notebook, ["in.ipynb", "out.ipynb", "--prepare-only", "-f", file.name], files)
    for name, notebook, arguments, more in inputs.all():
        files = {"in.ipynb": notebook, **more.get("files", {})} if notebook is not None else dict(more.get("files", {}))
        yield Case(f"own/{name}", notebook or more.get("stdin", b""), arguments, files, more.get("stdin"), more.get("warnings", True))


def _of_file(sources, file):
    package, name = file.relative_to(sources).parts[0].split("-")[0], file.name
    content = file.read_bytes()
    alone = {name: content}
    beside = {each.name: each.read_bytes() for each in file.parent.iterdir() if each.is_file()}

    def case(kind, *options, files=alone):
        return Case(f"{package}/{file.stem}@{kind}", content, [name, "__out.ipynb", *options], files)

    yield case("prepare", "--prepare-only")
    yield case("params", "--prepare-only", *PARAMETERS)
    yield case("report", "--prepare-only", "--report-mode", *KERNEL, *PARAMETERS)
    yield case("r", "--prepare-only", "-k", "ir", "-l", "R", *PARAMETERS[:-1], "{l: [1, 2.5, null], d: {k: true}}")
    yield Case(f"{package}/{file.stem}@help", content, ["--help-notebook", name], alone)
    yield Case(f"{package}/{file.stem}@stdout", content, [name, "--prepare-only"], alone)
    yield case("run", "--execution-timeout", "20", files=beside)
    yield case("paramrun", "--execution-timeout", "20", *KERNEL, "-p", "a", "2", "--inject-paths", files=beside)
    yield case("nosave", "--execution-timeout", "20", "--no-request-save-on-cell-execute", "--log-output", *KERNEL)
