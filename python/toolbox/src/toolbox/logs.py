"""`dag logs`: what tasks printed, as it comes."""

from toolbox import terminal
from toolbox.api import Api
from toolbox.errors import USAGE, CommandError
from toolbox.progress import Step
from toolbox.runs import ENDED, asked, is_over


class Follower:
    """How far each attempt's log of one run has been printed."""

    def __init__(self, api: Api, dag_id: str, run_id: str, task_id: str | None, as_json: bool) -> None:
        self._api = api
        self._path = ("dags", dag_id, "runs", run_id)
        self._task_id = task_id
        self._as_json = as_json
        self._offsets: dict[tuple[str, int], int] = {}
        self._complete: set[tuple[str, int]] = set()
        self._last_task: str | None = None

    def show(self, run: dict) -> bool:
        """Prints what is new; True once nothing more can come."""
        tasks = self._tasks(run)
        for task in tasks:
            for attempt in task["attempts"]:
                self._show_attempt(task["task_id"], attempt["attempt"], many=len(tasks) > 1)
        over = run["state"] in ENDED if self._task_id is None else all(map(is_over, tasks))
        return over and all((t["task_id"], a["attempt"]) in self._complete for t in tasks for a in t["attempts"])

    def _tasks(self, run: dict) -> list[dict]:
        tasks = [task for task in run["tasks"] if self._task_id in (None, task["task_id"])]
        if not tasks:
            known = ", ".join(task["task_id"] for task in run["tasks"])
            raise CommandError(f"The run has no task '{self._task_id}'.", f"Its tasks are: {known}.", USAGE)
        return tasks

    def _show_attempt(self, task_id: str, attempt: int, many: bool) -> None:
        key = (task_id, attempt)
        while key not in self._complete:
            offset = self._offsets.get(key, 0)
            part = self._api.get(*self._path, "tasks", task_id, "attempts", str(attempt), "log", offset=offset)
            self._offsets[key] = part["next_offset"]
            if part["complete"]:
                self._complete.add(key)
            if part["text"]:
                self._print(task_id, attempt, part["text"], many)
            if part["next_offset"] == offset:
                return

    def _print(self, task_id: str, attempt: int, text: str, many: bool) -> None:
        if self._as_json:
            terminal.say_json({"task_id": task_id, "attempt": attempt, "text": text})
            return
        if many and self._last_task != task_id:
            terminal.say(f"==> {task_id} <==")
        self._last_task = task_id
        terminal.say(text, end="")


def logs(api: Api, dag_id: str, run_id: str | None, task_id: str | None, follow: bool, as_json: bool) -> int:
    if run_id is None:
        with Step(f"Asking for the newest run of {dag_id}"):
            runs = api.get("dags", dag_id, "runs", limit=1)["runs"]
        if not runs:
            raise CommandError(f"{dag_id} has no runs yet.", f"Start one with 'dag run {dag_id}'.")
        run_id = runs[0]["run_id"]
        if not as_json:
            terminal.warn(f"Run {run_id}")
    follower = Follower(api, dag_id, run_id, task_id, as_json)
    for run in asked(api, "dags", dag_id, "runs", run_id):
        if follower.show(run) or not follow:
            return 0
    raise AssertionError("asked never ends")
