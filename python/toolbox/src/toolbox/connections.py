"""Connections to databases by name, so that no notebook holds a password."""

import os
import re
from typing import Any

_PREFIX = "ORRERY_CONNECTION_"


class ConnectionMissing(LookupError):
    """There is no connection of that name here."""


def get_connection(name: str) -> Any:
    """A SQLAlchemy engine for the connection ``name``.

    Its URL stands in the environment variable ``ORRERY_CONNECTION_NAME``, with the name in capitals and ``_`` for
    whatever is no letter or digit. Raises ConnectionMissing where that variable is not set.
    """
    variable = _variable(name)
    url = os.environ.get(variable)
    if not url:
        known = connections()
        raise ConnectionMissing(
            f"There is no connection {name!r}: the environment variable {variable} is not set. "
            + (f"There are: {', '.join(known)}." if known else "No connection is set up here.")
        )
    # Only here: most notebooks need no database, and the import takes a while.
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError

    try:
        return create_engine(url)
    except ArgumentError:
        # SQLAlchemy's message would show the URL, and with it the password.
        raise ConnectionMissing(f"The value of {variable} is no SQLAlchemy URL, such as postgresql://host/name.") from None


def connections() -> list[str]:
    """The names that :func:`get_connection` knows here."""
    return sorted(key.removeprefix(_PREFIX).lower() for key in os.environ if key.startswith(_PREFIX))


def _variable(name: str) -> str:
    return _PREFIX + re.sub(r"[^A-Z0-9]", "_", name.upper())
