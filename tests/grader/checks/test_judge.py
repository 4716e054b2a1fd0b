"""Each way a hidden test can end has one outcome and one reason, and says nothing it must not."""

import contextlib
from types import SimpleNamespace

import numpy as np
import pytest

from grader.checks.context import Context
from grader.checks.failures import CheckFailedError, NotJudgedError
from grader.checks.judge import rule
from grader.errors import CourseError, GraderError, SandboxError
from grader.sandbox.failures import MissingNameError, StudentError
from grader.sandbox.host import RunnerGoneError
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Session, Student
from grader.sandbox.wire import ProtocolError
from grader.verdict import Chunk, Outcome, Place, Reason

ANSWER = """
class OwnError(Exception):
    pass


class Thing:
    pass


def not_yet():
    raise NotImplementedError


def own():
    raise OwnError("secret 31415")


def made_up(x):
    raise type("Secret" + str(x), (Exception,), {})


def divide():
    return 1 / 0


def memory():
    raise MemoryError


def opens():
    raise PermissionError("/etc/secret")


def misses():
    open("there is no such file")


def imports():
    import pandas_of_31415


def writes(x):
    x[0] = 1.0


def bad_value():
    raise ValueError("31415")


def thing():
    return Thing()


def made_up_thing(x):
    return type("Secret" + str(x), (), {})()


def text():
    return "31415"
"""


@pytest.fixture(scope="module")
def session():
    session = Session(Answer([Chunk("answer.py", ANSWER)], banned=("numpy.sort",)), Loopback)
    session.load()
    yield session
    session.close()


@pytest.fixture
def context(session):
    return Context(SimpleNamespace(stem="stem", budgets={}), session, b"seed")


@pytest.fixture
def judged(session, context):
    """Return a function that runs a test on the answer and rules on how it ends."""

    def judge(test, in_fixture=False):
        ended = None
        try:
            test(Student(session))
        except BaseException as error:
            ended = error
        return rule(ended, context, in_fixture)

    return judge


def line_of(text):
    return next(i for i, line in enumerate(ANSWER.splitlines(), 1) if text in line)


def raiser(error):
    def test(student):
        raise error

    return test


# ---- the answer's own failures ------------------------------------------------------------------


def test_a_test_that_ends_quietly_passes(judged):
    ruling = judged(lambda student: student.text())
    assert (ruling.outcome, ruling.reason, ruling.facts) == (Outcome.PASSES, None, ())


@pytest.mark.parametrize(
    ("test", "reason", "words"),
    [
        (lambda s: s.not_yet(), Reason.NOT_STARTED, ""),
        (lambda s: s.own(), Reason.RAISED, "OwnError is raised."),
        (lambda s: s.divide(), Reason.RAISED, "ZeroDivisionError is raised."),
        (lambda s: s.bad_value(), Reason.RAISED, "ValueError is raised."),
        (lambda s: s.memory(), Reason.OUT_OF_MEMORY, ""),
        (lambda s: s.opens(), Reason.FORBIDDEN, "not allowed here"),
        (lambda s: s.misses(), Reason.FORBIDDEN, "not allowed here"),
        (lambda s: s.imports(), Reason.FORBIDDEN, "can be imported here"),
        (lambda s: s.writes(np.zeros(2)), Reason.MODIFIED, "writes into an argument"),
        (lambda s: s.nothing_like_it(), Reason.MISSING, "There is no nothing_like_it()"),
        (lambda s: s.thing() + 1, Reason.WRONG_TYPE, "Thing is returned"),
        (lambda s: bool(s.thing() == 1), Reason.WRONG_TYPE, "Thing is returned"),
        (lambda s: s.text() + 1, Reason.WRONG_TYPE, "cannot be used as described (TypeError)"),
        (lambda s: s.text().shape, Reason.WRONG_TYPE, "(AttributeError)"),
        (lambda s: s.text()["a":], Reason.WRONG_TYPE, "(TypeError)"),
    ],
)
def test_what_the_answer_does_wrong_fails(judged, test, reason, words):
    ruling = judged(test)
    assert (ruling.outcome, ruling.reason) == (Outcome.FAILS, reason)
    assert words in " ".join(ruling.facts)
    assert "31415" not in " ".join(ruling.facts)
    assert "secret" not in " ".join(ruling.facts)


def test_a_bare_assertion_is_a_wrong_value_without_facts(judged):
    def test(student):
        assert student.text() == "the expected value"

    ruling = judged(test)
    assert (ruling.outcome, ruling.reason) == (Outcome.FAILS, Reason.WRONG_VALUE)
    assert ruling.facts == ()


def test_a_type_made_up_on_the_spot_is_not_named(judged):
    for test in (lambda s: s.made_up(31415), lambda s: s.made_up_thing(31415) + 1):
        ruling = judged(test)
        assert ruling.outcome is Outcome.FAILS
        text = " ".join(ruling.facts)
        assert text.startswith("An ")
        assert "31415" not in text


def test_the_place_is_the_line_in_the_answer(judged):
    assert judged(lambda s: s.divide()).place == Place("answer.py", line_of("1 / 0"))
    assert judged(lambda s: s.not_yet()).place == Place(
        "answer.py", line_of("raise NotImplementedError")
    )


def test_a_missing_function_is_told_with_what_there_is(judged, context):
    (fact,) = judged(lambda s: s.halve()).facts
    assert "It has: " in fact
    assert "divide" in fact
    (fact,) = rule(MissingNameError("f", []), context).facts
    assert fact == "There is no f() in the file. It defines nothing."
    names = ["no name at all", "x;y", *(f"name_{i}" for i in range(50))]
    (fact,) = rule(MissingNameError("f", names), context).facts
    assert "no name" not in fact
    assert ";" not in fact
    assert fact.count("name_") == 12


@pytest.mark.parametrize(
    ("text", "told"), [("numpy.sort", "numpy.sort"), ("secret 31415", "a banned function")]
)
def test_a_banned_call_names_only_what_the_exercise_bans(context, text, told):
    error = StudentError("ForbiddenCallError", ["Exception"], text, None)
    ruling = rule(error, context)
    assert (ruling.outcome, ruling.reason) == (Outcome.FAILS, Reason.FORBIDDEN)
    assert ruling.facts[0].startswith(f"{told} is called")


# ---- checks -------------------------------------------------------------------------------------


def test_a_failed_check_keeps_its_reason_and_facts(context):
    ruling = rule(CheckFailedError(Reason.NOT_FINITE, "one.", "two."), context)
    assert (ruling.outcome, ruling.reason) == (Outcome.FAILS, Reason.NOT_FINITE)
    assert ruling.facts == ("one.", "two.")


def test_a_failed_check_points_at_the_line_that_raised(context):
    place = Place("answer.py", 3)
    failed = CheckFailedError(Reason.WRONG_TYPE, "fact")
    failed.__cause__ = StudentError("KeyError", [], "", place)
    assert rule(failed, context).place == place
    failed.__cause__ = ValueError()
    assert rule(failed, context).place is None


# ---- the runner ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("timed out", Reason.TIMED_OUT),
        ("out of memory", Reason.OUT_OF_MEMORY),
        ("crashed", Reason.CRASHED),
        ("protocol", Reason.PROTOCOL),
        ("something new", Reason.CRASHED),
    ],
)
def test_a_runner_that_is_gone_fails_without_facts(context, why, reason):
    ruling = rule(RunnerGoneError(why, "secret detail"), context)
    assert (ruling.outcome, ruling.reason, ruling.facts) == (Outcome.FAILS, reason, ())


def test_the_timeout_of_a_whole_test_is_the_answers(judged):
    ruling = judged(lambda s: pytest.fail("Timeout (>120.0s) from pytest-timeout."))
    assert (ruling.outcome, ruling.reason) == (Outcome.FAILS, Reason.TIMED_OUT)


# ---- our own failures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        GraderError("secret"),
        CourseError("secret"),
        SandboxError("secret"),
        ProtocolError("secret"),
        MemoryError("secret"),
        FileNotFoundError("secret"),
        ConnectionResetError("secret"),
    ],
    ids=lambda e: type(e).__name__,
)
def test_our_own_failures_are_not_judged(judged, error):
    ruling = judged(raiser(error))
    assert (ruling.outcome, ruling.reason) == (Outcome.NOT_JUDGED, None)
    assert "not your fault" in ruling.facts[0]
    assert "secret" not in ruling.facts[0]


def test_whatever_breaks_in_a_fixture_is_ours(judged):
    for error in (AssertionError("x"), TypeError("x"), ZeroDivisionError("x")):
        assert judged(raiser(error), in_fixture=True).outcome is Outcome.NOT_JUDGED
        assert judged(raiser(error)).outcome is Outcome.FAILS


def test_the_answers_failures_in_a_fixture_are_still_the_answers(judged):
    assert judged(lambda s: s.divide(), in_fixture=True).reason is Reason.RAISED
    ruling = judged(raiser(RunnerGoneError("timed out")), in_fixture=True)
    assert ruling.reason is Reason.TIMED_OUT


def test_an_unclear_measurement_is_not_judged(context):
    ruling = rule(NotJudgedError("The machine was too busy."), context)
    assert (ruling.outcome, ruling.reason) == (Outcome.NOT_JUDGED, None)
    assert ruling.facts == ("The machine was too busy.",)


def test_a_skip_is_not_run(judged):
    ruling = judged(lambda s: pytest.skip("Needs: the other."))
    assert (ruling.outcome, ruling.facts) == (Outcome.NOT_RUN, ("Needs: the other.",))


def test_nothing_but_a_quiet_end_passes(judged, context):
    """Whatever is raised, by whomever, with whatever name: it is no pass."""
    every = [*BaseException.__subclasses__(), *Exception.__subclasses__()]
    for kind in every:
        with contextlib.suppress(TypeError):
            assert rule(kind("x"), context).outcome is not Outcome.PASSES
    for kind in ("Skipped", "CheckFailedError", "NotJudgedError", "KeyboardInterrupt", "Exit", ""):
        error = StudentError(kind, [kind, "Exception", "BaseException"], "x", None)
        assert rule(error, context).outcome is Outcome.FAILS
