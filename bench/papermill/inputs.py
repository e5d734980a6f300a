"""Inputs of ours: YAML 1.1, numbers, paths, parameter cells, versions of the format, and what is broken."""

import base64
import copy
import json

PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}


def code(source, tags=None, id="c1", **more):
    metadata = {} if tags is None else {"tags": tags}
    return {"cell_type": "code", "execution_count": None, "id": id, "metadata": metadata, "outputs": [], "source": source, **more}


def markdown(source, id="m1", **more):
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source, **more}


def notebook(*cells, metadata=PYTHON, minor=5, **more):
    cells = copy.deepcopy(list(cells))
    if minor < 5:
        for cell in cells:
            cell.pop("id", None)
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor, **more}).encode()


PLAIN = notebook(code("x = 1", tags=["parameters"]), code("x", id="c2"))
PREPARE = ["in.ipynb", "out.ipynb", "--prepare-only"]


def all():
    yield from yaml()
    yield from numbers()
    yield from paths()
    yield from declarations()
    yield from documents()
    yield from streams()
    yield from broken()


def yaml():
    texts = [
        "a: yes\nb: No\nc: ON\nd: off\ne: y\nf: n\ng: YeS", "a: 010\nb: 0x1F\nc: 0b101\nd: 1_000\ne: 1:30\nf: 1:30:15\ng: -0x10\nh: +12\ni: 0o17\nj: 09",
        "a: 1e5\nb: 1.0e5\nc: 1.0e+5\nd: 1.e-3\ne: .5\nf: -.5\ng: 1.\nh: 1_0.5\ni: 190:20:30.15\nj: .5e+3\nk: .e+3\nl: 1.5E+3",
        "a: .inf\nb: -.Inf\nc: .NaN\nd: +.INF\ne: inf\nf: nan\ng: .nAn", "a: ~\nb: null\nc: Null\nd:\ne: ''\nf: NULL\ng: nUll",
        "a: 2020-01-01\nb: 2020-01-01 10:00:00\nc: 2001-12-14t21:59:43.10-05:00\nd: 12:30", "a: &x [1, 2]\nb: *x", "base: &b {p: 1, q: 2}\nd:\n  <<: *b\n  q: 3\n  r: 4",
        "d:\n  r: 4\n  <<: [{p: 1}, {p: 2, s: 3}]", "1: a\nyes: b\n~: c\n1.5: d", "a: 'it''s'\nb: \"q\\tq\\u00e9\\x41\"\nc: |\n  line 1\n  line 2\nd: >\n  folded\n  text\n\ne: |-\n  stripped\n",
        "a: {x: {y: [1, {z: null}]}}", "", "# only a comment", "---\na: 1\n...", "---\na: 1\n---\nb: 2", "[1, 2]", "text", "a: b: c", "a: [1, 2", "a: !!str 12\nb: !!int '7'\nc: !!float '3'\nd: !!bool 'yes'",
        "a: !!set {x, y}", "a: !!binary aGVsbG8=", "a: !!omap [x: 1, y: 2]", "a: !!timestamp 2020-01-01", "a: !custom x", "a: !!python/object:os.system x", "a: 1\na: 2", "a: é ü 漢字 🎉\nb: \"\\U0001F389\"",
        "? [1, 2]\n: x", "? {a: 1}\n: x", "a: 123456789012345678901234567890", "a: 0.1\nb: 1e400\nc: 1.0e+400\nd: -0.0\ne: 100000000000000000000.0", "a: \tx", "\ta: x", "a: =", "a: <<", "a: <", "a : 1\n'b' : 2",
        "{a: 1, b: 2}", "{\"a\":1}", "a: 1 # comment\nb: x#y", "%YAML 1.1\n---\na: yes", "%YAML 1.2\n---\na: yes", "a: 'x\n  y'", "a: @x", "a: `x`", "a: %x", "a: - b", "- a", "a: |\n\ttab", "a: \"\\q\"", "a: *missing", "a: &r [*r]",
        "a: 1__0\nb: 0x_\nc: 0b_\nd: 0_\ne: _1\nf: 1_\ng: 0_7", "a: true\nb: True\nc: TRUE\nd: tRue", "a: \ufeffx", "\ufeffa: 1", "a: \u2028x\nb: 1", "a: \x85b", "a: 'é\u0301'", "a: \x01",
        "a: 12345678901234567890.123", "a: 1:60\nb: 1:5\nc: 60:59\nd: -1:30\ne: 01:30", "null: 1", "a: !!null ''\nb: !!null x", "a: !!int x", "a: !!float x", "a: !!bool x", "a: !!map {b: 1}\nc: !!seq [1]", "a: !!str\nb: ! 12",
        "pm: 1", "? a\n? b", "a: {b, c}", "a: [b: c, d]", "a: [1,2,]\nb: {x: 1,}", "a: {x:1}", "a: ['x':1]", "a: \"x\":1", "very-long-" + "k" * 200 + ": 1", "a: x\n b", "a:\n- 1\n- 2\nb:\n  - 3",
    ]
    for i, text in enumerate(texts):
        yield f"yaml-y/{i}", PLAIN, PREPARE + ["-y", text], {}
        yield f"yaml-f/{i}", PLAIN, PREPARE + ["-f", "p.yaml"], {"files": {"p.yaml": text.encode()}}
    for name, content in {"latin1": b"a: \xe9", "utf16": "a: 1".encode("utf-16"), "nul": b"a: \0", "crlf": b"a: 1\r\nb: |\r\n  x\r\n  y\r\n", "empty": b"", "json": b'{"a": 1, "b": [true, null, 1e5]}'}.items():
        yield f"yaml-file/{name}", PLAIN, PREPARE + ["-f", "p.yaml"], {"files": {"p.yaml": content}}
    yield "yaml-file/missing", PLAIN, PREPARE + ["-f", "none.yaml"], {}
    yield "yaml-file/directory", PLAIN, PREPARE + ["-f", "."], {}
    for i, text in enumerate(["a: 1", "{}", "", "a: é", "x"]):
        encoded = base64.b64encode(text.encode()).decode()
        yield f"base64/{i}", PLAIN, PREPARE + ["-b", encoded], {}
        yield f"base64-lines/{i}", PLAIN, PREPARE + ["-b", encoded[:3] + "\n" + encoded[3:] + " "], {}
    for i, text in enumerate(["!!!!", "YTogMQ", "YTogMQ=", "YTogMQ==x", "/w==", "YTog-MQ=="]):
        yield f"base64-bad/{i}", PLAIN, PREPARE + ["-b", text], {}
    yield "order", PLAIN, PREPARE + ["-r", "a", "raw", "-p", "a", "1", "-y", "a: 2\nb: 3", "-b", base64.b64encode(b"z: 1\na: 5").decode(), "-p", "c", "x", "-y", "q: 1", "--inject-paths"], {}


def numbers():
    texts = ["1", "-1", "+1", " 1 ", "1_000", "1__0", "_1", "1_", "٣", "１２", "1e3", "1E3", "1.5", ".5", "5.", "1_0.5_0", "nan", "NaN", "-nan", "+inf", "-Infinity", "INF", "0x10", "010", "1e400", "-0", "-0.0", "1j", "",
        " ", "True", "true", "None", "none", "False", " True", "²", "½", "1e-400", "0b1", "1,5", "1e", "e5", ".", "-", "+", "--1", "1.2.3", "123456789012345678901234567890", "1e22", "1e16", "123456789.123456789", "\t7\n", "\u00a07", "1\u200b", "9" * 4300,
        "9" * 4301, "[1, 2]", "{'a': 1}", "a\nb", "tab\there", "\x07", "é", "🎉", "\\", "\"", "'", "'''", "${HOME}", "$(ls)", "a=b", "\x7f", "\u2028", "\ufeff", "infinity", "1_000.5e1_0", "0_0", "00", "0e0", "-1e-7", "0.1e1", "1e5_0", "१२.५"]
    for i, text in enumerate(texts):
        yield f"number/{i}", PLAIN, PREPARE + ["-p", "v", text], {}
        yield f"raw/{i}", PLAIN, PREPARE + ["-r", "v", text], {}
    for kernel, language in [("ir", "R"), ("bash", "bash"), ("x", "julia"), ("x", "scala"), ("x", "matlab"), (".net-csharp", "C#"), (".net-fsharp", "F#"), (".net-powershell", "PowerShell"), ("x", "rust"), ("pysparkkernel", "x"), ("sparkkernel", "x"), ("X", "PYTHON")]:
        yield f"language/{kernel}-{language}", PLAIN, PREPARE + ["-k", kernel, "-l", language, "-p", "i", "5", "-p", "big", "3000000000", "-p", "f", "1.5", "-p", "t", "plain text", "-y", "{l: [1, two], b: true}"], {}
    for name in ["1x", "a b", "a-b", "é", "class", "a.b", "", "_", "a=1", "None"]:
        yield f"name/{name}", PLAIN, PREPARE + ["-p", name, "1"], {}


def paths():
    values = ["-p", "n", "42", "-p", "f", "3.14159", "-p", "s", "text", "-y", "{d: {k: v, n: {m: 1}}, l: [a, b], t: true, z: null, big: 12345678901234567890}"]
    templates = ["{n}", "{n:05d}", "{n:>6}", "{n:<6}|", "{n:^7}|", "{n:x}", "{n:#x}", "{n:#b}", "{n:#o}", "{n:c}", "{n:e}", "{n:.2f}", "{n:+}", "{n: }", "{n:,}", "{n:_}", "{n:08.3f}", "{n:%}", "{n:b}", "{n:n}", "{n!r}", "{n!s:>5}", "{n:*^9}", "{n:=+7}",
        "{f}", "{f:.2f}", "{f:.3}", "{f:g}", "{f:G}", "{f:e}", "{f:.1E}", "{f:%}", "{f:.1%}", "{f:010.2f}", "{f:+.1f}", "{f:,}", "{f:n}", "{f:.0f}", "{f:#.0f}", "{f:d}", "{f:_}", "{f:8}|", "{f!r}", "{f:.10g}", "{f:.20g}",
        "{s}", "{s:>8}", "{s:.2}", "{s:*<8}", "{s!r}", "{s!a}", "{s!s}", "{s:d}", "{s:5s}|", "{s:=8}", "{s:08}", "{s[0]}", "{s.upper}", "{d}", "{d[k]}", "{d[n][m]}", "{d[n]}", "{d!r}", "{d:>5}", "{d[x]}", "{d.k}", "{l}", "{l[0]}", "{l[1]}", "{l[2]}", "{l[-1]}", "{l[a]}",
        "{t}", "{t!r}", "{t:d}", "{t:>6}", "{t:5}|", "{z}", "{z!r}", "{z:>5}", "{big:,}", "{big:e}", "{big:g}", "{{n}}", "{{{n}}}", "{n}{s}", "}", "{", "{}", "{0}", "{missing}", "{n.real}", "{n.imag}", "{n.numerator}", "{f.real}", "{n.__class__}", "{n!x}", "{n!}", "{n:{n}}", "{s:>{n}}", "{n:{s}}", "{ n }", "{n }", "{n:zz}", "{n:1000000}", "{n", "n}", "{{", "}}", "{n:}}", "{pm}", "{d[n}", "é{s}", "a b{n}", "{n:é>5}", "{n:010,}", "{f:012,.1f}", "{n:-}", "{n:.3}", "{n:z}", "{f:z.1f}", "{t:x}", "{t:n}", "{t:.1f}", "{l:>20}", "{l!s:>20}", "{l!r:.3}"]
    for i, template in enumerate(templates):
        yield f"path/{i} {template}".replace("/", "_", 0), PLAIN, ["in.ipynb", f"o-{template}.ipynb", "--prepare-only", *values], {}
    yield "path/input", PLAIN, ["{s}.ipynb", "out.ipynb", "--prepare-only", "-p", "s", "in", "--inject-paths"], {}
    yield "path/inject-template", PLAIN, ["in.ipynb", "{PAPERMILL_INPUT_PATH}.out.ipynb", "--prepare-only", "--inject-input-path"], {}
    yield "path/no-parameters", PLAIN, ["in.ipynb", "{x}.ipynb", "--prepare-only"], {}
    for spec in ["%Y", "%d-%m", ">30", "", "%%", "%j", "%A", "%b %p", "%y%H%M%S%f", "%Z", "%z", "%U", "%G-%V"]:
        yield f"path/date {spec}", PLAIN, ["in.ipynb", "out.ipynb", "--prepare-only", "-p", "x", "{pm[current_datetime_utc]:" + spec + "}"], {}
    for extension in ["out.json", "out", "out.txt", "./out.ipynb", "sub/out.ipynb", "sub/../out.ipynb"]:
        yield f"path/to {extension}", PLAIN, ["in.ipynb", extension, "--prepare-only"], {"files": {"sub/keep": b""}}
    yield "path/no folder", PLAIN, ["in.ipynb", "nowhere/out.ipynb", "--prepare-only"], {}
    yield "path/over the input", PLAIN, ["in.ipynb", "in.ipynb", "--prepare-only", "-p", "x", "2"], {}
    yield "path/text", None, [PLAIN.decode(), "out.ipynb", "--prepare-only"], {}
    for options in [["--bogus"], ["--kernel"], ["-p", "x"], ["--start-timeout", "x"], ["--execution-timeout", "1.5"], ["--log-level", "LOUD"], ["--log-level", "DEBUG"], ["--engine", "none"], ["--engine", "nbclient"], ["--engine", "noop"], ["extra"], ["--autosave-cell-every", "-1"], ["--cwd", "nowhere"],
        ["--report-mode", "--no-report-mode"], ["--prepare-execute", "--prepare-only"], ["--start_timeout", "5"], ["-kpython3"], ["--kernel=python3"], ["-p", "x=1", "2"], ["--param", "x", "1"], ["--parameters", "x", "1"], ["--rep"], ["-px", "1"]]:
        yield f"options/{' '.join(options)}", PLAIN, [*PREPARE, *options], {}


def declarations():
    sources = ["a = 1\nb: int = 2\nc = 3 # type: float\nd: str = 'x' # the help\ne = 'y' # type: str more help", "a=1;b=2", "x = a == b", "f(k=1)", "s = 'a # b'", "s = \"a=b\"", "l = [\n  1, # one\n  2,\n]", "d = {\n 'a': 1,\n 'b': 2 # two\n}\nz = 1",
        "# comment\n\n   \na = 1", "if True:\n    a = 1", "a = b = 1", "a += 1", "a: 'List[int]' = [] # h", "a: \"str\" = ''", "import os\na = os.path.join('a', 'b')", "a: Dict[str, int] = {} # type: ignore", "a = 1 #help", "a = 1 # type:int", "a = '''x\ny = 2\n'''", "a = \\\n  1", "def f(x=1):\n    return x",
        "a_long_name_of_a_parameter: SomeVeryLongType[With, Arguments] = 'default' # help text here", "a = None # type: None", "é = 1", "a = 1\n\n\nb = 2\n", "a: int", "a, b = 1, 2", "a.b = 1", "a[0] = 1", "a = lambda x: x", "%matplotlib inline\na = 1", "!ls\na = 1", "a = 1 # type: int # help with # hashes", "class = 1", "a =1", "a= 1", "\ta = 1", "a = 1\t# tab help",
        "a = 'it''s'", "a = f'{x}'", "a = r'\\n'", "a = 1 if x else 2", "a = x >= 1", "a = x != 1", "a = x <= 1 # h", "a := 1", "a: int = 1; b = 2", "msg = 'x'  #   spaced   help  ", "a = {'k': 'v=1'}", "a = 1 # = x", "with open('x') as f: a = 1", "a = \"\"\"doc\"\"\" # h", "a=  # nothing", "=", "a = ", "_x = 1", "A1 = 1", "a = (1,\n     2)\nb = 3", "a = 1\r\nb = 2\r\n", "a = 1 # type: List[int] the help", "a: int=5#h", "a : int = 5", "a: Optional[ int ] = None"]
    for i, source in enumerate(sources):
        document = notebook(code(source, tags=["parameters"]), code("a", id="c2"))
        yield f"help/{i}", document, ["--help-notebook", "in.ipynb"], {}
        yield f"declared/{i}", document, PREPARE + ["-p", "a", "2", "-p", "zz", "1"], {}
    yield "help/none", notebook(code("a = 1")), ["--help-notebook", "in.ipynb"], {}
    yield "help/no cells", notebook(), ["--help-notebook", "in.ipynb"], {}
    yield "help/R", notebook(code("a <- 1", tags=["parameters"]), metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}), ["--help-notebook", "in.ipynb"], {}
    yield "help/no kernelspec", notebook(code("a = 1", tags=["parameters"]), metadata={}), ["--help-notebook", "in.ipynb"], {}
    yield "help/unknown", notebook(code("a = 1", tags=["parameters"]), metadata={"kernelspec": {"name": "rust", "language": "rust", "display_name": "Rust"}}), ["--help-notebook", "in.ipynb"], {}
    yield "help/markdown", notebook({**markdown("a = 1"), "metadata": {"tags": ["parameters"]}}), ["--help-notebook", "in.ipynb"], {}
    yield "help/two paths", PLAIN, ["--help-notebook", "in.ipynb", "out.ipynb"], {}
    yield "help/template", PLAIN, ["--help-notebook", "{s}.ipynb", "-p", "s", "in"], {}
    yield "help/missing file", None, ["--help-notebook", "in.ipynb"], {}
    yield "help/version 3", V3, ["--help-notebook", "in.ipynb"], {}


V3 = json.dumps({"metadata": {"name": "old", "kernelspec": PYTHON["kernelspec"]}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {}, "cells": [
    {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Title", "two"]}, {"cell_type": "markdown", "metadata": {}, "source": "*x*"}, {"cell_type": "raw", "metadata": {}, "source": "raw"}, {"cell_type": "html", "metadata": {}, "source": "<b>"},
    {"cell_type": "code", "collapsed": True, "input": ["a = 1\n", "a"], "language": "python", "metadata": {"tags": ["parameters"]}, "prompt_number": 3, "outputs": [
        {"output_type": "pyout", "prompt_number": 3, "text": ["1"], "html": ["<i>"], "metadata": {}}, {"output_type": "stream", "stream": "stderr", "text": "e"}, {"output_type": "stream", "text": "no name"},
        {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]}, {"output_type": "display_data", "png": "iVBO", "json": "{\"a\": 1}", "javascript": "x", "latex": ["$x$"], "svg": "<svg/>", "jpeg": "a", "metadata": {"png": {"w": 1}}}]}]}]}).encode()


def documents():
    from documents import all as more

    yield from more()


def streams():
    run = ["--prepare-only"]
    yield "stream/in and out", None, ["-", "-", *run], {"stdin": PLAIN}
    yield "stream/in", None, ["-", "out.ipynb", *run], {"stdin": PLAIN}
    yield "stream/one path", None, ["out.ipynb", *run], {"stdin": PLAIN}
    yield "stream/no path", None, run, {"stdin": PLAIN}
    yield "stream/out", PLAIN, ["in.ipynb", "-", *run, "-p", "x", "3"], {}
    yield "stream/no output", PLAIN, ["in.ipynb", *run], {}
    yield "stream/no arguments", None, [], {}
    yield "stream/empty in", None, ["-", "-", *run], {"stdin": b""}
    yield "stream/bad in", None, ["-", "-", *run], {"stdin": b"no json"}
    yield "stream/parameters from in", PLAIN, ["in.ipynb", "out.ipynb", *run, "-f", "-"], {"stdin": b"a: 1"}
    yield "stream/run", None, ["-", "-"], {"stdin": PLAIN}
    yield "stream/run progress", None, ["-", "-", "--log-output", "--progress-bar"], {"stdin": PLAIN}
    yield "stream/help", None, ["--help-notebook", "-"], {"stdin": PLAIN}
    yield "stream/help no path", None, ["--help-notebook"], {"stdin": PLAIN}


def broken():
    whole = json.loads(PLAIN)
    for name, change in {
        "no cells": lambda n: n.pop("cells"), "no metadata": lambda n: n.pop("metadata"), "no nbformat": lambda n: n.pop("nbformat"), "no minor": lambda n: n.pop("nbformat_minor"), "nbformat 5": lambda n: n.update(nbformat=5),
        "nbformat 0": lambda n: n.update(nbformat=0), "nbformat text": lambda n: n.update(nbformat="4"), "nbformat float": lambda n: n.update(nbformat=4.0), "minor text": lambda n: n.update(nbformat_minor="5"), "minor 9": lambda n: n.update(nbformat_minor=9), "minor null": lambda n: n.update(nbformat_minor=None),
        "cells object": lambda n: n.update(cells={}), "cells null": lambda n: n.update(cells=None), "cell text": lambda n: n.update(cells=["x"]), "cell null": lambda n: n.update(cells=[None]), "metadata list": lambda n: n.update(metadata=[]), "metadata null": lambda n: n.update(metadata=None),
        "kernelspec text": lambda n: n["metadata"].update(kernelspec="x"), "kernel name number": lambda n: n["metadata"]["kernelspec"].update(name=5), "no kernelspec": lambda n: n["metadata"].pop("kernelspec"), "no language": lambda n: (n["metadata"].pop("language_info"), n["metadata"]["kernelspec"].pop("language")),
        "no cell metadata": lambda n: n["cells"][0].pop("metadata"), "no source": lambda n: n["cells"][0].pop("source"), "source number": lambda n: n["cells"][0].update(source=5), "source list of numbers": lambda n: n["cells"][0].update(source=[1]), "source null": lambda n: n["cells"][0].update(source=None),
        "no cell type": lambda n: n["cells"][0].pop("cell_type"), "cell type odd": lambda n: n["cells"][0].update(cell_type="odd"), "no outputs": lambda n: n["cells"][0].pop("outputs"), "outputs null": lambda n: n["cells"][0].update(outputs=None), "no count": lambda n: n["cells"][0].pop("execution_count"),
        "count text": lambda n: n["cells"][0].update(execution_count="x"), "tags text": lambda n: n["cells"][0]["metadata"].update(tags="parameters"), "tags numbers": lambda n: n["cells"][0]["metadata"].update(tags=[1]), "tags null": lambda n: n["cells"][0]["metadata"].update(tags=None), "papermill list": lambda n: n["metadata"].update(papermill=[]),
        "cell papermill text": lambda n: n["cells"][0]["metadata"].update(papermill="x"), "id number": lambda n: n["cells"][0].update(id=5), "id bad": lambda n: n["cells"][0].update(id="a b"), "id empty": lambda n: n["cells"][0].update(id=""), "id long": lambda n: n["cells"][0].update(id="x" * 65), "ids twice": lambda n: n["cells"][1].update(id="c1"), "no id": lambda n: n["cells"][0].pop("id"),
        "unknown key": lambda n: n.update(extra=1), "unknown cell key": lambda n: n["cells"][0].update(extra=1), "odd output": lambda n: n["cells"][0].update(outputs=[{"output_type": "odd"}]), "output no type": lambda n: n["cells"][0].update(outputs=[{}]), "output text": lambda n: n["cells"][0].update(outputs=["x"]), "stream no name": lambda n: n["cells"][0].update(outputs=[{"output_type": "stream", "text": "x"}]),
        "worksheets": lambda n: n.update(worksheets=[]), "signature": lambda n: n["metadata"].update(signature="x", orig_nbformat=3),
    }.items():
        changed = copy.deepcopy(whole)
        change(changed)
        document = json.dumps(changed).encode()
        yield f"broken/{name}", document, PREPARE, {}
        yield f"broken-p/{name}", document, PREPARE + ["-p", "x", "2"], {}
        yield f"broken-run/{name}", document, ["in.ipynb", "out.ipynb"], {}
    contents = {"empty": b"", "blank": b" \n", "not json": b"hello", "half": PLAIN[:-20], "list": b"[]", "number": b"5", "null": b"null", "text": b'"x"', "trailing": PLAIN + b" x", "two": PLAIN + PLAIN, "utf8 bom": b"\xef\xbb\xbf" + PLAIN, "utf16": PLAIN.decode().encode("utf-16"), "latin1": PLAIN.replace(b"x = 1", b"x = '\xe9'"),
        "duplicate keys": PLAIN[:-1] + b', "nbformat": 4, "metadata": {}}', "deep": b'{"cells": ' + b"[" * 100000 + b"]" * 100000 + b"}", "nan": PLAIN.replace(b'"execution_count": null', b'"execution_count": NaN', 1), "comment": b"// x\n" + PLAIN, "single quotes": PLAIN.replace(b'"', b"'"), "trailing comma": PLAIN[:-1] + b",}", "lone surrogate": PLAIN.replace(b"x = 1", b"x = '\\ud800'"), "nul": PLAIN.replace(b"x = 1", b"x = '\\u0000'"), "control": PLAIN.replace(b"x = 1", b"x\t= 1"), "big int": PLAIN.replace(b'"execution_count": null', b'"execution_count": 123456789012345678901234567890', 1)}
    for name, content in contents.items():
        yield f"content/{name}", content, PREPARE, {}
    yield "content/missing file", None, ["in.ipynb", "out.ipynb"], {}
    yield "content/directory", None, ["in.ipynb", "out.ipynb"], {"files": {"in.ipynb/x": b""}}
    yield "content/output is a directory", PLAIN, ["in.ipynb", "out.ipynb", "--prepare-only"], {"files": {"out.ipynb/x": b""}}
    yield "kernel/unknown", PLAIN, ["in.ipynb", "out.ipynb", "-k", "nope"], {}
    yield "kernel/bad name", PLAIN, ["in.ipynb", "out.ipynb", "-k", "a/b"], {}
    yield "kernel/empty name", PLAIN, ["in.ipynb", "out.ipynb", "-k", ""], {}
