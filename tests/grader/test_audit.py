"""The audit catches deliberate damage: each test breaks a sound exercise in one way."""

import shutil

import pytest

from grader.audit import LEAST_PATIENCE, MEASURED_SEEDS, ExerciseAudit, audit
from grader.certificate import is_fresh, read_certificate
from grader.course import Course
from grader.course_lint import lint
from grader.errors import GraderError
from grader.stub import sync
from grader.verdict import Check, ExerciseResult, Outcome

CHAPTER = """\
chapter = 1
title = "Means"

[average]
title = "Averages"
items = ["1.1"]
pages = [3]
level = 1
points = 5
hints = ["Add first.", "Then divide."]

[average.budget.average]
size = 400_000
time = 5.0
"""
# Long doubles: of doubles, summed at 20 GB/s, no 64 MiB of arguments make a piece of 5 ms.
REFERENCE = '''\
"""Averages of different kinds."""

import numpy as np


def average(x):
    """Average all values.

        average(x) = sum_i x_i / n

    Args:
        x: array (n,), n >= 1.

    Returns:
        float.

    Raises:
        ValueError: x is empty.

    Source: book page 3.

    >>> average(np.array([1.0, 3.0]))
    2.0
    """
    x = np.asarray(x, np.longdouble)
    if len(x) == 0:
        raise ValueError("x is empty")
    return float(np.sum(x) / len(x))
'''
VARIANTS = '''\
"""Other answers to `average`."""

import numpy as np


def average__wrong_off_by_one(x):
    """The sum is divided by n - 1."""
    if len(x) == 0:
        raise ValueError("x")
    return float(np.sum(x) / max(len(x) - 1, 1))


def average__wrong_median(x):
    """This is the median."""
    if len(x) == 0:
        raise ValueError("x")
    return float(np.median(x))


def average__wrong_slightly(x):
    """The sum is rounded before it is divided."""
    if len(x) == 0:
        raise ValueError("x")
    return float(np.round(np.sum(x), 9) / len(x))


def average__wrong_of_one(x):
    """One value is its own average."""
    if len(x) == 0:
        raise ValueError("x")
    return float(np.mean(x)) if len(x) > 1 else 0.0


def average__right_mean(x):
    if len(x) == 0:
        raise ValueError("x")
    return float(np.mean(x))


def average__slow_loop(x):
    if len(x) == 0:
        raise ValueError("x")
    total = 0.0
    for i in range(len(x)):
        total = total + x[i]
    return float(total / len(x))
'''
TESTS = '''\
import numpy as np

from grader.checks import needs, points


@points(2)
def test_average(student, rng, check):
    """The average times n is the sum."""
    x = rng.normal(size=7)
    check.close(student.average(x) * 7, sum(x.tolist()), atol=1e-13)


@points(1)
def test_one_value(student, rng, check):
    """The average of one value is that value."""
    x = rng.integers(1, 9, size=1)
    check.equal(student.average(x), float(x[0]))


@points(1)
def test_empty(student, check):
    """An empty array has no average."""
    check.raises(ValueError, student.average, np.zeros(0), names="x")


@points(1)
@needs("average")
def test_time(student, budget, rng, check):
    """The average takes about as long as ours."""
    budget.time(
        "average",
        lambda size: (rng.normal(size=size),),
        lambda result, x: check.is_type(result, float),
    )
'''
FOLDER = "ch01_means"


@pytest.fixture
def files(tmp_path):
    """The sound exercise; returns the paths of its files by a short name."""
    root = tmp_path / "course"
    paths = {
        "chapter": root / "exercises" / FOLDER / "chapter.toml",
        "stub": root / "exercises" / FOLDER / "average.py",
        "reference": root / "reference" / FOLDER / "average.py",
        "variants": root / "reference" / FOLDER / "average_variants.py",
        "tests": root / "tests" / "hidden" / FOLDER / "test_average.py",
    }
    texts = {"chapter": CHAPTER, "reference": REFERENCE, "variants": VARIANTS, "tests": TESTS}
    for name, text in texts.items():
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        paths[name].write_text(text)
    sync(Course.load(root), check=False)
    return paths


def change(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} must stand exactly once"
    path.write_text(text.replace(old, new))


def audit_it(files, resync=True):
    course = Course.load(files["chapter"].parents[2])
    if resync:
        sync(course, check=False)
    (certificate,) = audit(course, list(course.exercises.values()), jobs=2)
    return certificate


def test_a_sound_exercise_is_certified_and_its_certificate_ages(files):
    certificate = audit_it(files)
    assert certificate.findings == ()
    killed, equivalent, survived = certificate.count()
    assert killed >= 7
    assert (equivalent, survived) == (0, 0)
    assert dict(certificate.variants)["average__slow_loop"] == "too slow"
    course = Course.load(files["chapter"].parents[2])
    exercise = course.exercises["average"]
    assert read_certificate(exercise) == certificate
    assert is_fresh(exercise)
    change(files["tests"], "size=7", "size=8")
    assert not is_fresh(exercise)


def test_a_vacuous_test_lets_mutants_live(files):
    change(
        files["tests"],
        "check.close(student.average(x) * 7, sum(x.tolist()), atol=1e-13)",
        "student.average(x)",
    )
    certificate = audit_it(files)
    assert any(f.startswith("survivor") for f in certificate.findings)
    assert any("passes everything" in f for f in certificate.findings)


def test_a_test_that_never_calls_the_student_is_found(files):
    change(files["tests"], "check.equal(student.average(x), float(x[0]))", "check.equal(1, 1)")
    certificate = audit_it(files)
    assert any("test_one_value" in f and "not judged" in f for f in certificate.findings)


def test_a_tolerance_widened_a_thousandfold_lets_a_wrong_answer_pass(files):
    change(files["tests"], "atol=1e-13", "atol=1e-8")
    certificate = audit_it(files)
    assert any(f.startswith("average__wrong_slightly: passes") for f in certificate.findings)


def test_a_reference_with_an_off_by_one_fails(files):
    change(files["reference"], "/ len(x))", "/ (len(x) - 1))")
    certificate = audit_it(files)
    assert any(f.startswith("reference: fails") for f in certificate.findings)


def test_a_stub_that_passes_is_found(files):
    files["stub"].write_text(REFERENCE)
    certificate = audit_it(files, resync=False)
    assert any(f.startswith("stub: earns 5 points") for f in certificate.findings)
    assert any("the stub does not fit the reference" in f for f in certificate.findings)


def test_a_wrong_variant_renamed_right_is_found(files):
    change(files["variants"], "average__wrong_median", "average__right_median")
    certificate = audit_it(files)
    assert any(f.startswith("average__right_median: fails") for f in certificate.findings)


def test_a_wrong_variant_that_only_crashes_is_found(files):
    change(files["variants"], "return float(np.median(x))", "return float(np.no_such_function(x))")
    certificate = audit_it(files)
    assert any("fails only because it raises" in f for f in certificate.findings)


def test_a_slow_variant_that_is_not_slow_is_found(files):
    change(files["variants"], "return float(total / len(x))", "return float(np.mean(x))")
    change(files["variants"], "for i in range(len(x)):", "for i in range(0):")
    certificate = audit_it(files)
    assert any(f.startswith("average__slow_loop: no budget test") for f in certificate.findings)


def test_a_test_that_catches_nothing_alone_is_idle(files):
    again = TESTS[TESTS.index("@points(1)\ndef test_one_value") :].partition("\n\n\n")[0]
    change(files["chapter"], "points = 5", "points = 6")
    text = f"{TESTS}\n\n{again.replace('test_one_value', 'test_one_value_again')}\n"
    files["tests"].write_text(text)
    certificate = audit_it(files)
    assert sum("idle" in f for f in certificate.findings) == 2
    marked = text.replace("import needs", "import explanation, needs")
    marked = marked.replace("def test_one_value_again", "@explanation\ndef test_one_value_again")
    marked = marked.replace("def test_one_value(", "@explanation\ndef test_one_value(")
    files["tests"].write_text(marked)
    assert audit_it(files).findings == ()


def test_a_tolerance_that_a_right_answer_nearly_uses_up_is_found(files):
    change(files["tests"], "atol=1e-13", "atol=2e-15")
    change(files["tests"], "size=7", "size=700")
    certificate = audit_it(files)
    assert any("of the tolerance" in f or "fails test_average" in f for f in certificate.findings)


@pytest.mark.parametrize(
    ("limit", "words"), [("0.9", "raise the limit"), ("1e5", "no budget test finds it too slow")]
)
def test_a_budget_without_a_gap_is_refused(files, limit, words):
    change(files["chapter"], "time = 5.0", f"time = {limit}")
    assert any(words in f for f in audit_it(files).findings)


def test_a_call_too_short_to_be_timed_is_found(files):
    change(files["chapter"], "size = 400_000", "size = 50")
    assert any("so that it can be timed" in f for f in audit_it(files).findings)


def test_an_example_that_is_wrong_is_found(files):
    change(files["reference"], "    2.0\n", "    2.5\n")
    certificate = audit_it(files)
    assert any("the reference fails this example" in f for f in certificate.findings)


def test_a_mark_must_fit_a_mutant_that_lives(files):
    line = "    return float(np.sum(x) / len(x))"
    marks = "    # equivalent: / -> *: not true\n    # equivalent: + -> -: there is no +\n"
    change(files["reference"], line, marks + line)
    certificate = audit_it(files)
    assert any("/ -> * is marked equivalent but is killed" in f for f in certificate.findings)
    assert any("+ -> - fits no mutant" in f for f in certificate.findings)


def test_a_deleted_exercise_is_found(files):
    shutil.rmtree(files["reference"].parent)
    files["tests"].unlink()
    root = files["chapter"].parents[2]
    try:
        problems = lint(Course.load(root))
    except GraderError as error:
        problems = [str(error)]
    assert any("average" in p for p in problems)


@pytest.mark.parametrize(
    ("slowest", "patience"), [(None, 10.0), (0.001, LEAST_PATIENCE), (0.4, 2.0), (9.0, 10.0)]
)
def test_a_mutant_may_take_a_few_times_as_long_as_the_reference(files, slowest, patience):
    exercise = Course.load(files["chapter"].parents[2]).exercises["average"]
    one = ExerciseAudit(exercise, quick=True)
    for seconds in [5.0] * MEASURED_SEEDS + ([] if slowest is None else [0.0001, slowest]):
        check = Check("test_average", "", 1.0, Outcome.PASSES, seconds=seconds)
        result = ExerciseResult("average", "", 1, 5.0, checks=(check,))
        one.results.setdefault("reference", []).append(result)
    assert exercise.call_seconds == 10.0
    assert one.patience() == pytest.approx(patience)
