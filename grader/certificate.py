"""What an audit found, kept beside the tests as a small file keyed by all it depends on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from grader.course import Exercise

FRAMEWORK = """
    audit.py budget.py grade.py mutate.py room.py stopwatch.py variants.py checks/compare.py
    checks/context.py checks/judge.py checks/plugin.py sandbox/runner.py
    sandbox/session.py sandbox/wire.py
""".split()
"""Modules whose change can turn a verdict: a certificate depends on them too."""


class MutantRecord(msgspec.Struct, frozen=True):
    """What became of one mutant."""

    line: int
    operator: str
    change: str
    killed_by: tuple[str, ...] = ()
    """The first tests that noticed it; more are not looked for once two are clear."""
    equivalent: str = ""

    @property
    def survived(self) -> bool:
        return not self.killed_by and not self.equivalent


class ComparisonRecord(msgspec.Struct, frozen=True):
    """How far right and wrong answers are off at one comparison, in units of its tolerance."""

    line: int
    largest_right: float | None
    smallest_wrong: float | None


class CheckRecord(msgspec.Struct, frozen=True):
    """What one hidden test is good for."""

    name: str
    statement: str
    points: float
    kills: int
    kills_alone: int
    seconds: float
    comparisons: tuple[ComparisonRecord, ...] = ()


class Certificate(msgspec.Struct, frozen=True):
    """The outcome of one exercise's audit."""

    stem: str
    key: str
    """Hash of everything the outcome depends on."""
    findings: tuple[str, ...]
    """What is wrong; empty for a certified exercise."""
    remarks: tuple[str, ...]
    """What an author should look at, though nothing is wrong."""
    mutants: tuple[MutantRecord, ...]
    variants: tuple[tuple[str, str], ...]
    """(variant, verdict it got)."""
    checks: tuple[CheckRecord, ...]
    seconds: float = 0.0

    @property
    def certified(self) -> bool:
        return not self.findings

    def count(self) -> tuple[int, int, int]:
        """Return (killed, equivalent, survived)."""
        killed = sum(bool(m.killed_by) for m in self.mutants)
        survived = sum(m.survived for m in self.mutants)
        return killed, len(self.mutants) - killed - survived, survived


# ---- on disk ------------------------------------------------------------------------------------


def certificate_path(exercise: Exercise) -> Path:
    folder = exercise.root / "tests" / "certificates" / exercise.folder
    return folder / f"{exercise.stem}.json"


def audit_key(exercise: Exercise) -> str:
    """Hash what an audit of this exercise depends on."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    own = (exercise.reference, *exercise.variants, exercise.tests, exercise.stub)
    for path in (*own, *(package / name for name in FRAMEWORK)):
        digest.update(path.read_bytes() if path.exists() else b"missing")
        digest.update(b"\0")
    table = {k: v for k, v in vars(exercise).items() if k != "root"}
    digest.update(repr(sorted((k, repr(v)) for k, v in table.items())).encode())
    return digest.hexdigest()[:32]


def read_certificate(exercise: Exercise) -> Certificate | None:
    """Return the certificate on disk, if it is there and readable."""
    try:
        data = certificate_path(exercise).read_bytes()
        return msgspec.json.decode(data, type=Certificate)
    except (OSError, msgspec.MsgspecError):
        return None


def write_certificate(exercise: Exercise, certificate: Certificate) -> None:
    path = certificate_path(exercise)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(certificate), indent=1) + b"\n")


def is_fresh(exercise: Exercise) -> bool:
    certificate = read_certificate(exercise)
    return certificate is not None and certificate.key == audit_key(exercise)
