"""`grader demo` on a small course: a class is made, graded and reported."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.classroom import BROKEN
from grader.cli import cli
from grader.verdict import from_json


@pytest.fixture
def demo(small_course, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def call(*words):
        return CliRunner().invoke(cli, ["--course", str(small_course), "demo", "-j", "1", *words])

    return call


def test_three_students_are_made_graded_and_reported(demo):
    result = demo("--students", "3", "-o", "here")
    # Broken files need a human, but that is the point of a demo and no failure of it.
    assert result.exit_code == 0, result.output
    count = 3 + len(BROKEN)
    assert f"Made {count} submissions to 1 exercises in here/inbox" in result.stdout
    assert len(list(Path("here/inbox").iterdir())) == count
    assert f"{len(BROKEN)} need you" in result.stdout
    out = Path("here/graded").resolve()
    assert f"Open {out / 'index.html'}" in result.stdout.replace("\n", "")
    rows = list(csv.DictReader((out / "grades.csv").read_text().splitlines()))
    assert len(rows) == len(list((out / "students").iterdir())) == count
    run = from_json((out / "results.json").read_bytes())
    broken = {s.id for s in run.submissions if not s.exercises and s.problems}
    assert len(broken) >= len(BROKEN)
    for submission in run.submissions:
        for exercise in submission.exercises:
            # A right answer earns everything; a made-up wrong one fails for what it does.
            right = exercise.earned == exercise.max_points == 3
            assert right == (exercise.verdict == "right")


def test_a_demo_again_replaces_its_own_class_only(demo):
    from grader.classroom import build_class

    build_class([], Path("demo/inbox"), 1)
    Path("demo/inbox/stale").mkdir()
    Path("mine").mkdir()
    Path("mine/inbox").mkdir()
    Path("mine/inbox/alice.py").write_text("my student's work")
    result = demo("--students", "1", "-o", "mine")
    assert result.exit_code == 2
    assert "not from a demo" in result.stderr
    assert Path("mine/inbox/alice.py").read_text() == "my student's work"
    assert demo("--students", "1").exit_code == 0
    assert not Path("demo/inbox/stale").exists()


@pytest.mark.parametrize(
    "words", [["--chapter", "7"], ["--students", "0"], ["--chapter", "nothing"]]
)
def test_wrong_usage_makes_nothing(demo, words):
    result = demo(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert not Path("demo").exists()
