"""Notebook bytes -> chunks of plain Python, one for each code cell.

Read with our own few lines, not with nbformat: of all an upgrade from format 1, 2 or 3 does,
a code cell only sees `code` or `input` renamed to `source` (a test holds us to nbformat's
answer), and nbformat refuses notebooks with a small flaw, takes 0.1 to 0.5 s to import, and
validates with a schema, which a hostile file can make slow. msgspec skips outputs and metadata
without building them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.syntax import STRING, Parsed, parse, refusal, without_escapes
from grader.verdict import Chunk

MAX_CELLS = 2000
MAX_CODE = 2 << 20
MAX_PARTS = 400_000
"""Opening braces in the file: bounds what decoding can allocate. Plots are full of them."""

PYTHON_MAGICS = {"%%time", "%%timeit", "%%capture", "%%prun", "%%memit", "%%debug"}
"""Cell magics whose body is ordinary Python."""

ABSENT = msgspec.Raw(b'""')
"""An empty string, told from a real one by identity."""

MAX_NOT_NUMBERS = 100_000
STRING_OR_NOT_NUMBER = re.compile(rb'"[^"]*+"?|NaN|-?Infinity')

MAGIC = re.compile(
    r"""(?P<indent>[ \t]*+)
    (?: [%!?]                                           # %matplotlib inline   !ls   ?sum
      | (?:pip|conda|mamba)[ \t]+[a-z]                  # pip install numpy
      | [\w., \t\[\]*()]++ = [ \t]*+ [%!]                 # files = !ls
      | [\w.*]++ \?\??+ [ \t]*+ (?=\n|\Z)                 # np.sum?
    )
    [^\n]*+ (?: (?<=\\)\n [^\n]*+ )*                     # ... and lines it goes on in
    """,
    re.VERBOSE,
)

PIECE = re.compile(
    rf"{STRING} | \#[^\n]*+ | \\\n | [^\"'\#\\()\[\]{{}}\n]++ | [\s\S]",
    re.VERBOSE,
)
"""A run of characters that holds no end of a logical line: string, comment, bracket, text."""


class RawCell(msgspec.Struct):
    """The parts of a cell that matter, under every name the formats gave them, undecoded."""

    cell_type: msgspec.Raw = ABSENT
    source: msgspec.Raw = ABSENT
    input: msgspec.Raw = ABSENT
    code: msgspec.Raw = ABSENT


class Sheet(msgspec.Struct):
    cells: list[RawCell] = []


class Notebook(msgspec.Struct):
    cells: list[RawCell] | None = None
    worksheets: list[Sheet] | None = None


class Reading(msgspec.Struct):
    """What is gathered from a notebook, cell by cell."""

    chunks: list[Chunk] = []
    names: set[str] = set()
    notes: list[str] = []


def read_notebook(raw: bytes) -> Reading:
    """Return the code of a notebook.

    Raises:
        SubmissionError: with the end of a sentence that begins with the file's name.
    """
    reading = Reading()
    size = 0
    count = 0
    for position, cell in enumerate(decode_cells(raw), start=1):
        try:
            source = code_of(cell)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            reading.notes.append(words.broken_cell(position))
            continue
        if source is None:
            continue
        count += 1
        size += len(source)
        if size > MAX_CODE:
            raise SubmissionError(words.too_much_code(MAX_CODE))
        take_cell(reading, f"cell {count}", source)
    if not any(chunk.source.strip() for chunk in reading.chunks) and not reading.notes:
        raise SubmissionError(words.NO_CODE_CELL)
    return reading


def decode_cells(raw: bytes) -> list[RawCell]:
    if raw.count(b"{") > MAX_PARTS:
        raise SubmissionError(words.TOO_MANY_PARTS)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        notebook = decode(raw)
    except msgspec.ValidationError:
        raise SubmissionError(words.BAD_CELLS) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise SubmissionError(words.NOT_JSON) from None
    if notebook.cells is None and notebook.worksheets is None:
        raise SubmissionError(words.NO_CELLS)
    cells = [*(notebook.cells or ()), *(c for s in notebook.worksheets or () for c in s.cells)]
    if len(cells) > MAX_CELLS:
        raise SubmissionError(words.too_many_cells(MAX_CELLS))
    return cells


def decode(raw: bytes) -> Notebook:
    try:
        return msgspec.json.decode(raw, type=Notebook)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if not 0 < raw.count(b"NaN") + raw.count(b"Infinity") <= MAX_NOT_NUMBERS:
            raise
        return msgspec.json.decode(without_not_numbers(raw), type=Notebook)


def without_not_numbers(raw: bytes) -> bytes:
    """Write null for the words Python writes into outputs for numbers that JSON does not have."""
    # Of the same length, and without a quote inside a string.
    plain = raw.replace(rb"\\", b"__").replace(rb"\"", b"__")
    pieces = []
    end = 0
    for match in STRING_OR_NOT_NUMBER.finditer(plain):
        if plain[match.start()] != ord('"'):
            pieces += [raw[end : match.start()], b"null"]
            end = match.end()
    return b"".join([*pieces, raw[end:]])


def code_of(cell: RawCell) -> str | None:
    """Return the source of a code cell, `None` of another."""
    if msgspec.json.decode(cell.cell_type, type=str) != "code":
        return None
    raw = next((r for r in (cell.source, cell.input, cell.code) if r is not ABSENT), ABSENT)
    if len(bytes(raw)) > 6 * MAX_CODE:
        raise SubmissionError(words.too_much_code(MAX_CODE))
    text = msgspec.json.decode(raw, type=str | list[str])
    source = text if isinstance(text, str) else "".join(text)
    return source.replace("\r\n", "\n").replace("\r", "\n")


def take_cell(reading: Reading, label: str, source: str) -> None:
    """Add one cell's code, names and remarks."""
    if refused := refusal(source):
        # Whoever parses this chunk again would be hurt, so it goes no further.
        reading.notes.append(words.refused_cell(label, refused))
        return
    parsed = parse(source)
    if parsed.fault:
        source, parsed = without_magics(reading, label, source, parsed)
    reading.chunks.append(Chunk(label, source))
    reading.names |= parsed.names
    if parsed.fault:
        reading.notes.append(words.faulty_cell(label, parsed.fault, parsed.line))


def without_magics(reading: Reading, label: str, source: str, parsed: Parsed) -> tuple[str, Parsed]:
    """Try again without the lines that only a notebook understands, at the same line numbers."""
    lines = source.split("\n")
    aside = []
    for i, line in enumerate(lines):
        word = line.strip().split(maxsplit=1)[0] if line.strip() else ""
        if word in PYTHON_MAGICS:
            lines[i] = ""
            aside.append(i + 1)
        elif word.startswith("%%"):
            reading.notes.append(words.cell_magic(label, word))
            return "\n" * (len(lines) - 1), Parsed()
        elif word:
            break
    pieces = []
    line_number = 1
    for text, is_magic in split_magics("\n".join(lines)):
        if is_magic:
            aside.append(line_number)
        pieces.append(text)
        line_number += text.count("\n")
    if not aside:
        return source, parsed
    reading.notes.append(words.magics(label, aside))
    source = "".join(pieces)
    return source, parse(source)


def split_magics(source: str) -> Iterator[tuple[str, bool]]:
    """Yield pieces of the source, and for each magic `pass` with as many line ends as it had."""
    plain = without_escapes(source)
    position = depth = 0
    fresh = True
    while position < len(source):
        if fresh and depth <= 0 and (magic := MAGIC.match(plain, position)):
            yield f"{magic['indent']}pass" + "\n" * magic[0].count("\n"), True
            position = magic.end()
            fresh = False
            continue
        piece = PIECE.match(plain, position)
        assert piece is not None, "the last alternative takes any character"
        text = source[position : piece.end()]
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        fresh = text == "\n"
        position = piece.end()
        yield text, False
