"""Facts describe the student's own value: its form, but no digit of what is expected."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.compare import Comparison, kind_of, magnitude, shown_shape
from grader.verdict import Reason
from tests.grader.checks.failing import failure

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
