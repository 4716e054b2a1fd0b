"""A class made up of the course's own answers: right, wrong, slow, broken, unfinished.

It is what `grader demo` grades. Every kind of file a real inbox holds is in it: folders, single
notebooks, zips, and a few that cannot be read.
"""

from __future__ import annotations

import json
import random
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.course import Exercise
from grader.variants import load_variants, reference_chunk, stub_chunk

FIRST_NAMES = """Ada Alan Barbara Blaise Carl Daniel Edsger Emmy Evelyn Frances Gerolamo Grace Henri
    Ida Jacques John Joseph Karen Katherine Leonhard Leslie Lovisa Maria Mary Niels Olga Paul Pierre
    Radia Sofia Thomas Ursula Vera Walter Yvonne""".split()
KINDS = {"right": 62, "wrong": 24, "costly": 5, "stub": 5, "missing": 4}
"""How often, in hundred, a student's answer to one exercise is of each kind."""

BROKEN: dict[str, bytes] = {
    "empty.py": b"",
    "binary.py": bytes(range(256)) * 40,
    "latin_1.py": "# Lösung\nx = 'é'\n".encode("latin-1"),
    "not_a_notebook.ipynb": b"{ this is not JSON",
    "cut_off.zip": b"PK\x03\x04" + bytes(100),
}
"""Files that are no answer to anything, each of its own kind."""


def build_class(exercises: Sequence[Exercise], folder: Path, students: int, seed: int = 1) -> int:
    """Write a class of submissions into `folder`; return how many there are."""
    rng = random.Random(seed)  # noqa: S311 - a made-up class needs no secrecy
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    menus = {e.stem: menu(e) for e in exercises}
    names = [f"{name.lower()}_{number:03d}" for number, name in zip_names(students)]
    for number, name in enumerate(names):
        answers = {s: pick(menus[s], rng) for s in menus}
        write_student(folder, name, number, {s: a for s, a in answers.items() if a})
    return len(names) + len(BROKEN)


def is_made_up(folder: Path) -> bool:
    """Tell whether a folder is a class of ours: no real one holds all of our broken files."""
    return all((folder / name).is_file() for name in BROKEN)


def zip_names(students: int) -> list[tuple[int, str]]:
    return [(i, FIRST_NAMES[i % len(FIRST_NAMES)]) for i in range(students)]


def menu(exercise: Exercise) -> dict[str, list[str]]:
    """Return the sources of an exercise by kind."""
    sources: dict[str, list[str]] = {kind: [] for kind in KINDS}
    sources["right"].append(reference_chunk(exercise).source)
    for variant in load_variants(exercise):
        kind = {"slow": "costly", "hungry": "costly"}.get(variant.verdict, variant.verdict)
        sources.setdefault(kind, []).append(variant.chunk.source)
    if exercise.stub.exists():
        sources["stub"].append(stub_chunk(exercise).source)
    return sources


def pick(sources: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    options = sources[kind] if kind != "missing" else [""]
    return rng.choice(options or sources["right"])


def write_student(folder: Path, name: str, number: int, answers: Mapping[str, str]) -> None:
    """Write one submission; every fifth is in notebooks, every seventh a zip."""
    if number % 5 == 4:
        (folder / name).mkdir(exist_ok=True)
        for stem, source in answers.items():
            (folder / name / f"{stem}.ipynb").write_text(notebook(stem, source), "utf-8")
    elif number % 7 == 6:
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
            for stem, source in answers.items():
                archive.writestr(f"{stem}.py", source)
    else:
        (folder / name).mkdir(exist_ok=True)
        for stem, source in answers.items():
            (folder / name / f"{stem}.py").write_text(source, "utf-8")


def notebook(stem: str, source: str) -> str:
    """Return a notebook as students write them: an answer among magics, prints, a failing cell."""
    cells = [cell("%matplotlib inline\nimport numpy as np"), cell("1 / 0  # what does it say?")]
    cells += [cell(source), cell(f"print('{stem} is done')")]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1)


def cell(source: str) -> dict[str, object]:
    number = format(zlib.crc32(source.encode()), "08x")
    return {
        "cell_type": "code",
        "id": number,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
