"""`transpose` beside numpy's own transposes, for every dtype and memory layout."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "transpose.py"
)
DTYPES = [np.int8, np.uint64, bool, np.float16, np.float32, float, np.complex64, complex]


@pytest.fixture
def rng():
    return np.random.default_rng(14)


def through_a_copy(M):
    M[...] = M.T.copy()


# The exercise bans .T; the copy is what a matrix of this size costs at least.
FASTEST = {"transpose_inplace": (lambda rng: (rng.random((1000, 1000)),), through_a_copy)}


def layouts(M):
    """Yield one matrix in several places of memory: by rows, by columns, with gaps, backwards."""
    yield M.copy()
    yield np.asfortranarray(M)
    wide = np.zeros((2 * M.shape[0], 3 * M.shape[1]), M.dtype)
    wide[::2, ::3] = M
    yield wide[::2, ::3]
    yield M[::-1, ::-1].copy()[::-1, ::-1]


@pytest.mark.parametrize("dtype", DTYPES)
def test_transpose_beside_numpy(rng, dtype):
    for shape in ((3, 5), (1, 4), (4, 1), (0, 3), (3, 0), (6, 6)):
        M = (9 * rng.normal(size=shape)).astype(dtype)
        for layout in layouts(M):
            got = ours.transpose(layout)
            np.testing.assert_array_equal(got, M.T, strict=True)
            assert not np.shares_memory(got, layout)
        buffer = ours.transpose_buffer(M.ravel(), *shape)
        np.testing.assert_array_equal(buffer, M.ravel(order="F"), strict=True)


def test_permute_axes_beside_numpy(rng):
    T = rng.normal(size=(2, 3, 1, 4))
    for axes in permutations(range(4)):
        for signed in (axes, [a - 4 for a in axes]):
            for source in (T, np.asfortranarray(T), T[::-1, :, :, ::2]):
                got = ours.permute_axes(source, signed)
                np.testing.assert_array_equal(got, np.transpose(source, axes), strict=True)
                assert not np.shares_memory(got, source)
    assert ours.permute_axes(np.float64(3.0), ()) == 3.0


@pytest.mark.parametrize("axes", [(0,), (0, 0), (0, 2), (0, -3), (1, -1), (0, 1, 1), (0, 1, -2)])
def test_axes_that_numpy_refuses(axes):
    with pytest.raises(ValueError, match=r"axes|axis"):
        np.transpose(np.ones((2, 3)), axes)
    with pytest.raises(ValueError, match="axes"):
        ours.permute_axes(np.ones((2, 3)), axes)


@pytest.mark.parametrize("dtype", [object, "U1", "M8[s]", [("a", int)]])
def test_what_holds_no_numbers_is_refused(dtype):
    M = np.zeros((2, 2), dtype)
    for f in (ours.transpose, ours.transpose_inplace, ours.symmetric_skew_split):
        with pytest.raises(ValueError, match="M must hold numbers"):
            f(M)
    with pytest.raises(ValueError, match="T must hold numbers"):
        ours.permute_axes(M, (1, 0))
    with pytest.raises(ValueError, match="buf must hold numbers"):
        ours.transpose_buffer(M[0], 1, 2)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [0, 1, 2, 7, 130])
def test_inplace_beside_numpy(rng, n, dtype):
    M = (9 * rng.normal(size=(n, n))).astype(dtype)
    for layout in layouts(M):
        assert ours.transpose_inplace(layout) is None
        np.testing.assert_array_equal(layout, M.T, strict=True)


def test_inplace_leaves_the_gaps_alone(rng):
    wide = rng.normal(size=(12, 24))
    want = wide.copy()
    want[::2, ::4] = wide[::2, ::4].T
    ours.transpose_inplace(wide[::2, ::4])
    np.testing.assert_array_equal(wide, want)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, bool])
def test_split_does_not_wrap(rng, dtype):
    M = rng.integers(-128, 128, size=(9, 9)).astype(dtype)
    S, K = ours.symmetric_skew_split(M)
    wide = M.astype(float)
    np.testing.assert_array_equal(S, (wide + wide.T) / 2, strict=True)
    np.testing.assert_array_equal(K, (wide - wide.T) / 2, strict=True)


@pytest.mark.parametrize("dtype", [np.float32, float, np.complex64, complex])
def test_split_is_exactly_symmetric_and_skew(rng, dtype):
    M = (rng.normal(size=(20, 20)) * 10.0 ** rng.integers(-9, 9, size=(20, 20))).astype(dtype)
    S, K = ours.symmetric_skew_split(M)
    np.testing.assert_array_equal(S, S.T, strict=True)
    np.testing.assert_array_equal(K, -K.T, strict=True)
    assert S.dtype == K.dtype == dtype
    assert np.max(np.abs(S + K - M)) <= 4 * np.finfo(dtype).eps * np.max(np.abs(M))
