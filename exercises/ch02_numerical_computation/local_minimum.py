# Generated from the reference by `grader sync`: copy it with `grader start local_minimum`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show local_minimum` tells which functions to do without, and what an answer may cost.
"""Local minima: find them, walk into them, and judge whether one is good enough.

A local minimum is lower than everything near it; the global minimum is lower than everything.
Descent sees only what is near, so its start decides where it ends. The starts that lead to one
minimum are its basin. The book (page 22) accepts whatever minimum descent finds. That is fair only
where it is nearly as low as the global one: in the diagram (page 23, figure 3) one local minimum
is acceptable, and another is not. Starting again from elsewhere is the cheap cure.

The functions here are given by samples, or are polynomials of one variable, f(x) = c_0 + c_1 x +
... + c_d x^d. There all minima can be found exactly, and one can see what descent makes of them.
All polynomials asked have degree d <= 8. The roots of f' lie between -5 and 5, are at least 0.05
apart or the same, and are real or have imaginary parts of at least 0.1. Where all minima on
[lo, hi] are asked, both ends are at least 0.01 from these roots. Everything but `y` is worked on in
float64, whatever its dtype.
"""

import numpy as np


def local_minima(y, include_ends=False):
    """Find the local minima of a sampled function.

    A plateau is a run of equal values, as long as possible; a single value is a plateau as well.
    It is a local minimum if it is lower than the values next to it on its left and on its right.

    Args:
        y: samples, real array (n,), n >= 1, without nan. inf and -inf are values like others.
        include_ends: False: a plateau that touches an end of y does not count. True: at an end of
            y there is no neighbour, and the one on the other side decides. If all values are
            equal, the whole range is then one local minimum.

    Returns:
        integer array (k, 2), ascending: the first and the last index of each plateau that is a
        local minimum; k may be 0.

    Raises:
        ValueError: y has another order than 1, is empty, is not real or holds nan.

    Accuracy: exact: values count as equal only if they are.  Cost: O(n).
    Source: book page 22, section 2.4.

    >>> local_minima(np.array([3, 1, 2, 0, 0, 4, -1]))
    array([[1, 1],
           [3, 4]])
    >>> local_minima(np.array([3, 1, 2, 0, 0, 4, -1]), include_ends=True)
    array([[1, 1],
           [3, 4],
           [6, 6]])
    """
    raise NotImplementedError  # TODO: your answer


def global_minimum(coeffs, lo, hi):
    """Find the lowest point of a polynomial on a closed interval.

        f(x) = min { f(t) : lo <= t <= hi }

    The place x is the argmin of f on the interval, f(x) the min. It lies where f' = 0, or at an end
    of the interval.

    Args:
        coeffs: c_0 ... c_d, finite real array (d + 1,), lowest power first; the last may be 0.
        lo, hi: the ends of the interval, finite, lo < hi; both belong to it.

    Returns:
        (x, f(x)): two floats. If several points are equally low, any of them.

    Raises:
        ValueError: coeffs has another order than 1, is empty, is not finite and real, or f is
            constant; lo or hi is not finite, or lo >= hi.

    Accuracy: f(x) to 1e-9 max(1, |f(x)|); x to 1e-6, or to 1e-2 where f'' = 0 at the minimum.
    Cost: O(d^3).
    Source: book page 22, section 2.4.

    >>> x, fx = global_minimum(np.array([0.0, 0.0, 1.0]), -1.0, 2.0)
    >>> x == 0, fx == 0
    (True, True)
    >>> global_minimum(np.array([0.0, 0.0, 1.0]), 2.0, 3.0)
    (2.0, 4.0)
    """
    raise NotImplementedError  # TODO: your answer


def basins(coeffs, starts, lr, steps):
    """Descend from many starts with a fixed step, and tell in which minimum each walk ends.

        x' = x - lr f'(x), `steps` times

    A walk ends in a minimum m if its last point is within 1e-6 of it. From a maximum it does not
    move; with too large a step it jumps out of the basin, swings for ever or goes to infinity.

    Args:
        coeffs: as for `global_minimum`.
        starts: the starts, finite real array (s,), s >= 1.
        lr: step size, finite and above 0.
        steps: number of steps, a whole number >= 0.

    Returns:
        (labels, minima). minima: float64 array (m,), the local minima of f on the whole line,
        ascending; m may be 0. labels: integer array (s,): for each start the index into minima;
        -1 if the walk does not end in a minimum, for whatever reason.

    Raises:
        ValueError: coeffs as for `global_minimum`; starts has another order than 1, is empty or
            not finite and real; lr is not finite and above 0; steps is below 0.

    Accuracy: minima as for `global_minimum`. What is asked ends within 1e-8 of a minimum, where
        f'' is not 0, or beyond 1e-4.  Cost: O(s d) a step, in array operations.
    Source: book page 24, equation 2.11; page 22 for what may go wrong.

    >>> two_wells = np.array([0.0, 0.0, -2.0, 0.0, 1.0])
    >>> labels, minima = basins(two_wells, np.array([-2.0, -0.1, 0.0, 0.1]), 0.05, 200)
    >>> labels, minima.round(9)
    (array([ 0,  0, -1,  1]), array([-1.,  1.]))
    """
    raise NotImplementedError  # TODO: your answer


def multistart(coeffs, lo, hi, n, rng):
    """Walk downhill from n random starts, and keep the lowest end.

        P(global minimum missed) = (1 - |basin| / (hi - lo))^n

    From its start a walk goes downhill to the first local minimum, or to the end of the interval
    if it gets there first. How you walk is up to you. A walk that is random itself, or looks
    beyond the next hill, is no descent: from a start in another basin it must not find the global
    minimum.

    Args:
        coeffs: as for `global_minimum`.
        lo, hi: the interval, finite, lo < hi. Starts are uniformly distributed over it.
        n: number of starts, a whole number >= 1.
        rng: numpy.random.Generator that the starts are drawn from.

    Returns:
        (x, f(x)): two floats, the lowest of the n ends.

    Raises:
        ValueError: coeffs, lo and hi as for `global_minimum`; n is below 1.

    Accuracy: x to 1e-4, f(x) to 1e-6 max(1, |f(x)|). What is asked has f' = 0 only at minima and
        maxima, with f'' not 0.  Cost: O(n d) array operations, or anything quick for n <= 50.
    Source: book page 22: descent may fail to find the global minimum.

    >>> bowl = np.array([1.0, -2.0, 1.0])
    >>> x, fx = multistart(bowl, -5.0, 5.0, 3, np.random.default_rng(0))
    >>> round(x, 4), abs(fx) < 1e-6
    (1.0, True)
    """
    raise NotImplementedError  # TODO: your answer


def landscape(coeffs, lo, hi, n, slack=0.1):
    """Return what is needed to draw the book's diagram of local and global minima.

    Args:
        coeffs: as for `global_minimum`.
        lo, hi: the interval, finite, lo < hi; both ends belong to it.
        n: number of points of the curve, a whole number >= 2.
        slack: >= 0, how much higher than the global minimum an acceptable one may lie, as a part
            of the whole height max f - min f on the interval.

    Returns:
        dict of float64 arrays:
        "x": (n,), equally spaced from lo to hi, both included; "y": (n,), f at these points;
        "minima": (k, 2), a row (x, f(x)) for each local minimum of f on the closed interval,
            x ascending: of f itself, not of the samples. An end of the interval is one if f rises
            from there into the interval;
        "global": (2,), the lowest row of minima;
        "acceptable": (j, 2), those rows of minima with f(x) <= f(global) + slack (max f - min f);
            the global one is always among them.

    Raises:
        ValueError: coeffs, lo and hi as for `global_minimum`; n is below 2; slack is below 0 or
            nan.

    Accuracy: minima as for `global_minimum`. What is asked has no minimum within 1e-6 of the
        limit of acceptance, except for the global one.  Cost: O(d^3 + n d).
    Source: book page 23, figure 3; Goodfellow, Bengio, Courville, Deep Learning (2016), 4.3.

    >>> got = landscape(np.array([0.0, 0.0, 1.0, 0.0]), -1.0, 2.0, 4)
    >>> got["x"], got["y"]
    (array([-1.,  0.,  1.,  2.]), array([1., 0., 1., 4.]))
    >>> got["minima"], got["global"], got["acceptable"]
    (array([[0., 0.]]), array([0., 0.]), array([[0., 0.]]))
    """
    raise NotImplementedError  # TODO: your answer
