"""`grader new`: four files that already pass everything but their marked blanks."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.course import FOLDER, Chapter, Course
from grader.course_lint import BLANK, read_items
from grader.errors import CourseError, UsageError
from grader.stub import make_stub, write_text


def write_skeleton(course: Course, stem: str, chapter: str) -> list[Path]:
    """Write reference, variants, hidden test, table and stub of a new exercise.

    Raises:
        UsageError: a name that cannot be used, or a file that is there already.
    """
    if not stem.isidentifier() or keyword.iskeyword(stem) or not re.fullmatch("[a-z0-9_]+", stem):
        raise UsageError(f"{stem!r} cannot be a stem; use small letters, digits and _")
    if stem in course.exercises:
        raise UsageError(f"{stem} is an exercise of {course.exercises[stem].folder} already")
    path = find_toml(course, chapter)
    head = path.read_text("utf-8") if path.exists() else chapter_head(chapter)
    folder = path.parent.name
    texts = render_all(course, stem)
    reference = course.root / "reference" / folder
    files = {
        reference / f"{stem}.py": texts["reference.py.j2"],
        reference / f"{stem}_variants.py": texts["variants.py.j2"],
        course.root / "tests" / "hidden" / folder / f"test_{stem}.py": texts["test.py.j2"],
        path.with_name(f"{stem}.py"): make_stub(texts["reference.py.j2"], stem),
    }
    for file in files:
        if file.exists():
            raise UsageError(f"{file} is there already; delete it or choose another stem")
    # The table comes last: until it is there, the course does not know the exercise.
    files[path] = head.rstrip("\n") + "\n" + texts["table.toml.j2"]
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, text)
    return list(files)


def find_toml(course: Course, chapter: str) -> Path:
    """Return where the chapter's table goes: a chapter of the course, or a new folder's name."""
    known: Chapter | None = course.find_chapter(chapter)
    if known:
        return known.path
    match = FOLDER.fullmatch(chapter)
    taken = match and course.find_chapter(match[1])
    if taken:
        raise UsageError(f"chapter {taken.number} is {taken.folder} already; use that name")
    if match is None:
        raise UsageError(
            f"there is no chapter {chapter!r} yet; give its folder's name to begin it, "
            "as in --chapter ch10_new_things"
        )
    return course.root / "exercises" / chapter / "chapter.toml"


def chapter_head(folder: str) -> str:
    number, _, name = folder.removeprefix("ch").partition("_")
    return f'chapter = {int(number)}\ntitle = "{name.replace("_", " ").capitalize()}"\n'


def render_all(course: Course, stem: str) -> dict[str, str]:
    """Render the templates with what items.csv knows about the stem."""
    rows = [r for r in read_items(course) if stem in r["exercises"].split() and not r["same_as"]]
    pages = sorted({int(row["page"]) for row in rows}) or [1]
    values = {
        "stem": stem,
        "title": stem.replace("_", " ").capitalize(),
        "items": [row["id"] for row in rows] or [BLANK],
        "pages": pages,
        "page": pages[0],
    }
    loader = FileSystemLoader(find_templates())
    # Python and TOML come out, no HTML: nothing is to be escaped.
    environment = Environment(  # noqa: S701
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True
    )
    names = environment.list_templates()
    return {name: environment.get_template(name).render(values) for name in names}


def find_templates() -> Path:
    """Return the folder of skeletons: of the checkout, else of the installed package."""
    package = Path(__file__).resolve().parent
    for folder in (package.parent / "templates" / "new", package / "_templates" / "new"):
        if folder.is_dir():
            return folder
    raise CourseError("the templates of new exercises are not installed; install grader again")
