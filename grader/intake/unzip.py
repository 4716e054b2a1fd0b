"""Zips as strangers make them -> modules and problems.

Nothing is written to disk: members are read into memory, each up to its cap and all of them up to
one, whatever the zip says about their sizes.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import msgspec

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.harvest import MAX_DEPTH, Harvest, ignored, is_zip
from grader.intake.module import is_code

MAX_DIRECTORY = 4 << 20
"""Bytes of a zip's list of members: some 50,000 of them."""

ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, OverflowError, LookupError),
)
"""What zipfile raises on damaged input; RuntimeError covers its NotImplementedError."""


class Member(msgspec.Struct, frozen=True):
    """One file in a zip."""

    path: str
    info: zipfile.ZipInfo
    twice: bool = False
    """Whether the zip held another of this name before it."""


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
    harvest: Harvest,
    file: IO[bytes],
    name: str,
    prefix: str = "",
    inside: str = "",
    nested: bool = False,
) -> None:
    """Gather the members of a zip, or those below `inside`; `prefix` goes before their names."""
    with open_zip(file, name) as archive:
        for member in members(harvest, archive, prefix, inside):
            path = member.path[len(inside) :]
            name = prefix + path
            if stat.S_ISLNK(member.info.external_attr >> 16):
                harvest.report(name, words.IS_LINK)
            elif not (is_code(name) or is_zip(name)):
                harvest.others.append(words.clean(name, 200))
            elif path.count("/") > MAX_DEPTH:
                harvest.report(name, words.too_deep_folder(MAX_DEPTH))
            elif is_code(name):
                gather_member(harvest, archive, member, name)
            elif nested:
                harvest.report(name, words.ZIP_IN_ZIP)
            else:
                gather_inner_zip(harvest, archive, member, name)


def members(
    harvest: Harvest, archive: zipfile.ZipFile, prefix: str = "", inside: str = ""
) -> list[Member]:
    """Return the files of a zip, those near the top first; of several with one name the last."""
    last: dict[str, Member] = {}
    for info in archive.infolist():
        if not harvest.has_room():
            break
        path = member_path(info)
        if not (path or info.filename).startswith(inside):
            continue
        if path is None:
            harvest.report(prefix + info.filename, words.OUTSIDE)
        elif not info.filename.endswith("/") and not any(map(ignored, path.split("/"))):
            last[path] = Member(path, info, twice=path in last)
    return sorted(last.values(), key=lambda m: (m.path.count("/"), m.path))


def member_path(info: zipfile.ZipInfo) -> str | None:
    """Return a member's place inside the zip, `None` if it names one outside."""
    path = member_name(info).replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
        return None
    inside = "/".join(part for part in path.split("/") if part not in ("", "."))
    return inside or (None if not path.endswith("/") else "")


def member_name(info: zipfile.ZipInfo) -> str:
    """Undo what zipfile makes of UTF-8 names that are not marked as such (macOS writes them)."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def gather_member(harvest: Harvest, archive: zipfile.ZipFile, member: Member, name: str) -> None:
    harvest.take(name, lambda cap: read_member(archive, member.info, name, cap), member.twice)


def gather_inner_zip(
    harvest: Harvest, archive: zipfile.ZipFile, member: Member, name: str, keep_name: bool = True
) -> None:
    """Gather from a zip in a zip; `keep_name` puts its own name before those of its files."""
    try:
        raw = read_member(archive, member.info, name, harvest.bytes_left)
        harvest.bytes_left -= len(raw)
        prefix = f"{name}/" if keep_name else ""
        gather_zip(harvest, io.BytesIO(raw), name, prefix, nested=True)
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
