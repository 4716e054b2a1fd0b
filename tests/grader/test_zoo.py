"""Every animal of the zoo gets the verdict its folder names, in each tier this machine has."""

from pathlib import Path

import pytest

from grader.batch import Options, grade_inbox, no_report
from grader.course import Course
from grader.sandbox.tiers import find_bubblewrap
from grader.verdict import Outcome, SubmissionResult

ZOO = Path(__file__).parents[1] / "zoo"
FOLDERS = {
    "right": {"right"},
    "wrong": {
        "wrong value",
        "wrong shape or type",
        "not finite",
        "raised",
        "not started",
        "missing",
        "does not load",
        "modified its input",
    },
    "slow": {"too slow"},
    "hungry": {"too much memory"},
    "timed_out": {"timed out"},
    "out_of_memory": {"out of memory"},
    "crashed": {"crashed"},
    "forbidden": {"forbidden"},
    "protocol": {"protocol"},
}
"""Folder -> verdicts that belong in it."""


def animals() -> list[Path]:
    return sorted(p for p in ZOO.glob("*/*") if p.is_file() and p.parent.name != "course")


@pytest.fixture(scope="module", params=["A", "B"])
def results(request) -> dict[str, SubmissionResult]:
    """The whole zoo, graded as one batch."""
    if request.param == "A" and not find_bubblewrap():
        pytest.skip("bubblewrap is not installed here")
    options = Options(tier=request.param, secret=b"zoo")
    run = grade_inbox(Course.load(ZOO / "course"), animals(), options, no_report)
    assert run.tier == request.param
    return {s.origin: s for s in run.submissions}


@pytest.mark.parametrize("path", animals(), ids=lambda p: f"{p.parent.name}/{p.name}")
@pytest.mark.timeout(300)
def test_verdict(results, path):
    result = results[str(path)]
    if path.parent.name == "broken":
        assert result.exercises == ()
        assert result.problems
        return
    (exercise,) = result.exercises
    verdicts = {c.reason.value for c in exercise.checks if c.reason} or {exercise.verdict}
    assert verdicts <= FOLDERS[path.parent.name], verdicts
    assert exercise.verdict in FOLDERS[path.parent.name]
    if path.parent.name == "right":
        assert (exercise.earned, exercise.judged_points) == (10, 10)
    else:
        assert exercise.earned < exercise.judged_points
    assert all(c.outcome is not Outcome.NOT_JUDGED for c in exercise.checks)
