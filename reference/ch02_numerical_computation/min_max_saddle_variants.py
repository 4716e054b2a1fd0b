"""Other answers to `min_max_saddle`, each named by the verdict it must get."""

from itertools import pairwise

import numpy as np
from min_max_saddle import _merged_real_roots, _symmetric, _vector
from min_max_saddle import classify_hessian as original_classify
from min_max_saddle import critical_points as original_critical_points
from min_max_saddle import slope_curvature as original_slope_curvature
from min_max_saddle import step_forecast as original_step_forecast
from numpy.polynomial import polynomial as poly

KINDS = {(-1, 1): "minimum", (1, -1): "maximum", (-1, -1): "saddle", (1, 1): "saddle"}


def _slope(coeffs):
    c = np.asarray(coeffs)
    if c.ndim != 1 or not np.all(np.isfinite(c)):
        raise ValueError("coeffs")
    slope = np.trim_zeros((c * np.arange(float(c.size)))[1:], "b")
    if slope.size == 0:
        raise ValueError("coeffs")
    return slope


def _by_multiplicity(slope, groups):
    """Classify from right to left: f' changes its sign at roots of odd multiplicity."""
    points, falling = [], slope[-1] < 0
    for group in reversed(groups):
        kind = "saddle"
        if len(group) % 2:
            kind, falling = ("maximum" if falling else "minimum"), not falling
        points.append((float(np.mean(group)), kind))
    return points[::-1]


def _by_second_derivative(coeffs, flat):
    slope = _slope(coeffs)
    second = poly.polyder(slope)
    points = []
    for group in _merged_real_roots(slope):
        x = float(np.mean(group))
        clear = "minimum" if poly.polyval(x, second) > 0 else "maximum"
        points.append((x, flat if len(group) > 1 else clear))
    return points


def critical_points__wrong_flat_is_saddle(coeffs):
    """f'' = 0 does not make a saddle: x^4 has its minimum there."""
    return _by_second_derivative(coeffs, "saddle")


def critical_points__wrong_flat_is_minimum(coeffs):
    """f'' = 0 does not make a minimum: x^3 has a saddle there, -x^4 a maximum."""
    return _by_second_derivative(coeffs, "minimum")


def critical_points__wrong_up_to_the_fourth(coeffs):
    """The first derivative that is not 0 may be the sixth: do not stop at the fourth."""
    d, points = _slope(coeffs), []
    value = poly.polyval
    derivatives = [poly.polyder(d, k) for k in (1, 2, 3)]
    for x, kind in original_critical_points(coeffs):
        size = max(1.0, abs(x))
        seen = any(abs(value(x, c)) > 1e-5 * value(size, np.abs(c)) for c in derivatives)
        points.append((x, kind if seen else "saddle"))
    return points


def critical_points__wrong_absolute_zero(coeffs):
    """How small f'' has to be to count as 0 depends on the units of f."""
    slope, points = _slope(coeffs), []
    second = poly.polyder(slope)
    multiple = [float(np.mean(g)) for g in _merged_real_roots(slope) if len(g) > 1]
    for x, kind in original_critical_points(coeffs):
        flat = abs(poly.polyval(x, second)) < 1e-6 and x not in multiple
        points.append((x, "saddle" if flat else kind))
    return points


def critical_points__wrong_complex_roots(coeffs):
    """Complex roots of f' are no critical points of a real function."""
    slope = _slope(coeffs)
    x = np.sort(np.roots(slope[::-1]).real)
    starts = np.flatnonzero(np.diff(x, prepend=-np.inf) > 1e-4 * np.maximum(1.0, np.abs(x)))
    return _by_multiplicity(slope, np.split(x, starts)[1:])


def critical_points__wrong_duplicates(coeffs):
    """The copies of a multiple root of f' are one critical point."""
    slope = _slope(coeffs)
    kinds = dict(original_critical_points(coeffs))
    out = []
    for group in _merged_real_roots(slope):
        out += [(float(x), kinds[float(np.mean(group))]) for x in group]
    return out


def critical_points__wrong_exactly_real(coeffs):
    """Rounding gives the copies of a double root small imaginary parts: they are still real."""
    slope = _slope(coeffs)
    found = [z.real for z in np.roots(slope[::-1]) if z.imag == 0]
    return [
        (x, kind)
        for x, kind in original_critical_points(coeffs)
        if any(abs(x - r) < 1e-3 for r in found)
    ]


def critical_points__wrong_highest_first(coeffs):
    """The lowest power comes first."""
    return original_critical_points(np.asarray(coeffs)[::-1])


def critical_points__wrong_not_sorted(coeffs):
    """The points are to come in ascending order."""
    return original_critical_points(coeffs)[::-1]


def critical_points__right_signs_on_both_sides(coeffs):
    slope = _slope(coeffs)
    value = lambda x: poly.polyval(x, slope)  # noqa: E731
    points = []
    for group in _merged_real_roots(slope):
        x = float(np.median(group))
        h = 0.004 * max(1.0, abs(x))
        signs = int(np.sign(value(x - h))), int(np.sign(value(x + h)))
        points.append((x, KINDS[signs]))
    return points


def critical_points__right_first_nonzero_derivative(coeffs):
    slope = _slope(coeffs)
    points = []
    for group in _merged_real_roots(slope):
        x, d, order = float(np.mean(group)), slope, 1
        while True:
            d, order = poly.polyder(d), order + 1
            value = poly.polyval(x, d)
            size = poly.polyval(max(1.0, abs(x)), np.abs(d))
            if abs(value) > 1e-5 * size:
                break
        kind = "saddle" if order % 2 else ("minimum" if value > 0 else "maximum")
        points.append((x, kind))
    return points


def critical_points__right_polished(coeffs):
    """Newton's method, on the derivative of f' that has a simple root at the point."""
    slope = _slope(coeffs)
    groups = _merged_real_roots(slope)
    points = []
    for group, (x, kind) in zip(groups, _by_multiplicity(slope, groups), strict=True):
        c = poly.polyder(slope, len(group) - 1)
        d = poly.polyder(c)
        for _ in range(3):
            value, bend = poly.polyval(x, np.stack([c, [*d, 0.0]], axis=1))
            x -= value / bend
        points.append((x, kind))
    return points


def critical_points__right_bisection(coeffs):
    slope = _slope(coeffs)
    value = poly.polyval

    def zeros(c):
        """Real zeros from the turning points of c: a change of sign, or a touch."""
        c = np.trim_zeros(c, "b")
        if c.size < 2:
            return []
        turns = zeros(poly.polyder(c))
        far = 1.0 + np.max(np.abs(c[:-1] / c[-1]))
        size = lambda x: value(max(1.0, abs(x)), np.abs(c))  # noqa: E731
        found = [t for t in turns if abs(value(t, c)) <= 1e-11 * size(t)]
        ends = [-far, *turns, far]
        for left, right in pairwise(ends):
            if left in found or right in found:
                continue
            if value(left, c) * value(right, c) < 0:
                for _ in range(100):
                    middle = (left + right) / 2
                    if (value(middle, c) > 0) == (value(left, c) > 0):
                        left = middle
                    else:
                        right = middle
                found.append((left + right) / 2)
        return sorted(found)

    points = []
    for x in zeros(slope):
        if points and x - points[-1][0] < 1e-3 * max(1.0, abs(x)):
            continue
        h = 0.004 * max(1.0, abs(x))
        signs = int(np.sign(value(x - h, slope))), int(np.sign(value(x + h, slope)))
        points.append((float(x), KINDS[signs]))
    return points


def classify_hessian__wrong_determinant(H, rtol=1e-8):
    """The sign of the determinant decides for two variables only."""
    H = _symmetric(H)
    values = np.abs(np.linalg.eigvalsh(H))
    if values.min() <= rtol * values.max():
        return original_classify(H, rtol)
    if np.linalg.det(H / values.max()) < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


def classify_hessian__wrong_trace(H, rtol=1e-8):
    """The trace is only the sum of the curvatures: they may still have both signs."""
    H = _symmetric(H)
    values = np.abs(np.linalg.eigvalsh(H))
    if values.min() <= rtol * values.max():
        return "inconclusive"
    return "minimum" if np.trace(H) > 0 else "maximum"


def classify_hessian__wrong_diagonal(H, rtol=1e-8):
    """The diagonal holds the curvatures along the axes, not along every direction."""
    return original_classify(np.diag(np.diag(_symmetric(H))), rtol)


def classify_hessian__wrong_absolute_zero(H, rtol=1e-8):
    """What counts as 0 depends on the largest eigenvalue, not on the units of f."""
    values = np.linalg.eigvalsh(_symmetric(H))
    values = np.where(np.abs(values) <= rtol, 0.0, values)
    if np.any(values > 0) and np.any(values < 0):
        return "saddle"
    if np.any(values == 0):
        return "inconclusive"
    return "minimum" if values[0] > 0 else "maximum"


def classify_hessian__wrong_exact_zero(H, rtol=1e-8):
    """Rounding leaves 1e-17 where an eigenvalue is 0: a zero needs a tolerance."""
    values = np.linalg.eigvalsh(_symmetric(H))
    if np.any(values > 0) and np.any(values < 0):
        return "saddle"
    if np.any(values == 0):
        return "inconclusive"
    return "minimum" if values[0] > 0 else "maximum"


def classify_hessian__wrong_zero_first(H, rtol=1e-8):
    """Curvatures of both signs make a saddle, whether or not another one is 0."""
    values = np.linalg.eigvalsh(_symmetric(H))
    if np.min(np.abs(values)) <= rtol * np.max(np.abs(values)):
        return "inconclusive"
    return original_classify(H, rtol)


def classify_hessian__right_inertia(H, rtol=1e-8):
    """Signs of the pivots of L D L' with the largest diagonal element, or a 2 x 2 block, first."""
    S = _symmetric(H).copy()
    limit = rtol * np.max(np.abs(S))
    signs = []
    while S.size:
        i = int(np.argmax(np.abs(np.diag(S))))
        a, b = np.unravel_index(int(np.argmax(np.abs(S))), S.shape)
        if abs(S[a, b]) <= limit:
            signs += [0] * len(S)
            break
        if abs(S[i, i]) >= 0.6 * abs(S[a, b]):
            block = [i]
            signs.append(int(np.sign(S[i, i])))
        else:
            block = [a, b]
            signs += [-1, 1]
        rest = [k for k in range(len(S)) if k not in block]
        C = S[np.ix_(rest, block)]
        S = S[np.ix_(rest, rest)] - C @ np.linalg.solve(S[np.ix_(block, block)], C.T)
    if 1 in signs and -1 in signs:
        return "saddle"
    if 0 in signs:
        return "inconclusive"
    return "minimum" if signs[0] > 0 else "maximum"


def slope_curvature__wrong_not_normalised(g, H, u):
    """Slope and curvature belong to the direction: divide by the length of u."""
    original_slope_curvature(g, H, u)
    return float(g @ u), float(u @ H @ u)


def slope_curvature__wrong_length_once(g, H, u):
    """The curvature holds u twice: divide it by the square of the length."""
    slope, curvature = original_slope_curvature(g, H, u)
    return slope, curvature * float(np.linalg.norm(u))


def slope_curvature__wrong_square_underflows(g, H, u):
    """The square of a length of 1e-200 is 0: scale u before its length is taken."""
    H = _symmetric(H)
    g, u = _vector(g, "g", H), _vector(u, "u", H)
    if not np.any(u):
        raise ValueError("u")
    with np.errstate(all="ignore"):
        return float(g @ u / np.sqrt(u @ u)), float(u @ H @ u / (u @ u))


def slope_curvature__right_hypot(g, H, u):
    import math

    H = _symmetric(H)
    g, u = _vector(g, "g", H), _vector(u, "u", H)
    length = math.hypot(*u)
    if length == 0:
        raise ValueError("u has no direction")
    u = u / length
    return np.sum(g * u), np.sum(u[:, None] * H * u)


def stationary_point__wrong_solve_only(H, b):
    """With a singular H some b have many solutions and others none: solve() tells neither."""
    H = _symmetric(H)
    b = _vector(b, "b", H)
    try:
        return np.linalg.solve(H, b), original_classify(H)
    except np.linalg.LinAlgError:
        return None, original_classify(H)


def stationary_point__wrong_least_squares(H, b):
    """The least-squares answer is not a stationary point where H x = b has no solution."""
    H = _symmetric(H)
    b = _vector(b, "b", H)
    return np.linalg.lstsq(H, b, rcond=1e-8)[0], original_classify(H)


def stationary_point__wrong_sign_of_b(H, b):
    """The gradient of the quadratic is H x - b, not H x + b."""
    H = _symmetric(H)
    b = _vector(b, "b", H)
    x = np.linalg.lstsq(H, -b, rcond=1e-8)[0]
    fits = np.linalg.norm(H @ x + b) <= 1e-8 * np.linalg.norm(b)
    return (x if fits else None), original_classify(H)


def stationary_point__wrong_absolute_residual(H, b):
    """Whether H x = b is solvable does not depend on the size of b."""
    H = _symmetric(H)
    b = _vector(b, "b", H)
    x = np.linalg.lstsq(H, b, rcond=1e-8)[0]
    return (x if np.linalg.norm(H @ x - b) <= 1e-8 else None), original_classify(H)


def stationary_point__wrong_always_minimum(H, b):
    """The critical point of a quadratic may be a maximum or a saddle."""
    H = _symmetric(H)
    b = _vector(b, "b", H)
    x = np.linalg.lstsq(H, b, rcond=1e-8)[0]
    fits = np.linalg.norm(H @ x - b) <= 1e-8 * np.linalg.norm(b)
    return (x, "minimum") if fits else (None, "inconclusive")


def stationary_point__right_lstsq(H, b):
    H = _symmetric(H)
    b = _vector(b, "b", H)
    x = np.linalg.lstsq(H, b, rcond=1e-8)[0]
    fits = np.linalg.norm(H @ x - b) <= 1e-8 * np.linalg.norm(b)
    return (x if fits else None), original_classify(H)


def step_forecast__wrong_no_half(g, H, eps):
    """The second-order term of Taylor's series has a factor 1/2."""
    change, best = original_step_forecast(g, H, eps)
    return 2 * change + eps * float(g @ g), best


def step_forecast__wrong_uphill(g, H, eps):
    """A step against the gradient: the first-order term is -eps g'g."""
    change, best = original_step_forecast(g, H, eps)
    return change + 2 * eps * float(g @ g), best


def step_forecast__wrong_negative_step(g, H, eps):
    """Where the curvature along g is not positive there is no best step: it is inf."""
    change, _ = original_step_forecast(g, H, eps)
    bend = float(g @ H @ g)
    return change, float(g @ g) / bend if bend else np.inf


def step_forecast__wrong_largest_curvature(g, H, eps):
    """The curvature along g decides, not the largest eigenvalue of H."""
    change, _ = original_step_forecast(g, H, eps)
    top = np.linalg.eigvalsh(H)[-1]
    return change, float(1.0 / top) if top > 0 else np.inf


def step_forecast__right_slope_and_curvature(g, H, eps):
    if not np.any(g):
        original_step_forecast(g, H, eps)
        return 0.0, np.inf
    slope, curvature = original_slope_curvature(g, H, g)
    move = eps * slope
    best = 1.0 / curvature if curvature > 0 else float("inf")
    return -move * slope + 0.5 * move * move * curvature, best
