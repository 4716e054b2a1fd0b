"""Pages: one for the class, one for each submission; nothing in them is fetched or run.

Everything a student wrote reaches a page through autoescape, after control characters are taken
out, and the page's security policy allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.errors import UsageError
from grader.report import class_view, code, drawing, text, words
from grader.report.formats import possible, write_if_changed
from grader.verdict import Outcome, Run, SubmissionResult

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


def templates_folder() -> Path:
    """Return where the templates are: in a checkout, or in the installed package.

    Raises:
        UsageError: they are in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package.parent / "templates", package / "_templates"):
        if (folder / "base.html.j2").is_file():
            return folder
    raise UsageError("the page templates are not installed; install grader again")


@cache
def environment() -> Environment:
    """Return the templates' environment: strict, escaping, without control characters."""
    folder = templates_folder()
    env = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=clean,
    )
    style = (folder / "report.css").read_text("utf-8")
    script = (folder / "table.js").read_text("utf-8")
    env.globals.update(
        style=Markup(style),  # noqa: S704 - ours, not a student's
        script=Markup(script),  # noqa: S704
        policy=(
            f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
        words=words,
        draw_budget=drawing.draw_budget,
        draw_histogram=drawing.draw_histogram,
        listings=code.listings,
        places=code.places,
        anchor=code.anchor,
        Outcome=Outcome,
    )
    env.filters.update(number=text.number, count=text.count, seconds=text.seconds, page=page_name)
    return env


def clean(value: Any) -> Any:
    """Take what nobody can see out of a string that is not markup of our own."""
    return text.plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def digest(content: str) -> str:
    """Return a policy's source expression that allows exactly this content."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def page_name(submission_id: str) -> str:
    """Return the file name of a submission's page, whatever results.json says its id is."""
    if SAFE_NAME.fullmatch(submission_id):
        return f"{submission_id}.html"
    return f"x-{hashlib.sha256(submission_id.encode()).hexdigest()[:16]}.html"


def write_pages(run: Run, out: Path) -> int:
    """Write the class page and a page per submission; return how many have changed."""
    written = int(write_if_changed(out / "index.html", class_page(run)))
    folder = out / "students"
    wanted = {page_name(s.id) for s in run.submissions}
    for stale in folder.glob("*.html"):
        if stale.name not in wanted:
            stale.unlink()
    for submission in run.submissions:
        page = student_page(run, submission)
        written += write_if_changed(folder / page_name(submission.id), page)
    return written


def class_page(run: Run) -> str:
    """Return the page for the instructor."""
    view = class_view.class_view(run)
    return environment().get_template("class.html.j2").render(run=run, view=view)


def student_page(run: Run, submission: SubmissionResult) -> str:
    """Return the page for one student."""
    answered = {e.stem for e in submission.exercises}
    return (
        environment()
        .get_template("student.html.j2")
        .render(
            run=run,
            submission=submission,
            possible=possible(run, submission),
            missing=[e for e in run.exercises if e.stem not in answered],
        )
    )
