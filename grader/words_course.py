"""Sentences about a task, and about starting one, that a student can read."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float) -> str:
    return f"{value:g}"


def count(value: float, noun: str) -> str:
    """Return `1 point`, `2 points`, `2.5 points`."""
    return f"{number(value)} {noun}" if value == 1 else f"{number(value)} {noun}s"


def heading(stem: str, title: str, chapter: int) -> str:
    return f"{stem}: {title} (chapter {chapter})"


def worth(points: float, level: int) -> str:
    return f"{count(points, 'point')}, level {level}"


def pages(numbers: Sequence[int]) -> str:
    plural = "s" if len(numbers) > 1 else ""
    return f"Book page{plural} {', '.join(map(str, numbers))}"


ERRORS = "The text of an error that a docstring asks for names the argument that is refused."


def builds_on(stems: Sequence[str]) -> str:
    return f"Builds on {', '.join(stems)}"


def without(banned: Sequence[str]) -> str:
    """Say which names an answer must do without; a leading dot marks an attribute."""
    by_owner: dict[str, list[str]] = {}
    for name in banned:
        owner, dot, leaf = name.removeprefix("builtins.").rpartition(".")
        # Modules whose names begin with _ are not for a reader to know.
        if not leaf.startswith("_"):
            by_owner.setdefault(owner + dot, []).append(leaf)
    parts = []
    for owner, leaves in by_owner.items():
        together = len(leaves) > 1 and owner not in ("", ".")
        parts += [f"{owner}{{{', '.join(leaves)}}}"] if together else [owner + n for n in leaves]
    return f"Without {', '.join(parts)}"


def time_budget(function: str, times: float, size: int | None) -> str:
    return f"Time: {function} may take {number(times)} times as long as ours at size {size}"


def memory_budget(function: str, times: float, size: int | None) -> str:
    return (
        f"Memory: {function} may take {number(times)} times the bytes of its arguments "
        f"at size {size}"
    )


def growth_budget(function: str, exponent: float) -> str:
    return f"Growth: the time of {function} may grow like n^{number(exponent)}"


def calls_budget(function: str, polynomial: Sequence[float]) -> str:
    """Say how often a function passed as an argument may be called."""
    terms = [number(c) if power == 0 else term(c, power) for power, c in enumerate(polynomial) if c]
    sizes = " for size n" if len(polynomial) > 1 else ""
    return f"Calls: {function} may call the functions it is given {' + '.join(terms)} times{sizes}"


def term(coefficient: float, power: int) -> str:
    name = "n" if power == 1 else f"n^{power}"
    return name if coefficient == 1 else f"{number(coefficient)} {name}"


def started(name: str, backup: str) -> str:
    kept = f" The old one is now {backup}." if backup else ""
    return f"{name} is here.{kept}"


def next_step(command: str) -> str:
    return f"Next: {command}"


def here_already(name: str) -> str:
    return f"{name} is here already; --force replaces it and keeps the old one as {name}.bak"


def not_a_file(name: str) -> str:
    return f"{name} is here already and is no ordinary file; move it away first"


def own_course(folder: str) -> str:
    return f"{folder} belongs to the course itself; change to a folder of your own"


def chapter_line(number_: int, title: str, done: int, of: int, points: float) -> str:
    """Return a chapter's line in `grader list`."""
    return f"Chapter {number_}, {title}: {done} of {of} started, {count(points, 'point')}"


ALL_STARTED = "All of these are started."
