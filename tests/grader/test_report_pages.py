"""Pages: whole HTML, nothing of a student's as markup, nothing fetched, every link at home."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from grader.report.html import class_page, page_name, student_page, write_pages
from grader.report.words import MEANING, budget_sentence
from grader.verdict import Budget, Reason, Run
from grader.words_grading import over_budget
from tests.grader.fake_run import BUDGETS, HOSTILE, make_run

VOID = {"meta", "link", "br", "img", "input", "hr", "line", "rect", "circle", "polyline"}
ALLOWED = set(
    """html head meta title style body a main header footer nav article section h1 h2 h3 p strong
    span code div table caption thead tbody tr th td ul li details summary pre b i svg rect line
    text circle polyline script""".split()
)


class Page(HTMLParser):
    """A strict reader: every element is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}> is not one of ours")
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(a["id"]) for _, a in self.tags if "id" in a]


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run()


@pytest.fixture(scope="module")
def pages(run: Run) -> dict[str, str]:
    made = {page_name(s.id): student_page(run, s) for s in run.submissions}
    return {"index.html": class_page(run), **made}


def test_every_page_is_whole_and_holds_only_our_elements(pages: dict[str, str]) -> None:
    assert {name: Page(html).faults for name, html in pages.items()} == {n: [] for n in pages}


def test_nothing_is_fetched_and_no_attribute_runs(pages: dict[str, str]) -> None:
    for html in pages.values():
        for tag, attrs in Page(html).tags:
            assert not [name for name in attrs if name.startswith("on") or name == "style"], tag
            assert "src" not in attrs
            target = attrs.get("href") or "#"
            assert re.fullmatch(r"#.*|grades\.csv|results\.json|students/[\w.-]+", target)


def test_the_policy_allows_exactly_the_pages_own_style_and_script(pages: dict[str, str]) -> None:
    import base64
    import hashlib

    for html in pages.values():
        policy = next(a["content"] for a in Page(html).of("meta") if "http-equiv" in a) or ""
        assert policy.startswith("default-src 'none'; ")
        for tag in ("style", "script"):
            for content in re.findall(f"<{tag}>(.*?)</{tag}>", html, re.S):
                hashed = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
                assert f"{tag}-src 'sha256-{hashed}'" in policy


def test_hostile_text_shows_as_text(pages: dict[str, str]) -> None:
    everything = "".join(pages.values())
    assert "<script>alert" not in everything
    assert "<img" not in everything
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in everything
    assert "{{ 7 * 7 }}" in everything
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", everything)


def test_ids_are_unique_and_links_lead_somewhere(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        page = Page(html)
        assert len(page.ids) == len(set(page.ids)), name
        for attrs in page.of("a"):
            target = attrs["href"] or ""
            if target.startswith("#"):
                assert target[1:] in page.ids, (name, target)
            elif target.startswith("students/"):
                assert target.removeprefix("students/") in pages


def test_tables_and_headings_can_be_read_aloud(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        page = Page(html)
        assert len(page.of("caption")) == len(page.of("table"))
        assert all(a.get("scope") in ("col", "row") for a in page.of("th"))
        assert page.headings[0] == 1, name
        steps = [b - a for a, b in zip(page.headings, page.headings[1:], strict=False)]
        assert max(steps, default=0) <= 1, name
        assert page.of("html")[0]["lang"] == "en"
        scrolls = [a for a in page.of("div") if a.get("class") == "scroll"]
        assert all(a.get("tabindex") == "0" and a.get("aria-label") for a in scrolls)


def test_the_first_failing_check_comes_first_with_its_line(run: Run) -> None:
    submission = run.submissions[1]
    html = student_page(run, submission)
    start = html.index("Start here")
    assert html.index("The statement of second holds.") > start
    assert html.index("In the order they ran") > start
    assert "Hint 1 of 2" in html
    assert "grader check" in html


def test_every_reason_and_budget_has_words() -> None:
    assert set(MEANING) == set(Reason)
    for budget in BUDGETS:
        assert budget.function in budget_sentence(budget)


def test_an_exponent_keeps_the_digits_that_tell_it_from_its_limit() -> None:
    wide = Budget("growth", "f", 1.3, 1.97, 1.94, 1.99, "exponent")
    assert "size^1.97, the limit is size^1.3." in budget_sentence(wide)
    assert budget_sentence(wide).endswith("between 1.94 and 1.99.")
    narrow = Budget("growth", "f", 1.3, 1.97, 1.969, 1.971, "exponent")
    assert budget_sentence(narrow).endswith("size^1.3.")


def test_counted_calls_are_said_of_the_function_that_was_handed_over() -> None:
    said = budget_sentence(
        Budget("calls", "the gradient, without f,", 9.0, 8.0, None, None, "calls")
    )
    assert said == "of the gradient, without f: yours is 8 calls, the limit is 9 calls."


@pytest.mark.parametrize(
    ("kind", "value", "limit", "said"),
    [
        ("growth", 1.34, 1.3, "the power 1.34 of"),
        ("growth", 1.97, 1.3, "the power 2.0 of"),
        ("time", 25.004, 25.0, "takes 25.004 times as long"),
        ("memory", 61.93, 25.0, "takes 61.9 times the size"),
    ],
)
def test_what_is_over_its_limit_reads_so(kind: str, value: float, limit: float, said: str) -> None:
    assert said in over_budget(Budget(kind, "f", limit, value, value, value, "x the input"))


def test_a_class_without_submissions_says_so() -> None:
    html = class_page(make_run(0))
    assert "nothing to grade" in html
    assert Page(html).faults == []


def test_rendering_again_changes_nothing_and_touches_nothing(run: Run, tmp_path: Path) -> None:
    assert write_pages(run, tmp_path) == len(run.submissions) + 1
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.html")}
    assert write_pages(run, tmp_path) == 0
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.html")}


def test_pages_of_submissions_that_are_gone_go_too(run: Run, tmp_path: Path) -> None:
    write_pages(run, tmp_path)
    fewer = msgspec.structs.replace(run, submissions=run.submissions[:3])
    write_pages(fewer, tmp_path)
    assert len(list((tmp_path / "students").glob("*.html"))) == 3


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "", "x" * 300, *HOSTILE])
def test_no_id_leaves_the_folder(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,105}", page_name(name))


def test_a_page_for_three_hundred_students_stays_small() -> None:
    assert len(class_page(make_run(300))) < 1_000_000


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_no_page_scrolls_sideways_on_a_telephone(run: Run, tmp_path: Path) -> None:
    write_pages(run, tmp_path)
    pages = [tmp_path / "index.html", *sorted((tmp_path / "students").glob("*.html"))[:6]]
    frames = "".join(f'<iframe src="{p.as_uri()}"></iframe>' for p in pages)
    script = """onload = () => document.title = [...document.querySelectorAll("iframe")]
        .map((f) => f.contentDocument.documentElement.scrollWidth).join(" ");"""
    style = "<style>iframe { width: 360px; height: 600px; border: 0; }</style>"
    wrapper = tmp_path / "wrapper.html"
    wrapper.write_text(f"<!doctype html><script>{script}</script>{style}{frames}")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run([*command, wrapper.as_uri()], capture_output=True, text=True, timeout=90)
    title = re.search(r"<title>([\d ]+)</title>", done.stdout)
    assert title, done.stderr[-2000:]
    widths = [int(w) for w in title[1].split()]
    assert len(widths) == len(pages)
    assert max(widths) <= 360
