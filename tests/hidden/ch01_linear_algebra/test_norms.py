import math
from itertools import pairwise

import numpy as np

from grader.checks import explanation, needs, points
from grader.verdict import Reason

POWERS = (1, 1.5, 2, 2.5, 3, 4, 7.0, np.inf)


def formula(x, p, axis=-1):
    """Return p-norms straight from the definition, for entries of ordinary size."""
    size = np.abs(np.asarray(x))
    size = size.astype(np.longdouble)
    if p == np.inf:
        return np.max(size, axis=axis).astype(float)
    return (np.sum(size**p, axis=axis) ** (np.longdouble(1) / p)).astype(float)


def exact(whole, p):
    """Return the p-norm of whole numbers for a whole p: Python adds their powers exactly."""
    if p == np.inf:
        return float(max(abs(int(k)) for k in whole))
    return math.exp(math.log(sum(abs(int(k)) ** p for k in whole)) / p)


@explanation
@points(0.5)
def test_formula(student, rng, check):
    """The p-norm is the p-th root of the sum of all |x_i|^p, and for p = inf the largest |x_i|."""
    whole = rng.permutation([-9, 8, -5, 3, -1, 0, 2])
    for p in (1, 2, 3, 5, np.inf):
        got = student.p_norm(whole, p)
        check.shape(got, ())
        check.close(got, exact(whole, p), rtol=1e-12)
    x = rng.normal(scale=5.0, size=(3, 4, 6))
    for p in POWERS:
        check.close(student.p_norm(x, p), formula(x.ravel(), p), rtol=1e-12)
    check.close(student.p_norm(x), formula(x.ravel(), 2), rtol=1e-12, what="the norm without p")
    check.close(student.p_norm(np.float64(-2.5), 3), 2.5, rtol=1e-12, what="the norm of a number")


@points(1)
@needs("formula")
def test_range(student, rng, check):
    """No power overflows or underflows on the way, whatever the scale of x and the power p."""
    whole = rng.permutation([-9, 8, -5, 3, 9])
    for p in (1, 2, 3, 40, 1000, np.inf):
        want = exact(whole, p)
        check.close(student.p_norm(whole, p), want, rtol=1e-12)
        for e in (-700, 700):
            got = student.p_norm(np.ldexp(whole.astype(float), e), p)
            check.close(got, math.ldexp(want, e), rtol=1e-12)
        smallest = 2.0**-1074
        got = student.p_norm(whole * 1000000 * smallest, p)
        check.close(got, want * 1000000 * smallest, atol=20 * smallest, what="a subnormal norm")
    rows = np.array([[3e200, -4e200], [3e-200, 4e-200], [3.0, 4.0], [-1e200, 1e-200]])
    want = [5e200, 5e-200, 5.0, 1e200]
    check.close(student.p_norm(rows, axis=1), want, rtol=1e-12)
    check.close(student.p_norm(rows.T, axis=0), want, rtol=1e-12)
    check.equal(student.p_norm(np.full(4, 1e308), 1), np.inf, what="a norm above all numbers")


@points(0.5)
@needs("formula")
def test_zero_nan_and_infinity(student, rng, check):
    """Zeros and empty vectors have norm 0, infinity gives inf, nan gives nan even beside it."""
    nan, inf = np.nan, np.inf
    rows = [[0, 0, 0], [1, -inf, 0], [inf, 5, inf], [1, nan, 0], [nan, 0, inf], [-inf, 1, nan]]
    rows = rng.permutation([*rows, [0, -2, 0]], axis=1)
    for p in (1, 2, 3, inf):
        got = student.p_norm(rows, p, axis=1)
        check.close(got, [0, inf, inf, nan, nan, nan, 2], rtol=1e-12)
        for row, want in zip(rows[:-1], got, strict=False):
            check.equal(student.p_norm(row, p), want, what="the norm of a single vector")
        check.equal(student.p_norm(np.zeros(0), p), 0.0, what="the norm of an empty vector")
        empty = student.p_norm(np.zeros((2, 0)), p, axis=1)
        check.equal(empty, np.zeros(2), what="norms of empty vectors")
        check.shape(student.p_norm(np.zeros((0, 2)), p, axis=1), (0,), "norms of no vectors")


@explanation
@points(0.5)
@needs("formula")
def test_inequalities(student, rng, check):
    """The inequalities of the triangle and of Hoelder hold, and norms fall as p grows."""
    x, y = rng.normal(size=(2, 10000, 4)) * rng.choice([0.01, 1.0, 100.0], size=(2, 10000, 4))
    norms = {}
    for p in (1, 1.5, 2, 3, 50, np.inf):
        a, b, c = (student.p_norm(v, p, axis=1) for v in (x, y, x + y))
        check.below(np.max((c - a - b) / (1 + c)), 1e-12, "the excess of ||x + y||")
        norms[p] = a, b
    for p, q in ((1, np.inf), (1.5, 3), (2, 2)):
        bound = norms[p][0] * norms[q][1]
        excess = (np.abs(np.sum(x * y, axis=1)) - bound) / (1 + bound)
        check.below(np.max(excess), 1e-12, "the excess of <x, y>")
    powers = sorted(norms)
    for p, q in pairwise(powers):
        a, b = norms[p][0], norms[q][0]
        check.below(np.max((b - a) / (1 + a)), 1e-12, "the growth with p")
        excess = (a - b * 4 ** (1 / p - 1 / q)) / (1 + a)
        check.below(np.max(excess), 1e-12, "the excess over n^(1/p - 1/q)")


@points(0.5)
@needs("formula")
def test_axis(student, rng, check):
    """Norms along an axis are those of its vectors, one by one, in a new array; x is unchanged."""
    x = rng.normal(size=(3, 4, 5))
    for axis in (0, 1, 2, -1, -3):
        for p in (1, 3, np.inf):
            check.close(student.p_norm(x, p, axis=axis), formula(x, p, axis), rtol=1e-12)
    alone = student.p_norm.each([(v, 3) for v in x.reshape(12, 5)])
    for got, want in zip(student.p_norm(x, 3, axis=2).ravel(), alone, strict=True):
        check.close(got, want, rtol=1e-12, what="the norm of a vector among others")
    column = rng.normal(size=(4, 1))
    check.shape(student.p_norm(column, 3, axis=0), (1,))
    check.close(student.p_norm(column, 3, axis=1), np.abs(column[:, 0]), rtol=1e-12)
    for v in (x, np.abs(x), np.abs(column), x + 1j, x.astype(np.float32), x > 0):
        for p in (1, 3.0, np.inf):
            check.unchanged(student.p_norm.trace(v, p), v, p)
            trace = student.p_norm.trace(v, p, axis=1)
            check.unchanged(trace, v, p)
            check.owns_result(trace)


@points(0.5)
@needs("formula")
def test_kinds_of_numbers(student, rng, check):
    """Complex entries count by modulus, float32 is kept, whole numbers and bool become float64."""
    z = rng.normal(size=(3, 4)) + 1j * rng.normal(size=(3, 4))
    narrow = np.array([[3e30, -4e30], [6e30, 8e30]], np.float32)
    for p in (1, 2, np.float64(2.5), np.inf):
        got = student.p_norm(z, p, axis=1)
        check.dtype(got, np.float64)
        check.close(got, formula(z, p), rtol=1e-12)
        check.dtype(student.p_norm(z.astype(np.complex64), p, axis=1), np.float32)
        got = student.p_norm(narrow, p, axis=1)
        check.dtype(got, np.float32)
        check.close(got, formula([[3, 4], [6, 8]], p) * 1e30, rtol=1e-5, what="the norm in float32")
        for x in (np.array([[1, -3]]), np.array([[True, False]])):
            got = student.p_norm(x, p, axis=1)
            check.dtype(got, np.float64)
            check.close(got, formula(x.astype(float), p), rtol=1e-12)
    check.close(student.p_norm(np.array([3e200j, 4e200])), 5e200, rtol=1e-12)
    check.close(student.p_norm(np.array([100, -128, 100], np.int8), 1), 328.0, rtol=1e-12)
    plain = student.p_norm(np.matrix([[3, -4], [0, 2]]), axis=1)
    check.close(plain, [5.0, 2.0], rtol=1e-12, what="the norms of the rows of an np.matrix")


@points(0.5)
@needs("formula")
def test_one_number(student, check):
    """Without an axis the norm is one float, of usual accuracy for float32, whatever x holds."""
    for x in ([3, -4], [True, False], [3.0, -4.0], [3j, -4.0]):
        for p in (1, 2, np.inf):
            check.dtype(student.p_norm(np.array(x), p), float, "the norm of one vector")
    narrow = np.array([[3, -4], [0, 12]], np.float32)
    for scale in (1e-30, 1, 1e30):
        for dtype in (np.float32, np.complex64):
            for p, want in ((1, 19.0), (2, 13.0), (3, 1819 ** (1 / 3)), (np.inf, 12.0)):
                x = (narrow * np.float32(scale)).astype(dtype)
                got = student.p_norm(x, p)
                check.close(got, want * scale, rtol=1e-5, what="the norm in float32")
                wide = check.array(got).dtype
                check.true(
                    wide in (np.float32, np.float64),
                    f"The norm of a vector in float32 is a number of dtype {wide}.",
                    Reason.WRONG_TYPE,
                )


@points(0.5)
def test_refused(student, check):
    """Powers below 1, what is no number, and unknown axes, orders and sizes are refused."""
    x = np.array([[3.0, 4.0], [1.0, 2.0]])
    for p in (0.99, 0.5, 0, -2, -np.inf, np.nan):
        check.raises(ValueError, student.p_norm, x, p, names="p")
        check.raises(ValueError, student.unit_sphere, p, 3, names="p")
    for bad in (np.array(["1", "2"]), np.array([1, None])):
        check.raises(ValueError, student.p_norm, bad, names="x")
        check.raises(ValueError, student.matrix_norm, bad.reshape(1, 2), names="M")
    for axis in (2, -3):
        check.raises(ValueError, student.p_norm, x, axis=axis, names="axis")
    calls = [(x, ord) for ord in (2, "1", "nuc", -np.inf)]
    check.each_raises(ValueError, student.matrix_norm, calls, names="ord")
    for ord in ("fro", 1, "inf"):
        check.raises(ValueError, student.matrix_norm, x[0], ord, names="M")
        check.raises(ValueError, student.matrix_norm, x[None], ord, names="M")
    check.each_raises(ValueError, student.unit_sphere, [(2, n) for n in (0, -1)], names="n")
    good = (x, np.array([2.0]))
    for xs in (x[0], x[None], x[:0], x[:, :0], x * 1j, np.array([["1"]])):
        check.raises(ValueError, student.axiom_violations, len, xs, good[1], names="xs")
    for scalars in (x, np.zeros(0), np.float64(2), np.array([1j]), np.array(["1"])):
        check.raises(ValueError, student.axiom_violations, len, x, scalars, names="scalars")
    ragged = [[1.0, 2.0], [3.0]]
    for axis in (None, 0):
        check.raises(ValueError, student.p_norm, ragged, axis=axis, names="x")
    check.each_raises(ValueError, student.matrix_norm, [(ragged, "fro"), (ragged, 1)], names="M")
    check.raises(ValueError, student.axiom_violations, len, ragged, good[1], names="xs")
    check.raises(ValueError, student.axiom_violations, len, x, ragged, names="scalars")


@points(1)
def test_matrix_norms(student, rng, check):
    """The norms are the root of all squares, the largest column sum, the largest row sum."""
    real, other = rng.normal(size=(2, 4, 3))
    for M in (real, real.T, real + 1j * other, rng.integers(-9, 9, size=(3, 3)), np.eye(2) > 0):
        sizes = np.abs(M.astype(complex)).tolist()
        rows = [math.fsum(row) for row in sizes]
        columns = [math.fsum(column) for column in zip(*sizes, strict=True)]
        fro = math.sqrt(math.fsum(v * v for row in sizes for v in row))
        got = student.matrix_norm(M)
        check.shape(got, (), "the Frobenius norm")
        check.close(got, fro, rtol=1e-12, what="the Frobenius norm")
        check.close(student.matrix_norm(M, 1), max(columns), rtol=1e-12, what="the 1-norm")
        for ord in ("inf", np.inf):
            got = student.matrix_norm(M, ord)
            check.close(got, max(rows), rtol=1e-12, what="the infinity norm")
    whole = np.array([[2.0, -4.0], [4.0, 0.0]])
    for scale in (1e-200, 1e200):
        for ord in ("fro", 1, "inf"):
            got = student.matrix_norm(whole * scale, ord)
            check.close(got, 6 * scale, rtol=1e-12, what="the norm of a matrix out of range")
    for ord in ("fro", 1, "inf"):
        for shape in ((0, 3), (3, 0), (0, 0)):
            got = student.matrix_norm(np.zeros(shape), ord)
            check.equal(got, 0.0, what="the norm of an empty matrix")
        for bad, want in ((-np.inf, np.inf), (np.nan, np.nan)):
            M = np.array([[1.0, 2.0], [0.0, bad]])
            check.equal(student.matrix_norm(M, ord), want, what="the norm of a matrix not finite")
        M = np.array([[np.nan, 2.0], [0.0, np.inf]])
        check.equal(student.matrix_norm(M, ord), np.nan, what="the norm of a matrix with nan")
        got = student.matrix_norm(real.astype(np.float32), ord)
        check.close(got, student.matrix_norm(real, ord), rtol=1e-5, what="the norm in float32")
        got = student.matrix_norm((whole * 1e30).astype(np.float32), ord)
        check.close(got, 6e30, rtol=1e-5, what="the norm of a large matrix in float32")
        for M in (real, np.abs(real), real + 1j * other):
            check.unchanged(student.matrix_norm.trace(M, ord), M, ord)


@points(1)
def test_unit_sphere(student, check):
    """The points lie on the curve ||x||_p = 1, in equal steps of the angle, none of them twice."""
    for p in (1, 1.5, 2, 3, 1000.0, np.inf):
        for n in (1, 2, 7, 12, 64):
            got = student.unit_sphere(p, n)
            check.shape(got, (n, 2))
            check.finite(got)
            angle = np.arange(n) * (2 * math.pi / n)
            x, y = got.T
            across = x * np.sin(angle) - y * np.cos(angle)
            check.close(across, np.zeros(n), atol=1e-12, what="the distance from the ray")
            check.true(
                np.all(x * np.cos(angle) + y * np.sin(angle) > 0), "A direction is opposite."
            )
            top = np.max(np.abs(got), axis=1)
            ratio = np.min(np.abs(got), axis=1) / top
            norm = top if p == np.inf else top * (1 + ratio**p) ** (1 / p)
            check.close(norm, np.ones(n), atol=1e-12, what="the norm of a point")


def length(x, p=2):
    return float(formula(x, p))


XS = [[3, -4, 0], [0, 0, 2], [-1, -2, -2], [1, -1, 0], [0, 5, 1]]


@points(1)
def test_impostors(student, rng, check):
    """Every axiom that a function breaks is named, and no other; the rows stay as they are."""
    xs = np.array(XS)[rng.permutation(5)]
    scalars = np.array([2.0, -3.0])
    cases = (
        ("the number of entries that are not 0", np.count_nonzero, "homogeneous"),
        ("p = 1/2", lambda x: np.sum(np.sqrt(np.abs(x))) ** 2, "triangle"),
        ("the squared 2-norm", lambda x: x @ x, "homogeneous triangle"),
        ("the largest entry", np.max, "nonnegative homogeneous"),
        ("one entry", lambda x: abs(x[0]), "definite"),
        ("the sum", np.sum, "nonnegative definite homogeneous"),
        ("minus a norm", lambda x: -length(x), "nonnegative triangle"),
        ("a norm plus 1", lambda x: 1 + length(x), "definite homogeneous"),
        ("a norm, but 1 at 0", lambda x: length(x) if np.any(x) else 1.0, "definite"),
        ("a norm by direction", lambda x: length(x) + x[0] / 2, "homogeneous"),
        ("a constant", lambda x: 2.0, "definite homogeneous"),
    )
    for what, f, names in cases:
        got = student.axiom_violations(lambda x, f=f: float(f(np.asarray(x))), xs, scalars)
        check.equal(got, set(names.split()), what=f"the set for {what}")

    def small_square(x):
        return 1e-200 * float(np.sum(np.asarray(x) ** 2))

    for rows in (xs, xs[:1]):
        got = student.axiom_violations(small_square, rows, scalars)
        check.equal(got, {"homogeneous", "triangle"}, what="the set for a small function")
    got = student.axiom_violations(
        lambda x: length(x, 1) + x[0] / 2, xs.astype(float), np.array([0.5, 4.0])
    )
    check.equal(got, set(), what="the set for a norm by direction, without negative scalars")
    below, total = -np.abs(rng.normal(size=(6, 3))), lambda x: float(np.sum(x))
    trace = student.axiom_violations.trace(total, below, scalars)
    check.equal(trace.result, {"nonnegative", "homogeneous"}, what="the set for the sum")
    check.unchanged(trace, total, below, scalars)


@points(0.5)
@needs("impostors")
def test_narrow_vectors(student, rng, check):
    """Multiples and sums of float32 and of small integers are taken in float64."""
    xs = np.outer(np.arange(1, 9) / 7, rng.normal(size=3)).astype(np.float32)
    scalars = rng.normal(size=4).astype(np.float32)
    got = student.axiom_violations(length, xs, scalars)
    check.equal(got, set(), what="the set for a norm of float32 vectors")
    for dtype in (np.int8, np.uint8):
        got = student.axiom_violations(
            lambda x: length(x) ** 2, np.array([[100], [90]], dtype), np.array([1, 0])
        )
        check.equal(got, {"triangle"}, what="the set for the squared 2-norm")
    got = student.axiom_violations(length, np.array([[100]], np.int8), np.array([-128], np.int8))
    check.equal(got, set(), what="the set for a norm of int8 vectors")


@points(0.5)
def test_genuine(student, rng, check):
    """Norms break nothing, up to rounding, at any scale and also where a row is zero."""
    A = rng.normal(size=(3, 3))
    weights = np.array([1.0, 20.0, 0.3])
    norms = [lambda x, p=p: length(x, p) for p in (1, 1.5, 3, np.inf)]
    norms += [lambda x: length(weights * x), lambda x: length(A @ x, 1) + 3 * length(x)]
    norms += [lambda x: 1e-200 * length(x), lambda x: 1e200 * length(x, 1)]
    xs = rng.normal(size=(6, 3))
    xs[2] = 0
    xs[3], xs[4] = 3e11 * xs[0], 0.7 * xs[0]
    scalars = np.array([-1 / 3, 0.0, 7e12])
    for f in norms:
        got = student.axiom_violations(f, xs, scalars)
        check.equal(got, set(), what="the set for a norm")

    def bent(x, by=1e-6):
        return length(x) ** (1 + by)

    got = student.axiom_violations(lambda x: bent(x, 1e-11), xs, scalars)
    check.equal(got, set(), what="the set for what is nearly a norm")
    check.equal(
        student.axiom_violations(bent, xs, scalars), {"homogeneous", "triangle"}, what="the set"
    )
    got = student.axiom_violations(bent, xs, scalars, rtol=1e-3)
    check.equal(got, set(), what="the set with rtol = 0.001")


@points(0.5)
@needs("impostors")
def test_calls(student, budget, rng, check):
    """A function is tested with at most m + m k + m^2 + 1 calls, for m rows and k scalars."""
    for m in (1, 7):
        f = check.counted(lambda x: float(np.max(np.abs(x))))
        student.axiom_violations(f, rng.normal(size=(m, 4)), np.array([2.0, -1.0, 0.5]))
        check.calls(f, budget.calls("axiom_violations", m), "f")


@points(0.5)
@needs("axis")
def test_time(student, budget, rng, check):
    """Norms of many vectors take whole-array operations, not a loop over the numbers."""

    def inputs(size):
        return rng.random((size, size)) - 0.5, 3.0, 1

    def verify(got, x, p, axis):
        check.close(got, np.sum(np.abs(x) ** p, axis=axis) ** (1 / p), rtol=1e-12)

    budget.time("p_norm", inputs, verify)


@points(0.5)
@needs("axis")
def test_memory(student, budget, rng, check):
    """Norms take a few arrays of the size of x, and no wider numbers."""

    def inputs(size):
        return rng.random((size, size)) - 0.5, 3.0, 1

    def verify(got, x, p, axis):
        check.close(got, np.sum(np.abs(x) ** p, axis=axis) ** (1 / p), rtol=1e-12)

    budget.memory("p_norm", inputs, verify)
