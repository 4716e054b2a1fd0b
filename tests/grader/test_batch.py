"""A batch survives whatever is in the inbox, and nothing in it touches anything else."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from grader import batch as batch_module
from grader.batch import Options, course_secret, grade_inbox, no_report
from grader.bench import BenchSetup, bench
from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.grade import Job
from grader.pool import Pool
from grader.verdict import Chunk, Outcome

ZOO = Path(__file__).parents[1] / "zoo"
HONEST = (ZOO / "right" / "plain.py").read_text()
OPTIONS = Options(secret=b"test")


@pytest.fixture(scope="module")
def course():
    return Course.load(ZOO / "course")


def grade(course, inbox, **options):
    return grade_inbox(course, [inbox], Options(**{"secret": b"test", **options}), no_report)


def test_ten_kinds_of_broken_input_leave_the_rest_alone(course, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a_empty.py").write_bytes(b"")
    (inbox / "b_binary.py").write_bytes(bytes(range(256)) * 64)
    (inbox / "c_latin.py").write_bytes("# Lösung\n".encode("latin-1") + HONEST.encode())
    (inbox / "d_large.py").write_bytes(b"# " + b"x" * (50 << 20) + b"\n" + HONEST.encode())
    for name, files in {
        "e_syntax": {"scale.py": "def double(x:\n    return x\n"},
        "f_missing": {"scale.py": "def halve(x):\n    return x / 2\n"},
        "g_endless": {"scale.py": "while True:\n    pass\n"},
        "twin": {"scale.py": HONEST},
        "z_honest": {"scale.py": HONEST},
    }.items():
        (inbox / name).mkdir()
        for file, text in files.items():
            (inbox / name / file).write_text(text)
    sheet = {
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "language": "python",
                "input": HONEST,
                "collapsed": False,
                "metadata": {},
                "outputs": [],
            }
        ],
    }
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}
    (inbox / "h_old.ipynb").write_text(json.dumps(old))
    with zipfile.ZipFile(inbox / "twin.zip", "w") as archive:
        archive.writestr("scale.py", HONEST.replace("2.0 *", "3.0 *"))
    whole = (inbox / "twin.zip").read_bytes()
    (inbox / "i_cut.zip").write_bytes(whole[: len(whole) // 2])

    run = grade(course, inbox)
    found = {s.origin.rsplit("/", 1)[-1]: s for s in run.submissions}
    assert len(found) == 12
    for name in ("a_empty.py", "b_binary.py", "c_latin.py", "d_large.py", "i_cut.zip"):
        assert found[name].exercises == ()
        assert len(found[name].problems) == 1, found[name].problems
        assert found[name].problems[0].endswith((".", "?"))
    reasons = {n: found[n].exercises[0].verdict for n in ("e_syntax", "f_missing", "g_endless")}
    assert reasons == {
        "e_syntax": "does not load",
        "f_missing": "missing",
        "g_endless": "timed out",
    }
    assert found["e_syntax"].exercises[0].place.line == 1
    for name in ("h_old.ipynb", "twin", "z_honest"):
        assert found[name].exercises[0].verdict == "right", found[name]
    assert found["twin.zip"].exercises[0].verdict == "wrong value"
    ids = [s.id for s in run.submissions]
    assert len(set(ids)) == len(ids)
    assert sorted(i for i in ids if i.startswith("twin"))[0] == "twin"


def test_only_leaves_the_grouping_as_it_is(tmp_path, small_course):
    zoo, other = Course.load(ZOO / "course"), "exercises/ch02_numbers"
    for tree in ("exercises", "reference", "tests/hidden"):
        shutil.copytree(zoo.root / tree, small_course / tree, dirs_exist_ok=True)
    inbox = tmp_path / "ann"
    inbox.mkdir()
    (inbox / "scale.py").write_text(HONEST)
    (inbox / "double.py").write_text((small_course / other / "double.py").read_text())
    both = Course.load(small_course)
    options = Options(secret=b"x", only=("scale",))
    (submission,) = grade_inbox(both, [inbox], options, no_report).submissions
    assert [e.stem for e in submission.exercises] == ["scale"]
    assert submission.problems == ()
    (inbox / "scale.py").unlink()
    (submission,) = grade_inbox(both, [inbox], options, no_report).submissions
    assert submission.problems == ("It answers double, which is not graded this time.",)


def test_an_empty_class_is_a_run_without_submissions(course, tmp_path):
    run = grade(course, tmp_path)
    assert list(run.submissions) == []


def test_a_missing_inbox_is_a_usage_error(course, tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        grade(course, tmp_path / "nowhere")


def test_results_do_not_depend_on_jobs_or_company(course, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for i, name in enumerate(("triples", "returns_none", "raises", "misspelt")):
        text = (ZOO / "wrong" / f"{name}.py").read_text()
        (inbox / f"s{i}.py").write_text(text)

    def outcomes(run):
        return {
            s.id: [(c.name, c.outcome) for e in s.exercises for c in e.checks]
            for s in run.submissions
        }

    together = outcomes(grade(course, inbox, jobs=2))
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "s1.py").write_text((inbox / "s1.py").read_text())
    alone = outcomes(grade(course, tmp_path / "alone", jobs=1))
    assert alone["s1"] == together["s1"]


def test_without_walls_nothing_is_graded_unless_it_is_trusted(course, tmp_path):
    (tmp_path / "s.py").write_text(HONEST)
    with pytest.raises(UsageError, match="tier C"):
        grade(course, tmp_path, tier="C")
    assert grade(course, tmp_path, tier="C", trust=True).submissions[0].exercises


def test_a_bench_that_dies_is_replaced_and_its_answer_judged_again(course, tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text(HONEST)
    put = batch_module.Pool.__dict__["collect"]
    killed = []

    def collect(self, one):
        if not killed:
            killed.append(one.process.pid)
            one.process.kill()
            one.process.wait()
            one.channel.shutdown(2)
        return put(self, one)

    monkeypatch.setattr(batch_module.Pool, "collect", collect)
    run = grade(course, tmp_path, jobs=1)
    assert killed
    assert [s.exercises[0].verdict for s in run.submissions] == ["right", "right"]


def test_a_lost_judge_costs_nothing(course, tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text(HONEST)
    monkeypatch.setattr(batch_module.Pool, "collect", lambda self, one: (one, one.get() and None))
    run = grade(course, tmp_path, jobs=1)
    (result,) = run.submissions[0].exercises
    assert result.outcome is Outcome.NOT_JUDGED
    assert (result.earned, result.judged_points, result.not_judged) == (0, 0, 10)
    assert run.submissions[0].needs_a_human


def test_each_bench_keeps_to_one_processor_of_its_own(course):
    allowed = os.sched_getaffinity(0)
    with Pool(BenchSetup(str(course.root), tuple(course.exercises)), 2) as pool:
        pool.start(2)
        used = [os.sched_getaffinity(bench.process.pid) for bench in pool.benches]
    assert [len(processors) for processors in used] == [1, 1]
    assert len(set.union(*used)) == min(2, len(allowed))
    assert os.sched_getaffinity(0) == allowed


def test_hidden_tests_that_cannot_be_collected_are_the_courses_fault(course, tmp_path):
    import shutil

    root = tmp_path / "course"
    shutil.copytree(ZOO / "course", root)
    (root / "tests" / "hidden" / "ch01_zoo" / "test_scale.py").write_text(
        "import nothing_like_it\n"
    )
    with pytest.raises(CourseError, match="collected"), bench(BenchSetup(str(root), ("scale",))):
        pass


def test_seeds_depend_on_secret_and_submission_only(course):
    job = Job("scale", (Chunk("scale.py", HONEST),), b"one")
    spy = HONEST.replace("    return float(np.sum(x))", "    return float(np.sum(x)) + x[0]")
    with bench(BenchSetup(str(course.root), ("scale",))) as one:
        off = []
        for seed in (b"one", b"one", b"two"):
            one.put(Job("scale", (Chunk("scale.py", spy),), seed, measure=False))
            result = one.get()
            off.append([c.margins for c in result.checks if c.name == "test_total"])
        one.put(job)
        assert one.get().verdict == "right"
    assert off[0] == off[1]
    assert off[0] != off[2]


def test_the_secret_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first = course_secret()
    assert course_secret() == first
    assert (tmp_path / "grader" / "secret").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("GRADER_SECRET", "words")
    assert course_secret() == b"words"
