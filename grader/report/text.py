"""Small pieces of text that every report writes in the same way."""

from __future__ import annotations

import re
import unicodedata

ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories that show nothing, or reorder what is shown."""


def plain(text: str) -> str:
    """Return text without escape sequences, control characters and direction overrides."""
    if text.isascii() and text.isprintable():
        return text
    text = ESCAPE.sub("", text).replace("\r\n", "\n")
    keep = "\n\t"
    return "".join(c for c in text if c in keep or unicodedata.category(c) not in HIDDEN)


def number(value: float) -> str:
    """Write a number of points, or a multiple, without dust."""
    return f"{round(value, 2):g}"


def count(value: float, noun: str) -> str:
    """Return `1 point`, `2 points`."""
    return f"{number(value)} {noun}{'' if value == 1 else 's'}"


def short(value: float) -> str:
    """Write a measured figure with two significant digits."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def seconds(value: float) -> str:
    """Write a duration as a person would."""
    if value >= 90:
        return f"{value / 60:.0f} min"
    return f"{value:.0f} s" if value >= 10 else f"{value:.1f} s"
