"""One submitted file -> one module ready to run, or one sentence why not."""

from __future__ import annotations

import hashlib
import io
import re
import tokenize
from pathlib import PurePosixPath

import msgspec

from grader.errors import SubmissionError
from grader.intake import words
from grader.intake.cells import read_notebook
from grader.intake.syntax import parse
from grader.verdict import Chunk

CODE_SUFFIXES = (".py", ".ipynb")
MAX_PYTHON = 2 << 20
MAX_NOTEBOOK = 16 << 20
"""Larger than the code in it may be: plots are stored in notebooks, and cost no points."""
MAX_NOTES = 40

ENCODINGS = re.compile(
    r"utf-8(-sig)?|(us-)?ascii|latin-?\d+|iso-8859-\d+|cp\d+|windows-\d+|koi8-[ru]|mac-roman"
    r"|gbk|gb2312|gb18030|big5|shift-jis|euc-(jp|kr)"
)
"""Declared encodings that are read: Python has others that take forever (punycode)."""


class Module(msgspec.Struct, frozen=True):
    """One submitted file, ready to run."""

    file: str
    """Its name as shown to people, relative inside the submission."""
    chunks: tuple[Chunk, ...]
    names: frozenset[str]
    """Names bound at top level."""
    digest: str
    notes: tuple[str, ...] = ()
    """Harmless remarks for the student."""
    fault: str = ""
    """Why a .py is not Python, e.g. `line 12: '(' was never closed`."""
    fault_line: int = 0

    @property
    def notebook(self) -> bool:
        return self.file.lower().endswith(".ipynb")

    @property
    def stem(self) -> str:
        return PurePosixPath(self.file).stem


def is_code(name: str) -> bool:
    return name.lower().endswith(CODE_SUFFIXES)


def size_cap(name: str) -> int:
    """Return how many bytes a code file of this name may have."""
    return MAX_NOTEBOOK if name.lower().endswith(".ipynb") else MAX_PYTHON


def read_module(path_name: str, raw: bytes) -> Module:
    """Turn the bytes of a .py or .ipynb file into a module.

    Raises:
        SubmissionError: a sentence for the student.
    """
    file = words.clean(path_name, 200)
    try:
        if len(raw) > size_cap(path_name):
            notebook = path_name.lower().endswith(".ipynb")
            raise SubmissionError(words.too_large(size_cap(path_name), len(raw), notebook))
        if not raw.strip():
            raise SubmissionError(words.IS_EMPTY)
        if path_name.lower().endswith(".ipynb"):
            return notebook_module(file, raw)
        return python_module(file, raw)
    except SubmissionError as error:
        raise SubmissionError(words.about(file, str(error))) from None


def notebook_module(file: str, raw: bytes) -> Module:
    reading = read_notebook(raw)
    notes = reading.notes[:MAX_NOTES]
    if left_out := len(reading.notes) - len(notes):
        notes.append(words.and_more(left_out))
    return Module(
        file=file,
        chunks=tuple(reading.chunks),
        names=frozenset(reading.names),
        digest=hashlib.sha256(raw).hexdigest(),
        notes=tuple(notes),
    )


def python_module(file: str, raw: bytes) -> Module:
    source = decode(raw)
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.split("\n")):
        raise SubmissionError(words.IS_EMPTY)
    parsed = parse(source)
    return Module(
        file=file,
        chunks=(Chunk(PurePosixPath(file).name, source),),
        names=parsed.names,
        digest=hashlib.sha256(raw).hexdigest(),
        fault=words.fault(parsed.fault, parsed.line) if parsed.fault else "",
        fault_line=parsed.line,
    )


def decode(raw: bytes) -> str:
    """Return the text of a .py with `\\n` line ends, in the encoding it declares."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SubmissionError(words.IS_UTF16)
    if b"\0" in raw:
        raise SubmissionError(words.IS_BINARY)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    except SyntaxError:
        utf8_text(raw)
        raise SubmissionError(words.UNKNOWN_ENCODING) from None
    name = encoding.lower().replace("_", "-")
    if name in ("utf-8", "utf-8-sig"):
        text = utf8_text(raw)
    elif not ENCODINGS.fullmatch(name):
        raise SubmissionError(words.odd_encoding(encoding))
    else:
        try:
            text = raw.decode(encoding)
        except (UnicodeError, LookupError):
            raise SubmissionError(words.not_its_encoding(encoding)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def utf8_text(raw: bytes) -> str:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SubmissionError(words.not_utf8(raw[error.start], line)) from None
