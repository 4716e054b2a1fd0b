"""What a docstring holds: the examples a student can run, and the task as `grader show` prints it.

The examples are the public tests, so they are parsed here, once, for `check`, for the course's
lint and for the stub.
"""

from __future__ import annotations

import ast
import doctest
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import words_course as words
from grader.course import Exercise
from grader.errors import CourseError

Documented = ast.Module | ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Example:
    """One `>>>` of a docstring."""

    source: str
    want: str
    """The text below it; empty for a step that shows nothing."""
    line: int
    """Where it stands in the file, from 1."""
    function: str
    """The function, class or Class.method it belongs to; empty for the module's own."""


def parse_source(path: Path) -> ast.Module:
    """Parse a course file, or say where it is broken."""
    try:
        return ast.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist; write it, or remove its table") from None
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: not Python: {error}; correct that place") from None


def find_examples(tree: ast.Module) -> list[Example]:
    """Return all examples of a module, in order of their lines."""
    found = []
    for name, node in documented(tree):
        text = ast.get_docstring(node, clean=False)
        if text is None:
            continue
        first = node.body[0].lineno
        try:
            examples = doctest.DocTestParser().get_examples(text, name)
        except ValueError as error:
            raise CourseError(
                f"docstring in line {first}: {error}; indent the example evenly"
            ) from None
        found += [Example(e.source, e.want, first + e.lineno, name) for e in examples]
    return sorted(found, key=lambda e: e.line)


def documented(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """Yield the module and its public functions, classes and methods with their names."""
    yield "", tree
    for node in public(tree.body):
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for method in public(node.body):
                yield f"{node.name}.{method.name}", method


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def signature(name: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return what a caller writes: `softmax(x, axis=-1)`, or a class with its constructor."""
    if isinstance(node, ast.FunctionDef):
        return f"{name}({ast.unparse(node.args)})"
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            arguments = ast.unparse(method.args).removeprefix("self").removeprefix(", ")
            return f"class {name}({arguments})"
    return f"class {name}"


def task_text(exercise: Exercise) -> str:
    """Return the whole task as text: facts, story, then every function with its docstring."""
    path = exercise.stub if exercise.stub.exists() else exercise.reference
    tree = parse_source(path)
    parts = ["\n".join(facts(exercise))]
    for name, node in documented(tree):
        text = inspect.cleandoc(ast.get_docstring(node) or "")
        if isinstance(node, ast.Module):
            parts.append(text)
        else:
            title = signature(name, node)
            body = "\n".join(f"    {line}".rstrip() for line in text.splitlines())
            parts.append(f"{title}\n{body}" if body else title)
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(exercise: Exercise) -> list[str]:
    """Return the lines above the task: place, points, what it builds on, bans and budgets."""
    lines = [
        words.heading(exercise.stem, exercise.title, exercise.chapter),
        words.worth(exercise.points, exercise.level),
        words.pages(exercise.pages),
    ]
    lines.append(words.ERRORS)
    if exercise.needs:
        lines.append(words.builds_on(exercise.needs))
    if exercise.banned:
        lines.append(words.without(exercise.banned))
    for function, limits in exercise.budgets.items():
        if limits.time is not None:
            lines.append(words.time_budget(function, limits.time, limits.size))
        if limits.memory is not None:
            lines.append(words.memory_budget(function, limits.memory, limits.size))
        if limits.growth is not None:
            lines.append(words.growth_budget(function, limits.growth))
        if limits.calls:
            lines.append(words.calls_budget(function, limits.calls))
    return lines
