"""Every animal of the zoo gets the verdict its folder names, in each tier this machine has."""

import contextlib
import ctypes
import os
import re
from pathlib import Path

import pytest

from grader.batch import Options, grade_inbox, no_report
from grader.course import Course
from grader.sandbox.tiers import find_bubblewrap
from grader.verdict import Outcome, SubmissionResult

ZOO = Path(__file__).parents[1] / "zoo"
PR_SET_CHILD_SUBREAPER = 36
WRONG = {
    "wrong value",
    "wrong shape or type",
    "not finite",
    "raised",
    "not started",
    "missing",
    "does not load",
    "modified its input",
}
FOLDERS = {
    "right": {"right"},
    "wrong": WRONG,
    "slow": {"too slow"},
    "hungry": {"too much memory"},
    "timed_out": {"timed out"},
    "out_of_memory": {"out of memory"},
    "crashed": {"crashed"},
    "forbidden": {"forbidden"},
    "protocol": {"protocol"},
}
"""Folder -> verdicts, one of which must be there."""
BESIDE = {
    "slow": {"too much memory", "timed out"},
    "hungry": {"too slow"},
    "protocol": WRONG,
}
"""Folder -> verdicts that other checks of the same submission may get."""
RACES = {"finishes_after_the_call.py": {"too slow"}}
"""Submission -> verdicts it gets instead if the machine runs its threads in another order."""


def animals() -> list[Path]:
    files = (p for p in ZOO.glob("*/*") if p.is_file() and p.parent.name != "course")
    return sorted(files)


def belongings() -> dict[str, set[str]]:
    """Return what an attack could leave behind."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":  # what has ended and was ours to bury is not left behind
                parents[int(stat.parent.name)] = int(parent)
    family = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= new
    descriptors, segments = set(), Path("/proc/sysvipc/shm")
    for fd in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # the listing's own is closed by now
            descriptors.add(os.readlink(f"/proc/self/fd/{fd}"))
    places = [Path(p) for p in ("/tmp", "/dev/shm", "/var/tmp", "/")]
    files = {p for place in places for n in ("filled-*", "ear-*", "own.so") for p in place.glob(n)}
    return {
        "processes": {str(pid) for pid in family},
        "descriptors": descriptors,
        "shared memory": set(segments.read_text().splitlines() if segments.exists() else ()),
        "files": {str(p) for p in files},
    }


@pytest.fixture(scope="module", params=["A", "B"])
def results(request) -> dict[str, SubmissionResult]:
    """The whole zoo, graded as one batch."""
    if request.param == "A" and not find_bubblewrap():
        pytest.skip("bubblewrap is not installed here")
    options = Options(tier=request.param, secret=b"zoo")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans would come to us
    before = belongings()
    run = grade_inbox(Course.load(ZOO / "course"), animals(), options, no_report)
    assert run.tier == request.param
    found = {s.origin: s for s in run.submissions}
    del run  # and with it the file that holds its results
    for name, there in belongings().items():
        assert there <= before[name], f"left behind: {name}"
    return found


@pytest.mark.parametrize("path", animals(), ids=lambda p: f"{p.parent.name}/{p.name}")
@pytest.mark.timeout(600)
def test_verdict(results, path):
    result = results[str(path)]
    folder = path.parent.name
    if folder == "broken":
        assert result.exercises == ()
        assert result.problems
        return
    (exercise,) = result.exercises
    verdicts = {c.reason.value for c in exercise.checks if c.reason} or {exercise.verdict}
    wanted = FOLDERS[folder] | RACES.get(path.name, set())
    assert verdicts & wanted, verdicts
    assert verdicts <= wanted | BESIDE.get(folder, set()), verdicts
    if folder == "right":
        assert (exercise.earned, exercise.judged_points) == (10, 10)
    else:
        assert exercise.earned < exercise.judged_points
    if re.search(rb"^def (deed|forge)\(", path.read_bytes(), re.MULTILINE):
        assert exercise.earned == 0
    assert all(c.outcome is not Outcome.NOT_JUDGED for c in exercise.checks)


def test_every_animal_says_what_it_does():
    for path in animals():
        if path.suffix == ".py" and path.parent.name != "broken":
            assert re.match(rb'"""[^"\n]{10,}"""\n', path.read_bytes()), path


def test_the_zoo_is_large():
    deeds = [p for p in animals() if b"def deed(" in p.read_bytes()]
    assert len(deeds) >= 40
    assert len(animals()) >= 130
