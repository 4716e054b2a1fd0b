"""`tensor_order` beside numpy's own orders, strides, indices and deletions."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "tensor_order.py"
)


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def long_vector(rng):
    """The vector and the index set of the budget in chapter.toml."""
    return rng.normal(size=32_000), (rng.permutation(32_000)[:640] + 1).tolist(), True


FASTEST = {"take": (long_vector, lambda x, S, complement: np.delete(x, np.array(S) - 1))}


def random_shape(rng):
    return tuple(int(n) for n in rng.integers(1, 5, size=rng.integers(0, 6)))


def test_order_beside_ndim(rng):
    for _ in range(100):
        array = rng.normal(size=random_shape(rng))
        assert ours.tensor_order(array) == array.ndim
        assert ours.tensor_order(array.tolist()) == array.ndim
    for x in (2**70, 1.5, 1j, True, np.float16(1), np.longdouble(1), [[[]]], np.zeros((0, 2, 0))):
        assert ours.tensor_order(x) == np.ndim(x)


@pytest.mark.parametrize(
    "x",
    [[[1, 2], [3]], [[1], 2], [1, "a"], "12", None, [None], {1}, object(), [[], [1]], [[1], []]],
)
def test_what_numpy_takes_for_objects_or_text_is_refused(x):
    with pytest.raises(ValueError, match="x"):
        ours.tensor_order(x)


def test_number_set_beside_denominators(rng):
    for a, b in rng.integers(-60, 61, size=(300, 2)).tolist():
        x = Fraction(a, b or 1)
        name = "Q" if x != round(x) else ("N" if x >= 1 else "Z")
        assert ours.number_set(x) == name
        assert ours.number_set(float(x)) == "R"
        assert ours.number_set(a) == ("N" if a >= 1 else "Z")
    for bad in (True, np.nan, -np.inf, 1j, "1", None):
        with pytest.raises(ValueError, match="x"):
            ours.number_set(bad)


@pytest.mark.parametrize("dtype", [np.int8, bool, np.float32, complex])
def test_take_beside_delete(rng, dtype):
    for n in (1, 2, 17, 400):
        x = (rng.normal(size=n) * 9).astype(dtype)
        for size in (0, n // 3, n):
            S = rng.permutation(n)[:size] + 1
            np.testing.assert_array_equal(ours.take(x, S), x[S - 1], strict=True)
            rest = ours.take(x, S.tolist(), complement=True)
            np.testing.assert_array_equal(rest, np.delete(x, S - 1), strict=True)


@pytest.mark.parametrize(
    "S",
    [[0], [-1], [6], [1, 1], [2, 3, 2], [-5], [1, 0], [10**30], [2**63, 1], [1.5], ["1"], [None]],
)
def test_take_refuses(S):
    for complement in (False, True):
        with pytest.raises(ValueError, match="S"):
            ours.take(np.arange(5), S, complement)


@pytest.mark.parametrize("x", [[], ["a"], [None], [1, [2]], 3.0, [[1.0]], np.array([1], object)])
def test_only_vectors_of_numbers(x):
    with pytest.raises(ValueError, match="x"):
        ours.take(x, [])
    with pytest.raises(ValueError, match="flat"):
        ours.entry(x, (1,), (1,))


def test_sizes_that_no_dtype_holds():
    for shape in ((10**30,), (2, 2**63 + 3), (-(10**30), 1)):
        with pytest.raises(ValueError, match="shape"):
            ours.entry(np.arange(6), shape, [1] * len(shape))
    for c in (10**30, -(10**30), 2**64 + 1, 1.5, "1"):
        with pytest.raises(ValueError, match="coords"):
            ours.entry(np.arange(6), (6,), (c,))
    assert ours.strides((10**30, 10**30)) == (10**30, 1)


@pytest.mark.parametrize("order", ["C", "F"])
def test_strides_and_entries_beside_numpy(rng, order):
    for _ in range(200):
        shape = random_shape(rng)
        memory = rng.permutation(math.prod(shape)).astype(np.int32)
        tensor = memory.reshape(shape, order=order)
        steps = tuple(s // tensor.itemsize for s in np.zeros(shape, np.int32, order).strides)
        assert ours.strides(shape, order) == steps
        coords = [None if rng.random() < 0.4 else int(rng.integers(n)) + 1 for n in shape]
        index = tuple(slice(None) if c is None else c - 1 for c in coords)
        got = ours.entry(memory, shape, coords, order)
        np.testing.assert_array_equal(got, tensor[index], strict=True)


def test_strides_of_a_tensor_that_fits_in_no_memory():
    assert ours.strides((10**9, 10**9, 10**9)) == (10**18, 10**9, 1)
    assert ours.strides((10**9, 10**9, 10**9), "F") == (1, 10**9, 10**18)
