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
def test_a_wrong_answer_is_noticed_by_ten_tolerances(share, found):
    assert len(findings_of(answers=[("f__wrong", result(wrong((2, share))))])) == found


def test_the_clearest_comparison_of_a_wrong_answer_counts():
    checks = [wrong((2, 3.0)), wrong((2, 40.0), name="test_b"), wrong((1, 2.0), name="test_c")]
    assert findings_of(answers=[("f__wrong", result(*checks))]) == []
    assert findings_of(answers=[("f__wrong", result(*checks[::2]))]) == [
        "f__wrong: is noticed by 3.0 tolerances at most (test_a, line 2); make it 10"
    ]


def test_each_wrong_answer_must_be_noticed():
    answers = [("f__one", result(wrong((2, 40.0)))), ("f__two", result(wrong((2, 3.0))))]
    assert [f.partition(":")[0] for f in findings_of(answers=answers)] == ["f__two"]


def test_the_best_of_several_seeds_counts():
    answers = [("f__wrong", result(wrong((2, share)))) for share in (3.0, 30.0, 4.0)]
    assert findings_of(answers=answers) == []


def test_passing_comparisons_do_not_notice_anything():
    checks = [check((2, 1e9)), wrong((1, 0.5), (2, 4.0), name="test_b")]
    (finding,) = findings_of(answers=[("f__wrong", result(*checks))])
    assert "4.0 tolerances" in finding
    assert "test_b, line 2" in finding


@pytest.mark.parametrize("reason", [r for r in Reason if r is not Reason.WRONG_VALUE])
def test_another_reason_than_a_value_is_clear_enough(reason):
    checks = [wrong((2, 2.0)), wrong((1, 0.1), name="test_b", reason=reason)]
    assert findings_of(answers=[("f__wrong", result(*checks))]) == []


def test_an_exact_comparison_that_fails_is_clear_enough():
    assert findings_of(answers=[("f__wrong", result(wrong()))]) == []


def test_an_answer_that_does_not_load_is_clear_enough():
    answers = [("f__wrong", result(reason=Reason.NOT_LOADED)), ("f__wrong", result(wrong((2, 2))))]
    assert findings_of(answers=answers) == []


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
