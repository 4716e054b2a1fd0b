"""What an exercise asks to do without: found in the source before it runs.

A teaching aid with a clear message, not a wall: a determined author gets around any name check.
The runner sets traps for the same names, which catch what the source does not show.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence

from grader.verdict import Chunk, Place

Finding = tuple[str, Place]


def find_banned(chunks: Sequence[Chunk], banned: Sequence[str]) -> list[Finding]:
    """Return (banned name, place) for each use the source shows, in order."""
    aliases = dict(alias for c in chunks for tree in parsed(c) for alias in imports(tree))
    found = []
    for chunk in chunks:
        for tree in parsed(chunk):
            found += [(name, Place(chunk.label, line)) for name, line in uses(tree, aliases, banned)]
    return sorted(found, key=lambda f: (f[1].label, f[1].line))


def foreign_imports(chunks: Sequence[Chunk]) -> list[Finding]:
    """Return imports at top level of anything but numpy and the standard library."""
    found = []
    for chunk in chunks:
        for tree in parsed(chunk):
            for statement in tree.body:
                for name in imported_modules(statement):
                    top = name.partition(".")[0]
                    if top and top != "numpy" and top not in sys.stdlib_module_names:
                        found.append((top, Place(chunk.label, statement.lineno)))
    return found


def parsed(chunk: Chunk) -> Iterator[ast.Module]:
    try:
        yield ast.parse(chunk.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return


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
    tree: ast.Module, aliases: dict[str, str], banned: Sequence[str]
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
