"""`dot_products` beside numpy, scipy and exact fractions, on random and on awkward inputs."""

import math
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import subspace_angles
from scipy.spatial.distance import cosine

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "dot_products.py"
)
EPS = np.finfo(float).eps


@pytest.fixture
def rng():
    return np.random.default_rng(15)


def chain(rng):
    """The shapes of the budget in chapter.toml: the best order starts in the middle."""
    shapes = [(300, 10), *[(10, 3000), (3000, 10)] * 4, (10, 300)]
    return ([rng.random(shape) for shape in shapes],)


# The exercise bans multi_dot.
FASTEST = {"chain_multiply": (chain, np.linalg.multi_dot)}


def test_order_of_the_benchmark(rng):
    """No order from one end of the chain comes near the best one, which starts inside."""
    (mats,) = chain(rng)
    _, cost, tree = ours.chain_multiply(mats)
    sizes = [len(mats[0]), *(M.shape[1] for M in mats)]
    from_left = sum(sizes[0] * a * b for a, b in pairwise(sizes[1:]))
    from_right = sum(a * b * sizes[-1] for a, b in pairwise(sizes[:-1]))
    assert min(from_left, from_right) > 30 * cost
    assert cost == 4 * 10 * 3000 * 10 + 3 * 10**3 + 300 * 10 * 10 + 300 * 10 * 300
    assert {(1, 2), (3, 4), (5, 6), (7, 8)} <= set(nodes(tree))


def nodes(tree):
    return [] if isinstance(tree, int) else [tree, *nodes(tree[0]), *nodes(tree[1])]


def exact(x, y):
    return sum(Fraction(a) * Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True))


@pytest.mark.parametrize("n", [1, 3, 50, 1000])
def test_dot_beside_fractions(rng, n):
    x = rng.normal(size=n) * 10.0 ** rng.integers(-8, 9, size=n)
    y = rng.normal(size=n) * 10.0 ** rng.integers(-8, 9, size=n)
    y[n // 2 :] *= -1
    error = abs(Fraction(ours.dot(x, y)) - exact(x, y))
    assert error <= n * EPS * float(np.abs(x) @ np.abs(y))


def test_dot_of_integers_beyond_their_type():
    x = np.array([127, -128, 127], np.int8)
    assert ours.dot(x, x) == 2 * 127**2 + 128**2


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 2, 4), (2, 9, 3), (5, 1, 5), (20, 30, 10)])
@pytest.mark.parametrize("dtype", [np.float32, float])
def test_views_beside_einsum(rng, shape, dtype):
    m, k, p = shape
    P, Q = rng.normal(size=(m, k)).astype(dtype), rng.normal(size=(k, p)).astype(dtype)
    np.testing.assert_array_equal(
        ours.matmul_terms(P, Q, "inner"), np.einsum("il,lj->ijl", P, Q), strict=True
    )
    np.testing.assert_array_equal(
        ours.matmul_terms(P, Q, "outer"), np.einsum("il,lj->lij", P, Q), strict=True
    )
    columns = ours.matmul_terms(P, Q, "columns")
    bound = k * np.finfo(dtype).eps * (np.abs(P) @ np.abs(Q)).T
    assert columns.dtype == dtype
    assert np.all(np.abs(columns - (P @ Q).T) <= bound)


@pytest.mark.parametrize("n", [1, 2, 3, 20])
def test_angle_beside_scipy(rng, n):
    x, y = rng.normal(size=(2, n))
    cos, angle = ours.cosine_angle(x, y)
    assert cos == pytest.approx(1.0 - cosine(x, y), abs=1e-14)
    # Lines have no direction: their angle is at most a right one.
    between_lines = float(subspace_angles(x[:, None], y[:, None])[0])
    assert min(angle, np.pi - angle) == pytest.approx(between_lines, abs=1e-7)


def test_angles_of_nearly_parallel_vectors(rng):
    for _ in range(2000):
        x = rng.normal(size=rng.integers(1, 21))
        scale = rng.uniform(0.01, 100.0) * rng.choice([-1.0, 1.0])
        cos, angle = ours.cosine_angle(x, scale * x)
        assert -1.0 <= cos <= 1.0
        assert min(angle, np.pi - angle) < 1e-7


@pytest.mark.parametrize("n", [1, 2, 7, 60])
@pytest.mark.parametrize("dtype", [np.float32, float])
def test_laws_stay_below_their_bound(rng, n, dtype):
    """Also for matrices whose entries differ by many powers of ten."""
    mats = rng.normal(size=(3, n, n)) * 10.0 ** rng.uniform(-6, 6, size=(3, n, n))
    laws = ours.law_residuals(*mats.astype(dtype))
    assert all(0.0 <= v <= 2.0 for key, v in laws.items() if key != "commutator")


@pytest.mark.parametrize("dtype", [np.float32, float])
def test_commutator_beside_fractions(rng, dtype):
    P, Q = rng.integers(-9, 10, size=(2, 4, 4))
    gap, p, q = (int(np.sum(M**2)) for M in (P @ Q - Q @ P, P, Q))
    want = math.sqrt(Fraction(gap, p * q))
    laws = ours.law_residuals(P.astype(dtype), Q.astype(dtype), P.astype(dtype))
    assert laws["commutator"] == pytest.approx(want, rel=0, abs=400 * float(np.finfo(dtype).eps))


def all_costs(sizes):
    """Return the cost of every order, from the definition."""
    if len(sizes) == 2:
        return [0]
    return [
        left + right + sizes[0] * sizes[s] * sizes[-1]
        for s in range(1, len(sizes) - 1)
        for left in all_costs(sizes[: s + 1])
        for right in all_costs(sizes[s:])
    ]


def test_chain_beside_multi_dot_and_enumeration(rng):
    for _ in range(60):
        sizes = rng.integers(1, 15, size=rng.integers(3, 9)).tolist()
        mats = [rng.normal(size=shape) for shape in pairwise(sizes)]
        product, cost, tree = ours.chain_multiply(mats)
        size = reduce(np.matmul, [np.abs(M) for M in mats])
        gap = np.abs(product - np.linalg.multi_dot(mats))
        assert np.all(gap <= sum(sizes) * EPS * size)
        assert cost == min(all_costs(sizes))
        assert type(cost) is int
        assert leaves(tree) == list(range(len(mats)))


def leaves(tree):
    return [tree] if isinstance(tree, int) else leaves(tree[0]) + leaves(tree[1])


def test_textbook_chain():
    """The chain of Cormen et al., Introduction to Algorithms, 15.2: 15125 multiplications."""
    sizes = (30, 35, 15, 5, 10, 20, 25)
    _, cost, tree = ours.chain_multiply([np.ones(shape) for shape in pairwise(sizes)])
    assert (cost, tree) == (15125, ((0, (1, 2)), ((3, 4), 5)))


def test_costs_beyond_64_bits():
    """The order is found from the sizes alone, so none of these matrices has to exist."""
    n = 2**22
    best = {(i, i + 1): (0, i) for i in range(3)}
    for i, j in ((0, 2), (1, 3), (0, 3)):
        best[i, j] = ours._cheapest(best, [n] * 4, i, j)
    assert best[0, 3][0] == 2 * n**3
