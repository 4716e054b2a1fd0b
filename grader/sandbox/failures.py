"""What can be wrong with an answer while it runs, as exceptions in the grader's process."""

from __future__ import annotations

from collections.abc import Sequence

from grader.verdict import Place


class StudentError(Exception):
    """An exception in the student's code, as its runner tells it."""

    def __init__(self, kind: str, bases: Sequence[str], text: str, place: Place | None) -> None:
        where = f" in {place.label} line {place.line}" if place else ""
        super().__init__(f"{kind}{where}")
        self.kind, self.bases, self.text, self.place = kind, tuple(bases), text, place

    def is_a(self, *kinds: type[BaseException]) -> bool:
        return any(k.__name__ in self.bases for k in kinds)


class MissingNameError(Exception):
    """The answer has no such function."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.names = name, tuple(names)


class OpaqueValueError(Exception):
    """A test tried to compare or convert an object that did not cross by value."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"an object of {f'type {kind}' if kind else 'another type'}")
        self.kind = kind
