"""Other answers to `local_minimum`, each named by the verdict it must get."""

from itertools import pairwise

import numpy as np
from local_minimum import _curve, _lowest, _turning_points, poly
from local_minimum import global_minimum as original_global_minimum
from local_minimum import landscape as original_landscape
from local_minimum import local_minima as original_local_minima


def _samples(y):
    """Refuse what `local_minima` refuses."""
    original_local_minima(y)
    return np.asarray(y)


# ---- local_minima -------------------------------------------------------------------------------


def local_minima__wrong_single_values(y, include_ends=False):
    """With a strict comparison of each value with its neighbours plateaus are lost."""
    found = original_local_minima(_samples(y), include_ends)
    return found[found[:, 0] == found[:, 1]]


def local_minima__wrong_loose_comparison(y, include_ends=False):
    """A value that is not above its neighbours may lie on a slope's terrace."""
    y = _samples(y)
    left = np.concatenate([[include_ends], y[1:] <= y[:-1]])
    right = np.concatenate([y[:-1] <= y[1:], [include_ends]])
    at = np.flatnonzero(left & right)
    return np.stack([at, at], axis=1)


def local_minima__wrong_global_only(y, include_ends=False):
    """The smallest value is one local minimum; there are others."""
    found = original_local_minima(y, include_ends)
    heights = np.asarray(y)[found[:, 0]]
    return found[heights == np.min(heights, initial=np.inf)]


def local_minima__wrong_ends_always(y, include_ends=False):
    """A point at the end has only one neighbour: it counts on request only."""
    return original_local_minima(y, True)


def local_minima__wrong_ends_never(y, include_ends=False):
    """On request an end counts where its one neighbour is higher."""
    return original_local_minima(y)


def local_minima__wrong_left_index_only(y, include_ends=False):
    """A plateau has a first and a last index."""
    found = original_local_minima(y, include_ends)
    return found[:, [0, 0]]


def local_minima__wrong_right_end_open(y, include_ends=False):
    """The second index is that of the last value on the plateau, not the one after it."""
    return original_local_minima(y, include_ends) + np.array([0, 1])


def local_minima__wrong_differences(y, include_ends=False):
    """inf - inf is nan, and differences of numbers without sign wrap around: compare instead."""
    y = _samples(y)
    with np.errstate(all="ignore"):
        d = np.diff(y) if y.dtype.kind != "b" else np.diff(y.astype(int))
    steps = np.flatnonzero(d)
    signs = np.sign(d[steps].astype(float))
    left, right = np.r_[0, steps + 1], np.r_[steps, y.size - 1]
    falls, rises = np.r_[include_ends, signs < 0], np.r_[signs > 0, include_ends]
    return np.stack([left, right], axis=1)[(falls != 0) & (rises != 0)]


def local_minima__wrong_tolerance(y, include_ends=False):
    """Values count as equal only if they are: a tolerance joins a shallow minimum to its walls."""
    y = _samples(y)
    return original_local_minima(np.round(y.astype(float), 9), include_ends)


def local_minima__right_loop(y, include_ends=False):
    values = _samples(y).tolist()
    n, i, found = len(values), 0, []
    while i < n:
        j = i
        while j + 1 < n and values[j + 1] == values[i]:
            j += 1
        left = include_ends if i == 0 else values[i - 1] > values[i]
        right = include_ends if j == n - 1 else values[j + 1] > values[i]
        if left and right:
            found.append((i, j))
        i = j + 1
    return np.array(found, int).reshape(-1, 2)


def local_minima__slow_search_from_each_point(y, include_ends=False):
    values = _samples(y).tolist()
    n, found = len(values), []
    for i in range(n):
        a = b = i
        while a > 0 and values[a - 1] == values[i]:
            a -= 1
        while b < n - 1 and values[b + 1] == values[i]:
            b += 1
        left = include_ends if a == 0 else values[a - 1] > values[i]
        right = include_ends if b == n - 1 else values[b + 1] > values[i]
        if left and right and (a, b) not in found[-1:]:
            found.append((a, b))
    return np.array(found, int).reshape(-1, 2)


# ---- global_minimum -----------------------------------------------------------------------------


def global_minimum__wrong_without_ends(coeffs, lo, hi):
    """The lowest point of an interval may be one of its ends, where f' is not 0."""
    original_global_minimum(coeffs, lo, hi)
    c = _curve(coeffs)
    points = _turning_points(c, lo, hi)
    return _lowest(c, points[1:-1] if points.size > 2 else points)


def global_minimum__wrong_outside(coeffs, lo, hi):
    """A point where f' = 0 counts only if it lies in the interval."""
    original_global_minimum(coeffs, lo, hi)
    c = _curve(coeffs)
    return _lowest(c, np.concatenate([[lo, hi], _turning_points(c)]))


def global_minimum__wrong_grid(coeffs, lo, hi):
    """The best point of a grid is near the minimum only, as near as its spacing allows."""
    original_global_minimum(coeffs, lo, hi)
    return _lowest(_curve(coeffs), np.linspace(lo, hi, 2001))


def global_minimum__wrong_first_local(coeffs, lo, hi):
    """Descent from one start finds a local minimum, not always the global one."""
    got = original_landscape(coeffs, lo, hi, 2)["minima"]
    return tuple(got[0].tolist())


def global_minimum__wrong_real_parts(coeffs, lo, hi):
    """Complex roots of f' are no points of the line, and their real parts are nothing special."""
    original_global_minimum(coeffs, lo, hi)
    c = _curve(coeffs)
    x = np.roots(poly.polyder(c)[::-1]).real
    inside = x[(x > lo) & (x < hi)]
    return (
        (float(inside[0]), original_global_minimum(coeffs, lo, hi)[1])
        if inside.size
        else (_lowest(c, np.array([lo, hi])))
    )


def global_minimum__wrong_highest(coeffs, lo, hi):
    """The lowest point is asked for, not the highest."""
    original_global_minimum(coeffs, lo, hi)
    x, fx = original_global_minimum(-np.asarray(coeffs, float), lo, hi)
    return x, -fx


def global_minimum__right_bisection(coeffs, lo, hi):
    original_global_minimum(coeffs, lo, hi)
    c = _curve(coeffs)
    levels = [poly.polyder(c, k) for k in range(len(c) - 2, 0, -1)]
    cuts = [lo, hi]
    for d in levels:  # roots of one derivative lie between those of the next
        roots = []
        for a, b in pairwise(cuts):
            rising = poly.polyval(b, d) > 0
            if rising == (poly.polyval(a, d) > 0):
                continue
            for _ in range(80):
                middle = (a + b) / 2
                if (poly.polyval(middle, d) > 0) == rising:
                    b = middle
                else:
                    a = middle
            roots.append(a)
        cuts = [lo, *roots, hi]
    return _lowest(c, np.array([float(x) for x in cuts]))
