"""`constrained_optimization` beside scipy's optimisers and numpy's solvers.

There is no table of fastest routines: no library call does the budgeted job (`ls_in_ball`).
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, brentq, linprog, minimize, nnls

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3]
    / "reference"
    / "ch02_numerical_computation"
    / "constrained_optimization.py"
)


@pytest.fixture
def rng():
    return np.random.default_rng(27)


def quadratic(rng, n):
    A = rng.normal(size=(n + 2, n))
    return A.T @ A + 0.1 * np.eye(n), rng.normal(size=n)


def objective(H, c):
    return {"fun": lambda x: x @ H @ x / 2 + c @ x, "jac": lambda x: H @ x + c}


def worst(kkt):
    return max(kkt.values())


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 5), (1, 3), (3, 1)])
def test_ball_beside_a_root_finder(rng, shape):
    """The multiplier is the root that brentq finds with a linear system for each lam."""
    for share in (0.01, 0.5, 0.99):
        M, b = rng.normal(size=shape), rng.normal(size=shape[0])
        radius = share * np.linalg.norm(np.linalg.pinv(M) @ b)

        def excess(log_lam, M=M, b=b, radius=radius):
            shifted = M.T @ M + 2 * np.exp(log_lam) * np.eye(M.shape[1])
            return np.linalg.norm(np.linalg.solve(shifted, M.T @ b)) / radius - 1

        want = np.exp(brentq(excess, -25.0, 25.0, xtol=1e-13))
        x, lam = ours.ls_in_ball(M, b, radius)
        assert lam == pytest.approx(want, rel=1e-6)
        assert np.linalg.norm(x) == pytest.approx(radius, rel=1e-12)


@pytest.mark.parametrize("method", ["lagrangian", "projected"])
def test_ball_beside_slsqp(rng, method):
    for m, n in ((5, 3), (3, 4)):
        M = np.linalg.qr(rng.normal(size=(max(m, n),) * 2))[0][:m, :n] + 0.1
        b = 3 * rng.normal(size=m)
        x, _ = ours.ls_in_ball(M, b, 0.7, method)
        found = minimize(
            **objective(M.T @ M, -M.T @ b),
            x0=np.zeros(n),
            method="SLSQP",
            constraints={"type": "ineq", "fun": lambda x: 0.49 - x @ x, "jac": lambda x: -2 * x},
            options={"ftol": 1e-15},
        )
        np.testing.assert_allclose(x, found.x, atol=1e-6)


def test_methods_agree_on_scales(rng):
    """Both methods, singular values within a factor of 5, data over fourteen orders."""
    for _ in range(60):
        m, n = rng.integers(1, 7, size=2)
        k = rng.integers(1, min(m, n) + 1)
        U, V = (np.linalg.qr(rng.normal(size=(p, p)))[0][:, :k] for p in (m, n))
        M = 10.0 ** rng.integers(-7, 8) * (U * rng.uniform(1, 5, size=k) @ V.T)
        b = 10.0 ** rng.integers(-7, 8) * rng.normal(size=m)
        best = np.linalg.pinv(M, rtol=1e-10) @ b
        for share in (0.2, 0.999, 1.001, 5.0):
            radius = share * np.linalg.norm(best)
            x, lam = ours.ls_in_ball(M, b, radius)
            y, mu = ours.ls_in_ball(M, b, radius, method="projected")
            np.testing.assert_allclose(x, y, atol=1e-10 * radius)
            assert lam == pytest.approx(mu, rel=1e-8, abs=1e-10 * np.linalg.norm(M, 2) ** 2)
            assert np.linalg.norm(x) <= radius * (1 + 1e-14)
            if share > 1:
                np.testing.assert_allclose(x, best, atol=1e-10 * radius)
                assert lam == mu == 0.0


def test_ball_with_an_ill_conditioned_matrix(rng):
    """A Hilbert matrix: the equation for x still holds, and the norm fits."""
    M = 1.0 / (np.arange(8)[:, None] + np.arange(8) + 1.0)
    for radius in (1e-3, 1.0, 1e3, 1e8):
        b = rng.normal(size=8)
        x, lam = ours.ls_in_ball(M, b, radius)
        slope = M.T @ (M @ x - b) + 2 * lam * x
        assert np.linalg.norm(slope) <= 1e-12 * (radius + np.linalg.norm(b))
        assert np.linalg.norm(x) == pytest.approx(radius, rel=1e-12)


def test_projection_beside_exact_arithmetic():
    x = ours.project_ball(np.array([3e8, 4e8]), radius=0.5)
    assert [Fraction(v).limit_denominator(1000) for v in x] == [Fraction(3, 10), Fraction(2, 5)]


def test_equalities_beside_trust_constr(rng):
    H, c = quadratic(rng, 5)
    E, d = rng.normal(size=(2, 5)), rng.normal(size=2)
    x, lam = ours.qp_equality(H, c, E, d)
    assert worst(ours.kkt_residuals(H, c, x, E=E, d=d, lam=lam)) < 1e-12
    found = minimize(
        **objective(H, c),
        hess=lambda x: H,
        x0=np.zeros(5),
        method="trust-constr",
        constraints=LinearConstraint(E, d, d),
        options={"gtol": 1e-12, "xtol": 1e-14},
    )
    np.testing.assert_allclose(x, found.x, atol=1e-7)


def test_redundant_rows_change_nothing(rng):
    for _ in range(50):
        n = rng.integers(2, 8)
        k = rng.integers(1, n)
        H, c = quadratic(rng, n)
        E, d = rng.normal(size=(k, n)), rng.normal(size=k)
        mixed = rng.normal(size=(k + 3, k))
        x, _ = ours.qp_equality(H, c, E, d)
        y, lam = ours.qp_equality(H, c, mixed @ E, mixed @ d)
        np.testing.assert_allclose(x, y, atol=1e-8)
        kkt = ours.kkt_residuals(H, c, y, E=mixed @ E, d=mixed @ d, lam=lam)
        assert worst(kkt) < 1e-8


def test_inequalities_beside_slsqp(rng):
    for _ in range(30):
        H, c = quadratic(rng, 4)
        G = rng.normal(size=(6, 4))
        h = G @ rng.normal(size=4) + rng.uniform(size=6)
        x, alpha = ours.qp_inequality(H, c, G, h)
        kkt = ours.kkt_residuals(H, c, x, G=G, h=h, alpha=alpha)
        assert worst(kkt) < 1e-10 * (1 + np.max(alpha))
        found = minimize(
            **objective(H, c),
            x0=np.zeros(4),
            method="SLSQP",
            constraints={"type": "ineq", "fun": lambda x: h - G @ x, "jac": lambda x: -G},  # noqa: B023
            options={"ftol": 1e-14, "maxiter": 500},
        )
        np.testing.assert_allclose(x, found.x, atol=1e-5)


def test_non_negative_least_squares(rng):
    """With H = A'A, c = -A'b, G = -I and h = 0 the program is what nnls solves."""
    for _ in range(30):
        A, b = rng.normal(size=(9, 6)), rng.normal(size=9)
        x, alpha = ours.qp_inequality(A.T @ A, -A.T @ b, -np.eye(6), np.zeros(6))
        np.testing.assert_allclose(x, nnls(A, b)[0], atol=1e-10)
        np.testing.assert_allclose(alpha, A.T @ (A @ x - b), atol=1e-10)


def test_feasibility_beside_linprog(rng):
    """A program is refused exactly if linprog finds no point that fulfils its inequalities."""
    refused = 0
    for _ in range(100):
        n, k = rng.integers(1, 4), rng.integers(1, 8)
        G, h = rng.integers(-3, 4, size=(k, n)), rng.integers(-4, 3, size=k)
        H, c = quadratic(rng, n)
        exists = linprog(np.zeros(n), A_ub=G, b_ub=h, bounds=(None, None)).status == 0
        if not exists:
            refused += 1
            with pytest.raises(ValueError, match="fulfils"):
                ours.qp_inequality(H, c, G, h)
            continue
        x, alpha = ours.qp_inequality(H, c, G, h)
        kkt = ours.kkt_residuals(H, c, x, G=G, h=h, alpha=alpha)
        assert worst(kkt) < 1e-10 * (1 + np.max(alpha))
    assert 10 < refused < 90


def test_corners_where_too_many_constraints_meet(rng):
    """All eight constraints hold with equality at one point of the plane."""
    angles = np.sort(rng.uniform(0, np.pi, size=8))
    G = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    corner = rng.normal(size=2)
    H, _ = quadratic(rng, 2)
    c = -H @ (corner + G.sum(axis=0))
    x, alpha = ours.qp_inequality(H, c, G, G @ corner)
    assert worst(ours.kkt_residuals(H, c, x, G=G, h=G @ corner, alpha=alpha)) < 1e-12


@pytest.mark.parametrize("scale", [1e-8, 1e8])
def test_programs_of_any_scale(rng, scale):
    H, c = quadratic(rng, 3)
    G = rng.normal(size=(5, 3))
    h = G @ rng.normal(size=3) + 0.1 * rng.uniform(size=5)
    x, alpha = ours.qp_inequality(H, c, G, h)
    y, beta = ours.qp_inequality(scale * H, scale**2 * c, G, scale * h)
    np.testing.assert_allclose(y, scale * x, rtol=1e-9)
    np.testing.assert_allclose(beta, scale**2 * alpha, rtol=1e-7, atol=1e-9 * scale**2)
