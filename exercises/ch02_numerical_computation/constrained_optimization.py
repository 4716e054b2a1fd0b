# Generated from the reference by `grader sync`: copy it with `grader start constrained_optimization`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show constrained_optimization` tells which functions to do without, and what an answer may cost.
"""Minimise where not every x is allowed: in a ball, on a plane, in a polyhedron.

`ls_in_ball` sets two methods for one problem side by side: projected descent takes an ordinary
step and returns to the nearest allowed point; the Lagrangian adds the constraint to the objective,
at a price. The book (page 25) speaks of the two as if they were one. They are not: the first needs
no multiplier, the second never projects.

Page 26 calls the Lagrangian a tool for equalities just after using it for x'x <= 1. An inequality
needs two more conditions, which the page leaves out: its multiplier is not negative, and is 0
where the constraint has slack. With them these are the conditions of Karush, Kuhn and Tucker (KKT).
Nor is "solve the unconstrained problem" all that remains: the point sought is a minimum over x but
a maximum over the multipliers.

Signs, everywhere: L = f(x) + lam'(Ex - d) + alpha'(Gx - h), where Ex = d and Gx <= h. Results are
float32 if all arrays of the call are, else float64.
"""

import numpy as np


def project_ball(x, radius=1.0):
    """Return the point of the ball ||p|| <= radius that lies nearest to x.

        p = x                    if ||x|| <= radius
        p = x radius / ||x||     otherwise

    Args:
        x: point (n,), n >= 1. A nan stays nan.
        radius: above 0 and finite.

    Returns:
        array (n,), a new one also where it equals x.

    Raises:
        ValueError: radius is not above 0 and finite; x is not a vector of real numbers, or empty.

    Accuracy: 1e-12 radius (1e-5 radius in float32); exactly x inside the ball.  Cost: O(n).
    Source: book page 25, section 2.5.

    >>> project_ball(np.array([3.0, 4.0]))
    array([0.6, 0.8])
    >>> project_ball(np.array([3.0, 4.0]), radius=6.0)
    array([3., 4.])
    """
    raise NotImplementedError  # TODO: your answer


def ls_in_ball(M, b, radius=1.0, method="lagrangian"):
    """Solve least squares in a ball, and name the price of the ball.

        min 1/2 ||Mx - b||^2  subject to  x'x <= radius^2,   L = f + lam (x'x - radius^2)
        (M'M + 2 lam I) x = M'b,   lam >= 0,   lam (x'x - radius^2) = 0

    If M^+ b, the unconstrained solution of least norm, lies in the ball, it is the answer, and
    lam = 0. Otherwise lam is the only number above 0 at which ||x|| = radius: ||x|| falls as lam
    grows. Increasing lam by steps until the norm fits, as page 26 has it, is slow or inexact.

    Args:
        M: matrix (m, n), m, n >= 1, tall or wide, of any rank. Singular values up to
            (m + n) eps times the largest are taken for 0.
        b: right side (m,).
        radius: above 0 and finite.
        method: "lagrangian" looks for lam; "projected" starts at 0, walks downhill and projects
            after each step. The steps it takes grow with the square of the ratio of the largest
            to the smallest nonzero singular value, so "projected" is asked up to a ratio of 5.

    Returns:
        (x, lam): array (n,) and float. lam is exactly 0 where ||M^+ b|| is clearly below radius.

    Raises:
        ValueError: radius is not above 0 and finite; M or b is empty, holds nan or inf or
            anything but real numbers, or has another order; their lengths differ; another method.

    Accuracy: ||x|| <= radius (1 + 1e-9), and >= radius (1 - 1e-9) where M^+ b is outside. With the
        largest singular value s the equation for x holds to 1e-8 s (s radius + ||b||), and x has
        least norm to 1e-8 radius; by "projected" 1e-6 stands for 1e-8. In float32 1e-5 stands for
        1e-9 and 1e-4 for 1e-8.
    Cost: "lagrangian" one factorisation of M or M'M, then O(n) for each lam that is tried.
    Source: book pages 25 and 26, section 2.5; More, Sorensen, Computing a Trust Region Step (1983).

    >>> x, lam = ls_in_ball(np.diag([2.0, 1.0]), np.array([0.0, 3.0]))
    >>> np.round(x, 12) + 0.0, round(lam, 12)
    (array([0., 1.]), 1.0)
    >>> x, lam = ls_in_ball(np.array([[1.0, 1.0]]), np.array([1.0]), radius=5.0)
    >>> np.round(x, 12), lam
    (array([0.5, 0.5]), 0.0)
    """
    raise NotImplementedError  # TODO: your answer


def qp_equality(H, c, E, d):
    """Minimise a convex quadratic where linear equations hold.

        min 1/2 x'Hx + c'x  subject to  Ex = d:    Hx + c + E'lam = 0,   Ex = d

    Args:
        H: symmetric positive definite (n, n), n >= 1.
        c: (n,).
        E: (k, n). Rows may be redundant if they do not contradict each other, and k may be 0.
        d: (k,).

    Returns:
        (x, lam): arrays (n,) and (k,). Where several lam fit, any of them.

    Raises:
        ValueError: Ex = d has no solution: every x misses some row by more than 1e-8 times that
            row's |E||x0| + |d|, where x0 is the minimum without constraints. H is not positive
            definite, or not symmetric (up to rounding); shapes do not fit; n is 0; an argument
            holds nan, inf or anything but real numbers.

    Accuracy: for well-conditioned H and E both equations hold to 1e-8 of the size of their terms
        at x and x0; a float32 result to 1e-3 of its largest entry.  Cost: O((n + k)^3).
    Source: book page 26, section 2.5, equation 2.12 without inequalities.

    >>> x, lam = qp_equality(2 * np.eye(2), np.zeros(2), np.array([[1.0, 1.0]]), np.array([2.0]))
    >>> np.round(x, 12), np.round(lam, 12)
    (array([1., 1.]), array([-2.]))
    """
    raise NotImplementedError  # TODO: your answer


def qp_inequality(H, c, G, h):
    """Minimise a convex quadratic in a polyhedron.

        min 1/2 x'Hx + c'x  subject to  Gx <= h:
        Hx + c + G'alpha = 0,   Gx <= h,   alpha >= 0,   alpha_i (Gx - h)_i = 0

    Args:
        H: symmetric positive definite (n, n), n >= 1.
        c: (n,).
        G: (k, n) with k from 0 to 8. Rows may be redundant, and more than n of them may hold
            with equality at once.
        h: (k,).

    Returns:
        (x, alpha): arrays (n,) and (k,). alpha is the price of the constraints: the least value
        of the objective changes by -alpha_i for each unit of h_i. It is 0 where there is slack.
        Where several alpha fit, any of them.

    Raises:
        ValueError: no x fulfils Gx <= h, not even to within 1e-8 (|G||x0| + |h|), in each row,
            where x0 is the minimum without constraints; otherwise as for `qp_equality`.

    Accuracy: for well-conditioned H and G the four conditions hold to 1e-8 of the size of their
        terms at x and x0; a float32 result to 1e-3 of its largest entry.
    Cost: O(n^3 + 2^k (n + k)^3).
    Source: book page 26, section 2.5, equation 2.12 with the two conditions that it lacks;
        Nocedal, Wright, Numerical Optimization (2006), 12.3 and 16.

    >>> G, h = np.eye(2), np.array([1.0, 5.0])
    >>> x, alpha = qp_inequality(np.eye(2), np.array([-3.0, -3.0]), G, h)
    >>> np.round(x, 12), np.round(alpha, 12)
    (array([1., 3.]), array([2., 0.]))
    """
    raise NotImplementedError  # TODO: your answer


def kkt_residuals(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    """Measure by how much x and its multipliers miss each KKT condition.

        "stationarity"       max |Hx + c + E'lam + G'alpha|
        "equality"           max |Ex - d|
        "inequality"         max (Gx - h),  0 if that is negative
        "dual"               max (-alpha),  0 if that is negative
        "complementarity"    max |alpha_i (Gx - h)_i|

    If H is positive semidefinite and all five are 0, x is a minimum.

    Args:
        H: symmetric (n, n), n >= 1; it need not be positive definite.
        c: (n,).
        x: the point that is judged, (n,).
        E, d, lam: equalities (k, n), (k,) and their multipliers (k,). k = 0 or None for all three
            means that there are none.
        G, h, alpha: inequalities and their multipliers, likewise.

    Returns:
        dict with the five keys and floats, not divided by any scale. Conditions on constraints
        that do not exist are met: 0. A nan in x, c, d, h or a multiplier makes each residual nan
        whose formula contains it.

    Raises:
        ValueError: E, d, lam or G, h, alpha are given in part only; shapes do not fit, n is 0; an
            argument holds anything but real numbers.

    Accuracy: 1e-12 of the size of the terms.  Cost: O(n (n + k)).
    Source: book page 26, section 2.5.

    >>> kkt = kkt_residuals(np.eye(1), np.zeros(1), np.array([2.0]),
    ...                     G=np.eye(1), h=np.ones(1), alpha=np.array([-2.0]))
    >>> kkt["stationarity"], kkt["inequality"], kkt["dual"], kkt["complementarity"]
    (0.0, 1.0, 2.0, 2.0)
    """
    raise NotImplementedError  # TODO: your answer
