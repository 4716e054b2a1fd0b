"""`gradient_based_optimization` against scipy, exact rational derivatives and brute force."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3]
    / "reference"
    / "ch02_numerical_computation"
    / "gradient_based_optimization.py"
)


def cubic(x):
    return np.sum(x**3) + np.sum(x[1:] * x[:-1])


def _make_point(rng):
    return cubic, rng.normal(size=50)


# Their budgets count calls: this is the time beside the calls of a cheap function.
FASTEST = {
    "gradient": (_make_point, lambda f, x: optimize.approx_fprime(x, f)),
    "jacobian": (
        lambda rng: (np.tanh, rng.normal(size=50)),
        lambda F, x: optimize.approx_fprime(x, F),
    ),
}


def close(got, want, rtol):
    """Compare with a bound relative to the largest entry."""
    np.testing.assert_allclose(got, want, rtol=0, atol=rtol * np.max(np.abs(want)))


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3, 1e6, 1e9])
@pytest.mark.parametrize("seed", range(5))
def test_rosenbrock(scale, seed):
    rng = np.random.default_rng(seed)
    x = scale * rng.uniform(0.3, 2.0, 7) * rng.choice([-1.0, 1.0], 7)
    close(ours.gradient(optimize.rosen, x), optimize.rosen_der(x), 1e-7)
    close(ours.jacobian(optimize.rosen_der, x), optimize.rosen_hess(x), 1e-7)
    H = ours.hessian(optimize.rosen, x)
    close(H, optimize.rosen_hess(x), 1e-5)
    assert np.array_equal(H, H.T)


@pytest.mark.parametrize("x", [[0.0], [-1e-300], [1e12, 0.0, -1e-12], [0.1, -0.1]])
def test_nasty_points(x):
    x = np.array(x)
    close(ours.gradient(lambda p: np.sum(np.sin(p / (1 + abs(x)))), x), slope_of_sine(x), 1e-8)


def slope_of_sine(x):
    return np.cos(x / (1 + abs(x))) / (1 + abs(x))


@pytest.mark.parametrize("seed", range(10))
def test_exact_derivatives_of_a_quartic(seed):
    """(a'x)^4 with whole numbers: derivatives by rational arithmetic."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    a, x = rng.integers(-3, 4, n), rng.integers(-4, 5, n)
    a[0] = 2
    s = Fraction(int(a @ x))
    f = lambda p: float(a @ p) ** 4  # noqa: E731
    size = max(abs(float(s)), 1.0)
    g = np.array([float(4 * s**3 * int(ai)) for ai in a])
    H = np.array([[float(12 * s**2 * int(ai) * int(aj)) for aj in a] for ai in a])
    np.testing.assert_allclose(ours.gradient(f, x), g, atol=1e-6 * size**3)
    np.testing.assert_allclose(ours.hessian(f, x), H, atol=1e-3 * size**2)
    assert ours.gradient(f, x).dtype == np.float64


def test_jacobian_against_scipy():
    rng = np.random.default_rng(3)
    M = rng.normal(size=(4, 6))
    x = rng.normal(size=6)
    F = lambda p: np.tanh(M @ p)  # noqa: E731
    want = (1 - np.tanh(M @ x) ** 2)[:, None] * M
    got = ours.jacobian(F, x)
    close(got, want, 1e-8)
    close(got, optimize.approx_fprime(x, F), 1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_descent_arrives_where_bfgs_does(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(30, 4)), rng.choice([-1.0, 1.0], 30)

    def f(w):
        return np.mean(np.logaddexp(0, -y * (X @ w))) + 0.05 * w @ w

    def grad(w):
        return X.T @ (-y / (1 + np.exp(y * (X @ w)))) / 30 + 0.1 * w

    want = optimize.minimize(f, np.zeros(4), jac=grad, method="BFGS", options={"gtol": 1e-10}).x
    for lr in (0.5, [0.1, 1.0, 3.0]):
        x, history, status = ours.descend(f, grad, np.zeros(4), lr, tol=1e-7)
        assert status == "converged"
        np.testing.assert_allclose(x, want, atol=1e-5)
        assert history[0] == f(np.zeros(4))
        assert history[-1] == f(x)
    up, values, _ = ours.descend(
        lambda w: -f(w), lambda w: -grad(w), np.zeros(4), 0.5, tol=1e-8, maximize=True
    )
    np.testing.assert_allclose(up, want, atol=1e-6)
    assert np.all(np.diff(values) >= -1e-14)
    x, _, status = ours.descend(f, None, np.zeros(4), 0.5, tol=1e-6)
    assert status == "converged"
    np.testing.assert_allclose(x, want, atol=1e-4)


def test_line_search_needs_fewer_steps_than_a_fixed_one():
    """Condition 100: the best fixed step against 16 candidates a step."""
    H = np.diag(np.linspace(1.0, 100.0, 10))
    x0 = np.ones(10)
    f, grad = (lambda x: 0.5 * x @ H @ x), (lambda x: H @ x)
    _, fixed, one = ours.descend(f, grad, x0, 0.01, tol=1e-6)
    _, search, two = ours.descend(f, grad, x0, np.geomspace(1e-3, 1.0, 16), tol=1e-6)
    assert (one, two) == ("converged", "converged")
    assert len(search) < len(fixed) / 2


def test_divergence_is_seen_before_overflow_warns():
    f = lambda x: float(x[0] ** 2) if abs(x[0]) < 1e150 else np.inf  # noqa: E731
    x, history, status = ours.descend(f, lambda x: 2 * x, np.array([1.0]), 1e3)
    assert status == "diverged"
    assert np.isfinite(history).all()
    assert np.isfinite(x).all()


@pytest.mark.parametrize("seed", range(30))
def test_hill_climb_on_random_graphs(seed):
    """The end is reachable without going down, and no unvisited neighbour is better."""
    rng = np.random.default_rng(seed)
    n = 12
    heights = rng.integers(0, 5, n)
    edges = rng.random((n, n)) < 0.2
    edges |= edges.T
    np.fill_diagonal(edges, False)
    asked = []

    def beside(state):
        asked.append(state)
        return [(int(j),) for j in np.flatnonzero(edges[state[0]])]

    end = ours.hill_climb(lambda s: int(heights[s[0]]), (0,), beside)
    path = [s[0] for s in asked]
    assert len(set(path)) == len(path), "a state is visited twice"
    assert end[0] == path[-1]
    for here, there in pairwise(path):
        assert edges[here, there]
        around = heights[edges[here]]
        assert heights[there] == around.max() >= heights[here]
    around = np.flatnonzero(edges[end[0]])
    assert all(heights[j] < heights[end[0]] or j in path for j in around)
