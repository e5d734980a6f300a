"""What tasks with ``sql_check`` and with ``wait_for`` a table do, in a process of their own: ``python -m toolbox.checks``.

The exit code is 0 where the answer is as expected, 1 where it is not, or cannot be had.
"""

import argparse
import sys
import time
from datetime import date, datetime, timedelta, timezone
from typing import Any

from toolbox.connections import ConnectionMissing, get_connection

_MOST_SHOWN = 2_000
_MOST_FAILURES = 3


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        engine = get_connection(options.connection)
        return _check(engine, options) if options.command == "sql" else _wait(engine, options)
    except ConnectionMissing as error:
        print(error)
    except ImportError as error:
        print(f"The environment lacks what opens the connection {options.connection!r}: {error}.")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="toolbox.checks")
    commands = parser.add_subparsers(dest="command", required=True)
    sql = commands.add_parser("sql")
    sql.add_argument("--connection", required=True)
    sql.add_argument("--query", required=True)
    sql.add_argument("--min-rows", type=int)
    sql.add_argument("--max-rows", type=int)
    sql.add_argument("--min-value", type=float)
    sql.add_argument("--max-value", type=float)
    fresh = commands.add_parser("fresh")
    fresh.add_argument("--connection", required=True)
    fresh.add_argument("--table", required=True)
    fresh.add_argument("--column", required=True)
    fresh.add_argument("--max-age", type=float, required=True, help="seconds")
    fresh.add_argument("--every", type=float, required=True, help="seconds")
    return parser


def _check(engine: Any, options: argparse.Namespace) -> int:
    print(f"{options.connection}: {options.query}", flush=True)
    counts = options.min_rows is not None or options.max_rows is not None
    try:
        rows = _rows(engine, options.query, counts, options.max_rows)
    except Exception as error:  # whatever a driver raises
        print(_words(error))
        return 1
    wrong = _wrong_count(rows, options) if counts else _wrong_row(rows, options)
    print(wrong or "as expected")
    return 1 if wrong else 0


def _rows(engine: Any, query: str, counts: bool, most: int | None) -> list[tuple]:
    # Without parameters a driver leaves '%' and ':' of the query alone.
    with engine.connect().execution_options(no_parameters=True) as connection:
        result = connection.exec_driver_sql(query)
        if not result.returns_rows:
            raise ValueError("The query returns no rows: ask with SELECT.")
        if not counts:
            first = result.fetchone()
            return [] if first is None else [tuple(first)]
        return [tuple(row) for row in (result.fetchall() if most is None else result.fetchmany(most + 1))]


def _wrong_count(rows: list[tuple], options: argparse.Namespace) -> str | None:
    if options.max_rows is not None and len(rows) > options.max_rows:
        return f"There are more than {options.max_rows} rows."
    if options.min_rows is not None and len(rows) < options.min_rows:
        return f"There are {len(rows)} rows, fewer than {options.min_rows}."
    return None


def _wrong_row(rows: list[tuple], options: argparse.Namespace) -> str | None:
    if not rows:
        return "The query returned no row."
    row = rows[0]
    if options.min_value is None and options.max_value is None:
        # Python's truth, as Airflow's SQLCheckOperator has it: 0, an empty text and NULL are false.
        return None if all(row) else f"Not every value of the first row is true: {_shown(row)}"
    try:
        value = float(row[0])
    except (TypeError, ValueError):
        return f"The first value is no number: {_shown(row[0])}"
    least, most = options.min_value, options.max_value
    if not (least is None or value >= least) or not (most is None or value <= most):
        bounds = [f"at least {least:g}" if least is not None else "", f"at most {most:g}" if most is not None else ""]
        return f"The first value is {_shown(row[0])}, and should be {' and '.join(bound for bound in bounds if bound)}."
    return None


def _wait(engine: Any, options: argparse.Namespace) -> int:
    query = f"SELECT MAX({options.column}) FROM {options.table}"
    print(f"{options.connection}: {query}, until it is younger than {timedelta(seconds=options.max_age)}", flush=True)
    failures = 0
    while True:
        try:
            newest = _rows(engine, query, False, None)[0][0]
            failures = 0
            age = None if newest is None else datetime.now(timezone.utc) - _time(newest)
            if age is not None and age <= timedelta(seconds=options.max_age):
                print(f"The newest row is of {newest}: young enough.")
                return 0
            print("There is no row yet." if age is None else f"The newest row is of {newest}, {age} old.", flush=True)
        except Exception as error:  # whatever a driver raises
            failures += 1
            print(_words(error), flush=True)
            if failures == _MOST_FAILURES:
                return 1
        time.sleep(options.every)


def _time(value: Any) -> datetime:
    """A time without a zone is one of UTC; a number counts seconds since 1970."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    elif isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, timezone.utc)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        raise ValueError(f"The column's newest value is no time: {_shown(value)}")
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _words(error: Exception) -> str:
    """In one line, since a command's last one stands for its failure; without SQLAlchemy's link to its manual."""
    text = str(error).partition("\n(Background on this error")[0]
    return f"{type(error).__name__}: {' '.join(text.split())}"[:_MOST_SHOWN]


def _shown(value: Any) -> str:
    return repr(value)[:_MOST_SHOWN]


if __name__ == "__main__":
    sys.exit(main())
