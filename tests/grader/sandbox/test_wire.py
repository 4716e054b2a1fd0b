"""The wire: values survive it, and no bytes at all can hurt the reader."""

import contextlib
import struct

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import wire


def refuse(value):
    raise wire.ProtocolError(type(value).__name__)


def reader(data: bytes, most: int = 1 << 30) -> wire.Reader:
    """Return a reader of a stream that gives at most so many bytes at a time."""
    stream = memoryview(data)

    def receive(view):
        nonlocal stream
        count = min(len(view), len(stream), most)
        view[:count], stream = stream[:count], stream[count:]
        return count

    return wire.Reader(receive)


def read(data: bytes, most: int = 1 << 30):
    """Read one frame from bytes; EOFError when they end too early."""
    frame, buffers = wire.read_frame(reader(data, most))
    return frame, wire.Decoder(buffers, refuse).value(frame.body)


def through(value):
    buffers: list[np.ndarray] = []
    tree = wire.encode(value, buffers, refuse)
    _, result = read(b"".join(wire.pack(7, "ok", tree, buffers)))
    return result


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
    | st.fractions()
)
keys = st.integers() | st.text() | st.booleans() | st.tuples(st.integers(), st.text())
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(st.integers(), max_size=4)
        | st.frozensets(st.text(), max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(values)
def test_plain_values_come_back_as_they_were(value):
    result = through(value)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "dtype", ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u8", "?", "c8", "c16"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 3)])
def test_arrays_keep_dtype_shape_and_bytes(dtype, shape):
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)
    result = through([array, array])[1]
    assert result.dtype == array.dtype
    assert result.shape == array.shape
    assert result.tobytes() == array.tobytes()


def test_numpy_scalars_and_odd_values():
    for value in (
        np.float32(1.5),
        np.int8(-3),
        np.bool_(True),
        slice(1, None, 2),
        Ellipsis,
        2**5000,
    ):
        result = through(value)
        assert result == value
        assert type(result) is type(value)
    assert np.isnan(through(float("nan")))
    assert str(through(-0.0)) == "-0.0"


def test_subclasses_do_not_cross():
    class Sly(float):
        def __eq__(self, other):
            return True

        __hash__ = None

    for value in (Sly(1.0), np.asmatrix([[1.0]]), np.array([object()]), object(), (i for i in ())):
        with pytest.raises(wire.ProtocolError):
            through(value)


def frame(body, buffers=(), op="ok", seq=1):
    head = msgspec.msgpack.encode([seq, op, body, list(buffers)])
    return struct.pack("<I", len(head)) + head


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<I", wire.MAX_HEADER + 1),
        struct.pack("<I", 4) + b"\xc1\xc1\xc1\xc1",
        frame(None, [["|O", [1]]]),
        frame(None, [["<f8", [-1]]]),
        frame(None, [["<f8", [1 << 62, 1 << 62]]]),
        frame(None, [["<f8", [1 << 40]]]),
        frame(None, [["<f8", [0, 1 << 27, 1 << 27]]]),
        frame(None, [["<f8", [1] * 33]]),
        frame(None, [["<U9", [1]]]),
        frame(None, [["V16", [1]]]),
        frame(None, [["<f8,<f8", [1]]]),
        frame(None, [["<f8", [1 << 25]], ["<f8", [1 << 25]]]),
        frame(None, [["|b1", [0]]] * (wire.MAX_BUFFERS + 1)),
        frame(["A", 0]),
        frame(["A", -1]),
        frame(["A", "0"]),
        frame(["S", 0]),
        frame(["Z", 3]),
        frame(["D", [1]]),
        frame(["D", [["L", []], 1]]),
        frame(["E", [["D", []]]]),
        frame(["I", b"1" * (wire.MAX_INT_BYTES + 1)]),
        frame(["I", "12"]),
        frame(["Q", b"\1", b"\0"]),
        frame(["C", 1, 2]),
        frame(["unknown"]),
        frame([]),
        frame([["L", []]]),
        frame({"a": 1}),
        frame(["L"]),
        frame(["H", 1, "x", True]),
        frame(["D", [v for i in range(5000) for v in (float(i) + 0.5, 1)]]),
    ],
)
def test_what_no_honest_peer_sends_is_refused(data):
    with pytest.raises(wire.ProtocolError):
        read(data)


def test_deep_nesting_is_refused_on_both_sides():
    tree: list = []
    for _ in range(200):
        tree = ["L", [tree]]
    with pytest.raises(wire.ProtocolError):
        read(frame(tree))
    value: list = []
    for _ in range(200):
        value = [value]
    with pytest.raises(wire.ProtocolError):
        through(value)
    with pytest.raises(wire.ProtocolError):
        read(struct.pack("<I", 100_000) + b"\x91" * 100_000)


def test_a_promise_of_bytes_that_never_come_ends_as_the_stream_ends():
    with pytest.raises(EOFError):
        read(frame(["A", 0], [["<f8", [1 << 24]]]))


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_can_break_the_reader(data):
    head = struct.pack("<I", len(data)) + data
    for stream in (data, head):
        with contextlib.suppress(wire.ProtocolError, EOFError):
            read(stream)


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)
tags = st.sampled_from(["A", "S", "L", "T", "E", "Z", "D", "I", "C", "Q", ":", ".", "H", "F"])
trees = st.recursive(
    json_like | st.binary(max_size=9),
    lambda inner: (
        st.tuples(tags, st.lists(inner, max_size=4), inner).map(list)
        | st.tuples(tags, inner, inner).map(list)
        | st.tuples(tags, inner).map(list)
    ),
    max_leaves=15,
)
forms = st.lists(
    st.tuples(
        st.sampled_from(["<f8", "|b1", "<c16", "|u1", "<f2", "<i8", "|O", ">f8"]),
        st.lists(st.integers(-1, 5), max_size=4),
    ).map(list),
    max_size=3,
)


@settings(max_examples=500, deadline=None)
@given(trees, forms)
def test_no_well_formed_header_can_break_the_reader(tree, buffers):
    data = frame(tree, buffers) + bytes(4096)
    with contextlib.suppress(wire.ProtocolError, EOFError):
        read(data)


@pytest.mark.parametrize("most", [1, 7, wire.GULP, 1 << 30])
def test_frames_arrive_in_pieces_of_any_size(most):
    arrays = [np.arange(5.0), np.arange(50_000), np.zeros(0)]
    pieces: list[memoryview] = []
    for seq, array in enumerate(arrays):
        buffers: list[np.ndarray] = []
        tree = wire.encode(array, buffers, refuse)
        pieces += wire.pack(seq, "ok", tree, buffers)
    source = reader(b"".join(pieces), most)
    for seq, array in enumerate(arrays):
        frame, buffers = wire.read_frame(source)
        assert frame.seq == seq
        np.testing.assert_array_equal(wire.Decoder(buffers, refuse).value(frame.body), array)
    with pytest.raises(EOFError):
        wire.read_frame(source)
