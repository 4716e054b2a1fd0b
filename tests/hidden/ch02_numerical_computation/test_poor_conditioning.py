from fractions import Fraction

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps


def orthogonal(rng, m, n):
    """Orthonormal columns (or rows, if m < n), uniformly distributed."""
    Q, _ = np.linalg.qr(rng.normal(size=(max(m, n), min(m, n))))
    return Q if m >= n else Q.T


def stretched(rng, m, n, stretches):
    """A matrix (m, n) with these singular values, in any order."""
    k = len(stretches)
    return orthogonal(rng, m, k) @ np.diag(rng.permutation(stretches)) @ orthogonal(rng, k, n)


def expand(roots):
    """Ascending coefficients of the product of (x - root), without rounding."""
    c = [Fraction(1)]
    for r in roots:
        c = [a - r * b for a, b in zip([Fraction(0), *c], [*c, Fraction(0)], strict=True)]
    return np.array([float(v) for v in c])


def by_roots(roots, x):
    """|x p'(x) / p(x)| = |sum x / (x - root)|, without rounding."""
    x = Fraction(float(x))
    return float(abs(sum(x / (x - r) for r in roots)))


def badly_scaled(rng, B):
    """Multiply rows and columns of B by factors from 1e-8 to 1e8."""
    a, b = 10.0 ** rng.permuted(np.tile(np.linspace(-8, 8, len(B)), (2, 1)), axis=1)
    return a[:, None] * B * b


def signs(rng, *shape):
    """Entries of modulus 0.5 to 1 and any sign."""
    return rng.uniform(0.5, 1.0, shape) * rng.choice([-1.0, 1.0], shape)


def measured(M, b, db):
    """How much more the solution of M x = b moves than b does, both relative."""
    norm = np.linalg.norm
    x, dx = np.linalg.solve(M, np.stack([b, db], axis=1)).T
    return (norm(dx) / norm(x)) / (norm(db) / norm(b))


def factors(check, got, n):
    """Check the form of what `equilibrate` returns."""
    S, r, c = check.items(got, 3)
    check.shape(S, (n, n), "S")
    for factor, name in ((r, "r"), (c, "c")):
        check.shape(factor, (n,), name)
        check.finite(factor, name)
        check.true(np.all(factor > 0), f"Some factors of {name} are not above 0.")
    return S, r, c


def alike(check, S):
    """Check that no row or column of S is ten times as large as another."""
    sizes = np.concatenate([np.linalg.norm(S, axis=k) for k in (0, 1)])
    fact = "Rows and columns of S differ too much in size."
    check.true(np.max(sizes) <= 10 * np.min(sizes), fact)


@points(2)
def test_singular_values(student, rng, check):
    """The default is the ratio of the singular values, for any shape and in any units."""
    for m, n, log in ((6, 6, 2.0), (8, 3, 4.0), (2, 7, 3.0), (5, 5, 0.0), (4, 4, 10.0), (9, 1, 0)):
        stretches = np.geomspace(10.0**-log, 1.0, min(m, n))
        want = 1.0 / stretches[0] if min(m, n) > 1 else 1.0
        M = stretched(rng, m, n, stretches)
        for unit in (1.0, 1e-9, -1e120):
            got = student.condition_number(unit * M)
            check.close(got, want, rtol=100 * max(m, n) * EPS * want)
    for a in rng.uniform(1.0, 1000.0, 4):
        largest = (a + np.hypot(a, 2.0)) / 2  # the two singular values of a shear multiply to 1
        M = np.array([[1.0, a], [0.0, 1.0]])
        got = student.condition_number(M, kind="svd")
        check.close(got, largest**2, rtol=200 * EPS * largest**2)
    got = student.condition_number(np.diag([1e11, 1.0]) @ orthogonal(rng, 2, 2))
    check.close(got, 1e11, rtol=0.01, what="a condition number of 1e11")


@points(1)
def test_eigenvalue_ratio(student, rng, check):
    """Kind "eig" compares the moduli of eigenvalues, negative and complex ones too."""
    n = 5
    values = signs(rng, n) * 10.0 ** np.arange(n)
    ratio = np.max(np.abs(values)) / np.min(np.abs(values))
    upper = np.triu(rng.normal(size=(n, n)), 1) + np.diag(rng.permutation(values))
    got = student.condition_number(upper, kind="eig")
    check.close(got, ratio, rtol=1e-8, what="the ratio of a triangular matrix")
    Q = orthogonal(rng, n, n)
    symmetric = Q @ np.diag(values) @ Q.T
    for kind in ("eig", "svd"):
        got = student.condition_number((symmetric + symmetric.T) / 2, kind=kind)
        check.close(got, ratio, rtol=1e-8, what="the ratio of a symmetric matrix")
        got = student.condition_number(-3.0 * Q, kind=kind)
        check.close(got, 1.0, rtol=1e-12, what="the ratio of an orthogonal matrix")
    turn = np.kron(np.diag([20.0, 1.0]), [[0.0, -1.0], [1.0, 0.0]])
    Q = orthogonal(rng, 4, 4)
    got = student.condition_number(Q @ turn @ Q.T, kind="eig")
    check.close(got, 20.0, rtol=1e-11, what="the ratio of a matrix with complex eigenvalues")


@points(1)
def test_singular(student, rng, check):
    """A matrix of less than full rank has condition number inf; one that is only small has not."""
    n = 6
    M = rng.normal(size=(n, n))
    M[:, 4] = M[:, 1]
    tall, half = rng.normal(size=(7, 3)), rng.normal(size=(n, 3))
    tall[:, 2] = tall[:, 0] - 2 * tall[:, 1]
    for singular in (M, tall, tall.T, half @ half.T, np.zeros((3, 3)), np.zeros((1, 1)), 0.1 * M):
        check.equal(student.condition_number(singular), np.inf, "the ratio of singular values")
    flat = np.triu(rng.normal(size=(4, 4)))
    flat[2, 2] = 0.0
    for singular in (half @ half.T, np.ones((3, 3)), np.zeros((2, 2)), flat):
        got = student.condition_number(singular, kind="eig")
        check.equal(got, np.inf, "the ratio of eigenvalues")
    for kind in ("eig", "svd"):
        got = student.condition_number(1e-30 * np.eye(12), kind=kind)
        check.close(got, 1.0, rtol=1e-12, what="the ratio of a small multiple of I")
        got = student.condition_number(np.diag([1.0, 2.0**-39, 3.0]), kind=kind)
        check.close(got, 3 * 2.0**39, rtol=0.1, what="the ratio of a matrix that is not singular")


@points(3)
def test_worst_case(student, rng, check):
    """The amplification of b and db reaches the condition number, and is the number returned."""
    for n, log in ((5, 2.0), (2, 4.0), (6, 7.0), (4, 10.0), (3, 12.0), (4, 0.0), (1, 0.0)):
        stretches = np.geomspace(10.0**-log, 1.0, n)
        M = 10.0 ** rng.uniform(-3, 3) * stretched(rng, n, n, stretches)
        b, db, amplification = check.items(student.worst_case(M), 3)
        check.shape(b, (n,), "b")
        check.shape(db, (n,), "db")
        check.close(np.linalg.norm(b), 1.0, rtol=1e-12, what="the norm of b")
        check.close(np.linalg.norm(db), 1e-6, rtol=1e-12, what="the norm of db")
        got = measured(M, b, db)
        check.close(got, 10.0**log, rtol=0.01, what="the amplification of b and db")
        check.close(amplification, 10.0**log, rtol=0.01, what="the returned amplification")


@points(1)
def test_simple_polynomials(student, rng, check):
    """A power has its exponent as condition, a constant 0, and the units of p do not matter."""
    for k in (1, 2, 5, 12):
        c = rng.normal() * np.eye(k + 1)[k]
        for x in rng.normal(size=2):
            check.close(student.function_condition(c, x), float(k), rtol=1e-12)
    check.equal(student.function_condition(np.array([-3.0]), 2.0), 0.0, "the condition of -3")
    for _ in range(6):
        roots = [Fraction(int(r), 4) for r in rng.integers(-12, 13, 5)]
        x = rng.uniform(-4, 4)
        want = by_roots(roots, x)
        c = rng.choice([-2.0, 0.25, 1024.0]) * expand(roots)
        check.close(student.function_condition(c, x), want, rtol=1e-12)
        check.close(student.function_condition(np.append(c, [0.0, 0.0]), x), want, rtol=1e-12)


@points(2)
@needs("simple_polynomials")
def test_near_a_root(student, rng, check):
    """Near a root, also a multiple one, the condition is right although the terms cancel."""
    for root, times in ((1, 7), (Fraction(3, 2), 5), (-1, 3), (2, 1)):
        roots = [Fraction(root)] * times + [Fraction(-4), Fraction(5, 4)]
        c = expand(roots)
        for gap in (0.1, 1e-2, 1e-5, 1e-9):
            x = float(root) + gap * rng.uniform(0.5, 1.0) * rng.choice([-1.0, 1.0])
            want = by_roots(roots, x)
            check.close(student.function_condition(c, x), want, rtol=1e-12)
        x = np.nextafter(float(root), 9.0)
        check.close(student.function_condition(c, x), by_roots(roots, x), rtol=1e-12)
        got = student.function_condition(c, float(root))
        check.equal(got, np.inf, "the condition at a root")
    check.equal(student.function_condition(np.array([3.0, 1.0]), 0.0), 0.0, "the condition at 0")
    for c in ([0.0, 1.0, 1.0], [0.0], [0.0, 0.0]):
        got = student.function_condition(np.array(c), 0.0)
        check.equal(got, np.inf, "the condition at a root 0")
    got = student.function_condition(np.zeros(3), 2.0)
    check.equal(got, np.inf, "the condition of the polynomial 0")


@points(2)
def test_equilibrate(student, rng, check):
    """Bad units are cured: S is nearly as well conditioned as the matrix before it got them."""
    for n in (8, 5, 2, 8):
        B = signs(rng, n, n)
        B[0] = -np.abs(B[0])
        B[:, 1] = -np.abs(B[:, 1])
        M = badly_scaled(rng, B)
        for turned in (M, M.T):
            S, r, c = factors(check, student.equilibrate(turned), n)
            want = r[:, None] * turned * c
            check.close(S, want, atol=64 * EPS * np.abs(want), what="S")
            alike(check, S)
            limit = 100 * np.linalg.cond(B)
            check.below(np.linalg.cond(S), limit, "the condition number of S")
    S, r, c = factors(check, student.equilibrate(badly_scaled(rng, np.ones((4, 4)))), 4)
    alike(check, S)
    shift = badly_scaled(rng, np.eye(6)[rng.permutation(6)])
    for options in ({}, {"max_iter": 1}):
        S, r, c = factors(check, student.equilibrate(shift, **options), 6)
        alike(check, S)
        check.below(np.linalg.cond(S), 100.0, "the condition number of a permutation, scaled,")
    S, r, c = factors(check, student.equilibrate(shift, max_iter=0), 6)
    check.equal(S, shift, "S without a sweep")
    for factor in (r, c):
        check.equal(factor, np.ones(6), "the factors without a sweep")


@points(2)
def test_condition_is_not_squared(student, rng, check):
    """Least squares is solved to the accuracy that the condition number itself allows."""
    t = np.linspace(0.0, 1.0, 100)
    M, x = np.vander(t, 12), rng.uniform(0.5, 1.0, 12)
    allowed = 100 * 12 * EPS * np.linalg.cond(M) * np.linalg.norm(x)
    check.close(student.least_squares(M, M @ x), x, atol=allowed, what="a polynomial fit")
    for e in (1e-9, 2e-9):
        M = np.vstack([np.ones(2), e * np.eye(2)])
        got = student.least_squares(M, np.array([3.0, e, 2 * e]))
        allowed = 200 * EPS * np.sqrt(2) / e * np.sqrt(5)
        check.close(got, [1.0, 2.0], atol=allowed, what="the answer for nearly equal columns")
    M = stretched(rng, 9, 5, np.geomspace(1e-9, 1.0, 5))
    x = rng.normal(size=5)
    allowed = 500 * EPS * 1e9 * np.linalg.norm(x)
    check.close(student.least_squares(M, M @ x), x, atol=allowed)


@points(1)
def test_residual(student, rng, check):
    """The residual of the answer is orthogonal to all columns of M."""
    for m, n in ((8, 3), (30, 10), (2, 1), (7, 7)):
        M, b = stretched(rng, m, n, rng.uniform(1.0, 10.0, n)), rng.normal(size=m)
        x = student.least_squares(M, b)
        check.shape(x, (n,))
        check.close(M.T @ (b - M @ x), np.zeros(n), atol=1e-7, what="M'(b - M x)")


@points(1)
@needs("residual")
def test_least_norm(student, rng, check):
    """Of many equally good answers the shortest is given: equal columns get equal shares."""
    M, b = stretched(rng, 9, 3, rng.uniform(1.0, 5.0, 3)), rng.normal(size=9)
    x = np.linalg.solve(M.T @ M, M.T @ b)
    want = x[[0, 1, 2, 1, 0, 1]] / np.array([2, 3, 1, 3, 2, 3])
    for unit in (1.0, 1e5, 1e-20):
        got = unit * student.least_squares(unit * M[:, [0, 1, 2, 1, 0, 1]], b)
        check.close(got, want, atol=1e-9, what="the answer for repeated columns")
    b = rng.normal(size=3)
    want = M @ np.linalg.solve(M.T @ M, b)
    check.close(student.least_squares(M.T, b), want, atol=1e-9, what="the answer for m < n")
    u, v = signs(rng, 2, 5)
    got = student.least_squares(np.outer(u, v), 3.0 * u)
    check.close(got, 3.0 * v / (v @ v), atol=1e-9, what="the answer for rank 1")
    got = student.least_squares(np.zeros((4, 2)), np.ones(4))
    check.equal(got, np.zeros(2), what="the answer for the zero matrix")


@points(1)
def test_dtypes(student, rng, check):
    """Dtypes are what the task says, whole numbers become float64, and inputs are left alone."""
    M, b = rng.integers(1, 9, (5, 5)) + 40 * np.eye(5, dtype=int), rng.integers(1, 9, 5)
    single, exact = M.astype(np.float32), M.astype(float)
    for given in (M, single):
        check.close(
            student.condition_number(given), np.linalg.cond(exact), rtol=1e-4, what="the ratio"
        )
        for array in check.items(student.worst_case(given), 3)[:2]:
            check.dtype(array, np.float64, "b or db")
        for array in factors(check, student.equilibrate(given), 5):
            check.dtype(array, np.float32 if given is single else np.float64)
    want = np.linalg.solve(exact, b)
    for given, right, dtype in (
        (M, b, np.float64),
        (single, b, np.float64),
        (single, b.astype(np.float32), np.float32),
        (M, b.astype(np.float32), np.float64),
    ):
        x = student.least_squares(given, right)
        check.dtype(x, dtype)
        check.close(x, want, atol=1e-4)
    check.close(student.function_condition(np.array([1, 2], np.int8), np.float32(0.5)), 0.5)
    for trace in (student.equilibrate.trace(exact, max_iter=0), student.worst_case.trace(exact)):
        check.unchanged(trace, exact)
        check.owns_result(trace)
    right = b.astype(float)
    check.unchanged(student.least_squares.trace(exact, right), exact, right)


@points(1)
def test_bad_arguments(student, check):
    """Arguments of the wrong order, size, type or value are refused by name."""
    nan, inf = np.array([[1.0, np.nan], [0.0, 1.0]]), np.array([[np.inf, 0.0], [0.0, 1.0]])
    bad = [np.ones(3), np.ones((2, 2, 2)), np.zeros((0, 3)), np.zeros((2, 0)), np.array(1.0)]
    bad += [nan, inf, np.array([["1", "2"]]), np.eye(2) * 1j, np.array([[None, 1.0]], object)]
    square = (student.worst_case, student.equilibrate)
    b = np.ones(2)
    for M in bad:
        for f in (student.condition_number, *square):
            check.raises(ValueError, f, M, names="M")
        check.raises(ValueError, student.condition_number, M, kind="eig", names="M")
        check.raises(ValueError, student.least_squares, M, b, names=("M", "b"))
    check.raises(ValueError, student.condition_number, np.ones((2, 3)), kind="eig", names="M")
    for M in (np.eye(2, 3), np.eye(3, 2), np.ones((2, 3)), np.ones((3, 2))):
        for f in square:
            check.raises(ValueError, f, M, names="M")
    for kind in ("qr", "SVD", ""):
        check.raises(ValueError, student.condition_number, np.eye(2), kind=kind, names="kind")
    calls = [(M,) for M in (np.ones((3, 3)), np.zeros((1, 1)), np.diag([1.0, 0.0]))]
    check.each_raises(ValueError, student.worst_case, calls, names="M")
    hole = np.ones((3, 3))
    hole[1] = 0.0
    calls = [(M,) for M in (hole, hole.T, np.zeros((1, 1)))]
    check.each_raises(ValueError, student.equilibrate, calls, names="M")
    for wrong in (np.ones(3), np.ones((2, 1)), np.array(1.0), np.array([1.0, np.nan]), b * 1j):
        check.raises(ValueError, student.least_squares, np.eye(2), wrong, names=("b", "M"))
    vectors = [np.ones((2, 2)), np.zeros(0), np.array([1.0, np.inf]), b * 1j, np.array(["1"])]
    calls = [(c, 1.0) for c in vectors]
    check.each_raises(ValueError, student.function_condition, calls, names="coeffs")
    calls = [(b, x) for x in (np.nan, np.inf, 1j)]
    check.each_raises(ValueError, student.function_condition, calls, names="x")


@points(1)
@needs("equilibrate")
def test_equilibrate_time(student, budget, rng, check):
    """Equilibration works on whole rows and columns at once, not on entries."""

    def inputs(size):
        return (badly_scaled(rng, signs(rng, size, size)),)

    def verify(got, M):
        S, r, c = factors(check, got, len(M))
        check.true(np.allclose(S, r[:, None] * M * c, atol=0), "S is not diag(r) M diag(c).")
        alike(check, S)

    budget.time("equilibrate", inputs, verify)


@points(1)
@needs("residual")
def test_least_squares_memory(student, budget, rng, check):
    """Least squares with many more rows than columns needs no matrix of rows by rows."""

    def inputs(size):
        return rng.normal(size=(size, 10)), rng.normal(size=size)

    def verify(got, M, b):
        check.close(M.T @ (b - M @ got), np.zeros(10), atol=1e-7, what="M'(b - M x)")

    budget.memory("least_squares", inputs, verify)
