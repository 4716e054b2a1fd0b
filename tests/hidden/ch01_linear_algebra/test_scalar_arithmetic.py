import math
from fractions import Fraction

from grader.checks import needs, points

INF = math.inf
DEEP = 200_000
"""Tokens. To send them takes 0.1 s, to evaluate 0.05 s; to differentiate would take 0.3 s more, so
that is done with a tenth of them, which no default stack survives either."""


@points(1)
def test_four_operations(student, rng, check):
    """Every operator takes its operands in the order in which they stand in the expression."""
    for _ in range(10):
        a, b = (int(n) for n in rng.integers(2, 50, size=2))
        wanted = {"+": a + b, "-": a - b, "*": a * b, "/": a / b, "//": a // b, "%": a % b}
        wanted["**"] = a**b
        plain = student.evaluate.each([([a, b, op], {}) for op in wanted])
        named = student.evaluate.each([(("x", "y", op), {"x": a, "y": b}) for op in wanted])
        for (op, want), got, got_named in zip(wanted.items(), plain, named, strict=True):
            check.equal(got, want, f"the result of {op}")
            check.equal(got_named, want, f"{op} of names")
        check.equal(student.evaluate([a, "neg"], {}), -a, "the result of neg")
        check.equal(student.evaluate([b, a, "neg", "-"], {}), b + a, "an expression with neg")
        check.equal(student.evaluate([a, b, 7, "-", "*", 3, "+"], {}), a * (b - 7) + 3)
    check.equal(student.evaluate([5], {}), 5, "the value of a number")
    names = {"3": 10, "exp": 4, "neg": 9, "a+b": 1, "": 2}
    check.equal(student.evaluate(["3", "exp", "-", "neg"], names), -6, "a result with odd names")
    check.equal(student.evaluate(["a+b", "", "-"], names), -1, "a result with odd names")


@points(1)
@needs("four_operations")
def test_field_axioms(student, rng, check):
    """Fractions obey the laws of arithmetic exactly, and the result is a Fraction."""
    laws = [
        ("a b +", "b a +"),
        ("a b *", "b a *"),
        ("a b + c +", "a b c + +"),
        ("a b * c *", "a b c * *"),
        ("a b c + *", "a b * a c * +"),
        ("a b - b +", "a"),
        ("a b / b *", "a"),
        ("a a neg +", "a a -"),
        ("a b c / /", "a c * b /"),
        ("a b //  b * a b % +", "a"),
        ("a 3 **", "a a * a *"),
        ("1 a /", "a 1 neg **"),
    ]
    for _ in range(5):
        top, bottom = rng.integers(1, 10**6, size=(2, 3)).tolist()
        sign = rng.choice([-1, 1], size=3).tolist()
        env = {n: Fraction(s * t, b) for n, s, t, b in zip("abc", sign, top, bottom, strict=True)}
        left, right = (
            student.evaluate.each([(words(law[side]), env) for law in laws]) for side in (0, 1)
        )
        for got, other in zip(left, right, strict=True):
            check.is_type(got, Fraction)
            check.equal(got, other, "one side of a law")
        check.equal(student.evaluate(words("a a /"), env), Fraction(1), "a / a")
        got = student.evaluate(words("a b + c * a -"), env)
        check.equal(got, (env["a"] + env["b"]) * env["c"] - env["a"], "a result with Fractions")


@points(1)
def test_types(student, check):
    """The type of the result is the one that Python's own operators give."""
    half = Fraction(1, 2)
    cases = [
        ([7, 7, "+"], int, 14),
        ([15, 3, "/"], float, 5.0),
        ([15, 3, "//"], int, 5),
        ([15, 4, "%"], int, 3),
        ([2, 3, "**"], int, 8),
        ([2, 1, "neg", "**"], float, 0.5),
        ([7, "neg"], int, -7),
        ([7], int, 7),
        ([half, 2, "*"], Fraction, 1),
        ([1, half, "/"], Fraction, 2),
        ([half, "neg"], Fraction, -half),
        ([7, half, "//"], int, 14),
        ([half, 0.5, "+"], float, 1.0),
        ([7.0, 2, "//"], float, 3.0),
        ([1j, 1j, "*"], complex, -1),
        ([2, 1j, "+"], complex, 2 + 1j),
    ]
    for rpn, kind, want in cases:
        got = student.evaluate(rpn, {})
        check.is_type(got, kind)
        check.equal(got, kind(want))
        check.is_type(student.evaluate(["x"], {"x": want}), type(want), "the value of a variable")


@points(1)
def test_floor(student, rng, check):
    """Floor division rounds to minus infinity, and quotient and remainder give back the number."""
    check.equal(student.evaluate([-7, 2, "//"], {}), -4, "a quotient")
    check.equal(student.evaluate([-7, 2, "%"], {}), 1, "a remainder")
    pairs = [(7, -2), (-7, -2), (-8, 2), (10**30 + 1, -7)]
    pairs += [(Fraction(-7, 2), 2), (-7.5, 2), (7.5, -2)]
    pairs += [(int(a), int(b)) for a, b in rng.integers(1, 99, size=(5, 2)) * [1, -1]]
    for a, b in pairs:
        env = {"a": a, "b": b}
        quotient = math.floor(Fraction(a) / Fraction(b))
        check.equal(student.evaluate(["a", "b", "//"], env), quotient, "a quotient")
        remainder = a - quotient * b
        check.equal(student.evaluate(["a", "b", "%"], env), remainder, "a remainder")


@points(1)
def test_exact(student, rng, check):
    """Whole numbers and fractions of any size are computed without rounding."""
    check.equal(student.evaluate([2, 200, "**"], {}), 1 << 200, "a power")
    check.equal(student.evaluate([2, 200, "**", 1, "+", 2, "%"], {}), 1, "a remainder")
    a, b = (int(n) * 10**30 + 1 for n in rng.integers(1, 10**9, size=2))
    check.equal(student.evaluate(["a", "b", "*", "b", "//"], {"a": a, "b": b}), a, "a quotient")
    check.equal(student.evaluate(["a", "b", "+", "b", "-"], {"a": a, "b": b}), a, "a sum")
    third = student.evaluate([1, Fraction(3), "/", 10**40, "+", 10**40, "-", 3, "*"], {})
    check.equal(third, Fraction(1), "a result with a third")
    big = 10**20
    value, _ = check.items(student.value_and_grad([big, "x", "+", big, "-"], {"x": 1}), 2)
    check.equal(value, 1.0, "the value beside the gradient")


@points(1)
def test_bad_expressions(student, check):
    """Too few operands, values left over and unknown names are refused, by both functions."""
    for f in (student.evaluate, student.value_and_grad):
        few = (["+"], [1, "+"], ["neg"], [1, 2, "+", "*"], [1, "neg", "-"], [1, "+", 2])
        for rpn in (*few, [], [1, 2], [1, 2, 3, "+"], ["x", "x"], [1, 2, 3]):
            check.raises(ValueError, f, rpn, {"x": 2}, names=("rpn", "env"))
        calls = [(rpn, {"x": 2}) for rpn in (["y"], ["x", "y", "+"], ["x", "X", "*"])]
        check.each_raises(ValueError, f, calls, names=("env", "rpn", "y", "X"))


@points(0.5)
def test_errors_of_operators(student, check):
    """Division by zero, overflow and complex remainders raise what Python's operators raise."""
    for zero in (0, 0.0, Fraction(0)):
        calls = [(["x", zero, op], {"x": 1}) for op in ("/", "//", "%")]
        check.each_raises(ZeroDivisionError, student.evaluate, calls)
        for f in (student.evaluate, student.value_and_grad):
            check.raises(ZeroDivisionError, f, [1, "x", "/"], {"x": zero})
            check.raises(ZeroDivisionError, f, ["x", -1, "**"], {"x": zero})
    check.raises(ZeroDivisionError, student.evaluate, [1j, 0, "/"], {})
    check.each_raises(TypeError, student.evaluate, [([1j, 2, op], {}) for op in ("//", "%")])
    huge = [10, 400, "**", "x", "+"]
    for f in (student.evaluate, student.value_and_grad):
        check.raises(OverflowError, f, ["x", 2, "**"], {"x": -1e200})
        check.raises(OverflowError, f, huge, {"x": 0.5})
    check.equal(student.evaluate(huge, {"x": 1}), 10**400 + 1, "a sum of ints")
    check.raises(OverflowError, student.value_and_grad, huge, {"x": 1})
    close(check, student.value_and_grad(["x", "x", "+"], {"x": 1e308}), INF, {"x": 2})


@points(1.5)
def test_gradient_by_hand(student, rng, check):
    """Derivatives of short expressions are those of the textbook."""
    x, y, z = (float(v) for v in rng.uniform(0.5, 3.0, size=3))
    cases = [
        ("x", x, 1, 0, 0),
        ("x neg y -", -x - y, -1, -1, 0),
        ("x x +", 2 * x, 2, 0, 0),
        ("x x *", x * x, 2 * x, 0, 0),
        ("x x /", 1, 0, 0, 0),
        ("x x -", 0, 0, 0, 0),
        ("x y *", x * y, y, x, 0),
        ("x y /", x / y, 1 / y, -x / y**2, 0),
        ("y x / z *", y / x * z, -y * z / x**2, z / x, y / x),
        ("3 x /", 3 / x, -3 / x**2, 0, 0),
        ("x y z + *", x * (y + z), y + z, x, x),
        ("z x y - -", z - x + y, -1, 1, 1),
        ("x y + x y - *", x * x - y * y, 2 * x, -2 * y, 0),
        ("x y ** 2 *", 2 * x**y, 2 * y * x ** (y - 1), 2 * x**y * math.log(x), 0),
        ("x x **", x**x, x**x * (math.log(x) + 1), 0, 0),
        ("x 3 neg **", x**-3, -3 * x**-4, 0, 0),
        ("2 z **", 2**z, 0, 0, 2**z * math.log(2)),
        ("5", 5, 0, 0, 0),
    ]
    env = {"x": x, "y": y, "z": z}
    for text, value, *slopes in cases:
        wanted = dict(zip("xyz", slopes, strict=True))
        close(check, student.value_and_grad(words(text), env), value, wanted)


@points(1)
@needs("gradient_by_hand")
def test_gradient_of_polynomials(student, rng, check):
    """The gradient of a random polynomial is the limit of its difference quotients."""
    step = Fraction(1, 10**60)
    for _ in range(20):
        rpn = polynomial(rng, 8)
        env = {n: int(v) for n, v in zip("xyz", rng.integers(-3, 4, size=3), strict=True)}
        value = run(rpn, env)
        slopes = {n: round((run(rpn, env | {n: env[n] + step}) - value) / step) for n in env}
        for kind in (int, float, Fraction):
            given = {n: kind(v) for n, v in env.items()}
            close(check, student.value_and_grad(rpn, given), value, slopes)
        slopes = {n: -5 * slope for n, slope in slopes.items()}
        close(check, student.value_and_grad([*rpn, -5, "*"], env), -5 * value, slopes)


@points(1)
@needs("gradient_by_hand")
def test_gradient_by_complex_step(student, rng, check):
    """The gradient agrees with complex steps, which are free of truncation errors."""
    texts = ("x y / z ** x *", "x y * 1 + z / 2.5 ** x +", "y x ** z x / neg 2 ** *")
    for text in texts:
        rpn = words(text)
        env = {n: float(v) for n, v in zip("xyz", rng.uniform(0.5, 2.0, size=3), strict=True)}
        slopes = {n: run(rpn, env | {n: complex(env[n], 1e-30)}).imag / 1e-30 for n in env}
        close(check, student.value_and_grad(rpn, env), run(rpn, env), slopes)
        for name, slope in slopes.items():
            by_student = student.evaluate(rpn, env | {name: complex(env[name], 1e-30)})
            check.is_type(by_student, complex)
            check.close(by_student.imag / 1e-30, slope, rtol=1e-13, what="evaluate's derivative")


@points(1)
@needs("gradient_by_hand")
def test_powers(student, check):
    """Powers have the right derivative at base 0 and at negative bases, where there is one."""
    for base in (0, 0.0, 2, -2.0, Fraction(-1, 2)):
        for n in (0, 1, 2, 3):
            slope = 0 if n == 0 else n * base ** (n - 1)
            close(check, student.value_and_grad(["x", n, "**"], {"x": base}), base**n, {"x": slope})
            rpn = ["x", n, 2, "+", 2, "-", "**"]
            close(check, student.value_and_grad(rpn, {"x": base}), base**n, {"x": slope})
    close(check, student.value_and_grad(["x", -3, "**"], {"x": -2.0}), -0.125, {"x": -3 / 16})
    close(check, student.value_and_grad([-8, 3, "**", "x", "*"], {"x": 2.0}), -1024, {"x": -512})
    close(check, student.value_and_grad([0, 0.5, "**", "x", "+"], {"x": 2.0}), 2, {"x": 1})
    close(check, student.value_and_grad([0.5, "x", "**"], {"x": 0}), 1, {"x": -math.log(2)})
    for base in (0, -2, -0.5, 0.0):
        bad = ([base, "x", "**"], [base, "x", "x", "-", 3, "+", "**"])
        calls = [(rpn, {"x": 2}) for rpn in bad]
        check.each_raises(ValueError, student.value_and_grad, calls, names=("rpn", "env"))
    check.raises(ZeroDivisionError, student.value_and_grad, ["x", 0.5, "**"], {"x": 0.0})


@points(0.5)
def test_no_gradient(student, check):
    """Floor division, remainders and complex numbers have no derivative here."""
    for op in ("//", "%"):
        calls = [(rpn, {"x": 3.0}) for rpn in (["x", 2, op], [7, 2, op, "x", "+"])]
        check.each_raises(ValueError, student.value_and_grad, calls, names=("rpn", "env"))
    for rpn, x in ((["x"], 1j), (["x", 1j, "*"], 2.0), (["x", 0.5, "**"], -4.0)):
        check.raises(ValueError, student.value_and_grad, rpn, {"x": x}, names=("rpn", "env"))
    rpn = [-4, 0.5, "**", "x", "+"]
    check.raises(ValueError, student.value_and_grad, rpn, {"x": 1.0}, names=("rpn", "env"))


@points(1)
def test_form(student, rng, check):
    """The gradient has one float for every name in env, and the arguments stay as they are."""
    env = {"b": 2, "unused": Fraction(1, 3), "a": 0.5, "+": 3}
    for rpn in (["a", "b", "+"], [1, 2, "*"], ["b"], ["a", "a", "-", "b", "/"], ("b", "neg")):
        value, gradient = check.items(student.value_and_grad(rpn, env), 2)
        check.dtype(value, float, "the value")
        check.keys(gradient, list(env), "the gradient")
        for slope in gradient.values():
            check.dtype(slope, float, "a derivative")
        check.equal(gradient["unused"], 0.0, "the derivative for an unused variable")
        check.equal(gradient["+"], 0.0, "the derivative for an unused variable")
        for f in (student.evaluate, student.value_and_grad):
            check.unchanged(f.trace(rpn, env), rpn, env)
    value, gradient = check.items(student.value_and_grad([4, 2, "/"], {}), 2)
    check.equal(value, 2.0, "the value")
    check.equal(gradient, {}, "the gradient without variables")


@points(1)
@needs("four_operations")
def test_deep_expressions(student, check):
    """Expressions may be nested as deeply as they are long."""
    for rpn in nested("x", DEEP):
        check.equal(student.evaluate(rpn, {"x": 3}), 3, "the value of a deep expression")
    for rpn in nested("x", DEEP // 10):
        close(check, student.value_and_grad(rpn, {"x": 2.0}), 2.0, {"x": 1.0})


@points(0.5)
@needs("deep_expressions")
def test_growth(student, budget, rng, check):
    """The time of an evaluation grows in proportion to the number of tokens."""

    def inputs(size):
        return nested("x", size)[1], {"x": int(rng.integers(2, 100))}

    def verify(got, rpn, env):
        check.equal(got, env["x"], "the value of a deep expression")

    budget.growth("evaluate", inputs, verify)


@points(1)
@needs("gradient_by_hand")
def test_gradient_cost(student, budget, rng, check):
    """The cost of the gradient grows with tokens plus variables, not with their product."""

    def many_uses(size):
        # Every variable comes early, so that most of the steps depend on all of them.
        count = size // 10
        which = [*rng.permutation(count), *rng.integers(0, count, size=size // 3 - count)]
        return signed_sum(rng, which, ["neg"])

    def many_variables(size):
        return signed_sum(rng, rng.permutation(size // 2), [])

    def verify(got, rpn, env):
        value, gradient = check.items(got, 2)
        check.keys(gradient, list(env), "the gradient")
        want, sign = dict.fromkeys(env, 0.0), 1.0
        for token, following in zip(rpn[-2::-1], rpn[::-1], strict=False):
            if following == "neg":
                sign = -sign
            elif following in ("+", "-"):
                want[token] += sign if following == "+" else -sign
        check.close(value, sum(slope * env[name] for name, slope in want.items()), what="the value")
        check.equal(gradient, want, "the gradient")

    budget.time("value_and_grad", many_uses, verify)
    budget.growth("value_and_grad", many_variables, verify)


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "neg": lambda a: -a,
}


def words(text):
    """Return the tokens of a text; whole and decimal numbers become numbers."""
    return [float(w) if "." in w else int(w) if w.isdigit() else w for w in text.split()]


def run(rpn, env):
    stack = []
    for token in rpn:
        if token in OPERATIONS:
            args = [stack.pop() for _ in range(1 if token == "neg" else 2)]
            stack.append(OPERATIONS[token](*args[::-1]))
        else:
            stack.append(env.get(token, token))
    return stack[0]


def polynomial(rng, leaves):
    """Return a random polynomial with whole coefficients."""
    if leaves == 1:
        return [["x", "y", "z", int(rng.integers(-3, 4))][rng.integers(4)]]
    cut = int(rng.integers(1, leaves))
    rpn = polynomial(rng, cut) + polynomial(rng, leaves - cut) + ["+-*"[rng.integers(3)]]
    if leaves == 2:
        rpn += [["neg"], [int(rng.integers(0, 4)), "**"]][rng.integers(2)]
    return rpn


def nested(name, count):
    """Return x - x + x - x + ... + x and x - (x - (x - ... - x)), both equal to x."""
    left = [name] + [name, "-", name, "+"] * (count // 4)
    right = [name] * (count // 2 + 1) + ["-"] * (count // 2)
    return left, right


def signed_sum(rng, which, ending):
    """Add or subtract one variable after the other, each time with the same ending."""
    rpn = [0.0]
    for k, op in zip(which, rng.choice(["+", "-"], size=len(which)).tolist(), strict=True):
        rpn += [f"x{k}", op, *ending]
    values = rng.integers(-9, 10, size=max(which) + 1).tolist()
    return rpn, {f"x{k}": float(v) for k, v in enumerate(values)}


def close(check, pair, value, slopes):
    got_value, gradient = check.items(pair, 2)
    check.close(got_value, float(value), rtol=1e-13, atol=1e-13, what="the value")
    check.keys(gradient, list(slopes), "the gradient")
    for name, slope in slopes.items():
        got = gradient[name]
        check.close(got, float(slope), rtol=1e-13, atol=1e-13, what=f"the derivative for {name}")
