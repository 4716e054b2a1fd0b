from itertools import groupby

import numpy as np
from numpy.polynomial import polynomial as poly

from grader.checks import needs, points


def from_slope(roots, factor=1.0, rest=(1.0,), height=0.0):
    """Coefficients of a polynomial whose derivative has these roots (and those of `rest`)."""
    c = poly.polyint(factor * poly.polymul(poly.polyfromroots(roots), rest))
    return np.concatenate([[height], c[1:]])


def by_definition(y, ends):
    """The local minima of a short list, straight from the definition."""
    n, found = len(y), []
    for i in range(n):
        for j in range(i, n):
            level = all(y[k] == y[i] for k in range(i, j + 1))
            left = y[i - 1] > y[i] if i > 0 else ends
            right = y[j + 1] > y[j] if j < n - 1 else ends
            if level and left and right:
                found.append([i, j])
    return np.array(found, int).reshape(-1, 2)


def by_runs(y):
    """The inner local minima of a long array, run by run."""
    runs, at = [], 0
    for height, run in groupby(y.tolist()):
        length = len(list(run))
        runs.append((height, at, at + length - 1))
        at += length
    inner = zip(runs, runs[1:], runs[2:], strict=False)
    found = [[b[1], b[2]] for a, b, c in inner if a[0] > b[0] < c[0]]
    return np.array(found, int).reshape(-1, 2)


def pair(check, got):
    """Check the form of a pair (x, f(x)) and return it."""
    x, fx = check.items(got, 2)
    check.shape(x, (), "x")
    check.shape(fx, (), "f(x)")
    return float(x), float(fx)


def valleys_of(c, roots, lo, hi):
    """The local minima on [lo, hi], of a polynomial with f' = 0 (and a change of sign) at roots."""
    inside = [r for r in roots if lo < r < hi]
    x = np.array([lo, *sorted(inside), hi])
    f = poly.polyval(x, c)
    low = np.ones(len(x), bool)
    low[1:] &= f[1:] < f[:-1]
    low[:-1] &= f[:-1] < f[1:]
    return x[low], f[low]


def spread(rng, count):
    """Points in [-3, 3], at least 0.3 apart, in ascending order."""
    return np.linspace(-2.5, 2.5, count) + rng.uniform(-0.2, 0.2, count)


def away_from(roots, rng, lo, hi):
    """A number between lo and hi, at least 0.01 from each of the roots."""
    draws = rng.uniform(lo, hi, 50)
    far = np.all(np.abs(draws[:, None] - roots) > 0.01, axis=1)
    return float(draws[far][0])


@points(1)
def test_local_minima(student, rng, check):
    """The local minima are the plateaus lower than both neighbours, each from end to end."""
    series = [rng.integers(0, rng.integers(2, 6), rng.integers(1, 12)) for _ in range(60)]
    found = student.local_minima.each([(y,) for y in series])
    scaled = [rng.uniform(0.1, 10.0) * y + rng.normal() for y in series]
    found_scaled = student.local_minima.each([(y,) for y in scaled])
    found_reversed = student.local_minima.each([(y[::-1],) for y in series])
    for y, got, moved, back in zip(series, found, found_scaled, found_reversed, strict=True):
        check.equal(got, by_definition(y.tolist(), False), "the intervals")
        check.true(got.dtype.kind in "iu", "The indices are not integers.")
        check.equal(moved, got, "the intervals of a y + b")
        check.equal(back, len(y) - 1 - got[::-1, ::-1], "the intervals of y reversed")
    check.equal(student.local_minima(np.full(5, 2.0)), by_runs(np.full(5, 2.0)), "the intervals")


@points(1)
@needs("local_minima")
def test_ends(student, rng, check):
    """On request a plateau at an end counts, judged by its one neighbour; without it never."""
    series = [rng.integers(0, 3, rng.integers(1, 9)).astype(float) for _ in range(40)]
    for ends in (True, False):
        found = student.local_minima.each([(y,) for y in series], include_ends=ends)
        for y, got in zip(series, found, strict=True):
            check.equal(got, by_definition(y.tolist(), ends), "the intervals")
    for n in (1, 2, 7):
        got = student.local_minima(np.full(n, -3.0), include_ends=True)
        check.equal(got, np.array([[0, n - 1]]), "the interval of a constant")


@points(0.5)
@needs("local_minima")
def test_awkward_samples(student, check):
    """Infinite values, numbers without sign, booleans and tiny steps are compared as they are."""
    inf = np.inf
    for y in (
        np.array([inf, inf, 1.0, inf, inf, 2.0, 2.0, inf]),
        np.array([0.0, -inf, -inf, 3.0, inf, 2.0, -inf, 0.0]),
        np.array([200, 3, 250, 250, 7, 7, 255, 0, 1], np.uint8),
        np.array([True, False, False, True, True, False, True]),
        np.array([1.0, 1.0 - 2.0**-53, 1.0, 0.0, 5e-324, 0.0, 2.0, 1.0]),
        np.array([3.0, 1.0, 1.5, 0.25, 0.25, 0.5], np.float32),
    ):
        check.equal(student.local_minima(y), by_definition(y.tolist(), False), "the intervals")


@points(1)
def test_global_minimum(student, rng, check):
    """The lowest point of a closed interval is found to rounding, at its ends as well."""
    for count in (0, 1, 2, 3, 4, 5, 6):
        for factor in (0.5, -0.5):
            roots = spread(rng, count)
            c = from_slope(roots, factor, height=rng.normal())
            some = np.sort([away_from(roots, rng, -3.2, 3.2) for _ in range(2)])
            for lo, hi in (some, (-3.0, 3.0), (-1.0, -0.75)):
                xs, fs = valleys_of(c, roots, lo, hi)
                x, fx = pair(check, student.global_minimum(c, lo, hi))
                if np.sum(fs < np.min(fs) + 0.01) == 1:
                    check.close(x, xs[np.argmin(fs)], atol=1e-6, what="x")
                check.true(lo <= x <= hi, "x lies outside the interval.")
                size = max(1.0, abs(np.min(fs)))
                check.close(fx, np.min(fs), atol=1e-9 * size, what="f(x)")
                check.close(poly.polyval(x, c), fx, atol=1e-9 * size, what="f at x")
    c = from_slope([-1.0, -0.95, 1.0, 1.05], 60.0)
    for lo, hi, want in ((-3.0, 3.0, -3.0), (-0.97, 2.0, -0.95), (0.9, 1.02, 0.9), (1.01, 3, 1.05)):
        x, _ = pair(check, student.global_minimum(np.append(c, 0.0), lo, hi))
        check.close(x, want, atol=1e-6, what="x")


@points(0.5)
@needs("global_minimum")
def test_flat_points(student, rng, check):
    """Multiple and complex roots of f' are no minima unless the curve does turn there."""
    for at in rng.uniform(-1.0, 1.0, 6):
        for times in (1, 2, 3, 4):
            c = from_slope([at] * times + [1.5], 2.0)
            turns = [at, 1.5] if times % 2 else [1.5]
            got = student.landscape(c, -2.0, 2.0, 5)
            check.keys(got, ["x", "y", "minima", "global", "acceptable"])
            xs, fs = valleys_of(c, turns, -2.0, 2.0)
            check.shape(got["minima"], (len(xs), 2), "the minima")
            check.close(got["minima"][:, 0], xs, atol=1e-2, what="x")
            check.close(got["minima"][:, 1], fs, atol=1e-9 * max(1.0, np.max(np.abs(fs))))
        square = at * at + 0.25
        c = from_slope([at - 0.006], 1.0, [square, -2 * at, 1.0])
        x, _ = pair(check, student.global_minimum(c, -3.0, 3.0))
        check.close(x, at - 0.006, atol=1e-6, what="x beside a pair of complex roots")
        _, minima = check.items(student.basins(c, np.zeros(1), 0.1, 0), 2)
        check.close(minima, [at - 0.006], atol=1e-6, what="the minima")


@points(1)
def test_basins(student, rng, check):
    """With small steps each walk ends in the minimum of its basin; basins are bounded by maxima."""
    for _ in range(2):
        for count, lr in ((1, 0.1), (3, 0.04), (5, 0.01)):
            roots = np.linspace(-1.0, 1.0, count) * (count - 1) / 2 + rng.uniform(-0.1, 0.1, count)
            c = from_slope(roots, 2.0, height=9.0)
            inner = roots[1::2]
            starts = rng.permutation(
                np.concatenate([rng.uniform(-2.3, 2.3, 12), inner - 1e-3, inner + 1e-3, roots[::2]])
            )
            labels, minima = check.items(student.basins(c, starts, lr, 500), 2)
            check.close(minima, roots[::2], atol=1e-6, what="the minima")
            check.equal(labels, np.searchsorted(inner, starts), "the labels")
            check.true(np.asarray(labels).dtype.kind in "iu", "The labels are not integers.")
    for c in (np.array([0, 0, -2, 0, 1]), np.array([5.0, 0.0, 4.0, -4.0, 1.0, 0.0])):
        top = float(c[3] != 0)
        labels, _ = check.items(student.basins(c, top + np.array([-1, 0.0, 0.01]), 0.05, 400), 2)
        check.equal(labels, np.array([0, -1, 1]), "the labels around a maximum")
    falling = from_slope([-1.0, 0.5, 1.0], -2.0)
    labels, minima = check.items(student.basins(falling, np.array([-1.1, 0.0, 1.1]), 0.1, 400), 2)
    check.close(minima, [0.5], atol=1e-6, what="the minima")
    check.equal(labels, np.array([-1, 0, -1]), "the labels")
    for c, want in ((from_slope([-1.0, 1.0]), [1.0]), (from_slope([-1.0, 1.0], -1.0), [-1.0])):
        labels, minima = check.items(student.basins(c, np.array([-1.5, 0.0, 1.5]), 0.1, 400), 2)
        check.close(minima, want, atol=1e-6, what="the minima of a cubic")
        check.equal(labels, np.array([-1, 0, 0])[:: int(want[0])], "the labels of a cubic")


@points(1)
def test_basins_without_an_end(student, rng, check):
    """Walks that diverge, swing, jump or are not there yet differ from those that arrive."""
    a = rng.uniform(1.0, 4.0)
    bowl = np.array([7.0, 0.0, a / 2])
    for speed, steps, start, want in (
        (1.0, 1, 3.0, 0),
        (1.0, 0, 3.0, -1),
        (1.0, 0, 0.0, 0),
        (2.0, 101, 1.0, -1),
        (2.5, 6, 1.0, -1),
        (3.0, 3000, -1.0, -1),
        (0.5, 12, 1.0, -1),
        (0.5, 28, 1.0, 0),
        (1.9, 400, 1.0, 0),
    ):
        labels, minima = check.items(student.basins(bowl, np.array([start]), speed / a, steps), 2)
        check.equal(labels, np.array([want]), "the label")
        check.close(minima, np.zeros(1), atol=1e-6, what="the minima")
    starts = np.array([2.0, -2.0, 30.0, -0.5])
    labels, _ = check.items(student.basins(np.array([0.0, 0, -2, 0, 1]), starts, 0.1, 300), 2)
    check.equal(labels, np.array([0, 1, -1, 0]), "the labels of walks that jump")
    labels, minima = check.items(student.basins(np.array([0.0, 1.0]), np.zeros(2), 0.1, 9), 2)
    check.shape(minima, (0,), "the minima of a straight line")
    check.equal(labels, np.array([-1, -1]), "the labels of a straight line")


@points(1)
def test_multistart(student, rng, check):
    """One start finds the global minimum as often as its basin is wide, fifty find it always."""
    roots = np.array([-2.1, -1.5, -0.4, 0.5, 1.5]) + rng.uniform(-0.03, 0.03, 5)
    c, lo, hi = from_slope(roots, 3.0), -2.5, 2.5
    xs, fs = valleys_of(c, roots, lo, hi)
    best = int(np.argmin(fs))
    shares = np.diff([lo, *roots[1::2], hi]) / (hi - lo)

    def ends(n, count, c=c, lo=lo, hi=hi, xs=xs, fs=fs):
        """Which valley each of `count` calls with n starts returns."""
        where = []
        rngs = [np.random.default_rng(seed) for seed in rng.integers(0, 2**32, count)]
        for got in student.multistart.each([(c, lo, hi, n)] * count, rngs=rngs):
            x, fx = pair(check, got)
            nearest = int(np.argmin(np.abs(xs - x)))
            check.close(x, xs[nearest], atol=1e-4, what="x")
            check.close(fx, fs[nearest], atol=1e-6 * max(1.0, abs(fs[nearest])), what="f(x)")
            where.append(nearest)
        return np.array(where)

    found = ends(1, 100)
    for k, share in enumerate(shares):
        deviation = np.sqrt(100 * share * (1 - share))
        what = "how often one start ends in a minimum"
        check.z_score(np.sum(found == k), 100 * share, deviation, what)
    check.true(np.all(ends(50, 3) == best), "Fifty starts miss the global minimum.")
    missed = (1 - shares[best]) ** 3
    deviation = np.sqrt(60 * missed * (1 - missed))
    got = np.sum(ends(3, 60) != best)
    check.z_score(got, 60 * missed, deviation, "how often three starts miss the global minimum")
    hill = np.array([1.0, 0.0, -1.0])
    found = ends(1, 30, hill, -1.0, 3.0, np.array([-1.0, 3.0]), np.array([0.0, -8.0]))
    check.z_score(
        np.sum(found), 22.5, np.sqrt(30 * 3 / 16), "how often a walk ends at the right end"
    )
    rngs = [np.random.default_rng(k) for k in [*range(12)] * 2]
    again = [pair(check, got) for got in student.multistart.each([(c, lo, hi, 1)] * 24, rngs=rngs)]
    check.true(again[:12] == again[12:], "The same seed gives another result the second time.")


@points(0.5)
@needs("global_minimum")
def test_landscape(student, rng, check):
    """The diagram holds the curve, all local minima of f itself, and the lowest of them."""
    for count in (0, 1, 2, 3, 5, 6):
        for n in (2, 3, 40):
            roots = spread(rng, count)
            c = from_slope(roots, rng.choice([-0.5, 0.5]), height=rng.normal())
            lo, hi = away_from(roots, rng, -3.0, -1.0), away_from(roots, rng, 1.0, 3.0)
            got = student.landscape(c, lo, hi, n)
            check.keys(got, ["x", "y", "minima", "global", "acceptable"])
            step = (hi - lo) / (n - 1)
            check.close(got["x"], lo + step * np.arange(n), atol=1e-12, what="x")
            size = np.sum(np.abs(c) * 3.0 ** np.arange(len(c)))
            check.close(got["y"], poly.polyval(got["x"], c), atol=1e-12 * size, what="y")
            xs, fs = valleys_of(c, roots, lo, hi)
            check.shape(got["minima"], (len(xs), 2), "the minima")
            check.close(got["minima"][:, 0], xs, atol=1e-6, what="x of the minima")
            check.close(got["minima"][:, 1], fs, atol=1e-10 * size, what="f of the minima")
            low = [xs[np.argmin(fs)], np.min(fs)]
            check.close(got["global"], low, atol=1e-6, what="the global minimum")


@points(0.5)
@needs("landscape")
def test_acceptable(student, rng, check):
    """A minimum is acceptable up to the given part of the whole height above the global one."""
    for _ in range(8):
        roots = spread(rng, 5)
        c = from_slope(roots, 1.0) + rng.uniform(-30, 30) * np.eye(7)[0]
        lo, hi = roots[0] - rng.uniform(0.1, 0.5), roots[-1] + rng.uniform(0.1, 0.5)
        xs, fs = valleys_of(c, roots, lo, hi)
        turns = poly.polyval(np.array([lo, *roots, hi]), c)
        parts = (fs - np.min(fs)) / np.ptp(turns)
        limits = [0.0, 0.05, 0.1, 0.3, 0.6, *(np.sort(parts)[1:] * (1 + np.array([1e-3, -1e-3])))]
        for slack in limits:
            if np.min(np.abs(parts - slack)[fs > np.min(fs)]) < 1e-4:
                continue
            options = {} if slack == 0.1 else {"slack": slack}
            got = student.landscape(c, lo, hi, 3, **options)
            check.keys(got, ["x", "y", "minima", "global", "acceptable"])
            near = parts <= slack
            check.shape(got["acceptable"], (int(np.sum(near)), 2), "the acceptable minima")
            check.close(got["acceptable"][:, 0], xs[near], atol=1e-6, what="x of the acceptable")
            size = max(1.0, np.max(np.abs(turns)))
            check.close(got["acceptable"][:, 1], fs[near], atol=1e-9 * size, what="their f")


@points(1)
def test_bad_arguments(student, rng, check):
    """Arguments of the wrong order, size, type or value are refused by name."""
    text, square = np.array(["1", "2"]), np.ones((2, 2))
    series = (square, np.zeros(0), np.array(1.0), np.array([1.0, np.nan]), 1j * np.ones(2), text)
    check.each_raises(ValueError, student.local_minima, [(y,) for y in series], names="y")
    bowl, zero = np.array([0.0, 0.0, 1.0]), np.zeros(1)
    bad = [square, zero[:0], np.array(1.0), np.array([0.0, np.nan]), np.array([1.0, np.inf])]
    bad += [np.array([4.0]), np.array([4.0, 0.0, 0.0]), np.zeros(3), 1j * bowl, text]
    ends = ((1.0, 1.0), (2.0, 1.0), (-np.inf, 1.0), (0.0, np.inf), (np.nan, 1), (0, np.nan))
    for f, more, options in (
        (student.global_minimum, (), {}),
        (student.multistart, (2,), {"rng": rng}),
        (student.landscape, (3,), {}),
    ):
        calls = [(c, -1.0, 1.0, *more) for c in bad]
        check.each_raises(ValueError, f, calls, names="coeffs", **options)
        calls = [(bowl, lo, hi, *more) for lo, hi in ends]
        check.each_raises(ValueError, f, calls, names=("lo", "hi"), **options)
    calls = [(c, zero, 0.1, 3) for c in bad]
    check.each_raises(ValueError, student.basins, calls, names="coeffs")
    for starts in (np.zeros((2, 2)), np.zeros(0), np.array([0.0, np.nan]), np.array([np.inf])):
        check.raises(ValueError, student.basins, bowl, starts, 0.1, 3, names="starts")
    calls = [(bowl, zero, lr, 3) for lr in (0.0, -0.1, np.nan, np.inf)]
    check.each_raises(ValueError, student.basins, calls, names="lr")
    check.raises(ValueError, student.basins, bowl, zero, 0.1, -1, names="steps")
    calls = [(bowl, -1.0, 1.0, n) for n in (0, -2)]
    check.each_raises(ValueError, student.multistart, calls, rng=rng, names="n")
    calls = [(bowl, -1.0, 1.0, n) for n in (1, 0)]
    check.each_raises(ValueError, student.landscape, calls, names="n")
    for slack in (-0.1, np.nan):
        check.raises(ValueError, student.landscape, bowl, -1.0, 1.0, 3, slack=slack, names="slack")


@points(0.5)
@needs("local_minima")
def test_local_minima_growth(student, budget, rng, check):
    """The time for a long series grows in proportion to its length, with wide plateaus too."""

    def inputs(size):
        y = rng.integers(0, 9, size)
        y[size // 4 : size // 2] = -1
        return (y,)

    budget.growth("local_minima", inputs, lambda got, y: check.equal(got, by_runs(y)))


@points(0.5)
@needs("basins")
def test_basins_time(student, budget, rng, check):
    """All walks make their steps together, in array operations."""
    c = np.array([0.0, 0.0, -2.0, 0.0, 1.0])

    def inputs(size):
        x = rng.uniform(0.01, 2.0, size) * rng.choice([-1.0, 1.0], size)
        return c, x, 0.02, 200

    def verify(got, c, starts, lr, steps):
        check.equal(check.items(got, 2)[0], (starts > 0).astype(int), "the labels")

    budget.time("basins", inputs, verify)
