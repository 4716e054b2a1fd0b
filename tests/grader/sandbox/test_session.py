"""Sessions: the same behaviour through the loopback and through a confined runner."""

from fractions import Fraction

import numpy as np
import pytest

from grader.checks.compare import Counted
from grader.sandbox.failures import MissingNameError, OpaqueValueError, StudentError
from grader.sandbox.host import Limits
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Session, Student
from grader.verdict import Chunk, Place

SOURCE = """
import time
from fractions import Fraction
from typing import NamedTuple

import numpy as np


class Pair(NamedTuple):
    left: object
    right: object


class Sly(float):
    def __eq__(self, other):
        return True


class Counter:
    def __init__(self, start):
        self.count = start

    def add(self, n=1):
        self.count += n
        return self

    def __add__(self, other):
        return self.count + other

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return [10, 20, 30][i]


def identity(x):
    return x


def pair(x):
    return Pair(x, np.ones(2))


def tally(text):
    import collections
    return collections.Counter(text)


def sly():
    return Sly(1.0)


def fill(x):
    x[0] = 7.0
    return x


def describe(*args, **kwargs):
    names = [type(a).__name__ for a in args]
    flags = [(a.flags.f_contiguous, a.flags.c_contiguous, a.flags.writeable) for a in args
             if isinstance(a, np.ndarray)]
    return names, flags, sorted(kwargs)


def twice(f, x):
    return f(f(x))


def nested_fail(x):
    raise KeyError(x)


def draw(rng):
    return rng.normal(size=3)
"""


@pytest.fixture(scope="module", params=["loopback", "runner"])
def student(request):
    """A student in this process, or in a confined one."""
    if request.param == "loopback":
        session = Session(Answer([Chunk("answer.py", SOURCE)]), Loopback)
    else:
        zygote = request.getfixturevalue("zygote")
        limits = Limits(call_seconds=1.0)
        session = Session(Answer([Chunk("answer.py", SOURCE)]), lambda: zygote.spawn(limits))
    session.load()
    yield Student(session)
    session.close()


def test_values_come_back(student):
    for value in (None, 3, 2**70, 1.5, "text", (1, [2.0, {"a": Fraction(1, 3)}])):
        assert student.identity(value) == value


def test_many_calls_go_in_one_request(student):
    calls = student._session.calls
    x = np.arange(3.0)
    results = student.identity.each([(1,), (x,), ((2, None),)])
    assert results[0] == 1
    assert results[1].tolist() == [0.0, 1.0, 2.0]
    assert results[2] == (2, None)
    assert student._session.calls == calls + 3
    assert student.describe.each([(1,), (2, 3)], b=1)[1] == (["int", "int"], [], ["b"])
    rngs = [np.random.default_rng(k) for k in (1, 1, 2)]
    one, same, other = (r.tolist() for r in student.draw.each([()] * 3, rngs=rngs))
    assert one == same != other
    assert student.twice.each([(lambda v: v + 1, 1), (lambda v: 2 * v, 3)]) == [3, 12]
    with pytest.raises(StudentError) as caught:
        student.fill.each([(np.zeros(2),)])
    assert "read-only" in caught.value.text
    with pytest.raises(MissingNameError):
        student.nothing.each([(1,)])
    with pytest.raises(TypeError, match="no calls"):
        student.identity.each([])


def test_outcomes_go_on_after_an_exception(student):
    first, second, third = student.fill.outcomes([(np.zeros(2),), ([1.0, 2.0],), (3,)])
    assert isinstance(first, StudentError)
    assert first.is_a(ValueError)
    assert "read-only" in first.text
    assert first.place is not None
    assert second == [7.0, 2.0]
    assert third.kind == "TypeError"
    assert student.identity.outcomes([(1,), ([True, 2],)]) == [1, [True, 2]]


def test_dicts_of_the_standard_library_come_back_as_dicts(student):
    assert student.tally("abca") == {"a": 2, "b": 1, "c": 1}
    assert type(student.tally("aa")) is dict


def test_a_named_tuple_comes_back_as_a_tuple(student):
    left, right = student.pair(1)
    assert left == 1
    assert right.tolist() == [1.0, 1.0]


def test_objects_are_opaque_handles(student):
    counter = student.Counter(5)
    assert counter.count == 5
    assert counter.add(2).add(n=3).count == 10
    assert counter[1] == 20
    assert len(counter) == 3
    counter.count = 1
    assert counter.count == 1
    for use in (
        bool,
        float,
        int,
        list,
        np.asarray,
        np.sum,
        np.abs,
        abs,
        lambda c: c == 1,
        lambda c: c - 1,
        lambda c: 1 - c,
        lambda c: np.ones(2) @ c,
        lambda c: np.ones(2) - c,
        lambda c: c < 1,
        lambda c: 1 in c,
    ):
        with pytest.raises(OpaqueValueError):
            use(counter)


def test_a_float_with_its_own_equality_stays_a_handle(student):
    with pytest.raises(OpaqueValueError):
        assert student.sly() == 1.0


def test_arguments_are_read_only_copies_that_keep_their_layout(student):
    x = np.arange(6.0).reshape(2, 3)
    names, flags, kwargs = student.describe(x, x.T, x[:, ::2], b=1, a=2)
    assert names == ["ndarray"] * 3
    assert flags == [(False, True, False), (True, False, False), (False, False, False)]
    assert kwargs == ["a", "b"]
    with pytest.raises(StudentError) as caught:
        student.fill(x)
    assert caught.value.is_a(ValueError)
    assert "read-only" in caught.value.text
    assert x[0, 0] == 0.0


def test_a_trace_shows_what_became_of_the_arguments(student):
    x = np.zeros(3)
    trace = student.fill.trace(x)
    assert trace.args[0].tolist() == [7.0, 0.0, 0.0]
    assert trace.result.tolist() == [7.0, 0.0, 0.0]
    assert trace.shares_memory
    assert x.tolist() == [0.0, 0.0, 0.0]


def test_odd_arguments(student):
    odd = (np.asmatrix([[1.0]]), np.array(["a"]), np.array([1, None], object), np.float32, float)
    names, _, _ = student.describe(*odd, np.dtype("f4"))
    assert names[:5] == ["matrix", "ndarray", "ndarray", "type", "type"]
    assert "Float32" in names[5]


def test_generators_cross_as_their_state(student):
    rng = np.random.default_rng(3)
    rng.normal(size=5)
    expected = np.random.default_rng(3).normal(size=8)[5:]
    assert student.draw(rng).tolist() == expected.tolist()


def test_callbacks_run_here_and_their_failures_end_the_call(student):
    seen = []

    def double(x):
        seen.append(x)
        return 2.0 * x

    assert student.twice(double, 3.0) == 12.0
    assert seen == [3.0, 6.0]

    def fail(x):
        raise LookupError("from the test")

    with pytest.raises(LookupError, match="from the test"):
        student.twice(fail, 1.0)
    assert student.twice(double, 1.0) == 4.0


def test_a_table_is_looked_up_beside_the_answer(student):
    table = {1: 2, 2: (5, "x")}
    assert student.twice(table.__getitem__, 1) == (5, "x")
    with pytest.raises(StudentError) as caught:
        student.twice(table.__getitem__, 3)
    assert caught.value.is_a(KeyError)
    assert student.twice({1: 1}.get, 1) == 1  # any other function runs here
    counted = Counted(table.__getitem__)
    assert student.twice(counted, 1) == (5, "x")
    assert counted.calls == 2


def test_numpy_functions_and_linear_maps_are_called_beside_the_answer(student):
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]]).dot
    for function in (np.square, np.sum, np.float64, turn):
        (kind,), _, _ = student.describe(function)
        assert kind != "function"  # which a callback is
        want = function(function(np.array([2.0, 3.0])))
        assert np.array_equal(student.twice(function, np.array([2.0, 3.0])), want)


def test_a_callback_can_call_the_student(student):
    assert student.twice(lambda x: student.identity(x) + 1, 1) == 3


def test_exceptions_come_with_kind_bases_and_place(student):
    with pytest.raises(StudentError) as caught:
        student.nested_fail("k")
    error = caught.value
    assert error.kind == "KeyError"
    assert error.is_a(LookupError)
    assert not error.is_a(ValueError)
    assert error.place == Place(
        "answer.py", SOURCE[: SOURCE.index("raise KeyError")].count("\n") + 1
    )


def test_a_missing_function_says_what_there_is(student):
    with pytest.raises(MissingNameError) as caught:
        student.nothing(1)
    assert "identity" in caught.value.names
