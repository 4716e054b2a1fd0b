import math
import operator
from fractions import Fraction

import numpy as np

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps
INF, NAN = math.inf, math.nan
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
PRECISION = {np.float16: (11, -14), np.float32: (24, -126), np.float64: (53, -1022)}
"""Bits of the significand, and the exponent of the smallest normal number."""


def integer_cases(rng, low, high, count):
    """Yield operands: every pair of the edges of the range, and random ones."""
    edges = sorted({low, low + 1, 0, high - 1, high} | ({-1} if low else {1}))
    yield from ((a, b) for a in edges for b in edges)
    yield from rng.integers(low, high, size=(count, 2), endpoint=True).tolist()


def event(op, a, b, dtype):
    """Classify an operation of Python floats by rational arithmetic alone; None if disputed."""
    if math.isnan(a) or math.isnan(b):
        return "exact"
    if math.isinf(a) or math.isinf(b):
        both = math.isinf(a) and math.isinf(b)
        new_nan = both if op == "/" else math.isnan(OPERATORS[op](a, b))
        return "invalid" if new_nan else "exact"
    if op == "/" and b == 0:
        return "divide" if a else "invalid"
    exact = OPERATORS[op](Fraction(a), Fraction(b))
    if exact == 0:
        return "exact"
    bits, lowest = PRECISION[dtype]
    exponent = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    exponent -= abs(exact) < Fraction(2) ** exponent
    step = Fraction(2) ** (max(exponent, lowest) - bits + 1)
    rounded = round(exact / step) * step  # to even, as the format does
    if abs(rounded) >= Fraction(2) ** (2 - lowest):
        return "overflow"
    if rounded == exact:
        return "exact"
    if abs(exact) >= Fraction(2) ** lowest:
        return "rounded"
    return None if abs(rounded) == Fraction(2) ** lowest else "underflow"


def check_events(student, check, values, dtype):
    cases = [(op, a, b, dtype) for op in OPERATORS for a in values for b in values]
    cases = [case for case in cases if event(*case) is not None]
    for got, case in zip(student.ieee_event.each(cases), cases, strict=True):
        check.equal(got, event(*case), what="the event")


def scaled(check, got):
    """Check the form of a scaled product that is an ordinary number; return m and e."""
    m, e = check.items(got, 2)
    check.shape(m, (), "m")
    check.is_type(e, (int, np.integer), "e")
    check.true(0.5 <= abs(m) < 1, "m is not between 0.5 and 1 in size.")
    return m, int(e)


def check_product(check, got, x):
    """Compare a scaled product with the exact one, from integers."""
    m, e = scaled(check, got)
    parts, exponents = np.frexp(x)
    factors = [int(p) for p in np.ldexp(parts, 53)]
    while len(factors) > 1:  # in pairs: large integers meet integers of their own size
        factors = [math.prod(factors[i : i + 2]) for i in range(0, len(factors), 2)]
    (product,) = factors
    want_e = product.bit_length() + sum(exponents.tolist()) - 53 * x.size
    want_m = product / 2 ** product.bit_length()
    check.true(abs(e - want_e) <= 1, "The exponent e is wrong.")
    got_m = math.ldexp(m, e - want_e)
    check.close(got_m, want_m, rtol=100 * x.size * EPS, what="m, brought to the right e,")


def check_sum(student, check, x):
    """Compare a sum with the exact one, rounded once."""
    got = student.compensated_sum(x)
    check.shape(got, ())
    limit = (x.size * EPS) ** 2 * float(np.sum(np.abs(x)))
    check.close(got, math.fsum(x.tolist()), rtol=10 * EPS, atol=limit, what="the sum")


@points(1)
def test_int_value(student, rng, check):
    """In one byte every result is the true one up to a multiple of 256, and fits."""
    for signed in (False, True):
        low, high = (-128, 127) if signed else (0, 255)
        cases = [(op, a, b) for op in "+-*" for a, b in integer_cases(rng, low, high, 40)]
        results = student.int_op.each(cases, bits=8, signed=signed)
        for (op, a, b), got in zip(cases, results, strict=True):
            want = (OPERATORS[op](a, b) - low) % 256 + low
            check.equal(check.items(got, 2)[0], want, what="the value")
    check.equal(student.int_op("+", 255, 2)[0], 1, what="the value of 255 + 2 in a byte")


@points(1)
def test_int_overflow_flag(student, rng, check):
    """Overflow is reported exactly when the true result does not fit, at either end."""
    for signed in (False, True):
        low, high = (-128, 127) if signed else (0, 255)
        cases = [(op, a, b) for op in "+-*" for a, b in integer_cases(rng, low, high, 40)]
        results = student.int_op.each(cases, bits=8, signed=signed)
        for (op, a, b), got in zip(cases, results, strict=True):
            want = not low <= OPERATORS[op](a, b) <= high
            check.equal(check.items(got, 2)[1], want, what="the overflow flag")


@points(1)
@needs("int_value", "int_overflow_flag")
def test_int_widths(student, rng, check):
    """Any width works, from one bit to more than 64, and integers of NumPy are as good."""
    for bits in (1, 5, 32, 64, 65, 200):
        for signed in (False, True):
            low = -(2 ** (bits - 1)) if signed else 0
            high = low + 2**bits - 1
            middle = low + int(rng.integers(0, 2 ** min(bits, 60)))
            some = sorted({low, high, middle})
            cases = [(op, a, b) for op in "+-*" for a in some for b in some]
            results = student.int_op.each(cases, bits=bits, signed=signed)
            for (op, a, b), got in zip(cases, results, strict=True):
                true = OPERATORS[op](a, b)
                check.equal(got, ((true - low) % 2**bits + low, not low <= true <= high))
    small = np.int8(100)
    check.equal(student.int_op("+", small, small, bits=8, signed=True), (-56, True))
    check.equal(student.int_op("*", small, small, bits=32, signed=True), (10000, False))


@points(1)
def test_int_errors(student, check):
    """Operands that are no integer of the range, widths below 1 and other operators are refused."""
    call = student.int_op
    for value in (256, -1, 10**30, 1.5):
        check.raises(ValueError, call, "+", value, 0, names="a")
        check.raises(ValueError, call, "+", 0, value, names="b")
    for value in (128, -129):
        check.raises(ValueError, call, "-", value, 0, bits=8, signed=True, names="a")
        check.raises(ValueError, call, "-", 0, value, bits=8, signed=True, names="b")
    check.each_raises(ValueError, call, [(op, 1, 1) for op in ("/", "**", "", "+-")], names="op")
    for bits in (0, -3):
        check.raises(ValueError, call, "+", 0, 0, bits=bits, names="bits")


@points(1)
def test_limits(student, check):
    """The limits of the three formats are found exactly."""
    for dtype in (np.float16, np.float32, np.float64):
        info = np.finfo(dtype)
        for form in (dtype, np.dtype(dtype), np.dtype(dtype).name):
            got = student.float_limits(form)
            check.keys(got, ["eps", "tiny", "smallest_subnormal", "max"])
            for key, value in got.items():
                check.shape(value, (), key)
                check.equal(value, float(getattr(info, key)), what=key)
    check.equal(student.float_limits(float)["eps"], 2.0**-52, what="eps of float")
    calls = [(other,) for other in (np.int32, np.complex64, "bool")]
    check.each_raises(ValueError, student.float_limits, calls, names="dtype")


@points(1)
def test_events_float32(student, rng, check):
    """Events of float32 are those of exact arithmetic, for small, large and odd numbers."""
    info = np.finfo(np.float32)
    plain = rng.uniform(-9.0, 9.0, 1).astype(np.float32).tolist()
    scaled = np.ldexp(rng.uniform(1.0, 2.0, 2).astype(np.float32), [70, -70]).astype(float).tolist()
    limits = [float(v) for v in (info.tiny, info.smallest_subnormal, -info.max, 1 + info.eps)]
    check_events(student, check, [0.0, 1.0, -3.0, INF, *limits, *plain, *scaled], np.float32)


@points(1)
@needs("events_float32")
def test_events_other_formats(student, rng, check):
    """float64 and float16 follow the same rules with limits of their own."""
    for dtype in (np.float64, np.float16):
        info = np.finfo(dtype)
        limits = [float(v) for v in (info.tiny, info.smallest_subnormal, info.max)]
        values = [-1.0, 7.0, *limits, *rng.uniform(1.0, 9.0, 2).astype(dtype).tolist()]
        check_events(student, check, values, dtype)
    call = student.ieee_event
    check.equal(call("*", 0.005, 0.005, np.float64), "rounded", what="the event of 0.005 * 0.005")
    check.equal(call("-", -1e308, 1e308, "float64"), "overflow", what="the event of -1e308 - 1e308")
    check.equal(call("*", 0.1, 1.0, np.dtype(np.float32)), "exact", what="the event of 0.1 * 1")
    check.equal(call("+", -5e307, -5e307, float), "exact", what="the event of -5e307 - 5e307")


@explanation
@points(1)
@needs("events_float32", "events_other_formats")
def test_events_at_the_edges(student, check):
    """Representable subnormals are exact, others underflow, and rounding to max is no overflow."""
    call = student.ieee_event
    for dtype, (bits, lowest) in PRECISION.items():
        tiny, top = 2.0**lowest, float(np.finfo(dtype).max)
        least, half_gap = tiny * 2.0 ** (1 - bits), 2.0 ** (-lowest - bits + 1)
        cases = [
            ("*", tiny, 0.5, "exact"), ("/", tiny, 2.0, "exact"), ("-", 1.5 * tiny, tiny, "exact"),
            ("*", least, 0.5, "underflow"), ("/", 3 * least, -2.0, "underflow"),
            ("*", tiny, tiny, "underflow"), ("*", -1.5 * tiny, 0.125 + 0.5**bits, "underflow"),
            ("*", 2 * tiny, 0.5, "exact"), ("*", -tiny, 1.0, "exact"),
            ("/", 4 * tiny, 3.0, "rounded"), ("/", 2 * tiny, 3.0, "underflow"),
            ("+", top, half_gap, "overflow"), ("-", -top, half_gap, "overflow"),
            ("+", top, half_gap / 2, "rounded"), ("+", top, -top, "exact"),
            ("*", top, -2.0, "overflow"), ("/", top, 0.5, "overflow"), ("/", top, 2.0, "exact"),
        ]  # fmt: skip
        for op, a, b, want in cases:
            check.equal(call(op, a, b, dtype), want, what=f"the event of a {op} at an edge")


@points(1)
def test_events_special(student, check):
    """Only a new nan is invalid, and only a finite number over 0 divides by zero."""
    call = student.ieee_event
    values = (0.0, -0.0, 1.0, -2.0, INF, -INF, NAN)
    check_events(student, check, values, np.float64)
    calls = [(op, 1.0, 1.0, np.float64) for op in ("", "%", "**", "+-")]
    check.each_raises(ValueError, call, calls, names="op")
    calls = [("+", 1.0, 1.0, dtype) for dtype in (np.int64, np.complex128)]
    check.each_raises(ValueError, call, calls, names="dtype")


@points(1)
def test_product_of_powers(student, rng, check):
    """Products of powers of two are exact, far outside the range of a double as well."""
    fixed = ([-540, -530], [900, 900, 900], [-1074, -1074, 3], [0], [5], [600, 600, -1000])
    for exponents in (*fixed, rng.integers(-1000, 1000, size=50).tolist()):
        m, e = scaled(check, student.scaled_product(np.ldexp(1.0, exponents)))
        check.equal(e, sum(exponents) + 1, what="e")
        check.close(m, 0.5, rtol=100 * EPS, what="m")


@points(1)
@needs("product_of_powers")
def test_product_of_many(student, rng, check):
    """Thousands of factors, of both signs and all sizes, give the true product."""
    check_product(check, student.scaled_product(np.array([-3.0])), np.array([-3.0]))
    for n in (2, 9, 6000):
        x = rng.uniform(size=n)
        check_product(check, student.scaled_product(x), x)
    for n in (5, 500, 501):
        x = rng.normal(size=n) * 10.0 ** rng.integers(-290, 290, size=n)
        check_product(check, student.scaled_product(x), x)
        check_product(check, student.scaled_product(-x), -x)
    x = rng.uniform(0.0, 0.1, size=100_000)
    m, e = scaled(check, student.scaled_product(x))
    got = e + math.log2(abs(m))  # too many factors for the exact product: compare logarithms
    check.close(got, math.fsum(np.log2(x)), atol=1e-6, what="the logarithm of a long product")
    small = rng.normal(size=600).astype(np.float32)
    check_product(check, student.scaled_product(small), small.astype(float))
    whole = rng.integers(1, 120, size=40).astype(np.int8)
    check_product(check, student.scaled_product(whole), whole.astype(float))


@points(1)
def test_product_special(student, check):
    """Zeros, nan and infinities have no exponent, and only vectors of real numbers are taken."""
    call = student.scaled_product
    for x, want in (
        ([8.0, 0.0, -3.0], 0.0), ([1e300, 1e300, 0.0], 0.0), ([NAN, 8.0], NAN), ([8.0, INF], INF),
        ([-1e300, INF, 5.0], -INF), ([0.0, 3.0, INF], NAN), ([0.0, NAN], NAN), ([-INF, -INF], INF),
    ):  # fmt: skip
        check.equal(call(np.array(x)), (want, 0))
    for bad in (np.array([]), np.ones((2, 2)), np.float64(2.0), np.array([1j]), np.array(["2"])):
        check.raises(ValueError, call, bad, names="x")


@points(1)
def test_sum_that_cancels(student, check):
    """Small numbers between large ones that cancel are all in the sum."""
    for repeats in (1, 3000):
        check_sum(student, check, np.tile([1e16, 1.0, -1e16], repeats))
        check_sum(student, check, np.tile([1.0, 1e16, -1e16], repeats))
    check_sum(student, check, np.array([1.0, -1e-20, -1.0]))
    check_sum(student, check, np.concatenate([[1e16], np.full(999, 0.75), [-1e16]]))


@points(1)
@needs("sum_that_cancels")
def test_sum_in_any_order(student, rng, check):
    """Whatever the order and the sizes, the sum is nearly that of exact arithmetic."""
    large = rng.normal(size=400) * 10.0 ** rng.uniform(-6.0, 16.0, size=400)
    x = np.concatenate([large, -large, rng.normal(size=200)])
    for order in (np.arange(x.size), *(rng.permutation(x.size) for _ in range(4))):
        check_sum(student, check, x[order])
    check_sum(student, check, x[np.argsort(np.abs(x))])
    check_sum(student, check, x[np.argsort(-np.abs(x))])
    check_sum(student, check, rng.uniform(size=2000))


@points(0.5)
def test_sum_special(student, rng, check):
    """The empty sum is 0, nan and infinities are passed on, other dtypes are added as float64."""
    call = student.compensated_sum
    check.equal(call(np.array([])), 0.0, what="the empty sum")
    for x, want in (
        ([1.0, NAN, 2.0], NAN), ([1.0, INF, 2.0], INF), ([-INF, 5.0], -INF),
        ([INF, 1.0, -INF], NAN), ([INF, INF], INF), ([NAN, INF], NAN),
    ):  # fmt: skip
        check.equal(call(np.array(x)), want, what="a sum with nan or inf")
    check.equal(call(np.full(300, 100, np.int8)), 30_000.0, what="the sum of integers")
    small = rng.normal(size=500).astype(np.float32)
    check.close(call(small), math.fsum(small.tolist()), atol=1e-12, what="the sum of float32")
    calls = [(bad,) for bad in (np.ones((2, 2)), np.float64(2.0), np.array([1j]), np.array(["2"]))]
    check.each_raises(ValueError, call, calls, names="x")


@points(0.5)
@needs("sum_in_any_order")
def test_sum_time(student, budget, rng, check):
    """Many numbers are added in one pass, or a few."""

    def inputs(size):
        return (rng.normal(size=size) * 10.0 ** rng.uniform(-8.0, 8.0, size=size),)

    def verify(got, x):
        limit = (x.size * EPS) ** 2 * float(np.sum(np.abs(x)))
        check.close(got, math.fsum(x.tolist()), rtol=10 * EPS, atol=limit, what="the sum")

    budget.time("compensated_sum", inputs, verify)
