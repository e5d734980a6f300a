"""Values that a task hands on to the tasks after it."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

MOST_NAMES = 100
MOST_BYTES = 1 << 20
MOST_BYTES_TOGETHER = 4 << 20

_FOLDER = "ORRERY_TOOLBOX"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}")
_MISSING = object()


class ValueMissing(LookupError):
    """No task before this one put out a value of that name."""


def put(name: str, value: Any) -> None:
    """Hands ``value`` on under ``name`` to the tasks after this one.

    They get it by ``toolbox.get("this_task", name)``, and in dag.yml by ``{{ tasks.this_task.output.name }}``. It is what JSON
    has: texts, numbers, booleans, None, lists, dicts with texts as keys; at most 1 MiB each, 4 MiB and 100 names in all. A later
    value of the same name takes the place of the earlier one. Where no dag runs, as in a notebook server, the value is checked
    and not kept.

    Raises TypeError or ValueError where the value is none of these.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a value: use 1 to 100 letters, digits, '_' and '-', no '-' at first.")
    content = _json(name, value)
    folder = _folder()
    if folder is None:
        return
    folder = folder / "outputs"
    folder.mkdir(parents=True, exist_ok=True)
    others = {file.stem: file.stat().st_size for file in folder.glob("*.json") if file.stem != name}
    if len(others) >= MOST_NAMES:
        raise ValueError(f"A task puts out at most {MOST_NAMES} names: put several values into one dict.")
    if sum(others.values()) + len(content) > MOST_BYTES_TOGETHER:
        raise ValueError(f"The values of a task are at most {MOST_BYTES_TOGETHER >> 20} MiB in all: put out where it is stored.")
    # As a whole or not at all, whenever the task is ended.
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(temporary, folder / f"{name}.json")


def get(task: str, name: str, default: Any = _MISSING) -> Any:
    """What the task ``task``, which comes before this one, put out under ``name``.

    Where that task ran for each item of a list, it is a list in the items' order, of those that put out something.

    Raises ValueMissing where there is none, unless ``default`` is given.
    """
    values = _inputs()
    if values is not None and name in values.get(task, {}):
        return values[task][name]
    if default is not _MISSING:
        return default
    if values is None:
        raise ValueMissing(f"No dag runs here, so there is no {name!r} of {task!r}: give a default to try the notebook out.")
    if task not in values:
        known = ", ".join(sorted(values)) or "none"
        raise ValueMissing(f"No task {task!r} before this one put out a value. Those that did: {known}.")
    raise ValueMissing(f"The task {task!r} put out no {name!r}, only: {', '.join(sorted(values[task]))}.")


def _json(name: str, value: Any) -> bytes:
    try:
        content = json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except TypeError as error:
        hint = "tolist() or item() makes a plain value of numpy's, to_dict() of pandas'."
        raise TypeError(f"The value of {name!r} is nothing that JSON has: {error}. {hint}") from None
    except ValueError as error:
        raise ValueError(f"The value of {name!r} is nothing that JSON has: {error}.") from None
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"The value of {name!r} has {len(content):,} bytes, more than 1 MiB: store it, and put out where it is stored."
        )
    return content


def _folder() -> Path | None:
    path = os.environ.get(_FOLDER)
    return Path(path) if path else None


def _inputs() -> dict[str, dict[str, Any]] | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        return json.loads((folder / "inputs.json").read_bytes())
    except FileNotFoundError:
        return {}
