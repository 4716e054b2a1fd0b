"""From what ended a hidden test to a verdict and the facts a student may read."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from grader.checks.context import Context
from grader.checks.failures import CheckFailedError, NotJudgedError
from grader.errors import GraderError
from grader.sandbox.failures import MissingNameError, OpaqueValueError, StudentError
from grader.sandbox.host import RunnerGoneError
from grader.sandbox.wire import ProtocolError
from grader.verdict import Outcome, Place, Reason

GONE = {
    "timed out": Reason.TIMED_OUT,
    "out of memory": Reason.OUT_OF_MEMORY,
    "crashed": Reason.CRASHED,
    "protocol": Reason.PROTOCOL,
}
OTHER_EXCEPTION = "An exception of another type"
OUR_FAULT = (GraderError, ProtocolError, MemoryError, OSError, KeyboardInterrupt)


@dataclass(frozen=True)
class Ruling:
    """The part of a check that depends on how its test ended."""

    outcome: Outcome
    reason: Reason | None = None
    facts: tuple[str, ...] = ()
    place: Place | None = None


def rule(error: BaseException | None, context: Context, in_fixture: bool = False) -> Ruling:
    """Say what an exception that ended a hidden test means."""
    if error is None:
        return Ruling(Outcome.PASSES)
    if isinstance(error, pytest.skip.Exception):
        return Ruling(Outcome.NOT_RUN, None, (str(error),))
    if isinstance(error, CheckFailedError):
        cause = error.__cause__
        place = cause.place if isinstance(cause, StudentError) else None
        return Ruling(Outcome.FAILS, error.reason, error.facts, place)
    if isinstance(error, NotJudgedError):
        return Ruling(Outcome.NOT_JUDGED, None, error.facts)
    if isinstance(error, StudentError):
        return rule_student_error(error, context)
    if isinstance(error, MissingNameError):
        return Ruling(Outcome.FAILS, Reason.MISSING, (missing(error),))
    if isinstance(error, RunnerGoneError):
        return Ruling(Outcome.FAILS, GONE.get(error.why, Reason.CRASHED), ())
    if isinstance(error, OpaqueValueError):
        kind = error.kind or "An object of another type"
        fact = f"{kind} is returned where plain values are needed."
        return Ruling(Outcome.FAILS, Reason.WRONG_TYPE, (fact,))
    if isinstance(error, pytest.fail.Exception) and "Timeout" in str(error):
        return Ruling(Outcome.FAILS, Reason.TIMED_OUT)
    if in_fixture or isinstance(error, OUR_FAULT):
        return Ruling(
            Outcome.NOT_JUDGED, None, ("The check itself failed; this is not your fault.",)
        )
    if isinstance(error, AssertionError):
        return Ruling(Outcome.FAILS, Reason.WRONG_VALUE)
    # The reference passes this test (the audit holds that), so what broke it is the value.
    fact = f"What is returned cannot be used as described ({type(error).__name__})."
    return Ruling(Outcome.FAILS, Reason.WRONG_TYPE, (fact,))


def rule_student_error(error: StudentError, context: Context) -> Ruling:
    """Say what an exception in the student's code means."""
    if error.kind == "NotImplementedError":
        return Ruling(Outcome.FAILS, Reason.NOT_STARTED, (), error.place)
    if error.is_a(MemoryError):
        return Ruling(Outcome.FAILS, Reason.OUT_OF_MEMORY, (), error.place)
    if error.kind == "ForbiddenCallError":
        banned = error.text if error.text in context.session.answer.banned else "a banned function"
        name = banned.removeprefix("builtins.")
        fact = f"{name} is called, which this exercise asks you to do without."
        return Ruling(Outcome.FAILS, Reason.FORBIDDEN, (fact,), error.place)
    # Which of the two a file outside brings depends on the wall that it meets first.
    if error.is_a(PermissionError, FileNotFoundError):
        fact = "The code tried something that is not allowed here (files, processes, network)."
        return Ruling(Outcome.FAILS, Reason.FORBIDDEN, (fact,), error.place)
    if error.is_a(ImportError):
        fact = "Only numpy and the standard library can be imported here."
        return Ruling(Outcome.FAILS, Reason.FORBIDDEN, (fact,), error.place)
    if error.is_a(ValueError) and "read-only" in error.text:
        fact = "The code writes into an argument; arguments belong to the caller."
        return Ruling(Outcome.FAILS, Reason.MODIFIED, (fact,), error.place)
    fact = f"{error.kind or OTHER_EXCEPTION} is raised."
    return Ruling(Outcome.FAILS, Reason.RAISED, (fact,), error.place)


def missing(error: MissingNameError) -> str:
    names = [n for n in error.names if n.isidentifier()][:12]
    has = f" It has: {', '.join(names)}." if names else " It defines nothing."
    return f"There is no {error.name}() in the file.{has}"
