"""Comparisons pass what is right, fail what is not, and tell nothing that is hidden."""

import inspect
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.compare import (
    Comparison,
    has_word,
    kind_of,
    magnitude,
    same_bytes,
    shown_shape,
)
from grader.checks.failures import CheckFailedError
from grader.checks.witness import Witness
from grader.sandbox.failures import OpaqueValueError, StudentError
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Session, Student
from grader.verdict import Chunk, Reason

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


@pytest.fixture
def check():
    return Comparison()


def short(value):
    return repr(value)[:40]


def failure(function, *args, **kwargs):
    """Return (reason, facts) of a check that must fail."""
    with pytest.raises(CheckFailedError) as caught:
        function(*args, **kwargs)
    return caught.value.reason, " ".join(caught.value.facts)


# ---- close: what passes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array(3.0), 3.0),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (math.nan, math.nan),
        (math.inf, math.inf),
        (np.array([1.0, -np.inf, np.nan]), np.array([1.0, -np.inf, np.nan])),
        (1 + 2j, np.array(1 + 2j)),
        (np.array([2.0 + 0j]), np.array([2.0])),
        (2**70, 2.0**70),
        (np.array([True, False]), np.array([1.0, 0.0])),
    ],
    ids=short,
)
def test_the_same_numbers_are_close_without_any_tolerance(check, got, want):
    check.close(got, want)


@given(
    want=st.floats(-1e6, 1e6),
    rtol=st.floats(1e-9, 1e-2),
    atol=st.floats(1e-9, 1e-2),
    share=st.floats(-3, 3),
)
@settings(max_examples=80, deadline=None)
def test_close_is_the_inequality_it_states(want, rtol, atol, share):
    got = want + share * (atol + rtol * abs(want))
    allowed = Fraction(atol) + Fraction(rtol) * abs(Fraction(want))
    ratio = abs(Fraction(got) - Fraction(want)) / allowed
    if abs(ratio - 1) < Fraction(1, 10**4):
        return
    check = Comparison()
    if ratio < 1:
        check.close(got, want, rtol=rtol, atol=atol)
    else:
        assert failure(check.close, got, want, rtol=rtol, atol=atol)[0] is Reason.WRONG_VALUE


def test_an_absolute_tolerance_may_differ_from_value_to_value(check):
    check.close(np.array([1.0, 5.0]), [0.0, 0.0], atol=np.array([2.0, 6.0]))
    _, facts = failure(check.close, np.array([1.0, 5.0]), [0.0, 0.0], atol=np.array([2.0, 4.0]))
    assert "at [1]" in facts
    assert "1 of 2 values" in facts


# ---- close: what fails --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want", "reason"),
    [
        (1.0, 2.0, Reason.WRONG_VALUE),
        (math.inf, -math.inf, Reason.WRONG_VALUE),
        (3.0, math.inf, Reason.WRONG_VALUE),
        (0.0, math.nan, Reason.WRONG_VALUE),
        (math.nan, 1.0, Reason.NOT_FINITE),
        (-math.inf, 1.0, Reason.NOT_FINITE),
        (complex(1.0, math.nan), 1.0, Reason.NOT_FINITE),
        (10**400, 1.0, Reason.NOT_FINITE),
        (1 + 1j, 1.0, Reason.WRONG_VALUE),
        (np.zeros(3), np.zeros((3, 1)), Reason.WRONG_TYPE),
        (np.zeros((0, 3)), np.zeros((0, 2)), Reason.WRONG_TYPE),
        (np.zeros(1), 0.0, Reason.WRONG_TYPE),
        ([1.0], [1.0], Reason.WRONG_TYPE),
        (None, 1.0, Reason.WRONG_TYPE),
        ("1.0", 1.0, Reason.WRONG_TYPE),
        (np.array(["a"]), [1.0], Reason.WRONG_TYPE),
        (np.array([1.0], object), [1.0], Reason.WRONG_TYPE),
    ],
    ids=short,
)
def test_what_is_not_close_fails_for_its_reason(check, got, want, reason):
    assert failure(check.close, got, want, rtol=1e-3, atol=1e-3)[0] is reason


def test_no_tolerance_reaches_infinity_or_nan(check):
    for want in (math.inf, math.nan):
        failure(check.close, 1e300, want, rtol=1e9, atol=1e308)


def test_infinite_neighbours_do_not_widen_a_relative_tolerance(check):
    failure(check.close, np.array([np.inf, 2.0]), [np.inf, 1.0], rtol=1e-3)


def test_large_integers_are_compared_exactly(check):
    big = 2**53
    for kind in (np.int64, np.uint64):
        check.close(np.array([big], kind), np.array([big], kind))
        reason, facts = failure(check.close, np.array([big], kind), np.array([big + 1], kind))
        assert reason is Reason.WRONG_VALUE
        assert str(big)[:4] not in facts


def test_facts_say_where_and_how_many(check):
    got = np.zeros((2, 3))
    got[1, 2], got[0, 1] = 5.0, 0.2
    _, facts = failure(check.close, got, np.zeros((2, 3)), atol=1e-3)
    assert facts == (
        "the result is off by about 1e+00 at [1, 2]; allowed is about 1e-03. "
        "2 of 6 values are wrong."
    )
    _, facts = failure(check.close, np.array([1.0, np.nan]), [1.0, 2.0], what="the mean")
    assert facts == "1 of 2 values of the mean are nan or infinite."


# ---- nothing hidden in the facts ----------------------------------------------------------------


@given(
    digits=st.integers(2_000_000, 9_999_999),
    power=st.integers(-9, 9),
    rtol=st.sampled_from([0.0, 1e-12, 3e-7, 1e-2]),
)
@settings(max_examples=60, deadline=None)
def test_no_digit_of_an_expected_value_is_told(digits, power, rtol):
    want = digits * 10.0**power
    first = str(digits)[0]
    check = Comparison()
    for got, expected in [(0.0, want), (np.zeros(1), [want]), (1, complex(want, want))]:
        _, facts = failure(check.close, got, expected, rtol=rtol)
        mantissas = {m[0] for m in facts.split() if "e+" in m or "e-" in m}
        assert mantissas <= {"1"}, (first, facts)
    for got, expected in [(0, digits), ([0], [digits]), ({"a": 0}, {"a": digits})]:
        assert str(digits) not in failure(check.equal, got, expected)[1]


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("no", "hidden"),
        (b"no", b"hidden"),
        ({"seen"}, {"hidden"}),
        ([1, "no"], [1, "hidden"]),
        ({"seen": 1}, {"hidden": 1}),
        ({"a": {"seen": 1}}, {"a": {"hidden": 1}}),
        (Fraction(1, 2), Fraction(98765, 43210)),
        (1, "hidden"),
        (1, {"hidden", "hidden too"}),
        (1, {"hidden": 1}),
    ],
)
def test_no_expected_word_or_key_is_told(check, got, want):
    _, facts = failure(check.equal, got, want)
    assert "hidden" not in facts
    assert "98765" not in facts
    assert "seen" not in facts


def test_a_long_shape_or_length_cannot_spell_a_value(check):
    _, facts = failure(check.shape, np.zeros((31415926, 0)), (2, 2))
    assert "31415926" not in facts
    assert "(many, 0)" in facts
    assert kind_of([0] * 10_000) == "a list of many"
    assert shown_shape((1,) * 32).count("1") == 8


@given(st.floats(min_value=5e-324, allow_infinity=False))
@settings(max_examples=200, deadline=None)
def test_a_magnitude_is_a_power_of_ten_below_the_value(value):
    shown = magnitude(value)
    assert shown.startswith("1e")
    power = Fraction(10) ** int(shown[2:])
    # log10 may round up just below a power of ten.
    assert power * (1 - Fraction(1, 10**12)) <= Fraction(value) < 10 * power
    assert magnitude(-value) == shown


def test_zero_has_no_magnitude():
    assert magnitude(0.0) == "0"


# ---- margins ------------------------------------------------------------------------------------


def test_margins_are_in_units_of_the_tolerance_at_the_line_that_asks(check):
    line = inspect.currentframe().f_lineno
    check.close(np.array([1.0, 1.25]), [1.0, 1.0], atol=0.5)
    failure(check.close, 3.0, 1.0, atol=0.5)
    check.below(0.2, 0.8, "the error")
    failure(check.close, math.nan, 1.0, atol=0.5)
    assert check.margins[0] == (line + 1, 0.5, 1.0)
    assert [ratio for _, ratio, _ in check.margins] == [0.5, 4.0, 0.25, math.inf]


def test_an_exact_match_has_no_margin_to_speak_of(check):
    check.close(np.array([1.0, np.nan, np.inf]), [1.0, np.nan, np.inf])
    assert [ratio for _, ratio, _ in check.margins] == [0.0]
    failure(check.close, 1.0, 2.0)
    assert check.margins[-1][1] == math.inf


def test_comparisons_of_chance_and_form_have_no_margin(check):
    check.z_score(1.0, 0.0, 1.0, "the mean")
    check.shape(np.zeros(2), (2,))
    check.equal(3, 3)
    assert check.margins == []


def test_a_witness_hears_what_is_expected():
    witness = Witness()
    Comparison(witness).close(0.30471708, 0.30471708)
    Comparison(witness).equal([1, 123456789], [1, 123456789])
    assert witness.keys == {"3.04717e-01", "1.23457e+08"}


# ---- form ---------------------------------------------------------------------------------------


def test_shape(check):
    check.shape(np.zeros((2, 3)), (2, 3))
    check.shape(1.5, ())
    check.shape(np.int64(1), ())
    reason, facts = failure(check.shape, np.zeros((3, 2), np.float32), (2, 3), "the mask")
    assert reason is Reason.WRONG_TYPE
    assert facts == "the mask is an array of shape (3, 2), float32; it must be of shape (2, 3)."
    assert "a single number" in failure(check.shape, np.zeros(1), ())[1]
    assert "a tuple of 2" in failure(check.shape, (1, 2), (2,))[1]


def test_dtype(check):
    check.dtype(np.zeros(2, np.float32), np.float32)
    check.dtype(1.0, np.float64)
    check.dtype(np.uint8(1), "uint8")
    reason, facts = failure(check.dtype, np.zeros(2), np.float32)
    assert reason is Reason.WRONG_TYPE
    assert facts == "the result is an array of shape (2,), float64; it must be of dtype float32."
    failure(check.dtype, 1, np.float64)
    failure(check.dtype, 2**70, np.float64)
    failure(check.dtype, np.zeros(2, ">f8"), np.dtype("<f8"))


def test_is_type(check):
    check.is_type(1, int)
    check.is_type(True, bool)
    check.is_type(True, (int, bool))
    check.is_type("a", (int, str))
    assert failure(check.is_type, True, int)[1] == "the result is a bool; it must be int."
    assert "int or str" in failure(check.is_type, 1.0, (int, str))[1]
    failure(check.is_type, np.int64(1), int)


def test_items(check):
    assert check.items([1, 2]) == (1, 2)
    assert check.items((1, 2), 2) == (1, 2)
    assert "a tuple of 3 values" in failure(check.items, (1, 2), 3)[1]
    assert "an array" in failure(check.items, np.zeros(2), 2)[1]
    failure(check.items, {1: 2})


def test_keys(check):
    check.keys({"b": 1, "a": 2}, ["a", "b"])
    for got in ({"a": 1}, {"a": 1, "b": 2, "c": 3}, [("a", 1), ("b", 2)]):
        reason, facts = failure(check.keys, got, ["a", "b"])
        assert reason is Reason.WRONG_TYPE
        assert facts.endswith("it must be a dict with the keys 'a', 'b'.")


def test_finite(check):
    check.finite(np.array([1, 2]))
    check.finite(np.zeros(0))
    check.finite(True)
    for bad in (np.nan, np.inf, complex(0, np.inf), 10**400):
        reason, facts = failure(check.finite, bad, "the loss")
        assert reason is Reason.NOT_FINITE
        assert facts == "1 of 1 values of the loss are nan or infinite."


def test_what_cannot_be_an_array_is_named(check):
    for got, name in [(None, "None"), ("a", "a str"), ([1], "a list of 1"), ({}, "a dict of 0")]:
        assert failure(check.array, got)[1].startswith(f"the result is {name}; it must be")


# ---- equal --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        0,
        -(10**400),
        2**53 + 1,
        1.5,
        math.nan,
        math.inf,
        1 - 2j,
        True,
        None,
        "text",
        b"bytes",
        {1, 2},
        Fraction(1, 3),
        (1, "a", [2.0, None]),
        {"a": (1, 2), "b": np.arange(3)},
        np.array([1.0, np.nan]),
        [np.zeros((2, 0)), {"x": 2**80}],
    ],
    ids=short,
)
def test_everything_equals_itself(check, value):
    check.equal(value, value)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2**53, 2**53 + 1),
        (float(2**53), 2**53 + 1),
        (10**400, 10**400 + 1),
        (1.5, 10**400),
        (np.int64(2**53), np.int64(2**53 + 1)),
        (np.array([2**53]), np.array([2**53 + 1])),
        (math.nan, 1.0),
        (1.0, math.nan),
        (1 + 1e-15j, 1.0),
        ((1, 2), (2, 1)),
        ("a", "b"),
        ({1}, {2}),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1, "b": 2}, {"a": 1}),
        (False, True),
        (Fraction(1, 3), Fraction(2, 3)),
        (np.array([1.0]), np.array([1.0 + 2**-52])),
    ],
    ids=short,
)
def test_other_values_differ(check, got, want):
    assert failure(check.equal, got, want)[0] is Reason.WRONG_VALUE


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (True, 1),
        (np.bool_(True), 1),
        (1, True),
        (0, None),
        (None, 0),
        ("1", 1),
        (b"a", "a"),
        ([1], 1),
        (np.array([1]), 1),
        (1, [1]),
        ((1,), (1, 2)),
        ("ab", ["a", "b"]),
        ([("a", 1)], {"a": 1}),
        (frozenset({1}), {1}),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        (0.5, Fraction(1, 2)),
    ],
    ids=short,
)
def test_other_kinds_differ(check, got, want):
    assert failure(check.equal, got, want)[0] is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0, 1),
        (np.int64(7), 7),
        (np.array(7), 7),
        (7, np.array(7)),
        (3 + 0j, 3),
        (np.bool_(True), True),
        ([1, 2], (1, 2)),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
    ],
    ids=short,
)
def test_equal_numbers_and_sequences_may_be_of_other_types(check, got, want):
    check.equal(got, want)


def test_a_failure_inside_containers_is_named(check):
    _, facts = failure(check.equal, {"a": [1, (2, 3)]}, {"a": [1, (2, 4)]}, "the tree")
    assert facts == "the tree['a'][1][1] has another value."


# ---- bounds -------------------------------------------------------------------------------------


def test_true(check):
    check.true(np.bool_(True), "fact")
    assert failure(check.true, [], "It is empty.") == (Reason.WRONG_VALUE, "It is empty.")
    assert failure(check.true, 0, "f", Reason.NOT_FINITE)[0] is Reason.NOT_FINITE


def test_below(check):
    check.below(1e-9, 1e-9, "the error")
    check.below(0, 0, "the error")
    check.below(-5.0, 1.0, "the error")
    assert failure(check.below, 2.7e-3, 1e-6, "the error") == (
        Reason.WRONG_VALUE,
        "the error is about 1e-03; allowed 1e-06.",
    )
    for value in (math.nan, math.inf):
        reason, facts = failure(check.below, value, 1.0, "the error")
        assert reason is Reason.NOT_FINITE
        assert "not finite" in facts


def test_z_score_allows_six_deviations_either_way(check):
    for sign in (1, -1):
        check.z_score(10.0 + sign * 11.9, 10.0, 2.0, "the mean")
        assert failure(check.z_score, 10.0 + sign * 12.1, 10.0, 2.0, "the mean")[0] is (
            Reason.WRONG_VALUE
        )
    assert failure(check.z_score, math.nan, 0.0, 1.0, "the mean")[0] is Reason.NOT_FINITE


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
