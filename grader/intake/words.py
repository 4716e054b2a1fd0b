"""Sentences about files as they come in: which could not be read, and what to do about it.

Names of files and characters of faults come from strangers: `clean` makes them fit for a line
of a terminal or a page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

TOO_DEEP = "the code is nested too deeply to be read"
ENDLESS_IMPORT = "an import names a module inside hundreds of others"
ODD_CHARACTERS = "it holds characters that Python source cannot have"
NO_CODE_CELL = "holds no code cell with anything in it; was it saved?"
NOT_JSON = "is not a notebook (it is not JSON); save it from Jupyter and hand it in again"
NO_CELLS = "is JSON but not a notebook: it has no list of cells; save it from Jupyter again"
BAD_CELLS = "is not a notebook: its list of cells holds something else; save it from Jupyter again"
TOO_MANY_PARTS = "has too many parts to be read; clear its outputs and save it again"
IS_EMPTY = "is empty; was it saved before it was handed in?"
IS_BINARY = "is not Python source: it holds binary data"
IS_UTF16 = "is UTF-16 text; save it as UTF-8"
UNKNOWN_ENCODING = "says it has an encoding that Python does not know; save it as UTF-8"
IS_LINK = "is a link, and links are not followed; hand in the file itself"
NOT_A_FILE = "is neither a file nor a folder but a pipe, socket or device; it was not opened"
DAMAGED_ZIP = "is a damaged or incomplete zip file; zip the files and hand them in again"
TOO_LONG_ZIP = "lists too many files to be read; hand in only your own code"
ENCRYPTED = "is protected by a password; zip it again without one"
ODD_METHOD = "is compressed in an unusual way; zip it again with the ordinary (deflate) method"
OUTSIDE = "names a place outside the zip and was left alone"
ZIP_IN_ZIP = "is a zip in a zip in a zip and was not opened; hand in the files themselves"
TOO_MUCH = "was not read, for the whole submission is too large; hand in only your own code"
TWICE = "The zip holds this file more than once; the last one was taken."
GONE = "was there a moment ago and cannot be found any more"
NOTHING = "There is no .py or .ipynb file in this submission."

SPACES = {"Cc": "", "Cf": "", "Cs": "\ufffd", "Co": "\ufffd", "Cn": "\ufffd", "Zl": " ", "Zp": " "}
"""Categories that control a terminal, reorder a line or cannot be encoded."""


def clean(text: str, limit: int) -> str:
    """Return the text without control characters, cut to `limit` characters with a sign of it."""
    # Only a bounded part is looked at: the text may be megabytes long.
    shown = "".join(SPACES.get(unicodedata.category(c), c) for c in text[: 4 * limit])
    return shown if len(shown) <= limit else shown[: limit - 1] + "\u2026"


def about(name: str, rest: str) -> str:
    """Make one sentence about a file."""
    return f"{name} {rest}{'' if rest.endswith(('.', '?')) else '.'}"


def mebibytes(size: int) -> str:
    return f"{size / (1 << 20):.3g} MiB"


def too_large(cap: int, size: int, notebook: bool) -> str:
    known = f", it has {mebibytes(size)}" if size > cap else ""
    cure = "clear its outputs and save it again" if notebook else "hand in only your code"
    return f"is too large: a file may have {mebibytes(cap)}{known}; {cure}"


def too_much_code(cap: int) -> str:
    return f"holds more than {mebibytes(cap)} of code; hand in only your own code"


def too_many_cells(cap: int) -> str:
    return f"has more than {cap} cells; hand in only the cells that answer the exercises"


def too_many_tokens(cap: int) -> str:
    return f"there is more code than is read (over {cap} words and signs)"


def not_utf8(byte: int, line: int) -> str:
    return f"is not UTF-8 text (byte 0x{byte:02x} in line {line}); save it as UTF-8"


def odd_encoding(encoding: str) -> str:
    return f"says its encoding is {clean(encoding, 30)}, which is not read; save it as UTF-8"


def not_its_encoding(encoding: str) -> str:
    return f"says its encoding is {encoding} but is not such text; save it as UTF-8"


def unreadable(why: str | None) -> str:
    return f"cannot be read: {(why or 'the system refused').lower()}"


def fault(text: str, line: int) -> str:
    return f"line {line}: {text}" if line else text


def faulty_cell(label: str, text: str, line: int) -> str:
    place = f" in line {line}" if line else ""
    return f"{label} has a syntax error{place} and is left out: {text}"


def refused_cell(label: str, text: str) -> str:
    return f"{label} is left out: {text}"


def broken_cell(position: int) -> str:
    return f"Item {position} of the notebook is not a readable cell and is left out."


def magics(label: str, lines: Sequence[int]) -> str:
    shown = ", ".join(str(n) for n in lines[:10]) + (" ..." if len(lines) > 10 else "")
    if len(lines) == 1:
        return f"{label}: line {shown} is a notebook magic and was set aside"
    return f"{label}: lines {shown} are notebook magics and were set aside"


def cell_magic(label: str, magic: str) -> str:
    return f"{label} is for {clean(magic, 30)}, not for Python, and was set aside"


def other_kind(name: str) -> str:
    return about(name, "is not read; hand in a .py or .ipynb file")


def too_deep_folder(depth: int) -> str:
    return f"lies more than {depth} folders deep and was not searched"


def too_many_files(cap: int) -> str:
    return f"There are more than {cap} code files in this submission; only {cap} were read."


def too_many_seen(cap: int) -> str:
    return f"There are more than {cap} files in this submission; the rest was not looked at."


def nothing_but(others: Sequence[str]) -> str:
    if not others:
        return NOTHING
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    return f"{NOTHING[:-1]}, only {', '.join(others[:5])}{more}."


def and_more(count: int) -> str:
    return f"... and {count} more of this kind."


def rivals(stem: str, taken: str, others: Sequence[str]) -> str:
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    return f"{stem} is answered by {taken} and by {', '.join(others[:5])}{more}; {taken} was taken."


def unmatched(file: str, near: str, odd_letter: str, fault_text: str) -> str:
    """Say that a file answers no exercise, and what its author may have meant."""
    text = f"{file} matches no exercise"
    if near:
        text += f"; did you mean {near}?"
        if odd_letter:
            text += f" Its name holds {odd_letter}."
        return f"{text} It has a syntax error: {fault_text}." if fault_text else text
    if fault_text:
        return f"{text}, for it has a syntax error: {fault_text}."
    return f"{text}: neither its name nor a function in it is one that is asked for."


def unmatched_function(file: str, found: str, near: str) -> str:
    return f"{file} matches no exercise; it has {found}, did you mean {near}?"


def missing_inbox(path: str) -> str:
    return f"{path}: no such file or folder; give files, folders or zips of submissions"


def closed_inbox(path: str, why: str | None) -> str:
    return f"{path}: {(why or 'cannot be read').lower()}; make it readable or give another folder"
