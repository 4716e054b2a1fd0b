"""What an exercise asks to do without: found in the source before it runs.

A teaching aid with a clear message, not a wall: a determined author gets around any name check.
The runner sets traps for the same names, which catch what the source does not show.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from grader.verdict import Chunk, Place

Finding = tuple[str, Place]
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def find_banned(
    chunks: Sequence[Chunk], banned: Sequence[str], answers: Collection[str] = ()
) -> list[Finding]:
    """Return (banned name, place) for each use the source shows, in order.

    Where a file answers several exercises, `answers` are the functions that answer this one:
    definitions that they do not reach may use the name.
    """
    trees = [(chunk, tree) for chunk in chunks if (tree := parsed(chunk))]
    aliases = dict(alias for _, tree in trees for alias in imports(tree))
    statements = [(chunk, s) for chunk, tree in trees for s in tree.body]
    spared = unreached([s for _, s in statements], answers) if answers else set()
    found = []
    for chunk, statement in statements:
        names = defined(statement)
        if not names or names - spared:
            for name, line in uses(statement, aliases, banned):
                found.append((name, Place(chunk.label, line)))
    return sorted(found, key=lambda f: (f[1].label, f[1].line))


def unreached(statements: Sequence[ast.stmt], answers: Collection[str]) -> set[str]:
    """Return the names defined at top level that none of the answers uses, directly or not."""
    mentions: dict[str, set[str]] = {}
    for statement in statements:
        inside = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
        for name in defined(statement):
            mentions.setdefault(name, set()).update(inside)
    reached: set[str] = set()
    new = set(answers) & set(mentions)
    while new:
        reached |= new
        new = {m for name in new for m in mentions[name] if m in mentions} - reached
    return set(mentions) - reached


def defined(statement: ast.stmt) -> set[str]:
    """Return the names a definition or a plain assignment binds; nothing for anything else."""
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    if isinstance(statement, ast.Assign) and all(
        isinstance(t, ast.Name) for t in statement.targets
    ):
        return {t.id for t in statement.targets if isinstance(t, ast.Name)}
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return {statement.target.id}
    return set()


def foreign_imports(chunks: Sequence[Chunk]) -> list[Finding]:
    """Return imports at top level of anything but numpy and the standard library."""
    found = []
    for chunk in chunks:
        tree = parsed(chunk)
        for statement in tree.body if tree else ():
            for name in imported_modules(statement):
                top = name.partition(".")[0]
                if top and top != "numpy" and top not in sys.stdlib_module_names:
                    found.append((top, Place(chunk.label, statement.lineno)))
    return found


@lru_cache(maxsize=4)
def parsed(chunk: Chunk) -> ast.Module | None:
    try:
        return ast.parse(chunk.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def imported_modules(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    if isinstance(statement, ast.ImportFrom):
        return [statement.module or ""]
    return []


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (name in the file, dotted name) for every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield alias.asname or first, alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def uses(
    tree: ast.AST, aliases: dict[str, str], banned: Sequence[str]
) -> Iterator[tuple[str, int]]:
    wanted = set(banned)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if f".{node.attr}" in wanted:
                yield f".{node.attr}", node.lineno
            elif (name := dotted(node, aliases)) and (hit := matches(name, wanted)):
                yield hit, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if hit := matches(aliases.get(node.id, node.id), wanted):
                yield hit, node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name in imported_modules(node):
                if hit := matches(name, wanted):
                    yield hit, node.lineno


def dotted(node: ast.expr, aliases: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return aliases.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value, aliases)):
        return f"{owner}.{node.attr}"
    return None


def matches(name: str, wanted: set[str]) -> str | None:
    """Return the ban a dotted name falls under: itself or a module above it."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        if (prefix := ".".join(parts[:size])) in wanted:
            return prefix
    return None
