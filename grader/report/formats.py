"""Files that other programs read: results.json and grades.csv."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grader.errors import UsageError
from grader.report.text import number, plain
from grader.verdict import Run, SubmissionResult, from_json, to_json, total

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins like this for a formula."""


def write_if_changed(path: Path, content: str) -> bool:
    """Write a file in one step, unless it holds this already; return whether it was written."""
    data = content.encode("utf-8", "replace")
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # it is not there yet
    write_at_once(path, [data])
    return True


def write_at_once(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that whoever looks sees the old one or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.writelines(pieces)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def possible(run: Run, submission: SubmissionResult) -> float:
    """Return the points a submission could have earned: those of the run that could be judged."""
    return total([*(e.points for e in run.exercises), -submission.not_judged])


def write_results(run: Run, out: Path) -> None:
    """Write results.json and grades.csv into `out`."""
    write_at_once(out / "results.json", to_json(run))
    write_if_changed(out / "grades.csv", grades_csv(run))


def grades_csv(run: Run) -> str:
    """Return one row per submission; an exercise that was not handed in is an empty cell."""
    stems = [e.stem for e in run.exercises]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "origin", *stems, "total", "possible", "not_judged", "needs_you"])
    for submission in run.submissions:
        earned = {e.stem: number(e.earned) for e in submission.exercises}
        row = [
            submission.id,
            submission.origin,
            *(earned.get(stem, "") for stem in stems),
            number(submission.earned),
            number(possible(run, submission)),
            number(submission.not_judged),
            "yes" if submission.needs_a_human else "no",
        ]
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    flat = " ".join(plain(text).split())
    return "'" + flat if text.startswith(FORMULA) or flat.startswith(FORMULA) else flat


def read_results(out: Path) -> Run:
    """Read the results of an earlier grading.

    Raises:
        UsageError: there are none, or they cannot be read.
    """
    path = out / "results.json"
    try:
        return from_json(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"there is no {path}; `grader grade INBOX -o {out}` writes it") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
