"""Cross-checks of the reference against NumPy's bytes, flags and limits, fractions and fsum."""

import math
import operator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3]
    / "reference"
    / "ch02_numerical_computation"
    / "overflow_vs_underflow.py"
)
EPS = np.finfo(float).eps
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def spread(rng, size=100_000):
    return (rng.normal(size=size) * 10.0 ** rng.uniform(-8.0, 8.0, size=size),)


FASTEST = {"compensated_sum": (spread, math.fsum)}
"""The exercise bans `math.fsum`."""


@pytest.fixture
def rng():
    return np.random.default_rng(19)


@pytest.mark.parametrize("signed", [False, True])
def test_all_bytes(signed):
    """NumPy wraps around in a byte; all pairs of bytes are calculated with both."""
    dtype = np.int8 if signed else np.uint8
    values = np.arange(256).astype(dtype)
    for op in "+-*":
        wrapped = OPERATORS[op](values[:, None], values).tolist()
        for i, a in enumerate(values.tolist()):
            for j, b in enumerate(values.tolist()):
                value, overflow = ours.int_op(op, a, b, signed=signed)
                assert value == wrapped[i][j]
                assert overflow == (value != OPERATORS[op](a, b))


def test_limits():
    for dtype in (np.float16, np.float32, np.float64):
        info = np.finfo(dtype)
        for key, value in ours.float_limits(dtype).items():
            assert value == getattr(info, key)


def flags(op, a, b, dtype):
    """Return the event that the processor's flags tell of."""
    seen = []
    with np.errstate(all="call", call=lambda kind, _: seen.append(kind)):
        result = OPERATORS[op](a, b)
    if seen:
        return {"invalid value": "invalid", "divide by zero": "divide"}.get(seen[0], seen[0])
    if not (np.isfinite(a) and np.isfinite(b)):
        return "exact"
    exact = OPERATORS[op](Fraction(float(a)), Fraction(float(b)))
    return "exact" if exact == Fraction(float(result)) else "rounded"


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_events_are_the_flags(rng, dtype):
    info = np.finfo(dtype)
    ends = [info.max, info.tiny, info.smallest_subnormal, 3 * info.smallest_subnormal, 1 + info.eps]
    largest = info.maxexp
    sizes = np.ldexp(rng.uniform(1, 2, 4), rng.integers(2 - largest, largest, 4)).astype(dtype)
    plain = [0.0, -0.0, 1.0, 3.0, -10.0, math.inf, -math.inf, math.nan]
    values = np.array([*plain, *ends, *-np.array(ends[:2]), *sizes], dtype)
    for op in OPERATORS:
        for a in values:
            for b in values:
                want = flags(op, a, b, dtype)
                with np.errstate(all="ignore"):
                    result = abs(OPERATORS[op](a, b))
                # Half precision has no flags of its own: it is rounded from single precision.
                # Whether rounding up to the smallest normal number underflows is the machine's.
                if result == info.tiny or (dtype is np.float16 and result < info.tiny):
                    continue
                assert ours.ieee_event(op, a, b, dtype) == want


def test_half_precision_underflow(rng):
    """Every subnormal result of float16 is judged by rational arithmetic."""
    tiny = Fraction(2) ** -14
    for _ in range(2000):
        a, b = np.ldexp(rng.uniform(-2, 2, 2), rng.integers(-14, 0, 2)).astype(np.float16)
        exact = Fraction(float(a)) * Fraction(float(b))
        if 0 < abs(exact) < tiny:
            kept = (exact * 2**24).denominator == 1
            want = "exact" if kept else "underflow"
            assert ours.ieee_event("*", a, b, np.float16) == want


def test_scaled_product(rng):
    for n in (1, 2, 30, 700):
        x = rng.normal(size=n) * 10.0 ** rng.integers(-300, 300, size=n)
        m, e = ours.scaled_product(x)
        exact = math.prod(map(Fraction, x.tolist()))
        assert 0.5 <= abs(m) < 1
        assert abs(Fraction(m) * Fraction(2) ** e / exact - 1) <= n * EPS
    sign, logarithm = np.linalg.slogdet(np.diag(x[:200]))
    m, e = ours.scaled_product(x[:200])
    assert math.copysign(1.0, m) == sign
    assert math.log(abs(m)) + e * math.log(2) == pytest.approx(logarithm, rel=1e-13)


def test_product_of_probabilities(rng):
    """A hundred thousand probabilities: their plain product is 0."""
    x = rng.uniform(size=100_000)
    m, e = ours.scaled_product(x)
    assert np.prod(x) == 0.0
    assert e + math.log2(m) == pytest.approx(math.fsum(np.log2(x)), abs=1e-7)


def sums(rng):
    yield np.tile([1e16, 1.0, -1e16], 5000)
    yield np.tile([1.0, 1e100, 1.0, -1e100], 2000)
    yield 1.0 / np.arange(1.0, 20_000.0)
    for n in (1, 2, 3, 1000, 20_000):
        x = rng.normal(size=n) * 10.0 ** rng.uniform(-20, 20, size=n)
        yield x
        yield rng.permutation(np.concatenate([x, -x, rng.normal(size=n)]))


def test_sum_against_fsum(rng):
    for x in sums(rng):
        want = math.fsum(x)
        limit = 2 * EPS * abs(want) + (x.size * EPS) ** 2 * float(np.sum(np.abs(x)))
        assert abs(ours.compensated_sum(x) - want) <= limit
        assert abs(ours.compensated_sum(x[::-1]) - want) <= limit


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_sum_that_is_no_number(rng, bad):
    for at in (0, 3, 9):
        x = rng.normal(size=10)
        x[at] = bad
        np.testing.assert_equal(ours.compensated_sum(x), float(np.sum(x)))


def test_arguments_stay(rng):
    x = rng.normal(size=50)
    before = x.copy()
    ours.scaled_product(x)
    ours.compensated_sum(x)
    np.testing.assert_array_equal(x, before)
