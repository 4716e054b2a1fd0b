import numpy as np
from numpy.polynomial import polynomial as poly

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps


def from_slope(roots, factor=60.0, rest=(1.0,)):
    """Coefficients of a polynomial whose derivative has these roots (and those of `rest`)."""
    return poly.polyint(factor * poly.polymul(poly.polyfromroots(roots), rest))


def spread(rng, count):
    """Points in [-3, 3], at least 0.6 apart and in ascending order."""
    return np.linspace(-2.5, 2.5, count) + rng.uniform(-0.3, 0.3, count)


def kinds_of(check, got):
    """Check the form of a list of critical points; return the x and the kinds."""
    pairs = [check.items(p, 2, "a critical point") for p in check.items(got)]
    for x, kind in pairs:
        check.shape(x, (), "x")
        check.is_type(kind, str, "the kind")
    return np.array([x for x, _ in pairs], float), [kind for _, kind in pairs]


def same_points(check, got, xs, kinds, atol=1e-8):
    found, names = kinds_of(check, got)
    check.equal(len(names), len(kinds), "the number of critical points")
    check.close(found, np.array(xs, float), atol=atol * np.maximum(1.0, np.abs(xs)), what="x")
    check.equal(names, list(kinds), "the kinds")


def turned(rng, values):
    """A symmetric matrix with these eigenvalues."""
    Q, _ = np.linalg.qr(rng.normal(size=(len(values), len(values))))
    H = Q @ np.diag(values) @ Q.T
    return (H + H.T) / 2


def with_null_vector(rng, n):
    """A whole-numbered matrix of rank n - 1 with eigenvalues of both signs, and its null vector."""
    v = rng.integers(1, 6, n).astype(float)
    W = np.column_stack([v[k] * np.eye(n)[0] - v[0] * np.eye(n)[k] for k in range(1, n)])
    return W @ np.diag((-1.0) ** np.arange(n - 1)) @ W.T, v


@points(1)
def test_simple_points(student, rng, check):
    """Where every root of f' is simple, minima and maxima alternate."""
    for count in (1, 2, 3, 4, 5):
        roots = spread(rng, count)
        for factor in (60.0, -60.0):
            rising = [(factor > 0) == (k % 2 == 0) for k in range(count)]
            want = ["minimum" if up else "maximum" for up in rising[::-1]]
            got = student.critical_points(from_slope(roots, factor))
            same_points(check, got, roots, want)
    got = student.critical_points(from_slope([-1.0, -0.98, 1.0, 1.02]))
    same_points(check, got, [-1.0, -0.98, 1.0, 1.02], ["maximum", "minimum"] * 2)


@points(1)
def test_complex_roots(student, rng, check):
    """Only real roots of f' are critical points."""
    for at in (-1.0, 0.5):
        a = at + rng.uniform(-0.2, 0.2)
        wiggle = [at * at + 1.0, -2.0 * at, 1.0]
        same_points(check, student.critical_points(from_slope([a], 30.0, wiggle)), [a], ["minimum"])
        check.equal(
            student.critical_points(from_slope([], 30.0, wiggle)), [], "the critical points"
        )
    same_points(check, student.critical_points(from_slope([], 60.0, [1.0004, -2.0, 1.0])), [], [])
    rest = poly.polymul([4.0, 0.0, 1.0], [5.0, 2.0, 1.0])
    a = rng.uniform(-1.0, 1.0)
    same_points(check, student.critical_points(from_slope([a], -30.0, rest)), [a], ["maximum"])


@points(1)
def test_pure_powers(student, check):
    """x^2, x^3, ... x^6 and their negatives: the first derivative that is not 0 decides."""
    for power in range(2, 7):
        for sign, name in ((1.0, "minimum"), (-1.0, "maximum")):
            kind = "saddle" if power % 2 else name
            coeffs = np.zeros(power + 1)
            coeffs[power] = sign
            coeffs[0] = 7.0
            same_points(check, student.critical_points(coeffs), [0.0], [kind], atol=1e-4)


@points(1.5)
@needs("simple_points")
def test_multiple_roots(student, check):
    """A multiple root of f' is one point, and its multiplicity decides what kind of point."""
    for roots, factor, want in (
        ([1, 1, 0.25], 4.0, [(0.25, "minimum"), (1, "saddle")]),
        ([2, 2, 2], 4.0, [(2, "minimum")]),
        ([-1.5, -1.5, -1.5], -8.0, [(-1.5, "maximum")]),
        ([-1, -1, 1, 1], 60.0, [(-1, "saddle"), (1, "saddle")]),
        ([-1, -1, 2], -60.0, [(-1, "saddle"), (2, "maximum")]),
        ([-2, 1, 1, 1], 60.0, [(-2, "maximum"), (1, "minimum")]),
        ([-2, 0, 0, 0, 1], 60.0, [(-2, "minimum"), (0, "maximum"), (1, "minimum")]),
        ([0, 0, 3], 60.0, [(0, "saddle"), (3, "minimum")]),
        ([3, 3], 3.0, [(3, "saddle")]),
        ([-30, -30], -3.0, [(-30, "saddle")]),
        ([300, 300, 300], 4.0, [(300, "minimum")]),
        ([1, 1 / 64, 1 / 64, 1 / 64], 2.0**20 * 60, [(1 / 64, "maximum"), (1, "minimum")]),
        (
            [-800, -700, -700, -500, -300],
            60.0,
            [(-800, "minimum"), (-700, "saddle"), (-500, "maximum"), (-300, "minimum")],
        ),
    ):
        got = student.critical_points(from_slope(roots, factor))
        same_points(check, got, [x for x, _ in want], [kind for _, kind in want], atol=1e-4)


@points(1)
@needs("simple_points", "multiple_roots")
def test_mirror_and_shift(student, rng, check):
    """Mirrored, shifted, turned over or measured in other units, f has the same points."""
    swap = {"minimum": "maximum", "maximum": "minimum", "saddle": "saddle"}
    a, b, c = rng.permutation([-2, -1, 0, 1, 2])[:3]
    f = from_slope([a, b, b, c], 60.0)
    xs, kinds = kinds_of(check, student.critical_points(f))
    check.equal(len(kinds), 3, "the number of critical points")
    mirrored = f * (-1.0) ** np.arange(len(f))
    same_points(check, student.critical_points(mirrored), -xs[::-1], kinds[::-1], atol=2e-4)
    moved = from_slope(np.array([a, b, b, c]) + 1, 60.0)
    same_points(check, student.critical_points(moved), xs + 1, kinds, atol=2e-4)
    for unit in (1.0, 1e-12, 1e12):
        same_points(check, student.critical_points(unit * f), xs, kinds, atol=2e-4)
        turned_over = student.critical_points(-unit * f)
        same_points(check, turned_over, xs, [swap[k] for k in kinds], atol=2e-4)
    more = np.concatenate([f + 5.0 * (np.arange(len(f)) == 0), np.zeros(2)])
    same_points(check, student.critical_points(more), xs, kinds, atol=2e-4)


@points(1)
def test_few_coefficients(student, check):
    """A line has no critical point; constants, and what is no polynomial, are refused."""
    check.equal(student.critical_points(np.array([3.0, 2.0])), [], "the points of a line")
    check.equal(student.critical_points(np.array([3.0, 2.0, 0.0])), [], "the points of a line")
    same_points(check, student.critical_points(np.array([1, -4, 2])), [1.0], ["minimum"])
    bad = ([5.0], [0.0, 0.0], [5.0, 0.0, 0.0], [], [1.0, np.nan, 1.0], [1.0, 2.0, np.inf])
    calls = [(coeffs,) for coeffs in (*map(np.array, bad), np.ones((2, 2)), np.array(3.0))]
    check.each_raises(ValueError, student.critical_points, calls, names="coeffs")


@points(1)
def test_eigenvalues_decide(student, rng, check):
    """All curvatures above 0 make a minimum, all below a maximum, both signs a saddle."""
    for n in (1, 2, 3, 4, 6):
        sizes = rng.uniform(0.5, 5.0, n)
        check.equal(student.classify_hessian(turned(rng, sizes)), "minimum")
        check.equal(student.classify_hessian(turned(rng, -sizes)), "maximum")
        for below in range(1, n):
            values = sizes * np.where(np.arange(n) < below, -1.0, 1.0)
            check.equal(student.classify_hessian(turned(rng, values)), "saddle")
    check.equal(student.classify_hessian(np.array([[1.0, 3.0], [3.0, 1.0]])), "saddle")
    check.equal(student.classify_hessian(np.array([[0, 1], [1, 0]])), "saddle")


@explanation
@points(1)
@needs("eigenvalues_decide")
def test_change_of_variables(student, rng, check):
    """H and A'H A are of one kind for every invertible A."""
    kinds = {(1, 1): "saddle", (1, 0): "minimum", (0, 1): "maximum"}
    matrices, wanted = [], []
    for _ in range(100):
        n = int(rng.integers(1, 6))
        signs = rng.choice([-1.0, 1.0], n)
        values = signs * rng.uniform(0.5, 2.0, n)
        left, _ = np.linalg.qr(rng.normal(size=(n, n)))
        right, _ = np.linalg.qr(rng.normal(size=(n, n)))
        A = left @ np.diag(rng.uniform(0.5, 2.0, n)) @ right
        H = A.T @ turned(rng, values) @ A
        matrices.append((H + H.T) / 2)
        wanted.append(kinds[int(np.any(signs > 0)), int(np.any(signs < 0))])
    check.equal(student.classify_hessian.each([(H,) for H in matrices]), wanted, "the kinds")


@points(1)
@needs("eigenvalues_decide")
def test_zero_curvature(student, rng, check):
    """A curvature that is small beside the largest leaves the kind open, in every unit."""
    for unit in (1.0, 1e-12, 1e12):
        for values, want in (
            ([1.0, 2.0, 0.0, 3.0], "inconclusive"),
            ([-1.0, -2.0, 0.0], "inconclusive"),
            ([1.0, 0.0, -2.0], "saddle"),
            ([1.0, 0.3, 1e-4], "minimum"),
            ([-1.0, -0.3, -1e-4], "maximum"),
            ([1.0, 1.0, -1e-4], "saddle"),
            ([1.0, 1.0, -1e-13], "inconclusive"),
        ):
            check.equal(student.classify_hessian(turned(rng, unit * np.array(values))), want)
    check.equal(student.classify_hessian(np.zeros((2, 2))), "inconclusive")
    check.equal(student.classify_hessian(np.diag([1.0, 1e-7])), "minimum")
    check.equal(student.classify_hessian(np.diag([1.0, 1e-9])), "inconclusive")
    for rtol, want in ((0.25, "inconclusive"), (0.2, "minimum"), (0.3, "inconclusive")):
        check.equal(student.classify_hessian(np.diag([4.0, 1.0]), rtol=rtol), want)
        negative = {"minimum": "maximum"}.get(want, want)
        check.equal(student.classify_hessian(np.diag([-1.0, -4.0]), rtol=rtol), negative)


@points(1)
def test_slope_and_curvature(student, rng, check):
    """Along any direction, slope and curvature keep within their bounds and match the formula."""
    n = 5
    values = np.sort(rng.normal(size=n))
    H, g = turned(rng, values), rng.normal(size=n)
    size = np.linalg.norm(g)
    for u in (*rng.normal(size=(10, n)), 3.0 * g, -0.2 * g, 2.0 * np.eye(n)[1]):
        slope, curvature = check.items(student.slope_curvature(g, H, u), 2)
        check.shape(slope, (), "the slope")
        check.shape(curvature, (), "the curvature")
        d = u / np.sqrt(np.sum(u * u))
        check.close(slope, np.sum(g * d), atol=100 * n * EPS * size, what="the slope")
        want = np.sum(np.outer(d, d) * H)
        check.close(
            curvature, want, atol=100 * n * EPS * np.max(np.abs(values)), what="the curvature"
        )
    for sign in (2.0, -2.0):
        slope, _ = student.slope_curvature(g, H, sign * g)
        check.close(slope, np.copysign(size, sign), rtol=1e-13, what="the slope along the gradient")
    _, vectors = np.linalg.eigh(H)
    for k in (0, n - 1):
        _, curvature = student.slope_curvature(g, H, 7.0 * vectors[:, k])
        check.close(curvature, values[k], atol=1e-13, what="the curvature along an eigenvector")
    for length in (1e-200, 1e200):
        got = check.items(student.slope_curvature(g, H, length * vectors[:, 0]), 2)
        check.close(
            got[0], g @ vectors[:, 0], atol=1e-13, what="the slope along a very short or long u"
        )
        check.close(
            got[1], values[0], atol=1e-13, what="the curvature along a very short or long u"
        )
    check.raises(ValueError, student.slope_curvature, g, H, np.zeros(n), names="u")


@points(1)
def test_stationary_point(student, rng, check):
    """The critical point of a quadratic function solves H x = b, and H tells its kind."""
    for values, kind in (
        ([1.0, 2.0, 5.0], "minimum"),
        ([-1.0, -0.01], "maximum"),
        ([1e-3, -1.0, 2.0, 5.0], "saddle"),
        ([3.0], "minimum"),
    ):
        H = turned(rng, np.array(values))
        b = rng.normal(size=len(values))
        for unit in (1.0, 1e-9, 1e9):
            x, got = check.items(student.stationary_point(H, unit * b), 2)
            check.close(
                H @ check.array(x, "x"), unit * b, atol=1e-8 * unit * np.linalg.norm(b), what="H x"
            )
            check.equal(got, kind, "the kind")
    for dtype in (np.int64, np.float32):
        H, b = np.array([[2, 1], [1, 4]], dtype), np.array([1, 2], dtype)
        x, _ = check.items(student.stationary_point(H, b), 2)
        check.dtype(x, np.float64, "x")
        check.close(x, [2 / 7, 3 / 7], atol=1e-12, what="x")


@points(1)
@needs("stationary_point")
def test_singular_quadratic(student, rng, check):
    """With a singular H there are many critical points or none."""
    cases = [with_null_vector(rng, n) for n in (3, 4, 5)]
    kinds = ["saddle"] * 3
    for H, null in ((np.ones((2, 2)), [1.0, -1.0]), (np.diag([-2.0, 0.0, -1.0]), [0.0, 1.0, 0.0])):
        cases.append((H, np.array(null)))
        kinds.append("inconclusive")
    for (H, null), kind in zip(cases, kinds, strict=True):
        inside = H @ rng.integers(1, 9, len(null))
        for unit in (1.0, 2.0**-40, 2.0**30):
            b = unit * inside
            x, got = check.items(student.stationary_point(H, b), 2)
            check.close(H @ check.array(x, "x"), b, atol=1e-8 * np.linalg.norm(b), what="H x")
            check.equal(got, kind, "the kind")
            x, got = check.items(student.stationary_point(H, b + unit * null), 2)
            check.equal(x, None, "x where there is none")
            check.equal(got, kind, "the kind")
    flat = np.diag([1.0, 0.0])
    x, _ = check.items(student.stationary_point(flat, np.array([1.0, 1e-9])), 2)
    check.close(check.array(x, "x")[0], 1.0, atol=1e-7, what="x that is close enough")
    x, _ = check.items(student.stationary_point(flat, np.array([1.0, 1e-7])), 2)
    check.equal(x, None, "x where none comes close enough")
    for H in (np.zeros((2, 2)), np.ones((2, 2))):
        x, got = check.items(student.stationary_point(H, np.zeros(2)), 2)
        check.close(H @ check.array(x, "x"), np.zeros(2), atol=1e-12, what="H x")
        check.equal(got, "inconclusive", "the kind")
    check.equal(student.stationary_point(np.zeros((1, 1)), np.ones(1)), (None, "inconclusive"))


@points(1.5)
def test_forecast(student, rng, check):
    """On a quadratic function the forecast is exact, and no step does better than the best one."""
    n = 4
    for values in (
        [1e-3, 2e-3, 4e-3, 3e-3],
        [1.0, 2.0, 4.0, 7.0],
        [-1.0, -2.0, -3.0, -1.5],
        [-1.0, 3.0, 4.0, 5.0],
        [-50.0, 3.0, 4.0, 5.0],
        [0.0] * 4,
    ):
        H, x = turned(rng, np.array(values)), rng.normal(size=n)
        # Every eigenvector has its part in g, so that the sign of g'H g is clear.
        g = np.linalg.eigh(H)[1] @ rng.uniform(1.0, 2.0, n)
        b = H @ x - g

        def f(x, H=H, b=b):
            return 0.5 * x @ H @ x - b @ x

        bend = g @ H @ g
        for eps in (0.0, 0.01, 0.3, 2.0, -0.5):
            change, best = check.items(student.step_forecast(g, H, eps), 2)
            check.shape(change, (), "the change")
            check.shape(best, (), "the best eps")
            size = (
                abs(f(x))
                + abs(eps) * (g @ g)
                + eps**2 * abs(bend)
                + np.abs(x) @ np.abs(H) @ np.abs(x)
            )
            check.close(change, f(x - eps * g) - f(x), atol=1e-13 * size, what="the change")
            check.close(best, g @ g / bend if bend > 0 else np.inf, rtol=1e-11, what="the best eps")
        if values[0] > 0:
            lowest = f(x - best * g)
            other = [f(x - e * best * g) for e in rng.uniform(-1.0, 3.0, 100)]
            check.true(
                lowest <= min(other) + 1e-12 * size, "Another step does better than the best."
            )
            still, _ = student.step_forecast(g, H, 2.0 * best)
            check.close(
                still, 0.0, atol=1e-12 * (g @ g) * best, what="the change of twice the best step"
            )


@points(0.5)
def test_forecast_without_bottom(student, check):
    """Where the curvature along the gradient is 0 or below, the best step is infinite."""
    for diagonal, g, change in (
        ([1.0, -1.0], [2.0, 2.0], -4.0),
        ([-4.0, 1.0], [2.0, 0.0], -4.0),
        ([3.0, 0.0], [0.0, 2.0], -2.0),
        ([3.0, 1.0], [0.0, 0.0], 0.0),
    ):
        got = check.items(student.step_forecast(np.array(g), np.diag(diagonal), 0.5), 2)
        check.close(got[0], change, atol=1e-14, what="the change")
        check.equal(got[1], np.inf, "the best eps")


@points(0.5)
def test_bad_matrices(student, check):
    """Matrices that are not square or not symmetric, and vectors that do not fit, are refused."""
    v = np.ones(2)
    calls = (
        (student.classify_hessian, lambda H: (H,)),
        (student.slope_curvature, lambda H: (v, H, v)),
        (student.stationary_point, lambda H: (H, v)),
        (student.step_forecast, lambda H: (v, H, 0.1)),
    )
    lopsided = np.array([[1.0, 2.0], [0.0, 1.0]])
    for f, arguments in calls:
        infinite, empty = np.diag([1.0, np.inf]), np.zeros((0, 0))
        nan = np.array([[1.0, np.nan], [np.nan, 1.0]])
        for H in (np.ones((2, 3)), np.ones(2), lopsided, nan, infinite, empty):
            check.raises(ValueError, f, *arguments(H), names="H")
            check.raises(ValueError, f, *arguments(1e-9 * H), names="H")
        check.raises(
            ValueError, f, *arguments(np.array([[0.0, 1.0], [1.0 + 9e-6, 0.0]])), names="H"
        )
    nearly = 1e6 * np.array([[1.0, 0.5], [0.5 + 1e-8, 0.0]])
    for sign in (1.0, -1.0):
        check.equal(
            student.classify_hessian(sign * nearly), "saddle", "the kind of a rounded matrix"
        )
    eye, w = np.eye(2), np.ones(3)
    check.raises(ValueError, student.slope_curvature, w, eye, v, names=("g", "H", "u"))
    check.raises(ValueError, student.slope_curvature, v, eye, w, names=("u", "H", "g"))
    check.raises(ValueError, student.stationary_point, eye, w, names=("b", "H"))
    check.raises(ValueError, student.step_forecast, w, eye, 0.1, names=("g", "H"))
