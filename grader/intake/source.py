"""Whatever students hand in -> submissions: which module answers which exercise.

The files are hostile. Nothing of them is executed, imported or unpickled here; each that cannot
be read or matched becomes one sentence, and the rest of the submission is graded.

    inbox  -> entries        folder, unzip -> harvest        module -> syntax, cells
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.harvest import Harvest, is_zip, shown
from grader.intake.inbox import Entry, find_entries
from grader.intake.module import Module, read_module
from grader.intake.unpack import gather_path, open_regular
from grader.intake.unzip import gather_inner_zip, members, open_zip

__all__ = ["Entry", "Module", "Submission", "find_entries", "read_module", "read_submission"]

MAX_PROBLEMS = 40
MAX_COMPARED = 200
"""Names of a file that are compared with the names that are asked for."""

Wanted = Mapping[str, frozenset[str]]
"""Exercise stem -> public names its answer defines."""


class Submission(msgspec.Struct, frozen=True):
    """What one student handed in."""

    id: str
    """Unique in the batch, also on file systems that ignore case."""
    name: str
    origin: str
    """Where it lies, for the instructor."""
    answers: dict[str, Module]
    problems: tuple[str, ...] = ()


def read_submission(entry: Entry, exercises: Wanted) -> Submission:
    """Read one submission; what is wrong with it becomes sentences, never an exception."""
    harvest = Harvest()
    if is_zip(entry.inside):
        gather_from_class(harvest, entry)
    else:
        gather_path(harvest, entry.path, shown(entry.path.name), entry.inside)
    modules = sorted(harvest.modules, key=lambda m: m.file)
    answers, unmatched = match(modules, exercises)
    problems = [*harvest.problems, *unmatched, *misnamed(harvest.others, answers, exercises)]
    if not modules and not harvest.problems:
        problems = [words.nothing_but(harvest.others)]
    if left_out := len(problems[MAX_PROBLEMS:]):
        problems = [*problems[:MAX_PROBLEMS], words.and_more(left_out)]
    origin = words.clean("/".join(filter(None, [shown(entry.path), entry.inside])), 400)
    return Submission(entry.id, entry.name, origin, answers, tuple(problems))


def gather_from_class(harvest: Harvest, entry: Entry) -> None:
    """Gather from a student's zip at the top of the zip of a class."""
    name = shown(entry.path.name)
    try:
        with open_regular(entry.path, name) as file, open_zip(file, name) as archive:
            for member in members(Harvest(), archive):
                if member.path == entry.inside:
                    gather_inner_zip(harvest, archive, member, entry.inside, keep_name=False)
    except SubmissionError as error:
        harvest.problems.append(str(error))


def match(modules: Sequence[Module], exercises: Wanted) -> tuple[dict[str, Module], list[str]]:
    """Return the module that answers each exercise, and sentences about the rest."""
    claims: dict[str, list[Module]] = {}
    problems = []
    for module in modules:
        stems = answered(module, exercises)
        if not stems:
            problems.append(unmatched(module, exercises))
        for stem in stems:
            claims.setdefault(stem, []).append(module)
    answers = {}
    for stem in exercises:
        if rivals := claims.get(stem):
            answers[stem] = taken = best(rivals, stem, exercises[stem])
            others = [m.file for m in rivals if m is not taken]
            if others:
                problems.append(words.rivals(stem, taken.file, others))
    return answers, problems


def answered(module: Module, exercises: Wanted) -> list[str]:
    if module.stem in exercises:
        return [module.stem]
    return [stem for stem, names in exercises.items() if names & module.names]


def best(rivals: Sequence[Module], stem: str, names: frozenset[str]) -> Module:
    """Prefer the exercise's own file, then the one with most of its names, then the last."""
    return max(
        enumerate(rivals),
        key=lambda r: (r[1].stem == stem, len(names & r[1].names), r[0]),
    )[1]


def unmatched(module: Module, exercises: Wanted) -> str:
    """Say that a file answers nothing, with the nearest name that would."""
    near = nearest(module.stem.lower(), exercises)
    if near or module.fault:
        odd = "" if near in module.stem.lower() else odd_letter(module.stem)
        return words.unmatched(module.file, near, odd, module.fault)
    asked_for = {name for names in exercises.values() for name in names}
    for name in sorted(module.names)[:MAX_COMPARED]:
        if near := nearest(name, asked_for):
            return words.unmatched_function(module.file, words.clean(name, 60), near)
    return words.unmatched(module.file, "", "", "")


def nearest(name: str, known: Collection[str]) -> str:
    """Return the known name that is contained in this one or nearly equal to it."""
    contained = [k for k in known if len(k) > 3 and k in name]
    if contained:
        return max(contained, key=lambda k: (len(k), k))
    return next(iter(difflib.get_close_matches(name[:60], sorted(known), n=1, cutoff=0.75)), "")


def odd_letter(stem: str) -> str:
    """Name the first letter that may only look like the one it stands for."""
    letter = next((c for c in stem if not c.isascii()), "")
    return f"{letter} ({unicodedata.name(letter, 'an unnamed character')})" if letter else ""


def misnamed(
    others: Sequence[str], answers: Collection[str], exercises: Collection[str]
) -> Iterator[str]:
    """Name files of other kinds that were meant as answers: softmax.txt."""
    for name in others:
        stem = PurePosixPath(name).stem
        if stem in exercises and stem not in answers:
            yield words.other_kind(name)
