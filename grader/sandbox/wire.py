"""Frames and values on the pipe between grader and runner.

A frame is a 4-byte length, a msgpack header and raw array bytes. The header is a typed struct, so
msgspec refuses anything of another form; values inside it are tagged lists built from exact
built-in types. Both sides use this module, but only the grader's side must survive any bytes:
every cap is checked before memory is allocated, and every violation is a `ProtocolError`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np

MAX_HEADER = 4 << 20
MAX_DATA = 256 << 20
MAX_BUFFERS = 4096
MAX_DEPTH = 40
MAX_INT_BYTES = 1 << 16
MAX_ODD_KEYS = 4096
"""Keys whose hash a sender can choose freely: enough of them colliding would hang the reader."""

ITEM_SIZES = {"f": (2, 4, 8), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "b": (1,), "c": (8, 16)}
DTYPES = {
    dtype.str: dtype
    for kind, sizes in ITEM_SIZES.items()
    for dtype in (np.dtype(f"{kind}{size}") for size in sizes)
}
"""What a frame may call a dtype: a peer's text is looked up, never parsed."""
LENGTH = struct.Struct("<I")
GULP = 1 << 14
"""Bytes a reader asks for at once."""

Buffers = list[np.ndarray[Any, Any]]
Special = Callable[[Any], Any]


class ProtocolError(Exception):
    """The peer sent something no honest peer sends."""


class Frame(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One message: which request it belongs to, what it is, and the form of the bytes after it."""

    seq: int
    op: str
    body: Any
    buffers: list[tuple[str, list[int]]]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Frame)


def is_plain_dtype(dtype: np.dtype[Any]) -> bool:
    """Tell whether arrays of this dtype cross by value in both directions."""
    return dtype.itemsize in ITEM_SIZES.get(dtype.kind, ()) and dtype.isnative


# ---- values -> tagged trees ---------------------------------------------------------------------


def encode(value: Any, buffers: Buffers, special: Special, depth: int = 0) -> Any:
    """Return `value` as a msgpack-able tree; array data goes to `buffers`.

    Only exact types pass: an instance of a subclass may carry its own comparison, so it is given
    to `special`, which returns a tree of its own or raises.
    """
    if depth > MAX_DEPTH:
        raise ProtocolError("nested too deeply")
    kind = type(value)
    if kind in _LEAVES and kind is not int:
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else ["I", _int_bytes(value)]
    if kind is np.ndarray and is_plain_dtype(value.dtype):
        return _array(value, buffers)
    if isinstance(value, np.generic) and is_plain_dtype(value.dtype):
        buffers.append(np.asarray(value))
        return ["S", len(buffers) - 1]
    if kind in _CONTAINERS:
        return [_CONTAINERS[kind], [encode(v, buffers, special, depth + 1) for v in value]]
    if kind is dict:
        pairs = [v for pair in value.items() for v in pair]
        return ["D", [encode(v, buffers, special, depth + 1) for v in pairs]]
    if kind is complex:
        return ["C", value.real, value.imag]
    if kind is Fraction:
        return ["Q", _int_bytes(value.numerator), _int_bytes(value.denominator)]
    if kind is slice:
        parts = (value.start, value.stop, value.step)
        return [":", [encode(v, buffers, special, depth + 1) for v in parts]]
    if value is Ellipsis:
        return ["."]
    return special(value)


_LEAVES = frozenset((type(None), bool, int, float, str, bytes))
_CONTAINERS: dict[type, str] = {list: "L", tuple: "T", set: "E", frozenset: "Z"}


def _int_bytes(value: int) -> bytes:
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise ProtocolError("an integer of more than 500,000 bits")
    return value.to_bytes(size, "little", signed=True)


def _array(value: np.ndarray[Any, Any], buffers: Buffers) -> Any:
    """Send C order, and say how the reader should lay the array out and whether it may write."""
    layout = "C"
    if value.ndim > 1 and value.flags.f_contiguous and not value.flags.c_contiguous:
        layout = "F"
    elif not value.flags.c_contiguous:
        layout = "S"
    buffers.append(np.ascontiguousarray(value).reshape(value.shape))
    return ["A", len(buffers) - 1, layout + ("w" if value.flags.writeable else "r")]


# ---- tagged trees -> values ---------------------------------------------------------------------


class Decoder:
    """Turns one frame's tree into values; refuses what an honest peer does not send."""

    def __init__(self, buffers: Buffers, special: Special) -> None:
        self.buffers = buffers
        self.special = special
        self.odd_keys = 0

    def value(self, tree: Any) -> Any:
        """Return the value of a tree.

        Raises:
            ProtocolError: it is no tree that `encode` makes.
        """
        try:
            return self._value(tree, 0)
        except (IndexError, TypeError, ValueError, OverflowError, ZeroDivisionError) as e:
            raise ProtocolError(f"malformed value ({type(e).__name__})") from None

    def _value(self, tree: Any, depth: int) -> Any:
        if type(tree) in _LEAVES:
            return tree
        if type(tree) is not list:
            raise ProtocolError("a bare map or extension")
        if depth > MAX_DEPTH:
            raise ProtocolError("nested too deeply")
        tag = tree[0]
        if tag == "A":
            return self.array(tree)
        if tag == "S":
            scalar = self._buffer(tree[1])
            if scalar.shape != ():
                raise ProtocolError("a scalar with axes")
            return scalar[()]
        if tag == "L":
            return [self._value(v, depth + 1) for v in _list(tree[1])]
        if tag == "T":
            return tuple(self._value(v, depth + 1) for v in _list(tree[1]))
        if tag in ("E", "Z"):
            items = [self._key(v, depth) for v in _list(tree[1])]
            return set(items) if tag == "E" else frozenset(items)
        if tag == "D":
            flat = _list(tree[1])
            keys = [self._key(k, depth) for k in flat[::2]]
            return dict(zip(keys, (self._value(v, depth + 1) for v in flat[1::2]), strict=True))
        if tag == "I":
            return _int(tree[1])
        if tag == "C":
            return complex(_float(tree[1]), _float(tree[2]))
        if tag == "Q":
            return Fraction(_int(tree[1]), _int(tree[2]))
        if tag == ":":
            return slice(*[self._value(v, depth + 1) for v in _list(tree[1])])
        if tag == ".":
            return Ellipsis
        return self.special(tree)

    def array(self, tree: list[Any]) -> np.ndarray[Any, Any]:
        """The grader ignores a runner's wishes about layout: every array arrives in C order."""
        return self._buffer(tree[1])

    def _buffer(self, index: Any) -> np.ndarray[Any, Any]:
        if type(index) is not int or index < 0:
            raise ProtocolError("a bad buffer index")
        return self.buffers[index]

    def _key(self, tree: Any, depth: int) -> Any:
        if isinstance(tree, list | float):
            self.odd_keys += 1
            if self.odd_keys > MAX_ODD_KEYS:
                raise ProtocolError(f"more than {MAX_ODD_KEYS} unusual keys")
        return self._value(tree, depth + 1)


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ProtocolError("a container without a list")
    return value


def _int(value: Any) -> int:
    if type(value) is not bytes or len(value) > MAX_INT_BYTES:
        raise ProtocolError("an integer that is too long")
    return int.from_bytes(value, "little", signed=True)


def _float(value: Any) -> float:
    if type(value) is not float:
        raise ProtocolError("a complex number without floats")
    return value


# ---- bytes -> frames ----------------------------------------------------------------------------


class Reader:
    """Reads from a stream in large gulps: a small frame costs one system call."""

    def __init__(self, receive: Callable[[memoryview], int]) -> None:
        self.receive = receive
        """Waits for bytes, puts them into a view and returns how many; 0 is the end."""
        self.scratch = memoryview(bytearray(GULP))
        self.start = self.end = 0

    def take(self, size: int) -> memoryview:
        """Return the next bytes; they stay what they are until the next call.

        Raises:
            EOFError: the stream has ended.
        """
        if size > GULP:
            view = memoryview(bytearray(size))
            self.fill(view)
            return view
        if self.end - self.start < size:
            kept = self.end - self.start
            self.scratch[:kept] = self.scratch[self.start : self.end]
            self.start, self.end = 0, kept
            while self.end < size:
                self.end += self._more(self.scratch[self.end :])
        self.start += size
        return self.scratch[self.start - size : self.start]

    def fill(self, view: memoryview) -> None:
        """Fill the whole view; raise EOFError as `take` does."""
        size = len(view)
        if size <= GULP:
            view[:] = self.take(size)
            return
        done = self.end - self.start
        view[:done] = self.take(done)
        while done < size:
            done += self._more(view[done:])

    def _more(self, view: memoryview) -> int:
        count = self.receive(view)
        if count == 0:
            raise EOFError
        return count


# ---- frames -> bytes ----------------------------------------------------------------------------


def as_bytes(array: np.ndarray[Any, Any]) -> memoryview:
    """Return the memory of a contiguous array that is not empty."""
    memory: Any = array
    if array.dtype.kind in "ce":  # which Python's memory views do not know
        memory = array.reshape(-1).view(np.uint8)
    return memoryview(memory).cast("B")


def pack(seq: int, op: str, body: Any, buffers: Buffers) -> list[memoryview]:
    """Return the pieces of a frame, in order, ready for one gathered write."""
    if sum(b.nbytes for b in buffers) > MAX_DATA or len(buffers) > MAX_BUFFERS:
        raise ProtocolError(f"more than {MAX_DATA >> 20} MiB of arrays in one message")
    head = _encoder.encode(Frame(seq, op, body, [(b.dtype.str, list(b.shape)) for b in buffers]))
    if len(head) > MAX_HEADER:
        raise ProtocolError("a message with more than 4 MiB of plain values")
    pieces = [memoryview(LENGTH.pack(len(head)) + head)]
    pieces += [as_bytes(b) for b in buffers if b.nbytes]
    return pieces


def read_frame(reader: Reader) -> tuple[Frame, Buffers]:
    """Read one frame from a stream, as long as it keeps to the caps."""
    (size,) = LENGTH.unpack(reader.take(LENGTH.size))
    if size > MAX_HEADER:
        raise ProtocolError("a header of more than 4 MiB")
    try:
        frame = _decoder.decode(reader.take(size))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise ProtocolError("a header that is not a frame") from None
    buffers = []
    for dtype, shape in _checked_forms(frame.buffers):
        array = np.empty(shape, dtype)
        if array.nbytes:
            reader.fill(as_bytes(array))
        buffers.append(array)
    return frame, buffers


def _checked_forms(forms: list[tuple[str, list[int]]]) -> list[tuple[np.dtype[Any], list[int]]]:
    """Check every dtype and the total size before a byte is allocated."""
    if len(forms) > MAX_BUFFERS:
        raise ProtocolError("too many arrays in one message")
    total = 0
    checked = []
    for code, shape in forms:
        dtype = DTYPES.get(code)
        if dtype is None or len(shape) > 32:
            raise ProtocolError("a dtype or shape that is not allowed")
        size, extent = dtype.itemsize, 1
        for axis in shape:
            if not 0 <= axis <= MAX_DATA:
                raise ProtocolError("an axis that is not allowed")
            size *= axis
            extent *= axis or 1  # an axis of 0 hides the others, but numpy overflows on them
        if extent > MAX_DATA:
            raise ProtocolError("a shape that is too large")
        total += size
        if total > MAX_DATA:
            raise ProtocolError(f"more than {MAX_DATA >> 20} MiB of arrays in one message")
        checked.append((dtype, shape))
    return checked
