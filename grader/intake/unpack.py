"""Files and folders, as deep and as full as strangers make them -> modules and problems.

Links are not followed, and only regular files are opened.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from pathlib import Path
from typing import IO

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.harvest import MAX_DEPTH, Harvest, ignored, is_zip, shown
from grader.intake.module import is_code
from grader.intake.unzip import gather_zip


def open_regular(path: Path, name: str) -> IO[bytes]:
    """Open a regular file that is no link, without waiting.

    Raises:
        SubmissionError: a sentence for the student.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY"):
        flags |= getattr(os, flag, 0)
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            link = stat.S_ISLNK(status.st_mode)
            raise SubmissionError(words.about(name, words.IS_LINK if link else words.NOT_A_FILE))
        return open(os.open(path, flags), "rb")
    except FileNotFoundError:
        raise SubmissionError(words.about(name, words.GONE)) from None
    except OSError as error:
        raise SubmissionError(words.about(name, words.unreadable(error.strerror))) from None


def read_file(path: Path, name: str, cap: int) -> bytes:
    """Return the bytes of a code file; one that is too large is not read."""
    with open_regular(path, name) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            raw = b"" if size > cap else file.read(cap + 1)
        except OSError as error:
            raise SubmissionError(words.about(name, words.unreadable(error.strerror))) from None
    if max(size, len(raw)) > cap:
        notebook = name.lower().endswith(".ipynb")
        raise SubmissionError(words.about(name, words.too_large(cap, size, notebook)))
    return raw


def gather_path(harvest: Harvest, path: Path, name: str, inside: str = "") -> None:
    """Gather from a file, a folder, or a zip or what is below `inside` in it."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        harvest.report(name, words.unreadable(error.strerror))
        return
    if stat.S_ISDIR(mode):
        gather_folder(harvest, path)
    elif is_zip(name):
        gather_zip_file(harvest, path, name, inside=inside)
    else:
        gather_file(harvest, path, name)


def gather_file(harvest: Harvest, path: Path, name: str) -> None:
    if is_code(name):
        harvest.take(name, lambda cap: read_file(path, words.clean(name, 200), cap))
    elif is_zip(name):
        gather_zip_file(harvest, path, name, prefix=f"{name}/")
    else:
        note_other(harvest, path, name)


def gather_zip_file(
    harvest: Harvest, path: Path, name: str, prefix: str = "", inside: str = ""
) -> None:
    try:
        with open_regular(path, words.clean(name, 200)) as file:
            gather_zip(harvest, file, name, prefix, inside)
    except SubmissionError as error:
        harvest.problems.append(str(error))


def note_other(harvest: Harvest, path: Path, name: str) -> None:
    """Remember a file of another kind; say what can be neither read nor told from code."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode):
        harvest.report(name, words.IS_LINK)
    elif stat.S_ISREG(mode):
        harvest.others.append(words.clean(name, 200))
    else:
        harvest.report(name, words.NOT_A_FILE)


def gather_folder(harvest: Harvest, root: Path) -> None:
    """Gather level by level, so that what is handed in near the top is read first."""
    waiting = deque([(root, "", 0)])
    while waiting:
        folder, prefix, depth = waiting.popleft()
        try:
            children = list_folder(harvest, folder)
        except OSError as error:
            harvest.report(prefix or shown(root.name), words.unreadable(error.strerror))
            continue
        for child in children:
            name = prefix + shown(child.name)
            if not child.is_dir(follow_symlinks=False):
                gather_file(harvest, Path(child.path), name)
            elif depth == MAX_DEPTH:
                harvest.report(name, words.too_deep_folder(MAX_DEPTH))
            else:
                waiting.append((Path(child.path), f"{name}/", depth + 1))


def list_folder(harvest: Harvest, folder: Path) -> list[os.DirEntry[str]]:
    children = []
    with os.scandir(folder) as entries:
        for child in entries:
            if ignored(child.name):
                continue
            if not harvest.has_room():
                break
            children.append(child)
    return sorted(children, key=lambda c: c.name)
