"""The tests' own test: references pass, stubs fail, wrong answers and mutants die, right ones live.

Everything is judged through the same sandboxed path as a submission. What an audit found is kept
as a small certificate beside the tests, keyed by the hashes of all it depends on, so that only
what has changed is audited again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from grader.bench import BenchSetup
from grader.certificate import (
    Certificate,
    CheckRecord,
    ComparisonRecord,
    MutantRecord,
    audit_key,
    write_certificate,
)
from grader.course import Course, Exercise
from grader.examples import run_examples
from grader.grade import Job
from grader.mutate import Mutant, equivalent_marks, make_mutants, reason_for
from grader.pool import Pool
from grader.room import Gaps, Tolerances
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Session
from grader.stub import make_stub
from grader.variants import Variant, load_variants, reference_chunk, stub_chunk
from grader.verdict import Check, Chunk, ExerciseResult, Outcome, Reason

REFERENCE_SEEDS, RIGHT_SEEDS = 10, 5
MEASURED_SEEDS = 3
"""Budgets are measured with so many of the reference's seeds, with one of any other answer's."""
SURVIVOR_SEEDS = 2
LEAST_PATIENCE, PATIENCE = 0.5, 5.0
"""A mutant's call may take so many seconds, or so many times the reference's slowest whole test."""
MOST_EQUIVALENT = 0.03
COST_REASONS = {"slow": Reason.TOO_SLOW, "hungry": Reason.TOO_MUCH_MEMORY}


# ---- one exercise -------------------------------------------------------------------------------


class Candidate(msgspec.Struct, frozen=True):
    """An answer whose verdict is known before it is judged."""

    kind: str
    """`reference`, `stub`, a variant's verdict, `mutant` or `survivor`."""
    name: str
    chunk: Chunk
    seed: int = 0
    index: int = -1
    measure: bool = False
    """Whether its budgets are measured; where they are not, they are called and verified."""


class ExerciseAudit:
    """Collects the results of one exercise's candidates and draws the conclusions."""

    def __init__(self, exercise: Exercise, quick: bool = False) -> None:
        self.exercise = exercise
        self.quick = quick
        """Only reference, stub and variants: is what should pass right, what should fail wrong?"""
        self.began = time.monotonic()
        self.findings: list[str] = []
        self.remarks: list[str] = []
        self.variants: list[Variant] = load_variants(exercise)
        source = reference_chunk(exercise).source
        self.marks = equivalent_marks(source)
        self.mutants: list[Mutant] = [] if quick else make_mutants(source)
        self.kills: list[set[str]] = [set() for _ in self.mutants]
        self.results: dict[str, list[ExerciseResult]] = {}
        self.checks: dict[str, Check] = {}
        self.tolerances = Tolerances()
        self.gaps = Gaps()
        self.kinds: dict[str, str] = {}

    # ---- what is to be judged ----

    def candidates(self) -> Iterator[Candidate]:
        """Yield what can be judged at once; survivors follow when these are done."""
        reference = reference_chunk(self.exercise)
        for seed in range(REFERENCE_SEEDS):
            measure = seed < MEASURED_SEEDS
            yield Candidate("reference", "reference", reference, seed, measure=measure)
        stub = stub_chunk(self.exercise) if self.exercise.stub.exists() else None
        yield Candidate("stub", "stub", stub or Chunk("stub.py", make_stub(reference.source)))
        for variant in self.variants:
            # A wrong answer must fail by what it returns, so what it costs says nothing.
            costs = variant.verdict != "wrong"
            for seed in range(RIGHT_SEEDS if variant.verdict == "right" else 1):
                measure = costs and seed == 0
                yield Candidate(variant.verdict, variant.name, variant.chunk, seed, measure=measure)
        for index, mutant in enumerate(self.mutants):
            chunk = Chunk(reference.label, mutant.source)
            yield Candidate("mutant", f"mutant {index}", chunk, 0, index)

    def survivors(self) -> Iterator[Candidate]:
        """Yield unmarked mutants that nothing killed: other inputs or a budget may."""
        for index, mutant in enumerate(self.mutants):
            if not self.kills[index] and reason_for(mutant, self.marks) is None:
                for seed in range(1, 1 + SURVIVOR_SEEDS):
                    chunk = Chunk(self.exercise.reference.name, mutant.source)
                    name = f"mutant {index}"
                    yield Candidate("survivor", name, chunk, seed, index, measure=True)

    def job(self, candidate: Candidate) -> Job:
        return Job(
            stem=self.exercise.stem,
            chunks=(candidate.chunk,),
            seed=f"audit {candidate.seed}".encode(),
            file=candidate.chunk.label,
            measure=candidate.measure,
            briefly=candidate.kind == "mutant",
            call_seconds=self.patience() if candidate.index >= 0 else None,
        )

    def patience(self) -> float:
        """Return the limit for a call of a mutant, many of which run forever."""
        results = self.results.get("reference", [])[MEASURED_SEEDS:]
        slowest = max((c.seconds for r in results for c in r.checks), default=math.inf)
        return min(self.exercise.call_seconds, max(LEAST_PATIENCE, PATIENCE * slowest))

    # ---- what came of it ----

    def take(self, candidate: Candidate, result: ExerciseResult | None) -> None:
        """Note one result."""
        name = candidate.name
        if result is None:
            self.findings.append(f"{name}: the judge was lost twice; nothing is known of it")
            return
        if candidate.index >= 0:
            self.kills[candidate.index] |= killers(result)
        self.results.setdefault(name, []).append(result)
        self.kinds[name] = candidate.kind
        for check in result.checks:
            self.gaps.take(candidate.kind, name, check)
            if candidate.kind in ("reference", "right"):
                self.tolerances.take_right(check)
                self.checks.setdefault(check.name, check)
        if candidate.kind in ("wrong", "mutant", "survivor"):
            self.tolerances.take_wrong(self.shown(candidate), result)

    def certificate(self) -> Certificate:
        """Draw the conclusions."""
        self.judge_examples()
        for name, results in self.results.items():
            self.judge(name, self.kinds[name], results)
        records = tuple(self.record(i) for i in range(len(self.mutants)))
        for record in records:
            if record.survived:
                where = f"{self.exercise.reference.name}:{record.line}"
                self.findings.append(f"survivor: {where}  {record.change}  ({record.operator})")
        checks = tuple(self.check_record(name, records) for name in self.checks)
        if not self.quick:
            self.judge_marks(records)
            self.judge_checks(checks)
        return Certificate(
            stem=self.exercise.stem,
            key=audit_key(self.exercise),
            findings=tuple(self.findings),
            remarks=tuple(self.remarks),
            mutants=records,
            variants=tuple((v.name, self.verdict(v.name)) for v in self.variants),
            checks=checks,
            seconds=round(time.monotonic() - self.began, 1),
        )

    def verdict(self, name: str) -> str:
        results = self.results.get(name, [])
        wrong = [r.verdict for r in results if r.verdict != "right"]
        return wrong[0] if wrong else ("right" if results else "not judged")

    def judge_examples(self) -> None:
        """The stub is the reference without its answers: examples pass on one only."""
        exercise = self.exercise
        source = reference_chunk(exercise).source
        if not exercise.stub.exists():
            self.findings.append("there is no stub; run `grader sync`")
        elif exercise.stub.read_text("utf-8") != make_stub(source, exercise.stem):
            self.findings.append("the stub does not fit the reference; run `grader sync`")
        for chunk, should in ((reference_chunk(exercise), True), (stub_chunk(exercise), False)):
            session = Session(Answer([chunk]), Loopback)
            session.load()
            who = "the reference" if should else "the stub"
            for result in run_examples(exercise.reference, session):
                if result.passes is not should and result.example.want:
                    word = "fails" if should else "passes"
                    where = f"{exercise.reference.name}:{result.example.line}"
                    self.findings.append(
                        f"{where}: {who} {word} this example ({result.shown[:80]})"
                    )

    def judge(self, name: str, kind: str, results: Sequence[ExerciseResult]) -> None:
        """Compare a candidate's results with what its name promises."""
        say = self.findings.append
        for seed, result in enumerate(results):
            unclear = [c.name for c in result.checks if c.outcome is Outcome.NOT_JUDGED]
            if unclear and kind not in ("mutant", "survivor"):
                say(f"{name}: not judged in {', '.join(unclear)}: {first_fact(result)}")
            failed = sorted(killers(result))
            if kind in ("reference", "right") and failed:
                say(f"{name}: fails {', '.join(failed)} (seed {seed}): {first_fact(result)}")
            elif kind == "stub" and result.earned > 0:
                passing = [c.name for c in result.checks if c.outcome is Outcome.PASSES]
                say(f"stub: earns {result.earned:g} points in {', '.join(passing)}")
            elif kind == "wrong" and not failed:
                say(f"{name}: passes everything; a test must tell it from a right answer")
            elif kind == "wrong" and all_crash(result):
                say(f"{name}: fails only because it raises; make it run and be wrong")
            elif kind in COST_REASONS:
                self.judge_cost(name, COST_REASONS[kind], result)

    def judge_cost(self, name: str, reason: Reason, result: ExerciseResult) -> None:
        """A slow or hungry variant fails its budget and nothing else."""
        costs = set(COST_REASONS.values())
        failed = [c for c in result.checks if c.outcome is Outcome.FAILS]
        others = [c.name for c in failed if c.reason not in costs]
        if result.reason is not None or others:
            what = ", ".join(others) or result.message
            self.findings.append(f"{name}: must fail its budget only, but also fails {what}")
        if reason not in {c.reason for c in failed}:
            self.findings.append(f"{name}: no budget test finds it {reason.value}")

    def judge_marks(self, records: Sequence[MutantRecord]) -> None:
        """Marks must be few, and true of a mutant that nothing kills."""
        equivalent = sum(bool(r.equivalent) for r in records)
        if equivalent > max(1.0, MOST_EQUIVALENT * len(records)):
            self.findings.append(
                f"{equivalent} of {len(records)} mutants are marked equivalent, more than "
                f"{MOST_EQUIVALENT:.0%}; simplify the reference or sharpen a test"
            )
        by_line: dict[int, list[Mutant]] = {}
        for mutant in self.mutants:
            by_line.setdefault(mutant.line, []).append(mutant)
        for line, marks in self.marks.items():
            for mark in marks:
                hit = [m for m in by_line.get(line, []) if reason_for(m, {line: [mark]})]
                if not hit:
                    text = f"{mark[0]} -> {mark[1]}"
                    self.findings.append(f"line {line}: the mark {text} fits no mutant; remove it")
                elif all(self.kills[self.mutants.index(m)] for m in hit):
                    text = f"{mark[0]} -> {mark[1]}"
                    self.findings.append(f"line {line}: {text} is marked equivalent but is killed")

    def judge_checks(self, checks: Sequence[CheckRecord]) -> None:
        """Each test catches something that no other does, or says that it is there to explain."""
        explanations = {i for i, c in self.checks.items() if c.explanation}
        for check in checks:
            if check.kills_alone == 0 and check.name not in explanations:
                self.findings.append(
                    f"{check.name}: idle, it catches nothing that no other test does; sharpen it, "
                    "or mark it @explanation"
                )
        test_source = self.exercise.tests.read_text("utf-8")
        self.findings += [*self.tolerances.findings(test_source), *self.gaps.findings()]

    def shown(self, candidate: Candidate) -> str:
        """Return a candidate's name with what a reader needs to find it."""
        if candidate.index < 0:
            return candidate.name
        mutant = self.mutants[candidate.index]
        return f"{self.exercise.reference.name}:{mutant.line} {mutant.change}"

    def comparisons(self, name: str) -> tuple[ComparisonRecord, ...]:
        right, wrong = self.tolerances.right, self.tolerances.wrong
        lines = sorted({line for test, line in [*right, *wrong] if test == name})
        return tuple(
            ComparisonRecord(
                line, finite(right.get((name, line))), finite(wrong.get((name, line), (None,))[0])
            )
            for line in lines
        )

    def record(self, index: int) -> MutantRecord:
        mutant, killed = self.mutants[index], tuple(sorted(self.kills[index]))
        reason = "" if killed else reason_for(mutant, self.marks) or ""
        return MutantRecord(mutant.line, mutant.operator, mutant.change, killed, reason)

    def check_record(self, name: str, records: Sequence[MutantRecord]) -> CheckRecord:
        check = self.checks[name]
        wrong = [killers(r) for k, v in self.kinds.items() if v == "wrong" for r in self.results[k]]
        costly = [
            {c.name for c in r.checks if c.reason is COST_REASONS[v]}
            for k, v in self.kinds.items()
            if v in COST_REASONS
            for r in self.results[k]
        ]
        killings = [*(set(r.killed_by) for r in records), *wrong, *costly]
        return CheckRecord(
            name=name,
            statement=check.statement,
            points=check.points,
            kills=sum(name in k for k in killings),
            kills_alone=sum(k == {name} for k in killings),
            seconds=round(check.seconds, 4),
            comparisons=self.comparisons(name),
        )


def killers(result: ExerciseResult) -> set[str]:
    """Return the names of the tests that tell this answer from a right one."""
    if result.reason is not None:
        return {"loading"}
    return {c.name for c in result.checks if c.outcome is Outcome.FAILS}


def finite(ratio: float | None) -> float | None:
    """Round a ratio for the certificate; an infinite one is a result that is no number at all."""
    return None if ratio is None or not math.isfinite(ratio) else float(f"{ratio:.3g}")


def all_crash(result: ExerciseResult) -> bool:
    crashes = (Reason.RAISED, Reason.CRASHED, Reason.MISSING, Reason.NOT_STARTED)
    failed = [c for c in result.checks if c.outcome is Outcome.FAILS]
    return result.reason is not None or all(c.reason in crashes for c in failed)


def first_fact(result: ExerciseResult) -> str:
    for check in result.checks:
        if check.outcome in (Outcome.FAILS, Outcome.NOT_JUDGED):
            place = f" ({check.place.label}:{check.place.line})" if check.place else ""
            return f"{check.reason.value if check.reason else ''}. {' '.join(check.facts)}{place}"
    return result.message


# ---- many exercises -----------------------------------------------------------------------------

OnProgress = Callable[[str, int, int], None]


def audit(
    course: Course,
    exercises: Sequence[Exercise],
    *,
    jobs: int = 0,
    tier: str | None = None,
    quick: bool = False,
    on_progress: OnProgress | None = None,
    on_certificate: Callable[[Exercise, Certificate], Any] | None = None,
) -> list[Certificate]:
    """Audit exercises one by one, each on all benches; each certificate is written at once.

    A quick audit leaves out the mutants and what depends on them, and writes no certificate.
    """
    setup = BenchSetup(str(course.root), tuple(e.stem for e in exercises), tier)
    certificates = []
    with Pool(setup, jobs) as pool:
        pool.start(1 << 10)
        for exercise in exercises:
            one = ExerciseAudit(exercise, quick)
            candidates = list(one.candidates())
            for stage in (candidates, None):
                waiting = list(one.survivors()) if stage is None else stage
                # One by one: how long a mutant may take depends on results that come before it.
                tasks = ((c, one.job(c)) for c in waiting)
                for done, (candidate, _, result) in enumerate(pool.run(tasks), 1):
                    one.take(candidate, result)
                    if on_progress:
                        on_progress(exercise.stem, done, len(waiting))
            certificate = one.certificate()
            if not quick:
                write_certificate(exercise, certificate)
            certificates.append(certificate)
            if on_certificate:
                on_certificate(exercise, certificate)
    return certificates
