"""The one exception by which a check says what is wrong with an answer."""

from __future__ import annotations

from grader.verdict import Budget, Reason


class CheckFailedError(AssertionError):
    """A statement about the answer does not hold.

    `facts` are sentences about the student's own output. They never hold an input or an expected
    value: what is wrong, how far off and where, but not what it should be.
    """

    def __init__(self, reason: Reason, *facts: str, budget: Budget | None = None) -> None:
        super().__init__(f"{reason.value}: {' '.join(facts)}")
        self.reason = reason
        self.facts = facts
        self.budget = budget


class NotJudgedError(Exception):
    """A measurement is too unclear to decide; it costs the student nothing."""

    def __init__(self, *facts: str, budget: Budget | None = None) -> None:
        super().__init__(" ".join(facts))
        self.facts = facts
        self.budget = budget
