"""Comparisons of what an answer does: raising, writing, calling, and returning strange objects."""

import math

import numpy as np
import pytest

from grader.checks.compare import has_word, same_bytes
from grader.checks.failures import CheckFailedError
from grader.sandbox.failures import OpaqueValueError, StudentError
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Session, Student
from grader.verdict import Chunk, Reason
from tests.grader.checks.failing import failure, short

ANSWER = '''
import numpy as np


class TooSmallError(ValueError):
    pass


class Yes:
    """Claims to be everything."""

    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    def __float__(self):
        return 1.0


def yes():
    return Yes()


def refuse(x):
    raise ValueError("x_max is negative")


def refuse_by_own_type(x):
    raise TooSmallError("x")


def refuse_by_secret_type(x):
    raise type("T" + str(x), (ValueError,), {})("x")


def refuse_by_linalg(x):
    raise np.linalg.LinAlgError("singular")


def wrong_kind(x):
    raise KeyError("x")


def accept(x):
    return [x]


def refuse_below_zero(x):
    if x < 0:
        raise ValueError("x")
    return [x]


def not_yet(x):
    raise NotImplementedError


def fill(x, y=0):
    x[0] = 9.0
    return 1.0


def view(x):
    return x[1:]


def fresh(x):
    return x + 1.0


def clear(items):
    items.pop()
    return 1.0


def call(f, n):
    for i in range(n):
        f(i)
    return 1.0
'''


@pytest.fixture(scope="module")
def student():
    session = Session(Answer([Chunk("answer.py", ANSWER)]), Loopback)
    session.load()
    yield Student(session)
    session.close()


# ---- objects of the student's -------------------------------------------------------------------


def test_an_object_that_equals_everything_satisfies_nothing(check, student):
    got = student.yes()
    for compare in (check.close, check.equal):
        for want in (1.0, True, None, "a", [1.0], {"a": 1}, np.ones(2)):
            with pytest.raises((CheckFailedError, OpaqueValueError)):
                compare(got, want)
    for attempt in (
        lambda: check.true(got, "fact"),
        lambda: check.true(got == 1, "fact"),
        lambda: check.below(got, 2.0, "it"),
        lambda: check.z_score(got, 1.0, 1.0, "it"),
        lambda: check.finite(got),
        lambda: check.shape(got, ()),
        lambda: check.is_type(got, float),
    ):
        with pytest.raises((CheckFailedError, OpaqueValueError)):
            attempt()


def test_an_object_is_named_by_its_type(check, student):
    assert failure(check.equal, student.yes(), 1)[1].startswith(
        "the result is an object of type Yes; "
    )


# ---- raises -------------------------------------------------------------------------------------


def test_raises_takes_the_kind_or_a_kind_below_it(check, student):
    check.raises(ValueError, student.refuse, -1)
    check.raises((TypeError, ValueError), student.refuse, -1)
    check.raises(ValueError, student.refuse_by_own_type, -1)
    check.raises(LookupError, student.wrong_kind, -1)
    check.raises(ValueError, student.refuse_by_linalg, -1)


def test_another_exception_or_none_fails(check, student):
    assert failure(check.raises, ValueError, student.wrong_kind, 1) == (
        Reason.WRONG_TYPE,
        "KeyError is raised; it must be ValueError.",
    )
    assert failure(check.raises, (TypeError, ValueError), student.accept, 1) == (
        Reason.WRONG_TYPE,
        "Nothing is raised; a list of 1 is returned instead of TypeError or ValueError.",
    )
    failure(check.raises, KeyError, student.refuse_by_linalg, 1)


def test_a_stub_is_not_taken_for_a_wrong_exception(check, student):
    for kinds in (ValueError, (KeyError, TypeError)):
        with pytest.raises(StudentError) as caught:
            check.raises(kinds, student.not_yet, 1)
        assert caught.value.kind == "NotImplementedError"


def test_each_call_must_raise(check, student):
    check.each_raises(ValueError, student.refuse, [(-1,), (-2,)], names="x_max")
    check.each_raises((LookupError, ValueError), student.wrong_kind, [(1,)])
    reason, facts = failure(check.each_raises, ValueError, student.refuse, [(-1,)], names="y")
    assert (reason, facts) == failure(check.raises, ValueError, student.refuse, -1, names="y")
    with pytest.raises(StudentError) as caught:
        check.each_raises(ValueError, student.not_yet, [(1,), (2,)])
    assert caught.value.kind == "NotImplementedError"


@pytest.mark.parametrize("calls", [[(1,)], [(-1,), (1,)], [(1,), (-1,)]])
def test_one_call_that_raises_nothing_is_enough(check, student, calls):
    accept = failure(check.raises, ValueError, student.accept, 1)
    assert failure(check.each_raises, ValueError, student.refuse_below_zero, calls) == accept


def test_raises_asks_for_a_name_as_a_word(check, student):
    check.raises(ValueError, student.refuse, -1, names="x_max")
    check.raises(ValueError, student.refuse, -1, names=("x", "X_MAX"))
    reason, facts = failure(check.raises, ValueError, student.refuse, -1, names=("x", "max"))
    assert reason is Reason.WRONG_VALUE
    assert facts == "The text of the ValueError does not name 'x' or 'max'."


def test_a_type_made_up_on_the_spot_is_not_named(check, student):
    check.raises(ValueError, student.refuse_by_secret_type, 31415)
    for attempt in [
        {"kinds": KeyError},
        {"kinds": ValueError, "names": "y"},
    ]:
        kinds = attempt.pop("kinds")
        _, facts = failure(check.raises, kinds, student.refuse_by_secret_type, 31415, **attempt)
        assert "31415" not in facts
        assert "  " not in facts


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("n must be positive", "n", True),
        ("N is bad", "n", False),
        ("'n'=3", "n", True),
        ("none given", "n", False),
        ("n_max", "n", False),
        ("größe", "gr", False),
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
        ("", "n", False),
    ],
)
def test_a_name_is_a_word_of_its_own(text, name, found):
    assert has_word(text, name) is found


# ---- arguments and results in memory ------------------------------------------------------------


def test_unchanged_sees_every_written_argument(check, student):
    x = np.arange(3.0)
    trace = student.fill.trace(x, np.ones(1))
    assert failure(check.unchanged, trace, x, np.ones(1)) == (
        Reason.MODIFIED,
        "Argument 1 is changed by the call.",
    )
    items = [1, 2]
    failure(check.unchanged, student.clear.trace(items), items)
    assert x.tolist() == [0, 1, 2]
    assert items == [1, 2]


def test_unchanged_takes_nan_for_nan(check, student):
    x = np.array([np.nan, 1.0])
    check.unchanged(student.fresh.trace(x), x)


def test_owns_result(check, student):
    x = np.arange(3.0)
    check.owns_result(student.fresh.trace(x))
    assert failure(check.owns_result, student.view.trace(x))[0] is Reason.MODIFIED


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.zeros(2), np.zeros((2, 1))),
        (np.zeros(2), np.array([0.0, -0.0])),
        (np.zeros(2), [0.0, 0.0]),
        ([1], (1,)),
        ([1], [1, 2]),
        ([1], [True]),
        ({"a": 1}, {"b": 1}),
        ({"a": [1]}, {"a": [2]}),
        (1, 1.0),
        (None, 0),
    ],
    ids=short,
)
def test_bytes_differ(a, b):
    assert not same_bytes(a, b)
    assert not same_bytes(b, a)


# ---- counting -----------------------------------------------------------------------------------


def test_counted_knows_its_calls_and_gives_what_the_function_gives(check):
    counted = check.counted(lambda x, y=1: x + y)
    assert [counted(1), counted(1, y=5)] == [2, 6]
    assert counted.calls == 2
    assert check.counted(math.sqrt).__name__ == "sqrt"


def test_calls_by_the_student_are_counted_and_bounded(check, student):
    counted = check.counted(lambda x: x)
    student.call(counted, 7)
    assert counted.calls == 7
    check.calls(counted, 7)
    assert failure(check.calls, counted, 6, "the gradient") == (
        Reason.TOO_SLOW,
        "the gradient is called 7 times; allowed 6.",
    )


def test_of_several_counts_the_one_nearest_its_limit_is_shown(check):
    few, many = check.counted(abs), check.counted(abs)
    [few(1) for _ in range(3)]
    [many(1) for _ in range(8)]
    check.calls(few, 3, "f")
    check.calls(many, 20, "f")
    check.calls(many, 9, "g")
    shown = {b.function: (b.value, b.limit) for b in check.counts.values()}
    assert shown == {"f": (3.0, 3.0), "g": (8.0, 9.0)}
    assert failure(check.calls, many, 5, "f")[0] is Reason.TOO_SLOW
    assert (check.counts["f"].value, check.counts["f"].limit) == (8.0, 5.0)
