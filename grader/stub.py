"""Reference -> stub: signature, docstring and examples exist once, in the reference.

A stub keeps what is public and drops the answer. Text is copied line by line, never printed from
the syntax tree, so a stub reads exactly like its reference.
"""

from __future__ import annotations

import ast
import builtins
import io
import os
import symtable
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import words_course as words
from grader.course import Course, Exercise
from grader.docs import find_examples
from grader.errors import CourseError, UsageError

HEADER = "# Generated from the reference by `grader sync`: copy it with `grader start {stem}`."
RULES = f"""\
# {words.ERRORS}
# `grader show {{stem}}` tells which functions to do without, and what an answer may cost.
"""
TODO = "raise NotImplementedError  # TODO: your answer"
OPEN, CLOSE = "### BEGIN SOLUTION", "### END SOLUTION"
Imports = ast.Import | ast.ImportFrom
ALWAYS_KEPT = "np"
"""Nearly every answer needs numpy, also where the signatures do not."""


def make_stub(source: str, stem: str = "STEM") -> str:
    """Return the reference's source without its answers.

    Raises:
        CourseError: the source has a part that cannot be cut, or its stub names what it drops.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"line {error.lineno}: {error.msg}; correct that place") from None
    lines = source.splitlines()
    whole = "\n".join(keep(lines, tree.body, 0, None))
    kept = "\n".join(keep(lines, tree.body, 0, used_names(whole)))
    stub = f"{HEADER}\n{RULES}".format(stem=stem) + f"{kept}\n"
    if undefined := undefined_names(stub):
        raise CourseError(
            f"the stub would use {', '.join(undefined)}, which it drops; make the name public, "
            "or keep it out of signatures, constants and examples"
        )
    return stub


def without_header(stub: str) -> str:
    """Return the stub as a student's own file starts: nothing in it is generated any more."""
    first, _, rest = stub.partition("\n")
    return rest if first.startswith(HEADER.partition("`")[0]) else stub


# ---- names --------------------------------------------------------------------------------------


def used_names(stub: str) -> set[str]:
    """Return the names that code and examples of a stub mention."""
    tree = ast.parse(stub)
    code = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    return code | {name for name, _ in example_names(tree)} | {ALWAYS_KEPT}


def example_names(tree: ast.Module) -> list[tuple[str, bool]]:
    """Return (name, the examples of the same docstring bind it) for each name in an example."""
    found: list[tuple[str, bool]] = []
    by_docstring: dict[str, list[str]] = {}
    for example in find_examples(tree):
        by_docstring.setdefault(example.function, []).append(example.source)
    for sources in by_docstring.values():
        table = symtable.symtable("".join(sources), "examples", "exec")
        own = bound(table)
        found += [(name, name in own) for name in sorted(asked(table))]
    return found


def undefined_names(stub: str) -> list[str]:
    """Return what kept code and examples use although the stub does not define it."""
    tree = ast.parse(stub)
    table = symtable.symtable(stub, "stub", "exec")
    defined = bound(table) | set(dir(builtins)) | {"__name__", "__file__", "__doc__"}
    names = asked(table) | {name for name, own in example_names(tree) if not own}
    return sorted(names - defined) + dropped_attributes(tree)


def bound(table: symtable.SymbolTable) -> set[str]:
    """Return the names a module's top level binds."""
    symbols = table.get_symbols()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}


def asked(table: symtable.SymbolTable) -> set[str]:
    """Return the names that some scope of a module looks up in the module."""
    module = table.get_type() == "module"
    names = {
        s.get_name() for s in table.get_symbols() if s.is_referenced() and (module or s.is_global())
    }
    return names.union(*(asked(child) for child in table.get_children()))


def dropped_attributes(tree: ast.Module) -> list[str]:
    """Return private attributes of self that kept code reads and nothing kept provides."""
    found: set[str] = set()
    for cls in (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)):
        reads: set[str] = set()
        provided = {name for node in cls.body for name in names_of(node)}
        for node in ast.walk(cls):
            match node:
                case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=context):
                    (provided if isinstance(context, ast.Store) else reads).add(name)
        found |= {f"self.{name}" for name in reads - provided if is_private(name)}
    return sorted(found)


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def names_of(node: ast.stmt) -> list[str]:
    """Return the names an assignment binds; nothing for any other statement."""
    targets: Sequence[ast.expr] = ()
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]


# ---- text ---------------------------------------------------------------------------------------


def keep(lines: list[str], body: list[ast.stmt], end: int, used: set[str] | None) -> list[str]:
    """Return the kept lines of a body that begins below line `end`; None keeps every import."""
    text: list[str] = []
    blank, kept = 0, True
    for node in body:
        first = first_line(node)
        if first <= end and text:
            raise CourseError(f"line {first} holds two statements; write them on two lines")
        gap = lines[end : first - 1]
        refuse_marks(gap, end)
        comments = own_comments(gap, whole=kept)
        blank = max(blank, blank_before(gap, comments))
        # An attribute's docstring goes where its attribute goes.
        own = kept_lines(lines, node, used) if kept or not is_text(node) else []
        kept = bool(own)
        if own:
            text += [""] * (min(blank, 2) if text else 0) + comments + own
            blank = 0
        end = node.end_lineno or first
    return text


def kept_lines(lines: list[str], node: ast.stmt, used: set[str] | None) -> list[str]:
    """Return what is left of one statement; nothing if it is private."""
    verbatim = lines[first_line(node) - 1 : node.end_lineno]
    if isinstance(node, Imports):
        return kept_imports(verbatim, node, used)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        if is_private(node.name):
            return []
        return cut_class(lines, node, used) if isinstance(node, ast.ClassDef) else cut(lines, node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        if isinstance(node.value, ast.Lambda):
            raise CourseError(f"line {node.lineno}: a lambda cannot be cut; write a def")
        return [] if all(is_private(name) for name in names_of(node)) else verbatim
    if is_text(node) or is_empty(node):
        return verbatim
    raise CourseError(
        f"line {node.lineno}: a stub holds imports, functions, classes and constants only; "
        "move this statement into a function"
    )


def kept_imports(verbatim: list[str], node: Imports, used: set[str] | None) -> list[str]:
    """Return an import with the names that kept code uses."""
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    if used is None or future:
        return verbatim
    aliases = [a for a in node.names if (a.asname or a.name.partition(".")[0]) in used]
    if len(aliases) == len(node.names):
        return verbatim
    if not aliases:
        return []
    if isinstance(node, ast.Import):
        return [ast.unparse(ast.Import(aliases))]
    return [ast.unparse(ast.ImportFrom(node.module, aliases, node.level))]


def cut(lines: list[str], node: ast.FunctionDef) -> list[str]:
    """Return a function's signature and docstring over the line that says what to do."""
    first = first_line(node) - 1
    verbatim = lines[first : node.end_lineno]
    if any(line.strip() in (OPEN, CLOSE) for line in verbatim):
        return cut_marked(verbatim, first)
    if all(is_text(s) or is_empty(s) for s in node.body) and not documented_only(node):
        return verbatim
    head = lines[first : node.lineno - 1] + header(lines, node)
    indent = " " * (node.col_offset + 4)
    if ast.get_docstring(node) is None:
        return [*head, indent + TODO]
    docstring = node.body[0]
    text = lines[docstring.lineno - 1 : docstring.end_lineno]
    text[-1] = before(text[-1], docstring.end_col_offset or 0)
    text[0] = indent + after(text[0], docstring.col_offset)
    return [*head, *text, indent + TODO]


def cut_class(lines: list[str], node: ast.ClassDef, used: set[str] | None) -> list[str]:
    """Return a class with its public methods cut."""
    first = first_line(node) - 1
    head = lines[first : node.lineno - 1] + header(lines, node)
    end = first + len(head)
    if node.body[0].lineno <= end:
        return lines[first : node.end_lineno]
    return head + (keep(lines, node.body, end, used) or [" " * (node.col_offset + 4) + "pass"])


def header(lines: list[str], node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """Return the lines from `def` or `class` to its colon, with a comment that stands there."""
    text = lines[node.lineno - 1 : node.end_lineno]
    depth, colon = 0, (0, 0)
    for token in tokenize.generate_tokens(io.StringIO("\n".join(text) + "\n").readline):
        if colon != (0, 0):
            end = token.end[1] if token.type == tokenize.COMMENT else colon[1]
            return [*text[: colon[0] - 1], text[colon[0] - 1][:end]]
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        if token.string == ":" and depth == 0:
            colon = token.end
    raise AssertionError("a parsed definition has a colon")


def cut_marked(verbatim: list[str], first: int) -> list[str]:
    """Return a function whose answers stand between marks, without them."""
    kept: list[str] = []
    opened = False
    for number, line in enumerate(verbatim, first + 1):
        mark = line.strip()
        if mark in (OPEN, CLOSE):
            if opened == (mark == OPEN):
                raise CourseError(f"line {number}: {mark} has no partner; write both, in turns")
            opened = mark == OPEN
            kept += [line.replace(OPEN, TODO)] if opened else []
        elif not opened:
            kept.append(line)
    if opened:
        raise CourseError(f"line {first + 1}: {OPEN} has no partner; write {CLOSE} below it")
    return kept


def refuse_marks(gap: list[str], end: int) -> None:
    for number, line in enumerate(gap, end + 1):
        if line.strip() in (OPEN, CLOSE):
            raise CourseError(f"line {number}: {line.strip()} stands outside a public function")


def own_comments(gap: list[str], *, whole: bool) -> list[str]:
    """Return the comments of the statement below a gap: all, or those that touch it."""
    comments = list(gap)
    while comments and not comments[0].strip():
        del comments[0]
    if not whole:
        while "" in (stripped := [c.strip() for c in comments]):
            del comments[: stripped.index("") + 1]
    return [c for c in comments if "# equivalent:" not in c]  # a note to the audit


def blank_before(gap: list[str], comments: list[str]) -> int:
    """Count the blank lines between the end of the last statement and these comments."""
    above = gap[: len(gap) - len(comments)]
    return sum(1 for line in above if not line.strip())


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)])


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)


def is_empty(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass)


def documented_only(node: ast.FunctionDef) -> bool:
    """Tell whether a body is nothing but a docstring: an answer that does nothing."""
    return len(node.body) == 1 and ast.get_docstring(node) is not None


def before(line: str, column: int) -> str:
    """Return the line up to a column of the syntax tree, which counts bytes."""
    return line.encode()[:column].decode()


def after(line: str, column: int) -> str:
    return line.encode()[column:].decode()


# ---- files --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One stub that was not what its reference makes it."""

    path: Path
    problem: str
    """What is or was wrong, with the cure if sync has none."""
    settled: bool
    """Sync has written the file, or would without `check`."""


def sync(course: Course, check: bool) -> list[Change]:
    """Write every stub from its reference, or only say which are not up to date.

    Raises:
        UsageError: the course has no references.
    """
    if not course.has_staff:
        raise UsageError(f"{course.root} has no reference/ and tests/hidden/: nothing to sync from")
    changes = [c for e in course.exercises.values() for c in sync_one(e, check)]
    return changes + list(strays(course))


def sync_one(exercise: Exercise, check: bool) -> list[Change]:
    """Bring one stub up to date; a reference that cannot be cut is a change of its own."""
    stub, reference = exercise.stub, exercise.reference
    if not reference.exists():
        return [Change(reference, "does not exist; write it, or remove its table", False)]
    try:
        wanted = make_stub(reference.read_text("utf-8"), exercise.stem)
    except (CourseError, UnicodeDecodeError) as error:
        return [Change(reference, str(error), False)]
    if stub.exists() and stub.read_bytes() == wanted.encode():
        return []
    problem = "differs from its reference" if stub.exists() else "is new"
    if not check:
        write_text(stub, wanted)
    return [Change(stub, problem, True)]


def strays(course: Course) -> Iterator[Change]:
    """Yield stubs and references that no table of a chapter.toml knows."""
    for path in sorted(course.root.glob("exercises/ch*/*.py")):
        if path.stem not in course.exercises:
            yield Change(path, "has no table in chapter.toml; delete it, or write the table", False)
    for path in sorted(course.root.glob("reference/ch*/*.py")):
        if path.stem.partition("_variants")[0] not in course.exercises:
            yield Change(path, "has no table in chapter.toml; write the table", False)


def read_stub(exercise: Exercise) -> str:
    """Return an exercise's stub as it lies in the course.

    Raises:
        CourseError: it has not been written yet.
    """
    if not exercise.stub.exists():
        raise CourseError(f"{exercise.stub} does not exist; write it with `grader sync`")
    return exercise.stub.read_text("utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(text.encode())
    os.replace(partial, path)
