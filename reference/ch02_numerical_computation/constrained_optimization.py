"""Minimise where not every x is allowed: on a ball, on a plane, inside a polyhedron.

Two methods for one problem are set side by side in `ls_in_ball`: projected descent takes an
ordinary step and comes back to the nearest feasible point; the Lagrangian adds a priced constraint
to the objective. The book (page 25) speaks of the two as if they were one. They are not: the first
knows nothing of a multiplier, the second never projects.

Page 26 calls the Lagrangian a tool for equalities just after using it for x'x <= 1. An inequality
needs two more conditions, which the page leaves out: its multiplier must not be negative, and a
constraint with slack has multiplier 0. Nor is "now solve the unconstrained problem" the whole
story: the saddle point sought is a minimum in x and a maximum in the multipliers. The four
conditions together are named after Karush, Kuhn and Tucker (KKT).

Signs, everywhere: f(x) + lam'(Ex - d) + alpha'(Gx - h), with Ex = d and Gx <= h. Arrays are of
float64 unless said; whole numbers become float64, and float32 stays float32 where all arrays are.
"""

from itertools import combinations

import numpy as np

_TOLERANCE = 1e-8


def project_ball(x, radius=1.0):
    """Return the point of the ball |p| <= radius that lies nearest to x.

        p = x             if |x| <= radius (2-norm)
        p = x radius/|x|  otherwise

    Args:
        x: point, (n,), n >= 1. A nan stays nan.
        radius: positive and finite.

    Returns:
        array (n,), new, also where it equals x. float32 is kept, whatever the type of radius.

    Raises:
        ValueError: radius is not positive and finite (nan included); x is not a vector of real
            numbers or is empty.

    Accuracy: 4 n eps radius; exactly x inside the ball.  Cost: O(n).
    Source: book page 25, section 2.5.

    >>> project_ball(np.array([3.0, 4.0]))
    array([0.6, 0.8])
    >>> project_ball(np.array([3.0, 4.0]), radius=6.0)
    array([3., 4.])
    """
    x = _real(x, "x", 1)
    radius = _positive(radius)
    return x * (radius / max(float(np.linalg.norm(x)), radius))


def ls_in_ball(M, b, radius=1.0, method="lagrangian"):
    """Solve least squares in a ball, and return the price of the ball with the solution.

        min 1/2 |Mx - b|^2  subject to  x'x <= radius^2,   L = f + lam (x'x - radius^2)
        (M'M + 2 lam I) x = M'b,   lam >= 0,   lam (x'x - radius^2) = 0

    If the solution of least norm without the constraint, M^+ b, lies in the ball (on its sphere
    included), it is returned with lam = 0. Otherwise |x| = radius, with the one lam > 0 at which
    the decreasing function |x(lam)| reaches the radius.

    Args:
        M: matrix (m, n), m, n >= 1, tall or wide, of any rank. Singular values up to
            m n eps s_max count as 0 (eps of M's dtype).
        b: right side (m,).
        radius: positive and finite.
        method: "lagrangian" finds lam, and x from it. "projected" walks downhill from 0 and
            projects after each step. It needs a number of steps that grows with the square of
            s_max / s_min (of the nonzero singular values), so it is asked only up to a ratio of 5.

    Returns:
        (x, lam): array (n,) and float. lam is 0 up to rounding where M^+ b is in the ball, and
        exactly 0.0 where it lies clearly inside.

    Raises:
        ValueError: radius is not positive and finite; M, b do not fit together, are empty, hold
            nan or inf or anything but real numbers; method is unknown.

    Accuracy: |x| <= radius (1 + 1e-9), 1e-5 in place of 1e-9 in float32. The KKT conditions hold
        to 1e-8 of s_max (s_max radius + |b|), 1e-6 by "projected", 1e-4 in float32.
    Cost: "lagrangian" one factorisation, O(m n min(m, n)), then O(n) for each lam tried.
    Source: book pages 25-26, section 2.5; More, Sorensen, Computing a Trust Region Step (1983).

    >>> x, lam = ls_in_ball(np.diag([2.0, 1.0]), np.array([0.0, 3.0]))
    >>> x.round(12) + 0.0, round(lam, 12)
    (array([0., 1.]), 1.0)
    >>> x, lam = ls_in_ball(np.array([[1.0, 1.0]]), np.array([1.0]), radius=5.0)
    >>> x.round(12), lam
    (array([0.5, 0.5]), 0.0)
    """
    M, b = _finite(M, "M", 2), _finite(b, "b", 1)
    radius = _positive(radius)
    if len(b) != len(M):
        raise ValueError(f"b must have {len(M)} entries for M {M.shape}, got {len(b)}")
    if method not in ("lagrangian", "projected"):
        raise ValueError(f"method must be 'lagrangian' or 'projected', got {method!r}")
    dtype, eps = np.result_type(M, b), np.finfo(M.dtype).eps
    M, b = M.astype(float), b.astype(float)
    x, lam = _lagrangian(M, b, radius, eps) if method == "lagrangian" else _projected(M, b, radius)
    return x.astype(dtype), lam


def qp_equality(H, c, E, d):
    """Minimise a convex quadratic on the solutions of linear equations.

        min 1/2 x'Hx + c'x  subject to  Ex = d:    Hx + c + E'lam = 0,   Ex = d

    Args:
        H: symmetric positive definite (n, n), n >= 1.
        c: (n,).
        E: (k, n); redundant rows are allowed as long as they agree, and so is k = 0.
        d: (k,).

    Returns:
        (x, lam): arrays (n,) and (k,). With redundant rows any lam that fits.

    Raises:
        ValueError: Ex = d has no solution: at every x some row is off by more than 1e-8 of
            its |E| |x| + |d|; H is not positive definite, or differs from its transpose by more
            than 1e-6 of its largest entry (in size); shapes do not fit, n is 0, or an argument
            holds nan, inf or anything but real numbers.

    Accuracy: KKT conditions to 1e-8 of the size of their terms, for well-conditioned data;
        1e-4 in float32.  Cost: O(n^3 + n^2 k + k^3).
    Source: book page 26, section 2.5, equation 2.12 with equalities only.

    >>> x, lam = qp_equality(2 * np.eye(2), np.zeros(2), np.array([[1.0, 1.0]]), np.array([2.0]))
    >>> x.round(12), lam.round(12)
    (array([1., 1.]), array([-2.]))
    """
    H, c = _quadratic(H, c, _finite)
    E, d = _rows(E, "E", d, "d", len(c), _finite)
    x, lam = _on_rows(H, c, E, d)
    if _off(E, d, x, np.abs(E @ x - d)):
        raise ValueError("no x solves Ex = d: rows of E contradict each other")
    dtype = np.result_type(H, c, E, d)
    return x.astype(dtype), lam.astype(dtype)


def qp_inequality(H, c, G, h):
    """Minimise a convex quadratic in a polyhedron.

        min 1/2 x'Hx + c'x  subject to  Gx <= h:
        Hx + c + G'alpha = 0,   Gx <= h,   alpha >= 0,   alpha_i (Gx - h)_i = 0

    Args:
        H: symmetric positive definite (n, n), n >= 1.
        c: (n,).
        G: (k, n), k from 0 to 8. Rows may be redundant, and more than n of them active at once.
        h: (k,).

    Returns:
        (x, alpha): arrays (n,) and (k,); alpha >= 0 (up to rounding), and 0 for a constraint
        with slack. The price of a constraint: df*/dh_i = -alpha_i. Where multipliers are not
        unique, any that fit.

    Raises:
        ValueError: no x fulfils Gx <= h (by the measure of `qp_equality`); H is not positive
            definite or not symmetric (as there); shapes do not fit, n is 0, or an argument holds
            nan, inf or anything but real numbers.

    Accuracy: KKT conditions to 1e-8 of the size of their terms, for well-conditioned data;
        1e-4 in float32.  Cost: 2^k (n^3 + k^3) at most.
    Source: book page 26, section 2.5, equation 2.12 with the conditions alpha >= 0 and
        complementarity added; Nocedal, Wright, Numerical Optimization (2006), 12.3 and 16.

    >>> G, h = np.eye(2), np.array([1.0, 5.0])
    >>> x, alpha = qp_inequality(np.eye(2), np.array([-3.0, -3.0]), G, h)
    >>> x.round(12), alpha.round(12)
    (array([1., 3.]), array([2., 0.]))
    """
    H, c = _quadratic(H, c, _finite)
    G, h = _rows(G, "G", h, "h", len(c), _finite)
    least, best = np.inf, (c, h)
    for size in range(len(h) + 1):
        for rows in map(list, combinations(range(len(h)), size)):
            alpha = np.zeros(len(h))
            x, alpha[rows] = _on_rows(H, c, G[rows], h[rows])
            worst = max(kkt_residuals(H, c, x, G=G, h=h, alpha=alpha).values())
            # equivalent: < -> <=: of equally good certificates any will do
            if worst < least:
                least, best = worst, (x, alpha)
    x, alpha = best
    if _off(G, h, x, G @ x - h):
        raise ValueError("no x fulfils Gx <= h: rows of G contradict each other")
    dtype = np.result_type(H, c, G, h)
    return x.astype(dtype), alpha.astype(dtype)


def kkt_residuals(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    """Measure by how much x and its multipliers miss each KKT condition.

        stationarity     max |Hx + c + E'lam + G'alpha|
        equality         max |Ex - d|
        inequality       max(0, Gx - h)
        dual             max(0, -alpha)
        complementarity  max |alpha_i (Gx - h)_i|

    For convex problems (H positive semidefinite) x is a minimum if all five are 0.

    Args:
        H, c: the quadratic 1/2 x'Hx + c'x, (n, n) symmetric and (n,), n >= 1. H need not be
            positive definite.
        x: the point to be judged, (n,).
        E, d, lam: equalities (k, n), (k,) and their multipliers (k,); k = 0, or None for all
            three, means no equalities.
        G, h, alpha: inequalities and their multipliers, in the same way.

    Returns:
        dict of five floats with the keys above: absolute figures, not divided by any scale. A
        condition about constraints that do not exist has residual 0. A nan in an argument makes
        every residual nan that is computed from its entry.

    Raises:
        ValueError: only some of E, d, lam or of G, h, alpha are given; shapes do not fit, n is 0;
            H is not symmetric (as in `qp_equality`); arguments hold anything but real numbers.

    Accuracy: a few rounding errors of the terms that are added.  Cost: O(n (n + k)).
    Source: book page 26, section 2.5.

    >>> kkt = kkt_residuals(np.eye(1), np.zeros(1), np.array([2.0]),
    ...                     G=np.eye(1), h=np.ones(1), alpha=np.array([-2.0]))
    >>> kkt["stationarity"], kkt["inequality"], kkt["dual"], kkt["complementarity"]
    (0.0, 1.0, 2.0, 2.0)
    """
    H, c = _quadratic(H, c, _real)
    x = _real(x, "x", 1)
    if len(x) != len(c):
        raise ValueError(f"x must have {len(c)} entries, got {len(x)}")
    E, d, lam = _constraints(len(c), E=E, d=d, lam=lam)
    G, h, alpha = _constraints(len(c), G=G, h=h, alpha=alpha)
    slack = G @ x - h
    return {
        "stationarity": _largest(np.abs(H @ x + c + E.T @ lam + G.T @ alpha)),
        "equality": _largest(np.abs(E @ x - d)),
        "inequality": _largest(slack),
        "dual": _largest(-alpha),
        "complementarity": _largest(np.abs(alpha * slack)),
    }


def _lagrangian(M, b, radius, eps):
    """Newton's method for 1/|x(mu)| = 1/radius, mu = 2 lam: concave, so it climbs from 0."""
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    keep = s > M.size * eps * s[0]
    U, s, Vt = U[:, keep], s[keep], Vt[keep]
    beta = U.T @ b
    mu = 0.0
    while True:
        weight = s * s + mu
        y = s * beta / weight
        size = np.linalg.norm(y)
        # equivalent: <= -> <: at equality the step below is 0
        if size <= radius:
            break
        higher = mu + (size / radius - 1.0) * size**2 / np.sum(y * y / weight)
        if higher <= mu:
            break
        mu = higher
    return Vt.T @ y, float(mu / 2)


def _projected(M, b, radius):
    """Step, project, until the steps no longer shrink; each does until rounding stops it."""
    x = np.zeros(M.shape[1])
    if not M.any():
        return x, 0.0
    steepest = np.linalg.norm(M, 2) ** 2
    last, step = np.inf, radius
    while step < last:
        free = x - M.T @ (M @ x - b) / steepest
        new = project_ball(free, radius)
        last, step = step, np.linalg.norm(new - x)
        x = new
    return x, float(steepest / 2 * max(np.linalg.norm(free) / radius - 1.0, 0.0))


def _on_rows(H, c, E, d):
    """Minimise on Ex = d: x = -H^-1 (c + E'lam), with lam from Ex = d. No row may be missed."""
    lowest = -np.linalg.solve(H, c)
    W = np.linalg.solve(H, E.T)
    lam = np.linalg.lstsq(E @ W, E @ lowest - d)[0]
    return lowest - W @ lam, lam


def _off(A, b, x, residual):
    return np.any(residual > _TOLERANCE * (np.abs(A) @ np.abs(x) + np.abs(b)))


def _largest(values):
    return float(np.max(values, initial=0.0))


def _positive(radius):
    if not 0 < radius < np.inf:
        raise ValueError(f"radius must be positive and finite, got {radius}")
    return float(radius)


def _real(a, name, order):
    a = np.asarray(a)
    if a.dtype.kind in "iub":
        a = a.astype(float)
    if a.dtype.kind != "f" or a.ndim != order:
        raise ValueError(f"{name} must be real, of order {order}, got {a.dtype} {a.shape}")
    if a.shape[-1] == 0:
        raise ValueError(f"{name} is empty: {a.shape}")
    return a
