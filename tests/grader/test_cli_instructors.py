"""`grader grade` and `grader report`: what is written, what is said, and the exit code."""

import contextlib
import csv
import json
import os
import pty
import re
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.cli.instructors import progress_bar
from grader.verdict import from_json

ZOO = Path(__file__).parents[1] / "zoo"
SCALE = ("--course", str(ZOO / "course"))
COLOUR = re.compile(r"\x1b\[\d*(;\d+)*m")


@pytest.fixture(scope="module", autouse=True)
def _environment(tmp_path_factory):
    """Keep the secret and the course of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        for name in ("GRADER_COURSE", "GRADER_SECRET", "NO_COLOR"):
            patch.delenv(name, raising=False)
        yield


def call(*words, **options):
    return CliRunner().invoke(cli, [str(w) for w in words], **options)


def everything_in(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Two wrong animals, graded: (what the command said, its output folder)."""
    out = tmp_path_factory.mktemp("graded") / "new" / "out"
    animals = [ZOO / "wrong" / f"{name}.py" for name in ("not_started", "returns_none")]
    return call(*SCALE, "grade", *animals, "-o", out, "-j", 1), out


@pytest.fixture(scope="module")
def unclear(tmp_path_factory):
    """An animal beside a file that nobody can read."""
    out = tmp_path_factory.mktemp("unclear") / "out"
    inbox = [ZOO / "wrong" / "not_started.py", ZOO / "broken" / "empty.py"]
    return call(*SCALE, "grade", *inbox, "-o", out, "-j", 1), out


# ---- grade --------------------------------------------------------------------------------------


def test_wrong_answers_are_graded_and_that_is_a_success(graded):
    result, _ = graded
    assert result.exit_code == 0, result.output
    assert "2 submissions, 1 exercise" in result.stdout


def test_everything_is_written(graded):
    _, out = graded
    names = {str(name) for name in everything_in(out)}
    assert names == {
        "grades.csv",
        "index.html",
        "results.json",
        "students/not_started.html",
        "students/returns_none.html",
    }


def test_marks_are_the_points_of_the_checks_that_pass(graded):
    _, out = graded
    run = from_json((out / "results.json").read_bytes())
    rows = {row["id"]: row for row in csv.DictReader((out / "grades.csv").read_text().splitlines())}
    for submission in run.submissions:
        (exercise,) = submission.exercises
        passing = sum(c.points for c in exercise.checks if c.outcome == "passes")
        assert float(rows[submission.id]["scale"]) == passing
        assert rows[submission.id]["needs_you"] == "no"
    # double and even are right: three checks and two.
    assert float(rows["returns_none"]["total"]) == 5
    assert float(rows["not_started"]["total"]) == 0


def test_the_terminal_names_submissions_mistakes_and_the_page(graded):
    result, out = graded
    assert "not_started: 0 points" in result.stdout
    assert "returns_none: 5 points" in result.stdout
    assert f"Open {out / 'index.html'}" in result.stdout
    assert max(map(len, result.stdout.replace(str(out), "").splitlines())) <= 100


def test_in_a_pipe_there_is_no_bar_and_no_colour(graded):
    result, _ = graded
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_what_cannot_be_judged_has_its_own_exit_code(unclear):
    result, out = unclear
    assert result.exit_code == 3
    assert "1 needs you" in result.stdout
    rows = {row["id"]: row for row in csv.DictReader((out / "grades.csv").read_text().splitlines())}
    assert {i: row["needs_you"] for i, row in rows.items()} == {"not_started": "no", "empty": "yes"}
    assert (out / "index.html").is_file()


def test_an_empty_inbox_is_nothing_to_grade(tmp_path):
    (tmp_path / "inbox").mkdir()
    result = call(*SCALE, "grade", tmp_path / "inbox", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "0 submissions" in result.stdout
    assert from_json((tmp_path / "out" / "results.json").read_bytes()).submissions == ()
    assert (tmp_path / "out" / "index.html").is_file()


# ---- wrong usage --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["{tmp}/nowhere"], "nowhere"),
        (["{tmp}", "--only", "scael"], "did you mean scale"),
        (["{tmp}", "--tier", "D"], "'D'"),
        (["{tmp}", "-j", "0"], "0"),
        ([], "INBOX"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(tmp_path, words, said):
    words = [w.format(tmp=tmp_path) for w in words]
    result = call(*SCALE, "grade", *words, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_is_refused_before_any_grading(tmp_path):
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "inbox").mkdir()
    for name in ("taken", "taken/below"):
        result = call(*SCALE, "grade", tmp_path / "inbox", "-o", tmp_path / name)
        assert result.exit_code == 2
        assert result.stderr.startswith("grader: ")
        assert result.stderr.count("\n") == 1
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_broken_course_is_told(small_course, tmp_path):
    (small_course / "exercises/ch02_numbers/chapter.toml").write_text("chapter = ")
    result = call("--course", small_course, "grade", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("grader: ")
    assert "chapter.toml" in result.stderr


def test_hidden_tests_that_are_missing_stop_the_grading(small_course, tmp_path):
    (small_course / "tests/hidden/ch02_numbers/test_double.py").write_text("x = 1\n")
    (tmp_path / "double.py").write_text("def double(x):\n    return x\n")
    result = call(
        "--course", small_course, "grade", tmp_path / "double.py", "-o", tmp_path / "out", "-j", 1
    )
    assert result.exit_code == 2
    assert "double" in result.stderr
    assert not (tmp_path / "out").exists()


# ---- report -------------------------------------------------------------------------------------


@pytest.fixture
def copied(graded, tmp_path):
    return Path(shutil.copytree(graded[1], tmp_path / "copied"))


def test_report_writes_the_same_again_from_results_alone(copied, monkeypatch):
    before = everything_in(copied)
    for path in copied.rglob("*"):
        if path.is_file() and path.name != "results.json":
            path.unlink()
    # No hidden test, no answer and no course is near: nothing can be graded.
    monkeypatch.chdir(copied.parent)
    result = call("report", copied)
    assert result.exit_code == 0, result.output
    assert everything_in(copied) == before


def test_report_says_what_grade_said(graded, copied):
    said = call("report", copied).stdout
    assert said.replace(str(copied), "OUT") == graded[0].stdout.replace(str(graded[1]), "OUT")


def test_report_leaves_unchanged_pages_untouched(copied):
    call("report", copied)
    page = copied / "students" / "returns_none.html"
    os.utime(page, (1, 1))
    call("report", copied)
    assert page.stat().st_mtime == 1


def test_report_removes_pages_of_nobody(copied):
    (copied / "students" / "ghost.html").write_text("boo")
    call("report", copied)
    assert not (copied / "students" / "ghost.html").exists()


def test_report_follows_what_stands_in_the_results(copied):
    path = copied / "results.json"
    results = json.loads(path.read_text())
    results["submissions"] = [s for s in results["submissions"] if s["id"] == "not_started"]
    path.write_text(json.dumps(results))
    result = call("report", copied)
    assert "1 submission," in result.stdout
    assert [p.name for p in (copied / "students").iterdir()] == ["not_started.html"]


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"schema": 1}', b"\xff\xfe"])
def test_report_of_no_results_is_wrong_usage(tmp_path, content):
    if content is not None:
        (tmp_path / "results.json").write_bytes(content)
    result = call("report", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("grader: ")
    assert "results.json" in result.stderr
    assert not (tmp_path / "index.html").exists()


def test_results_of_a_newer_grader_are_refused(copied):
    path = copied / "results.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 99'))
    result = call("report", copied)
    assert result.exit_code == 2
    assert "newer" in result.stderr


# ---- terminals ----------------------------------------------------------------------------------


def test_colour_is_for_terminals_that_want_it(copied):
    assert COLOUR.search(call("report", copied, color=True).stdout)
    quiet = call("report", copied, color=True, env={"NO_COLOR": "1"}).stdout
    assert not COLOUR.search(quiet)
    assert quiet == call("report", copied).stdout


def test_an_empty_no_color_is_none(copied):
    assert COLOUR.search(call("report", copied, color=True, env={"NO_COLOR": ""}).stdout)


def written_to_terminal(monkeypatch, work):
    """Run `work` with a terminal for its errors; return what appears there."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", buffering=1) as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        work()
        monkeypatch.undo()
    text = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while piece := os.read(ours, 1 << 16):
            text += piece
    os.close(ours)
    return text.decode()


def test_a_terminal_sees_progress(monkeypatch):
    def work():
        with progress_bar() as on_result:
            for done in range(1, 4):
                on_result(done, 3, None)

    text = written_to_terminal(monkeypatch, work)
    assert "Grading" in text
    assert "3/3" in text


def test_a_bar_begins_with_the_first_result(monkeypatch):
    def work():
        with progress_bar():
            pass

    assert written_to_terminal(monkeypatch, work) == ""


def test_a_bar_is_closed_when_grading_breaks_off(monkeypatch):
    def work():
        with contextlib.suppress(ZeroDivisionError), progress_bar() as on_result:
            on_result(1, 3, None)
            raise ZeroDivisionError

    text = written_to_terminal(monkeypatch, work)
    assert "1/3" in text
    assert text.count("\n") == 1


def test_a_pipe_sees_no_progress(capsys):
    with progress_bar() as on_result:
        on_result(1, 1, None)
    assert capsys.readouterr() == ("", "")
