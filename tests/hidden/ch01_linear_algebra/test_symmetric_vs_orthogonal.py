from itertools import product

import numpy as np

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps


def orthogonal(rng, n):
    """Return an orthogonal matrix of order n, none of its entries 0."""
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def check_kinds(student, check, M, names, what, **rtol):
    got = student.matrix_kinds(M, **rtol)
    check.is_type(got, (frozenset, set))
    check.equal(set(got), set(names.split()), what=f"the set for {what}")


DIAGONAL = "diagonal upper_triangular lower_triangular"
SOLVED = ("diagonal", "lower", "upper", "orthogonal", "permutation")


@points(2)
def test_kinds(student, rng, check):
    """Each kind is named where it holds and nowhere else."""
    A = rng.uniform(1, 2, size=(4, 4)) + np.arange(4)
    skew = A - A.T
    unit, shift = np.eye(4), np.roll(np.eye(4), 1, axis=0)
    turn = orthogonal(rng, 4)
    v = rng.uniform(1, 2, size=4)
    mirror = unit - 2 * np.outer(v, v) / (v @ v)
    cases = (
        (A, "square", "a matrix of no kind"),
        (A[:3], "", "a rectangular matrix"),
        (unit, f"square {DIAGONAL} symmetric orthogonal permutation identity", "the identity"),
        (np.diag(v), f"square {DIAGONAL} symmetric", "a diagonal matrix"),
        (np.diag([3, 0, 0, -1]), f"square {DIAGONAL} symmetric", "a diagonal with zeros"),
        (np.diag([1, -1, 1.0]), f"square {DIAGONAL} symmetric orthogonal", "a diagonal of signs"),
        (0 * A, f"square {DIAGONAL} symmetric skew", "zeros"),
        (np.diag(v)[:3], DIAGONAL, "a flat diagonal matrix"),
        (np.diag(v)[:, :3], DIAGONAL, "a tall diagonal matrix"),
        (np.triu(A), "square upper_triangular", "an upper triangle"),
        (np.tril(A), "square lower_triangular", "a lower triangle"),
        (np.triu(A[:2]), "upper_triangular", "a flat upper triangle"),
        (np.tril(A[:, :2]), "lower_triangular", "a tall lower triangle"),
        (A + A.T, "square symmetric", "a symmetric matrix"),
        (skew, "square skew", "a skew matrix"),
        (turn, "square orthogonal", "an orthogonal matrix"),
        (turn[:, :3], "", "orthonormal columns of a tall matrix"),
        (2 * turn, "square", "twice an orthogonal matrix"),
        (turn * v, "square", "perpendicular columns of other lengths"),
        (mirror, "square symmetric orthogonal", "a mirror"),
        (np.array([[0, -1], [1, 0]]), "square skew orthogonal", "a quarter turn"),
        (shift, "square orthogonal permutation", "a shift"),
        (unit[[1, 0, 3, 2]], "square symmetric orthogonal permutation", "swaps"),
        (shift * [1, 1, -1, 1], "square orthogonal", "a permutation with a sign"),
        (unit[[0, 0, 1, 2]], "square lower_triangular", "ones and zeros"),
        (np.full((2, 2), 0.5), "square symmetric", "means"),
        (2 * unit, f"square {DIAGONAL} symmetric", "twice the identity"),
    )
    for M, names, what in cases:
        check_kinds(student, check, M, names, what)


@points(1)
@needs("kinds")
def test_limits(student, rng, check):
    """What counts as rounding grows with the norm of M, for the last three kinds with n instead."""
    norm = np.linalg.norm
    for n, rtol, share in product((3, 12), (1e-10, 1e-4), (0.95, 1.05)):
        A = rng.normal(size=(n, n))
        sym, skew, D, U, L = A + A.T, A - A.T, np.diag(A[0]), np.triu(A), np.tril(A, -1)
        Q, P, unit = orthogonal(rng, n), np.eye(n)[rng.permutation(n)], np.eye(n)
        # Name: M of that kind, E that spoils it, the norm in question for M + E, and its limit.
        cases = {
            "symmetric": (sym, skew, 2 * norm(skew), norm(sym)),
            "skew": (skew, sym, 2 * norm(sym), norm(skew)),
            "diagonal": (D, skew, norm(skew), norm(D)),
            "upper_triangular": (U, L, norm(L), norm(U)),
            "lower_triangular": (U.T, L.T, norm(L), norm(U)),
            "orthogonal": (Q, Q @ sym, 2 * norm(sym), n),
            "identity": (unit, A, norm(A), n),
            "permutation": (P, P @ skew, norm(skew), n),
        }
        for name, (M, E, size, limit) in cases.items():
            near = M + E * (share * rtol * limit / size)
            given = {} if rtol == 1e-10 else {"rtol": rtol}  # the first is what holds without
            kinds = student.matrix_kinds(near, **given)
            fact = f"{name!r} is {'missing' if share < 1 else 'there, but should not be'}."
            check.true((name in kinds) == (share < 1), fact)


@points(1)
@needs("kinds")
def test_scale(student, rng, check):
    """Rounding errors hide no kind, and multiples of a matrix keep its kinds, tiny or huge."""
    A = rng.normal(size=(5, 5))
    noise = 1 + 1e-14 * rng.normal(size=(5, 5))
    Q = orthogonal(rng, 5)
    low = {"rtol": 1e-14}
    cases = [
        (np.triu(A) + 1e-14 * A, "square upper_triangular", "an upper triangle with noise", {}),
        (np.tril(A) + 1e-6 * A, "square", "nearly a lower triangle", {}),
        (np.tril(A) + 1e-13 * A, "square", "what is no triangle for a small rtol", low),
        (-np.abs(np.diag(A[0]) + 1e-13 * np.triu(A)), "square upper_triangular", "a triangle", low),
    ]
    for B, name in ((A.T, "symmetric"), (-A.T, "skew")):
        what = f"a {name} matrix"
        cases.append(((A + B) * noise, f"square {name}", what, {}))
        cases.append(((A + (1 + 1e-6) * B) * noise, "square", f"nearly {what}", {}))
        # Beside 1e-150, 1e-13 of it is 1e-163, and 0 when it is squared.
        cases.append((A + (1 + 1e-13) * B, "square", f"nearly {what}, a small rtol", low))
    for M, names, what, given in cases:
        for scale in (1.0, 1.1e-150, 1e-12, 0.9e150):
            check_kinds(student, check, scale / np.abs(M).max() * M, names, what, **given)
    for factor, names in ((1, "square orthogonal"), (1 + 1e-6, "square"), (1e-9, "square")):
        check_kinds(student, check, factor * Q * noise, names, "a multiple of an orthogonal matrix")
    single = (A + A.T).astype(np.float32)
    check_kinds(student, check, single, "square symmetric", "a symmetric matrix in float32")


@points(1)
def test_orthogonal(student, rng, check):
    """Random matrices are orthogonal, rotations if asked for, and only rng decides which."""
    for n in (1, 2, 5, 30):
        for special in (False, True):
            seed = int(rng.integers(2**62))
            rngs = [np.random.default_rng(s) for s in (seed, seed, seed + 1)]
            Q, again, other = student.random_orthogonal.each([(n,)] * 3, rngs, special=special)
            check.shape(Q, (n, n))
            check.dtype(Q, np.float64)
            check.below(np.linalg.norm(Q.T @ Q - np.eye(n)), 100 * n * EPS, "the norm of Q'Q - I")
            check.equal(again, Q, what="the matrix of the same generator")
            if special:
                check.close(np.linalg.det(Q), 1.0, atol=1e-10, what="the determinant")
            check.true(n == 1 or np.any(other != Q), "Two generators give the same matrix.")
    calls = [(n,) for n in (0, -1)]
    check.each_raises(ValueError, student.random_orthogonal, calls, rng=rng, names="n")


def draws(count, function, rng, *args, **kwargs):
    """Return results that are all from one generator; of 1,000, a wrong one has |z| > 30."""
    rng = np.random.default_rng(rng.integers(2**62))
    return np.array(function.each([args] * count, rng=rng, **kwargs))


@points(2)
@needs("orthogonal")
def test_all_equally_likely(student, rng, check):
    """No direction is favoured among random matrices or rotations, and no determinant."""
    n, u = 6, np.ones(6) / np.sqrt(6)
    for special in (False, True):
        Q = draws(1000 if special else 4000, student.random_orthogonal, rng, n, special=special)
        deviation, trace = 1 / np.sqrt(len(Q)), np.trace(Q, axis1=1, axis2=2)
        check.z_score(trace.mean(), 0.0, deviation, "the mean trace")
        check.z_score((trace**2).mean(), 1.0, np.sqrt(2) * deviation, "the mean squared trace")
        check.z_score((Q @ u @ u).mean(), 0.0, deviation / np.sqrt(n), "the mean of u'Qu")
        if not special:
            check.z_score(np.linalg.det(Q).mean(), 0.0, deviation, "the mean determinant")
    Q = draws(1000, student.random_orthogonal, rng, 1)
    check.z_score(Q.mean(), 0.0, 1 / np.sqrt(len(Q)), "the mean of matrices of order 1")


@points(1)
def test_symmetric_orthogonal(student, rng, check):
    """The matrix is symmetric and its own inverse, with the eigenvalues given and random axes."""
    for signs in ([1], [-1], [1, -1], [-1, 1, 1, -1, -1], [1] * 4, [-1] * 3, [1] * 12 + [-1] * 8):
        signs = rng.permutation(signs)
        n, seed = len(signs), int(rng.integers(2**62))
        rngs = [np.random.default_rng(s) for s in (seed, seed, seed + 1)]
        S, again, other = student.symmetric_orthogonal.each([(signs,)] * 3, rngs=rngs)
        check.shape(S, (n, n))
        check.dtype(S, np.float64)
        check.equal(again, S, what="the matrix of the same generator")
        limit = 100 * n * EPS
        check.below(np.linalg.norm(S - S.T), limit, "the norm of S - S'")
        check.below(np.linalg.norm(S @ S - np.eye(n)), limit, "the norm of SS - I")
        check.close(np.trace(S), float(np.sum(signs)), atol=n * limit, what="the trace")
        if abs(np.sum(signs)) < n:
            check.true(np.all(np.abs(S) > 1e-12), "The axes are not random: an entry is 0.")
            check.true(np.any(other != S), "Two generators give the same matrix.")
    S = draws(1000, student.symmetric_orthogonal, rng, np.array([1.0, 1.0, -1.0, -1.0]))
    # For unit vectors u, u'Su is uniform between -1 and 1 in this case.
    deviation = np.sqrt(1 / 3 / len(S))
    check.z_score(S[:, 0, 0].mean(), 0.0, deviation, "the mean of the first entry")
    check.z_score(S.mean(axis=(1, 2)).mean() * 4, 0.0, deviation, "the mean of u'Su")
    bad = [(np.array(x),) for x in ([1, 0], [2.0], [1, np.nan], [], [[1, -1]], ["1"], [1j])]
    check.each_raises(ValueError, student.symmetric_orthogonal, bad, rng=rng, names="signs")


@points(0.5)
def test_nearest_symmetric(student, rng, check):
    """The nearest symmetric matrix is symmetric, and what it leaves of M is skew."""
    for n in (1, 2, 7):
        M = rng.normal(size=(n, n))
        N = student.nearest(M, "symmetric")
        check.shape(N, (n, n))
        check.equal(N.T, N, what="the transpose")
        check.close((M - N).T, N - M, atol=1e-14, what="the transpose of M - N")
        check.equal(student.nearest(N, "symmetric"), N, what="the matrix nearest to itself")
    whole = student.nearest(np.array([[1, 4], [1, 3]]), "symmetric")
    check.dtype(whole, np.float64)
    check.close(whole, [[1.0, 2.5], [2.5, 3.0]])


@points(1)
def test_nearest_orthogonal(student, rng, check):
    """The nearest orthogonal matrix Q makes Q'M symmetric without eigenvalues below 0."""
    for n in (1, 2, 5, 6):
        base = orthogonal(rng, n) * rng.uniform(0.1, 3.0, size=n) @ orthogonal(rng, n)
        for M in (base, np.flipud(base), 1e-5 * base, 1e5 * np.flipud(base)):
            Q = student.nearest(M, "orthogonal")
            check.shape(Q, (n, n))
            check.below(np.linalg.norm(Q.T @ Q - np.eye(n)), 100 * n * EPS, "the norm of Q'Q - I")
            H = Q.T @ M
            skew = np.linalg.norm(H - H.T) / np.linalg.norm(M)
            check.below(skew, 100 * n * EPS, "Q'M - M'Q over the norm of M")
            check.true(np.all(np.linalg.eigvalsh(H) > 0), "Q'M has an eigenvalue of 0 or less.")
        Q = orthogonal(rng, n)
        check.close(student.nearest(Q, "orthogonal"), Q, atol=1e-13, what="the nearest to itself")


@explanation
@points(0.5)
@needs("nearest_orthogonal", "nearest_symmetric")
def test_nothing_is_nearer(student, rng, check):
    """No other symmetric or orthogonal matrix is nearer to M, neither far off nor close by."""
    M = rng.normal(size=(4, 4)) + 3 * orthogonal(rng, 4)
    Q, S = (student.nearest(M, kind) for kind in ("orthogonal", "symmetric"))
    A = rng.normal(size=(200, 4, 4))
    A -= np.swapaxes(A, 1, 2)
    steps = np.geomspace(1e-3, 10, 200)[:, None, None] * A
    # The Cayley transform of a skew matrix is orthogonal.
    turns = np.linalg.solve(np.eye(4) + steps, np.eye(4) - steps)
    turns = np.concatenate([turns, turns * [1, 1, 1, -1]])
    distance = np.linalg.norm(turns @ Q - M, axis=(1, 2))
    check.true(np.all(distance > np.linalg.norm(Q - M)), "Another orthogonal matrix is nearer.")
    B = rng.normal(size=(200, 4, 4)) * np.geomspace(1e-3, 10, 200)[:, None, None]
    distance = np.linalg.norm(S + B + np.swapaxes(B, 1, 2) - M, axis=(1, 2))
    check.true(np.all(distance > np.linalg.norm(S - M)), "Another symmetric matrix is nearer.")


def check_solution(check, M, b, x, what):
    """Check Mx = b entry by entry, up to 100 units of rounding."""
    eps = np.finfo(x.dtype).eps
    M, b, x = (np.asarray(a, float) for a in (M, b, x))
    check.shape(x, b.shape)
    scale = len(b) * eps * (np.abs(M) @ np.abs(x) + np.abs(b))
    check.close(M @ x / scale, b / scale, atol=100, what=what)


@points(1.5)
def test_solve(student, rng, check):
    """The solution satisfies Mx = b for every kind, and nothing but the named part of M is read."""
    for n in (1, 2, 3, 9, 24):
        b = rng.normal(size=n)
        A = rng.uniform(1, 2, size=(n, n)) * rng.choice([-1.0, 1.0], size=(n, n))
        A += 2 * n * np.diag(np.sign(np.diag(A)))
        for kind, named in (("lower", np.tri(n)), ("upper", np.tri(n).T), ("diagonal", np.eye(n))):
            for rest in (0.0, 1e3, np.nan):
                x = student.structured_solve(np.where(named, A, rest), b, kind)
                check_solution(check, np.where(named, A, 0.0), b, x, f"Mx, {kind}, over its scale")
        d = np.diag(A)
        check.close(student.structured_solve(d, b, "diagonal"), b / d, rtol=1e-14, what="b over d")
        Q, limit = orthogonal(rng, n), 100 * n * EPS * np.linalg.norm(b)
        check.close(Q @ student.structured_solve(Q, b, "orthogonal"), b, atol=limit, what="Qx")
        order = rng.permutation(n)
        P = np.eye(n)[order]
        check.equal(student.structured_solve(P, b, "permutation")[order], b, what="the order")


@points(0.5)
@needs("solve")
def test_small_pivots(student, rng, check):
    """Small numbers on the diagonal are divided by like any other."""
    x = rng.integers(1, 9, size=4).astype(float)
    M = np.tril(rng.integers(1, 9, size=(4, 4))) + 8.0 * np.eye(4)
    tiny = 2.0**-600
    for kind, A in (("lower", M), ("upper", M.T), ("diagonal", np.diag(np.diag(M)))):
        got = student.structured_solve(A * tiny, A @ x * tiny, kind)
        check.close(got, x, rtol=1e-11, what=f"the solution, {kind}")


@points(0.5)
@needs("solve", "nearest_symmetric", "nearest_orthogonal")
def test_nan(student, rng, check):
    """nan makes nan of all that is computed from it, and of nothing else."""
    M, b = np.tril(rng.uniform(1, 2, size=(4, 4))), rng.normal(size=4)
    hole = np.where(np.arange(16).reshape(4, 4) == 10, np.nan, M)  # in row 2, on the diagonal
    check.close(student.nearest(hole, "symmetric"), (hole + hole.T) / 2, rtol=1e-14)
    check.equal(student.nearest(hole, "orthogonal"), np.full((4, 4), np.nan))
    for kind, turn, lost in (("lower", 0, [2, 3]), ("upper", 1, [0, 1, 2]), ("diagonal", 0, [2])):
        A, spoiled = (m.T if turn else m for m in (M, hole))
        x = student.structured_solve(A, b, kind)
        x[lost] = np.nan
        for args in ((spoiled, b), (A, np.where(np.arange(4) == 2, np.nan, b))):
            check.close(student.structured_solve(*args, kind), x, rtol=1e-12, what=f"x, {kind}")


@points(0.5)
@needs("solve", "nearest_symmetric", "nearest_orthogonal", "symmetric_orthogonal")
def test_owned(student, rng, check):
    """Arguments stay as they are; results are plain arrays that share no memory with them."""
    unit, b = np.eye(4), rng.normal(size=4)
    both = (unit, unit + rng.uniform(1, 2, size=(4, 4)))
    calls = [(student.nearest, M, kind) for M in both for kind in ("symmetric", "orthogonal")]
    calls += [(student.structured_solve, M, b, kind) for M in both for kind in SOLVED]
    calls += [(student.structured_solve, b + 9, b, "diagonal"), (student.matrix_kinds, both[1])]
    for function, *args in calls:
        trace = function.trace(*args)
        check.unchanged(trace, *args)
        check.owns_result(trace)
    signs = np.array([1.0, -1.0])
    check.unchanged(student.symmetric_orthogonal.trace(signs, rng=rng), signs)
    check.equal(student.nearest(np.matrix(unit), "symmetric"), unit, what="for an np.matrix")
    check.close(student.structured_solve(np.matrix(unit), b, "lower"), b, rtol=1e-14)


@points(0.5)
@needs("solve", "nearest_symmetric", "nearest_orthogonal")
def test_dtypes(student, rng, check):
    """float32 stays float32, and whole numbers become float64."""
    M, b = rng.uniform(1, 2, size=(4, 4)) + 4 * np.eye(4), rng.normal(size=4)
    narrow = M.astype(np.float32), b.astype(np.float32)
    for kind in ("symmetric", "orthogonal"):
        check.dtype(N := student.nearest(narrow[0], kind), np.float32)
    limit = 100 * 4 * np.finfo(np.float32).eps
    check.below(np.linalg.norm(N.T @ N - np.eye(4)), limit, "the norm of Q'Q - I in float32")
    for kind in SOLVED:
        used = np.eye(4)[::-1] if kind in ("orthogonal", "permutation") else M
        single = used.astype(np.float32)
        check.dtype(student.structured_solve(single, narrow[1], kind), np.float32)
        check.dtype(student.structured_solve(single, b, kind), np.float64)
        check.dtype(student.structured_solve(used, narrow[1], kind), np.float64)
    whole = np.array([[2, 9, 9], [1, 3, 9], [1, 2, 4]])
    x = student.structured_solve(whole, np.array([2, 4, 7]), "lower")
    check.dtype(x, np.float64)
    check.close(x, [1.0, 1.0, 1.0], rtol=1e-14)


@points(0.5)
def test_refused(student, rng, check):
    """Shapes that do not fit, unknown kinds, zero pivots and what is no number are refused."""
    unit, b = np.eye(3), np.ones(3)
    text, objects = np.full((2, 2), "1"), np.array([[1, None], [2, 3]], dtype=object)
    inf = unit + np.diag([0, np.inf, 0])
    bad = [b, unit[None], unit[:0], unit[:, :0], text, objects, 1j * unit, inf]
    calls = [(M,) for M in (*bad, unit * np.nan)]
    check.each_raises(ValueError, student.matrix_kinds, calls, names="M")
    calls = [(M, kind) for kind in ("symmetric", "orthogonal") for M in (*bad, unit[:2])]
    check.each_raises(ValueError, student.nearest, calls, names="M")
    ragged = [[1.0, 2.0], [3.0]]  # numpy itself refuses these, and its text knows no names
    check.raises(ValueError, student.matrix_kinds, ragged)
    calls = [(unit, kind) for kind in ("skew", "diagonal", "")]
    check.each_raises(ValueError, student.nearest, calls, names="kind")
    solve = student.structured_solve
    calls = [(unit, b, kind) for kind in ("symmetric", "", "Lower")]
    check.each_raises(ValueError, solve, calls, names="kind")
    both = ("M", "b")
    bad = [unit[:2], unit[:, :2], unit[None], np.eye(4), np.float64(3), np.eye(2, 4)]
    pairs = [*((M, b) for M in bad), (unit, b[:2]), (unit, unit), (unit[:0, :0], b[:0])]
    for kind in SOLVED:
        calls = [(*pair, kind) for pair in (*pairs, (b[:2] if kind == "diagonal" else b, b))]
        check.each_raises(ValueError, solve, calls, names=both)
        calls = [(M, b, kind) for M in (unit * 1j, np.full((3, 3), "1"))]
        check.each_raises(ValueError, solve, calls, names="M")
        check.raises(ValueError, solve, unit, b * 1j, kind, names="b")
    calls = [(np.array([3.0, 0.0, 2.0]), b, "diagonal")]
    singular = [np.where(unit * (np.arange(3) == i), 0.0, 2.0) for i in range(3)]
    calls += [(M, b, kind) for M in singular for kind in ("diagonal", "lower", "upper")]
    check.each_raises(ValueError, solve, calls, names="M")


@points(0.5)
@needs("solve")
def test_time(student, budget, rng, check):
    """A triangular system takes n^2 operations, not n^3."""

    def inputs(size):
        M = np.add.outer(rng.random(size), rng.random(size))
        M.flat[:: size + 1] += size
        return M, rng.random(size), "lower"

    def verify(got, M, b, kind):
        check.close(np.tril(M) @ got, b, atol=1e-10, what="Mx")

    budget.time("structured_solve", inputs, verify)


@points(0.5)
@needs("solve")
def test_memory(student, budget, rng, check):
    """A diagonal system takes no more memory than a few vectors."""

    def verify(got, d, b, kind):
        check.close(got, b / d, rtol=1e-14)

    budget.memory("structured_solve", lambda n: (*rng.uniform(1, 2, (2, n)), "diagonal"), verify)
