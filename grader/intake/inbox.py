"""What lies in an inbox -> entries: who handed in something, found but not read yet.

A folder or zip can be one submission or many; `stems` decides. Whatever is inside a zip that
lies *in* an inbox stays one submission: a student's zip must not make up other students.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

import msgspec

from grader.errors import SubmissionError, UsageError
from grader.intake import words
from grader.intake.harvest import MAX_DEPTH, MAX_SEEN, Harvest, ignored, is_zip, shown
from grader.intake.module import is_code
from grader.intake.unpack import open_regular
from grader.intake.unzip import members, open_zip

MAX_NAME = 80
MAX_PROBES = 2000
"""Files looked at to see whether a folder holds code."""

CHAPTER = re.compile(r"ch(apter)?[ _-]?\d", re.IGNORECASE)
"""Folders of this name are the course's chapters, not students."""

LISTS = {".csv", ".json", ".log", ".md", ".toml", ".xml", ".yaml", ".yml"}
"""Loose files of these kinds in an inbox are the instructor's or the platform's, not hand-ins."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class Entry(msgspec.Struct, frozen=True):
    """A submission that was found but not read yet."""

    id: str
    name: str
    path: Path
    inside: str = ""
    """A folder (`alice/`) or zip (`alice.zip`) at the top of the zip at `path`."""


def find_entries(inbox: Sequence[Path], stems: Collection[str]) -> list[Entry]:
    """Return the submissions in the inbox, in the order of their paths.

    Raises:
        UsageError: a path does not exist or cannot be listed.
    """
    found: dict[tuple[str, str], Entry] = {}
    for given in inbox:
        for entry in entries_at(Path(given), stems):
            found.setdefault((os.path.abspath(entry.path), entry.inside), entry)
    in_order = [found[key] for key in sorted(found)]
    return [
        msgspec.structs.replace(entry, id=unique)
        for entry, unique in zip(in_order, unique_ids(in_order), strict=True)
    ]


def entries_at(path: Path, stems: Collection[str]) -> list[Entry]:
    """Return the entries of one path as given on the command line, where links are meant."""
    try:
        real = path.resolve(strict=True) if path.is_symlink() else path
        if real.is_dir():
            own_name = path.name if path.name not in ("", "..") else path.resolve().name
            return folder_entries(real, shown(own_name), stems)
        real.lstat()
    except FileNotFoundError:
        raise UsageError(words.missing_inbox(shown(path))) from None
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None)
        raise UsageError(words.closed_inbox(shown(path), why)) from None
    if is_zip(real.name):
        return zip_entries(real, stems)
    return [entry(shown(path.stem), real)]


def entry(name: str, path: Path, inside: str = "") -> Entry:
    return Entry("", words.clean(name, MAX_NAME).strip() or "submission", path, inside)


def folder_entries(folder: Path, name: str, stems: Collection[str]) -> list[Entry]:
    """Return one entry for a student's own folder, else one for each of its children."""
    with os.scandir(folder) as listed:
        children = sorted((c for c in listed if not ignored(c.name)), key=lambda c: c.name)
    folders = [c for c in children if c.is_dir(follow_symlinks=False)]
    loose = [c for c in children if not c.is_dir(follow_symlinks=False)]
    if is_one_answer([c.name for c in loose], [c.name for c in folders], stems) and not any(
        holds_code(Path(c.path)) for c in folders if not CHAPTER.match(c.name)
    ):
        return [entry(name, folder)]
    return [
        *(entry(shown(c.name), Path(c.path)) for c in folders),
        *(entry(shown(Path(c.name).stem), Path(c.path)) for c in loose if may_be_handed_in(c.name)),
    ]


def is_one_answer(loose: Sequence[str], folders: Sequence[str], stems: Collection[str]) -> bool:
    """Tell whether names at the top of a folder are exercises and chapters, not students."""
    code = [PurePosixPath(name).stem for name in loose if is_code(name)]
    chapters = [name for name in folders if CHAPTER.match(name)]
    return (
        bool(code or chapters)
        and all(stem in stems for stem in code)
        and not any(is_zip(name) for name in loose)
    )


def may_be_handed_in(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() not in LISTS


def holds_code(folder: Path) -> bool:
    return any(is_code(name) or is_zip(name) for name in islice(names_below(folder), MAX_PROBES))


def names_below(folder: Path, depth: int = 0) -> Iterator[str]:
    try:
        with os.scandir(folder) as listed:
            children = [c for c in islice(listed, MAX_PROBES) if not ignored(c.name)]
    except OSError:
        return
    for child in children:
        yield child.name
    for child in children:
        if depth < MAX_DEPTH and child.is_dir(follow_symlinks=False):
            yield from names_below(Path(child.path), depth + 1)


def zip_entries(path: Path, stems: Collection[str]) -> list[Entry]:
    """Return one entry for a student's zip, one for each student of a whole class in a zip."""
    name = shown(path.stem)
    probe = Harvest()
    try:
        with open_regular(path, name) as file, open_zip(file, name) as archive:
            paths = [m.path for m in members(probe, archive)]
    except SubmissionError:
        return [entry(name, path)]  # read_submission meets the same fault and says so
    if probe.seen > MAX_SEEN:
        return [entry(name, path)]  # likewise
    loose = [p for p in paths if "/" not in p]
    folders = sorted({p.partition("/")[0] for p in paths if "/" in p})
    with_code = {p.partition("/")[0] for p in paths if "/" in p and (is_code(p) or is_zip(p))}
    students = with_code | {p for p in loose if is_zip(p)}
    chapters = all(CHAPTER.match(name) for name in students)
    if len(students) < 2 or chapters or any(is_code(p) for p in loose):
        return [entry(name, path)]
    return [
        *(entry(folder, path, f"{folder}/") for folder in folders),
        *(entry(PurePosixPath(p).stem, path, p) for p in loose if may_be_handed_in(p)),
    ]


def unique_ids(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield an id for each entry; of several with one name, later ones get a number."""
    taken: set[str] = set()
    for found in entries:
        plain = unique = safe_id(found.name)
        number = 1
        while unique.lower() in taken:
            number += 1
            unique = f"{plain}-{number}"
        taken.add(unique.lower())
        yield unique


def safe_id(name: str) -> str:
    """Turn a name into one that every file system takes."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_name)[:60].strip(".-")
    if not re.search(r"[A-Za-z0-9]", plain):
        # Nothing of a name in another script is left: a digest tells such names apart.
        return f"student-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"s-{plain}" if RESERVED.fullmatch(plain) else plain
