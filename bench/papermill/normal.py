"""Makes two notebooks comparable: what differs from run to run is taken out, and nothing else."""

import json
import re

WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")
FOLDER = re.compile(r"/[\w/]*/tmp\w+/case")
TIMES = ("start_time", "end_time", "duration")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
MODEL = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PROCESS = re.compile(r"ipykernel_\d+")


def notebook(text, kept_ids):
    """The notebook's tree, or its text where it is none; ids stay where the input had them."""
    try:
        tree = json.loads(text)
    except ValueError:
        return text
    if not isinstance(tree, dict):
        return tree
    metadata = tree.get("metadata", {})
    if isinstance(metadata.get("language_info"), dict):
        metadata["language_info"].pop("version", None)
    _blank(metadata.get("papermill"))
    _widgets(metadata.get("widgets"))
    for cell in tree.get("cells", []):
        if cell.get("id") not in kept_ids:
            cell["id"] = "ID"
        _blank(cell["metadata"].get("papermill"))
        execution = cell["metadata"].get("execution")
        for key in execution if isinstance(execution, dict) else ():
            execution[key] = "TIME"
        if "outputs" in cell:
            cell["outputs"] = _streams(cell["outputs"])
            for output in cell["outputs"]:
                if output.get("traceback"):
                    output["traceback"] = [ANSI.sub("", str(output["traceback"][-1])).strip().splitlines()[-1:]]
    return json.loads(words(json.dumps(tree, sort_keys=True)))


def words(text):
    text = PROCESS.sub("ipykernel_PID", UUID.sub("UUID", WHEN.sub("WHEN", text)))
    text = FOLDER.sub("FOLDER", text)
    return MODEL.sub("MODEL", ADDRESS.sub("ADDRESS", text))


def canonical(text):
    """The text as nbformat would write this very tree."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))


def differences(a, b, path=""):
    """Lines that say where two trees differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            if key not in a or key not in b:
                side, value = ("only ours", b[key]) if key not in a else ("only papermill's", a[key])
                yield f"{path}/{key}: {side}: {short(value)}"
            else:
                yield from differences(a[key], b[key], f"{path}/{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, f"{path}/{i}")
    elif type(a) is not type(b) or not (a == b or (a != a and b != b)):
        yield f"{path}: papermill {short(a)}, ours {short(b)}"


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + "…"


def _blank(state):
    for key in TIMES:
        if isinstance(state, dict) and state.get(key) is not None:
            state[key] = "TIME"


def _widgets(widgets):
    """Widgets are kept by random ids: they become a list in the order of what they are."""
    for bundle in (widgets or {}).values():
        if isinstance(bundle, dict) and isinstance(bundle.get("state"), dict):
            bundle["state"] = sorted(MODEL.sub("MODEL", json.dumps(each, sort_keys=True)) for each in bundle["state"].values())


def _streams(outputs):
    merged = []
    for output in outputs:
        if output.get("output_type") == "stream" and isinstance(output.get("text"), list):
            output["text"] = "".join(output["text"])
            if merged and merged[-1].get("output_type") == "stream" and merged[-1].get("name") == output.get("name"):
                merged[-1]["text"] += output["text"]
                continue
        merged.append(output)
    return merged
