"""The course's own lint: what an author forgot, each line with the file, the problem and the cure.

It reads and never runs: whether the tests are good is the audit's question.
"""

from __future__ import annotations

import ast
import csv
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from grader.course import Course, Exercise
from grader.docs import documented, find_examples, parse_source
from grader.errors import CourseError
from grader.variants import VERDICTS

BLANK = "FILL IN"
"""Marks what `grader new` leaves to the author."""
LONGEST_STEM = 40
BESIDE_CHAPTERS = {
    "exercises": {"NOTATION.md", "README.md", "items.csv"},
    "reference": {"README.md", "pyproject.toml"},
    "tests/hidden": {"README.md", "conftest.py"},
}
"""What may stand beside the chapter folders of each tree."""
SENTENCE = re.compile(r"[A-Z0-9`'\"(_a-z][^\n]*[^.\s]\.")
SECOND_SENTENCE = re.compile(r"[.!?] +[A-Z]")


def lint(course: Course) -> list[str]:
    """Return one line for every rule of the house that the course breaks."""
    found = [line for e in course.exercises.values() for line in lint_exercise(course, e)]
    found += stray_files(course)
    rows = read_items(course)
    for exercise in course.exercises.values():
        found += wrong_items(exercise, rows)
    found += wrong_order(course, rows)
    found += [line for row, line in missing_items(course, rows) if chapter_exists(course, row)]
    return [line.replace(f"{course.root}{os.sep}", "") for line in found]


def uncovered(course: Course) -> list[str]:
    """Return the items of items.csv that wait for a chapter whose folder does not exist yet."""
    found = []
    for row, _ in missing_items(course, read_items(course)):
        if not chapter_exists(course, row):
            found.append(f"{row['id']} {row['topic']}: not built yet ({row['exercises']})")
    return found


def lint_exercise(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield what is wrong with one exercise."""
    checks = [partial(wrong_table, course)]
    if course.has_staff:
        checks += [partial(wrong_reference), partial(wrong_tests), partial(wrong_variants)]
    for check in checks:
        try:
            yield from check(exercise)
        except CourseError as error:
            yield str(error)
    for path in (exercise.reference, *exercise.variants, exercise.tests):
        yield from blanks(path)


# ---- chapter.toml -------------------------------------------------------------------------------


def wrong_table(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield what is wrong with an exercise's table beyond its form."""
    where = f"{toml_of(exercise)}: [{exercise.stem}]"
    stem = exercise.stem
    if len(stem) > LONGEST_STEM:
        yield f"{where} has a name of {len(stem)} letters; use at most {LONGEST_STEM}"
    if stem in sys.stdlib_module_names or stem == "numpy":
        yield f"{where} hides the module {stem} from everything a student runs; rename it"
    if not 2 <= len(exercise.hints) <= 3:
        yield f"{where} has {len(exercise.hints)} hints; write 2 or 3 steps of a ladder"
    if list(exercise.pages) != sorted(set(exercise.pages)):
        yield f"{where} pages {list(exercise.pages)} do not rise; list each page once, in order"
    values = [exercise.title, *exercise.items, *exercise.hints]
    if any(BLANK in value for value in values):
        yield f"{where} still has a blank; replace each {BLANK!r}"
    for other in exercise.needs:
        if not known_stem(course, other):
            yield f"{where} needs {other}, which is no exercise; correct the name"
        elif other == stem:
            yield f"{where} needs itself; remove it"
    for name, budget in exercise.budgets.items():
        if name.partition(".")[0] not in exercise.functions():
            yield f"{where} has a budget for {name}, which is no public function; correct the name"
        if (budget.time or budget.growth or budget.memory) and not budget.arguments:
            yield (
                f"{where} budget of {name}: there are no arguments for `grader check` to try; "
                'write for example arguments = "rng.random(n), 3"'
            )


def known_stem(course: Course, stem: str) -> bool:
    """Tell whether a stem is an exercise, or will be one of a chapter not begun yet."""
    if stem in course.exercises:
        return True
    rows = [row for row in read_items(course) if stem in row["exercises"].split()]
    return any(not chapter_exists(course, row) for row in rows)


def toml_of(exercise: Exercise) -> Path:
    return exercise.stub.with_name("chapter.toml")


# ---- reference ----------------------------------------------------------------------------------


def wrong_reference(exercise: Exercise) -> Iterator[str]:
    """Yield what a reference's docstrings lack."""
    path = exercise.reference
    tree = parse_source(path)
    shown = {example.function for example in find_examples(tree)}
    if not exercise.functions():
        yield f"{path}: there is no public function; a student would have nothing to write"
    if ast.get_docstring(tree) is None:
        yield f"{path}: the module has no docstring; tell the task's story there"
    for name, node in documented(tree):
        if isinstance(node, ast.Module):
            continue
        where, text = f"{path}, line {node.lineno}: {name}", ast.get_docstring(node)
        if text is None:
            yield f"{where} has no docstring; it is the task the student reads"
            continue
        if "." in name:
            continue
        for section in missing_sections(node, text):
            yield f"{where} has no {section!r} in its docstring; add that section"
        if not any(f == name or f.startswith(f"{name}.") for f in shown):
            yield f"{where} has no >>> example; add one a student can check by hand"


def missing_sections(node: ast.FunctionDef | ast.ClassDef, text: str) -> list[str]:
    """Return the words every docstring starts a line with that this one does not."""
    wanted = ["Source:"]
    if isinstance(node, ast.FunctionDef):
        arguments = node.args
        takes = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        takes += [a for a in (arguments.vararg, arguments.kwarg) if a]
        wanted = (["Args:"] if takes else []) + ["Returns:", "Source:"]
    return [word for word in wanted if not re.search(rf"^\s*{word}", text, re.MULTILINE)]


# ---- hidden tests -------------------------------------------------------------------------------


def wrong_tests(exercise: Exercise) -> Iterator[str]:
    """Yield what is wrong with the hidden tests' sentences and points."""
    path = exercise.tests
    functions = [n for n in parse_source(path).body if isinstance(n, ast.FunctionDef)]
    tests = [n for n in functions if n.name.startswith("test_")]
    names = {test.name.removeprefix("test_") for test in tests}
    total = 0.0
    for test in tests:
        where = f"{path}, line {test.lineno}: {test.name}"
        if not is_sentence(ast.get_docstring(test)):
            yield f"{where} needs one sentence with a full stop as docstring: students read it"
        points = mark_arguments(test, "points")
        if len(points) == 1 and isinstance(points[0], int | float) and points[0] > 0:
            total += points[0]
        else:
            yield f"{where} has no points; write @points(1) above it"
        for name in mark_arguments(test, "needs"):
            if name not in names:
                yield f"{where} needs {name}, which is no test here; use the name after test_"
        if any("parametrize" in ast.unparse(d) for d in test.decorator_list):
            yield f"{where} is parametrized, so its points count often; write a loop or more tests"
    if not tests:
        yield f"{path} holds no test; write functions named test_..."
    elif abs(total - exercise.points) > 1e-9:
        yield (
            f"{path}: the tests' points add up to {total:g}, [{exercise.stem}] in chapter.toml "
            f"says {exercise.points:g}; make them agree"
        )


def is_sentence(text: str | None) -> bool:
    """Tell whether a docstring is one sentence that ends in a full stop."""
    text = " ".join((text or "").split())
    return bool(SENTENCE.fullmatch(text)) and not SECOND_SENTENCE.search(text)


def mark_arguments(test: ast.FunctionDef, mark: str) -> list[object]:
    """Return the literal arguments of `@mark(...)`."""
    found: list[object] = []
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == mark:
            found += [a.value if isinstance(a, ast.Constant) else None for a in decorator.args]
    return found


# ---- variants -----------------------------------------------------------------------------------


def wrong_variants(exercise: Exercise) -> Iterator[str]:
    """Yield what is wrong with the names and the number of other answers."""
    count = dict.fromkeys(VERDICTS, 0)
    nodes = [(path, node) for path in exercise.variants for node in parse_source(path).body]
    for path, node in nodes:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or "__" not in node.name.strip("_"):
            continue
        where = f"{path}, line {node.lineno}: {node.name}"
        function, _, rest = node.name.partition("__")
        verdict, _, mistake = rest.partition("_")
        if function not in exercise.functions() or verdict not in VERDICTS or not mistake:
            yield f"{where} is not FUNCTION__VERDICT_words, VERDICT one of {', '.join(VERDICTS)}"
            continue
        count[verdict] += 1
        if verdict == "wrong" and not is_sentence(ast.get_docstring(node)):
            yield f"{where} needs one sentence with a full stop: it tells a student the mistake"
    path = exercise.variants[0]
    if count["wrong"] < 3:
        yield f"{path} has {count['wrong']} wrong answers; write at least 3"
    if count["right"] < 1:
        yield f"{path} has no right answer besides the reference; write one that works differently"
    limits = exercise.budgets.values()
    if any(b.time or b.growth or b.memory for b in limits) and count["slow"] + count["hungry"] < 1:
        yield f"{path} has no slow or hungry answer for the budget; write one it must catch"


# ---- files and items ----------------------------------------------------------------------------


def blanks(path: Path) -> Iterator[str]:
    if path.exists():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if BLANK in line:
                yield f"{path}, line {number}: still a blank; replace {BLANK!r}"


def stray_files(course: Course) -> Iterator[str]:
    """Yield files no rule expects: above all a staff file among those students get."""
    expected = {p for e in course.exercises.values() for p in (e.stub, e.reference)}
    expected |= {p for e in course.exercises.values() for p in (*e.variants, e.tests)}
    expected |= {chapter.path for chapter in course.chapters}
    for tree, beside in BESIDE_CHAPTERS.items():
        top = course.root / tree
        for path in sorted(top.rglob("*")):
            if path.is_dir() or path in expected or "__pycache__" in path.parts:
                continue
            if path.parent == top and path.name in beside:
                continue
            staff = path.name.startswith("test_") or "_variants" in path.stem
            if tree == "exercises" and staff:
                yield f"{path} is for staff, and students get this folder; move it"
            else:
                yield f"{path} belongs to no exercise; write its table in chapter.toml or delete it"


def read_items(course: Course) -> list[dict[str, str]]:
    """Return the rows of items.csv; none for a course without one."""
    path = course.root / "exercises" / "items.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wrong_items(exercise: Exercise, rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield where an exercise's items and pages disagree with items.csv."""
    where = f"{toml_of(exercise)}: [{exercise.stem}]"
    by_id = {row["id"]: row for row in rows}
    for item in exercise.items if rows else ():
        row = by_id.get(item)
        if row is None:
            yield f"{where} items: {item} is not in items.csv; correct one of them"
        elif exercise.stem not in row["exercises"].split():
            yield f"{where} items: items.csv gives {item} to {row['exercises']}; correct one"
        elif int(row["page"]) not in exercise.pages:
            yield f"{where} pages: item {item} stands on page {row['page']}; add it"
    for row in rows:
        owes = exercise.stem in row["exercises"].split() and not row["same_as"]
        if owes and row["id"] not in exercise.items:
            yield f"{where} items: items.csv gives it {row['id']} too; add it"


def wrong_order(course: Course, rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield each table that stands below one whose items come later in the book."""
    place = {row["id"]: number for number, row in enumerate(rows)}
    for chapter in course.chapters:
        latest = -1
        for exercise in course.of_chapter(chapter):
            first = min((place[i] for i in exercise.items if i in place), default=latest)
            if first < latest:
                yield f"{toml_of(exercise)}: [{exercise.stem}] is not in book order; move it up"
            latest = max(latest, first)


def missing_items(
    course: Course, rows: list[dict[str, str]]
) -> Iterator[tuple[dict[str, str], str]]:
    """Yield each row of items.csv that an exercise is missing for, with the line that says so."""
    path = course.root / "exercises" / "items.csv"
    for row in rows:
        missing = [stem for stem in row["exercises"].split() if stem not in course.exercises]
        if missing or not row["exercises"].split():
            names = ", ".join(missing) or "no exercise named"
            yield row, f"{path}: item {row['id']} ({row['topic']}) waits for {names}; write it"


def chapter_exists(course: Course, row: dict[str, str]) -> bool:
    """Tell whether the chapter that answers an item has been begun."""
    origin = row["same_as"] or row["id"]
    return any(origin.partition(".")[0] == str(chapter.number) for chapter in course.chapters)
