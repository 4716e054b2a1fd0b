"""Other answers to `transpose`, each named by the verdict it must get."""

import numpy as np
from transpose import _matrix, _numbers, _square, permute_axes, transpose
from transpose import permute_axes as original_permute_axes


def transpose__wrong_reshape(M):
    """reshape(n, m) keeps the order of the numbers and only breaks the lines elsewhere."""
    M = _matrix(M)
    return M.reshape(M.shape[1], M.shape[0]).copy()


def transpose__wrong_conjugate(M):
    """The conjugate transpose also flips the sign of imaginary parts; the transpose does not."""
    M = permute_axes(_matrix(M), (1, 0))
    return np.conj(M) if M.dtype.kind == "c" else M


def transpose__wrong_vector_unchanged(M):
    """A 1-D array is neither row nor column: returning it as it is only hides the question."""
    M = np.asarray(M)
    return M.copy() if M.ndim == 1 else permute_axes(_matrix(M), (1, 0))


def transpose__wrong_view(M):
    """The result is a view: writing to it changes the matrix that was passed in."""
    M = _matrix(M)
    return np.lib.stride_tricks.as_strided(M, M.shape[::-1], M.strides[::-1])


def transpose__wrong_promotes(M):
    """The result is always float64: transposing must not change the dtype."""
    M = _matrix(M)
    out = np.zeros((M.shape[1], M.shape[0]))
    for i in range(M.shape[0]):
        out[:, i] = M[i].real
    return out


def transpose__wrong_empty_lists(M):
    """A list without rows has no number of columns: (n, 0) comes back as (0,)."""
    M = _matrix(M)
    m, n = M.shape
    return np.array([[M[i, j] for i in range(m)] for j in range(n)], dtype=M.dtype)


def transpose__wrong_objects(M):
    """Text and objects are no numbers."""
    M = np.asarray(M)
    if M.ndim != 2:
        raise ValueError("M")
    return M[np.arange(M.shape[0]), np.arange(M.shape[1])[:, None]]


def transpose__right_indices(M):
    M = _matrix(M)
    j, i = np.indices((M.shape[1], M.shape[0]))
    return M[i, j]


def transpose__right_as_strided(M):
    M = _matrix(M)
    return np.lib.stride_tricks.as_strided(M, M.shape[::-1], M.strides[::-1]).copy()


def transpose__right_column_by_column(M):
    M = _matrix(M)
    out = np.empty((M.shape[1], M.shape[0]), M.dtype)
    for i in range(M.shape[0]):
        out[:, i] = M[i]
    return out


def transpose__right_entries(M):
    M = _matrix(M)
    out = np.empty((M.shape[1], M.shape[0]), M.dtype)
    for i in range(M.shape[0]):
        for j in range(M.shape[1]):
            out[j, i] = M[i, j]
    return out


def transpose__right_fortran_order(M):
    M = _matrix(M)
    return M.flatten(order="F").reshape(M.shape[1], M.shape[0])


def permute_axes__wrong_inverse(T, axes):
    """axes[k] is the old axis that becomes axis k, not the new place of axis k."""
    T = _numbers(T, "T")
    if sorted(a % T.ndim if -T.ndim <= a < T.ndim else -1 for a in axes) != list(range(T.ndim)):
        raise ValueError("axes")
    inverse = np.argsort([a % T.ndim for a in axes])
    return original_permute_axes(T, [int(a) for a in inverse])


def permute_axes__wrong_wraps_around(T, axes):
    """a % ndim makes an axis out of any number, also of those that T does not have."""
    T = _numbers(T, "T")
    axes = [a % T.ndim for a in axes]
    if sorted(axes) != list(range(T.ndim)):
        raise ValueError("axes")
    return original_permute_axes(T, axes)


def permute_axes__wrong_no_check(T, axes):
    """Repeated and missing axes have to be refused."""
    T = _numbers(T, "T")
    shape, strides = [T.shape[a] for a in axes], [T.strides[a] for a in axes]
    return np.lib.stride_tricks.as_strided(T, shape, strides).copy()


def permute_axes__wrong_negative_from_the_front(T, axes):
    """Negative axes count from the end: -1 is the last axis and not the first."""
    axes = [-a - 1 if a < 0 else a for a in axes]
    if sorted(axes) != list(range(np.ndim(T))):
        raise ValueError("axes")
    return original_permute_axes(T, axes)


def permute_axes__wrong_promotes(T, axes):
    """The result is always float64: another order of the axes must not change the dtype."""
    return np.real(original_permute_axes(T, axes)).astype(float)


def permute_axes__wrong_conjugate(T, axes):
    """Complex numbers are conjugated, where they have only to be moved."""
    T = original_permute_axes(T, axes)
    return np.conj(T) if T.dtype.kind == "c" else T


def permute_axes__right_entries(T, axes):
    T = _numbers(T, "T")
    axes = [a + T.ndim if a < 0 else a for a in axes]
    if len(axes) != T.ndim or set(axes) != set(range(T.ndim)):
        raise ValueError(f"axes: {axes}")
    out = np.empty([T.shape[a] for a in axes], T.dtype)
    for index in np.ndindex(*T.shape):
        out[tuple(index[a] for a in axes)] = T[index]
    return out


def permute_axes__right_open_grid(T, axes):
    T = _numbers(T, "T")
    axes = [a + T.ndim if a < 0 else a for a in axes]
    if sorted(axes) != list(range(T.ndim)):
        raise ValueError(f"axes: {axes}")
    grid = [None] * T.ndim
    for k, a in enumerate(axes):
        shape = [1] * T.ndim
        shape[k] = -1
        grid[a] = np.arange(T.shape[a]).reshape(shape)
    return np.array(T[tuple(grid)])


def transpose_buffer__wrong_swapped_sizes(buf, m, n):
    """The buffer holds m rows of n numbers, not n rows of m."""
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0 or buf.shape != (m * n,):
        raise ValueError("buf, m, n")
    return buf[np.ravel(np.arange(n) * m + np.arange(m)[:, None])]


def transpose_buffer__wrong_promotes(buf, m, n):
    """A fresh np.zeros holds float64: it has to be given the dtype of the buffer."""
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0 or buf.shape != (m * n,):
        raise ValueError("buf, m, n")
    out = np.zeros(n * m)
    for i in range(m):
        out[i::m] = buf[i * n : (i + 1) * n].real
    return out


def transpose_buffer__wrong_same_order(buf, m, n):
    """The numbers of the transpose lie in another order in memory."""
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0 or buf.shape != (m * n,):
        raise ValueError("buf, m, n")
    return buf.copy()


def transpose_buffer__right_loop(buf, m, n):
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0 or buf.shape != (m * n,):
        raise ValueError(f"buf {buf.shape}, m {m}, n {n}")
    out = np.empty_like(buf)
    for i in range(m):
        for j in range(n):
            out[j * m + i] = buf[i * n + j]
    return out


def transpose_buffer__right_slices(buf, m, n):
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0 or buf.shape != (m * n,):
        raise ValueError(f"buf {buf.shape}, m {m}, n {n}")
    return np.concatenate([buf[j::n] for j in range(n)] or [buf])


def transpose_inplace__wrong_swaps_twice(M):
    """Every pair is swapped twice, once as (i, j) and once as (j, i): nothing has changed."""
    n = len(_square(M))
    for i in range(n):
        for j in range(n):
            M[i, j], M[j, i] = M[j, i].copy(), M[i, j].copy()


def transpose_inplace__wrong_no_holding(M):
    """The upper half is overwritten before it is saved, so half of the numbers are lost."""
    n = len(_square(M))
    for i in range(n):
        M[i, i:] = M[i:, i]
        M[i:, i] = M[i, i:]


def transpose_inplace__wrong_new_name(M):
    """M = ... gives the name to another array: the caller's array stays as it was."""
    M = transpose(_square(M))


def transpose_inplace__wrong_returns(M):
    """A function that changes its argument returns None, as list.sort does."""
    M[...] = transpose(_square(M))
    return M


def transpose_inplace__wrong_large_untouched(M):
    """A large matrix comes back as it was: the smaller ones alone are transposed."""
    if len(_square(M)) <= 520:
        M[...] = transpose(M)


def transpose_inplace__wrong_large_in_part(M):
    """Of a large matrix only blocks beside the diagonal are transposed, and the rest is left."""
    n = len(_square(M))
    for i in range(0, n, 520):
        block = M[i : i + 520, i : i + 520]
        block[...] = transpose(block)


def transpose_inplace__wrong_adds_triangles(M):
    """Numbers are to be moved, not added: -0.0 + 0.0 is 0.0."""
    _square(M)
    M[...] = transpose(np.triu(M)) + transpose(np.tril(M, -1))


def transpose_inplace__wrong_flat_copy(M):
    """ravel() copies an array that is not contiguous, and the swaps then happen in the copy."""
    n = len(_square(M))
    flat = M.ravel()
    for i in range(n):
        held = flat[i * n + i : (i + 1) * n].copy()
        flat[i * n + i : (i + 1) * n] = flat[i * n + i :: n]
        flat[i * n + i :: n] = held


def transpose_inplace__hungry_copy(M):
    """A full copy is a second matrix, which is what working in place avoids."""
    M[...] = transpose(_square(M))


def transpose_inplace__hungry_saved_columns(M):
    """All columns saved before the first row is written: together they are a second matrix."""
    n = len(_square(M))
    columns = [M[:, j].copy() for j in range(n)]
    for j, column in enumerate(columns):
        M[j] = column


def transpose_inplace__slow_entries(M):
    """Two million swaps, one by one in Python, take far longer than whole slices."""
    n = len(_square(M))
    for i in range(n):
        for j in range(i + 1, n):
            held = M[i, j].copy()
            M[i, j] = M[j, i]
            M[j, i] = held


def transpose_inplace__right_blocks(M):
    n = len(_square(M))
    for i in range(0, n, 128):
        for j in range(i, n, 128):
            upper, lower = M[i : i + 128, j : j + 128], M[j : j + 128, i : i + 128]
            held = permute_axes(upper, (1, 0))
            upper[...] = permute_axes(lower, (1, 0))
            lower[...] = held


def transpose_inplace__right_rows_without_diagonal(M):
    n = len(_square(M))
    for i in range(n - 1):
        held = np.array(M[i + 1 :, i])
        M[i + 1 :, i] = M[i, i + 1 :]
        M[i, i + 1 :] = held


def symmetric_skew_split__wrong_hermitian(M):
    """The Hermitian split conjugates: its first part is not symmetric for complex matrices."""
    M = _square(M)
    if M.dtype.kind in "iub":
        M = M.astype(float)
    flipped = np.conj(transpose(M))
    return (M + flipped) / 2, (M - flipped) / 2


def symmetric_skew_split__wrong_not_halved(M):
    """M + M^T and M - M^T add up to twice M."""
    M = _square(M)
    if M.dtype.kind in "iub":
        M = M.astype(float)
    return M + transpose(M), M - transpose(M)


def symmetric_skew_split__wrong_wraps(M):
    """Small integer types wrap around in M + M^T: make them float64 before adding."""
    M = _square(M)
    flipped = transpose(M)
    S, K = (M + flipped) / 2, (M ^ flipped if M.dtype == bool else M - flipped) / 2
    keep = M.dtype if M.dtype.kind in "fc" else float
    return S.astype(keep), K.astype(keep)


def symmetric_skew_split__wrong_triangles(M):
    """Copying the upper triangle below the diagonal gives a symmetric part, but not a skew rest."""
    M = _square(M)
    if M.dtype.kind in "iub":
        M = M.astype(float)
    S = np.triu(M) + transpose(np.triu(M, 1))
    return S, M - S


def symmetric_skew_split__right_remainder(M):
    M = _square(M)
    if M.dtype.kind in "iub":
        M = M.astype(float)
    S = M / 2 + transpose(M) / 2
    return S, M - S
