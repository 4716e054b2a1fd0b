import numpy as np

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps


def residual_check(check, M, result, eps=EPS):
    """Check M = V diag(w) V' and V'V = I for a symmetric M within 100 n eps, and w ascending."""
    w, V = check.items(result, 2)
    M = np.asarray(M, float)
    n = len(M)
    check.shape(w, (n,), "w")
    check.shape(V, (n, n), "V")
    check.finite(w, "w")
    check.finite(V, "V")
    w, V = np.asarray(w, float), np.asarray(V, float)
    largest = np.max(np.abs(M)) or 1.0
    M, w = M / largest, w / largest
    unit = 100 * n * eps
    check.true(np.all(np.diff(w) >= 0), "The eigenvalues are not in ascending order.")
    check.below(np.linalg.norm(V.T @ V - np.eye(n)), unit, "||V'V - I||")
    error = np.linalg.norm(M @ V - V * w)
    check.below(error, unit * np.linalg.norm(M), "||MV - V diag(w)||")
    return w * largest, V


def symmetric(rng, n):
    M = rng.normal(size=(n, n))
    return M + M.T


def rotated(rng, w):
    """Return a symmetric matrix with the eigenvalues w (to rounding)."""
    Q = np.linalg.qr(rng.normal(size=(len(w), len(w))))[0]
    M = Q * w @ Q.T
    return (M + M.T) / 2


@points(2)
def test_symmetric_matrices(student, rng, check):
    """M = V diag(w) V' with orthonormal columns in V and w ascending, for random symmetric M."""
    for n in (2, 3, 4, 9, 40):
        residual_check(check, M := symmetric(rng, n), student.jacobi_eigh(M))


@points(1)
@explanation
def test_known_eigenvalues(student, rng, check):
    """Eigenvalues known in advance are found; their sum is the trace, their product the det."""
    known = np.array([-7.0, -2.0, -1.5, 0.5, 3.0, 8.0])
    M = rotated(rng, known)
    w, _ = check.items(student.jacobi_eigh(M), 2)
    check.close(w, known, atol=100 * 6 * EPS * 12, what="w")
    check.close(np.sum(w), np.trace(M), atol=1e-11, what="the sum of w")
    check.close(np.prod(w), np.linalg.det(M), rtol=1e-11, what="the product of w")
    a, b, c = rng.normal(size=3)
    w, _ = check.items(student.jacobi_eigh(np.array([[a, b], [b, c]])), 2)
    middle, radius = (a + c) / 2, np.hypot((a - c) / 2, b)
    want = [middle - radius, middle + radius]
    check.close(w, want, atol=1e-13 * (1 + abs(middle) + radius), what="w of a 2 x 2 matrix")


@points(2)
def test_special_matrices(student, rng, check):
    """Repeated eigenvalues, zeros, (nearly) diagonal matrices and one of 1 x 1 are no trouble."""
    w, _ = residual_check(check, np.array([[-3.0]]), student.jacobi_eigh(np.array([[-3.0]])))
    check.close(w, [-3.0], rtol=1e-13, what="w of a 1 x 1 matrix")
    for n in (1, 4):
        w, _ = residual_check(check, Z := np.zeros((n, n)), student.jacobi_eigh(Z))
        check.equal(w, np.zeros(n), what="w of the zero matrix")
    D = np.diag([4.0, -1.0, 2.0, -1.0, 0.0])
    w, _ = residual_check(check, D, student.jacobi_eigh(D))
    check.close(w, [-1.0, -1.0, 0.0, 2.0, 4.0], atol=1e-12, what="w of a diagonal matrix")
    w, _ = residual_check(check, M := rotated(rng, D.diagonal()), student.jacobi_eigh(M))
    check.close(w, [-1.0, -1.0, 0.0, 2.0, 4.0], atol=1e-12, what="repeated eigenvalues")
    for sign in (1, -1):
        ones = np.full((5, 5), sign * 1.0)
        w, _ = residual_check(check, ones, student.jacobi_eigh(ones))
        want = sorted([0.0, 0.0, 0.0, 0.0, sign * 5.0])
        check.close(w, want, atol=1e-12, what="w of a matrix of equal entries")
    sparse = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.5], [2.0, 0.5, 3.0]])
    residual_check(check, sparse, student.jacobi_eigh(sparse))
    swap = np.fliplr(np.eye(4))
    residual_check(check, swap, student.jacobi_eigh(swap))
    for size in (1e-9, 1e-11):  # too large to be taken for rounding
        D = np.diag(rng.permutation(np.arange(1.0, 7.0)))
        E = np.triu(rng.uniform(0.5, 1.0, size=(6, 6)), 1)
        M = D + size * (E + E.transpose())
        residual_check(check, M, student.jacobi_eigh(M))


@points(1)
@needs("symmetric_matrices")
@explanation
def test_scale(student, rng, check):
    """A factor of 1e150 or 1e-150 changes eigenvalues by that factor and accuracy not at all."""
    M = symmetric(rng, 6)
    M /= np.max(np.abs(M))
    w, _ = check.items(student.jacobi_eigh(M), 2)
    for scale in (2.0**498, 2.0**-498):
        large, _ = residual_check(check, scale * M, student.jacobi_eigh(scale * M))
        check.close(large / scale, w, atol=1e-12, what="w, divided by the factor")


@points(1)
@needs("symmetric_matrices")
def test_forms(student, rng, check):
    """float32 is kept, integers and bool become float64; what jacobi_eigh cannot use is refused."""
    M = symmetric(rng, 8).astype(np.float32)
    w, V = check.items(student.jacobi_eigh(M), 2)
    check.dtype(w, np.float32, "w")
    check.dtype(V, np.float32, "V")
    residual_check(check, M, (w, V), np.finfo(np.float32).eps)
    for whole in (np.array([[1, 2], [2, -2]]), np.array([[True, True], [True, False]])):
        w, _ = check.items(student.jacobi_eigh(whole), 2)
        check.dtype(w, np.float64, "w")
        check.close(w, np.linalg.eigvalsh(whole.astype(float)), atol=1e-12, what="w")
    for sign in (1, -1):
        nearly = np.array([[1.0, 2.0, 0.0], [2.0 + sign * 1e-10, 1.0, 3.0], [0.0, 3.0, 4.0]])
        residual_check(check, (nearly + nearly.transpose()) / 2, student.jacobi_eigh(nearly))
        nearly[1, 0] += sign * 1e-7
        check.raises(ValueError, student.jacobi_eigh, nearly, names="M")
    check.raises(ValueError, student.jacobi_eigh, np.array([[0.0, 1.0], [-1.0, 0.0]]), names="M")
    check.raises(ValueError, student.jacobi_eigh, 1e-12 * np.array([[1.0, 2], [0, 1]]), names="M")
    check.raises(ValueError, student.jacobi_eigh, np.diag([1.0, -np.inf]), names="M")
    real_only = (student.jacobi_eigh, student.definiteness)
    for f in real_only:
        calls = [(M,) for M in (np.ones((2, 3)), np.ones(3), np.ones((0, 0)), np.ones((1, 2, 2)))]
        check.each_raises(ValueError, f, calls, names="M")
        calls = [(np.eye(2, dtype=complex),), (np.array([["1", "2"], ["2", "1"]]),)]
        check.each_raises(ValueError, f, calls, names="M")


@points(1.5)
def test_eigenpairs(student, rng, check):
    """Every multiple of an eigenvector except 0 is one, whatever its length, complex ones too."""
    M = np.array([[4.0, 1.0], [2.0, 3.0]])  # eigenvalues 5 and 2
    for factor in (1.0, -3.0, 1e200, 1e-200, 1j, 1e-200j):
        for lam, v in ((5, [1.0, 1.0]), (2, [1.0, -2.0])):
            good = student.is_eigenpair(M, lam, factor * np.array(v))
            check.is_type(good, (bool, np.bool_))
            check.true(good, "An eigenpair was not accepted.")
        bad = student.is_eigenpair(M, 5, factor * np.array([1.0, -2.0]))
        check.true(not bad, "An eigenvector was accepted for the wrong eigenvalue.")
    nothing = student.is_eigenpair(M, 5, np.zeros(2))
    check.is_type(nothing, (bool, np.bool_))
    check.true(not nothing, "The zero vector was accepted.")
    turn = np.array([[0, -1], [1, 0]])
    check.true(student.is_eigenpair(turn, 1j, np.array([1, -1j])), "A complex pair was refused.")
    got = student.is_eigenpair(turn, -1j, np.array([1, -1j]))
    check.true(not got, "The conjugate of a complex eigenvalue was accepted.")
    R = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4)) + 4 * np.eye(4)
    w = np.array([2.0, 1j, -1.0 + 1j, 0.0])
    Z = R * w @ np.linalg.inv(R)
    found = [student.is_eigenpair(Z, w[j], R[:, j]) for j in range(4)]
    check.true(all(found), "An eigenpair of a complex matrix was refused.")
    shear = np.array([[1, 10], [0, 1]])  # the eigenvalue 1 twice, and one direction only
    got = [student.is_eigenpair(shear, 1, np.array(v)) for v in ([3.0, 0.0], [0.0, 1.0])]
    check.equal(got, [True, False], what="the verdict on vectors of a shear")
    for lam, accepted in ((0, True), (1, False)):
        got = student.is_eigenpair(np.zeros((2, 2)), lam, np.array([1.0, 3.0]))
        check.true(got == accepted, "A pair was judged wrongly for the zero matrix.")


@points(1)
@needs("eigenpairs")
def test_eigenpair_tolerance(student, check):
    """The tolerance is relative to the norms of M and v; bad arguments are refused."""
    for scale in (1.0, 2.0**40, 2.0**-60, 2.0**498, 2.0**-498):
        M, v = scale * np.diag([1.0, 2.0, 3.0]), np.array([0.0, -1.0, 0.0])
        for error, options, accepted in (
            (1e-9, {}, True),
            (1e-6, {}, False),
            (1e-4, {"rtol": 1e-3}, True),
            (1e-1, {"rtol": 1e-3}, False),
            (1e-9, {"rtol": 1e-12}, False),
        ):
            got = student.is_eigenpair(M, scale * (2.0 + error), v, **options)
            check.true(got == accepted, "A pair near the tolerance was judged wrongly.")
    mean = np.full((100, 100), 1 / 100)  # Frobenius norm 1, eigenvalue 1 of the vector of ones
    got = [student.is_eigenpair(mean, 1 + error, -np.ones(100)) for error in (3e-9, 3e-8)]
    check.equal(got, [True, False], what="the verdict on pairs of a large matrix")
    call = student.is_eigenpair
    for shape in ((2, 3), (3, 2), (1, 2), (2,), (1, 2, 2)):
        check.raises(ValueError, call, np.ones(shape), 1.0, np.ones(2), names=("M", "v"))
    check.raises(ValueError, call, np.diag([np.inf, 1.0]), 1.0, np.ones(2), names="M")
    bad = [np.ones(3), np.ones(1), np.ones((2, 1)), np.array([np.inf, 1]), np.array(["1", "2"])]
    check.each_raises(ValueError, call, [(np.eye(2), 1.0, v) for v in bad], names=("M", "v"))


@points(1.5)
def test_left_eigenvectors(student, rng, check):
    """Rows of L are left eigenvectors to the same eigenvalues, and L R = I, complex or not."""
    for imaginary in (0, 1j):
        real, other = rng.normal(size=(2, 2, 5, 5))
        P, Q = np.linalg.qr(real + imaginary * other)[0]
        R = P * np.linspace(1.0, 3.0, 5) @ Q
        w = np.array([1.0, -2.0, 0.0, 3.0, 1.0]) + imaginary * np.arange(5)
        M = np.linalg.solve(R.T, (R * w).T).T
        L = student.left_eigenvectors(R)
        check.shape(L, (5, 5))
        size = np.linalg.norm(np.linalg.inv(R)) * np.linalg.norm(R)
        tol = 1e-12 * size * np.linalg.norm(M) * max(1.0, np.linalg.norm(np.linalg.inv(R)))
        check.close(L @ R, np.eye(5), atol=1e-12 * size, what="LR")
        check.close(L @ M, w[:, None] * L, atol=tol, what="LM")
    got = student.left_eigenvectors(np.array([[1, 1], [1, 3]]))
    check.dtype(got, np.float64)
    check.close(got, [[1.5, -0.5], [-0.5, 0.5]], atol=1e-12)
    for dtype in (np.float32, np.complex64):
        check.dtype(student.left_eigenvectors(np.array([[1, 1], [1, 3]], dtype)), dtype)


@points(1)
def test_defective_matrices(student, check):
    """Right eigenvectors that do not span the space are refused, short but independent ones not."""
    call = student.left_eigenvectors
    with_one_direction = [
        np.array([[1.0, -1.0], [0.0, 2.0 * EPS]]),  # what floating point makes of a Jordan block
        np.array([[1.0, 1.0], [0.0, 0.0]]),
        np.array([[1.0, 1.0], [0.0, 2e-8]]),
        np.array([[1.0, 1.0], [1.0, 1.0]]),
        np.array([[1e9, 1e9], [1e9, 1e9 + 1.0]]),
    ]
    check.each_raises(ValueError, call, [(R,) for R in with_one_direction], names="R")
    for R in (np.ones((2, 3)), np.ones(4), np.ones((0, 0)), np.diag([np.inf, 1.0])):
        check.raises(ValueError, call, R, names="R")
    for length in (1e-9, 2.0**498, 2.0**-498):
        L = call(length * np.eye(3)) * length
        check.close(L, np.eye(3), atol=1e-13, what="L, times the length")
    slanted = np.array([[1.0, 1.0], [0.0, 2.0**-14]])
    check.close(call(slanted) @ slanted, np.eye(2), atol=1e-9, what="LR")


@points(2)
def test_definiteness(student, rng, check):
    """The word fits the signs of the eigenvalues, and one eigenvalue 0 is enough to be singular."""
    book = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    B = rng.integers(-9, 10, size=(12, 3))
    cases = [
        (rotated(rng, np.array([0.5, 1.0, 2.0, 7.0])), "positive definite"),
        (rotated(rng, np.array([-0.5, -1.0, -2.0])), "negative definite"),
        (rotated(rng, np.array([-0.001, 1.0, 2.0, 7.0])), "indefinite"),
        (rotated(rng, np.array([-9.0, -7.0, 0.01])), "indefinite"),
        ((book + book.T) / 2, "indefinite"),
        (np.diag([3, 0, 1]), "positive semidefinite"),
        (np.diag([0, 0, -1]), "negative semidefinite"),
        (B @ B.transpose(), "positive semidefinite"),
        (-B @ B.transpose(), "negative semidefinite"),
        (np.diag([1.0, -1.0, 0.0]), "indefinite"),
        (np.zeros((3, 3)), "zero"),
        (np.array([[0]]), "zero"),
        (np.array([[1e-140]]), "positive definite"),
        (np.array([[-5]]), "negative definite"),
        (np.eye(3, dtype=np.float32), "positive definite"),
    ]
    for M, word in cases:
        check.equal(student.definiteness(M), word, what="the word")
    w, _ = check.items(student.jacobi_eigh((book + book.T) / 2), 2)
    root = np.sqrt(321.0)
    want = [(15 - root) / 2, 0.0, (15 + root) / 2]
    check.close(w, want, atol=1e-11, what="w of a singular matrix")


@points(1)
@needs("definiteness")
def test_quadratic_form(student, rng, check):
    """Matrices that are not symmetric are judged by x'Mx, and rounding counts as 0, but no more."""
    check.equal(student.definiteness(np.array([[1, 10], [0, 1]])), "indefinite", what="the word")
    check.equal(student.definiteness(np.array([[0, 5], [-5, 0]])), "zero", what="the word")
    K = rng.normal(size=(4, 4))
    for w, word in (([1.0, 2, 3, 4], "positive definite"), ([-1.0, 1, 2, 3], "indefinite")):
        M = rotated(rng, np.array(w)) + 10 * (K - K.T)
        check.equal(student.definiteness(M), word, what="the word for a matrix with a skew part")
    for dtype in (np.float64, np.float32):
        eps = np.finfo(dtype).eps
        far = 490 if dtype is np.float64 else 40
        for scale in (1.0, 2.0**far, 2.0**-far):
            for sign, name in ((1, "positive"), (-1, "negative")):
                for small, word in (
                    (3 * eps, " semidefinite"),
                    (-3 * eps, " semidefinite"),
                    (300 * eps, " definite"),
                ):
                    M = (sign * scale * np.diag([2.0] * 15 + [small])).astype(dtype)
                    check.equal(student.definiteness(M), name + word, what="the word")
                M = (sign * scale * np.diag([2.0] * 15 + [-300 * eps])).astype(dtype)
                check.equal(student.definiteness(M), "indefinite", what="the word")
    check.raises(ValueError, student.definiteness, np.array([[np.inf]]), names="M")


@points(2)
def test_principal_components(student, rng, check):
    """Components are the leading eigenvectors of the covariance, variances its eigenvalues."""
    N, d = 60, 5
    axes = np.linalg.qr(rng.normal(size=(d, d)))[0]
    X = rng.normal(size=(N, d)) * [16.0, 4.0, 1.0, 0.25, 0.0625] @ axes
    X += rng.uniform(50, 90, size=d)
    _, s, directions = np.linalg.svd(X - X.mean(axis=0))
    for k in (1, 3, 5):
        components, variances = check.items(student.principal_components(X, k), 2)
        check.shape(components, (k, d), "components")
        check.shape(variances, (k,), "variances")
        check.close(variances, s[:k] ** 2 / (N - 1), atol=1e-10, what="variances")
        check.close(components @ components.T, np.eye(k), atol=1e-12, what="the row products")
        got = np.einsum("ki,kj->kij", components, components)
        want = np.einsum("ki,kj->kij", directions[:k], directions[:k])
        check.close(got, want, atol=1e-8, what="the projectors on the components")
    scores = (X - X.mean(axis=0)) @ components.T
    check.close(scores.T @ scores / (N - 1), np.diag(variances), atol=1e-9, what="the covariance")
    components, variances = check.items(student.principal_components(X.astype(np.float32), 2), 2)
    check.dtype(components, np.float32, "components")
    check.dtype(variances, np.float32, "variances")
    check.close(variances, s[:2] ** 2 / (N - 1), rtol=1e-3, what="variances in float32")
    for scale in (2.0**220, 2.0**-220):
        result = student.principal_components(scale * X, 5)
        _, variances = check.items(result, 2)
        variances = check.array(variances, "variances") / scale**2
        check.close(variances, s**2 / (N - 1), atol=1e-10, what="variances, divided by scale^2")


@points(1)
@needs("principal_components")
def test_few_rows(student, rng, check):
    """Components beyond the rank of the data have variance 0; one row or a bad k is refused."""
    X = rng.normal(size=(3, 6))
    components, variances = check.items(student.principal_components(X, 6), 2)
    check.shape(components, (6, 6), "components")
    check.close(components @ components.T, np.eye(6), atol=1e-11, what="the row products")
    total = np.sum((X - X.mean(axis=0)) ** 2) / 2
    check.close(variances[2:], np.zeros(4), atol=1e-12 * total, what="the variances beyond")
    check.close(np.sum(variances), total, rtol=1e-12, what="the sum of the variances")
    result = student.principal_components(np.array([[1, 5], [1, 9]]), 2)
    components, variances = check.items(result, 2)
    check.close(np.abs(components), [[0.0, 1.0], [1.0, 0.0]], atol=1e-12, what="|components|")
    check.close(variances, [8.0, 0.0], atol=1e-12, what="variances")
    call = student.principal_components
    check.each_raises(ValueError, call, [(X, k) for k in (0, -1, 7)], names="k")
    calls = [(bad, 1) for bad in (X[:1], X[:0], X[0], 1j * X, np.where(X[1, 2] == X, np.inf, X))]
    check.each_raises(ValueError, call, calls, names="X")


@points(0.5)
def test_nan(student, rng, check):
    """nan makes all results nan, no pair with nan is an eigenpair, and no word is true of nan."""
    for i, j in ((0, 0), (3, 3), (1, 2)):
        M, R, X = symmetric(rng, 4), np.eye(4), rng.normal(size=(7, 4))
        M[i, j] = M[j, i] = R[i, j] = X[i, j] = np.nan
        want = [np.full(4, np.nan), np.full((4, 4), np.nan)]
        check.equal(student.jacobi_eigh(M), want, what="(w, V)")
        L = check.array(student.left_eigenvectors(R))
        check.true(L.shape == (4, 4) and np.all(np.isnan(L)), "Not all of L is nan.")
        want = [np.full((2, 4), np.nan), np.full(2, np.nan)]
        check.equal(student.principal_components(X, 2), want, what="the result")
        check.raises(ValueError, student.definiteness, M, names="M")
    v, nan = np.array([1.0, 0.0]), np.nan
    want = [np.array([nan]), np.array([[nan]])]
    check.equal(student.jacobi_eigh(want[1]), want, what="(w, V) of a 1 x 1 matrix")
    pairs = [(np.diag([nan, 1.0]), 1.0, v), (np.eye(2), nan, v), (np.eye(2), 1.0, nan * v)]
    got = [student.is_eigenpair(*pair) for pair in pairs]
    check.equal(got, [False, False, False], what="the verdict on pairs with nan")


@points(0.5)
def test_arguments(student, rng, check):
    """Arguments stay unchanged, results share no memory with them, ragged lists are refused."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    for f, args in (
        (student.jacobi_eigh, (symmetric(rng, 5),)),
        (student.jacobi_eigh, (np.diag([1.0, 2.0, 5.0]),)),
        (student.is_eigenpair, (np.array([[2.0, 1.0], [1.0, 2.0]]), 3.0, np.array([5.0, 5.0]))),
        (student.left_eigenvectors, (rng.normal(size=(4, 4)) + 5 * np.eye(4),)),
        (student.left_eigenvectors, (turn,)),
        (student.definiteness, (rng.normal(size=(3, 3)),)),
        (student.principal_components, (rng.normal(size=(6, 3)), 2)),
    ):
        trace = f.trace(*args)
        check.unchanged(trace, *args)
        check.owns_result(trace)
    ragged = [[1.0, 2.0], [3.0]]
    for f in (student.jacobi_eigh, student.definiteness):
        check.raises(ValueError, f, ragged, names="M")
    check.raises(ValueError, student.is_eigenpair, ragged, 1.0, np.ones(2), names="M")
    check.raises(ValueError, student.is_eigenpair, np.eye(2), 1.0, [1.0, [2.0]], names="v")
    check.raises(ValueError, student.left_eigenvectors, ragged, names="R")
    check.raises(ValueError, student.principal_components, ragged, 1, names="X")


@points(1)
@needs("symmetric_matrices")
def test_jacobi_time(student, budget, rng, check):
    """jacobi_eigh works on whole rows and columns, not entry by entry."""

    def inputs(size):
        return (symmetric(rng, size),)

    def verify(result, M):
        residual_check(check, M, result)

    budget.time("jacobi_eigh", inputs, verify)
