"""Imports point downwards only, and what runs beside student code imports almost nothing."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "grader"
LAYERS = [
    "cli __main__",
    "report",
    "batch audit room classroom certificate",
    "grade stopwatch budget budget_noise trial diagnose mutate bench pool examples",
    "checks",
    "sandbox",
    "gradebook spool",
    "course course_lint docs stub notebook skeleton variants bans intake",
    "verdict errors words __init__",
]
"""From the top; a module may import its own layer and those below."""
POSSESSIVE = re.compile(r"\)[*+?]\+")
LIGHT = {"click", "grader", "grader.errors"}
"""What a cli module may import before its command is called."""


def as_text(constant: str | bytes) -> str:
    return constant if isinstance(constant, str) else constant.decode("latin-1")


def files() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if "_course" not in p.parts)


def part_of(module: str) -> str:
    """Return the first name below `grader`; all files of sentences count as `words`."""
    part = [*module.split("."), "__init__"][1]
    return "words" if part.startswith("words_") else part


def layer_of(part: str) -> int:
    for depth, names in enumerate(LAYERS):
        if part in names.split():
            return depth
    pytest.fail(f"grader/{part} is in no layer; add it to LAYERS in test_layers.py")


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield the dotted name of every module a tree imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: -node.level + 1 or None]
                base = ".".join([*above, base]).rstrip(".")
            yield base
            # `from grader import course` imports a module, `from grader.course import x` a name.
            yield from (
                f"{base}.{alias.name}" for alias in node.names if is_module(base, alias.name)
            )


def is_module(base: str, name: str) -> bool:
    if not base.startswith("grader"):
        return False
    path = ROOT.joinpath(*base.split(".")[1:], name)
    return path.is_dir() or path.with_suffix(".py").is_file()


def name_of(path: Path) -> str:
    return ".".join(["grader", *path.relative_to(ROOT).with_suffix("").parts])


def upward(path: Path, tree: ast.AST) -> list[str]:
    name = name_of(path)
    own = layer_of(part_of(name))
    package = name.rpartition(".")[0]
    ours = [m for m in imported(tree, package) if m.startswith("grader.")]
    return [m for m in ours if layer_of(part_of(m)) < own]


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_imports_point_downwards(path):
    assert upward(path, ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("from grader.grade import grade", ["grader.grade"]),
        ("def f():\n    import grader.cli.students", ["grader.cli.students"]),
        ("from grader import batch", ["grader.batch"]),
        ("from . import batch", ["grader.batch"]),
        ("from .sandbox import host", ["grader.sandbox", "grader.sandbox.host"]),
        ("from grader.errors import CourseError\nimport numpy", []),
        ("from grader.stub import sync", []),
    ],
)
def test_the_rule_sees_every_form_of_import(source, bad):
    assert upward(ROOT / "course.py", ast.parse(source)) == bad


@pytest.mark.parametrize("path", sorted((ROOT / "cli").glob("*.py")), ids=name_of)
def test_cli_modules_start_light(path):
    top = [
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    names = {m for m in imported(ast.Module(top, []), "grader.cli")}
    heavy = {m for m in names if m not in LIGHT and m.partition(".")[0] not in STDLIB}
    assert heavy == set()


STDLIB = sys.stdlib_module_names
BESIDE_STUDENTS = {
    "runner.py": {"grader.sandbox", "grader.sandbox.wire", "numpy"},
    "wire.py": {"msgspec", "numpy"},
}


@pytest.mark.parametrize("name", BESIDE_STUDENTS)
def test_what_runs_beside_student_code_imports_almost_nothing(name):
    path = ROOT / "sandbox" / name
    tree = ast.parse(path.read_text("utf-8"))
    found = {m for m in imported(tree, "grader.sandbox") if m.partition(".")[0] not in STDLIB}
    assert {m if m.startswith("grader") else m.partition(".")[0] for m in found} <= (
        BESIDE_STUDENTS[name]
    )
    package = (ROOT / "sandbox" / "__init__.py").read_text("utf-8")
    assert list(imported(ast.parse(package), "grader.sandbox")) in ([], ["__future__"])


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_group_is_possessive(path):
    """Python 3.11.0 to 3.11.4 match `(?:...)*+` wrongly; sets of characters are safe."""
    tree = ast.parse(path.read_text("utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert not [t for t in texts if isinstance(t, str | bytes) and POSSESSIVE.search(as_text(t))]
