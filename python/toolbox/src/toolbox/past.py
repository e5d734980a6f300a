"""`dag preview`, `dag backfill`, `dag clear`, `dag mark`: runs that would come, and runs of the past."""

import argparse
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from toolbox import folder, push, terminal
from toolbox.api import Api
from toolbox.errors import FOUND, USAGE, CommandError, Refused
from toolbox.progress import Step
from toolbox.runs import asked, dag_id_or_here

_SHOWN = 30
_DAYS_AHEAD = 30


def preview(api: Api, directory: Path, first: str | None, last: str | None, as_json: bool) -> int:
    begin = _instant(first) if first else datetime.now(timezone.utc)
    end = _instant(last) if last else begin + timedelta(days=_DAYS_AHEAD)
    body = {"files": folder.read(directory), "from": begin.isoformat(), "to": end.isoformat()}
    try:
        with Step(f"Previewing {directory}"):
            answer = api.post("dags", "preview", body=body)
    except Refused as refused:
        if refused.status != 422 or not refused.problems:
            raise
        if as_json:
            terminal.say_json(refused.document)
        else:
            push.show(directory, refused.problems)
        return FOUND
    if as_json:
        terminal.say_json(answer)
        return 0
    if not answer["runs"]:
        terminal.say(f"No run has a logical date from {begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC.")
    for run in answer["runs"][:_SHOWN]:
        terminal.say(f"{run['run_id']}  data from {run['data_interval_start']} to {run['data_interval_end']}")
        for task, rendered in run["tasks"].items():
            terminal.say(f"    {task}  {json.dumps(rendered['parameters'], ensure_ascii=False)}")
    _say_rest(answer["runs"])
    return 0


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no time.", "Write it as 2026-03-01 or 2026-03-01T06:00:00Z.", USAGE) from None
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment


def backfill(api: Api, options: argparse.Namespace, parameters: dict) -> int:
    dag_id = dag_id_or_here(api, options.dag_id)
    if options.pause or options.resume or options.cancel:
        return _change(api, dag_id, options)
    if not options.first and not options.last:
        return _list(api, dag_id, options.json)
    if not options.first or not options.last:
        raise CommandError("A backfill needs --from and --to.", "Give the first and the last logical date.", USAGE)
    body = {
        "from": options.first,
        "to": options.last,
        "order": options.order,
        "max_active": options.max_active,
        "existing": options.existing,
        "run_on_latest_version": options.latest,
        "stop_after_failures": options.stop_after_failures,
        "parameters": parameters,
    }
    if options.dry_run:
        with Step(f"Previewing the backfill of {dag_id}"):
            runs = api.post("dags", dag_id, "backfills", body={**body, "dry_run": True})["runs"]
        _show_preview(runs, options.json)
        return 0
    with Step(f"Beginning the backfill of {dag_id}"):
        begun = api.post("dags", dag_id, "backfills", body=body)
    if not options.json:
        terminal.say(f"Backfill {begun['backfill_id']} of {dag_id} has begun: {_count(begun['total'], 'run')}.")
        terminal.say(f"See it here: {api.link('/dags/' + dag_id + '?tab=backfills')}")
    ended = _follow(api, begun, options.json) if options.wait else begun
    if options.json:
        terminal.say_json(ended)
    return FOUND if options.wait and (ended["state"] != "completed" or ended["failed"]) else 0


def _show_preview(runs: list[dict], as_json: bool) -> None:
    if as_json:
        terminal.say_json({"runs": runs})
        return
    for run in runs[:_SHOWN]:
        why = f": {run['reason']}" if run["reason"] else ""
        terminal.say(f"{run['action']:6}  {run['run_id']}{why}")
        for task, values in (run["parameters"] or {}).items():
            terminal.say(f"        {task}  {json.dumps(values, ensure_ascii=False)}")
    _say_rest(runs)
    made, again = (sum(run["action"] == action for run in runs) for action in ("create", "rerun"))
    terminal.say(f"{_count(made, 'run')} to make, {again} to run again, {len(runs) - made - again} to skip. Nothing was begun.")


def _say_rest(runs: list[dict]) -> None:
    if len(runs) > _SHOWN:
        terminal.say(f"... and {len(runs) - _SHOWN} more; --json has them all.")


def _follow(api: Api, begun: dict, quiet: bool) -> dict:
    told = -1
    for now in asked(api, "dags", begun["dag_id"], "backfills", begun["backfill_id"]):
        if now["ended"] != told and not quiet:
            told = now["ended"]
            left = "" if not now["seconds_left"] else f", about {now['seconds_left']} s left"
            failed = f", {now['failed']} failed" if now["failed"] else ""
            terminal.say(f"  {now['ended']} of {now['total']} ended{failed}{left}")
        if now["state"] not in ("running", "paused"):
            if not quiet:
                terminal.say(f"The backfill is {now['state']}.")
            return now
    raise AssertionError("asked never ends")


def _list(api: Api, dag_id: str, as_json: bool) -> int:
    backfills = api.get("dags", dag_id, "backfills")["backfills"]
    if as_json:
        terminal.say_json(backfills)
    elif not backfills:
        terminal.say(f"{dag_id} has had no backfill. 'dag backfill {dag_id} --from DATE --to DATE --dry-run' shows what one would do.")
    else:
        terminal.table(
            ["BACKFILL", "FROM", "TO", "STATE", "ENDED", "FAILED"],
            [[b["backfill_id"], b["from"], b["to"], b["state"], f"{b['ended']}/{b['total']}", str(b["failed"])] for b in backfills],
        )
    return 0


def _change(api: Api, dag_id: str, options: argparse.Namespace) -> int:
    open_ones = [b for b in api.get("dags", dag_id, "backfills")["backfills"] if b["state"] in ("running", "paused")]
    if not open_ones:
        raise CommandError(f"{dag_id} has no backfill under way.", f"'dag backfill {dag_id}' lists those it has had.")
    path = ("dags", dag_id, "backfills", open_ones[0]["backfill_id"])
    changed = api.post(*path, "cancel", body={}) if options.cancel else api.patch(*path, body={"paused": options.pause})
    if options.json:
        terminal.say_json(changed)
    else:
        terminal.say(f"The backfill is {changed['state']}; {_count(changed['active'], 'run')} under way {'goes' if changed['active'] == 1 else 'go'} on.")
    return 0


def clear(api: Api, options: argparse.Namespace) -> int:
    return _correct(api, options, "clear", {"run_on_latest_version": options.latest})


def mark(api: Api, options: argparse.Namespace) -> int:
    return _correct(api, options, "mark", {"state": options.state})


def _correct(api: Api, options: argparse.Namespace, what: str, more: dict) -> int:
    body = {
        "task_ids": options.task,
        "upstream": options.upstream,
        "downstream": options.downstream,
        "only_failed": options.only_failed,
        "dry_run": options.dry_run,
        **more,
    }
    if options.map_index:
        body["map_indexes"] = options.map_index
    if options.run_id:
        body["run_ids"] = [options.run_id]
    body |= {name: value for name, value in (("from", options.first), ("to", options.last)) if value}
    if not options.run_id and not options.first and not options.last:
        raise CommandError("Which runs?", "Give a RUN_ID, or --from and --to with logical dates.", USAGE)
    with Step(f"Asking about {options.dag_id}" if options.dry_run else f"Correcting {options.dag_id}"):
        tasks = api.post("dags", options.dag_id, what, body=body)["tasks"]
    if options.json:
        terminal.say_json({"tasks": tasks})
        return 0
    for task in tasks[:_SHOWN]:
        index = task.get("map_index", -1)
        name = task["task_id"] if index < 0 else f"{task['task_id']}[{index}]"
        terminal.say(f"  {task['run_id']}  {name}: {task['state']}")
    _say_rest(tasks)
    done = "cleared" if what == "clear" else f"marked {options.state}"
    terminal.say(f"{_count(len(tasks), 'task')} {'would be' if options.dry_run else 'was' if len(tasks) == 1 else 'were'} {done}.")
    return 0


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
