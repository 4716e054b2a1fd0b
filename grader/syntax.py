"""Read Python source without running it: the names it binds, or why it is not Python.

The parser is given hostile text here, in the trusted process. Measured on 2 MiB of the worst
shapes we know (Python 3.11): nesting of every kind ends in an exception within a second; one
shape, `import a.a.a...`, takes time with the square of its length and is refused beforehand.
`symtable` reads the same grammar as `ast` but makes no Python object per node, which halves
the memory.
"""

from __future__ import annotations

import re
import symtable
import warnings

import msgspec

from grader import words_intake as words

MAX_DOTS = 500
"""Dots in one import: 2 MiB of such lines take half a second, one line of 2 MiB takes hours."""

IMPORT = re.compile(r"\b(?:import|from)\b(?:[^\n\\;]|\\[\s\S])*+")


class Parsed(msgspec.Struct, frozen=True):
    """What can be said about a piece of source before it runs."""

    names: frozenset[str] = frozenset()
    """Names bound at top level by `def`, `class` and assignment; imports do not count."""
    fault: str = ""
    line: int = 0
    """Line of the fault, 0 where there is none to name."""


def parse(source: str) -> Parsed:
    """Return the names of the source, or its fault; never raises."""
    if has_endless_import(source):
        return Parsed(fault=words.ENDLESS_IMPORT)
    try:
        # Warnings of a student's source are not ours to print, nor errors where those are on.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(source, "answer", "exec")
    except SyntaxError as error:
        return Parsed(fault=words.clean(error.msg, 200), line=max(error.lineno or 0, 0))
    except (RecursionError, MemoryError):
        return Parsed(fault=words.TOO_DEEP)
    except (ValueError, OverflowError):
        return Parsed(fault=words.ODD_CHARACTERS)
    symbols = table.get_symbols()
    return Parsed(
        frozenset(s.get_name() for s in symbols if s.is_namespace() or binds_by_assignment(s))
    )


def binds_by_assignment(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() and not symbol.is_imported()


def has_endless_import(source: str) -> bool:
    """Tell whether some import statement is long enough to hang the parser."""
    if source.count(".") <= MAX_DOTS:
        return False
    return any(m.group().count(".") > MAX_DOTS for m in IMPORT.finditer(source))
