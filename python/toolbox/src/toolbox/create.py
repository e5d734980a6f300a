"""`dag create`: a folder to begin with."""

import getpass
import json
import os
import re
import uuid
from datetime import datetime, timezone
from pathlib import Path

from toolbox import terminal
from toolbox.errors import USAGE, CommandError

_SINGLE = """\
dag_id: {dag_id}
owner: {owner}
start_date: '{today}'
schedule_interval: '0 0 * * *'
notebook_name: notebook.ipynb
parameters:
  msgs: 'Ran from Orrery at {{{{ execution_date }}}}!'
"""

_PIPELINE = """\
dag_id: {dag_id}
owner: {owner}
start_date: '{today}'
schedule_interval: '0 6 * * *'
parameters:
  day: '{{{{ ds }}}}'
tasks:
  - task_id: prepare
    notebook: prepare.ipynb
  - task_id: north
    notebook: region.ipynb
    after: [prepare]
    parameters:
      region: north
  - task_id: south
    notebook: region.ipynb
    after: [prepare]
    parameters:
      region: south
  - task_id: join
    notebook: join.ipynb
    after: [north, south]
"""

KINDS = {"notebook": "one notebook on a schedule", "pipeline": "three notebooks as four tasks: prepare, two in parallel, join"}


def create(kind: str, name: str | None) -> tuple[Path, list[str]]:
    """Makes the folder and its files; nothing that is there already is overwritten."""
    directory = Path(name) if name else _free(Path(kind))
    files = _files(kind, dag_id_of(directory))
    for file in files:
        if (directory / file).exists():
            raise CommandError(f"'{directory / file}' is there already.", "Choose another name for the folder.", USAGE)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            with open(directory / file, "x", encoding="utf-8") as out:
                out.write(text)
    except OSError as error:
        raise CommandError(
            f"'{directory}' cannot be made: {error.strerror}.", "Choose another name or place for the folder.", USAGE
        ) from None
    return directory, list(files)


def dag_id_of(directory: Path) -> str:
    """A dag's id after the name of its folder."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", directory.resolve().name).strip("_.-")
    return name or "my_dag"


def _free(directory: Path) -> Path:
    candidate = directory
    number = 2
    while candidate.exists():
        candidate = directory.with_name(f"{directory.name}-{number}")
        number += 1
    return candidate


def _files(kind: str, dag_id: str) -> dict[str, str]:
    words = {"dag_id": _yaml(dag_id), "owner": _yaml(_user()), "today": f"{datetime.now(timezone.utc):%Y-%m-%d}"}
    if kind == "notebook":
        return {
            "dag.yml": _SINGLE.format(**words),
            "notebook.ipynb": _notebook(
                f"# {dag_id}\n\nWhat this notebook answers, for whom, and where its data comes from.",
                'msgs = "Ran by hand"',
                "print(msgs)",
            ),
        }
    return {
        "dag.yml": _PIPELINE.format(**words),
        "prepare.ipynb": _notebook("# Prepare\n\nWhat the others need, checked.", _DAY, 'print(f"Preparing {day}")'),
        "region.ipynb": _notebook(
            "# One region\n\nThis notebook runs once for each region.",
            _DAY + '\nregion = "north"',
            'print(f"Counting {region} on {day}")',
        ),
        "join.ipynb": _notebook("# Join\n\nOne result from all regions.", _DAY, 'print(f"Joining {day}")'),
    }


_DAY = 'day = "2026-01-01"  # the day that is looked at'


def _user() -> str:
    return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()


def _yaml(text: str) -> str:
    """Quoted where YAML would read it as something other than text."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) and text.lower() not in _YAML_WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def _notebook(introduction: str, parameters: str, code: str) -> str:
    document = {
        "cells": [
            _cell("markdown", introduction),
            {**_cell("code", parameters), "metadata": {"tags": ["parameters"]}},
            _cell("code", code),
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _cell(kind: str, source: str) -> dict:
    cell = {
        "cell_type": kind,
        "id": uuid.uuid4().hex[:8],
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def run(kind: str, name: str | None, as_json: bool) -> int:
    directory, files = create(kind, name)
    if as_json:
        terminal.say_json({"directory": str(directory), "files": files})
        return 0
    terminal.say(f"Made {directory}/ with {', '.join(files)}.")
    terminal.say(f"Next: write in {directory / files[1]}, set the schedule in {directory / 'dag.yml'}, then:")
    terminal.say(f"  dag push {directory}")
    return 0
