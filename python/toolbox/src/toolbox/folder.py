"""A dag's folder, read to be sent. What may be in it is decided by the server."""

import base64
import os
import stat
from pathlib import Path

from toolbox.errors import USAGE, CommandError


def read(directory: Path) -> list[dict]:
    """The files as the API takes them. Hidden files, ``__pycache__`` and links are left out."""
    if not directory.is_dir():
        raise CommandError(f"There is no folder '{directory}'.", "Give the folder that holds the dag.yml.", USAGE)
    files = []
    for parent, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not _is_left_out(name))
        for name in sorted(names):
            path = Path(parent, name)
            if not _is_left_out(name) and stat.S_ISREG(path.lstat().st_mode):
                files.append({"path": path.relative_to(directory).as_posix(), "content": _content(path)})
    return files


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _content(path: Path) -> str:
    try:
        return base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError as error:
        raise CommandError(f"'{path}' cannot be read: {error.strerror}.", "Look at its permissions.", USAGE) from None
