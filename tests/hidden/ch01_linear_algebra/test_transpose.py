from itertools import permutations

import numpy as np

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps


@points(1)
def test_entries(student, rng, check):
    """Entry (j, i) of the transpose is entry (i, j) of the matrix, whatever the shape."""
    for m, n in ((2, 3), (5, 2), (4, 4), (1, 6), (6, 1), (1, 1), (0, 3), (3, 0)):
        M = rng.normal(size=(m, n))
        got = student.transpose(M)
        check.shape(got, (n, m))
        check.equal(got, np.array([M[i, j] for j in range(n) for i in range(m)]).reshape(n, m))
    row = student.transpose(np.arange(12).reshape(3, 4)[::2, 1:])
    check.equal(row, np.array([[1, 9], [2, 10], [3, 11]]), what="the transpose of a slice")


@points(1)
@explanation
def test_laws(student, rng, check):
    """Transposing twice gives the matrix back; sums and products obey the laws of the transpose."""
    # Whole numbers: no side of a law is rounded, so that both are equal and not only close.
    A, B = rng.integers(-99, 99, size=(2, 5, 3)).astype(float)
    C = rng.integers(-99, 99, size=(3, 4)).astype(float)
    At, Bt, Ct = student.transpose(A), student.transpose(B), student.transpose(C)
    for got, shape in ((At, (3, 5)), (Bt, (3, 5)), (Ct, (4, 3))):
        check.shape(got, shape)
    check.equal(student.transpose(At), A, what="the transpose of the transpose")
    check.equal(student.transpose(A + B), At + Bt, what="the transpose of a sum")
    check.equal(student.transpose(A @ C), Ct @ At, what="the transpose of a product")
    x, y = (rng.integers(-99, 99, size=n).astype(float) for n in (3, 5))
    check.equal(float(x @ (At @ y)), float((A @ x) @ y), what="<x, A^T y>")


@points(1)
def test_dtypes(student, rng, check):
    """Every dtype is kept, complex numbers are only moved, and np.matrix gives a plain array."""
    for dtype in (np.int8, np.uint16, bool, np.float32, np.complex64, complex):
        M = rng.integers(0, 2, size=(2, 3)).astype(dtype)
        check.dtype(student.transpose(M), dtype, "transpose")
        check.dtype(student.permute_axes(M, (1, 0)), dtype, "permute_axes")
        check.dtype(student.transpose_buffer(M.reshape(6), 2, 3), dtype, "transpose_buffer")
    Z = rng.normal(size=(3, 2)) + 1j * rng.normal(size=(3, 2))
    check.equal(student.transpose(Z), Z.transpose(), what="the transpose of a complex matrix")
    check.equal(student.permute_axes(Z, (1, 0)), Z.transpose(), what="permute_axes, complex")
    buffer = student.transpose_buffer(Z.reshape(6), 3, 2)
    check.equal(buffer, Z.reshape(6, order="F"), what="transpose_buffer, complex")
    got = student.transpose(np.matrix([[1, 2, 3], [4, 5, 6]]))
    check.equal(got, np.array([[1, 4], [2, 5], [3, 6]]), what="the transpose of an np.matrix")


@points(1)
def test_new_arrays(student, rng, check):
    """Results are new arrays that share no memory with the input, and the input is left alone."""
    M, row, buf = rng.normal(size=(4, 4)), rng.normal(size=(1, 5)), rng.normal(size=6)
    calls = [
        (student.transpose, M),
        (student.transpose, row),
        (student.permute_axes, M, (0, 1)),
        (student.permute_axes, M, (1, 0)),
        (student.transpose_buffer, buf, 2, 3),
        (student.transpose_buffer, buf, 1, 6),
        (student.symmetric_skew_split, M),
    ]
    for f, *args in calls:
        trace = f.trace(*args)
        check.unchanged(trace, *args)
        check.owns_result(trace)


@points(0.5)
def test_only_matrices(student, check):
    """An array that is not of order 2 is refused, and where a square is needed, so is an oblong."""
    for shape in ((3,), (), (2, 3, 4), (0,), (1,), (2, 2, 2)):
        check.raises(ValueError, student.transpose, np.ones(shape), names="M")
        check.raises(ValueError, student.transpose_inplace, np.ones(shape), names="M")
        check.raises(ValueError, student.symmetric_skew_split, np.ones(shape), names="M")
    for shape in ((2, 3), (3, 2), (1, 2), (0, 1)):
        check.raises(ValueError, student.transpose_inplace, np.ones(shape), names="M")
        check.raises(ValueError, student.symmetric_skew_split, np.ones(shape), names="M")


@points(0.5)
def test_only_numbers(student, check):
    """Text, objects and lists of rows that differ in length are refused."""
    text, objects = np.array([["1", "2"], ["3", "4"]]), np.array([[1, None], [2, 3]], object)
    for bad in (text, objects):
        for f in (student.transpose, student.transpose_inplace, student.symmetric_skew_split):
            check.raises(ValueError, f, bad, names="M")
        check.raises(ValueError, student.permute_axes, bad, (1, 0), names="T")
        check.raises(ValueError, student.transpose_buffer, bad[0], 1, 2, names="buf")
    ragged = [[1.0, 2.0], [3.0]]  # numpy itself refuses these, and its text knows no names
    check.raises(ValueError, student.transpose, ragged)
    check.raises(ValueError, student.symmetric_skew_split, ragged)
    check.raises(ValueError, student.permute_axes, ragged, (1, 0))
    check.raises(ValueError, student.transpose_buffer, ragged, 2, 1)


@points(2)
def test_permuted_entries(student, rng, check):
    """Axis k of the result is axis axes[k] of T, and the inverse permutation gives T back."""
    for order in range(5):
        T = rng.normal(size=(2, 3, 4, 5)[:order])
        for axes in permutations(range(order)):
            got = student.permute_axes(T, axes)
            check.shape(got, tuple(T.shape[a] for a in axes))
            check.equal(got, np.transpose(T, axes))
            inverse = tuple(axes.index(k) for k in range(order))
            check.equal(student.permute_axes(got, inverse), T, what="T, there and back")
    got = student.permute_axes(np.zeros((2, 0, 3)), (1, 2, 0))
    check.shape(got, (0, 3, 2), "the result for an empty tensor")


@points(1)
def test_axes(student, rng, check):
    """Negative axes count from the end; repeated, missing and unknown axes are refused."""
    T = rng.normal(size=(2, 3, 4))
    for axes in ((-1, -2, -3), (-3, 2, -2), [-2, 0, 2]):
        check.equal(student.permute_axes(T, axes), np.transpose(T, axes))
    for axes in ((0, 1), (0, 0, 1), (0, 1, 2, 2), (0, 1, 3), (0, 1, -4), (0, 1, -3), ()):
        check.raises(ValueError, student.permute_axes, T, axes, names="axes")
    calls = [(T[0], axes) for axes in ((1, 2), (-1, -2, -3), (0, -2), (0, 2), (0, -3), (2, 3))]
    check.each_raises(ValueError, student.permute_axes, calls, names="axes")


@points(1)
def test_buffer(student, rng, check):
    """transpose_buffer moves place i n + j to place j m + i, and swapped sizes undo it."""
    for m, n in ((2, 3), (3, 2), (1, 4), (4, 1), (7, 5), (3, 3), (0, 4), (4, 0)):
        buf = rng.normal(size=m * n)
        want = np.zeros(n * m)
        for i in range(m):
            for j in range(n):
                want[j * m + i] = buf[i * n + j]
        got = student.transpose_buffer(buf, m, n)
        check.shape(got, (m * n,))
        check.equal(got, want)
        check.equal(student.transpose_buffer(got, n, m), buf, what="the buffer transposed twice")


@points(0.5)
def test_bad_buffers(student, check):
    """A buffer of another length or order and negative sizes are refused."""
    names = ("buf", "m", "n")
    six = np.arange(6.0)
    for buf, m, n in (
        (six, 2, 4), (six, 2, 2), (six, 6, 0), (six, 0, 0), (six, -2, -3), (six[:0], -1, 0),
        (six[:0], 0, -1), (six.reshape(2, 3), 2, 3), (six.reshape(6, 1), 6, 1), (six[:0], 1, 1),
    ):  # fmt: skip
        check.raises(ValueError, student.transpose_buffer, buf, m, n, names=names)


@points(1.5)
def test_inplace(student, rng, check):
    """transpose_inplace puts the transpose into the array it was given and returns None."""
    for n in (1, 2, 3, 5, 31, 64, 65, 257, 515):
        M = rng.normal(size=(n, n))
        trace = student.transpose_inplace.trace(M)
        check.equal(trace.result, None)
        check.equal(trace.args[0], M.transpose(), what="the matrix after the call")
    M = rng.normal(size=(0, 0))
    check.unchanged(student.transpose_inplace.trace(M), M)
    M = rng.choice([-0.0, 0.0, np.nan, -np.inf, 5e-324, 1e300], size=(30, 30))
    after = student.transpose_inplace.trace(M).args[0]
    check.dtype(after, float, "the matrix after the call")
    check.equal(after, M.transpose(), what="the matrix after the call")
    same = after.tobytes() == M.transpose().tobytes()
    check.true(same, "The matrix after the call holds other bits: -0.0 is not 0.0.")


@points(0.5)
@needs("inplace")
def test_inplace_layouts(student, rng, check):
    """transpose_inplace works for every dtype and for arrays that are not row by row in memory."""
    for dtype in (np.int8, bool, np.float32, complex):
        M = (rng.normal(size=(40, 40)) * (3 + 4j)).astype(complex)
        M = (M if dtype is complex else M.real).astype(dtype)
        trace = student.transpose_inplace.trace(M)
        check.dtype(trace.args[0], dtype, "the matrix after the call")
        check.equal(trace.args[0], M.transpose(), what="the matrix after the call")
    M = rng.normal(size=(9, 18))
    for layout in (np.asfortranarray(M[:, :9]), M[:, ::2]):
        want = np.array(layout.transpose())
        trace = student.transpose_inplace.trace(layout)
        check.equal(trace.args[0], want, what="the matrix after the call")


@points(1)
def test_split(student, rng, check):
    """The two parts add up to the matrix, are symmetric and skew, and are orthogonal."""
    M = rng.integers(-50, 50, size=(6, 6))
    S, K = check.items(student.symmetric_skew_split(M), 2)
    check.equal(S, (M + M.transpose()) / 2, what="the symmetric part")
    check.equal(K, (M - M.transpose()) / 2, what="the skew part")
    for n in (0, 1, 4, 30):
        M = rng.normal(size=(n, n))
        S, K = check.items(student.symmetric_skew_split(M), 2)
        check.shape(S, (n, n), "the symmetric part")
        check.shape(K, (n, n), "the skew part")
        # Ten times what is promised, so that right answers stay below a tenth.
        atol = 40 * EPS * np.abs(M).max(initial=0.0)
        check.close(S + K, M, atol=atol, what="the sum of the parts")
        check.close(S.transpose(), S, atol=atol, what="the transpose of the symmetric part")
        check.close(K.transpose(), -K, atol=atol, what="the transpose of the skew part")
        check.close(np.sum(S * K), 0.0, atol=1e-12 * np.sum(M * M), what="the product of the parts")
    M = np.array([[1.0, np.nan, 3.0], [2.0, 4.0, 6.0], [5.0, 2.0, np.nan]])
    S, K = check.items(student.symmetric_skew_split(M), 2)
    nan = np.nan
    check.equal(S, np.array([[1, nan, 4], [nan, 4, 4], [4, 4, nan]]), what="the symmetric part")
    check.equal(K, np.array([[0, nan, -1], [nan, 0, 2], [1, -2, nan]]), what="the skew part")


@points(0.5)
@needs("split")
def test_split_dtypes(student, rng, check):
    """Whole numbers are split as float64, without wrapping around; other dtypes are kept."""
    for dtype in (np.int8, np.uint8, bool, np.int64):
        M = np.array([[100, 120], [90, 110]]).astype(dtype)
        S, K = check.items(student.symmetric_skew_split(M), 2)
        flat = M.astype(float)
        check.dtype(S, float, "the symmetric part")
        check.dtype(K, float, "the skew part")
        check.equal(S, (flat + flat.transpose()) / 2, what="the symmetric part")
        check.equal(K, (flat - flat.transpose()) / 2, what="the skew part")
    Z = rng.integers(-9, 9, size=(2, 3, 3)).astype(float)
    for M in (Z[0].astype(np.float32), Z[0] + 1j * Z[1], (Z[0] + 1j * Z[1]).astype(np.complex64)):
        S, K = check.items(student.symmetric_skew_split(M), 2)
        check.dtype(S, M.dtype, "the symmetric part")
        check.dtype(K, M.dtype, "the skew part")
        check.equal(S, (M + M.transpose()) / 2, what="the symmetric part")
        check.equal(K, (M - M.transpose()) / 2, what="the skew part")


@points(1)
@needs("inplace")
def test_inplace_time(student, budget, rng, check):
    """transpose_inplace moves whole slices instead of one entry at a time."""
    budget.time("transpose_inplace", *large_matrix(rng, check))


@points(1)
@needs("inplace")
def test_inplace_memory(student, budget, rng, check):
    """transpose_inplace needs far less extra memory than a second matrix."""
    budget.memory("transpose_inplace", *large_matrix(rng, check))


def large_matrix(rng, check):
    def inputs(size):
        return (rng.random((size, size)),)

    def verify(got, M):
        returned, (after,) = got
        check.equal(returned, None)
        check.shape(after, M.shape, "the matrix after the call")
        right = np.array_equal(after, M.transpose())
        check.true(right, "Some values of a large matrix are wrong after the call.")

    return inputs, verify
