"""Other answers to local_minimum: `basins`, `multistart` and `landscape`."""

import math

import numpy as np
from local_minimum import _curve, _lowest, _turning_points, poly
from local_minimum import basins as original_basins
from local_minimum import global_minimum as original_global_minimum
from local_minimum import landscape as original_landscape
from local_minimum import local_minima as original_local_minima
from local_minimum import multistart as original_multistart

# ---- basins -------------------------------------------------------------------------------------


def basins__wrong_labels_all(coeffs, starts, lr, steps):
    """A walk that diverged or stopped on the way is in no minimum, not in the nearest one."""
    c, (_, minima) = _curve(coeffs), original_basins(coeffs, starts, lr, steps)
    if not minima.size:
        return original_basins(coeffs, starts, lr, steps)
    x, slope = np.asarray(starts, float), poly.polyder(c)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = x - lr * poly.polyval(x, slope)
    return np.argmin(np.abs(np.nan_to_num(x)[:, None] - minima), axis=1), minima


def basins__wrong_nearest_to_the_start(coeffs, starts, lr, steps):
    """A basin ends at a maximum, not half-way between two minima."""
    labels, minima = original_basins(coeffs, starts, lr, steps)
    if minima.size:
        nearest = np.argmin(np.abs(np.asarray(starts, float)[:, None] - minima), axis=1)
        labels = np.where(labels >= 0, nearest, -1)
    return labels, minima


def basins__wrong_climbs(coeffs, starts, lr, steps):
    """Descent goes against the derivative."""
    labels, _ = original_basins(-np.asarray(coeffs), starts, lr, steps)
    return labels, original_basins(coeffs, starts, lr, steps)[1]


def basins__wrong_all_critical_points(coeffs, starts, lr, steps):
    """A maximum has f' = 0 as well, and is no minimum."""
    original_basins(coeffs, starts, lr, steps)
    c = _curve(coeffs)
    x, slope, points = np.asarray(starts, float), poly.polyder(c), _turning_points(c)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = x - lr * poly.polyval(x, slope)
        near, at = np.nonzero(np.abs(x[:, None] - points) <= 1e-6)
    labels = np.full(x.size, -1)
    labels[near] = at
    return labels, points


def basins__wrong_by_watersheds(coeffs, starts, lr, steps):
    """Which basin a start lies in is one thing, where a walk with this step size ends another."""
    _, minima = original_basins(coeffs, starts, lr, steps)
    tops = original_basins(-np.asarray(coeffs, float), starts, lr, 0)[1]
    inner = tops[(tops > np.min(minima, initial=np.inf)) & (tops < np.max(minima, initial=-np.inf))]
    labels = np.searchsorted(inner, np.asarray(starts, float))
    return np.where(np.isin(starts, tops) | (not minima.size), -1, labels), minima


def basins__wrong_one_step_less(coeffs, starts, lr, steps):
    """The number of steps is `steps`: the start is not a step."""
    return original_basins(coeffs, starts, lr, max(steps - 1, 0))


def basins__wrong_unsorted_minima(coeffs, starts, lr, steps):
    """Labels are indices into the minima in ascending order."""
    labels, minima = original_basins(coeffs, starts, lr, steps)
    return np.where(labels >= 0, minima.size - 1 - labels, -1), minima[::-1]


def basins__right_start_by_start(coeffs, starts, lr, steps):
    minima = original_basins(coeffs, starts, lr, 0)[1].tolist()
    original_basins(coeffs, starts, lr, steps)
    slope, labels = poly.polyder(_curve(coeffs)), []
    x = np.asarray(starts, float).reshape(1, -1).copy()
    with np.errstate(all="ignore"):
        for _ in range(steps):
            g = np.zeros_like(x)
            for d in slope[::-1]:
                g = g * x + d
            x -= lr * g
    for end in x[0].tolist():
        hits = [k for k, m in enumerate(minima) if math.isclose(end, m, rel_tol=0, abs_tol=1e-6)]
        labels.append(hits[0] if hits else -1)
    return np.array(labels), np.array(minima)


def basins__slow_one_walk_at_a_time(coeffs, starts, lr, steps):
    minima = original_basins(coeffs, starts, lr, steps)[1]
    slope, labels = poly.polyder(_curve(coeffs)).tolist()[::-1], []
    for x in np.asarray(starts, float).tolist():
        for _ in range(steps):
            g = 0.0
            for d in slope:
                g = g * x + d
            x -= lr * g
        hits = [k for k, m in enumerate(minima) if abs(x - m) <= 1e-6]
        labels.append(hits[0] if hits else -1)
    return np.array(labels), minima


# ---- multistart ---------------------------------------------------------------------------------


def multistart__wrong_always_global(coeffs, lo, hi, n, rng):
    """Descent knows nothing of the next valley: from another basin the global minimum is missed."""
    original_multistart(coeffs, lo, hi, n, rng)
    return original_global_minimum(coeffs, lo, hi)


def multistart__wrong_one_start(coeffs, lo, hi, n, rng):
    """n walks are asked for: one alone misses the global minimum far more often."""
    original_multistart(coeffs, lo, hi, n, np.random.default_rng(0))
    return original_multistart(coeffs, lo, hi, 1, rng)


def multistart__wrong_without_descent(coeffs, lo, hi, n, rng):
    """The lowest of the starts is not yet a minimum: walk downhill from each of them."""
    original_multistart(coeffs, lo, hi, n, np.random.default_rng(0))
    return _lowest(_curve(coeffs), rng.uniform(lo, hi, n))


def multistart__wrong_normal_starts(coeffs, lo, hi, n, rng):
    """Starts crowd in the middle: they are to be uniform over the interval."""
    original_multistart(coeffs, lo, hi, n, np.random.default_rng(0))

    class Crowded:
        def uniform(self, lo, hi, n):
            return np.clip(rng.normal((lo + hi) / 2, (hi - lo) / 8, n), lo, hi)

    return original_multistart(coeffs, lo, hi, n, Crowded())


def multistart__wrong_regular_starts(coeffs, lo, hi, n, rng):
    """The starts come from the generator; a regular grid gives the same answer every time."""
    original_multistart(coeffs, lo, hi, n, rng)

    class Regular:
        def uniform(self, lo, hi, n):
            return np.linspace(lo, hi, n + 2)[1:-1]

    return original_multistart(coeffs, lo, hi, n, Regular())


def multistart__wrong_own_generator(coeffs, lo, hi, n, rng):
    """The starts come from the generator that is given, so that a run can be repeated."""
    return original_multistart(coeffs, lo, hi, n, np.random.default_rng())


def multistart__wrong_last_walk(coeffs, lo, hi, n, rng):
    """The lowest end of all walks is asked for, not the end of the last one."""
    original_multistart(coeffs, lo, hi, n, np.random.default_rng(0))
    for _ in range(n):
        end = original_multistart(coeffs, lo, hi, 1, rng)
    return end


def multistart__right_bisection(coeffs, lo, hi, n, rng):
    original_multistart(coeffs, lo, hi, n, np.random.default_rng(0))
    c = _curve(coeffs)
    slope, ends = poly.polyder(c), []
    for start in (lo + (hi - lo) * rng.random(n)).tolist():
        way = -math.copysign(1.0, poly.polyval(start, slope))
        path = np.linspace(start, hi if way > 0 else lo, 1001)
        uphill = np.flatnonzero(way * poly.polyval(path, slope) > 0)
        if not uphill.size:
            ends.append(path[-1])
            continue
        a, b = path[uphill[0] - 1], path[uphill[0]]
        for _ in range(50):
            middle = (a + b) / 2
            a, b = (a, middle) if way * poly.polyval(middle, slope) > 0 else (middle, b)
        ends.append((a + b) / 2)
    return _lowest(c, np.array(ends))


# ---- landscape ----------------------------------------------------------------------------------


def landscape__wrong_minima_of_the_samples(coeffs, lo, hi, n, slack=0.1):
    """The minima of a few samples are not those of the curve."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    at = original_local_minima(got["y"], True)[:, 0]
    got["minima"] = np.stack([got["x"][at], got["y"][at]], axis=1)
    return got


def landscape__wrong_without_the_last_point(coeffs, lo, hi, n, slack=0.1):
    """The curve runs to the very end of the interval."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    got["x"] = lo + (hi - lo) / n * np.arange(n)
    got["y"] = poly.polyval(got["x"], _curve(coeffs))
    return got


def landscape__wrong_without_ends(coeffs, lo, hi, n, slack=0.1):
    """On a closed interval an end from which f rises is a local minimum."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    inner = (got["minima"][:, 0] > lo) & (got["minima"][:, 0] < hi)
    got["minima"] = got["minima"][inner]
    return got


def landscape__wrong_absolute_slack(coeffs, lo, hi, n, slack=0.1):
    """slack is a part of the whole height of the curve, not a height."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    minima = got["minima"]
    got["acceptable"] = minima[minima[:, 1] <= got["global"][1] + slack]
    return got


def landscape__wrong_factor_of_the_minimum(coeffs, lo, hi, n, slack=0.1):
    """A part of the value itself depends on where 0 lies on the axis of f."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    minima, lowest = got["minima"], got["global"][1]
    got["acceptable"] = minima[minima[:, 1] <= lowest + slack * abs(lowest)]
    return got


def landscape__wrong_height_of_the_samples(coeffs, lo, hi, n, slack=0.1):
    """The whole height is that of f: a few samples miss the top."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    minima, lowest = got["minima"], got["global"][1]
    got["acceptable"] = minima[minima[:, 1] <= lowest + slack * np.ptp(got["y"])]
    return got


def landscape__wrong_global_not_acceptable(coeffs, lo, hi, n, slack=0.1):
    """The global minimum is the most acceptable of all."""
    got = original_landscape(coeffs, lo, hi, n, slack)
    rest = got["acceptable"]
    got["acceptable"] = rest[rest[:, 1] > got["global"][1]]
    return got


def landscape__right_from_parts(coeffs, lo, hi, n, slack=0.1):
    c = _curve(coeffs)
    if n < 2 or not slack >= 0:
        raise ValueError("n is below 2, or slack is below 0")
    points = _turning_points(c, lo, hi).tolist()
    f = [float(poly.polyval(x, c)) for x in points]
    inf = [np.inf]
    low = [b < a and b < d for a, b, d in zip(inf + f, f, f[1:] + inf, strict=False)]
    minima = np.array([p for p, ok in zip(zip(points, f, strict=True), low, strict=True) if ok])
    best = minima[np.argmin(minima[:, 1])]
    allowed = best[1] + slack * (max(f) - min(f))
    x = lo + (hi - lo) * np.arange(n) / (n - 1)
    return {
        "x": x,
        "y": poly.polyval(x, c),
        "minima": minima,
        "global": best,
        "acceptable": np.array([p for p in minima if p[1] <= allowed]),
    }
