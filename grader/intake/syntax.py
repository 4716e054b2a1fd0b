"""Read Python source without running it: the names it binds, or why it is not Python.

The parser is given hostile text here, in the trusted process. Measured with Python 3.11: nesting
of every kind ends in an exception within a second, but 2 MiB of `a=1` take 1.5 GB as `ast` and
2 MiB of `a` with an error at the end 13 s, so tokens are counted first; and `import a.a.a...`
takes time with the square of its length, hours for 2 MiB, so dots are counted too. What
`refusal` refuses must not be given to any parser. `symtable` reads the grammar `ast` reads but
makes no Python object for each node, which halves time and memory.
"""

from __future__ import annotations

import re
import symtable
import warnings

import msgspec

from grader.intake import words

MAX_TOKENS = 100_000
"""Some 10,000 lines: a third of a second and 150 MB at worst."""
MAX_DOTS = 500

# Python before 3.11.5 matches possessive groups wrongly, so only sets of characters are possessive,
# and strings are looked for where `without_escapes` leaves no quote inside them.
STRING = r"""
    "{3} [\s\S]*? (?: "{3} | \Z )
  | \'{3} [\s\S]*? (?: '{3} | \Z )
  | " [^"\n]*+ (?: (?<=\\)\n [^"\n]*+ )* "?
  | ' [^'\n]*+ (?: (?<=\\)\n [^'\n]*+ )* '?
"""
"""A string literal without its prefix; an unfinished one goes on as far as it can."""

TOKEN = re.compile(
    rf"(?P<formatted>[rR]?[fF][rR]?(?:{STRING})) | {STRING}"
    r"| \#[^\n]*+ | \w++ | \n\s*+ | [^\w\s]",
    re.VERBOSE,
)
INNER = re.compile(r"\w+|[^\w\s]")
IMPORT = re.compile(r"\b(?:import|from)\b[^\n;]*+(?:(?<=\\)\n[^\n;]*+)*")


class Parsed(msgspec.Struct, frozen=True):
    """What can be said about a piece of source before it runs."""

    names: frozenset[str] = frozenset()
    """Names bound at top level by `def`, `class` and assignment; imports do not count."""
    fault: str = ""
    line: int = 0
    """Line of the fault, 0 where there is none to name."""


def parse(source: str) -> Parsed:
    """Return the names of the source, or its fault; never raises."""
    if refused := refusal(source):
        return Parsed(fault=refused)
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
    return Parsed(frozenset(s.get_name() for s in symbols if binds_here(s)))


def binds_here(symbol: symtable.Symbol) -> bool:
    return symbol.is_namespace() or (symbol.is_assigned() and not symbol.is_imported())


def refusal(source: str) -> str:
    """Return why no parser may see this source, or nothing."""
    if has_too_many_tokens(source):
        return words.too_many_tokens(MAX_TOKENS)
    if has_endless_import(source):
        return words.ENDLESS_IMPORT
    return ""


def without_escapes(source: str) -> str:
    """Blot out escaped backslashes and quotes, each by as many characters: quotes end strings."""
    for pair in ("\\\\", '\\"', "\\'"):
        source = source.replace(pair, "\0\0")
    return source


def has_too_many_tokens(source: str) -> bool:
    if len(source) <= MAX_TOKENS:
        return False
    count = 0
    for token in TOKEN.finditer(without_escapes(source)):
        count += 1
        if formatted := token["formatted"]:
            count += sum(1 for _ in INNER.finditer(formatted))
        if count > MAX_TOKENS:
            return True
    return False


def has_endless_import(source: str) -> bool:
    if source.count(".") <= MAX_DOTS:
        return False
    return any(m[0].count(".") > MAX_DOTS for m in IMPORT.finditer(without_escapes(source)))
