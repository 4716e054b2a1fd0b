"""No page, no terminal text and no file shows a hidden input, an expected value or test source.

Everything the zoo and the course's own other answers can bring about is judged with a witness
that notes the hidden numbers, then shown in every form there is, and searched.
"""

import ast
import dataclasses
from pathlib import Path

import msgspec
import pytest

from grader.batch import Options, job_for, without_margins
from grader.bench import BenchSetup
from grader.checks.witness import Witness, key, numbers_in
from grader.course import Course, Exercise
from grader.grade import Job
from grader.intake.source import find_entries, read_submission
from grader.pool import Pool
from grader.report.formats import write_results
from grader.report.html import write_pages
from grader.report.terminal import exercise_text, summary
from grader.variants import load_variants, stub_chunk
from grader.verdict import ExerciseInfo, ExerciseResult, Run, SubmissionResult, from_json

ROOT = Path(__file__).parents[2]
ZOO = ROOT / "tests" / "zoo"
RESULTS = "results.json"


def source_lines(exercise: Exercise) -> set[str]:
    """Return lines of the hidden tests that stand nowhere a student can read them."""
    text = exercise.tests.read_text("utf-8")
    docs = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.Module) and ast.get_docstring(node):
            docs |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    public = exercise.stub.read_text("utf-8") if exercise.stub.exists() else ""
    lines = [line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in docs]
    return {line for line in lines if len(line) >= 20 and line not in public}


def shown(results: list[ExerciseResult], exercise: Exercise, folder: Path) -> list[str]:
    """Show a class in every form a person can come to see; return each student's share of it.

    What tells of the whole class belongs to everybody's.
    """
    info = ExerciseInfo(exercise.stem, exercise.title, exercise.chapter, exercise.points)
    names = [f"student{n}" for n in range(len(results))]
    submissions = [
        SubmissionResult(
            name, f"{name}.py", (msgspec.structs.replace(without_margins(r), hidden=()),)
        )
        for name, r in zip(names, results, strict=True)
    ]
    run = Run(1, "0", "course", "A", "", "3", "2", "now", 1.0, (info,), tuple(submissions))
    write_results(run, folder)
    write_pages(run, folder)
    whole = [(folder / name).read_text("utf-8") for name in ("index.html", "grades.csv")]
    whole.append(summary(run, folder))
    kept = [
        msgspec.json.encode(s).decode()
        for s in from_json((folder / RESULTS).read_bytes()).submissions
    ]
    pages = [(folder / "students" / f"{name}.html").read_text("utf-8") for name in names]
    texts = [exercise_text(r, show_passing=True) for r in results]
    return ["\n".join([*whole, *parts]) for parts in zip(pages, kept, texts, strict=True)]


def leaks(results: list[ExerciseResult], exercise: Exercise, folder: Path) -> list[list[str]]:
    """Return for each result what is shown of what is hidden."""
    found, lines = [], source_lines(exercise)
    # What students wrote or printed while loading is theirs, and so is our clock.
    own = " ".join(c.source for r in results for c in r.chunks)
    own += " ".join([*(r.printed for r in results), *exercise.hints])
    known = {k for _, k in numbers_in(own)} | {k for r in results for k in clocks(r)}
    for result, text in zip(results, shown(results, exercise, folder), strict=True):
        hidden = set(result.hidden) - known
        numbers = [n for n, k in numbers_in(text) if k in hidden]
        found.append(numbers + [line for line in lines if line in text and line not in own])
    return found


def clocks(result: ExerciseResult) -> set[str | None]:
    """Return the keys of measured times and costs, which are numbers of no test."""
    measured = [result.seconds, *(c.seconds for c in result.checks)]
    for budget in (b for c in result.checks for b in c.budgets):
        measured += [budget.value or 0.0, budget.low or 0.0, budget.high or 0.0]
        measured += [x for point in (*budget.yours, *budget.ours) for x in point]
    return {key(x) for x in measured}


def judge(course: Course, jobs: list[Job]) -> list[tuple[str, Exercise, ExerciseResult]]:
    stems = tuple(dict.fromkeys(job.stem for job in jobs))
    with Pool(BenchSetup(str(course.root), stems)) as pool:
        pool.start(len(jobs))
        tasks = iter([(job.file, msgspec.structs.replace(job, witness=True)) for job in jobs])
        return [(name, course.exercises[j.stem], r) for name, j, r in pool.run(tasks) if r]


def assert_nothing_leaks(judged, folder: Path) -> None:
    assert judged
    for stem in {exercise.stem for _, exercise, _ in judged}:
        mine = [(name, e, r) for name, e, r in judged if e.stem == stem]
        for name, _, result in mine:
            assert result.hidden or not result.checks, f"{name}: no hidden number was noted"
        found = leaks([r for _, _, r in mine], mine[0][1], folder / stem)
        for (name, _, _), told in zip(mine, found, strict=True):
            assert not told, f"{name} of {stem}: {told[:3]}"


@pytest.mark.timeout(900)
def test_the_zoo_learns_nothing(tmp_path):
    course = Course.load(ZOO / "course")
    names = {"scale": course.exercises["scale"].functions()}
    animals = sorted(p for p in ZOO.glob("*/*") if p.is_file() and p.parent.name != "course")
    quick = [p for p in animals if p.parent.name in ("right", "wrong", "forbidden", "crashed")]
    submissions = [read_submission(entry, names) for entry in find_entries(quick, ["scale"])]
    secret = dataclasses.replace(Options(), secret=b"leaks").secret
    jobs = [job_for(s, "scale", m, names, secret) for s in submissions for m in s.answers.values()]
    assert len(jobs) > 80
    assert_nothing_leaks(judge(course, jobs), tmp_path)


@pytest.mark.timeout(900)
def test_the_courses_own_mistakes_learn_nothing(tmp_path):
    course = Course.load(ROOT)
    jobs = [
        Job(e.stem, (chunk,), b"leaks", f"{name}.py", measure=False)
        for e in course.exercises.values()
        for name, chunk in [
            ("stub", stub_chunk(e)),
            *((v.name, v.chunk) for v in load_variants(e) if v.verdict == "wrong"),
        ]
    ]
    assert_nothing_leaks(judge(course, jobs), tmp_path)


def test_the_lint_sees_a_leak(tmp_path):
    course = Course.load(ZOO / "course")
    exercise = course.exercises["scale"]
    chunk = stub_like(exercise)
    (_, _, result), *_ = judge(course, [Job("scale", (chunk,), b"x", "a.py", measure=False)])
    assert leaks([result], exercise, tmp_path / "clean") == [[]]
    number = f"{float(result.hidden[0]):.6g}"
    (first, *rest) = result.checks
    for fact in (f"Expected {number}.", "x = rng.normal(size=(3, 4))"):
        told = msgspec.structs.replace(first, facts=(fact,))
        leaky = msgspec.structs.replace(result, checks=(told, *rest))
        assert leaks([result, leaky], exercise, tmp_path / "leaky")[1]


def stub_like(exercise: Exercise):
    from grader.verdict import Chunk

    return Chunk("a.py", exercise.reference.read_text("utf-8").replace("2.0 *", "3.0 *"))


def test_a_witness_notes_telling_numbers_only():
    witness = Witness()
    witness.note({"a": [0.30471708, 0.5, 3], "b": (2, 1e-3)})
    assert witness.keys == {"3.04717e-01"}
    assert [k for _, k in numbers_in("at 0.30471708 of 12345678")] == ["3.04717e-01", "1.23457e+07"]
