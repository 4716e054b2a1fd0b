"""The class of the demo: made of the course's own answers, in files as students hand them in."""

import random
from collections import Counter

import nbformat
import pytest

from grader.classroom import BROKEN, KINDS, build_class, is_made_up, menu, notebook, pick
from grader.course import Course
from grader.intake.source import find_entries, read_submission
from grader.variants import load_variants


@pytest.fixture
def exercise(small_course):
    return Course.load(small_course).exercises["double"]


def handed_in(folder):
    """Read a class as the grader would: origin -> submission."""
    names = {"double": frozenset({"double"})}
    entries = find_entries([folder], ["double"])
    return {e.path.name: read_submission(e, names) for e in entries}


def contents(folder):
    """Return what each submission answers, as source."""
    return {
        name: {stem: "".join(c.source for c in m.chunks) for stem, m in s.answers.items()}
        for name, s in handed_in(folder).items()
    }


# ---- the menu -----------------------------------------------------------------------------------


def test_the_menu_has_every_answer_of_the_course_under_its_kind(exercise):
    sources = menu(exercise)
    assert {kind: len(found) for kind, found in sources.items()} == {
        "right": 2,
        "wrong": 3,
        "costly": 1,
        "stub": 1,
        "missing": 0,
    }
    assert exercise.reference.read_text() in sources["right"]
    assert exercise.stub.read_text() in sources["stub"]
    (slow,) = [v for v in load_variants(exercise) if v.verdict == "slow"]
    assert sources["costly"] == [slow.chunk.source]


def test_an_exercise_without_stub_or_variants_still_has_a_right_answer(exercise):
    exercise.stub.unlink()
    exercise.variants[0].unlink()
    sources = menu(exercise)
    assert [kind for kind, found in sources.items() if found] == ["right"]
    rng = random.Random(1)
    assert {pick(sources, rng) for _ in range(200)} == {*sources["right"], ""}


def test_kinds_are_drawn_as_often_as_they_say():
    sources = {kind: [kind] for kind in KINDS} | {"missing": []}
    rng = random.Random(3)
    drawn = Counter(pick(sources, rng) or "missing" for _ in range(5000))
    assert sum(KINDS.values()) == 100
    for kind, percent in KINDS.items():
        # Five standard deviations of a binomial count.
        room = 5 * (5000 * percent / 100 * (1 - percent / 100)) ** 0.5
        assert abs(drawn[kind] - 50 * percent) < room


# ---- the class ----------------------------------------------------------------------------------


@pytest.mark.parametrize("students", [1, 3, 16])
def test_the_grader_finds_as_many_submissions_as_were_made(exercise, tmp_path, students):
    count = build_class([exercise], tmp_path / "inbox", students)
    assert count == students + len(BROKEN)
    assert len(handed_in(tmp_path / "inbox")) == count


def test_a_class_holds_folders_notebooks_and_zips(exercise, tmp_path):
    build_class([exercise], tmp_path, 16)
    made = {p.relative_to(tmp_path).name for p in tmp_path.rglob("*")} - set(BROKEN)
    assert {"double.py", "double.ipynb"} <= made
    assert any(name.endswith(".zip") for name in made)


def test_what_is_read_back_is_what_the_course_offers(exercise, tmp_path):
    build_class([exercise], tmp_path, 16)
    offered = {s.strip() for found in menu(exercise).values() for s in found}
    answers = [a["double"] for a in contents(tmp_path).values() if a]
    assert len(answers) >= 10
    for source in answers:
        assert any(text in source for text in offered)


def test_broken_files_answer_nothing_and_say_why(exercise, tmp_path):
    build_class([exercise], tmp_path, 1)
    found = handed_in(tmp_path)
    for name in BROKEN:
        assert found[name].answers == {}
        assert len(found[name].problems) == 1


def test_the_same_seed_makes_the_same_class(exercise, tmp_path):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        build_class([exercise], tmp_path / name, 12, seed)
    one, again, other = (contents(tmp_path / n) for n in ("one", "again", "other"))
    assert one == again
    assert one.keys() == other.keys()
    assert one != other


def test_a_class_knows_itself_and_no_other_folder(exercise, tmp_path):
    (tmp_path / "real").mkdir()
    assert not is_made_up(tmp_path / "real")
    (tmp_path / "real" / "empty.py").touch()
    assert not is_made_up(tmp_path / "real")
    assert not is_made_up(tmp_path / "nowhere")
    build_class([exercise], tmp_path / "made", 1)
    assert is_made_up(tmp_path / "made")


def test_a_notebook_is_valid_and_holds_the_answer_as_one_cell():
    source = "def double(x):\n    return 'é' * 2\n"
    book = nbformat.reads(notebook("double", source), as_version=4)
    nbformat.validate(book)
    assert source in [cell.source for cell in book.cells]
    assert len({cell.id for cell in book.cells}) == len(book.cells) > 2
