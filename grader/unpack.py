"""Folders and zips, as deep and as full as strangers make them -> modules and problems.

Nothing is written to disk: members of a zip are read into memory, each up to its cap and all of
them up to one, whatever the zip says about their sizes. Links are not followed, and only regular
files are opened.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from grader import words_intake as words
from grader.errors import SubmissionError
from grader.module import Module, is_code, read_module, size_cap

MAX_DEPTH = 4
MAX_FILES = 200
MAX_SEEN = 20_000
MAX_BYTES = 64 << 20
MAX_SOURCE = 8 << 20
"""Source in one submission: what reading it costs, in seconds of parsing."""
MAX_DIRECTORY = 4 << 20
"""Bytes of a zip's list of members: some 50,000 of them."""

NOT_HANDED_IN = {"__MACOSX", "__pycache__", "site-packages", "node_modules"}
"""Made by programs, not by students."""

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError)
ZIP_FAULTS = (*ZIP_ERRORS, ValueError, OverflowError, IndexError, LookupError)
"""All that zipfile has been seen to raise on damaged input; RuntimeError includes its
NotImplementedError."""


@dataclass
class Harvest:
    """What is gathered from one submission, within its limits."""

    modules: list[Module] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Names of files of other kinds."""
    seen: int = 0
    files: int = 0
    bytes_left: int = MAX_BYTES
    source_left: int = MAX_SOURCE

    def report(self, name: str, rest: str) -> None:
        self.problems.append(words.about(words.clean(name, 200), rest))

    def has_room(self) -> bool:
        """Count one more file or folder that is looked at; say so once when it is too many."""
        self.seen += 1
        if self.seen == MAX_SEEN + 1:
            self.problems.append(words.too_many_seen(MAX_SEEN))
        return self.seen <= MAX_SEEN

    def take(self, name: str, read: Callable[[int], bytes], twice: bool = False) -> None:
        """Read one code file; `read` gets the number of bytes after which to stop."""
        self.files += 1
        if self.files > MAX_FILES:
            if self.files == MAX_FILES + 1:
                self.problems.append(words.too_many_files(MAX_FILES))
            return
        if self.bytes_left <= 0 or self.source_left <= 0:
            self.report(name, words.too_much_data(MAX_BYTES))
            return
        try:
            raw = read(size_cap(name))
            self.bytes_left -= len(raw)
            module = read_module(name, raw)
        except SubmissionError as error:
            self.problems.append(str(error))
            return
        self.source_left -= sum(len(chunk.source) for chunk in module.chunks)
        if twice:
            module = msgspec.structs.replace(module, notes=(*module.notes, words.TWICE))
        self.modules.append(module)


def ignored(name: str) -> bool:
    return name.startswith(".") or name in NOT_HANDED_IN


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def shown(path: str | Path) -> str:
    """Return a file name as text that can be printed and stored, whatever bytes it has."""
    return os.fsencode(path).decode("utf-8", "replace")


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
        return open(os.open(path, flags), "rb")  # noqa: SIM115 - the caller closes it
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


def gather_path(harvest: Harvest, path: Path, name: str) -> None:
    """Gather from a file, zip or folder."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        harvest.report(name, words.unreadable(error.strerror))
        return
    if stat.S_ISDIR(mode):
        gather_folder(harvest, path)
    else:
        gather_file(harvest, path, name)


def gather_file(harvest: Harvest, path: Path, name: str) -> None:
    if is_code(name):
        harvest.take(name, lambda cap: read_file(path, words.clean(name, 200), cap))
    elif is_zip(name):
        try:
            with open_regular(path, words.clean(name, 200)) as file:
                gather_zip(harvest, file, name)
        except SubmissionError as error:
            harvest.problems.append(str(error))
    else:
        note_other(harvest, path, name)


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


class GuardedReader(io.BufferedReader):
    """A zip file of which no single read is large.

    zipfile reads the list of members in one go and makes half a kilobyte of objects for each,
    before anybody could count them.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = -1 if size is None else size
        data = super().read(MAX_DIRECTORY + 1 if wanted < 0 else min(wanted, MAX_DIRECTORY + 1))
        if len(data) > MAX_DIRECTORY:
            raise SubmissionError(words.TOO_LONG_ZIP)
        return data


def open_zip(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """Open a zip and read its list of members.

    Raises:
        SubmissionError: a sentence for the student.
    """
    raw = file if isinstance(file, io.BytesIO) else io.FileIO(file.fileno(), closefd=False)
    try:
        return zipfile.ZipFile(GuardedReader(raw))
    except SubmissionError as error:
        raise SubmissionError(words.about(words.clean(name, 200), str(error))) from None
    except ZIP_FAULTS:
        raise SubmissionError(words.about(words.clean(name, 200), words.DAMAGED_ZIP)) from None


def gather_zip(
    harvest: Harvest, file: IO[bytes], name: str, inside: str = "", nested: bool = False
) -> None:
    """Gather the members of a zip, or those below `inside`."""
    prefix = "" if inside or not nested else f"{name}/"
    with open_zip(file, name) as archive:
        last: dict[str, zipfile.ZipInfo] = {}
        twice: set[str] = set()
        for info in archive.infolist():
            if not harvest.has_room():
                break
            path = member_path(info)
            if path is None:
                harvest.report(prefix + info.filename, words.OUTSIDE)
            elif path.startswith(inside) and not any(map(ignored, path.split("/"))):
                twice |= {path} & last.keys()
                last[path] = info
        for path in sorted(last, key=lambda p: (p.count("/"), p)):
            own_name = path[len(inside) :] or PurePosixPath(path).name
            gather_member(harvest, archive, last[path], prefix + own_name, nested, path in twice)


def member_path(info: zipfile.ZipInfo) -> str | None:
    """Return a member's place inside the zip, `None` if it names one outside."""
    path = member_name(info).replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
        return None
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def member_name(info: zipfile.ZipInfo) -> str:
    """Undo what zipfile makes of UTF-8 names that are not marked as such (macOS writes them)."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def gather_member(
    harvest: Harvest,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    nested: bool,
    twice: bool,
) -> None:
    if info.is_dir():
        return
    if stat.S_ISLNK(info.external_attr >> 16):
        harvest.report(name, words.IS_LINK)
    elif name.count("/") > MAX_DEPTH + nested:
        if is_code(name) or is_zip(name):
            harvest.report(name, words.too_deep_folder(MAX_DEPTH))
    elif is_code(name):
        harvest.take(name, lambda cap: read_member(archive, info, name, cap), twice)
    elif not is_zip(name):
        harvest.others.append(words.clean(name, 200))
    elif nested:
        harvest.report(name, words.ZIP_IN_ZIP)
    else:
        gather_inner_zip(harvest, archive, info, name)


def gather_inner_zip(
    harvest: Harvest, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str
) -> None:
    try:
        raw = read_member(archive, info, name, harvest.bytes_left)
        harvest.bytes_left -= len(raw)
        gather_zip(harvest, io.BytesIO(raw), name, nested=True)
    except SubmissionError as error:
        harvest.problems.append(str(error))


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, cap: int) -> bytes:
    """Return a member's bytes, never more than the cap.

    Raises:
        SubmissionError: a sentence for the student.
    """
    name = words.clean(name, 200)
    if info.flag_bits & 0x41:
        raise SubmissionError(words.about(name, words.ENCRYPTED))
    # zipfile bounds what it decompresses at a time for these two only.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SubmissionError(words.about(name, words.ODD_METHOD))
    try:
        with archive.open(info) as member:
            raw = b"".join(pieces(member, cap + 1))
    except SubmissionError as error:
        raise SubmissionError(words.about(name, str(error))) from None
    except ZIP_FAULTS:
        raise SubmissionError(words.about(name, words.DAMAGED_ZIP)) from None
    if len(raw) > cap:
        notebook = name.lower().endswith(".ipynb")
        raise SubmissionError(words.about(name, words.too_large(cap, 0, notebook)))
    return raw


def pieces(member: IO[bytes], limit: int) -> Iterator[bytes]:
    while limit > 0 and (piece := member.read(min(limit, 1 << 20))):
        limit -= len(piece)
        yield piece
