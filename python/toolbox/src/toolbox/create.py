"""`dag create`: a folder to begin with, made of a template.

A template is a folder: `dag.yml`, notebooks and whatever else belongs to such a dag, with `@DAG_ID@`, `@OWNER@` and `@TODAY@`
where the new dag's own words go, and `about.txt`, a line that says what it is. A team's own are looked for in the folders
that `ORRERY_TEMPLATES` names (with `:` between), and in `templates/` of this folder and those above it, such as a checkout of the dag
repository; one of the same name takes the place of another.
"""

import getpass
import os
import re
from datetime import datetime, timezone
from pathlib import Path

from toolbox import terminal
from toolbox.errors import USAGE, CommandError

_ABOUT = "about.txt"
_OURS = Path(__file__).parent / "templates"


def kinds() -> dict[str, Path]:
    """The templates by their names."""
    here = Path.cwd()
    places = [_OURS, *(folder / "templates" for folder in reversed([here, *here.parents]))]
    places += [Path(place) for place in os.environ.get("ORRERY_TEMPLATES", "").split(os.pathsep) if place]
    found = {}
    for place in places:
        for file in sorted(place.glob("*/dag.yml")):
            found[file.parent.name] = file.parent
    return found


def about(template: Path) -> str:
    """What a template is for, in a line."""
    try:
        return (template / _ABOUT).read_text("utf-8").strip().splitlines()[0]
    except (OSError, IndexError):
        return "a template of your team"


def create(kind: str, name: str | None) -> tuple[Path, list[str]]:
    """Makes the folder and its files; nothing that is there already is overwritten."""
    directory = Path(name) if name else _free(Path(kind))
    files = _files(kinds()[kind], dag_id_of(directory))
    for file in files:
        if (directory / file).exists():
            raise CommandError(f"'{directory / file}' is there already.", "Choose another name for the folder.", USAGE)
    try:
        for file, content in files.items():
            (directory / file).parent.mkdir(parents=True, exist_ok=True)
            with open(directory / file, "xb") as out:
                out.write(content)
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


def _files(template: Path, dag_id: str) -> dict[str, bytes]:
    """The new folder's files by their paths, dag.yml first."""
    words = {"DAG_ID": dag_id, "OWNER": _user(), "TODAY": f"{datetime.now(timezone.utc):%Y-%m-%d}"}
    paths = [path for path in template.rglob("*") if path.is_file() and path.relative_to(template) != Path(_ABOUT)]
    files = {}
    for path in sorted(paths, key=lambda path: (path.relative_to(template) != Path("dag.yml"), path)):
        content = path.read_bytes()
        yaml = path.suffix in (".yml", ".yaml")
        for word, value in words.items():
            content = content.replace(f"@{word}@".encode(), (_yaml(value) if yaml and word != "TODAY" else value).encode())
        files[path.relative_to(template).as_posix()] = content
    return files


def _user() -> str:
    return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()


def _yaml(text: str) -> str:
    """Quoted where YAML would read it as something other than text."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) and text.lower() not in _YAML_WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def run(kind: str, name: str | None, as_json: bool) -> int:
    directory, files = create(kind, name)
    if as_json:
        terminal.say_json({"directory": str(directory), "files": files})
        return 0
    terminal.say(f"Made {directory}/ with {', '.join(files)}.")
    first = next((file for file in files if file.endswith(".ipynb")), files[0])
    terminal.say(f"Next: write in {directory / first}, set the schedule in {directory / 'dag.yml'}, then:")
    terminal.say(f"  dag push {directory}")
    return 0
