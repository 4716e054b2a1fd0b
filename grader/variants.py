"""Other answers to an exercise, with the verdict each must get.

`softmax__wrong_no_shift` is the reference's module with its `softmax` replaced. A variants file
may import names of its reference (`from softmax import _helper, softmax as original`): there is no
such module, but these names are there when the variant runs, for it runs below the reference.
Where one file would be long there are more, `STEM_variants_WORD.py`, which may import the helpers
of the first in the same way.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grader.course import Exercise
from grader.errors import CourseError
from grader.verdict import Chunk

VERDICTS = ("right", "wrong", "slow", "hungry", "crashed", "forbidden")


@dataclass(frozen=True)
class Variant:
    """One whole answer, made of the reference and one other function."""

    name: str
    function: str
    verdict: str
    doc: str
    """What a student is told whose answer coincides with a wrong variant."""
    chunk: Chunk


def reference_chunk(exercise: Exercise) -> Chunk:
    return Chunk(exercise.reference.name, exercise.reference.read_text("utf-8"))


def stub_chunk(exercise: Exercise) -> Chunk:
    return Chunk(exercise.stub.name, exercise.stub.read_text("utf-8"))


def load_variants(exercise: Exercise) -> list[Variant]:
    """Return the variants of an exercise in file order.

    Raises:
        CourseError: a name that says neither function nor verdict.
    """
    files = [(p, p.read_text("utf-8")) for p in exercise.variants if p.exists()]
    nodes = [(p, source.splitlines(), n) for p, source in files for n in ast.parse(source).body]
    base = reference_chunk(exercise).source
    shared = [text(lines, n) for _, lines, n in nodes if is_shared(n, exercise.stem)]
    aliases = [a for _, _, n in nodes for a in borrowed(n, exercise.stem)]
    prologue = "\n".join([base, *aliases, *shared])
    found = []
    for path, lines, node in nodes:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or "__" not in node.name.strip("_"):
            continue
        function, _, rest = node.name.partition("__")
        verdict = rest.partition("_")[0]
        if function not in exercise.functions() or verdict not in VERDICTS:
            raise CourseError(
                f"{path}, line {node.lineno}: {node.name} names no function of {exercise.stem} or "
                f"no verdict; use FUNCTION__VERDICT_words with one of {', '.join(VERDICTS)}"
            )
        own = f"{prologue}\n\n{text(lines, node)}\n\n\n{function} = {node.name}\n"
        # Errors and reports shall speak of the function's own name.
        own = own.replace(f"{node.name}(", f"{function}(").replace(
            f"\n{function} = {node.name}\n", "\n"
        )
        doc = " ".join((ast.get_docstring(node) or "").split())
        chunk = Chunk(exercise.reference.name, own)
        found.append(Variant(node.name, function, verdict, doc, chunk))
    return found


def text(lines: list[str], node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)])
    return "\n".join(lines[first - 1 : node.end_lineno])


def is_shared(node: ast.stmt, stem: str) -> bool:
    """Tell whether a top-level statement belongs to every variant: imports, helpers, constants."""
    if isinstance(node, ast.ImportFrom) and node.module in (stem, f"{stem}_variants"):
        return False
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return "__" not in node.name.strip("_")
    return not isinstance(node, ast.Expr)


def borrowed(node: ast.stmt, stem: str) -> list[str]:
    """Turn `from STEM import a as b` into `b = a`."""
    if not isinstance(node, ast.ImportFrom) or node.module != stem:
        return []
    return [f"{a.asname} = {a.name}" for a in node.names if a.asname and a.asname != a.name]
