"""Two versions of a notebook of 200 cells, the same ones at each call: diff-notebooks.py FOLDER writes a.ipynb and b.ipynb."""

import json
import random
import sys

rand = random.Random(20261125)
NAMES = "frame table rows region price total mean index group model score date width label path".split()
CALLS = "load merge filter groupby sum plot describe fit predict sort rename to_datetime".split()


def line():
    return "%s = %s.%s(%s, n=%d)\n" % (rand.choice(NAMES), rand.choice(NAMES), rand.choice(CALLS), rand.choice(NAMES), rand.randrange(1000))


def text(lines):
    return "".join(line() for _ in range(lines)).rstrip("\n")


def outputs(count):
    made = []
    if rand.random() < 0.6:
        made.append({"name": "stdout", "output_type": "stream", "text": text(rand.randrange(1, 12)) + "\n"})
    if rand.random() < 0.4:
        made.append({
            "data": {"text/html": "<table>\n" + text(20) + "\n</table>", "text/plain": text(12)},
            "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    if rand.random() < 0.2:
        image = "".join(rand.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") for _ in range(20000))
        made.append({"data": {"image/png": image, "text/plain": "<Figure size 640x480>"}, "metadata": {}, "output_type": "display_data"})
    return made


def cell(count):
    identity = "%08x" % rand.getrandbits(32)
    if rand.random() < 0.25:
        return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": "## Step %d\n%s" % (count, text(3))}
    return {"cell_type": "code", "execution_count": count, "id": identity, "metadata": {}, "outputs": outputs(count), "source": text(rand.randrange(1, 25))}


def edited(cells):
    """One cell in ten rewritten in a line, one in twenty printed anew; five put in, five taken out, one moved."""
    new = json.loads(json.dumps(cells))
    for each in rand.sample(new, len(new) // 10):
        lines = each["source"].split("\n")
        lines[rand.randrange(len(lines))] += "  # mended"
        each["source"] = "\n".join(lines)
    for each in rand.sample([c for c in new if c.get("outputs")], len(new) // 20):
        each["outputs"] = outputs(each["execution_count"])
        each["execution_count"] += 200
    for _ in range(5):
        new.insert(rand.randrange(len(new)), cell(0))
        del new[rand.randrange(len(new))]
    new.insert(rand.randrange(len(new)), new.pop(rand.randrange(len(new))))
    return new


def write(path, cells):
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}},
        "nbformat": 4, "nbformat_minor": 5}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(notebook, file, indent=1, sort_keys=True)
        file.write("\n")


old = [cell(i + 1) for i in range(200)]
write(sys.argv[1] + "/a.ipynb", old)
write(sys.argv[1] + "/b.ipynb", edited(old))
