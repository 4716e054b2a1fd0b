"""Sentences about loading and judging that a student can read."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from grader.verdict import Budget, Place, Reason

NO_VERDICT = "The check ended without a verdict; this is not your fault."
JUDGE_LOST = "The process that judges this answer was lost; this is not your fault."

NO_ISOLATION = (
    "this machine cannot isolate submissions (tier C): their code could read the hidden tests and "
    "change marks. See `grader doctor`; with --trust-submissions they run all the same."
)


def only_others(stems: Sequence[str]) -> str:
    """Say that a submission answers nothing of what is graded now."""
    return f"It answers {', '.join(stems)}, which is not graded this time."


def at(place: Place | None) -> str:
    return f" in {place.label} line {place.line}" if place else ""


def banned(name: str, place: Place) -> str:
    return f"This exercise asks for an answer without {name.lstrip('.')}; it is used{at(place)}."


def foreign(name: str, place: Place) -> str:
    return (
        f"Only numpy and the standard library can be imported here, not {name}{at(place)}. "
        "Remove the import, or move it into the code that draws or explores."
    )


def does_not_load(kind: str, text: str, place: Place | None) -> str:
    """Say why a file does not load; no hidden input exists yet, so its own text may be shown."""
    name = kind if hasattr(builtins, kind) else "An exception"
    return f"The file does not load: {name}{at(place)}: {text}"


def gone_while_loading(reason: Reason) -> str:
    return {
        Reason.TIMED_OUT: "The file does not finish loading: it was stopped. "
        "Look for a loop outside the functions.",
        Reason.OUT_OF_MEMORY: "The file takes all its memory while it loads.",
        Reason.PROTOCOL: "The file disturbs its own grading while it loads.",
    }.get(reason, "The file ends the Python process while it loads.")


def failed_cells(failed: Sequence[tuple[str, str, Place | None]]) -> tuple[str, ...]:
    """Say which statements of a notebook were left out because they raised."""
    notes = []
    for kind, text, place in failed:
        name = kind if hasattr(builtins, kind) else "an exception"
        notes.append(f"A statement{at(place)} raised {name} and was left out: {text[:120]}")
    return tuple(notes)


def over_budget(budget: Budget) -> str:
    """Say by how much a measured cost is over its limit."""
    name, limit = budget.function, budget.limit
    value = above(budget.value or 0.0, limit)
    if budget.kind == "growth":
        return (
            f"{name}() grows with the power {value} of the input's size; allowed {limit:g}. "
            "Look for a loop inside a loop over the same data."
        )
    if budget.kind == "memory":
        times = "as much memory as ours" if budget.unit == "x ours" else "the size of its input"
        return f"{name}() takes {value} times {times}; the limit is {limit:g} times."
    return f"{name}() takes {value} times as long as ours; the limit is {limit:g} times."


def above(value: float, limit: float) -> str:
    """Write a figure with one decimal, or with as many as show that it is above the limit."""
    texts = [f"{value:.{decimals}f}" for decimals in range(1, 6)]
    return next((text for text in texts if float(text) > limit), texts[-1])


def unclear_budget(budget: Budget) -> str:
    low, high = budget.low or 0.0, budget.high or 0.0
    return (
        f"The machine was too busy to tell: {budget.function}() measures {low:.2f} to {high:.2f} "
        f"({budget.unit}), the limit is {budget.limit:g}. This costs nothing."
    )
