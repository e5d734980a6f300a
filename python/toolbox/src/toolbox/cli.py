"""The `dag` command."""

import argparse
import sys
from importlib import resources
from pathlib import Path

from toolbox import __version__, create, terminal
from toolbox.errors import CommandError


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 shows '?' rather than ending the command.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except CommandError as error:
        if options.json:
            terminal.say_json({"error": error.message, "remedy": error.remedy})
        terminal.warn(f"dag: {error.message}")
        if error.remedy:
            terminal.warn(f"    {error.remedy}")
        return error.code
    except KeyboardInterrupt:
        terminal.warn("\nStopped looking; what runs on the platform goes on.")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _run(options: argparse.Namespace) -> int:
    if options.command == "create":
        return create.run(options.kind, options.name, options.json)
    if options.command == "completion":
        terminal.say(resources.files("toolbox").joinpath("dag.bash").read_text("utf-8"), end="")
        return 0
    # Here and not above: the HTTP client takes longest to import, and completion should feel instant.
    from toolbox import logs, past, push, runs
    from toolbox.api import Api

    api = Api.from_environment()
    match options.command:
        case "check":
            return push.check(api, options.directory, options.json)
        case "push":
            return push.push(api, options.directory, options.message, options.json)
        case "preview":
            return past.preview(api, options.directory, options.first, options.last, options.json)
        case "backfill":
            return past.backfill(api, options, _parameters(options))
        case "clear":
            return past.clear(api, options)
        case "mark":
            return past.mark(api, options)
        case "run":
            return runs.run(api, options.dag_id, _parameters(options), options.wait, options.json)
        case "logs":
            return logs.logs(api, options.dag_id, options.run_id, options.task, not options.no_follow, options.json)
        case "list":
            return runs.list_dags(api, options.ids, options.json)
        case "pause":
            return runs.pause(api, options.dag_id, True, options.reason, options.json)
        case "resume":
            return runs.pause(api, options.dag_id, False, None, options.json)
        case "status":
            return runs.status(api, options.dag_id, options.json)
    raise AssertionError(options.command)


def _parameters(options: argparse.Namespace) -> dict[str, object]:
    from toolbox.runs import value_of

    typed = {name: value_of(text) for name, text in options.parameters}
    return typed | dict(options.raw)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dag", description="Schedule notebooks on Orrery.")
    parser.add_argument("--version", action="version", version=f"dag {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    made = _command(commands, "create", "make a folder to begin with")
    kinds = create.kinds()
    made.add_argument("kind", choices=list(kinds), help="; ".join(f"{k}: {create.about(v)}" for k, v in kinds.items()))
    made.add_argument("name", nargs="?", metavar="NAME", help="the folder to make; the dag is called after it")

    _directory(_command(commands, "check", "say what would stop a folder from being deployed"))

    pushed = _command(commands, "push", "check a folder, and deploy it")
    _directory(pushed)
    pushed.add_argument("-m", "--message", default="", help="what changed, in your words")

    previewed = _command(commands, "preview", "show the runs that a folder would have, with their parameters")
    _directory(previewed)
    _dates(previewed, "default: now", "default: 30 days later; not included")

    run = _command(commands, "run", "make a run now")
    _dag_or_here(run)
    _given(run)
    run.add_argument("--wait", action="store_true", help="follow it to its end; exit code 1 unless it succeeds")

    filled = _command(commands, "backfill", "run a stretch of a dag's past; without dates, list its backfills")
    _dag_or_here(filled)
    _dates(filled, "the first logical date: 2026-03-01 in the dag's zone, or with a time", "the last one, included; a day is meant whole")
    _given(filled)
    filled.add_argument("--order", choices=["oldest", "newest"], default="oldest", help="which runs come first")
    filled.add_argument("--max-active", type=int, default=1, metavar="N", help="how many runs at a time; default: 1")
    filled.add_argument(
        "--existing", choices=["none", "failed", "all"], default="none", help="which runs that exist are run again; default: none"
    )
    filled.add_argument("--latest", action="store_true", help="those that exist run again as the dag is now, not as it was")
    filled.add_argument("--stop-after-failures", type=int, metavar="N", help="begin no more after so many failed runs")
    filled.add_argument("--dry-run", action="store_true", help="only show what would be done, and why")
    filled.add_argument("--wait", action="store_true", help="follow it to its end; exit code 1 unless every run succeeds")
    change = filled.add_mutually_exclusive_group()
    change.add_argument("--pause", action="store_true", help="begin no more runs of the one under way")
    change.add_argument("--resume", action="store_true", help="go on with the one that is paused")
    change.add_argument("--cancel", action="store_true", help="end the one under way; runs that have begun go on")

    cleared = _command(commands, "clear", "have tasks run again")
    cleared.add_argument("dag_id", metavar="DAG_ID")
    cleared.add_argument("--latest", action="store_true", help="as the dag is now, not as it was; the runs must have ended")
    _tasks(cleared)
    marked = _command(commands, "mark", "have tasks count as ended so")
    marked.add_argument("state", choices=["success", "failed", "skipped"])
    marked.add_argument("dag_id", metavar="DAG_ID")
    _tasks(marked)

    logs = _command(commands, "logs", "show what a run's tasks printed")
    logs.add_argument("dag_id", metavar="DAG_ID")
    logs.add_argument("run_id", nargs="?", metavar="RUN_ID", help="default: the newest run")
    logs.add_argument("task", nargs="?", metavar="TASK", help="default: all tasks")
    logs.add_argument("--no-follow", action="store_true", help="end with what there is now")

    listed = _command(commands, "list", "show the dags that are deployed")
    listed.add_argument("--ids", action="store_true", help="the ids alone, a line each")

    paused = _command(commands, "pause", "let a dag rest: its schedule makes no runs until it goes on")
    paused.add_argument("dag_id", metavar="DAG_ID")
    paused.add_argument("-m", "--reason", help="why, for others to see")
    _command(commands, "resume", "let a paused dag go on").add_argument("dag_id", metavar="DAG_ID")

    _command(commands, "status", "show a dag, its last runs and their tasks").add_argument("dag_id", metavar="DAG_ID")

    completion = _command(commands, "completion", "print a shell's completion: source <(dag completion bash)")
    completion.add_argument("shell", choices=["bash"])
    return parser


def _command(commands: "argparse._SubParsersAction", name: str, words: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    command.add_argument("--json", action="store_true", help="answer in JSON, for programs")
    return command


def _dag_or_here(command: argparse.ArgumentParser) -> None:
    command.add_argument("dag_id", nargs="?", metavar="DAG_ID", help="default: the dag of this folder")


def _dates(command: argparse.ArgumentParser, first: str, last: str) -> None:
    command.add_argument("--from", dest="first", metavar="DATE", help=first)
    command.add_argument("--to", dest="last", metavar="DATE", help=last)


def _given(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-p", "--parameters", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"),
        help="a value in the place of the dag's own; numbers, True, False and None are read as such",
    )  # fmt: skip
    command.add_argument("-r", "--raw", nargs=2, action="append", default=[], metavar=("NAME", "TEXT"), help="a text as it is")


def _tasks(command: argparse.ArgumentParser) -> None:
    command.add_argument("run_id", nargs="?", metavar="RUN_ID", help="or --from and --to")
    _dates(command, "the first logical date of the runs", "the last one, included")
    command.add_argument("-t", "--task", action="append", default=[], metavar="TASK", help="default: all tasks")
    command.add_argument("--upstream", action="store_true", help="those before them too")
    command.add_argument("--downstream", action="store_true", help="those after them too")
    command.add_argument("--map-index", type=int, action="append", help="only this instance of the one task given; may be given again")
    command.add_argument("--only-failed", action="store_true", help="of all these just the ones that failed or could not run")
    command.add_argument("--dry-run", action="store_true", help="only show which")


def _directory(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "directory", nargs="?", type=Path, default=Path(), metavar="DIR", help="the dag's folder; default: this one"
    )


if __name__ == "__main__":
    sys.exit(main())
