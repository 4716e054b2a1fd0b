"""The reference of `scalar_arithmetic` against Python's own expressions, exact and complex steps.

Neither numpy nor scipy differentiates expressions, so there is no library to time it against.
"""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "scalar_arithmetic.py"
)

WHOLE = st.integers(-(10**30), 10**30)
RATIONAL = st.fractions(-1000, 1000)
REAL = st.floats(-1e6, 1e6)
NUMBERS = st.one_of(WHOLE, st.integers(-3, 3), RATIONAL, REAL)
OPERATORS = st.sampled_from("+ - * / // %".split())


def trees(leaves):
    """Expressions in infix and in postfix notation, side by side."""
    pairs = leaves.map(lambda value: (f"({value!r})", [value]))
    return st.recursive(
        pairs,
        lambda part: st.one_of(
            st.tuples(part, part, OPERATORS).map(
                lambda t: (f"({t[0][0]}{t[2]}{t[1][0]})", [*t[0][1], *t[1][1], t[2]])
            ),
            part.map(lambda p: (f"(-{p[0]})", [*p[1], "neg"])),
            part.map(lambda p: (f"({p[0]}**2)", [*p[1], 2, "**"])),
        ),
        max_leaves=12,
    )


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(trees(NUMBERS))
def test_evaluate_is_what_python_computes(pair):
    infix, rpn = pair
    try:
        want = eval(infix, {"Fraction": Fraction})
    except (ZeroDivisionError, OverflowError) as error:
        with pytest.raises(type(error)):
            ours.evaluate(rpn, {})
        return
    got = ours.evaluate(rpn, {})
    assert type(got) is type(want)
    assert got == want or (got != got and want != want)


class Dual:
    """Forward mode, with exact numbers: an independent way to a derivative."""

    def __init__(self, value, slope=0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other):
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def __neg__(self):
        return Dual(-self.value, -self.slope)


def random_rational(rng, leaves):
    """Return a random quotient of polynomials in infix and postfix notation."""
    if leaves == 1:
        name = "xyzc"[rng.integers(4)]
        return name, [name if name != "c" else Fraction(7, 3)]
    cut = int(rng.integers(1, leaves))
    left, right = random_rational(rng, cut), random_rational(rng, leaves - cut)
    op = "+-*/"[rng.integers(4)]
    infix, rpn = f"({left[0]}{op}{right[0]})", [*left[1], *right[1], op]
    return (f"(-{infix})", [*rpn, "neg"]) if rng.integers(4) == 0 else (infix, rpn)


def test_gradient_against_exact_forward_mode():
    rng = np.random.default_rng(0)
    compared = 0
    for _ in range(400):
        infix, rpn = random_rational(rng, int(rng.integers(1, 12)))
        values = {
            n: Fraction(int(v), 10) for n, v in zip("xyz", rng.integers(-40, 40, 3), strict=True)
        }
        wanted = {}
        try:
            for name in values:
                duals = {n: Dual(v, int(n == name)) for n, v in values.items()}
                result = eval(infix, {**duals, "c": Dual(Fraction(7, 3))})
                wanted[name] = result.slope
        except ZeroDivisionError:
            with pytest.raises(ZeroDivisionError):
                ours.value_and_grad(rpn, values)
            continue
        compared += 1
        value, gradient = ours.value_and_grad(rpn, values)
        assert value == float(result.value)
        size = max(1.0, *(abs(float(w)) for w in wanted.values()))
        for name, slope in wanted.items():
            assert type(gradient[name]) is float
            assert abs(gradient[name] - float(slope)) <= 1e-11 * size
    assert compared > 300


def test_powers_against_complex_steps():
    rng = np.random.default_rng(1)
    rpn = ["x", "y", "**", "y", "x", "**", "/", "z", 2.5, "**", "+", "x", "z", "neg", "**", "*"]
    for _ in range(50):
        env = dict(zip("xyz", rng.uniform(0.2, 4.0, size=3).tolist(), strict=True))
        value, gradient = ours.value_and_grad(rpn, env)
        assert math.isclose(value, ours.evaluate(rpn, env), rel_tol=1e-15)
        for name in env:
            moved = env | {name: complex(env[name], 1e-30)}
            slope = ours.evaluate(rpn, moved).imag / 1e-30
            assert math.isclose(gradient[name], slope, rel_tol=1e-11, abs_tol=1e-12)


def test_a_long_sum_of_products():
    rng = np.random.default_rng(2)
    w = rng.normal(size=3000).tolist()
    env = {f"x{k}": v for k, v in enumerate(rng.normal(size=3000).tolist())}
    rpn = [0.0]
    for k, v in enumerate(w):
        rpn += [f"x{k}", f"x{k}", "*", v, "*", "+"]
    value, gradient = ours.value_and_grad(rpn, env)
    terms = [v * x * x for v, x in zip(w, env.values(), strict=True)]
    assert abs(value - math.fsum(terms)) <= 3000 * 2.3e-16 * math.fsum(map(abs, terms))
    for v, (name, x) in zip(w, env.items(), strict=True):
        assert math.isclose(gradient[name], 2 * v * x, rel_tol=1e-15)


def test_values_at_the_edge():
    inf, nan = math.inf, math.nan
    assert math.isnan(ours.evaluate(["x", "x", "-"], {"x": inf}))
    value, gradient = ours.value_and_grad(["x", "y", "*"], {"x": nan, "y": 2.0})
    assert math.isnan(value)
    assert gradient["x"] == 2.0
    assert math.isnan(gradient["y"])
    assert ours.evaluate([10, 400, "**", 10, 399, "**", "//"], {}) == 10
    assert ours.value_and_grad(["x", 1, "**"], {"x": 0}) == (0.0, {"x": 1.0})
    assert ours.value_and_grad(["x", 0, "**"], {"x": 0}) == (1.0, {"x": 0.0})


def test_overflow():
    for f in (ours.evaluate, ours.value_and_grad):
        for rpn in (["x", 2, "**"], [10, 400, "**", "x", "*"]):
            with pytest.raises(OverflowError):
                f(rpn, {"x": 1e200})
    assert ours.evaluate([10, 400, "**", "x", "*"], {"x": 3}) == 3 * 10**400
    for rpn in ([10, 400, "**", "x", "*"], [Fraction(10**400, 3), "x", "*"]):
        with pytest.raises(OverflowError):
            ours.value_and_grad(rpn, {"x": 3})
    assert ours.value_and_grad(["x", 1e200, "*"], {"x": 1e200}) == (math.inf, {"x": 1e200})
