"""The results of grading, as plain data: what every report is made from.

Points are counted in two ways only. A check that passes earns its points. A check that is
`not judged` leaves the total it is measured against, so it neither earns nor costs anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

SCHEMA = 1
"""Version of `results.json`; a reader refuses a newer one."""


class Outcome(StrEnum):
    """What became of a check."""

    PASSES = "passes"
    FAILS = "fails"
    NOT_RUN = "not run"
    NOT_JUDGED = "not judged"


class Reason(StrEnum):
    """Why a check or a whole exercise failed."""

    WRONG_VALUE = "wrong value"
    WRONG_TYPE = "wrong shape or type"
    NOT_FINITE = "not finite"
    RAISED = "raised"
    NOT_STARTED = "not started"
    MISSING = "missing"
    NOT_LOADED = "does not load"
    MODIFIED = "modified its input"
    TOO_SLOW = "too slow"
    TOO_MUCH_MEMORY = "too much memory"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    FORBIDDEN = "forbidden"
    PROTOCOL = "protocol"


class Place(msgspec.Struct, frozen=True):
    """A line of the student's own code."""

    label: str
    """File name, or `cell 3` in a notebook: the label of a `Chunk`."""
    line: int


class Budget(msgspec.Struct, frozen=True):
    """One measured cost beside its limit."""

    kind: str
    """`time`, `growth`, `memory` or `calls`."""
    function: str
    limit: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    """What the numbers count: `x ours`, `x the input`, `exponent`, `calls`."""
    yours: tuple[tuple[float, float], ...] = ()
    """(size, seconds or bytes) pairs for the drawing."""
    ours: tuple[tuple[float, float], ...] = ()


class Check(msgspec.Struct, frozen=True):
    """One hidden test's outcome for one submission."""

    name: str
    statement: str
    """The sentence that is true of a right answer."""
    points: float
    outcome: Outcome
    reason: Reason | None = None
    facts: tuple[str, ...] = ()
    """Sentences about the student's own output; never an input or an expected value."""
    place: Place | None = None
    budgets: tuple[Budget, ...] = ()
    explanation: bool = False
    """It repeats what other checks notice, because it says it more plainly."""
    calls: int = 0
    """Calls into the student's code."""
    seconds: float = 0.0
    margins: tuple[tuple[int, float, float], ...] = ()
    """(line of the hidden test, deviation, tolerance) of each comparison: for the audit only."""


class Chunk(msgspec.Struct, frozen=True):
    """A piece of source that runs as a unit: a whole file, or one notebook cell."""

    label: str
    source: str


class ExerciseResult(msgspec.Struct, frozen=True):
    """One submission's answer to one exercise, judged."""

    stem: str
    title: str
    chapter: int
    max_points: float
    checks: tuple[Check, ...] = ()
    reason: Reason | None = None
    """Why nothing could be judged check by check: does not load, forbidden, missing ..."""
    message: str = ""
    """The sentence that goes with `reason`, or with an exercise that is not judged."""
    place: Place | None = None
    file: str = ""
    digest: str = ""
    chunks: tuple[Chunk, ...] = ()
    notes: tuple[str, ...] = ()
    """Harmless remarks: magics set aside, a cell that failed ..."""
    printed: str = ""
    """What the code printed while it was loaded, bounded."""
    hints: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    seconds: float = 0.0
    hidden: tuple[str, ...] = ()
    """Hidden numbers, noted only when a lint asks; never kept."""

    @property
    def earned(self) -> float:
        return sum(c.points for c in self.checks if c.outcome is Outcome.PASSES)

    @property
    def not_judged(self) -> float:
        """Points nobody can claim or lose, because we could not judge them."""
        if not self.checks and self.reason is None:
            return self.max_points
        return sum(c.points for c in self.checks if c.outcome is Outcome.NOT_JUDGED)

    @property
    def judged_points(self) -> float:
        return self.max_points - self.not_judged

    @property
    def outcome(self) -> Outcome:
        """`fails` if anything fails, else `not judged` if anything is, else `passes`."""
        seen = {c.outcome for c in self.checks}
        if self.reason is not None or Outcome.FAILS in seen:
            return Outcome.FAILS
        if not self.checks or Outcome.NOT_JUDGED in seen:
            return Outcome.NOT_JUDGED
        return Outcome.NOT_RUN if Outcome.NOT_RUN in seen else Outcome.PASSES

    @property
    def verdict(self) -> str:
        """One word: `right`, the first reason that failed, or `not judged`."""
        if self.reason is not None:
            return self.reason.value
        for check in self.checks:
            if check.outcome is Outcome.FAILS:
                return (check.reason or Reason.WRONG_VALUE).value
        return "right" if self.outcome is Outcome.PASSES else "not judged"


class SubmissionResult(msgspec.Struct, frozen=True):
    """Everything known about one submission."""

    id: str
    origin: str
    exercises: tuple[ExerciseResult, ...] = ()
    problems: tuple[str, ...] = ()
    """Sentences about files that could not be read or matched to an exercise."""

    @property
    def earned(self) -> float:
        return sum(e.earned for e in self.exercises)

    @property
    def judged_points(self) -> float:
        return sum(e.judged_points for e in self.exercises)

    @property
    def not_judged(self) -> float:
        return sum(e.not_judged for e in self.exercises)

    @property
    def needs_a_human(self) -> bool:
        unclear = any(e.outcome is Outcome.NOT_JUDGED for e in self.exercises)
        return unclear or self.not_judged > 0 or not self.exercises


class ExerciseInfo(msgspec.Struct, frozen=True):
    """What a report says about an exercise apart from any submission."""

    stem: str
    title: str
    chapter: int
    points: float


class Run(msgspec.Struct, frozen=True):
    """One grading of one batch: the whole content of `results.json`."""

    schema: int
    grader: str
    course: str
    tier: str
    tier_evidence: str
    python: str
    numpy: str
    started: str
    seconds: float
    exercises: tuple[ExerciseInfo, ...]
    submissions: Sequence[SubmissionResult]
    """All of them, in the inbox's order; while a batch runs they lie on disk."""


def to_json(run: Run) -> Iterator[bytes]:
    """Yield `results.json` piece by piece, as indented UTF-8: never all of it at once."""
    head = msgspec.json.format(
        msgspec.json.encode(msgspec.structs.replace(run, submissions=())), indent=1
    )
    start, end = head.rsplit(b"[]", 1)
    yield start + b"["
    for number, submission in enumerate(run.submissions):
        text = msgspec.json.format(msgspec.json.encode(submission), indent=1)
        yield (b",\n" if number else b"\n") + text
    yield b"]" + end + b"\n"


def from_json(text: bytes) -> Run:
    """Read `results.json`.

    Raises:
        ValueError: not a results file, or one of a newer schema.
    """
    try:
        run = msgspec.json.decode(text, type=Run)
    except msgspec.MsgspecError as e:
        raise ValueError(f"not a results file of this grader: {e}") from None
    if run.schema > SCHEMA:
        raise ValueError(
            f"written by a newer grader (schema {run.schema}, this one reads {SCHEMA})"
        )
    return msgspec.structs.replace(run, submissions=tuple(run.submissions))


def total(values: Iterable[float]) -> float:
    """Sum points without the dust of binary fractions."""
    return round(sum(values), 6)
