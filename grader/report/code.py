"""A student's code as lines of highlighted HTML, with the line a check points to marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Operator, String

from grader.report.text import plain
from grader.verdict import ExerciseResult, Place

KINDS = (
    (Comment, "c"),
    (String, "s"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Function, "f"),
    (Name.Class, "f"),
)
"""Kinds of tokens that have a colour; pages stay small because the others have none."""
MOST_HIGHLIGHTED = 60_000
"""Characters; longer code is shown without colours."""
MOST_SHOWN = 400_000


@dataclass(frozen=True)
class Line:
    """One line of code on a page."""

    number: int
    anchor: str
    html: Markup
    marked: bool


@dataclass(frozen=True)
class Listing:
    """One chunk of code on a page."""

    label: str
    lines: tuple[Line, ...]
    cut: bool


def anchor(stem: str, label: str, line: int) -> str:
    """Return the id of a line on a student's page."""
    return f"{stem}-{re.sub(r'[^A-Za-z0-9]+', '-', label)}-{line}"


def places(result: ExerciseResult) -> list[Place]:
    """Return the lines that an exercise's checks point to, first one first."""
    found = [result.place, *(c.place for c in result.checks)]
    return list(dict.fromkeys(p for p in found if p))


def listings(result: ExerciseResult) -> list[Listing]:
    """Return the code of an answer, chunk by chunk."""
    marked = {(p.label, p.line) for p in places(result)}
    pages = []
    left = MOST_SHOWN
    for chunk in result.chunks:
        source = chunk.source[:left]
        left -= len(source)
        lines = tuple(
            Line(i, anchor(result.stem, chunk.label, i), html, (chunk.label, i) in marked)
            for i, html in enumerate(highlighted(source), 1)
        )
        pages.append(Listing(chunk.label, lines, len(source) < len(chunk.source)))
    return pages


@lru_cache(maxsize=512)
def highlighted(source: str) -> tuple[Markup, ...]:
    """Return the lines of Python source as HTML; equal answers are done once."""
    text = plain(source.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n")
    if len(text) > MOST_HIGHLIGHTED:
        return tuple(escape(line) for line in text.split("\n"))
    lines = [Markup("")]
    for token, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        kind = next((k for t, k in KINDS if token in t), "")
        for i, part in enumerate(value.split("\n")):
            if i:
                lines.append(Markup(""))
            lines[-1] += Markup("<i class={}>{}</i>").format(kind, part) if kind and part else part
    return tuple(lines)
