import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import grader
from grader.cli import cli
from grader.course import Course
from grader.course_lint import lint
from grader.docs import find_examples, parse_source


@pytest.fixture
def run(small_course):
    def call(*words):
        return CliRunner().invoke(cli, ["--course", str(small_course), *words])

    return call


def test_sync_check_and_repair(run, small_course):
    assert run("sync", "--check").output == "All stubs are up to date.\n"
    stub = small_course / "exercises/ch02_numbers/double.py"
    good = stub.read_text()
    stub.write_text("x = 1\n")
    result = run("sync", "--check")
    assert result.exit_code == 1
    assert result.output == (
        "exercises/ch02_numbers/double.py: differs from its reference\nNext: grader sync\n"
    )
    assert stub.read_text() == "x = 1\n"
    result = run("sync")
    assert result.exit_code == 0
    assert "exercises/ch02_numbers/double.py: written" in result.output
    assert stub.read_text() == good


def test_sync_exits_with_1_when_something_is_left(run, small_course):
    (small_course / "exercises/ch02_numbers/old.py").write_text("")
    result = run("sync")
    assert result.exit_code == 1
    assert "old.py: has no table" in result.output


def test_new_passes_everything_but_its_blanks(run, small_course):
    result = run("new", "treble", "--chapter", "2")
    assert result.exit_code == 0, result.output
    assert "Next: replace each FILL IN" in result.output
    assert run("sync", "--check").exit_code == 0
    course = Course.load(small_course)
    assert list(course.exercises) == ["double", "treble"]
    assert course.exercises["treble"].pages == (1,)
    lines = [line for line in lint(course) if "blank" not in line]
    # Not in items.csv: the author has to say which item it is.
    assert lines == [
        "exercises/ch02_numbers/chapter.toml: [treble] items: FILL IN is not in items.csv; "
        "correct one of them"
    ]
    assert any("treble.py, line 1: still a blank" in line for line in lint(course))


def test_new_takes_item_and_page_from_the_items(run, small_course):
    result = run("new", "halve", "--chapter", "ch03_later_numbers")
    assert result.exit_code == 0, result.output
    course = Course.load(small_course)
    assert (course.chapters[1].number, course.chapters[1].title) == (3, "Later numbers")
    assert (course.exercises["halve"].items, course.exercises["halve"].pages) == (("3.1",), (40,))
    assert all("blank" in line for line in lint(course))


def test_new_exercise_runs_at_once(run, small_course):
    """The skeleton passes its own hidden tests, and each wrong answer fails one."""
    assert run("new", "halve", "--chapter", "ch03_later").exit_code == 0
    tests = small_course / "tests/hidden/ch03_later/test_halve.py"
    reference = small_course / "reference/ch03_later/halve.py"
    good = reference.read_text()
    assert pytest_passes(small_course, tests)
    source = (small_course / "reference/ch03_later/halve_variants.py").read_text()
    answers = source.partition("\n\n\n")[2]
    for name in ("wrong_square", "wrong_forgets_sign", "wrong_accepts_nan", "right_adds"):
        change = f"original_halve = halve\n\n\n{answers}\n\nhalve = halve__{name}\n"
        reference.write_text(f"{good}\n\n{change}")
        assert pytest_passes(small_course, tests) == name.startswith("right"), name


def pytest_passes(course: Path, tests: Path) -> bool:
    """Run hidden tests as an author does, with the reference as the student."""
    words = ["-q", "-c", os.devnull, "-p", "grader.checks.plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, f"--rootdir={course}", str(tests)],
        capture_output=True,
        text=True,
        cwd=Path(grader.__file__).parents[1],
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 0


def test_example_of_the_new_exercise_is_right(run, small_course):
    assert run("new", "halve", "--chapter", "ch03_later").exit_code == 0
    path = small_course / "reference/ch03_later/halve.py"
    names: dict = {}
    exec(path.read_text(), names)
    [example] = find_examples(parse_source(path))
    assert repr(eval(example.source, names)) == example.want.strip()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("double", "--chapter", "2"), "double is an exercise of ch02_numbers already"),
        (("Treble", "--chapter", "2"), "cannot be a stem"),
        (("../x", "--chapter", "2"), "cannot be a stem"),
        (("for", "--chapter", "2"), "cannot be a stem"),
        (("treble", "--chapter", "9"), "there is no chapter '9' yet"),
        (("treble", "--chapter", "ch02_other"), "chapter 2 is ch02_numbers already"),
        (("treble", "--chapter", "../x"), "there is no chapter"),
    ],
)
def test_new_refuses(run, small_course, words, message):
    before = sorted(small_course.rglob("*"))
    result = run("new", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(small_course.rglob("*")) == before


def test_new_overwrites_nothing(run, small_course):
    path = small_course / "reference/ch02_numbers/treble_variants.py"
    path.write_text("mine")
    result = run("new", "treble", "--chapter", "2")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert path.read_text() == "mine"
    assert list(Course.load(small_course).exercises) == ["double"]
