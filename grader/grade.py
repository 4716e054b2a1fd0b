"""One submission x one exercise -> result. Runs in a fork that judges this answer only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import pytest

from grader import words_grading as words
from grader.bans import find_banned, foreign_imports
from grader.checks import plugin
from grader.checks.context import Context
from grader.checks.judge import GONE
from grader.checks.marks import mark_value, statement
from grader.checks.witness import Witness
from grader.course import Exercise
from grader.sandbox.failures import StudentError
from grader.sandbox.host import Limits, RunnerGoneError, Worker, Zygote
from grader.sandbox.session import Answer, Session
from grader.verdict import Check, Chunk, ExerciseResult, Outcome, Place, Reason

PRINTED_LIMIT = 4000
ROOM = 10.0
"""A wrong answer is clearly so that many tolerances away."""
EXERCISE_CALLS = 12.0
"""All calls of one exercise together may take this many times the limit of one call."""


class Job(msgspec.Struct, frozen=True):
    """An answer on its way to be judged."""

    stem: str
    chunks: tuple[Chunk, ...]
    seed: bytes
    file: str = ""
    digest: str = ""
    notebook: bool = False
    answers: tuple[str, ...] = ()
    """This exercise's functions, if the file answers others, too: bans spare what is theirs."""
    notes: tuple[str, ...] = ()
    fault: str = ""
    fault_line: int = 0
    measure: bool = True
    """False: budgets are called and verified, but not measured."""
    briefly: bool = False
    """Stop as soon as two checks have failed, one of them clearly: for mutants, which only die."""
    witness: bool = False
    """Note the hidden numbers in the result, for the lint that looks for them on pages."""
    call_seconds: float | None = None
    """A shorter limit for one call than the exercise's: for mutants that run forever."""


def grade(
    job: Job,
    exercise: Exercise,
    items: Sequence[pytest.Item],
    zygote: Zygote,
    make_budget: Callable[[Context], Any] | None = None,
) -> ExerciseResult:
    """Judge one answer: source rules first, then loading, then every hidden test."""
    began = time.monotonic()
    result = ExerciseResult(
        stem=job.stem,
        title=exercise.title,
        chapter=exercise.chapter,
        max_points=exercise.points,
        file=job.file,
        digest=job.digest,
        chunks=job.chunks,
        notes=job.notes,
        hints=tuple(exercise.hints),
        pages=tuple(exercise.pages),
    )
    if refusal := refuse_source(job, exercise):
        return msgspec.structs.replace(result, **refusal)
    limits = Limits(job.call_seconds or exercise.call_seconds, exercise.memory_mb << 20)
    session = Session(
        Answer(job.chunks, job.notebook, exercise.banned),
        lambda: zygote.spawn(limits),
        allowance=EXERCISE_CALLS * limits.call_seconds,
    )
    if job.witness:
        session.witness = Witness()
    try:
        refusal = load(session)
        printed = printed_so_far(session)
        notes = (*job.notes, *words.failed_cells(session.failed))
        result = msgspec.structs.replace(result, printed=printed, notes=notes)
        if refusal:
            return msgspec.structs.replace(result, **refusal)
        context = Context(exercise, session, job.seed, make_budget)
        checks = run_items(context, items, job.briefly)
        seconds = time.monotonic() - began
        hidden = tuple(sorted(session.witness.keys)) if session.witness else ()
        return msgspec.structs.replace(result, checks=checks, seconds=seconds, hidden=hidden)
    finally:
        session.close()


def refuse_source(job: Job, exercise: Exercise) -> dict[str, Any]:
    """Return reason, message and place if the source alone settles the matter."""
    if job.fault:
        place = Place(job.chunks[0].label, job.fault_line) if job.fault_line else None
        return {"reason": Reason.NOT_LOADED, "message": job.fault, "place": place}
    if banned := find_banned(job.chunks, exercise.banned, job.answers):
        name, place = banned[0]
        return {"reason": Reason.FORBIDDEN, "message": words.banned(name, place), "place": place}
    if not job.notebook and (foreign := foreign_imports(job.chunks)):
        name, place = foreign[0]
        return {"reason": Reason.FORBIDDEN, "message": words.foreign(name, place), "place": place}
    return {}


def load(session: Session) -> dict[str, Any]:
    """Load the answer; return reason, message and place if that does not work."""
    try:
        session.load()
    except StudentError as error:
        reason = Reason.NOT_LOADED
        if error.kind in ("ForbiddenCallError", "PermissionError"):
            reason = Reason.FORBIDDEN
        message = words.does_not_load(error.kind, error.text, error.place)
        return {"reason": reason, "message": message, "place": error.place}
    except RunnerGoneError as gone:
        reason = GONE.get(gone.why, Reason.CRASHED)
        return {"reason": reason, "message": words.gone_while_loading(reason)}
    return {}


def printed_so_far(session: Session) -> str:
    """Return what loading printed: no hidden input was there to be printed yet."""
    if not isinstance(session.link, Worker):
        return ""
    text = session.link.printed()
    left_out = len(text) - PRINTED_LIMIT
    return text if left_out <= 0 else f"{text[:PRINTED_LIMIT]}\n... {left_out} characters more"


def run_items(
    context: Context, items: Sequence[pytest.Item], briefly: bool = False
) -> tuple[Check, ...]:
    """Run every collected test of the exercise; each yields exactly one check."""
    plugin.current = context
    for i, item in enumerate(items):
        if briefly and settled(context.checks.values()):
            return tuple(context.checks.values())
        following = items[i + 1] if i + 1 < len(items) else None
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    return tuple(context.checks.get(item.name) or unjudged(item) for item in items)


def settled(checks: Iterable[Check]) -> bool:
    """Tell whether two checks have failed, one of them far beyond its tolerance or otherwise."""
    failed = [c for c in checks if c.outcome is Outcome.FAILS]
    return len(failed) >= 2 and any(
        c.reason is not Reason.WRONG_VALUE or max((r for _, r, _ in c.margins), default=0.0) >= ROOM
        for c in failed
    )


def unjudged(item: pytest.Item) -> Check:
    """Return the check of a test that ended without a word: never a pass."""
    return Check(
        name=item.name,
        statement=statement(getattr(item, "function")),  # noqa: B009
        points=float(mark_value(item, "points", 1)),
        outcome=Outcome.NOT_JUDGED,
        facts=(words.NO_VERDICT,),
    )
