"""results.json, grades.csv and terminal text: complete, and harmless to what reads them."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import click
import msgspec
import pytest

from grader.errors import UsageError
from grader.report.formats import grades_csv, read_results, safe_cell, write_results
from grader.report.terminal import exercise_text, summary
from grader.report.text import plain
from grader.verdict import SCHEMA
from tests.grader.fake_run import HOSTILE, STEMS, make_run


def test_results_are_read_back_whole(tmp_path: Path) -> None:
    run = make_run()
    write_results(run, tmp_path)
    assert read_results(tmp_path) == run


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "grader grade"), (b"", "cannot be read"), (b"[1, 2]", "cannot be read")],
)
def test_unreadable_results_are_explained(content: bytes | None, word: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "results.json").write_bytes(content)
    with pytest.raises(UsageError, match=word):
        read_results(tmp_path)


def test_results_of_a_newer_grader_are_refused(tmp_path: Path) -> None:
    write_results(msgspec.structs.replace(make_run(1), schema=SCHEMA + 1), tmp_path)
    with pytest.raises(UsageError, match="newer"):
        read_results(tmp_path)


def test_grades_have_a_row_per_submission_and_a_column_per_exercise() -> None:
    run = make_run()
    rows = list(csv.DictReader(io.StringIO(grades_csv(run))))
    assert [r["id"] for r in rows] == [s.id for s in run.submissions]
    assert set(STEMS) < set(rows[0])
    for row, submission in zip(rows, run.submissions, strict=True):
        by_exercise = [float(row[s]) for s in STEMS if row[s]]
        assert sum(by_exercise) == pytest.approx(float(row["total"]))
        assert len(by_exercise) == len(submission.exercises)
        assert float(row["possible"]) + float(row["not_judged"]) == 15.0


def test_an_exercise_that_was_not_handed_in_is_empty_not_zero() -> None:
    rows = list(csv.DictReader(io.StringIO(grades_csv(make_run(1)))))
    assert [rows[0][s] for s in STEMS] == ["", "", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x1b[0m=1", *HOSTILE]
)
def test_no_cell_is_a_formula_or_spans_lines(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\n" not in cell


@pytest.mark.parametrize("students", [0, 1, 3, 28])
def test_terminal_text_holds_no_control_of_a_students(students: int) -> None:
    run = make_run(students)
    text = click.unstyle(summary(run, Path("graded")))
    assert "graded/index.html" in text
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf")]


def test_terminal_text_fits_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = click.unstyle(summary(make_run(), Path("graded"))).splitlines()
    assert max(len(line) for line in lines) <= 80


def test_one_answer_is_told_check_by_check() -> None:
    result = make_run(2).submissions[1].exercises[0]
    text = click.unstyle(exercise_text(result))
    assert text.splitlines()[0] == "  ✗ overflow_vs_underflow  2 of 5 points"
    assert "✗ fails      The statement of second holds." in text
    assert "The statement of first" not in text
    assert "The statement of first" in click.unstyle(exercise_text(result, show_passing=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[1;31mb\x1b[0m", "ab"),
        ("\x1b]0;title\x07x", "x"),
        ("a\u202eb", "ab"),
        ("ä→\n", "ä→\n"),
    ],
)
def test_plain_text_is_what_can_be_seen(text: str, shown: str) -> None:
    assert plain(text) == shown
