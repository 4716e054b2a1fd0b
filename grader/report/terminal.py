"""What `grader grade` says on a terminal: short lines that also read well in a pipe."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import click

from grader.report.class_view import class_view
from grader.report.text import count, number, plain, seconds
from grader.report.words import MARKS, MEANING, NOT_JUDGED, budget_sentence
from grader.verdict import Check, ExerciseResult, Outcome, Run

COLOURS = {
    Outcome.PASSES: "green",
    Outcome.FAILS: "red",
    Outcome.NOT_RUN: "yellow",
    Outcome.NOT_JUDGED: "yellow",
}
FEW = 3
"""So many submissions are shown exercise by exercise."""
MOST_NEEDS = 12


def width() -> int:
    """Return how long a line may be."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 100)


def wrapped(text: str, indent: int, hanging: int | None = None) -> str:
    first, rest = " " * indent, " " * (indent if hanging is None else hanging)
    flat = " ".join(plain(text).split())
    return textwrap.fill(flat, width(), initial_indent=first, subsequent_indent=rest)


def mark(outcome: Outcome) -> str:
    return click.style(MARKS[outcome], fg=COLOURS[outcome], bold=True)


def summary(run: Run, out: Path) -> str:
    """Return what came of a batch, who needs a human, and what to open."""
    view = class_view(run)
    if not run.submissions:
        return f"There is nothing to grade here: 0 submissions.\nOpen {out / 'index.html'}"
    lines = [
        f"{count(len(run.submissions), 'submission')}, {count(len(run.exercises), 'exercise')}, "
        f"{seconds(run.seconds)}, isolation tier {run.tier}"
    ]
    if len(run.submissions) <= FEW:
        for submission in run.submissions:
            lines.append(f"\n{plain(submission.id)}: {count(submission.earned, 'point')}")
            lines += [wrapped(p, 2, 4) for p in submission.problems]
            lines += [exercise_text(e) for e in submission.exercises]
    if view.median is not None and len(run.submissions) > FEW:
        lines.append(f"  median {number(view.median)} of {count(view.full, 'point')}")
    if view.needs:
        people = len({n.student for n in view.needs})
        lines.append(f"  {people} need{'s' if people == 1 else ''} you")
        for need in view.needs[:MOST_NEEDS]:
            lines.append(
                wrapped(f"{need.student}  {need.stem}  {need.what}: {need.sentence}", 4, 8)
            )
        if len(view.needs) > MOST_NEEDS:
            lines.append(f"    and {len(view.needs) - MOST_NEEDS} more on the page")
    if view.mistakes and len(run.submissions) > FEW:
        top = view.mistakes[0]
        who = count(len(top.students), "student")
        lines.append(wrapped(f"Most common mistake: {top.stem}, {who}: {top.statement}", 0, 2))
    lines.append(f"Open {out / 'index.html'}")
    return "\n".join(lines)


def exercise_text(result: ExerciseResult, *, show_passing: bool = False) -> str:
    """Return one exercise's outcome: a line, then what does not pass."""
    head = (
        f"  {mark(result.outcome)} {result.stem}  {number(result.earned)} of "
        f"{count(result.max_points, 'point')}"
    )
    lines = [head]
    if result.reason or result.message:
        where = f" ({plain(result.place.label)} line {result.place.line})" if result.place else ""
        meaning = result.message or (MEANING[result.reason] if result.reason else "")
        lines.append(wrapped(meaning + where, 6))
    for check in result.checks:
        if show_passing or check.outcome is not Outcome.PASSES:
            lines += check_lines(check)
    return "\n".join(lines)


def check_lines(check: Check) -> list[str]:
    lines = [
        f"      {mark(check.outcome)} {check.outcome.value:<10} "
        + wrapped(check.statement, 19).strip()
    ]
    if check.outcome is Outcome.FAILS:
        where = f" ({plain(check.place.label)} line {check.place.line})" if check.place else ""
        lines.append(wrapped(" ".join(check.facts) + where, 19))
    elif check.outcome is Outcome.NOT_JUDGED:
        lines.append(wrapped(" ".join(check.facts) or NOT_JUDGED, 19))
    lines += [wrapped(budget_sentence(b), 19) for b in check.budgets]
    return [line for line in lines if line.strip()]
