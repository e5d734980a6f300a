"""`dag run`, `dag logs`, `dag list`, `dag status`."""

import time
from collections.abc import Iterator
from pathlib import Path

from toolbox import push, terminal
from toolbox.api import Api
from toolbox.errors import FOUND, UNREACHABLE, USAGE, CommandError
from toolbox.progress import Step

ENDED = {"success", "failed", "cancelled"}
_TASK_ENDED = ENDED | {"upstream_failed", "skipped"}
_PAUSE_SECONDS = 1.0
_PATIENCE_SECONDS = 60.0


def value_of(text: str) -> object:
    """A parameter's value from a command line, typed as papermill's -p types it."""
    if text in ("True", "False"):
        return text == "True"
    if text == "None":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def run(api: Api, dag_id: str | None, parameters: dict, wait: bool, as_json: bool) -> int:
    dag_id = dag_id_or_here(api, dag_id)
    with Step(f"Starting {dag_id}"):
        made = api.post("dags", dag_id, "runs", body={"parameters": parameters})
    link = _link(api, made)
    if not as_json:
        terminal.say(f"Run {made['run_id']} of {dag_id} is {made['state']}: {link}")
    if not wait:
        if as_json:
            terminal.say_json({**made, "link": link})
        return 0
    ended = _follow(api, made, quiet=as_json)
    if as_json:
        terminal.say_json({**ended, "link": link})
    else:
        _tell_end(api, ended)
    return 0 if ended["state"] == "success" else FOUND


def dag_id_or_here(api: Api, dag_id: str | None) -> str:
    """The dag that was named, or else the one whose folder this is."""
    if dag_id:
        return dag_id
    if not Path("dag.yml").is_file():
        raise CommandError(
            "Which dag? There is no dag.yml in this folder.", "Give the DAG_ID; 'dag list' shows them.", USAGE
        )
    here = push.dag_id_of(api, Path())
    if here is None:
        raise CommandError("The dag.yml of this folder cannot be read.", "'dag check' says what is wrong with it.")
    return here


def _follow(api: Api, run: dict, quiet: bool) -> dict:
    """Asks until the run has ended; says what each task does, and goes on through a restart of the server."""
    seen: dict[str, str] = {}
    for detail in asked(api, "dags", run["dag_id"], "runs", run["run_id"]):
        for task in detail["tasks"]:
            state = task["state"]
            if seen.get(task["task_id"], "none") != state:
                seen[task["task_id"]] = state
                if not quiet:
                    terminal.say(f"  {task['task_id']}: {state}{_cells(task)}")
        if detail["state"] in ENDED:
            return detail
    raise AssertionError("asked never ends")


def asked(api: Api, *path: str) -> Iterator[dict]:
    away_since: float | None = None
    while True:
        try:
            yield api.get(*path)
            away_since = None
        except CommandError as error:
            if error.code != UNREACHABLE:
                raise
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > _PATIENCE_SECONDS:
                raise
        time.sleep(_PAUSE_SECONDS)


def _cells(task: dict) -> str:
    attempts = task["attempts"]
    if not attempts or not attempts[-1]["cells_total"]:
        return ""
    return f" ({attempts[-1]['cells_done']} of {attempts[-1]['cells_total']} cells)"


def _tell_end(api: Api, run: dict) -> None:
    terminal.say(f"{run['dag_id']}: {run['state']}{_took(run)}")
    for task in run["tasks"]:
        error = task["attempts"][-1]["error"] if task["attempts"] else None
        if task["state"] == "failed" and error:
            cell = "" if error["cell_index"] is None else f", cell {error['cell_index'] + 1}"
            terminal.say(f"  {task['task_id']}{cell}: {error['name']}: {error['message']}")
    if run["state"] != "success":
        terminal.say(f"  More of it: {_link(api, run)}")


def _took(run: dict) -> str:
    if not run["started_at"] or not run["ended_at"]:
        return ""
    return f" after {(terminal.parse(run['ended_at']) - terminal.parse(run['started_at'])).total_seconds():.1f} s"


def _link(api: Api, run: dict) -> str:
    from urllib.parse import quote

    return api.link(f"/dags/{quote(run['dag_id'], safe='')}/runs/{quote(run['run_id'], safe='')}")


def list_dags(api: Api, ids: bool, as_json: bool) -> int:
    with Step("Asking for the dags"):
        dags = api.get("dags")["dags"]
    if ids:
        for dag in dags:
            terminal.say(dag["dag_id"])
    elif as_json:
        terminal.say_json(dags)
    elif not dags:
        terminal.say("No dags yet. 'dag create notebook' makes a folder to begin with, 'dag push' deploys it.")
    else:
        terminal.table(
            ["DAG", "OWNER", "SCHEDULE", "LAST RUN", "NEXT RUN"],
            [[d["dag_id"], d["owner"], d["schedule_text"], _last(d), _next(d)] for d in dags],
        )
    return 0


def _last(dag: dict) -> str:
    return dag["recent_runs"][-1]["state"] if dag["recent_runs"] else "-"


def _next(dag: dict) -> str:
    if dag["paused"]:
        pause = dag.get("pause") or {}
        by = f" by {pause['by']}" if pause.get("by") else ""
        return f"paused{by}" + (f": {pause['reason']}" if pause.get("reason") else "")
    return terminal.due(dag["next_run_at"])


def pause(api: Api, dag_id: str, rests: bool, reason: str | None, as_json: bool) -> int:
    with Step(f"{'Pausing' if rests else 'Resuming'} {dag_id}"):
        dag = api.patch("dags", dag_id, body={"paused": rests, "reason": reason})
    if as_json:
        terminal.say_json(dag)
    else:
        terminal.say(f"{dag_id}: {_next(dag)}" if rests else f"{dag_id} goes on; next run: {_next(dag)}")
    return 0


def status(api: Api, dag_id: str, as_json: bool) -> int:
    with Step(f"Asking for {dag_id}"):
        dag = api.get("dags", dag_id)
        runs = api.get("dags", dag_id, "runs", limit=5)["runs"]
        newest = api.get("dags", dag_id, "runs", runs[0]["run_id"]) if runs else None
    if as_json:
        terminal.say_json({**dag, "runs": runs, "newest_run": newest})
        return 0
    terminal.say(f"{dag['dag_id']}: {dag['schedule_text']}, next run: {_next(dag)}")
    terminal.say(f"Owner {dag['owner']}, runs as {dag['run_as']}, commit {dag['commit'][:10]}")
    terminal.say(f"Page: {api.link('/dags/' + dag['dag_id'])}")
    if newest is None:
        terminal.say("No runs yet.")
        return 0
    terminal.table(["RUN", "STATE", "CREATED"], [[r["run_id"], r["state"], terminal.when(r["created_at"])] for r in runs])
    terminal.say("Tasks of the newest run:")
    for task in newest["tasks"]:
        terminal.say(f"  {task['task_id']}: {task['state']}{_cells(task)}")
    return 0


def is_over(task: dict) -> bool:
    return task["state"] in _TASK_ENDED
