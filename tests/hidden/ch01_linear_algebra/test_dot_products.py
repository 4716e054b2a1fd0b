import math
from fractions import Fraction
from functools import reduce
from itertools import pairwise

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps
EPS32 = float(np.finfo(np.float32).eps)
LAWS = (
    "transpose_product", "associative", "left_distributive", "right_distributive",
    "dot_commutative", "commutator",
)  # fmt: skip
BAD_MATRICES = ([[1.0, 2.0], [3.0]], [["1", "2"], ["3", "4"]], [[1.0, None], [2.0, 3.0]])


@points(1)
def test_dot(student, rng, check):
    """The dot product is the sum of the entries' products, and integers do not wrap around."""
    for n in (1, 2, 7, 100):
        x, y = rng.normal(size=(2, n))
        pairs = zip(x.tolist(), y.tolist(), strict=True)
        want = float(sum(Fraction(a) * Fraction(b) for a, b in pairs))
        got, atol = student.dot(x, y), 10 * n * EPS * np.abs(x) @ np.abs(y)
        check.shape(got, ())
        check.close(got, want, atol=atol)
        check.close(student.dot(y, x), want, atol=atol, what="y'x")
        bound = student.dot(x, x) * student.dot(y, y) * (1 + 100 * n * EPS)
        check.true(got * got <= bound, "The inequality of Cauchy and Schwarz is broken.")
    x, y = rng.normal(size=(2, 50)).astype(np.float32)
    # Products of two float32 numbers are exact in float64.
    terms = x.astype(float) * y.astype(float)
    for other in (y, y.astype(float)):
        atol = 10 * 50 * EPS32 * np.abs(terms).sum()
        check.close(student.dot(x, other), math.fsum(terms), atol=atol, what="x'y for float32")
    for dtype in (np.int8, np.uint8, np.int32):
        x = np.array([100, 120, 2], dtype)
        check.equal(student.dot(x, x), 24404.0, what="the dot product of integers")
    check.equal(student.dot(np.array([True, True]), np.array([True, True])), 2.0, what="bool")
    check.equal(student.dot(np.array([1.0, np.nan]), np.ones(2)), np.nan, what="the result for nan")


@points(1)
def test_terms(student, rng, check):
    """The inner and the outer view hold the same products, arranged as the docstring says."""
    for m, k, p in ((3, 2, 4), (2, 5, 3), (1, 1, 1), (4, 1, 2), (1, 3, 1), (3, 3, 3)):
        P, Q = rng.normal(size=(m, k)), rng.normal(size=(k, p))
        inner = student.matmul_terms(P, Q, "inner")
        outer = student.matmul_terms(P, Q, "outer")
        check.shape(inner, (m, p, k), "the inner view")
        check.shape(outer, (k, m, p), "the outer view")
        atol = 10 * k * EPS * (np.abs(P) @ np.abs(Q))
        check.close(inner.sum(axis=-1), P @ Q, atol=atol, what="the sum of the inner view")
        check.close(outer.sum(axis=0), P @ Q, atol=atol, what="the sum of the outer view")
        for i in range(k):
            check.close(inner[:, :, i], np.outer(P[:, i], Q[i]), rtol=4 * EPS, what="an inner term")
            check.close(outer[i], np.outer(P[:, i], Q[i]), rtol=4 * EPS, what="an outer term")
            singular = np.linalg.svd(outer[i], compute_uv=False)
            rest = np.max(singular[1:], initial=0.0) / singular[0]
            check.below(rest, 1e-13, "the part of an outer term beyond rank 1")
    P, Q = rng.normal(size=(2, 4, 4)).astype(np.float32)
    terms = np.array([np.outer(P[:, i], Q[i]) for i in range(4)])
    for view, want in (("inner", terms.transpose(1, 2, 0)), ("outer", terms)):
        check.close(student.matmul_terms(P, Q, view), want, rtol=4 * EPS32, what="float32 terms")


@points(1)
def test_columns(student, rng, check):
    """The column view lists the columns of the product, each a combination of P's columns."""
    for m, k, p in ((3, 2, 4), (2, 5, 3), (1, 1, 1), (4, 1, 2), (3, 3, 3)):
        P, Q = rng.normal(size=(m, k)), rng.normal(size=(k, p))
        got = student.matmul_terms(P, Q, "columns")
        check.shape(got, (p, m))
        for j in range(p):
            want = sum(Q[i, j] * P[:, i] for i in range(k))
            atol = 10 * k * EPS * (np.abs(P) @ np.abs(Q[:, j]))
            check.close(got[j], want, atol=atol, what="a column")
    P, Q = rng.normal(size=(2, 4, 4)).astype(np.float32)
    atol = 10 * 4 * EPS32 * (np.abs(P) @ np.abs(Q)).T
    want = (P.astype(float) @ Q.astype(float)).T
    check.close(student.matmul_terms(P, Q, "columns"), want, atol=atol, what="float32 columns")
    P = rng.integers(-9, 9, size=(3, 3))
    picked = student.matmul_terms(P, np.eye(3)[:, [2, 0]], "columns")
    check.equal(picked, P[:, [2, 0]].transpose(), what="the product with unit columns")


@points(0.5)
def test_types(student, rng, check):
    """float32 is kept, integers and bool become float64, matrix objects plain arrays, nan stays."""
    P, Q = rng.normal(size=(2, 3, 3))
    single, small = P.astype(np.float32), np.full((2, 2), 100, np.int8)
    for view in ("inner", "outer", "columns"):
        f = student.matmul_terms
        check.dtype(f(single, Q.astype(np.float32), view), np.float32)
        check.dtype(f(single, Q, view), float)
        for whole, total in ((small, 80000.0), (small > 0, 8.0)):
            terms = f(whole, whole, view)
            check.dtype(terms, float)
            check.equal(np.sum(terms), total, what="the sum of all terms")
        plain = f(np.matrix([[1, 2], [3, 4]]), np.matrix([[0, 1], [1, 0]]), view)
        check.equal(plain, f(np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 0]]), view))
    for mats, dtype in (([single] * 3, np.float32), ([single], np.float32), ([single, P], float)):
        answer = student.chain_multiply(mats)
        check_chain(check, answer, mats)
        check.dtype(answer[0], dtype, "the product")
    for one, entry in ((small, 100.0), (small > 0, 1.0), (np.matrix(small), 100.0)):
        for mats, want in (([one], entry), ([one, one], 2 * entry**2)):
            product, _, _ = check.items(student.chain_multiply(mats), 3)
            check.dtype(product, float, "the product")
            check.equal(product, np.full((2, 2), want), what="the product of whole numbers")
    holey = P.copy()
    holey[0, 0] = np.nan
    for view in ("inner", "outer", "columns"):
        holes = np.isnan(student.matmul_terms(holey, Q, view)).sum()
        check.true(holes == 3, "A nan does not pass through.")
    product = check.items(student.chain_multiply([Q, holey, Q]), 3)[0]
    check.true(np.isnan(product).all(), "A nan does not pass through a chain.")
    check.equal(student.law_residuals(holey, Q, Q), dict.fromkeys(LAWS, np.nan))


@points(0.5)
def test_memory(student, rng, check):
    """No function changes its arguments or returns an array that shares memory with one."""
    P, Q = rng.normal(size=(2, 3, 3))
    for f, *args in (
        (student.dot, P[0], Q[0]),
        (student.cosine_angle, P[0], Q[0]),
        (student.law_residuals, P, Q, P),
        *((student.matmul_terms, P, Q, view) for view in ("inner", "outer", "columns")),
        *((student.chain_multiply, mats) for mats in ([P], [P, Q], [P, Q, P])),
    ):
        trace = f.trace(*args)
        check.unchanged(trace, *args)
        check.owns_result(trace)


@points(1)
def test_cosine(student, rng, check):
    """The cosine is x'y over the two lengths, and the angle lies between 0 and pi."""
    for degrees in (30.0, 45.0, 90.0, 120.0, 179.0):
        t, s = np.radians(degrees), rng.uniform(0, 2 * np.pi)
        a, b = rng.uniform(0.1, 10.0, size=2)
        x, y = a * np.array([np.cos(s), np.sin(s)]), b * np.array([np.cos(s + t), np.sin(s + t)])
        cos, angle = check.items(student.cosine_angle(x, y), 2)
        check.close(cos, np.cos(t), atol=1e-13, what="the cosine")
        check.close(angle, t, atol=1e-7, what="the angle")
    cos, angle = check.items(student.cosine_angle(np.array([3.0, 0.0]), np.array([0.0, 2.0])), 2)
    check.close(cos, 0.0, atol=1e-13, what="the cosine between two axes")
    check.close(angle, np.pi / 2, atol=1e-7, what="the angle between two axes")
    for n in (1, 3, 20):
        x, y = rng.normal(size=(2, n))
        want = x @ y / np.sqrt((x @ x) * (y @ y))
        for dtype, near, far in ((float, 1e-13, 1e-7), (np.float32, 1e-4, 1e-2)):
            result = student.cosine_angle(x.astype(dtype), y.astype(dtype))
            cos, angle = check.items(result, 2)
            check.close(cos, want, atol=near, what="the cosine")
            check.close(np.cos(angle), cos, atol=far, what="the cosine of the angle")
    cos, _ = check.items(student.cosine_angle(*np.array([[100, 75], [75, 100]], np.int8)), 2)
    check.close(cos, 24 / 25, atol=1e-13, what="the cosine between whole numbers")  # 3, 4, 5
    values = check.items(student.cosine_angle(np.array([np.nan, 1.0]), np.ones(2)), 2)
    check.equal(values, (np.nan, np.nan))


@points(1)
@needs("cosine")
def test_parallel(student, rng, check):
    """Parallel and opposite vectors give a cosine within [-1, 1] and a finite angle."""
    factors = np.concatenate([np.ones(60), rng.uniform(0.1, 9.0, 60), -rng.uniform(0.1, 9.0, 60)])
    pairs = [(x, factor * x) for x, factor in zip(rng.normal(size=(180, 3)), factors, strict=True)]
    for dtype, near, far in ((float, 1e-13, 1e-7), (np.float32, 1e-4, 1e-2)):
        typed = [(x.astype(dtype), y.astype(dtype)) for x, y in pairs]
        for result, factor in zip(student.cosine_angle.each(typed), factors, strict=True):
            cos, angle = check.items(result, 2)
            check.finite(cos, "the cosine")
            check.true(-1.0 <= cos <= 1.0, "A cosine lies outside [-1, 1].")
            check.close(cos, math.copysign(1.0, factor), atol=near, what="the cosine")
            want = 0.0 if factor > 0 else np.pi
            # tight: arccos turns one eps of the cosine into an angle of sqrt(2 eps)
            check.close(angle, want, atol=far, what="the angle")


@points(0.5)
def test_refused_vectors(student, check):
    """Vectors that are ragged, empty, not real, or of other lengths or orders are refused."""
    one, two = np.ones(1), np.ones(2)
    for f in (student.dot, student.cosine_angle):
        for x, y in ((two, np.ones(3)), (one, two), (two, one), (one[:0], one[:0])):
            check.raises(ValueError, f, x, y, names=("x", "y"))
        for x, y in ((two, 1j * two), (1j * two, two), (np.eye(2), np.eye(2)), (two[0], two[0])):
            check.raises(ValueError, f, x, y, names=("x", "y"))
        bad = [1.0, [2.0]], ["1", "2"], [1.0, None]
        check.each_raises(ValueError, f, [(x, two) for x in bad], names="x")
        check.each_raises(ValueError, f, [(two, y) for y in bad], names="y")
    check.raises(ValueError, student.cosine_angle, np.zeros(2), two, names="x")
    check.raises(ValueError, student.cosine_angle, two, np.zeros(2), names="y")


@points(0.5)
def test_refused_matrices(student, check):
    """Matrices that do not fit, are ragged, empty, not real or of other orders are refused."""
    P, Q, square = np.ones((2, 3)), np.ones((3, 4)), np.eye(3)
    for view in ("inner", "outer", "columns"):
        f = student.matmul_terms
        for a, b in ((P, P), (P, Q[:1]), (P[:, :1], Q), (P[:0], Q), (P, Q[:, :0])):
            check.raises(ValueError, f, a, b, view, names=("P", "Q"))
        for a, b in ((P[:, :0], Q[:0]), (P[0], Q), (P, Q[:, 0]), (1j * P, Q), (P, 1j * Q)):
            check.raises(ValueError, f, a, b, view, names=("P", "Q"))
        check.each_raises(ValueError, f, [(bad, square, view) for bad in BAD_MATRICES], names="P")
        check.each_raises(ValueError, f, [(square, bad, view) for bad in BAD_MATRICES], names="Q")
    calls = [(P, Q, view) for view in ("rows", "", "INNER")]
    check.each_raises(ValueError, student.matmul_terms, calls, names="view")
    for position in range(3):
        for bad in (P, Q, np.eye(2), np.ones(3), np.ones((3, 3, 3)), 1j * square):
            mats = [square, square, square]
            mats[position] = bad
            check.raises(ValueError, student.law_residuals, *mats, names=("P", "Q", "R"))
        for bad in BAD_MATRICES:
            mats[position] = bad
            check.raises(ValueError, student.law_residuals, *mats, names="PQR"[position])
    calls = [(bad, bad, bad) for bad in (P, square[:0, :0])]
    check.each_raises(ValueError, student.law_residuals, calls, names=("P", "Q", "R"))
    chains = [[], [P, P], [P, Q, Q], [P, Q[:1]], [P, Q, np.ones((5, 1))], [P[0]], [P[:0]]]
    chains += [[P, Q, np.ones(4)], [1j * P, Q], *([square[:, :2], bad] for bad in BAD_MATRICES)]
    check.each_raises(ValueError, student.chain_multiply, [(c,) for c in chains], names="mats")


@points(1)
def test_laws_hold(student, rng, check):
    """For random matrices of either precision every law holds up to rounding."""
    for dtype in (np.float32, float):
        for n in (2, 3, 6, 30, 200):
            # Norms far from 1 and from each other: a residual over a wrong scale is wrong by far.
            mats = rng.normal(0, [[[1e7]], [[1e6]], [[1e5]]], size=(3, n, n))
            laws = student.law_residuals(*mats.astype(dtype))
            check.keys(laws, LAWS)
            for key in LAWS[:-1]:
                check.shape(laws[key], (), key)
                # Not 1: at n = 2 loops reached 0.87 in 20,000 trials, and theory allows 2.
                check.below(laws[key], 10.0, key)
                check.true(laws[key] >= 0, f"{key} is negative.")
    laws = student.law_residuals(*rng.integers(-9, 9, size=(3, 5, 5)))
    check.keys(laws, LAWS)
    zeros = dict.fromkeys(LAWS[:-1], 0.0)
    check.equal({key: laws[key] for key in zeros}, zeros, what="the laws of whole numbers")


@points(1.5)
def test_size_of_residuals(student, rng, check):
    """A law's residual has the size the docstring defines, in the precision of the matrices."""
    f, s = float, np.float32
    for kinds in ((f, f, f), (s, s, s), (f, s, s), (s, f, f), (s, s, f)):
        # Products of diagonal matrices are rounded entry by entry: no order of summation matters.
        p, q, r = (rng.normal(size=12).astype(kind) * 3 for kind in kinds)
        laws = student.law_residuals(np.diag(p), np.diag(q), np.diag(r))
        check.keys(laws, LAWS)
        used = np.result_type(p, q, r)
        p, q, r = p.astype(used), q.astype(used), r.astype(used)
        a, b, c = (math.sqrt(math.fsum(v.astype(float) ** 2)) for v in (p, q, r))
        pairs = {
            "associative": ((p * q) * r - p * (q * r), a * b * c),
            "left_distributive": (p * (q + r) - (p * q + p * r), a * (b + c)),
            "right_distributive": ((p + q) * r - (p * r + q * r), (a + b) * c),
            "transpose_product": (0 * p, a * b),
        }
        for key, (gap, scale) in pairs.items():
            want = math.sqrt(math.fsum(gap.astype(float) ** 2)) / scale / (12 * np.finfo(used).eps)
            check.close(laws[key], want, rtol=1e-4, what=key)


@points(1)
def test_commutator(student, rng, check):
    """The commutator is large for most pairs and vanishes for those that commute."""

    def commutator(P, Q):
        laws = student.law_residuals(P, Q, np.eye(len(P), dtype=P.dtype))
        check.keys(laws, LAWS)
        return laws["commutator"]

    for n in (2, 5, 40):
        P, Q = rng.normal(size=(2, n, n))
        want = np.sqrt(np.sum((P @ Q - Q @ P) ** 2) / np.sum(P * P) / np.sum(Q * Q))
        unit = 100 * n * EPS
        check.close(commutator(P, Q), want, atol=unit, what="the commutator")
        # A symmetric S: 2 S S - S + I is positive definite, so its own rounding is small beside it.
        S = P + P.T
        check.below(commutator(S, 2 * S @ S - S + np.eye(n)), unit, "that with a polynomial")
        W = rng.integers(-9, 10, size=(n, n))
        check.equal(commutator(W, 2 * W @ W - W), 0.0, what="that of whole numbers")
        check.equal(commutator(np.diag(P[0]), np.diag(Q[0])), 0.0, what="that of diagonals")
        single = commutator(P.astype(np.float32), Q.astype(np.float32))
        check.close(single, want, atol=100 * n * EPS32, what="that in float32")
    s, t = rng.uniform(0, 2 * np.pi, size=2)
    turn = [np.array([[np.cos(u), -np.sin(u)], [np.sin(u), np.cos(u)]]) for u in (s, t)]
    check.below(commutator(*turn), 200 * EPS, "the commutator of two rotations")
    swap, stretch = np.array([[[0, 100], [100, 0]], [[100, 0], [0, 50]]], np.int8)
    # ||[[0, -5000], [5000, 0]]|| = 5000 sqrt(2), beside 100 sqrt(2) and 50 sqrt(5).
    check.close(commutator(swap, stretch), math.sqrt(0.2), atol=200 * EPS, what="the commutator")


@points(0.5)
@needs("laws_hold")
def test_zero_matrices(student, rng, check):
    """Where a zero matrix makes the scale 0, the residual is 0."""
    P, Q, zero = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), np.zeros((4, 4))
    none = dict.fromkeys(LAWS, 0.0)
    for mats in ((zero, zero, zero), (P, zero, zero), (zero, zero, P)):
        check.equal(student.law_residuals(*mats), none)
    for mats in ((zero, P, Q), (P, zero, Q), (P, Q, zero)):
        laws = student.law_residuals(*mats)
        check.keys(laws, LAWS)
        for key in LAWS[:-1]:
            check.below(laws[key], 10.0, key)


def costs(sizes, i, j):
    """Yield the cost of every tree of the matrices i, ..., j - 1."""
    if j == i + 1:
        yield 0
    for s in range(i + 1, j):
        right = list(costs(sizes, s, j))
        for left in costs(sizes, i, s):
            yield from (left + cost + sizes[i] * sizes[s] * sizes[j] for cost in right)


def walk(check, tree, sizes, first):
    """Return the end and the cost of a tree whose leftmost index has to be `first`."""
    if not isinstance(tree, tuple | list):
        check.is_type(tree, (int, np.integer), "a leaf of the tree")
        check.true(tree == first, "The leaves of the tree are not 0, 1, 2, ... from left to right.")
        check.true(first < len(sizes) - 1, "The tree has too many leaves.")
        return first + 1, 0
    left, right = check.items(tree, 2, "a node of the tree")
    middle, left_cost = walk(check, left, sizes, first)
    end, right_cost = walk(check, right, sizes, middle)
    return end, left_cost + right_cost + sizes[first] * sizes[middle] * sizes[end]


def check_chain(check, answer, mats):
    """Check product and tree of a chain; return the cost that was reported."""
    product, cost, tree = check.items(answer, 3)
    sizes = [len(mats[0])] + [M.shape[1] for M in mats]
    check.is_type(cost, (int, np.integer), "the cost")
    end, own = walk(check, tree, sizes, 0)
    check.true(end == len(mats), "The tree does not hold every matrix.")
    check.true(own == cost, "The tree's own cost is not the cost reported.")
    eps = float(np.finfo(np.result_type(*mats)).eps)
    mats = [M.astype(float) for M in mats]
    atol = 10 * sum(sizes) * eps * reduce(np.matmul, [np.abs(M) for M in mats])
    check.close(product, reduce(np.matmul, mats), atol=atol, what="the product")
    return cost


@points(2)
def test_best_order(student, rng, check):
    """The cost of a chain is the least of all orders, its tree has it, its product is right."""
    chains = [(2, 3, 4, 1), (5, 4, 6, 2, 7), (3, 3, 3, 3, 3), (1, 9, 1, 9, 1, 9, 1)]
    chains += [rng.integers(1, 13, size=k + 1).tolist() for k in (2, 3, 4, 5, 6, 7) * 3]
    for sizes in chains:
        mats = [rng.normal(size=shape) for shape in pairwise(sizes)]
        cost = check_chain(check, student.chain_multiply(mats), mats)
        least = min(costs(sizes, 0, len(mats)))
        check.true(cost == least, "The cost is not the least one.")


@points(1)
def test_chain_edges(student, rng, check):
    """One matrix costs nothing, and costs beyond 2^31 multiplications are compared exactly too."""
    M = rng.normal(size=(3, 2))
    single = student.chain_multiply([M])
    check.equal(check.items(single, 3), (M, 0, 0), what="product, cost and tree of one matrix")
    pair = check.items(student.chain_multiply((M, rng.normal(size=(2, 4)))), 3)
    check.equal(pair[1:], (24, (0, 1)), what="cost and tree of two matrices")
    sizes = (2000, 540, 2000, 1)
    mats = [rng.random(shape, dtype=np.float32) for shape in pairwise(sizes)]
    product, cost, tree = check.items(student.chain_multiply(mats), 3)
    check.equal((cost, tree), (540 * 2000 + 2000 * 540, (0, (1, 2))), what="cost and tree")
    want = mats[0].astype(float) @ (mats[1].astype(float) @ mats[2])
    # All entries are positive, so the product of the moduli is the product itself.
    check.close(product, want, rtol=10 * sum(sizes) * EPS32, what="the product")


@points(1)
@needs("best_order")
def test_chain_time(student, budget, rng, check):
    """chain_multiply finds the best order quickly, and really multiplies in it."""

    def inputs(size):
        thin, ends = size // 300, size // 10
        shapes = [(ends, thin), *[(thin, size), (size, thin)] * 4, (thin, ends)]
        return ([rng.random(shape) for shape in shapes],)

    def verify(got, mats):
        middle = [mats[i] @ mats[i + 1] for i in (1, 3, 5, 7)]
        want = mats[0] @ reduce(np.matmul, middle) @ mats[9]
        sizes = len(mats[0]) + sum(M.shape[1] for M in mats)
        check.close(check.items(got, 3)[0], want, rtol=10 * sizes * EPS, what="the product")

    budget.time("chain_multiply", inputs, verify)
