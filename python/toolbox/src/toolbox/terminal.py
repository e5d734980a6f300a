"""Text for a person's terminal."""

import json
import re
import sys
from datetime import datetime, timedelta, timezone

# What a notebook printed may hold sequences that move the cursor or retitle the window; colours alone pass.
_UNSAFE = re.compile(
    r"(\x1b\[[0-9;]*m)"  # a colour: kept
    r"|\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def plain(text: str) -> str:
    """The text without control sequences, colours excepted."""
    return _UNSAFE.sub(lambda found: found.group(1) or "", text)


def say(text: str = "", end: str = "\n") -> None:
    print(plain(text), end=end, flush=True)


def say_json(value: object) -> None:
    print(json.dumps(value, indent=None, ensure_ascii=False), flush=True)


def warn(text: str) -> None:
    print(plain(text), file=sys.stderr, flush=True)


def table(head: list[str], rows: list[list[str]]) -> None:
    """Columns as wide as what is in them."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def when(time: str | None) -> str:
    """A time of the API in words: with how far away it is."""
    if not time:
        return "never"
    moment = parse(time)
    return f"{moment:%Y-%m-%d %H:%M} UTC ({distance(moment - datetime.now(timezone.utc))})"


def due(time: str | None) -> str:
    """When a run comes, in words: one whose time has passed is about to start."""
    if time and parse(time) <= datetime.now(timezone.utc):
        return "now"
    return when(time)


def parse(time: str) -> datetime:
    return datetime.fromisoformat(time).astimezone(timezone.utc)


def distance(span: timedelta) -> str:
    seconds = int(abs(span.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            count = seconds // size
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            break
    else:
        return "now" if seconds < 5 else (f"in {seconds} s" if span > timedelta() else f"{seconds} s ago")
    return f"in {words}" if span > timedelta() else f"{words} ago"
