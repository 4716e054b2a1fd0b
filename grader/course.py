"""A course on disk: what chapter.toml says, and where the files of an exercise are.

Loading reads the nine small TOML files and nothing else, so every command can afford it. A broken
file is named with its table, its key and the cure, because a course author reads the message.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from grader.errors import CourseError, UsageError

T = TypeVar("T", bound=msgspec.Struct)
FOLDER = re.compile(r"ch(\d\d)_[a-z0-9_]+")
CURES = {
    "chapter": "chapter = 2",
    "title": 'title = "Softmax"',
    "items": 'items = ["2.2"]',
    "pages": "pages = [20, 26]",
    "level": "level = 3",
    "points": "points = 15",
    "needs": 'needs = ["other_exercise"]',
    "banned": 'banned = ["numpy.linalg.inv"]',
    "hints": 'hints = ["...", "..."]',
    "call_seconds": "call_seconds = 10.0",
    "memory_mb": "memory_mb = 1024",
    "budget": "[STEM.budget.FUNCTION] with time = 4.0",
    "size": "size = 3000",
    "sizes": "sizes = [1000, 4000]",
    "time": "time = 4.0",
    "growth": "growth = 1.3",
    "memory": "memory = 6.0",
    "memory_of": 'memory_of = "reference"',
    "arguments": 'arguments = "rng.random(n), 3"',
    "in_place": "in_place = true",
    "calls": "calls = [1, 2]",
}
"""A right way to write each key: the end of every message about one."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The budget of one function: `[STEM.budget.FUNCTION]`."""

    size: int | None = None
    """The size at which time and memory are measured."""
    sizes: tuple[int, ...] = ()
    """The sizes between which growth is measured, rising."""
    time: float | None = None
    """Times the reference."""
    growth: float | None = None
    """Exponent of the function's own cost."""
    memory: float | None = None
    """Times the bytes of the input arrays, or the peak of the reference."""
    memory_of: Literal["input", "reference"] = "input"
    """What `memory` counts in."""
    in_place: bool = False
    """Whether what the function leaves in its arguments is part of its answer."""
    calls: tuple[float, ...] = ()
    """Callbacks allowed, as a polynomial: (1, 2) is 1 + 2 n."""
    arguments: str = ""
    """Arguments of size n for `grader check` to try, as Python: "rng.random(n), 3"."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One exercise's table in chapter.toml, as written."""

    title: str
    items: tuple[str, ...]
    pages: tuple[int, ...]
    level: int
    points: float
    hints: tuple[str, ...]
    needs: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    budget: dict[str, dict[str, Any]] = {}
    call_seconds: float = 10.0
    memory_mb: int = 1024


@dataclass(frozen=True)
class Chapter:
    """One folder of exercises."""

    number: int
    folder: str
    title: str
    path: Path
    """Its chapter.toml."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What chapter.toml says about an exercise, and where its files are."""

    stem: str
    title: str
    chapter: int
    folder: str
    items: tuple[str, ...]
    pages: tuple[int, ...]
    level: int
    points: float
    needs: tuple[str, ...]
    banned: tuple[str, ...]
    hints: tuple[str, ...]
    budgets: Mapping[str, Limits]
    call_seconds: float
    memory_mb: int
    root: Path

    @property
    def stub(self) -> Path:
        return self.root / "exercises" / self.folder / f"{self.stem}.py"

    @property
    def reference(self) -> Path:
        return self.root / "reference" / self.folder / f"{self.stem}.py"

    @property
    def variants(self) -> tuple[Path, ...]:
        """Files of other answers: STEM_variants.py, then any STEM_variants_WORD.py."""
        folder = self.root / "reference" / self.folder
        more = sorted(folder.glob(f"{self.stem}_variants_*.py"))
        return (folder / f"{self.stem}_variants.py", *more)

    @property
    def tests(self) -> Path:
        return self.root / "tests" / "hidden" / self.folder / f"test_{self.stem}.py"

    def functions(self) -> frozenset[str]:
        """Return the public functions and classes, which a submission has to define."""
        path = self.reference if self.reference.exists() else self.stub
        if not path.exists():
            raise CourseError(
                f"{path} does not exist, though chapter.toml has a table [{self.stem}]; "
                "write it, or remove the table"
            )
        stat = path.stat()
        return _public_names(path, stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True)
class Course:
    """All chapters and exercises of one folder, in book order."""

    root: Path
    chapters: tuple[Chapter, ...]
    exercises: Mapping[str, Exercise]

    @classmethod
    def load(cls, root: Path | None = None) -> Course:
        """Read a course; without a root, the one the user's machine points at.

        Raises:
            CourseError: no course there, or a chapter.toml that cannot be used.
        """
        root = Path(root) if root is not None else find_root()
        chapters: list[Chapter] = []
        exercises: dict[str, Exercise] = {}
        for path in sorted(root.glob("exercises/*/chapter.toml")):
            chapter, tables = read_chapter(path)
            refuse_repeats(chapter, tables, chapters, exercises)
            chapters.append(chapter)
            for stem, table in tables.items():
                exercises[stem] = read_exercise(root, chapter, stem, table)
        if not chapters:
            raise CourseError(
                f"{root} holds no course: there is no exercises/chNN_name/chapter.toml in it; "
                "give its folder with --course DIR or GRADER_COURSE"
            )
        return cls(root, tuple(chapters), exercises)

    @property
    def has_staff(self) -> bool:
        """Tell whether references and hidden tests are here: students have only stubs."""
        return (self.root / "reference").is_dir() and (self.root / "tests" / "hidden").is_dir()

    def of_chapter(self, chapter: Chapter) -> list[Exercise]:
        return [e for e in self.exercises.values() if e.folder == chapter.folder]

    def select(self, words: Iterable[str]) -> list[Exercise]:
        """Return the exercises named by stem, chapter number or chapter folder, in book order.

        No words select everything.

        Raises:
            UsageError: a word that names nothing, with the nearest name that does.
        """
        wanted: set[str] = set()
        every = True
        for word in words:
            every = False
            wanted.update(e.stem for e in self._named(word))
        return [e for e in self.exercises.values() if every or e.stem in wanted]

    def find(self, stem: str) -> Exercise:
        """Return one exercise.

        Raises:
            UsageError: no exercise of that name.
        """
        if stem not in self.exercises:
            raise UsageError(f"there is no exercise {stem!r}{nearest(stem, self.exercises)}")
        return self.exercises[stem]

    def find_chapter(self, word: str) -> Chapter | None:
        number = re.fullmatch(r"(?:ch)?0*(\d+)", word)
        for chapter in self.chapters:
            if word == chapter.folder or (number and int(number[1]) == chapter.number):
                return chapter
        return None

    def _named(self, word: str) -> list[Exercise]:
        if word in self.exercises:
            return [self.exercises[word]]
        if chapter := self.find_chapter(word):
            return self.of_chapter(chapter)
        known = [*self.exercises, *(c.folder for c in self.chapters)]
        raise UsageError(f"there is no exercise or chapter {word!r}{nearest(word, known)}")


def find_root() -> Path:
    """Return the course's folder: GRADER_COURSE, the checkout, or the installed pack."""
    if named := os.environ.get("GRADER_COURSE"):
        return Path(named)
    package = Path(__file__).resolve().parent
    # The checkout first: an editable install may leave an old copy of the pack in the package.
    for root in (package.parent, package / "_course"):
        if (root / "exercises").is_dir():
            return root
    raise CourseError("no course is installed; give its folder with --course DIR or GRADER_COURSE")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a did-you-mean sentence."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else "; `grader list` shows all"


# ---- one chapter.toml ---------------------------------------------------------------------------


def read_chapter(path: Path) -> tuple[Chapter, dict[str, Table]]:
    """Read one chapter.toml into its chapter and its tables, in the file's order."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: not TOML: {error}; correct that place") from None
    number, title = data.pop("chapter", None), data.pop("title", None)
    folder = path.parent.name
    match = FOLDER.fullmatch(folder)
    if match is None:
        raise CourseError(f"{path}: rename the folder {folder} to chNN_name, as in ch02_numbers")
    if type(number) is not int or number != int(match[1]):
        raise CourseError(
            f"{path}: chapter is {number!r}, the folder says {int(match[1])}; "
            f"write chapter = {int(match[1])} at the top"
        )
    if not isinstance(title, str) or not title:
        raise CourseError(f"{path}: title is missing; write {CURES['title']} at the top")
    tables = {stem: read_table(path, stem, table) for stem, table in data.items()}
    return Chapter(number, folder, title, path), tables


def read_table(path: Path, stem: str, table: Any) -> Table:
    where = f"{path}: [{stem}]"
    if not isinstance(table, dict):
        raise CourseError(f"{path}: {stem} stands outside a table; known here: chapter, title")
    if not stem.isidentifier() or keyword.iskeyword(stem) or not stem.isascii():
        raise CourseError(f"{where} is no Python module name; use letters, digits and _")
    read = convert(table, Table, where)
    for key in ("level", "points", "call_seconds", "memory_mb"):
        require(getattr(read, key) > 0, where, key, "must be above 0")
    require(all(p > 0 for p in read.pages), where, "pages", "must be page numbers above 0")
    for key in ("title", "items", "pages"):
        require(bool(getattr(read, key)), where, key, "is empty")
    return read


def read_exercise(root: Path, chapter: Chapter, stem: str, table: Table) -> Exercise:
    where = f"{chapter.path}: [{stem}.budget"
    budgets = {f: read_limits(f"{where}.{f}]", limits) for f, limits in table.budget.items()}
    values: dict[str, Any] = {
        f: getattr(table, f) for f in Table.__struct_fields__ if f != "budget"
    }
    place: dict[str, Any] = {"root": root, "chapter": chapter.number, "folder": chapter.folder}
    return Exercise(stem=stem, budgets=budgets, **place, **values)


def read_limits(where: str, table: dict[str, Any]) -> Limits:
    """Check one budget: every limit has the sizes it is measured at."""
    limits = convert(table, Limits, where)
    numbers = {k: getattr(limits, k) for k in ("size", "time", "growth", "memory")}
    for key, number in numbers.items():
        require(number is None or 0 < number < float("inf"), where, key, "must be above 0")
    rising = all(a < b for a, b in zip(limits.sizes, limits.sizes[1:], strict=False))
    require(rising and min(limits.sizes, default=1) > 0, where, "sizes", "must rise from above 0")
    polynomial = not limits.calls or sum(limits.calls) > 0
    require(polynomial, where, "calls", "must be coefficients whose sum is above 0")
    measured = limits.time is not None or limits.memory is not None
    sized = limits.size is not None or not measured
    require(sized, where, "size", "is missing: time and memory are measured there")
    grows = limits.growth is None or len(limits.sizes) >= 2
    require(grows, where, "sizes", "must hold two sizes: growth is measured between them")
    if not (measured or limits.growth is not None or limits.calls):
        raise CourseError(f"{where} limits nothing; write time, growth, memory or calls")
    return limits


def convert(table: dict[str, Any], kind: type[T], where: str) -> T:
    """Turn a TOML table into a struct, or say which key is wrong and how to write it."""
    fields = kind.__struct_fields__
    for key in table:
        if key not in fields:
            raise CourseError(f"{where} {key} is no known key; known: {', '.join(fields)}")
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$.")
        missing = re.search(r"missing required field `(\w+)`", text)
        key = missing[1] if missing else re.split(r"[.\[`]", path)[0]
        problem = "is missing" if missing else f"is wrong: {text[:1].lower()}{text[1:]}"
        raise CourseError(f"{where} {key} {problem}; write for example {CURES[key]}") from None


def require(true: bool, where: str, key: str, problem: str) -> None:
    if not true:
        raise CourseError(f"{where} {key} {problem}; write for example {CURES[key]}")


def refuse_repeats(
    chapter: Chapter,
    tables: Mapping[str, Table],
    chapters: Sequence[Chapter],
    exercises: Mapping[str, Exercise],
) -> None:
    """Refuse a second chapter of the same number, and a stem used twice in the course."""
    for other in chapters:
        if other.number == chapter.number:
            raise CourseError(
                f"{chapter.path}: chapter {chapter.number} is {other.folder} already; renumber one"
            )
    for stem in tables:
        if stem in exercises:
            raise CourseError(
                f"{chapter.path}: [{stem}] is an exercise of {exercises[stem].folder} already; "
                "stems are unique in the course, rename one"
            )


@cache
def _public_names(path: Path, _mtime_ns: int, _size: int) -> frozenset[str]:
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: not Python: {error}; correct that place") from None
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = (n.name for n in tree.body if isinstance(n, kinds))
    return frozenset(name for name in names if not name.startswith("_"))
