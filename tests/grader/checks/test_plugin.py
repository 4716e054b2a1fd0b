"""What becomes of each hidden test: real tests, judged by a real bench in a real sandbox."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.bench import BenchSetup, bench
from grader.checks.plugin import sentence
from grader.grade import Job
from grader.verdict import Budget, Chunk, Outcome, Reason

CHAPTER = """\
chapter = 1
title = "One"

[one]
title = "One"
items = ["1.1"]
pages = [1]
level = 1
points = 20
hints = ["1", "one"]
call_seconds = 2.0
"""
REFERENCE = '''\
"""One."""


def one():
    """Return one.

    Returns:
        1.

    Source: book page 1.

    >>> one()
    1
    """
    return 1


def two():
    """Return two.

    Returns:
        2.

    Source: book page 1.

    >>> two()
    2
    """
    return 2
'''
TESTS = '''\
import pytest

from grader.checks import explanation, needs, points


@pytest.fixture
def broken():
    raise ZeroDivisionError("secret")


@pytest.fixture
def broken_late():
    yield
    raise ZeroDivisionError("secret")


@points(2)
def test_one(student, check):
    """One is one.

    This is for staff.
    """
    check.equal(student.one(), 1)


@points(1.5)
@needs("one")
def test_after(student):
    """It follows
    from one."""
    assert student.two() == 2


@needs("test_after")
def test_chain(student):
    """It follows from what follows."""
    assert student.two() == 2


@needs("after")
@explanation
def test_after_explained(student):
    """It follows, once more."""
    assert student.two() == 2


def test_lazy(student, check):
    """Nothing is asked of the answer."""
    check.equal(1, 1)


@needs("lazy")
def test_after_lazy(student):
    """It needs what cannot be judged."""
    assert student.two() == 2


@needs("one", "lazy")
def test_after_both(student):
    """It needs both."""
    assert student.two() == 2


def test_asks_only_has(student, check):
    """The names are there."""
    check.true(student.has("one"), "It is not there.")


@pytest.mark.parametrize("name", ["one", "two"])
def test_each(student, name):
    """Each is positive."""
    assert getattr(student, name)() > 0


@needs("each")
def test_after_each(student):
    """It needs each."""
    assert student.two() == 2


def test_our_file(student):
    """We read a file."""
    student.one()
    open("/no/such/file")


def test_broken(student, broken):
    """The fixture is broken."""
    student.one()


def test_broken_late(student, broken_late):
    """The fixture breaks at the end."""
    student.one()


def test_draw(student, rng, check):
    """A draw."""
    student.one()
    check.close(rng.random(), 0.5, atol=10.0)
    f = check.counted(abs)
    check.calls(f, 5 + f(-1), "f")


def test_draw_again(student, rng, check):
    """Another draw."""
    student.one()
    check.close(rng.random(), 0.5, atol=10.0)
'''
HALVES = "def one():\n    return {}\n\n\ndef two():\n    return 2\n"
RIGHT = HALVES.format("1")
PRETENDERS = [
    "Skipped",
    "Failed",
    "XFailed",
    "Exit",
    "OutcomeException",
    "CheckFailedError",
    "NotJudgedError",
    "StudentError",
    "PASSES",
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("plugin") / "course"
    for name, text in {
        "exercises/ch01_one/chapter.toml": CHAPTER,
        "reference/ch01_one/one.py": REFERENCE,
        "tests/hidden/ch01_one/test_one.py": TESTS,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture(scope="module")
def judge(root):
    """Return a function from an answer to its checks by name."""
    with bench(BenchSetup(str(root), ("one",))) as one:

        def judged(source, seed=b"seed"):
            one.put(Job("one", (Chunk("one.py", source),), seed, measure=False))
            return one.get()

        yield judged


@pytest.fixture(scope="module")
def right(judge):
    return {c.name: c for c in judge(RIGHT).checks}


@pytest.fixture(scope="module")
def wrong(judge):
    """An answer whose `one` is wrong."""
    return {c.name: c for c in judge(HALVES.format("7")).checks}


# ---- one check for each test --------------------------------------------------------------------


def test_every_test_yields_one_check_in_order(judge):
    names = [c.name for c in judge(RIGHT).checks]
    assert names[:3] == ["test_one", "test_after", "test_chain"]
    assert "test_each[one]" in names
    assert len(names) == len(set(names)) == TESTS.count("\ndef test_") + 1


def test_a_check_has_the_statement_and_points_of_its_test(right):
    assert right["test_one"].statement == "One is one."
    assert right["test_after"].statement == "It follows from one."
    assert [right[f"test_{n}"].points for n in ("one", "after", "chain")] == [2, 1.5, 1]


def test_an_explanation_is_marked(right):
    assert [n for n, c in right.items() if c.explanation] == ["test_after_explained"]


def test_calls_and_margins_are_noted(right):
    assert right["test_one"].calls == 1
    assert right["test_lazy"].calls == 0
    ((line, share, _),) = right["test_draw"].margins
    assert TESTS.splitlines()[line - 1].startswith("    check.close(rng.random()")
    assert 0 <= share <= 0.05


def test_counted_calls_are_in_the_result_though_they_hold(right):
    assert right["test_draw"].budgets == (Budget("calls", "f", 6.0, 1.0, unit="calls"),)


def test_a_fact_begins_with_a_capital_but_code_stays_as_it_is():
    assert sentence("the result is off.") == "The result is off."
    assert sentence("x[0] is changed.") == "x[0] is changed."
    assert sentence("softmax() takes long.") == "softmax() takes long."


# ---- needs --------------------------------------------------------------------------------------


def test_needs_that_pass_let_a_test_run(right):
    for name in ("after", "chain", "after_explained", "after_each"):
        assert right[f"test_{name}"].outcome is Outcome.PASSES


def test_needs_that_fail_keep_a_test_from_running(wrong):
    assert wrong["test_one"].outcome is Outcome.FAILS
    assert wrong["test_after"].outcome is Outcome.NOT_RUN
    assert wrong["test_after"].facts == ("Needs: One is one.",)
    assert wrong["test_chain"].facts == ("Needs: It follows from one.",)
    assert wrong["test_after"].calls == 0


def test_needs_of_a_parametrized_test_are_all_its_cases(judge):
    source = RIGHT.replace("return 2", "return -2")
    checks = {c.name: c for c in judge(source).checks}
    assert checks["test_each[one]"].outcome is Outcome.PASSES
    assert checks["test_each[two]"].outcome is Outcome.FAILS
    assert checks["test_after_each"].outcome is Outcome.NOT_RUN


def test_what_needs_an_unjudged_test_costs_nothing(right, wrong):
    assert right["test_after_lazy"].outcome is Outcome.NOT_JUDGED
    assert right["test_after_both"].outcome is Outcome.NOT_JUDGED
    assert wrong["test_after_both"].outcome is Outcome.NOT_RUN


# ---- what is not judged -------------------------------------------------------------------------


def test_a_test_that_never_calls_the_student_is_not_judged(right, wrong):
    for checks in (right, wrong):
        for name in ("test_lazy", "test_asks_only_has"):
            assert checks[name].outcome is Outcome.NOT_JUDGED
            assert "did not reach your code" in checks[name].facts[0]


def test_our_own_failures_are_not_judged_and_tell_nothing(right):
    for name in ("test_our_file", "test_broken", "test_broken_late"):
        assert right[name].outcome is Outcome.NOT_JUDGED
        assert "secret" not in " ".join(right[name].facts)
        assert "/no/such" not in " ".join(right[name].facts)


def test_unjudged_points_are_neither_earned_nor_lost(judge):
    result = judge(RIGHT)
    unjudged = {c.name for c in result.checks if c.outcome is Outcome.NOT_JUDGED}
    assert {c.name for c in result.checks if c.outcome is not Outcome.PASSES} == unjudged
    assert result.judged_points == 20 - len(unjudged)


# ---- randomness ---------------------------------------------------------------------------------


def test_draws_depend_on_the_seed_and_the_test(judge, right):
    again = {c.name: c for c in judge(RIGHT).checks}
    other = {c.name: c for c in judge(RIGHT, b"another").checks}
    draw = right["test_draw"].margins[0][1]
    assert again["test_draw"].margins[0][1] == draw
    assert other["test_draw"].margins[0][1] != draw
    assert right["test_draw_again"].margins[0][1] != draw


# ---- answers that pretend -----------------------------------------------------------------------


@pytest.mark.parametrize("name", PRETENDERS)
def test_raising_what_looks_like_ours_fails(judge, name):
    source = f"class {name}(Exception):\n    pass\n\n\n{RIGHT}"
    source = source.replace("return 1", f"raise {name}('Needs: nothing, passes')")
    checks = {c.name: c for c in judge(source).checks}
    assert (checks["test_one"].outcome, checks["test_one"].reason) == (
        Outcome.FAILS,
        Reason.RAISED,
    )
    assert checks["test_one"].facts == (f"{name} is raised.",)


@pytest.mark.parametrize(
    "name", ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "StopIteration", "AssertionError"]
)
def test_raising_what_ends_other_loops_fails(judge, name):
    checks = {c.name: c for c in judge(RIGHT.replace("return 1", f"raise {name}")).checks}
    assert checks["test_one"].outcome is Outcome.FAILS
    assert checks["test_each[two]"].outcome is Outcome.PASSES


def test_returning_an_exception_is_no_value(judge):
    for value in ("AssertionError()", "NotImplemented", "type('Skipped', (), {})()"):
        checks = {c.name: c for c in judge(HALVES.format(value)).checks}
        assert checks["test_one"].outcome is Outcome.FAILS
        assert checks["test_one"].reason is Reason.WRONG_TYPE


# ---- plain pytest -------------------------------------------------------------------------------


def plain_pytest(root, *words):
    environment = {**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=short", "-c", os.devnull]
    options = ["--rootdir", str(root), "--import-mode=importlib", "-p", "grader.checks.plugin"]
    return subprocess.run(
        [*command, *options, "-p", "no:cacheprovider", *words],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    ).stdout


def test_in_plain_pytest_the_reference_plays_the_student(root, tmp_path):
    outside = tmp_path / "test_outside.py"
    outside.write_text("def test_it(student):\n    pass\n\n\ndef test_other():\n    pass\n")
    output = plain_pytest(root, "tests/hidden", str(outside))
    assert "PASSED tests/hidden/ch01_one/test_one.py::test_one" in output
    assert "PASSED tests/hidden/ch01_one/test_one.py::test_chain" in output
    assert "FAILED tests/hidden/ch01_one/test_one.py::test_lazy" in output
    assert "the test never called the student's code" in output
    assert "are for hidden tests" in output
    words = {
        line.split()[0] for line in output.splitlines() if line.split()[1:2] == ["::test_other"]
    }
    assert words == {"PASSED"}
    assert "ERROR at setup of test_it" in output
