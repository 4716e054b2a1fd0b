# Generated from the reference by `grader sync`: copy it with `grader start min_max_saddle`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show min_max_saddle` tells which functions to do without, and what an answer may cost.
"""Critical points: where the slope is 0, what kind of point that is, and what a step will do.

At a critical point the gradient says nothing more. In one variable the first derivative that is
not 0 decides: of odd order, the curve passes through (the book calls that a saddle); of even
order, its sign tells a minimum from a maximum. The usual f'' > 0 is only the first such case:
f'' = 0 says nothing at all. x^3, x^4 and -x^4 have it at 0, and are three different answers.

In several variables the eigenvalues of the Hessian take the place of f''. Both signs make a saddle,
but a saddle need not have them, whatever page 56 of the book says: like x^3, it may have only
zeros. Steepest descent stops wherever the gradient vanishes (page 24), so "it converged" does not
yet mean "minimum".

Everything is worked out in float64, whatever the dtype of the arguments.
"""

import numpy as np


def critical_points(coeffs):
    """Find and classify the real critical points of a polynomial.

        f(x) = c_0 + c_1 x + ... + c_d x^d,   f'(x) = 0

    Roots of f' within 1e-4 max(1, |x|) of each other, or of the real line, are rounded copies of
    one multiple real root, and count as one point. The unit of f does not matter: 1e-12 f has the
    same points as f.

    Args:
        coeffs: c_0 ... c_d, real array (d + 1,), lowest power first; the last may be 0.

    Returns:
        list of pairs (x, kind), x a float, in ascending order. kind is "minimum", "maximum" or
        "saddle" (the curve rises, or falls, on both sides). A straight line has none: [].

    Raises:
        ValueError: coeffs has another order than 1, is empty, is not finite, or f is constant.

    Accuracy: 1e-8 max(1, |x|) at a simple root of f', 1e-4 max(1, |x|) at one of multiplicity 2
        or 3; up to 5 at x = 0. What is asked has roots that are at least 0.01 max(1, |x|) apart.
    Cost: O(d^3).
    Source: book page 22, figure 2.

    >>> critical_points(np.array([0.0, 0.0, 0.0, 1.0]))
    [(0.0, 'saddle')]
    >>> critical_points(np.array([0.0, 0.0, 0.0, 0.0, -1.0]))
    [(0.0, 'maximum')]
    """
    raise NotImplementedError  # TODO: your answer


def classify_hessian(H, rtol=1e-8):
    """Tell what kind of critical point a Hessian belongs to.

    An eigenvalue counts as 0 if its modulus is at most rtol times the largest modulus.

    Args:
        H: real symmetric array (n, n), n >= 1.
        rtol: see above.

    Returns:
        "saddle" if eigenvalues of both signs are there; else "inconclusive" if one counts as 0
        (higher derivatives decide); else "minimum" (all above 0) or "maximum" (all below 0).

    Raises:
        ValueError: H is not square, is empty, is not finite, or differs from its transpose by
            more than 1e-6 of its largest entry.

    Accuracy: exact, but for eigenvalues that rounding may carry across the limit; none is asked
        that close to it, except in diagonal matrices.  Cost: O(n^3).
    Source: book pages 22 and 25; Strang, Linear Algebra and Learning from Data (2019), I.7.

    >>> classify_hessian(np.array([[2.0, 0.0], [0.0, -1.0]]))
    'saddle'
    >>> classify_hessian(np.array([[1.0, 1.0], [1.0, 1.0]]))
    'inconclusive'
    """
    raise NotImplementedError  # TODO: your answer


def slope_curvature(g, H, u):
    """Return slope and curvature of a function along a direction.

        slope = g'u / |u|,   curvature = u'H u / |u|^2

    Args:
        g: gradient, real array (n,).
        H: Hessian, real symmetric array (n, n).
        u: direction, real array (n,), not 0; only its direction counts: it may be as short as
            1e-200 or as long as 1e200.

    Returns:
        (slope, curvature), two floats.

    Raises:
        ValueError: u is 0; H as in `classify_hessian`; the shapes do not fit together.

    Accuracy: n eps |g| and n eps |H|.  Cost: O(n^2).
    Source: book pages 23 and 25, equation 2.8.

    >>> slope_curvature(np.array([1.0, 2.0]), np.diag([4.0, 6.0]), np.array([0.0, 5.0]))
    (2.0, 6.0)
    """
    raise NotImplementedError  # TODO: your answer


def stationary_point(H, b):
    """Jump to the critical point of a quadratic function.

        q(x) = 1/2 x'H x - b'x,   grad q = H x - b = 0

    Args:
        H: real symmetric array (n, n), n >= 1; it may be singular.
        b: real array (n,).

    Returns:
        (x, kind). x is a float64 array (n,) with H x = b, any of them if there are several; None
        if there is none. kind is `classify_hessian(H)`, also where x is None.

    Raises:
        ValueError: H as in `classify_hessian`; b does not fit to H.

    Accuracy: |H x - b| <= 1e-8 |b|; no x comes that close: None. What is asked has eigenvalues
        that are 0, or at least 1e-4 of the largest.  Cost: O(n^3).
    Source: book page 24, "jump to the critical point".

    >>> stationary_point(np.array([[2.0, 0.0], [0.0, -4.0]]), np.array([2.0, 4.0]))
    (array([ 1., -1.]), 'saddle')
    >>> stationary_point(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0.0, 1.0]))
    (None, 'inconclusive')
    """
    raise NotImplementedError  # TODO: your answer


def step_forecast(g, H, eps):
    """Forecast what a gradient step x' = x - eps g does to f, and which eps does most.

        f(x') - f(x) = -eps g'g + 1/2 eps^2 g'H g,   best eps = g'g / g'H g

    The gradient alone promises -eps g'g. Negative curvature gives more than that, positive
    curvature less; from eps = 2 best on, the step makes things worse.

    Args:
        g: gradient, real array (n,).
        H: Hessian, real symmetric array (n, n).
        eps: step size, a number of either sign.

    Returns:
        (change, best), two floats. best is inf where g'H g <= 0: the forecast has no bottom.

    Raises:
        ValueError: H as in `classify_hessian`; g does not fit to H.

    Accuracy: n eps relative to the sum of the moduli of both terms.  Cost: O(n^2).
    Source: book page 25, figure 4.

    >>> step_forecast(np.array([2.0, 0.0]), np.diag([4.0, 1.0]), 0.25)
    (-0.5, 0.25)
    >>> step_forecast(np.array([2.0, 0.0]), np.diag([-4.0, 1.0]), 0.25)
    (-1.5, inf)
    """
    raise NotImplementedError  # TODO: your answer
