from fractions import Fraction

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps
SCALES = (1.0, 2.0**498, 2.0**-498)  # 8e149 and 1e-150, without rounding


def low_rank(rng, m, n, r):
    """Return whole numbers (m, n) of exact rank r, well conditioned but for the exact zeros."""
    G = rng.integers(-1, 2, size=(r, r)) + (r + 2) * np.eye(r, dtype=int)
    tall = np.concatenate([np.eye(r, dtype=int), rng.integers(-1, 2, size=(m - r, r))])
    wide = np.concatenate([np.eye(r, dtype=int), rng.integers(-1, 2, size=(r, n - r))], axis=1)
    return (tall @ G @ wide)[rng.permutation(m)][:, rng.permutation(n)]


def exact_rank(M):
    """Return the rank of a matrix of whole numbers, by elimination in fractions."""
    A = [[Fraction(int(x)) for x in row] for row in M]
    r = 0
    for k in range(len(A[0]) if A else 0):
        p = next((i for i in range(r, len(A)) if A[i][k] != 0), None)
        if p is not None:
            A[r], A[p] = A[p], A[r]
            for i in range(r + 1, len(A)):
                factor = A[i][k] / A[r][k]
                A[i] = [x - factor * y for x, y in zip(A[i], A[r], strict=True)]
            r += 1
    return r


def outside(V, rng):
    """Return a unit vector at right angles to all columns of V, whose rank is below its height."""
    left = np.linalg.svd(V.astype(float))[0]
    missing = left[:, np.linalg.matrix_rank(V) :]
    x = missing @ rng.normal(size=missing.shape[1])
    return x / np.linalg.norm(x)


def shapes(rng):
    """Yield (m, n, r): tall, wide and square ones of full and of lower rank."""
    yield from ((1, 1, 1), (4, 2, 2), (2, 4, 2), (3, 3, 3), (3, 3, 2), (5, 3, 1), (3, 5, 2))
    for _ in range(3):
        m, n = (int(k) for k in rng.integers(2, 8, size=2))
        yield m, n, int(rng.integers(1, min(m, n) + 1))


@points(1.5)
def test_linear_combination(student, rng, check):
    """Each column is multiplied by its coefficient, and all of them are added up."""
    for d, k in ((1, 1), (2, 3), (4, 2), (3, 3)):
        V, c = rng.integers(-9, 10, size=(d, k)), rng.integers(-9, 10, size=k)
        want = [float(sum(int(V[i, j]) * int(c[j]) for j in range(k))) for i in range(d)]
        check.equal(student.linear_combination(c, V), np.array(want))
    V, c = rng.normal(size=(5, 4)), rng.normal(size=4)
    total = np.zeros(5)
    for j in range(4):
        total += c[j] * V[:, j]
        part = np.where(np.arange(4) <= j, c, 0.0)
        check.close(student.linear_combination(part, V), total, atol=1e-13)
    c[2] = np.nan
    check.equal(student.linear_combination(c, V), np.full(5, np.nan), what="c with a nan")
    V[3, 1] = np.nan
    got = student.linear_combination(np.ones(4), V)
    check.equal(np.isnan(check.array(got)), np.arange(5) == 3, what="the places of nan")


@points(2.5)
def test_rank(student, rng, check):
    """The rank is found at any scale, and rtol or the precision says what is small."""
    for m, n, r in shapes(rng):
        M = low_rank(rng, m, n, r)
        for scale in SCALES:
            for A in (scale * M, scale * M.T, scale * np.column_stack([M, M @ np.arange(n)])):
                got = student.rank(A)
                check.is_type(got, (int, np.integer), "the rank")
                check.equal(got, r, what="the rank")
    for shape in ((1, 1), (2, 3), (3, 2)):
        check.equal(student.rank(np.zeros(shape)), 0, what="the rank of the zero matrix")
    for scale in SCALES:
        M = scale * np.diag([3.0, -1.0, 1e-6, 2e-6])[rng.permutation(4)]
        check.equal(student.rank(M, rtol=1e-3), 2, what="the rank for rtol = 1e-3")
        check.equal(student.rank(M, rtol=1e-9), 4, what="the rank for rtol = 1e-9")
        check.equal(student.rank(M), 4, what="the rank without rtol")
        check.equal(student.rank(scale * np.diag([1.0, 1e-12])), 2, what="the rank without rtol")
    flat = np.diag([1.0, 1e-5, 1e-10]).astype(np.float32)
    check.equal(student.rank(flat), 2, what="the rank in float32")
    for size, want in ((50 * EPS, 1), (1e-11, 2)):
        flat = np.zeros((2, 1000))
        flat[0, 5], flat[1, 900] = 1.0, size
        check.equal(student.rank(flat), want, what="the rank of a wide matrix")
        check.equal(student.rank(flat.T), want, what="the rank of a tall matrix")


@points(1.5)
def test_coordinates(student, rng, check):
    """Every combination of the columns is recognised, and the coefficients make it again."""
    for d, k, r in shapes(rng):
        V = low_rank(rng, d, k, r)
        for scale in SCALES:
            b = V @ rng.integers(1, 10, size=k) / 7
            for size, c in (
                (1, student.coordinates(scale * b, scale * V)),
                (scale, student.coordinates(b, scale * V)),
            ):
                check.shape(c, (k,), "c")
                check.finite(c, "c")
                gap = np.linalg.norm(V @ (size * c) - b)
                check.below(gap, 1e-10 * np.linalg.norm(b), "||V c - b||")
    V = low_rank(rng, 4, 3, 3)
    want = rng.normal(size=3)
    check.close(student.coordinates(V @ want, V), want, atol=1e-8, what="c")
    for V in (low_rank(rng, 3, 2, 2), low_rank(rng, 3, 4, 2), np.zeros((3, 2))):
        c = student.coordinates(np.zeros(3), V)
        check.shape(c, (V.shape[1],), "c for the zero vector")
        check.close(V @ c, np.zeros(3), atol=1e-10, what="V c for the zero vector")


@points(1.5)
@needs("coordinates")
def test_outside(student, rng, check):
    """A vector outside the span gives None, unless rtol says that it is near enough."""
    for d, k, r in ((2, 1, 1), (4, 2, 2), (3, 3, 2), (3, 5, 1), (6, 3, 3)):
        V = low_rank(rng, d, k, r)
        b = V @ np.arange(1.0, k + 1)
        if not b.any():
            b = V[:, np.argmax(np.abs(V).sum(axis=0))].astype(float)
        b /= np.linalg.norm(b)
        off = outside(V, rng)
        for scale in SCALES:
            for size, rtol, found in (
                (1.0, None, False),
                (1e-7, None, False),
                (5e-12, None, True),
                (1e-2, 1e-4, False),
                (5e-4, 1e-2, True),
            ):
                options = {} if rtol is None else {"rtol": rtol}
                c = student.coordinates(scale * (b + size * off), V, **options)
                if found:
                    check.shape(c, (k,), "c")
                    gap = np.linalg.norm(V @ c - scale * (b + size * off))
                    check.below(gap, (rtol or 1e-10) * scale, "||V c - b||")
                else:
                    check.equal(c, None, what="what is returned for a vector outside the span")
    zero = student.coordinates(np.array([1.0, 2.0]), np.zeros((2, 2)))
    check.equal(zero, None, what="what is returned for the span of the zero vector")


@points(2)
def test_independent_subset(student, rng, check):
    """The columns chosen are independent, and as many as the rank: the others depend on them."""
    cases = [low_rank(rng, *shape) for shape in shapes(rng)]
    cases += [np.zeros((2, 3), int), np.array([[0, -1, -2], [0, -1, -2]])]
    cases += [np.array([[1, 0, 1, 1], [0, 1, 1, -1], [0, 0, 0, 0]])]
    for V in cases:
        for scale in SCALES:
            chosen = check.items(student.independent_subset(scale * V), what="the list")
            for j in chosen:
                check.is_type(j, (int, np.integer), "an index")
                check.true(0 <= j < V.shape[1], "An index is no column.")
            check.true(len(set(chosen)) == len(chosen), "An index occurs twice.")
            independent = exact_rank(V[:, list(chosen)]) == len(chosen)
            check.true(independent, "The columns chosen are dependent.")
            check.true(len(chosen) >= exact_rank(V), "The columns chosen do not span all.")


def check_null_space(check, M, N, r):
    """Check that the columns of N are a basis of the null space of M, which has rank r."""
    m, n = M.shape
    check.shape(N, (n, n - r), "N")
    check.finite(N, "N")
    size = np.linalg.norm(M) * np.linalg.norm(N)
    check.below(np.linalg.norm(M @ N), 100 * max(m, n) * EPS * size, "||M N||")
    if n > r:
        independent = np.linalg.matrix_rank(N) == n - r
        check.true(independent, "The columns of N are dependent.")


@points(1.5)
def test_solutions(student, rng, check):
    """Where there is a solution, x is one, and x + N t are all of them."""
    for m, n, r in shapes(rng):
        M = low_rank(rng, m, n, r)
        b = M @ rng.integers(1, 10, size=n) / 7
        for scale in SCALES:
            word, x, N = check.items(student.solution_set(scale * M, scale * b), 3)
            check.equal(word, "unique" if r == n else "infinite", what="the word")
            check.shape(x, (n,), "x")
            check.finite(x, "x")
            check.below(np.linalg.norm(M @ x - b), 1e-10 * np.linalg.norm(b), "||M x - b||")
            check_null_space(check, M, N, r)
            word, x, _ = check.items(student.solution_set(scale * M, b), 3)
            check.equal(word, "unique" if r == n else "infinite", what="the word")
            check.shape(x, (n,), "x")
            check.below(
                np.linalg.norm(M @ (scale * x) - b), 1e-10 * np.linalg.norm(b), "||M x - b||"
            )
        if r < m:
            b = b + 5e-12 * np.linalg.norm(b) * outside(M, rng)
            word, x, _ = check.items(student.solution_set(M, b), 3)
            check.equal(word, "unique" if r == n else "infinite", what="the word for a rounded b")
            check.shape(x, (n,), "x")
    for M in (np.zeros((2, 3)), low_rank(rng, 3, 2, 2), low_rank(rng, 2, 3, 1)):
        r = exact_rank(M)
        word, x, N = check.items(student.solution_set(M, np.zeros(len(M))), 3)
        n = M.shape[1]
        check.equal(word, "unique" if r == n else "infinite", what="the word for b = 0")
        check.shape(x, (n,), "x")
        check.close(M @ x, np.zeros(len(M)), atol=1e-10, what="M x for b = 0")
        check_null_space(check, M, N, r)


def nearly_dependent(k):
    """Return whole numbers (2, 2) with determinant 1 and condition 4 k**2, and the inverse."""
    return np.array([[k, k + 1], [k - 1, k]]), np.array([[k, -k - 1], [1 - k, k]])


@points(1.5)
@needs("coordinates", "solutions")
def test_nearly_dependent(student, rng, check):
    """Nearly dependent columns reach what they span, with long coefficients, and no more."""

    def both(b, A):
        word, x, N = check.items(student.solution_set(A, b), 3)
        return student.coordinates(b, A), word, x, N

    def near(x, A, b):
        check.shape(x, (A.shape[1],), "the solution")
        size = np.linalg.norm(A) * np.linalg.norm(x)
        limit = 1e-10 * np.linalg.norm(b) + 10 * max(A.shape) * EPS * size
        check.below(np.linalg.norm(A @ x - b), limit, "||M x - b||")

    for k in (10_000, 30_000):
        M, inverse = nearly_dependent(k)
        # Entries of opposite signs: with equal ones the solution would be short.
        b = rng.integers(1, 10, size=2) * [1, -1]
        # The third row is the sum of the others, the third column that of the others.
        tall, wide = np.vstack([M, M.sum(axis=0)]), np.column_stack([M, M.sum(axis=1)])
        for A, y in ((M, b), (tall, np.append(b, b.sum()))):
            c, word, x, N = both(y, A)
            check.equal(word, "unique", what="the word")
            for found in (c, x):
                near(found, A, y)
                exact = inverse @ b
                gap = np.linalg.norm(found - exact)
                check.below(gap, 1e-4 * np.linalg.norm(exact), "the error of the solution")
            check_null_space(check, A, N, 2)
        c, word, x, N = both(b, wide)
        check.equal(word, "infinite", what="the word")
        for found in (c, x):
            near(found, wide, b)
        check_null_space(check, wide, N, 2)
        # Both columns of tall are at right angles to (1, 1, -1).
        off = 0.01 * np.linalg.norm(b) * np.array([1, 1, -1])
        c, word, x, N = both(np.append(b, b.sum()) + off, tall)
        check.equal(c, None, what="what is returned for a vector outside the span")
        check.equal((word, x), ("none", None), what="word and x for a vector outside the span")
    for n in (6, 8):
        # A Hilbert matrix: positive definite, so that every b is reached, with condition 1e7, 1e10.
        M = 1 / (np.arange(n)[:, None] + np.arange(1.0, n + 1))
        b = rng.normal(size=n)
        c, word, x, _ = both(b, M)
        check.equal(word, "unique", what="the word")
        near(c, M, b)
        near(x, M, b)


@points(1.5)
def test_no_solution(student, rng, check):
    """A system without a solution is recognised at any shape, and N is that of M all the same."""
    for m, n, r in ((2, 1, 1), (4, 2, 2), (3, 3, 2), (2, 4, 1), (3, 5, 2), (6, 3, 1)):
        M = low_rank(rng, m, n, r)
        b = M @ np.ones(n) + M[:, 0] / 3
        b = b / np.linalg.norm(b) if b.any() else b
        off = outside(M, rng)
        for size in (1.0, 1e-7):
            for scale in SCALES:
                for A in (M, scale * M):
                    y = scale * (b + size * off)
                    word, x, N = check.items(student.solution_set(A, y), 3)
                    check.equal(word, "none", what="the word")
                    check.equal(x, None, what="x")
                    check_null_space(check, M, N, r)
    word, x, N = check.items(student.solution_set(np.zeros((2, 2)), np.array([0.0, 1.0])), 3)
    check.equal((word, x), ("none", None), what="word and x for M = 0")
    check_null_space(check, np.zeros((2, 2)), N, 0)


@points(0.5)
def test_forms(student, rng, check):
    """float32 stays, other numbers become float64; arguments stay too, and share no memory."""
    M = low_rank(rng, 4, 3, 2).astype(np.float32)
    c = (np.arange(3) == np.argmax(np.abs(M).sum(axis=0))).astype(np.float32)
    b = M @ c
    for kind in (np.float32, float):
        for other in (np.float32, float):
            want = np.result_type(kind, other)
            A, y = M.astype(kind), b.astype(other)
            check.dtype(student.linear_combination(c.astype(other), A), want)
            # What is in the span in float32 need not be so to ten digits.
            found = student.coordinates(y, A, **({} if want == np.float32 else {"rtol": 1e-4}))
            check.dtype(found, want, "c")
            check.close(A.astype(float) @ found, y.astype(float), atol=1e-2, what="V c")
            word, x, N = check.items(student.solution_set(A, y), 3)
            check.equal(word, "infinite", what="the word")
            check.dtype(x, want, "x")
            check.dtype(N, want, "N")
    off = (np.linalg.norm(b) * outside(M, rng)).astype(np.float32)
    for size, kind, want in (
        (1e-5, np.float32, "infinite"),
        (1e-2, np.float32, "none"),
        (1e-5, float, "none"),
    ):
        near = (b + np.float32(size) * off).astype(kind)
        word, _, _ = check.items(student.solution_set(M.astype(kind), near), 3)
        check.equal(word, want, what="the word for a small residual")
    whole = np.array([[1, 0], [1, 1]])
    check.dtype(student.linear_combination(np.array([1, 2]), whole), float)
    check.dtype(student.coordinates(np.array([True, False]), whole), float)
    for f, args in (
        (student.linear_combination, (c, M)),
        (student.coordinates, (b.astype(float), M.astype(float))),
        (student.independent_subset, (M,)),
        (student.rank, (M,)),
        (student.solution_set, (M, b)),
    ):
        check.unchanged(f.trace(*args), *args)
    for f, args in (
        (student.linear_combination, (np.ones(1), np.ones((3, 1)))),
        (student.coordinates, (np.arange(1.0, 4.0), np.eye(3))),
        (student.solution_set, (np.eye(3), np.arange(1.0, 4.0))),
    ):
        check.owns_result(f.trace(*args))


@points(0.5)
def test_refused(student, check):
    """What has the wrong order, is empty, complex, not finite or does not fit is refused."""
    M, v = np.eye(2), np.ones(2)
    no_matrix = [v, np.ones((1, 2, 2)), np.ones((0, 2)), np.ones((2, 0)), 1j * M]
    no_vector = [np.float64(1.0), M, np.ones(0), 1j * v, np.array(["1", "2"])]
    broken = [np.nan, np.inf]
    for bad in no_matrix:
        check.raises(ValueError, student.linear_combination, v, bad, names=("V", "c"))
        check.raises(ValueError, student.rank, bad, names="M")
        check.raises(ValueError, student.independent_subset, bad, names="V")
        check.raises(ValueError, student.coordinates, v, bad, names=("V", "b"))
        check.raises(ValueError, student.solution_set, bad, v, names=("M", "b"))
    for bad in [*no_vector, np.ones(3), np.ones(1)]:
        check.raises(ValueError, student.linear_combination, bad, M, names=("c", "V"))
        check.raises(ValueError, student.coordinates, bad, M, names=("b", "V"))
        check.raises(ValueError, student.solution_set, M, bad, names=("b", "M"))
    for value in broken:
        bad, wrong = np.array([[1.0, 0.0], [value, 1.0]]), np.array([value, 1.0])
        check.raises(ValueError, student.rank, bad, names="M")
        check.raises(ValueError, student.independent_subset, bad, names="V")
        check.raises(ValueError, student.coordinates, v, bad, names="V")
        check.raises(ValueError, student.coordinates, wrong, M, names="b")
        check.raises(ValueError, student.solution_set, bad, v, names="M")
        check.raises(ValueError, student.solution_set, M, wrong, names="b")


@points(0.5)
@needs("solutions")
def test_solution_set_time(student, budget, rng, check):
    """solution_set works on whole rows or more at once, not on single entries."""

    def inputs(size):
        M = rng.normal(size=(size, size)) + 20 * np.eye(size)
        return M, M @ np.ones(size)

    def verify(got, M, b):
        word, x, _ = check.items(got, 3)
        check.equal(word, "unique", what="the word")
        check.close(x, np.ones(len(b)), atol=1e-7, what="x")

    budget.time("solution_set", inputs, verify)
