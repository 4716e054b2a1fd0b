"""What grading one answer costs beside two floors measured in the same run. Prints ratios."""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.audit import audit
from grader.bench import BenchSetup, bench
from grader.checks import plugin
from grader.course import Course
from grader.grade import Job
from grader.variants import reference_chunk
from grader.verdict import Outcome

ROOT = Path(__file__).parents[2]
AUDITED = ["softmax", "min_max_saddle", "local_minimum"]
STEMS = [e.stem for e in Course.load(ROOT).select(["2"])]


def children_cpu() -> float:
    """CPU of all children that have ended and been waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def numpy_import_cpu(times: int = 5) -> float:
    # As anybody would start it: with BLAS free to make its threads, which this run forbids itself.
    plain = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    before = children_cpu()
    for _ in range(times):
        subprocess.run([sys.executable, "-c", "import numpy"], check=True, env=plain)
    return (children_cpu() - before) / times


def grading_cpu(stem: str, answers: int, measure: bool) -> float:
    """CPU of a whole bench that judges so many answers, from its start to its end.

    Tier B: bubblewrap would hide the CPU of what runs inside it from its parent.
    """
    exercise = Course.load(ROOT).exercises[stem]
    before = children_cpu()
    with bench(BenchSetup(str(ROOT), (stem,), "B")) as one:
        for number in range(answers):
            seed = f"{number}".encode()
            one.put(Job(stem, (reference_chunk(exercise),), seed, measure=measure))
            result = one.get()
            assert all(c.outcome is Outcome.PASSES for c in result.checks)
    return children_cpu() - before


def warm_fork_cpu(stem: str, times: int) -> float:
    """CPU of forks of this warm process that run the same tests on the reference, unconfined."""
    spent = []

    class Collected:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session):
            before = children_cpu()
            for _ in range(times):
                pid = os.fork()
                if pid == 0:
                    for item in session.items:
                        calls(item)
                    os._exit(0)
                os.waitpid(pid, 0)
            spent.append((children_cpu() - before) / times)
            return True

    def calls(item):
        arguments = {
            "student": plugin.Student(plugin.context_of(item).session),
            "rng": np.random.default_rng(0),
            "check": plugin.Comparison(),
            "budget": plugin.context_of(item).make_budget(plugin.context_of(item)),
            "reference": None,
        }
        wanted = item.function.__code__.co_varnames[: item.function.__code__.co_argcount]
        item.function(**{name: arguments[name] for name in wanted})

    path = Course.load(ROOT).exercises[stem].tests
    options = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-c", os.devnull]
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main([*options, "--rootdir", str(ROOT), str(path)], plugins=[plugin, Collected()])
    return spent[0]


def audit_cpu(stem: str, tmp_path: Path) -> tuple[float, int]:
    """CPU of the whole audit of one exercise in a copy of the course, and its mutants."""
    root = tmp_path / stem
    for name in ("exercises", "reference", "tests/hidden"):
        shutil.copytree(ROOT / name, root / name)
    course = Course.load(root)
    before = children_cpu()
    (certificate,) = audit(course, [course.exercises[stem]], jobs=1, tier="B")
    return children_cpu() - before, len(certificate.mutants)


@pytest.mark.timeout(1800)
def test_an_audit_costs_at_most_twenty_bare_runs_of_its_mutants(tmp_path):
    spent = floor = 0.0
    for stem in AUDITED:
        cpu, mutants = audit_cpu(stem, tmp_path)
        bare = mutants * warm_fork_cpu(stem, 5)
        spent, floor = spent + cpu, floor + bare
        print(f"{stem:28} {mutants} mutants, audit {cpu:.0f} s CPU, {cpu / bare:.1f} x bare forks")
    projected = 92 * spent / len(AUDITED) / 120
    print(f"together {spent / floor:.1f} x; 92 exercises on two cores: {projected:.0f} min")
    assert spent <= 20 * floor


@pytest.mark.timeout(1800)
def test_the_overhead_of_grading_is_at_most_half_a_numpy_import():
    floor = numpy_import_cpu()
    print(f"\na process that only imports numpy: {1e3 * floor:.0f} ms CPU = 1.00")
    worst = 0.0
    for stem in STEMS:
        few, many = 4, 24
        total = (grading_cpu(stem, many, False) - grading_cpu(stem, few, False)) / (many - few)
        student = warm_fork_cpu(stem, 10)
        overhead = (total - student) / floor
        worst = max(worst, overhead)
        print(
            f"{stem:28} grading {total / floor:.2f}, same calls in a warm fork "
            f"{student / floor:.2f}, overhead {overhead:.2f}"
        )
    assert worst <= 0.5
