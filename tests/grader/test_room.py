"""Limits without room are found, and limits with room are not."""

import pytest

from grader.room import Gaps, Tolerances
from grader.verdict import Budget, Check, ExerciseResult, Outcome, Reason

TESTS = "\n".join(
    [
        "first",
        "check.close(1, 2)",
        "check.close(1, 2)  # tight: Monte Carlo",
        "# tight: rounding",
        "check.close(1, 2)",
        "check.close(1, 2)  # tight:",
        "check.close(1, 2)  # not so tight: at all",
    ]
)


def check(*margins, outcome=Outcome.PASSES, name="test_a", reason=None, budgets=()):
    return Check(
        name,
        "S.",
        1.0,
        outcome,
        reason,
        margins=tuple((n, r, 1.0) for n, r in margins),
        budgets=tuple(budgets),
    )


def result(*checks, reason=None):
    return ExerciseResult("stem", "Title", 1, 3.0, checks=checks, reason=reason)


def wrong(*margins, reason=Reason.WRONG_VALUE, name="test_a"):
    return check(*margins, outcome=Outcome.FAILS, name=name, reason=reason)


def findings_of(*, right=(), answers=()):
    tolerances = Tolerances()
    for one in right:
        tolerances.take_right(one)
    for name, one in answers:
        tolerances.take_wrong(name, one)
    return list(tolerances.findings(TESTS))


# ---- tolerances: right answers ------------------------------------------------------------------


@pytest.mark.parametrize(("share", "found"), [(0.0, 0), (0.09, 0), (0.11, 1), (1.0, 1)])
def test_a_right_answer_uses_at_most_a_tenth(share, found):
    assert len(findings_of(right=[check((2, share))])) == found


def test_the_worst_right_answer_counts_for_each_line():
    found = findings_of(right=[check((2, 0.5), (1, 0.01)), check((2, 0.8)), check((2, 0.02))])
    assert found == ["test_a, line 2: a right answer uses 80% of the tolerance"]


@pytest.mark.parametrize(
    ("line", "excused"), [(2, False), (3, True), (5, True), (6, False), (7, False)]
)
def test_a_tolerance_is_excused_with_a_reason_at_its_line_or_the_one_above(line, excused):
    assert bool(findings_of(right=[check((line, 0.5))])) is not excused
    answers = [("f__wrong", result(wrong((line, 2.0))))]
    assert bool(findings_of(answers=answers)) is not excused


# ---- tolerances: wrong answers ------------------------------------------------------------------


@pytest.mark.parametrize(("share", "found"), [(1.5, 1), (9.9, 1), (10.1, 0), (float("inf"), 0)])
def test_a_wrong_answer_is_off_by_ten_tolerances_where_it_is_refused(share, found):
    assert len(findings_of(answers=[("f__wrong", result(wrong((2, share))))])) == found


def test_every_comparison_counts():
    checks = [wrong((2, 3.0)), wrong((2, 40.0), name="test_b"), wrong((1, 2.0), name="test_c")]
    assert findings_of(answers=[("f__wrong", result(*checks))]) == [
        "test_a, line 2: f__wrong is off by 3.0 tolerances only; make it 10",
        "test_c, line 1: f__wrong is off by 2.0 tolerances only; make it 10",
    ]


def test_the_smallest_deviation_of_all_wrong_answers_and_seeds_counts():
    shares = [("f__one", 40.0), ("f__two", 30.0), ("f__two", 3.0), ("f__two", 4.0), ("f__one", 9.0)]
    answers = [(name, result(wrong((2, share)))) for name, share in shares]
    (finding,) = findings_of(answers=answers)
    assert "f__two is off by 3.0" in finding


def test_a_comparison_that_a_wrong_answer_passes_tells_nothing_of_its_tolerance():
    checks = [check((2, 5.0)), wrong((1, 0.5), (2, 40.0), name="test_b")]
    assert findings_of(answers=[("f__wrong", result(*checks))]) == []


@pytest.mark.parametrize("reason", [r for r in Reason if r is not Reason.WRONG_VALUE])
def test_what_fails_for_another_reason_than_a_value_has_no_deviation(reason):
    checks = [wrong((1, 2.0), name="test_b", reason=reason)]
    assert findings_of(answers=[("f__wrong", result(*checks))]) == []


# ---- budgets ------------------------------------------------------------------------------------


def gaps_of(*taken):
    gaps = Gaps()
    for kind, budget in taken:
        gaps.take(kind, f"f__{kind}", check(budgets=[budget]))
    return list(gaps.findings())


LONG = ((100.0, 1.0),)


@pytest.mark.parametrize(
    ("kind", "limit", "value", "found"),
    [
        ("time", 4.0, 1.9, 0),
        ("time", 4.0, 2.1, 1),
        ("memory", 10.0, 7.9, 0),
        ("memory", 10.0, 8.1, 1),
        ("growth", 1.5, 1.29, 0),
        ("growth", 1.5, 1.31, 1),
        ("calls", 4.0, 4.0, 0),
    ],
)
def test_a_right_answer_stays_well_below_its_budget(kind, limit, value, found):
    for who in ("reference", "right"):
        assert len(gaps_of((who, Budget(kind, "f", limit, value, ours=LONG)))) == found


@pytest.mark.parametrize(
    ("who", "kind", "limit", "value", "found"),
    [
        ("slow", "time", 4.0, 6.1, 0),
        ("slow", "time", 4.0, 5.9, 1),
        ("slow", "growth", 1.5, 1.71, 0),
        ("slow", "growth", 1.5, 1.69, 1),
        ("slow", "memory", 4.0, 4.1, 0),
        ("hungry", "memory", 10.0, 12.1, 0),
        ("hungry", "memory", 10.0, 11.9, 1),
        ("hungry", "time", 4.0, 4.1, 0),
        ("wrong", "time", 4.0, 4.1, 0),
    ],
)
def test_a_costly_answer_goes_well_beyond_its_own_budget(who, kind, limit, value, found):
    assert len(gaps_of((who, Budget(kind, "f", limit, value, ours=LONG)))) == found


def test_a_slow_answer_may_keep_the_budgets_it_does_not_break():
    assert gaps_of(("slow", Budget("growth", "f", 1.5, 1.0, ours=LONG))) == []


def test_the_most_costly_right_answer_counts():
    found = gaps_of(
        ("right", Budget("time", "f", 4.0, 3.0)),
        ("reference", Budget("time", "f", 4.0, 1.0, ours=LONG)),
        ("right", Budget("time", "g", 4.0, 1.0)),
    )
    assert len(found) == 1
    assert found[0].startswith("time of f: the right answer f__right needs 3.00 of 4")


def test_what_was_not_measured_says_nothing():
    assert gaps_of(("right", Budget("time", "f", 4.0)), ("slow", Budget("time", "f", 4.0))) == []


def test_a_call_of_ours_too_short_to_be_timed_is_found():
    def found(seconds):
        return gaps_of(("reference", Budget("time", "f", 4.0, 1.0, ours=((10.0, seconds),))))

    assert len(found(1e-9)) == 1
    assert "so that it can be timed" in found(1e-9)[0]
    assert found(0.1) == []
