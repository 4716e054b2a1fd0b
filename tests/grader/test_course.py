import shutil
from pathlib import Path

import pytest

from grader.course import Course, Limits
from grader.course_lint import lint, uncovered
from grader.errors import CourseError, UsageError
from grader.variants import VERDICTS, load_variants


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def toml(small_course):
    return small_course / "exercises" / "ch02_numbers" / "chapter.toml"


# ---- loading ------------------------------------------------------------------------------------


def test_everything_in_the_file_arrives(small_course):
    course = Course.load(small_course)
    assert [(c.number, c.folder, c.title) for c in course.chapters] == [
        (2, "ch02_numbers", "Numbers")
    ]
    exercise = course.exercises["double"]
    assert (exercise.title, exercise.chapter, exercise.folder) == ("Doubling", 2, "ch02_numbers")
    assert (exercise.items, exercise.pages) == (("2.1",), (20, 26))
    assert (exercise.level, exercise.points) == (1, 3.0)
    assert exercise.hints == ("What is 1 + 1?", "And x + x?")
    assert (exercise.needs, exercise.banned) == ((), ("numpy.add",))
    assert (exercise.call_seconds, exercise.memory_mb) == (10.0, 1024)
    assert dict(exercise.budgets) == {
        "double": Limits(size=100, time=4.0, arguments="rng.random(n)")
    }


def test_paths_of_an_exercise(small_course):
    exercise = Course.load(small_course).exercises["double"]
    assert exercise.stub == small_course / "exercises/ch02_numbers/double.py"
    assert exercise.reference == small_course / "reference/ch02_numbers/double.py"
    assert exercise.variants == (small_course / "reference/ch02_numbers/double_variants.py",)
    assert exercise.tests == small_course / "tests/hidden/ch02_numbers/test_double.py"


def test_public_names_come_from_the_reference_or_the_stub(small_course):
    reference = small_course / "reference/ch02_numbers/double.py"
    reference.write_text(
        "class Model:\n    pass\n\n\ndef f(): pass\n\n\ndef _g(): pass\n\n\nx = 1\n"
    )
    exercise = Course.load(small_course).exercises["double"]
    assert exercise.functions() == {"Model", "f"}
    reference.write_text("def other_name(): pass\n")
    assert exercise.functions() == {"other_name"}, "an edited file is read again"
    shutil.rmtree(small_course / "reference")
    assert exercise.functions() == {"double"}
    exercise.stub.unlink()
    with pytest.raises(CourseError, match=r"double\.py does not exist.*\[double\]"):
        exercise.functions()


def test_staff(small_course):
    course = Course.load(small_course)
    assert course.has_staff
    shutil.rmtree(small_course / "tests")
    assert not course.has_staff


def test_exercises_keep_the_order_of_file_and_chapters(small_course, toml):
    other = small_course / "exercises" / "ch01_first"
    other.mkdir()
    table = 'title="t"\nitems=["1"]\npages=[1]\nlevel=1\npoints=1\nhints=["a","b"]\n'
    (other / "chapter.toml").write_text(
        f'chapter=1\ntitle="First"\n[zebra]\n{table}[ant]\n{table}', "utf-8"
    )
    assert list(Course.load(small_course).exercises) == ["zebra", "ant", "double"]


def test_the_environment_names_the_course(small_course, monkeypatch):
    monkeypatch.setenv("GRADER_COURSE", str(small_course))
    assert list(Course.load().exercises) == ["double"]


def test_without_a_name_the_checkout_is_the_course(monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    assert Course.load().root == Path(__file__).parents[2]


def test_no_course(tmp_path):
    with pytest.raises(CourseError, match=r"holds no course.*--course"):
        Course.load(tmp_path)


BROKEN = [
    ('title = "Doubling"\n', "", r"\[double\] title is missing; write for example title ="),
    (
        "points = 3",
        'points = "3"',
        r"\[double\] points is wrong: expected `float`, got `str`.*= 15",
    ),
    ("points = 3", "points = 0", r"\[double\] points must be above 0"),
    ("points = 3", "points = nan", r"\[double\] points must be above 0"),
    ("points = 3", "point = 3", r"\[double\] point is no known key; known: title, items"),
    ("level = 1", "level = 1.5", r"\[double\] level is wrong"),
    ("[20, 26]", '["20"]', r"\[double\] pages is wrong"),
    ("[20, 26]", "[]", r"\[double\] pages is empty"),
    ("[20, 26]", "[0]", r"\[double\] pages must be"),
    ("time = 4.0", 'time = "fast"', r"\[double.budget.double\] time is wrong.*time = 4.0"),
    ("time = 4.0", "time = -1", r"\[double.budget.double\] time must be above 0"),
    ("time = 4.0", "time = inf", r"\[double.budget.double\] time must be above 0"),
    ("time = 4.0", "tine = 4.0", r"\[double.budget.double\] tine is no known key"),
    ("time = 4.0", "", r"\[double.budget.double\] limits nothing"),
    ("size = 100", "", r"\[double.budget.double\] size is missing"),
    ("size = 100", "size = 0", r"\[double.budget.double\] size must be above 0"),
    ("time = 4.0", "growth = 1.2", r"\[double.budget.double\] sizes must hold two"),
    ("time = 4.0", "growth = 1.2\nsizes = [5]", r"sizes must hold two"),
    ("time = 4.0", "growth = 1.2\nsizes = [9, 5]", r"sizes must rise"),
    ("time = 4.0", "growth = 1.2\nsizes = [5, 5]", r"sizes must rise"),
    ("time = 4.0", "growth = 1.2\nsizes = [0, 5]", r"sizes must rise"),
    ('title = "Numbers"\n', "title = 3\n", r"title is missing; write title = "),
    ('title = "Numbers"\n', 'title = ""\n', r"title is missing; write title = "),
    ("time = 4.0", "calls = [0, 0]", r"calls must be coefficients"),
    ("chapter = 2\n", "", r"chapter is None, the folder says 2; write chapter = 2"),
    ("chapter = 2\n", "chapter = 3\n", r"chapter is 3, the folder says 2"),
    ('title = "Numbers"\n', "", r"title is missing; write title = "),
    ("chapter = 2\n", "chapter = = 2\n", r"not TOML: .*line 1"),
    ("chapter = 2\n", 'chapter = 2\nauthor = "x"\n', r"author stands outside a table"),
    ("[double]", '["../double"]', r"\[\.\./double\] is no Python module name"),
    ("[double]", "[for]", r"\[for\] is no Python module name"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_file_is_named_with_the_cure(small_course, toml, old, new, message):
    edit(toml, old, new)
    if "[double]" in old:
        edit(toml, "[double.budget.double]\nsize = 100\ntime = 4.0\n", "")
    with pytest.raises(CourseError, match=message) as caught:
        Course.load(small_course)
    assert "ch02_numbers/chapter.toml" in str(caught.value)


def test_growth_and_calls_are_read(small_course, toml):
    edit(toml, "time = 4.0", "growth = 1\nsizes = [10, 40]\ncalls = [1, 2.5]")
    limits = Course.load(small_course).exercises["double"].budgets["double"]
    assert limits == Limits(
        size=100, growth=1.0, sizes=(10, 40), calls=(1.0, 2.5), arguments="rng.random(n)"
    )


def test_a_stem_is_used_once(small_course, toml):
    shutil.copytree(toml.parent, toml.parent.with_name("ch03_again"))
    edit(small_course / "exercises/ch03_again/chapter.toml", "chapter = 2", "chapter = 3")
    with pytest.raises(CourseError, match=r"\[double\] is an exercise of ch02_numbers already"):
        Course.load(small_course)


def test_a_chapter_number_is_used_once(small_course, toml):
    other = toml.parent.with_name("ch02_zeros")
    other.mkdir()
    (other / "chapter.toml").write_text('chapter = 2\ntitle = "Z"\n', "utf-8")
    with pytest.raises(CourseError, match="chapter 2 is ch02_numbers already"):
        Course.load(small_course)


def test_folder_names_say_their_chapter(small_course, toml):
    toml.parent.rename(toml.parent.with_name("numbers"))
    with pytest.raises(CourseError, match="rename the folder numbers to chNN_name"):
        Course.load(small_course)


@pytest.mark.parametrize("words", [["double"], ["2"], ["ch2"], ["ch02"], ["ch02_numbers"], []])
def test_select_finds(small_course, words):
    assert [e.stem for e in Course.load(small_course).select(words)] == ["double"]


def test_select_names_an_exercise_once(small_course):
    assert len(Course.load(small_course).select(["double", "2", "double"])) == 1


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("duoble", "'duoble'; did you mean double?"),
        ("Double", "did you mean double?"),
        ("ch02_number", "did you mean ch02_numbers?"),
        ("22", "`grader list` shows all"),
        ("zzz", "`grader list` shows all"),
    ],
)
def test_select_suggests(small_course, word, message):
    with pytest.raises(UsageError) as caught:
        Course.load(small_course).select([word])
    assert message in str(caught.value)


def test_find_takes_stems_only(small_course):
    course = Course.load(small_course)
    assert course.find("double") is course.exercises["double"]
    for word in ("2", "doubl"):
        with pytest.raises(UsageError, match=f"there is no exercise '{word}'"):
            course.find(word)


# ---- lint ---------------------------------------------------------------------------------------

R, V, T = (
    "reference/ch02_numbers/double.py",
    "reference/ch02_numbers/double_variants.py",
    "tests/hidden/ch02_numbers/test_double.py",
)
C = "exercises/ch02_numbers/chapter.toml"

FLAWS = [
    (C, 'hints = ["What is 1 + 1?", "And x + x?"]', 'hints = ["One."]', "has 1 hints"),
    (C, "[20, 26]", "[26, 20]", "do not rise"),
    (C, "[20, 26]", "[20]", "item 2.1 stands on page 26"),
    (C, '["2.1"]', '["2.9"]', "2.9 is not in items.csv"),
    (C, '["2.1"]', '["2.1", "3.1"]', "items.csv gives 3.1 to halve"),
    (C, "banned", 'needs = ["tripple"]\nbanned', "needs tripple, which is no exercise"),
    (C, "banned", 'needs = ["double"]\nbanned', "needs itself"),
    (C, "budget.double", "budget.duoble", "budget for duoble, which is no public function"),
    (C, "points = 3", "points = 4", "points add up to 3, [double] in chapter.toml says 4"),
    (C, "What is 1 + 1?", "FILL IN", "still has a blank"),
    (R, '"""Doubling, the story."""', "", "the module has no docstring"),
    (R, "    Returns:\n", "    Gives:\n", "line 8: double has no 'Returns:'"),
    (R, "    Args:\n", "    Takes:\n", "double has no 'Args:'"),
    (R, "    Source:", "    From:", "double has no 'Source:'"),
    (R, "    >>> ", "    ", "double has no >>> example"),
    (R, "# A note", "# FILL IN", "line 23: still a blank"),
    (R, "def double", "def dou ble", "double.py: not Python"),
    (T, "@points(1)\n", "", "test_one has no points"),
    (T, "@points(1)", "@points(0)", "test_one has no points"),
    (T, "is two.", "is two", "test_one needs one sentence"),
    (T, "is two.", "is two. So it is.", "test_one needs one sentence"),
    (T, '"""The double of one is two."""', "pass", "test_one needs one sentence"),
    (T, '@needs("one")', '@needs("won")', "test_twice needs won, which is no test"),
    (T, "@needs", '@pytest.mark.parametrize("n", [1, 2])\n@needs', "test_twice is parametrized"),
    (V, "double__wrong_square", "double__worng_square", "is not FUNCTION__VERDICT_words"),
    (V, "double__wrong_square", "duoble__wrong_square", "is not FUNCTION__VERDICT_words"),
    (V, "double__wrong_square", "double__wrong", "is not FUNCTION__VERDICT_words"),
    (V, '"""This squares."""', "pass", "double__wrong_square needs one sentence"),
    (V, "double__wrong_square", "double__right_square", "has 2 wrong answers"),
    (V, "double__right_shift", "double__crashed_shift", "has no right answer"),
    (V, "double__slow_loop", "double__right_loop", "has no slow or hungry answer"),
]


def test_a_good_course_passes_its_lint(small_course):
    assert lint(Course.load(small_course)) == []


@pytest.mark.parametrize(("file", "old", "new", "message"), FLAWS)
def test_lint_names_the_flaw(small_course, file, old, new, message):
    edit(small_course / file, old, new)
    assert any(message in line for line in lint(Course.load(small_course)))


def test_lint_begins_with_the_file(small_course):
    edit(small_course / T, "@points(2)", "@points(1)")
    assert lint(Course.load(small_course)) == [
        f"{T}: the tests' points add up to 2, [double] in chapter.toml says 3; make them agree"
    ]


@pytest.mark.parametrize("file", [R, V, T])
def test_lint_names_a_missing_file(small_course, file):
    (small_course / file).unlink()
    assert any(
        line.startswith(f"{file} does not exist") for line in lint(Course.load(small_course))
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("exercises/ch02_numbers/test_double.py", "is for staff, and students get this folder"),
        ("exercises/ch02_numbers/double_variants.py", "is for staff"),
        ("exercises/ch02_numbers/data.bin", "belongs to no exercise"),
        ("exercises/notes.txt", "belongs to no exercise"),
        ("reference/ch02_numbers/old.py", "belongs to no exercise"),
        ("tests/hidden/ch02_numbers/test_old.py", "belongs to no exercise"),
    ],
)
def test_lint_names_stray_files(small_course, name, message):
    (small_course / name).write_text("")
    lines = lint(Course.load(small_course))
    assert len(lines) == 1
    assert lines[0].startswith(name)
    assert message in lines[0]


def test_lint_refuses_stems_that_hide_modules_or_are_long(small_course):
    for stem, message in [("random", "hides the module random"), ("x" * 41, "41 letters")]:
        table = 'title="t"\nitems=["2.1"]\npages=[26]\nlevel=1\npoints=1\nhints=["a","b"]\n'
        (small_course / C).write_text(f'chapter=2\ntitle="N"\n[{stem}]\n{table}')
        assert any(message in line for line in lint(Course.load(small_course)))


def test_other_answers_may_fill_several_files(small_course):
    (first,) = Course.load(small_course).exercises["double"].variants
    names = {v.name for v in load_variants(Course.load(small_course).exercises["double"])}
    more = first.with_name("double_variants_more.py")
    more.write_text(
        "from double_variants import helper\n\n\n"
        'def double__wrong_late(x):\n    """Too late."""\n    return 3 * x\n'
    )
    exercise = Course.load(small_course).exercises["double"]
    assert exercise.variants == (first, more)
    assert {v.name for v in load_variants(exercise)} == {*names, "double__wrong_late"}
    assert lint(Course.load(small_course)) == []
    edit(more, "double__wrong_late", "double__late")
    assert lint(Course.load(small_course)) == [
        f"{more.relative_to(small_course)}, line 4: double__late is not "
        f"FUNCTION__VERDICT_words, VERDICT one of {', '.join(VERDICTS)}"
    ]


def test_only_begun_chapters_owe_their_items(small_course):
    course = Course.load(small_course)
    assert uncovered(course) == ["3.1 halving: not built yet (halve)"]
    later = small_course / "exercises" / "ch03_later"
    later.mkdir()
    (later / "chapter.toml").write_text('chapter = 3\ntitle = "Later"\n')
    course = Course.load(small_course)
    assert uncovered(course) == []
    assert lint(course) == ["exercises/items.csv: item 3.1 (halving) waits for halve; write it"]


def test_a_prerequisite_may_wait_for_its_chapter(small_course):
    edit(small_course / C, "banned", 'needs = ["halve"]\nbanned')
    assert lint(Course.load(small_course)) == []


def test_repeated_items_belong_to_the_first(small_course):
    with (small_course / "exercises/items.csv").open("a") as file:
        file.write("9.1,9,question,1,90,doubling again,2.1,double\n")
        file.write("9.2,9,question,2,90,halving again,3.1,halve\n")
    course = Course.load(small_course)
    assert lint(course) == []
    assert uncovered(course) == [
        "3.1 halving: not built yet (halve)",
        "9.2 halving again: not built yet (halve)",
    ]


def test_tables_follow_the_book(small_course):
    with (small_course / "exercises/items.csv").open("a") as file:
        file.write("2.2,2,exercise,2,26,trebling,,treble\n")
    table = 'title="t"\nitems=["2.2"]\npages=[26]\nlevel=1\npoints=1\nhints=["a","b"]\n'
    text = (small_course / C).read_text()
    head, mark, tail = text.partition("[double]")
    (small_course / C).write_text(f"{head}[treble]\n{table}\n{mark}{tail}")
    shutil.rmtree(small_course / "reference")
    stub = small_course / "exercises/ch02_numbers/treble.py"
    stub.write_text("def treble(): pass\n")
    lines = lint(Course.load(small_course))
    assert any("[double] is not in book order" in line for line in lines)


def test_an_exercise_lists_all_its_items(small_course):
    with (small_course / "exercises/items.csv").open("a") as file:
        file.write("2.2,2,exercise,2,26,doubling twice,,double halve\n")
    lines = lint(Course.load(small_course))
    assert f"{C}: [double] items: items.csv gives it 2.2 too; add it" in lines
    assert any("item 2.2 (doubling twice) waits for halve;" in line for line in lines)


def test_a_course_needs_no_items_file(small_course):
    (small_course / "exercises/items.csv").unlink()
    course = Course.load(small_course)
    assert lint(course) == []
    assert uncovered(course) == []


def test_students_lint_what_they_have(small_course):
    shutil.rmtree(small_course / "reference")
    shutil.rmtree(small_course / "tests")
    assert lint(Course.load(small_course)) == []
