"""The reference of `matrix_addition` against numpy's own broadcasting and exact Fractions."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "matrix_addition.py"
)


def large_sum(rng):
    return rng.normal(size=(312, 320)), rng.normal(size=320), "broadcast"


FASTEST = {"add": (large_sum, lambda P, Q, mode: np.add(P, Q))}

SHAPES = [s for order in range(4) for s in product((0, 1, 2, 3), repeat=order)]


def test_every_pair_of_small_shapes():
    for a, b in product(SHAPES, repeat=2):
        try:
            want = np.broadcast_shapes(a, b)
        except ValueError:
            with pytest.raises(ValueError, match="shapes"):
                ours.broadcast_shape(a, b)
        else:
            assert ours.broadcast_shape(a, b) == want


def test_three_shapes():
    rng = np.random.default_rng(0)
    for pick in rng.integers(len(SHAPES), size=(4000, 3)):
        three = [SHAPES[i] for i in pick]
        try:
            want = np.broadcast_shapes(*three)
        except ValueError:
            with pytest.raises(ValueError, match="shapes"):
                ours.broadcast_shape(*three)
        else:
            assert ours.broadcast_shape(*three) == want


def test_sum_to_shape_is_the_transposed_matrix():
    """Stretching is a matrix of zeros and ones; its transpose does what sum_to_shape does."""
    rng = np.random.default_rng(1)
    for whole in SHAPES:
        for shape in SHAPES:
            size = int(np.prod(shape))
            try:
                places = np.broadcast_to(np.arange(size).reshape(shape), whole)
            except ValueError:
                with pytest.raises(ValueError, match=r"shapes?\b"):
                    ours.sum_to_shape(np.ones(whole), shape)
                continue
            stretch = (places.reshape(-1, 1) == np.arange(size)).astype(float)
            G = rng.integers(-99, 99, size=whole).astype(float)
            got = ours.sum_to_shape(G, shape)
            assert got.shape == shape
            assert np.array_equal(got.reshape(-1), stretch.T @ G.reshape(-1))
            assert not np.shares_memory(got, G)


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int32, np.uint32, np.int64])
def test_ints_against_python(dtype):
    rng = np.random.default_rng(2)
    low, high = (0, 1) if dtype is bool else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    if dtype is np.int64:
        low, high = low // 8, high // 8
    P, Q = rng.integers(low, high, size=(2, 4, 5), endpoint=True).astype(dtype)
    p, q = P.astype(object), Q.astype(object)
    for got, want in (
        (ours.add(P, Q), p + q),
        (ours.add(P, Q[0], mode="broadcast"), p + q[0]),
        (ours.add(P, -5, mode="broadcast"), p - 5),
        (ours.scale_add(-2, P, 3, Q), -2 * p + 3 * q),
        (ours.sum_to_shape(P, (4, 1)), p.sum(axis=1, keepdims=True)),
    ):
        assert got.dtype == np.int64
        assert np.array_equal(got.astype(object), want + 0)


@pytest.mark.parametrize("value", [2**63 - 1, 2**63, 2**64 - 1])
def test_uint64_is_exact_or_refused(value):
    P = np.array([[value, 7]], np.uint64)
    zero = np.zeros((1, 2), np.int64)
    calls = [lambda: ours.add(P, zero), lambda: ours.add(zero, P)]
    calls += [lambda: ours.scale_add(1, P, 3, zero), lambda: ours.sum_to_shape(P, (1, 2))]
    for call in calls:
        if value < 2**63:
            assert call().dtype == np.int64
            assert call().tolist() == [[value, 7]]
        else:
            with pytest.raises(ValueError, match="beyond int64"):
                call()


def test_floats_are_rounded_as_promised():
    rng = np.random.default_rng(3)
    P, Q = rng.normal(size=(2, 3, 4)) * 10.0 ** rng.integers(-9, 9, size=(2, 3, 4))
    eps = Fraction(np.finfo(float).eps)
    for i, j in np.ndindex(P.shape):
        p, q = Fraction(P[i, j]), Fraction(Q[i, j])
        assert ours.add(P, Q)[i, j] == float(p + q)
        a, b = Fraction(0.7), Fraction(-1.3)
        got = Fraction(ours.scale_add(0.7, P, -1.3, Q)[i, j])
        assert abs(got - (a * p + b * q)) <= 2 * eps * (abs(a * p) + abs(b * q))
    G = rng.normal(size=(50, 40, 3))
    for k in range(3):
        column = [Fraction(v) for v in G[..., k].ravel()]
        off = abs(Fraction(ours.sum_to_shape(G, (3,))[k]) - sum(column))
        assert off <= len(column) * eps * sum(map(abs, column))


def test_types_are_those_of_numpy():
    kinds = (np.float32, np.float64, np.int64)
    for p, q in product(kinds, repeat=2):
        P, Q = np.ones((2, 2), p), np.ones((2, 2), q)
        assert ours.add(P, Q).dtype == np.result_type(p, q)
        assert ours.scale_add(2, P, 3, Q).dtype == np.result_type(p, q)
    assert type(ours.add(np.matrix([[1]]), np.matrix([[2]]))) is np.ndarray
