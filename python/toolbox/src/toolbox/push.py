"""`dag check` and `dag push`: the server's word on a folder."""

from pathlib import Path

from toolbox import folder, terminal
from toolbox.api import Api
from toolbox.errors import FOUND, Refused
from toolbox.progress import Step


def check(api: Api, directory: Path, as_json: bool) -> int:
    with Step(f"Checking {directory}"):
        answer = api.post("dags", "check", body={"files": folder.read(directory)})
    problems = answer["problems"]
    failed = any(is_error(problem) for problem in problems)
    if as_json:
        terminal.say_json(answer)
    else:
        show(directory, problems)
        terminal.say(counted(problems) if problems else f"{answer.get('dag_id')}: nothing wrong.")
    return FOUND if failed else 0


def push(api: Api, directory: Path, message: str, as_json: bool) -> int:
    with Step(f"Pushing {directory}"):
        try:
            answer = api.post("pushes", body={"message": message, "files": folder.read(directory)})
        except Refused as refused:
            if refused.status != 422 or not refused.problems:
                raise
            return _refused(directory, refused, as_json)
    if as_json:
        terminal.say_json({**answer, "link": api.link(answer["url"])})
        return 0
    show(directory, answer["warnings"])
    terminal.say("All done! ✨ 🍰 ✨")
    if not answer["changed"]:
        terminal.say("Nothing had changed: these very files were deployed already.")
    terminal.say(f"You can see your dag here: {api.link(answer['url'])}")
    terminal.say(f"Next run: {terminal.due(answer['next_run_at'])}")
    return 0


def _refused(directory: Path, refused: Refused, as_json: bool) -> int:
    if as_json:
        terminal.say_json(refused.document)
        return FOUND
    show(directory, refused.problems)
    terminal.say(f"{counted(refused.problems)} Nothing was deployed; what was deployed before goes on.")
    return FOUND


def show(directory: Path, problems: list[dict]) -> None:
    """As a compiler does: editors and terminals make links of file:line."""
    for problem in problems:
        place = str(directory / problem["file"])
        if problem.get("line"):
            place += f":{problem['line']}"
        terminal.say(f"{place}: {problem.get('severity') or 'error'}: {problem['message']}")
        terminal.say(f"    {problem['remedy']}")


def counted(problems: list[dict]) -> str:
    errors = sum(map(is_error, problems))
    warnings = len(problems) - errors
    words = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((errors, "error"), (warnings, "warning")) if count]
    return ", ".join(words) + "."


def is_error(problem: dict) -> bool:
    return (problem.get("severity") or "error") == "error"


def dag_id_of(api: Api, directory: Path) -> str | None:
    """The dag_id that stands in the folder's dag.yml, as the server reads it."""
    with Step(f"Reading {directory}"):
        return api.post("dags", "check", body={"files": folder.read(directory)}).get("dag_id")
