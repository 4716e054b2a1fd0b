"""Other answers to norms: `matrix_norm`, `unit_sphere` and `axiom_violations`."""

import numpy as np
from norms import _floats, _numbers
from norms import p_norm as original_p_norm

# ---- matrix_norm --------------------------------------------------------------------------------


def matrix(M, ord):
    M = _numbers(M, "M")
    if M.ndim != 2:
        raise ValueError(f"M has order {M.ndim}")
    if ord not in ("fro", 1, "inf", np.inf):
        raise ValueError(f"ord is {ord}")
    return M


def largest_sum(sizes, axis):
    return float(np.max(np.sum(sizes, axis=axis), initial=0.0))


def matrix_norm__wrong_rows_for_columns(M, ord="fro"):
    """The 1-norm is the largest sum of a column, the infinity norm that of a row."""
    M = matrix(M, ord)
    if ord == "fro":
        return original_p_norm(M)
    return largest_sum(np.abs(M), 1 if ord == 1 else 0)


def matrix_norm__wrong_no_absolute_values(M, ord="fro"):
    """Sums of a row or a column are sums of absolute values."""
    M = matrix(M, ord)
    if ord == "fro" or M.dtype.kind == "c":
        return original_p_norm(M) if ord == "fro" else largest_sum(np.abs(M), int(ord != 1))
    return largest_sum(M, 0 if ord == 1 else 1)


def matrix_norm__wrong_entrywise(M, ord="fro"):
    """The 1- and infinity norm of a matrix are not those of its entries as one vector."""
    M = matrix(M, ord)
    return original_p_norm(M, {"fro": 2, 1: 1}.get(ord, np.inf))


def matrix_norm__wrong_sum_of_squares(M, ord="fro"):
    """Squares overflow and underflow: scale them, or call p_norm."""
    M = matrix(M, ord)
    if ord == "fro":
        with np.errstate(over="ignore"):
            return float(np.sqrt(np.sum(np.abs(M) ** 2)))
    return largest_sum(np.abs(M), 0 if ord == 1 else 1)


def matrix_norm__wrong_ragged(M, ord="fro"):
    """The error for rows of different lengths has to name the argument."""
    M = matrix(np.asarray(M), ord)
    return original_p_norm(M) if ord == "fro" else largest_sum(np.abs(M), int(ord != 1))


def matrix_norm__right_sums(M, ord="fro"):
    M = matrix(M, ord)
    if ord == "fro":
        return original_p_norm(original_p_norm(M, axis=0))
    return largest_sum(np.abs(M if ord == 1 else M.T), 0)


# ---- unit_sphere --------------------------------------------------------------------------------


def directions(p, n):
    if not p >= 1:
        raise ValueError(f"p is {p}")
    if n < 1:
        raise ValueError(f"n is {n}")
    angle = 2 * np.pi * np.arange(n) / n
    return angle, np.column_stack([np.cos(angle), np.sin(angle)])


def unit_sphere__wrong_closed(p, n):
    """The last point repeats the first: a full turn is cut into n steps, not n - 1."""
    directions(p, n)
    angle = np.linspace(0, 2 * np.pi, n)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    return circle / original_p_norm(circle, p, axis=1)[:, None]


def unit_sphere__wrong_circle(p, n):
    """The points lie on the circle, whatever p is."""
    return directions(p, n)[1]


def unit_sphere__wrong_steps(p, n):
    """Powers of cosine and sine do lie on the curve, but not in the directions asked for."""
    _, circle = directions(p, n)
    if p == np.inf:
        return circle / original_p_norm(circle, p, axis=1)[:, None]
    return np.sign(circle) * np.abs(circle) ** (2 / p)


def unit_sphere__wrong_multiplied(p, n):
    """The radius is one over the norm of the direction, not the norm."""
    _, circle = directions(p, n)
    return circle * original_p_norm(circle, p, axis=1)[:, None]


def unit_sphere__right_radius(p, n):
    angle, _ = directions(p, n)
    c, s = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    high, low = np.maximum(c, s), np.minimum(c, s)
    # The quotient is at most 1, so its power cannot overflow; it is 0 for p = inf at a corner.
    radius = 1 / high
    if p < np.inf:
        radius /= (1 + (low / high) ** p) ** (1 / p)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


# ---- axiom_violations ---------------------------------------------------------------------------


def audit(f, xs, scalars, rtol, factor=abs, zero=True, pairs=None, close=None):
    """Test the axioms one by one, each in a form that can be replaced."""
    xs, scalars = _floats(xs, 2, "xs"), _floats(scalars, 1, "scalars")
    values = [f(x) for x in xs]
    m = len(xs)
    close = close or (lambda gap, scale: gap <= rtol * scale)
    found = set()
    if min(values) < 0:
        found.add("nonnegative")
    if any(v == 0 and x.any() for x, v in zip(xs, values, strict=True)) or (
        zero and f(0 * xs[0]) != 0
    ):
        found.add("definite")
    for k in scalars:
        for x, v in zip(xs, values, strict=True):
            if not close(abs(f(k * x) - factor(k) * v), abs(k * v)):
                found.add("homogeneous")
    for i, j in pairs(m) if pairs else [(i, j) for i in range(m) for j in range(m)]:
        scale = abs(values[i]) + abs(values[j])
        if not close(f(xs[i] + xs[j]) - (values[i] + values[j]), scale):
            found.add("triangle")
    return found


def axiom_violations__wrong_sign_of_k(f, xs, scalars, rtol=1e-9):
    """f(Kx) = K f(x) would make every norm negative for K = -1: it is |K| f(x)."""
    return audit(f, xs, scalars, rtol, factor=lambda k: k)


def axiom_violations__wrong_exact(f, xs, scalars, rtol=1e-9):
    """Exact comparisons take rounding for a broken axiom."""
    return audit(f, xs, scalars, rtol, close=lambda gap, scale: gap <= 0)


def axiom_violations__wrong_absolute_tolerance(f, xs, scalars, rtol=1e-9):
    """An absolute tolerance overlooks everything about a function with small values."""
    return audit(f, xs, scalars, rtol, close=lambda gap, scale: gap <= rtol)


def axiom_violations__wrong_fixed_tolerance(f, xs, scalars, rtol=1e-9):
    """The rtol argument is ignored."""
    return audit(f, xs, scalars, 1e-9)


def axiom_violations__wrong_zero_untested(f, xs, scalars, rtol=1e-9):
    """A norm has to be 0 at the zero vector, which need not be among the rows."""
    return audit(f, xs, scalars, rtol, zero=False)


def axiom_violations__wrong_only_at_zero(f, xs, scalars, rtol=1e-9):
    """f(0) = 0 is half of definiteness: no other vector may have the value 0."""
    xs = _floats(xs, 2, "xs")
    found = audit(f, xs, scalars, rtol) - {"definite"}
    return found | ({"definite"} if f(0 * xs[0]) != 0 else set())


def axiom_violations__wrong_neighbours(f, xs, scalars, rtol=1e-9):
    """The triangle inequality concerns every pair of rows, not only neighbours."""
    return audit(f, xs, scalars, rtol, pairs=lambda m: [(i, i + 1) for i in range(m - 1)])


def axiom_violations__wrong_never_doubled(f, xs, scalars, rtol=1e-9):
    """A row may be added to itself, too."""
    return audit(f, xs, scalars, rtol, pairs=lambda m: [(i, j) for i in range(m) for j in range(i)])


def axiom_violations__wrong_zero_row(f, xs, scalars, rtol=1e-9):
    """The value 0 at the zero vector breaks nothing, also if it is one of the rows."""
    xs = _floats(xs, 2, "xs")
    found = audit(f, xs, scalars, rtol)
    return found | ({"definite"} if any(f(x) == 0 for x in xs) else set())


def axiom_violations__wrong_float32(f, xs, scalars, rtol=1e-9):
    """Rounding of float32 multiples and sums must not be taken for broken axioms."""
    found = audit(f, xs, scalars, rtol)
    xs = np.asarray(xs)
    if xs.dtype == np.float32:
        for k in np.asarray(scalars, np.float32):
            if any(abs(f(k * x) - abs(float(k)) * f(x)) > rtol * abs(k * f(x)) for x in xs):
                found.add("homogeneous")
    return found


def axiom_violations__wrong_small_integers(f, xs, scalars, rtol=1e-9):
    """Sums of small integers wrap around: take them in float64."""
    found = audit(f, xs, scalars, rtol)
    xs = np.asarray(xs)
    if xs.dtype.kind in "iu" and "triangle" in found:
        pairs = [(x, y) for x in xs for y in xs]
        if not any(f(x + y) > (f(x) + f(y)) * (1 + rtol) for x, y in pairs):
            found.remove("triangle")
    return found


def axiom_violations__wrong_ragged(f, xs, scalars, rtol=1e-9):
    """The error for rows of different lengths has to name the argument."""
    return audit(f, np.asarray(xs), np.asarray(scalars), rtol)


def axiom_violations__right_all_pairs(f, xs, scalars, rtol=1e-9):
    return audit(f, xs, scalars, rtol)


def axiom_violations__slow_forgets_values(f, xs, scalars, rtol=1e-9):
    found = audit(f, xs, scalars, rtol)
    for x in _floats(xs, 2, "xs"):
        for y in _floats(xs, 2, "xs"):
            if f(x + y) > (f(x) + f(y)) * (1 + rtol) and f(x) >= 0 and f(y) >= 0:
                found.add("triangle")
    return found
