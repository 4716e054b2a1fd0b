"""Other answers to `norms`, each named by the verdict it must get."""

import numpy as np
from norms import _numbers
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


def p_norm__wrong_keeps_integers(x, p=2.0, axis=None):
    """The norm of whole numbers is a float, also where it is whole."""
    norm = original_p_norm(x, p, axis)
    whole = axis is None and p in (1, np.inf) and np.asarray(x).dtype.kind in "iu"
    return int(norm) if whole else norm


def p_norm__wrong_half_precision(x, p=2.0, axis=None):
    """A single norm of float32 has to be as accurate as float32."""
    norm = original_p_norm(x, p, axis)
    with np.errstate(over="ignore"):
        half = axis is None and checked(x, p).dtype == np.float32
        return np.float32(np.float16(norm)) if half else norm


def p_norm__wrong_complex_number(x, p=2.0, axis=None):
    """A norm is a real number, also that of complex entries."""
    norm = original_p_norm(x, p, axis)
    return complex(norm) if axis is None and np.asarray(x).dtype == np.complex64 else norm


def p_norm__wrong_small_integers(x, p=2.0, axis=None):
    """The absolute value of -128 is no int8: integers become float64 first."""
    x = _numbers(x, "x") if np.asarray(x).dtype.kind != "i" else np.abs(x)
    return original_p_norm(x, p, axis)


def p_norm__wrong_keeps_matrix(x, p=2.0, axis=None):
    """Norms along an axis of an np.matrix are a plain array of order 1."""
    norm = original_p_norm(x, p, axis)
    return np.asmatrix(norm) if isinstance(x, np.matrix) and axis is not None else norm


def p_norm__wrong_ragged(x, p=2.0, axis=None):
    """The error for lists of different lengths has to name the argument."""
    return original_p_norm(np.asarray(x), p, axis)


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
