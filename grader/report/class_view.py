"""What a class page tells: who needs a human, the scores, and what the class got wrong."""

from __future__ import annotations

import shlex
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from grader.report.formats import possible
from grader.report.words import MEANING
from grader.verdict import (
    Check,
    ExerciseInfo,
    ExerciseResult,
    Outcome,
    Reason,
    Run,
    SubmissionResult,
)

TENTHS = 10
MOST_MISTAKES = 30
SLOW = {Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY, Reason.TIMED_OUT, Reason.OUT_OF_MEMORY}
SUSPECT = {Reason.FORBIDDEN, Reason.PROTOCOL}


@dataclass(frozen=True)
class Need:
    """Something only a human can settle."""

    student: str
    stem: str
    what: str
    sentence: str
    command: str


@dataclass(frozen=True)
class Mistake:
    """Answers that fail in the same way."""

    stem: str
    reason: str
    statement: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class ExerciseRow:
    """One exercise, over the whole class."""

    info: ExerciseInfo
    handed_in: int
    all_pass: int
    most_failed: str
    slow: int
    not_judged: int


@dataclass(frozen=True)
class Cell:
    """One submission's points for one exercise."""

    earned: float
    not_judged: bool
    passes: bool


@dataclass(frozen=True)
class StudentRow:
    """One submission's points: only what the page's row shows, for there may be thousands."""

    id: str
    earned: float
    graded: bool
    cells: tuple[Cell | None, ...]
    """One for each exercise of the run, None where nothing was handed in."""
    possible: float
    share: float


@dataclass(frozen=True)
class ClassView:
    """Everything on a class page."""

    title: str
    median: float | None
    full: float
    needs: tuple[Need, ...]
    histogram: tuple[int, ...]
    tenths: tuple[tuple[str, int], ...]
    """The histogram in words: (share of the points, submissions)."""
    mistakes: tuple[Mistake, ...]
    mistakes_left: int
    exercises: tuple[ExerciseRow, ...]
    students: tuple[StudentRow, ...]


def class_view(run: Run) -> ClassView:
    """Gather what a class page tells."""
    rows = tuple(student_row(run, s) for s in run.submissions)
    graded = [r for r in rows if r.graded]
    bins = Counter(min(int(r.share * TENTHS), TENTHS - 1) for r in graded)
    mistakes = all_mistakes(run.submissions)
    chapters = sorted({e.chapter for e in run.exercises})
    names = ", ".join(str(c) for c in chapters)
    plural = "s" if len(chapters) > 1 else ""
    return ClassView(
        title=f"Chapter{plural} {names}" if chapters else "An empty class",
        median=statistics.median(r.earned for r in graded) if graded else None,
        full=sum(e.points for e in run.exercises),
        needs=tuple(n for s in run.submissions for n in needs(s)),
        histogram=tuple(bins[i] for i in range(TENTHS)),
        tenths=tuple((f"{10 * i} to {10 * i + 10} %", bins[i]) for i in range(TENTHS) if bins[i]),
        mistakes=mistakes[:MOST_MISTAKES],
        mistakes_left=max(0, len(mistakes) - MOST_MISTAKES),
        exercises=tuple(exercise_row(info, run.submissions) for info in run.exercises),
        students=rows,
    )


def student_row(run: Run, submission: SubmissionResult) -> StudentRow:
    by_stem = {e.stem: e for e in submission.exercises}
    could = possible(run, submission)
    share = submission.earned / could if could > 0 else 0.0
    results = [by_stem.get(e.stem) for e in run.exercises]
    cells = tuple(
        Cell(r.earned, r.not_judged > 0, r.outcome is Outcome.PASSES) if r else None
        for r in results
    )
    graded = bool(submission.exercises)
    return StudentRow(submission.id, submission.earned, graded, cells, could, share)


def first_failure(result: ExerciseResult) -> Check | None:
    """Return the check a student should look at first."""
    return next((c for c in result.checks if c.outcome is Outcome.FAILS), None)


def needs(submission: SubmissionResult) -> list[Need]:
    """Return what of a submission needs a human, with the command that tries it again."""
    again = f"grader grade {shlex.quote(submission.origin)} -o again"
    if not submission.exercises:
        sentence = " ".join(submission.problems) or "There is no answer in it."
        return [Need(submission.id, "", "nothing graded", sentence, again)]
    found = []
    for result in submission.exercises:
        command = f"{again} --only {result.stem}"
        bad = result.reason if result.reason in SUSPECT else None
        bad = bad or next((c.reason for c in result.checks if c.reason in SUSPECT), None)
        if bad:
            sentence = result.message or MEANING[bad]
            found.append(Need(submission.id, result.stem, bad.value, sentence, command))
        elif result.not_judged > 0:
            facts = [" ".join(c.facts) for c in result.checks if c.outcome is Outcome.NOT_JUDGED]
            sentence = result.message or next((f for f in facts if f), "It has no verdict.")
            found.append(Need(submission.id, result.stem, "not judged", sentence, command))
    return found


def all_mistakes(submissions: Sequence[SubmissionResult]) -> tuple[Mistake, ...]:
    """Group failing answers by their first failing check; largest group first."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for submission in submissions:
        for result in submission.exercises:
            check = first_failure(result)
            if result.reason:
                key = (result.stem, result.reason.value, MEANING[result.reason])
            elif check:
                reason = check.reason or Reason.WRONG_VALUE
                key = (result.stem, reason.value, check.statement)
            else:
                continue
            groups.setdefault(key, []).append(submission.id)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple(Mistake(*key, tuple(students)) for key, students in ordered)


def exercise_row(info: ExerciseInfo, submissions: Sequence[SubmissionResult]) -> ExerciseRow:
    count: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for result in (e for s in submissions for e in s.exercises if e.stem == info.stem):
        count["handed_in"] += 1
        count["all_pass"] += result.outcome is Outcome.PASSES
        count["slow"] += any(c.reason in SLOW for c in result.checks)
        count["not_judged"] += result.not_judged > 0
        if check := first_failure(result):
            failed[check.statement] += 1
    return ExerciseRow(
        info=info,
        handed_in=count["handed_in"],
        all_pass=count["all_pass"],
        most_failed=failed.most_common(1)[0][0] if failed else "",
        slow=count["slow"],
        not_judged=count["not_judged"],
    )
