"""Comparisons of values pass what is right and fail what is not."""

import inspect
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.compare import Comparison
from grader.checks.witness import Witness
from grader.verdict import Reason
from tests.grader.checks.failing import failure, short

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
