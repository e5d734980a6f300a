"""Puts random templates and schedules, and exported dags, to Airflow and to `orrery dag preview`, and prints where they differ."""

import datetime
import json
import pathlib
import random
import re
import signal
import subprocess
import sys

import airflow.timetables.interval as intervals
import airflow.timetables.trigger as triggers
import jinja2
import pendulum
from airflow._shared.timezones.timezone import make_aware
from airflow.sdk.definitions._internal.templater import SandboxedEnvironment
from airflow.sdk.execution_time import macros
from airflow.timetables.base import TimeRestriction
from airflow.utils.types import DagRunType

from airflow_trials import schedule, template

HERE, WORK, COUNT, SEED = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
NOW = pendulum.datetime(2026, 1, 1)
intervals.utcnow = triggers.utcnow = lambda: NOW
PARAMS = {
    "n": 4, "name": "ana", "things": [1, "b", 3], "text": "banana", "flag": True, "nothing": None, "f": 2.5,
    "nested": {"deep": {"x": 1}, "l": [1, 2]},
    "rows": [{"name": "a", "v": 1, "g": "x"}, {"name": "b", "v": 2, "g": "y"}, {"name": "c", "v": 3, "g": "x"}],
}  # fmt: skip


class TooSlow(Exception):
    """A power of a power, or a schedule that croniter looks for in vain."""


def too_slow(*_: object) -> None:
    raise TooSlow


signal.signal(signal.SIGALRM, too_slow)


def limited(call):
    """What the call gives, or its exception; at most two seconds."""
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        return call()
    except BaseException as error:  # an assertion, too, is an answer
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def preview(folder: pathlib.Path, first: str, last: str) -> dict:
    command = [HERE / "orrery", "dag", "preview", folder, "--from", first, "--to", last, "--now", NOW.isoformat(), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout.startswith("{") else {"problems": [{"message": done.stderr}]}


def dag(folder: pathlib.Path, spec: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dag.yml").write_text(json.dumps({"owner": "ana", "notebook_name": "n.ipynb"} | spec), "utf-8")


def templates() -> int:
    """JSON is YAML: a dag whose parameters are the templates that Airflow renders."""
    start = pendulum.datetime(2024, 2, 29)
    names = {
        "logical_date": start, "data_interval_start": start, "data_interval_end": start.add(days=1), "params": PARAMS,
        "ds": "2024-02-29", "ds_nodash": "20240229", "ts": start.isoformat(), "run_id": "scheduled__2024-03-01T00:00:00+00:00", "macros": macros,
        "dag": type("dag", (), {"dag_id": "trial"}),
    }  # fmt: skip
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, cache_size=0)
    expected = {}
    for number in range(COUNT):
        text = template()
        rendered = limited(lambda: environment.from_string(text).render(names))
        # Addresses of objects, and what Python shows of classes that a template has no need of.
        if isinstance(rendered, str) and not re.search("0x[0-9a-f]{6}|Markup|WeekDay", rendered):
            expected[f"trial_{number}"] = (text, rendered)
    parameters = PARAMS | {name: text for name, (text, _) in expected.items()}
    differences = 0
    while True:
        dag(
            WORK / "templates",
            {"dag_id": "trial", "schedule": "@daily", "start_date": "2024-02-29", "catchup": True, "parameters": parameters},
        )
        shown = preview(WORK / "templates", "2024-02-29", "2024-03-01")
        if "problems" not in shown:
            break
        for problem in shown["problems"]:
            name = (problem.get("field") or "").split(".")[-1]
            if name not in parameters:
                sys.exit(f"unexpected: {problem}")
            del parameters[name]
            differences += 1
            print("template", expected[name][0], "\n  Airflow:", expected[name][1], "\n  here:   ", problem["message"])
    (values,) = shown["runs"][0]["tasks"].values()
    for name, (text, rendered) in expected.items():
        if name in parameters and values["parameters"][name] != rendered:
            differences += 1
            print("template", text, "\n  Airflow:", rendered, "\n  here:   ", values["parameters"][name])
    print(f"{len(expected)} templates, {differences} differ")
    return differences


def time(moment: datetime.datetime) -> str:
    return datetime.datetime.fromisoformat(moment.isoformat().replace("Z", "+00:00")).astimezone(datetime.UTC).isoformat()


def runs(timetable, start, end, catchup: bool, most: int, due_only: bool) -> list[list[str]]:
    """The timetable's first runs, asked for one after the other, up to the first that is not due or so many."""
    found, last = [], None
    while len(found) < most:
        info = timetable.next_dagrun_info(last_automated_data_interval=last, restriction=TimeRestriction(start, end, catchup))
        if info is None:
            break
        last = info.data_interval
        name = timetable.generate_run_id(run_type=DagRunType.SCHEDULED, run_after=info.run_after, data_interval=last)
        found.append([name, time(info.logical_date), time(last.start), time(last.end), time(info.run_after)])
        if due_only and info.run_after > NOW:
            break
    return found


def ours(shown: dict) -> list[list[str]]:
    keys = ["logical_date", "data_interval_start", "data_interval_end", "run_after"]
    return [[run["run_id"], *(time(pendulum.parse(run[key])) for key in keys)] for run in shown["runs"]]


def schedules() -> int:
    differences = asked = 0
    for number in range(COUNT // 20):
        spec = schedule()
        zone = pendulum.timezone(spec["timezone"])
        start, end = (
            None if d is None else pendulum.instance(make_aware(datetime.datetime.fromisoformat(d), zone))
            for d in (spec["start_date"], spec["end_date"])
        )
        kind = intervals.CronDataIntervalTimetable if spec["timetable"] == "interval" else triggers.CronTriggerTimetable
        expected = limited(lambda: runs(kind(spec["schedule"], timezone=zone), start, end, spec["catchup"], 8, True))
        if isinstance(expected, BaseException):
            continue
        asked += 1
        folder = WORK / f"schedule_{number}"
        dag(folder, {"dag_id": "trial"} | {name: value for name, value in spec.items() if value is not None})
        shown = preview(folder, "1970-01-01", "2040-01-01")
        if "problems" in shown or ours(shown)[: len(expected)] != expected:
            differences += 1
            print("schedule", spec, "\n  Airflow:", expected[:3], "\n  here:   ", shown.get("problems") or ours(shown)[:3])
    print(f"{asked} schedules, {differences} differ")
    return differences


def exported() -> int:
    """The next ten runs of each example's exported file, as Airflow reads it."""
    differences = 0
    folders = [path.parent for path in sorted((HERE / "examples").glob("*/dag.yml"))]
    for folder in folders:
        file = WORK / f"{folder.name}.py"
        subprocess.run([HERE / "orrery", "dag", "export", "--airflow", folder, "-o", file], check=True)
        made = read(file)
        shown = preview(folder, "1970-01-01", "2040-01-01")
        expected = runs(core(made.timetable), made.start_date, made.end_date, made.catchup, 10, False)
        tasks = {task.task_id: sorted(task.upstream_task_ids) for task in made.tasks}
        same = ours(shown)[: len(expected)] == expected
        differences += not same
        print(
            folder.name,
            "exported:",
            len(tasks),
            "tasks,",
            len(expected),
            "runs",
            "alike" if same else f"differ:\n  {expected}\n  {ours(shown)[:10]}",
        )
    return differences


def read(file: pathlib.Path):
    """The DAG as Python makes it when the file is imported."""
    names: dict = {"__file__": str(file)}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), names)
    return names["dag"]


def core(timetable):
    from airflow.serialization.encoders import coerce_to_core_timetable

    return coerce_to_core_timetable(timetable)


random.seed(SEED)
sys.exit(min(1, templates() + schedules() + exported()))
