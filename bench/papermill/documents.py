"""Documents of ours that run: versions of the format, tags, attachments, outputs, errors, widgets."""

from inputs import PLAIN, PREPARE, PYTHON, V3, code, markdown, notebook

RUN = ["in.ipynb", "out.ipynb", "--execution-timeout", "20"]
TAGGED = code("a = 1", tags=["parameters"])


def all():
    for minor in range(6):
        document = notebook(TAGGED, markdown("x", attachments={"a.png": {"image/png": "aGk="}}), code("print(a)", id="c2"), minor=minor)
        yield f"version/4.{minor}", document, RUN + ["-p", "a", "2"], {}
        yield f"version-prepare/4.{minor}", document, PREPARE + ["-p", "a", "2"], {}
    yield "version/3", V3, RUN + ["-p", "a", "2"], {}
    yield "version-prepare/3", V3, PREPARE, {}
    for name, cells in places().items():
        yield f"place/{name}", notebook(*cells), PREPARE + ["-p", "a", "2"], {}
    for name, cells in runs().items():
        yield f"run/{name}", notebook(*cells), RUN, {}
    yield "run/no kernelspec", notebook(code("1"), metadata={}), RUN, {}
    yield "run/no kernelspec with -k", notebook(code("1"), metadata={}), RUN + ["-k", "python3"], {}
    yield "run/no kernelspec with -k and -p", notebook(code("1"), metadata={}), RUN + ["-k", "python3", "-p", "a", "1"], {}
    yield "run/with -l", notebook(code("1"), metadata={"kernelspec": {"name": "python3", "display_name": "x"}}), RUN + ["-l", "python", "-p", "a", "1"], {}
    yield "run/python name", notebook(code("1"), metadata={"kernelspec": {"name": "python", "display_name": "x", "language": "python"}}), RUN, {}
    yield "run/upper name", notebook(code("1"), metadata={"kernelspec": {"name": "PYTHON3", "display_name": "x", "language": "python"}}), RUN, {}
    yield "run/time out", notebook(code("1"), code("import time; time.sleep(30)", id="c2"), code("3", id="c3")), ["in.ipynb", "out.ipynb", "--execution-timeout", "2"], {}
    yield "run/report", notebook(TAGGED, markdown("x"), code("print(a)", id="c2", metadata={"jupyter": {"outputs_hidden": True}})), RUN + ["--report-mode"], {}
    bash = {"kernelspec": {"name": "bash", "language": "bash", "display_name": "Bash"}}
    yield "run/bash", notebook(code("a=1", tags=["parameters"]), code("echo $a \"$b\" ${l[1]}", id="c2"), code("echo $a >&2; false", id="c3"), metadata=bash), RUN + ["-p", "a", "2", "-p", "b", "it's \"q\" $HOME é", "-y", "l: [x, y z]"], {}
    yield "run/bash error", notebook(code("exit 3"), code("echo x", id="c2"), metadata=bash), RUN, {}
    yield "run/log", notebook(code("import sys\nprint('out')\nprint('err', file=sys.stderr)\n5"), markdown("m"), code("", id="c2")), RUN + ["--log-output", "--stdout-file", "o", "--stderr-file", "e"], {}
    yield "run/rerun", RERUN, RUN + ["-p", "a", "3"], {}
    yield "run/rerun prepare", RERUN, PREPARE + ["-p", "a", "3"], {}
    yield "run/rerun nothing", RERUN, PREPARE, {}
    yield "run/cwd", notebook(code("import os; os.path.basename(os.getcwd())")), RUN + ["--cwd", "sub"], {"files": {"sub/x": b""}}
    yield "run/cwd missing", notebook(code("1")), RUN + ["--cwd", "sub"], {}
    yield "run/empty", notebook(), RUN, {}
    yield "run/empty -p", notebook(), RUN + ["-p", "a", "1"], {}


RERUN = notebook(
    {**markdown("<span>old</span>", id="e1"), "metadata": {"tags": ["papermill-error-cell-tag"]}}, TAGGED,
    {**code("# Parameters\na = 9\n", id="p1", tags=["injected-parameters"]), "metadata": {"tags": ["injected-parameters"], "papermill": {"status": "completed", "x": 1}}},
    code("print(a)", id="c3", outputs=[{"output_type": "stream", "name": "stdout", "text": ["9\n"]}], execution_count=4),
    metadata={**PYTHON, "papermill": {"version": "1.0.0", "parameters": {"a": 9}, "exception": True, "custom": 1, "start_time": "x"}, "widgets": {"old": 1}})


def places():
    return {
        "none": [code("1")], "tagged": [code("0", id="c0"), TAGGED, code("1", id="c2")], "two tagged": [TAGGED, code("b = 1", id="c2", tags=["parameters"])], "markdown tagged": [{**markdown("x"), "metadata": {"tags": ["parameters"]}}, code("1", id="c2")],
        "injected": [TAGGED, code("0", id="c2"), code("old", id="c3", tags=["injected-parameters"])], "two injected": [code("o1", tags=["injected-parameters"]), code("o2", id="c2", tags=["injected-parameters"])], "injected first": [code("o1", tags=["injected-parameters"]), TAGGED | {"id": "c9"}],
        "both tags": [code("a = 1", tags=["parameters", "injected-parameters"])], "upper case": [code("a = 1", tags=["Parameters"])], "raw": [{"cell_type": "raw", "id": "r", "metadata": {"tags": ["parameters"]}, "source": "x"}], "empty": [], "unicode tag": [code("1", tags=["é", "parameters"])],
    }


def runs():
    return {
        "tags": [code("1/0", tags=["skip-execution"]), code("1/0", id="c2", tags=["raises-exception"]), code("5", id="c3")], "stop": [code("1"), code("1/0", id="c2"), code("3", id="c3"), markdown("x")], "raw": [{"cell_type": "raw", "id": "r", "metadata": {}, "source": "x"}, code("1", id="c2")],
        "blank": [code(""), code("  \n ", id="c2"), code("# only a comment", id="c3"), code("pass", id="c4")], "exit 0": [code("import sys; sys.exit(0)"), code("2", id="c2")], "exit 1": [code("import sys; sys.exit(1)"), code("2", id="c2")], "exit": [code("exit()"), code("2", id="c2")], "quit kept": [code("quit"), code("2", id="c2")],
        "died": [code("1"), code("import os; os._exit(1)", id="c2"), code("3", id="c3")], "killed": [code("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), code("3", id="c3")], "interrupt": [code("raise KeyboardInterrupt"), code("2", id="c2")], "input": [code("input()"), code("2", id="c2")], "getpass": [code("import getpass; getpass.getpass()")],
        "streams": [code("import sys\nfor i in range(5):\n    print(i)\n    print(i, file=sys.stderr)")], "result": [code("[1, 'é', {'k': float('nan')}]")], "html": [code("from IPython.display import HTML, display, Markdown, Latex, JSON, SVG, Javascript\ndisplay(HTML('<b>x</b>\\n<i>'), Markdown('*x*'), Latex('$x$'), JSON({'a': [1, None]}), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'), Javascript('1'))")],
        "image": [code("from IPython.display import Image, display\nimport base64\ndisplay(Image(data=base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), format='png', width=10))")],
        "custom mime": [code("from IPython.display import display\ndisplay({'application/x+json': {'a': [1]}, 'text/plain': 'a\\nb', 'application/x': 'c\\nd', 'image/svg+xml': '<a>\\n</a>', 'application/json': [1, 'a\\nb']}, raw=True, metadata={'text/plain': {'m': 1}})")],
        "display id": [code("from IPython.display import display\nh = display('one', display_id='d1')\ndisplay('other')"), code("h.update('two')\nprint('x')", id="c2"), code("display('three', display_id='d1')", id="c3"), code("from IPython.display import update_display\nupdate_display('four', display_id='d1')\nupdate_display('none', display_id='dx')", id="c4")],
        "clear": [code("from IPython.display import clear_output\nprint('a')\nclear_output()\nprint('b')"), code("print('a')\nclear_output(wait=True)\nprint('b')", id="c2"), code("print('a')\nclear_output(wait=True)", id="c3"), code("print('a')\nclear_output()", id="c4"), code("for i in range(20):\n    clear_output(wait=True)\n    print(i)", id="c5")],
        "custom handler": [code("get_ipython().set_custom_exc((ValueError,), lambda *a, **k: None)\nraise ValueError('x')"), code("2", id="c2")], "syntax": [code("def f(:\n")], "magic": [code("%nope"), code("2", id="c2")], "cell magic": [code("%%bash\necho hi\nfalse"), code("2", id="c2")], "shell": [code("!echo hi; exit 3"), code("_exit_code", id="c2")],
        "long error": [code("class E(Exception): pass\ndef f(n):\n    if n: f(n-1)\n    raise E('é\\n\"<b>\"')\nf(3)")], "chained": [code("try:\n    1/0\nexcept Exception as e:\n    raise ValueError('second') from e")], "base exception": [code("class B(BaseException): pass\nraise B('x')"), code("2", id="c2")], "several errors": [code("1/0", tags=["raises-exception"]), code("2/0", id="c2", tags=["raises-exception"]), code("x", id="c3")],
        "late thread": [code("import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.3), print('late'))).start()"), code("time.sleep(1)", id="c2")], "nan output": [code("float('nan')"), code("float('inf')", id="c2")], "unicode": [code("print('é漢字🎉\\u2028x\\x85y\\x0cz')"), code("print('\\ud83d\\ude00'.encode('utf-16','surrogatepass').decode('utf-16'))", id="c2")], "surrogate": [code("print('\\ud800')"), code("2", id="c2")], "control": [code("print('a\\rb\\x08c\\x1b[31mred\\x1b[0m\\x00')")],
        "async": [code("import asyncio\nawait asyncio.sleep(0.01)\n'done'")], "description": [code("#papermill_description=STEP\n1")], "crlf": [code("a = 1\r\nprint(a)\r\n")], "many": [code(f"{i}", id=f"c{i}") for i in range(12)], "same ids": [code("1"), code("2")], "old outputs": [code("1", outputs=[{"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}], execution_count=7)], "scrolled": [code("1", **{"metadata": {"scrolled": True, "collapsed": False, "deletable": False, "name": "n", "trusted": True}})],
        "pager": [code("len?"), code("2", id="c2")], "set next": [code("get_ipython().set_next_input('x')")], "warning": [code("import warnings; warnings.warn('w')")], "logging": [code("import logging; logging.warning('w')")], "subprocess": [code("import subprocess; subprocess.run(['echo', 'child'])")], "fd": [code("import os; os.write(1, b'fd\\n'); os.write(2, b'fe\\n'); None")], "bytes": [code("import sys; sys.stdout.buffer.write(b'\\xff\\xfe') if hasattr(sys.stdout, 'buffer') else 0")],
        **widgets(),
    }


def widgets():
    head = "import ipywidgets as w\nfrom IPython.display import display, clear_output\n"
    return {
        "widget": [code(head + "s = w.IntSlider(3)\ns"), code("s.value = 5\ns.value", id="c2")], "widget output": [code(head + "o = w.Output()\ndisplay(o)\nwith o:\n    print('in')\n    print('in2')\nprint('out')"), code("with o:\n    display('more')\n    1/0", id="c2"), code("3", id="c3")],
        "widget output clear": [code(head + "o = w.Output()\ndisplay(o)\nwith o:\n    print('a')\n    clear_output()\n    print('b')"), code("with o:\n    clear_output(wait=True)\n    print('c')", id="c2"), code("o.clear_output()", id="c3"), code("len(o.outputs)", id="c4")], "widget nested": [code(head + "a = w.Output(); b = w.Output()\ndisplay(a, b)\nwith a:\n    print('a1')\n    with b:\n        print('b1')\n    print('a2')")],
        "widget interact": [code(head + "from ipywidgets import interact\n@interact(x=3)\ndef f(x):\n    print(x)\n    return x * 2")], "widget interactive": [code(head + "i = w.interactive(lambda x: print('x', x), x=4)\ndisplay(i)"), code("i.children[0].value = 7", id="c2"), code("len(i.children[-1].outputs)", id="c3")],
        "widget image": [code(head + "i = w.Image(value=b'\\x00\\x01')\ni"), code("i.value = b'abc'", id="c2")], "widget closed": [code(head + "s = w.IntSlider()\ndisplay(s)\ns.close()")], "widget append": [code(head + "o = w.Output()\no.append_stdout('x')\no.append_display_data('y')\no"), code("o.outputs", id="c2")], "widget capture": [code(head + "o = w.Output()\n@o.capture(clear_output=True)\ndef f(x):\n    print(x)\nf(1); f(2)\no")],
        "widget display id": [code(head + "o = w.Output()\ndisplay(o)\nwith o:\n    h = display('a', display_id='k')\nh.update('b')")], "widget box": [code(head + "w.VBox([w.Text('é'), w.FloatText(float('nan')), w.Button(description='b')])")], "widget progress": [code(head + "p = w.IntProgress(max=3)\ndisplay(p)\nfor i in range(4):\n    p.value = i")], "comm": [code("from comm import create_comm\nc = create_comm('target', data={'x': 1})\nc.send({'y': 2})\nc.close()")],
    }
