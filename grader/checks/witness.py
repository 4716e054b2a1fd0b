"""Notes hidden numbers while an answer is judged, so that a lint can look for them on the pages.

Inputs are noted as they are sent to the answer, expected values as they are compared. Only telling
numbers count: 0.5 may stand on a page by chance, 0.30471708 does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

MOST_VALUES = 400
NUMBER = re.compile(r"\d+\.?\d*(?:[eE][+-]?\d+)?")


class Witness:
    """The telling numbers of one judging, as `key` writes them."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def note(self, value: Any) -> None:
        """Note every telling number in a value, however it is packed; of large arrays a part."""
        if isinstance(value, dict):
            value = [*value, *value.values()]
        if isinstance(value, list | tuple | set | frozenset):
            for item in list(value)[:MOST_VALUES]:
                self.note(item)
        elif isinstance(value, np.ndarray) and value.dtype.kind in "fciu":
            self.note(value.ravel()[:MOST_VALUES].tolist())
        elif isinstance(value, complex | np.complexfloating):
            self.note([value.real, value.imag])
        elif isinstance(value, int | float | np.number) and (found := key(float(value))):
            self.keys.add(found)


def key(value: float) -> str | None:
    """Write a number with six digits, or return None for one that tells nothing."""
    if not np.isfinite(value) or float(f"{value:.4g}") == value:
        return None
    return f"{abs(value):.5e}"


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield (number as it stands, its key) for every telling number of a text."""
    for match in NUMBER.finditer(text):
        if len(match[0]) >= 6 and (found := key(float(match[0]))):
            yield match[0], found
