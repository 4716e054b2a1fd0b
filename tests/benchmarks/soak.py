"""Thousands of submissions, a third of them hostile, in one batch.

    python tests/benchmarks/soak.py --submissions 3000 --tier B

Every honest submission must get exactly the marks it gets alone, and the memory and descriptors
of the grader at the end must be those after the first hundred.
"""

import argparse
import itertools
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from grader.batch import Options, grade_inbox, no_report
from grader.course import Course

ZOO = Path(__file__).parents[1] / "zoo"
COURSE = ZOO / "course"
HONEST = """
    right slow/python_loop slow/too_many_calls hungry/copies wrong/changes_its_input wrong/misspelt
    wrong/not_started wrong/raises wrong/raises_at_import wrong/returns_none wrong/triples
    """.split()
RARE = ("timed_out", "out_of_memory", "endless", "frame_that_never_comes", "noise")
"""Attacks that use up their whole time limit, which is theirs to use: a few of each will do."""


def is_attack(path: Path) -> bool:
    return path.parent.name not in HONEST and f"{path.parent.name}/{path.stem}" not in HONEST


def animals() -> tuple[list[Path], list[Path], list[Path]]:
    """Return (honest, hostile, hostile and slow to judge)."""
    every = sorted(p for p in ZOO.glob("*/*.py") if p.parent.name not in ("course", "broken"))
    plain = [p for p in every if not is_attack(p)]
    attacks = [p for p in every if is_attack(p)]
    slow = [p for p in attacks if p.parent.name in RARE or p.stem in RARE]
    return plain, [p for p in attacks if p not in slow], slow


def build(folder: Path, count: int) -> dict[str, tuple[Path, bool]]:
    """Write the inbox; return submission -> (its animal, whether it is honest)."""
    plain, attacks, slow = (itertools.cycle(group) for group in animals())
    made = {}
    for number in range(count):
        honest = number % 3 != 0
        source = next(plain) if honest else next(slow if number % 150 == 0 else attacks)
        name = f"s{number:05d}"
        (folder / name).mkdir()
        (folder / name / "scale.py").write_bytes(source.read_bytes())
        made[name] = (source, honest)
    return made


def usage() -> tuple[float, int]:
    """Return resident MiB and open descriptors of this process and its benches."""
    resident, descriptors = 0.0, 0
    for pid in [os.getpid(), *children()]:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            resident += float(status.partition("RssAnon:")[2].split()[0]) / 1024
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
        except (OSError, IndexError):
            continue
    return resident, descriptors


def children() -> list[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return [int(n) for t in tasks for n in (t / "children").read_text().split()]


def marks(result) -> tuple:
    (exercise,) = result.exercises
    costs = {"too slow", "too much memory"}
    return tuple((c.name, c.outcome, c.reason in costs) for c in exercise.checks)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=3000)
    parser.add_argument("--tier")
    options = parser.parse_args()
    course = Course.load(COURSE)
    chosen = Options(tier=options.tier, secret=b"soak")
    samples: list[tuple[int, float, int]] = []

    def on_result(done: int, total: int, result: object) -> None:
        if done % 100 == 0:
            samples.append((done, *usage()))
            print(f"{done} of {total}: {samples[-1][1]:.1f} MiB, {samples[-1][2]} fds", flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain, attacks, slow = animals()
        alone = {
            p: marks(grade_inbox(course, [p], chosen, no_report).submissions[0]) for p in plain
        }
        made = build(folder, options.submissions)
        began = time.monotonic()
        run = grade_inbox(course, [folder], chosen, on_result)
        seconds = time.monotonic() - began
    different = gained = 0
    for result in run.submissions:
        source, honest = made[result.id]
        if honest and marks(result) != alone[source]:
            different += 1
            print(f"{result.id} ({source.parent.name}/{source.name}) differs from alone")
        wants_points = re.search(rb"^def (deed|forge)\(", source.read_bytes(), re.MULTILINE)
        if not honest and result.exercises and wants_points:
            gained += result.exercises[0].earned > 0
    hostile = sum(not honest for _, honest in made.values())
    print(f"{len(run.submissions)} submissions, {hostile} hostile ({len(attacks + slow)} kinds)")
    print(f"tier {run.tier}, {seconds:.0f} s; honest that differ: {different}; gains: {gained}")
    first, last = samples[0], samples[-1]
    print(f"memory {first[1]:.1f} -> {last[1]:.1f} MiB, descriptors {first[2]} -> {last[2]}")
    sys.exit(bool(different or gained or last[2] > first[2] or last[1] > 1.1 * first[1] + 5))


if __name__ == "__main__":
    main()
