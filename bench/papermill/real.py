"""Real papermill's command, once for each case: imported once, then forked, since its import takes longer than a short case."""

import os
import sys
import warnings


def run(arguments, folder, stdin, out, err):
    """Exit code of papermill with these arguments in that folder; its streams go to the two files."""
    pid = os.fork()
    if pid == 0:
        try:
            _become(arguments, folder, stdin, out, err)
        finally:
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _become(arguments, folder, stdin, out, err):
    os.chdir(folder)
    os.dup2(stdin, 0)
    os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)
    warnings.simplefilter("ignore")
    from papermill.__main__ import papermill

    code = 1
    try:
        papermill(args=arguments, prog_name="papermill")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
