"""Other answers to `norms`, each named by the verdict it must get."""

import numpy as np
from norms import _floats, _numbers
from norms import p_norm as original_p_norm


def checked(x, p):
    """Return |x|, having refused what has to be refused."""
    if not p >= 1:
        raise ValueError(f"p is {p}")
    return np.abs(_numbers(x, "x"))


def plain(norm, axis):
    return float(norm) if axis is None else norm


# ---- p_norm -------------------------------------------------------------------------------------


def p_norm__wrong_no_scaling(x, p=2.0, axis=None):
    """Powers overflow and underflow: divide by the largest entry first."""
    size = checked(x, p)
    if p == np.inf:
        return plain(np.max(size, axis=axis, initial=0.0), axis)
    with np.errstate(over="ignore"):
        return plain(np.sum(size ** float(p), axis=axis) ** (1.0 / float(p)), axis)


def p_norm__wrong_scales_whole_array(x, p=2.0, axis=None):
    """One scale for the whole array makes short vectors vanish beside long ones."""
    size = checked(x, p)
    top = np.max(size, initial=0.0)
    if not 0 < top < np.inf:
        return original_p_norm(size, p, axis)
    return plain(top * original_p_norm(size / top, p, axis), axis)


def p_norm__wrong_signs(x, p=2.0, axis=None):
    """Powers of negative entries cancel for odd p: take absolute values first."""
    size = checked(x, p)
    x = _numbers(x, "x")
    if p == np.inf or p != int(p) or p % 2 == 0 or x.dtype.kind == "c":
        return original_p_norm(size, p, axis)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    top[(top == 0) | (top == np.inf)] = 1
    with np.errstate(invalid="ignore"):
        total = np.sum((x / top) ** float(p), axis=axis, keepdims=True)
        norm = top * (np.sign(total) * np.abs(total) ** (1.0 / float(p)))
    return norm.item() if axis is None else np.squeeze(norm, axis=axis)


def p_norm__wrong_no_root(x, p=2.0, axis=None):
    """The p-th root of the sum is missing."""
    size = checked(x, p)
    if p == np.inf:
        return original_p_norm(x, p, axis)
    with np.errstate(over="ignore"):
        return plain(np.sum(size ** float(p), axis=axis), axis)


def p_norm__wrong_zero_over_zero(x, p=2.0, axis=None):
    """Scaling the zero vector divides 0 by 0, and its norm becomes nan."""
    size = checked(x, p)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p == np.inf or size.size == 0 or np.any(np.isinf(top)):
        return original_p_norm(x, p, axis)
    with np.errstate(invalid="ignore"):
        norm = top * np.sum((size / top) ** float(p), axis=axis, keepdims=True) ** (1 / float(p))
    return norm.item() if axis is None else np.squeeze(norm, axis=axis)


def p_norm__wrong_infinity_over_infinity(x, p=2.0, axis=None):
    """Scaling by an infinite entry divides infinity by infinity, and the norm becomes nan."""
    size = checked(x, p)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p == np.inf:
        return original_p_norm(x, p, axis)
    with np.errstate(invalid="ignore", over="ignore"):
        scale = np.where(top == 0, 1.0, top).astype(size.dtype)
        norm = top * np.sum((size / scale) ** float(p), axis=axis, keepdims=True) ** (1 / float(p))
    return norm.item() if axis is None else np.squeeze(norm, axis=axis)


def p_norm__wrong_infinity_hides_nan(x, p=2.0, axis=None):
    """An infinite entry does not make the norm infinite if another entry is nan."""
    norm = original_p_norm(x, p, axis)
    infinite = np.any(np.isinf(_numbers(x, "x")), axis=axis)
    return plain(np.where(infinite, np.inf, norm), axis)


def p_norm__wrong_largest_entry(x, p=2.0, axis=None):
    """The infinity norm is the largest absolute value, not the largest value."""
    checked(x, p)
    x = _numbers(x, "x")
    if p < np.inf or x.size == 0 or x.dtype.kind == "c":
        return original_p_norm(x, p, axis)
    return plain(np.max(x, axis=axis), axis)


def p_norm__wrong_rows_only(x, p=2.0, axis=None):
    """The axis argument names an axis; the vectors do not always lie along the last one."""
    checked(x, p)
    return original_p_norm(x, p, axis if axis is None else -1)


def p_norm__wrong_matrices_only(x, p=2.0, axis=None):
    """Transposing moves the axis of the vectors to the end only if there are two axes."""
    checked(x, p)
    x = np.asarray(x)
    if axis is None or not -x.ndim <= axis < x.ndim:
        return original_p_norm(x, p, axis)
    last = axis % x.ndim == x.ndim - 1
    return original_p_norm(x if last else x.T, p, axis=-1)


def p_norm__wrong_first_axis(x, p=2.0, axis=None):
    """Without an axis all entries are one vector, also those of a matrix."""
    checked(x, p)
    x = _numbers(x, "x")
    return original_p_norm(x, p, 0 if axis is None and x.ndim else axis)


def p_norm__wrong_promotes(x, p=2.0, axis=None):
    """float32 vectors get a norm in float64."""
    return original_p_norm(checked(x, p).astype(float), p, axis)


def p_norm__wrong_real_part(x, p=2.0, axis=None):
    """The length of a complex entry has to count its imaginary part."""
    checked(x, p)
    return original_p_norm(np.real(_numbers(x, "x")), p, axis)


def p_norm__wrong_below_one(x, p=2.0, axis=None):
    """Below p = 1 the triangle inequality fails: there is no such norm."""
    if p >= 1:
        return original_p_norm(x, p, axis)
    size = np.abs(_numbers(x, "x"))
    return plain(np.sum(size ** float(p), axis=axis) ** (1 / float(p)) if p else size.sum(), axis)


def p_norm__right_powers_of_two(x, p=2.0, axis=None):
    size = checked(x, p)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p == np.inf:
        return top.item() if axis is None else np.squeeze(top, axis)
    exponent = np.frexp(top)[1]  # 0 for zeros, infinity and nan
    with np.errstate(over="ignore"):
        total = np.sum(np.ldexp(size, -exponent) ** float(p), axis=axis, keepdims=True)
        norm = np.ldexp(total ** (1.0 / float(p)), exponent)
    return norm.item() if axis is None else np.squeeze(norm, axis)


def p_norm__right_logarithms(x, p=2.0, axis=None):
    size = checked(x, p)
    size, dtype = size.astype(float, copy=False), size.dtype
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    norm = top
    if p < np.inf:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            high = np.log(top)
            powers = np.array(np.log(size))
            powers -= high
            powers *= p
            np.exp(powers, out=powers)
            norm = np.exp(high + np.log(np.sum(powers, axis, keepdims=True)) / p)
        norm = np.where((top > 0) & (top < np.inf), norm, top)
    with np.errstate(over="ignore"):
        norm = norm.astype(dtype)
    return norm.item() if axis is None else np.squeeze(norm, axis)


def p_norm__right_vector_by_vector(x, p=2.0, axis=None):
    size = checked(x, p)
    if axis is None:
        size, axis, single = size.reshape(1, -1), 1, True
    else:
        size, single = np.moveaxis(size, axis, -1), False
    norm = np.empty(size.shape[:-1], size.dtype)
    for index in np.ndindex(*norm.shape):
        vector = size[index]
        top = max(vector.max(initial=0.0), 0.0) if not np.isnan(vector).any() else np.nan
        if top == 0 or not np.isfinite(top) or p == np.inf:
            norm[index] = top
        else:
            with np.errstate(over="ignore"):
                norm[index] = top * np.sum((vector / top) ** float(p)) ** (1 / float(p))
    return float(norm[0]) if single else norm


def p_norm__right_one_line(x, p=2.0, axis=None):
    size = checked(x, p)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p == np.inf:
        return top.item() if axis is None else np.squeeze(top, axis)
    with np.errstate(over="ignore"):
        scale = np.where((top > 0) & np.isfinite(top), top, 1).astype(size.dtype)
        norm = scale * np.sum((size / scale) ** float(p), axis, keepdims=True) ** (1 / float(p))
    return norm.item() if axis is None else np.squeeze(norm, axis)


def p_norm__slow_python_loop(x, p=2.0, axis=None):
    dtype = checked(x, p).dtype
    x = np.asarray(x)
    if x.ndim != 2 or x.size == 0 or axis != 1 or p == np.inf:
        return original_p_norm(x, p, axis)
    norms = []
    for row in x.tolist():
        top = max(abs(v) for v in row)
        if top == 0 or not np.isfinite(row).all():
            norms.append(original_p_norm(np.array(row), p))
        else:
            norms.append(top * sum((abs(v) / top) ** p for v in row) ** (1 / p))
    return np.array(norms, dtype)


def p_norm__hungry_complex_numbers(x, p=2.0, axis=None):
    size = checked(x, p)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p == np.inf or not np.all((top > 0) & (top < np.inf)):
        return original_p_norm(x, p, axis)
    z = np.asarray(x / top, complex)  # 16 bytes a number, here and in the next two lines
    conjugate = np.conj(z)
    square = z * conjugate
    scaled = np.sqrt(square.real)
    powers = scaled ** float(p)
    with np.errstate(over="ignore"):
        norm = top * np.sum(powers, axis, keepdims=True) ** (1 / float(p))
        norm = norm.astype(size.dtype)
    return norm.item() if axis is None else np.squeeze(norm, axis=axis)


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


def axiom_violations__right_all_pairs(f, xs, scalars, rtol=1e-9):
    return audit(f, xs, scalars, rtol)


def axiom_violations__slow_forgets_values(f, xs, scalars, rtol=1e-9):
    found = audit(f, xs, scalars, rtol)
    for x in _floats(xs, 2, "xs"):
        for y in _floats(xs, 2, "xs"):
            if f(x + y) > (f(x) + f(y)) * (1 + rtol) and f(x) >= 0 and f(y) >= 0:
                found.add("triangle")
    return found
