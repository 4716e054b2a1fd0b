"""Other answers to `overflow_vs_underflow`, each named by the verdict it must get."""

import math
import operator
from fractions import Fraction

import numpy as np
from overflow_vs_underflow import _float_type, _operation, _vector
from overflow_vs_underflow import compensated_sum as original_compensated_sum
from overflow_vs_underflow import float_limits as original_float_limits
from overflow_vs_underflow import ieee_event as original_ieee_event
from overflow_vs_underflow import int_op as original_int_op
from overflow_vs_underflow import scaled_product as original_scaled_product


def int_op__wrong_saturates(op, a, b, bits=8, signed=False):
    """Integers of a processor wrap around: they do not stop at the largest one."""
    _, overflow = original_int_op(op, a, b, bits=bits, signed=signed)
    low = -(2 ** (bits - 1)) if signed else 0
    exact = _operation(op, "+-*")(int(a), int(b))
    return min(max(exact, low), low + 2**bits - 1), overflow


def int_op__wrong_modulo_largest(op, a, b, bits=8, signed=False):
    """A byte has 256 values, so wrapping subtracts 256, not the largest value 255."""
    value, overflow = original_int_op(op, a, b, bits=bits, signed=signed)
    exact = _operation(op, "+-*")(int(a), int(b))
    return (exact % (2**bits - 1) if overflow and not signed else value), overflow


def int_op__wrong_never_signed(op, a, b, bits=8, signed=False):
    """The upper half of the bit patterns stands for negative numbers when signed."""
    value, overflow = original_int_op(op, a, b, bits=bits, signed=signed)
    return value % 2**bits, overflow


def int_op__wrong_flag_only_above(op, a, b, bits=8, signed=False):
    """A result below the smallest integer overflows as well."""
    value, _ = original_int_op(op, a, b, bits=bits, signed=signed)
    largest = 2 ** (bits - 1) - 1 if signed else 2**bits - 1
    return value, _operation(op, "+-*")(int(a), int(b)) > largest


def int_op__wrong_negative_is_underflow(op, a, b, bits=8, signed=False):
    """Only the magnitude is looked at: -1 does not fit into an unsigned byte either."""
    value, _ = original_int_op(op, a, b, bits=bits, signed=signed)
    return value, abs(_operation(op, "+-*")(int(a), int(b))) > 2 ** (bits - signed) - 1


def int_op__wrong_through_float(op, a, b, bits=8, signed=False):
    """A double holds 53 bits: products of wide integers lose their last digits."""
    original_int_op(op, a, b, bits=bits, signed=signed)
    low = -(2 ** (bits - 1)) if signed else 0
    exact = int(_operation(op, "+-*")(float(a), float(b)))
    value = (exact - low) % 2**bits + low
    return value, value != exact


def int_op__right_bit_mask(op, a, b, bits=8, signed=False):
    original_int_op(op, a, b, bits=bits, signed=signed)
    exact = {"+": operator.add, "-": operator.sub, "*": operator.mul}[op](int(a), int(b))
    value = exact & ((1 << bits) - 1)
    if signed and value >> (bits - 1):
        value -= 1 << bits
    return value, np.bool_(value != exact)


def float_limits__wrong_eps_half(dtype):
    """eps is the gap above 1, not half of it (the rounding unit)."""
    limits = original_float_limits(dtype)
    return {**limits, "eps": limits["eps"] / 2}


def float_limits__wrong_eps_double(dtype):
    """The loop stops one step early: eps is the last step that still changes 1."""
    limits = original_float_limits(dtype)
    return {**limits, "eps": limits["eps"] * 2}


def float_limits__wrong_tiny_is_subnormal(dtype):
    """tiny is the smallest number of full precision; subnormal numbers lie below it."""
    limits = original_float_limits(dtype)
    return {**limits, "tiny": limits["smallest_subnormal"]}


def float_limits__wrong_power_of_two_max(dtype):
    """The last power of two that is finite has larger numbers above it, up to twice its size."""
    limits = original_float_limits(dtype)
    return {**limits, "max": limits["max"] / (2 - limits["eps"])}


def float_limits__wrong_python_floats(dtype):
    """A loop of Python floats finds the limits of float64, whatever dtype says."""
    _float_type(dtype)
    return original_float_limits(np.float64)


def float_limits__right_numpy_scalars(dtype):
    number = _float_type(dtype)
    eps = np.nextafter(number(1), number(2)) - number(1)
    return {
        "eps": eps,
        "tiny": np.nextafter(number(0), number(1)) / eps,
        "smallest_subnormal": np.nextafter(number(0), number(1)),
        "max": np.nextafter(number(np.inf), number(0)),
    }


def ieee_event__wrong_very_negative_underflows(op, a, b, dtype):
    """A result below the most negative number overflows; underflow is about numbers close to 0."""
    event = original_ieee_event(op, a, b, dtype)
    with np.errstate(all="ignore"):
        negative = event == "overflow" and _operation(op, "+-*/")(np.float64(a), np.float64(b)) < 0
    return "underflow" if negative else event


def ieee_event__wrong_every_subnormal(op, a, b, dtype):
    """A subnormal result that is representable is exact: underflow asks for a loss as well."""
    event = original_ieee_event(op, a, b, dtype)
    with np.errstate(all="ignore"):
        number = _float_type(dtype)
        size = abs(float(_operation(op, "+-*/")(number(a), number(b))))
    subnormal = 0 < size < original_float_limits(dtype)["tiny"]
    return "underflow" if event == "exact" and subnormal else event


def ieee_event__wrong_only_zero(op, a, b, dtype):
    """Underflow begins below the smallest normal number, long before the result becomes 0."""
    event = original_ieee_event(op, a, b, dtype)
    with np.errstate(all="ignore"):
        number = _float_type(dtype)
        vanished = _operation(op, "+-*/")(number(a), number(b)) == 0
    return "rounded" if event == "underflow" and not vanished else event


def ieee_event__wrong_too_many_digits(op, a, b, dtype):
    """Surplus digits are rounded away; only results outside the range underflow."""
    event = original_ieee_event(op, a, b, dtype)
    return "underflow" if event == "rounded" else event


def ieee_event__wrong_infinity_overflows(op, a, b, dtype):
    """An infinite operand is passed on: overflow starts from finite numbers."""
    with np.errstate(all="ignore"):
        result = _operation(op, "+-*/")(np.float64(a), np.float64(b))
    event = original_ieee_event(op, a, b, dtype)
    return "overflow" if event == "exact" and np.isinf(result) else event


def ieee_event__wrong_nan_is_invalid(op, a, b, dtype):
    """A nan that came in is passed on: only a new one is invalid."""
    event = original_ieee_event(op, a, b, dtype)
    return "invalid" if math.isnan(a) or math.isnan(b) else event


def ieee_event__wrong_zero_over_zero(op, a, b, dtype):
    """0/0 has no value at all, while 1/0 is infinite: they are two events."""
    event = original_ieee_event(op, a, b, dtype)
    return "divide" if op == "/" and a == b == 0 else event


def ieee_event__wrong_float64_only(op, a, b, dtype):
    """The event depends on the format: work in dtype, not in Python's floats."""
    _float_type(dtype)
    return original_ieee_event(op, a, b, np.float64)


def ieee_event__wrong_limit_of_float32(op, a, b, dtype):
    """Each format has a smallest normal number of its own: that of float64 is not 1e-38."""
    event = original_ieee_event(op, a, b, dtype)
    if event not in ("rounded", "underflow"):
        return event
    number = _float_type(dtype)
    with np.errstate(all="ignore"):
        exact = _operation(op, "+-*/")(Fraction(float(number(a))), Fraction(float(number(b))))
    return "underflow" if abs(exact) < Fraction(2) ** -126 else "rounded"


def ieee_event__right_flags(op, a, b, dtype):
    calculate, number = _operation(op, "+-*/"), _float_type(dtype)
    with np.errstate(all="ignore"):
        a, b = number(a), number(b)
    seen = []
    with np.errstate(all="call", call=lambda kind, flag: seen.append(kind)):
        result = calculate(a, b)
    words = {"invalid value": "invalid", "divide by zero": "divide"}
    for kind in seen:
        return words.get(kind, kind)
    if not np.isfinite(result) or np.isinf(a) or np.isinf(b):
        return "exact"
    exact = calculate(Fraction(float(a)), Fraction(float(b)))
    return "exact" if exact == Fraction(float(result)) else "rounded"


def scaled_product__wrong_plain(x):
    """The product itself leaves the range long before its exponent is taken."""
    x = _vector(x)
    if x.size == 0:
        raise ValueError("x")
    with np.errstate(all="ignore"):
        m, e = math.frexp(float(np.prod(x)))
    return m, e


def scaled_product__wrong_sign_lost(x):
    """The logarithm of |x| knows nothing of the sign."""
    m, e = original_scaled_product(x)
    return abs(m), e


def scaled_product__wrong_log_of_zero(x):
    """The logarithm of 0 is -inf: a factor of 0 has to be treated before."""
    x = _vector(x)
    if x.size == 0:
        raise ValueError("x")
    with np.errstate(all="ignore"):
        exponent = np.sum(np.log2(np.abs(x)))
        e = np.floor(exponent) + 1
        m = np.prod(np.sign(x)) * 2.0 ** (exponent - e)
    return float(m), int(e) if np.isfinite(e) else float(e)


def scaled_product__wrong_mantissa_from_one(x):
    """The mantissa belongs between 0.5 and 1, not between 1 and 2."""
    m, e = original_scaled_product(x)
    return (2 * m, e - 1) if math.isfinite(m) and m else (m, e)


def scaled_product__wrong_mantissa_of_one(x):
    """The range of m holds 0.5 and not 1: powers of two have m = 0.5."""
    m, e = original_scaled_product(x)
    return (2 * m, e - 1) if abs(m) == 0.5 else (m, e)


def scaled_product__wrong_one_rescue(x):
    """The mantissas alone underflow as well after a thousand factors: rescale on the way."""
    x = _vector(x)
    if x.size == 0:
        raise ValueError("x")
    parts, exponents = np.frexp(x)
    with np.errstate(all="ignore"):
        m, e = math.frexp(float(np.prod(parts)))
    return m, int(exponents.sum()) + e if math.isfinite(m) and m else 0


def scaled_product__right_blocks(x):
    x = _vector(x)
    if x.size == 0:
        raise ValueError("x is empty")
    parts, exponents = np.frexp(x)
    m, e = 1.0, np.sum(exponents, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        for start in range(0, x.size, 500):
            m, shift = np.frexp(m * np.prod(parts[start : start + 500]))
            e += shift
    return float(m), e if np.isfinite(m) and m else 0


def scaled_product__right_sum_of_logarithms(x):
    x = _vector(x)
    if x.size == 0:
        raise ValueError("x is empty")
    if np.any(x == 0) or not np.all(np.isfinite(x)):
        return original_scaled_product(x)
    parts, exponents = np.frexp(x)
    logarithm = float(np.sum(np.log2(np.abs(parts))))
    whole = math.floor(logarithm) + 1
    m, carry = math.frexp(2.0 ** (logarithm - whole))
    return float(np.prod(np.sign(x))) * m, int(exponents.sum()) + whole + carry


def compensated_sum__wrong_kahan(x):
    """Kahan's method loses the running sum when the next number is larger: ask which is larger."""
    total = lost = 0.0
    for value in _vector(x).tolist():
        y = value - lost
        new = total + y
        lost = (new - total) - y
        total = new
    return total if math.isfinite(total) else float(np.sum(x))


def compensated_sum__wrong_comparison(x):
    """The roles are swapped: what was lost is exact only if the larger number comes first."""
    total = lost = 0.0
    for value in _vector(x).tolist():
        new = total + value
        if abs(total) >= abs(value):
            lost += (value - new) + total
        else:
            lost += (total - new) + value
        total = new
    return total if math.isnan(lost) else total + lost


def compensated_sum__wrong_forgotten(x):
    """What was lost is collected, and then not added."""
    total = 0.0
    for value in _vector(x).tolist():
        total = total + value
    return total


def compensated_sum__wrong_pairwise(x):
    """Adding in pairs rounds less often but still loses small numbers beside large ones."""
    with np.errstate(invalid="ignore"):
        return float(np.sum(_vector(x)))


def compensated_sum__wrong_sorted(x):
    """Adding the small numbers first does not help once large ones cancel."""
    x = _vector(x)
    with np.errstate(invalid="ignore"):
        return float(np.cumsum(x[np.argsort(np.abs(x))])[-1]) if x.size else 0.0


def compensated_sum__right_expansion(x):
    x = _vector(x)
    if not np.all(np.isfinite(x)):
        with np.errstate(invalid="ignore"):
            return float(np.sum(x))
    partials = []
    for value in x.tolist():
        kept = []
        for partial in partials:
            large, small = (value, partial) if abs(value) >= abs(partial) else (partial, value)
            value = large + small
            rest = small - (value - large)
            if rest:
                kept.append(rest)
        partials = [*kept, value]
    return float(np.cumsum(partials)[-1]) if partials else 0.0


def compensated_sum__right_two_sum(x):
    total = lost = 0.0
    for value in _vector(x).tolist():
        new = total + value
        back = new - total
        lost += (total - (new - back)) + (value - back)
        total = new
    return np.float64(total if math.isnan(lost) else total + lost)


def compensated_sum__right_vector_halves(x):
    x = _vector(x)
    if not np.all(np.isfinite(x)):
        with np.errstate(invalid="ignore"):
            return float(np.sum(x))
    lost = 0.0
    while x.size > 1:
        if x.size % 2:
            x = np.append(x, 0.0)
        a, b = x[::2], x[1::2]
        new = a + b
        back = new - a
        lost += original_compensated_sum((a - (new - back)) + (b - back))
        x = new
    return float(x[0] + lost) if x.size else 0.0


def compensated_sum__forbidden_sum(x):
    return float(sum(_vector(x).tolist()))


def compensated_sum__forbidden_fmean(x):
    import statistics

    return statistics.fmean(x) * len(x)


def compensated_sum__slow_rationals(x):
    x = _vector(x)
    if not np.all(np.isfinite(x)):
        with np.errstate(invalid="ignore"):
            return float(np.sum(x))
    total, lost = 0.0, Fraction(0)
    for value in x.tolist():
        new = total + value
        lost += Fraction(total) + Fraction(value) - Fraction(new)
        total = new
    return float(Fraction(total) + lost)
