"""What is gathered from one submission, and how much of it: the limits that hold for all of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.module import Module, read_module, size_cap

MAX_DEPTH = 4
MAX_FILES = 200
MAX_SEEN = 20_000
MAX_BYTES = 64 << 20
MAX_SOURCE = 4 << 20
"""Characters of source in one submission: bounds the seconds of parsing."""

NOT_HANDED_IN = {"__MACOSX", "__pycache__", "site-packages", "node_modules"}
"""Made by programs, not by students."""


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
            self.report(name, words.TOO_MUCH)
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
