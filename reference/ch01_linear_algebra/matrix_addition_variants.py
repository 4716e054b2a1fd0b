"""Other answers to `matrix_addition`, each named by the verdict it must get."""

import functools
import itertools

import numpy as np
from matrix_addition import _numbers, _refuse_unequal, broadcast_shape
from matrix_addition import add as original_add
from matrix_addition import broadcast_shape as original_broadcast_shape
from matrix_addition import scale_add as original_scale_add
from matrix_addition import sum_to_shape as original_sum_to_shape


def broadcast_shape__wrong_left_alignment(*shapes):
    """Shapes are aligned at their last axes; a vector is a row, not a column."""
    return original_broadcast_shape(*(shape[::-1] for shape in shapes))[::-1]


def broadcast_shape__wrong_largest_length(*shapes):
    """Two lengths that differ only fit if one of them is 1: 2 is not stretched to 4, nor 0 to 3."""
    order = max(map(len, shapes), default=0)
    padded = [(1,) * (order - len(shape)) + shape for shape in shapes]
    if any(n < 0 for shape in shapes for n in shape):
        raise ValueError("shapes")
    return tuple(max(shape[k] for shape in padded) for k in range(order))


def broadcast_shape__wrong_zero_stretches(*shapes):
    """An axis of length 0 is not stretched to anything."""
    order = max(map(len, shapes), default=0)
    padded = [(1,) * (order - len(shape)) + shape for shape in shapes]
    result = []
    for k in range(order):
        lengths = {shape[k] for shape in padded}
        if len(lengths - {0, 1}) > 1 or min(lengths) < 0:
            raise ValueError("shapes")
        result.append(max(lengths))
    return tuple(result)


def broadcast_shape__wrong_one_wins_over_zero(*shapes):
    """1 is stretched to 0: the largest length is not always the result."""
    result = original_broadcast_shape(*shapes)
    order = len(result)
    padded = [(1,) * (order - len(shape)) + shape for shape in shapes]
    return tuple(max(shape[k] for shape in padded) for k in range(order))


def broadcast_shape__wrong_neighbours_only(*shapes):
    """Every shape must fit every other one, not only the next: (2,), (1,), (3,) do not."""
    for a, b in itertools.pairwise(shapes):
        original_broadcast_shape(a, b)
    order = max(map(len, shapes), default=0)
    padded = [(1,) * (order - len(shape)) + shape for shape in shapes]
    if any(n < 0 for shape in shapes for n in shape):
        raise ValueError("shapes")
    return tuple(0 if 0 in (s := {shape[k] for shape in padded}) else max(s) for k in range(order))


def broadcast_shape__wrong_first_axis_unchecked(*shapes):
    """Every axis has to fit, the first one too: (2, 3) and (4, 3) do not."""
    if any(n < 0 for shape in shapes for n in shape):
        raise ValueError("shapes")
    order = max(map(len, shapes), default=0)
    if order == 0:
        return ()
    first = [shape[0] for shape in shapes if len(shape) == order and shape[0] != 1]
    rest = original_broadcast_shape(*(s[1:] if len(s) == order else s for s in shapes))
    return (first[0] if first else 1, *rest)


def broadcast_shape__right_generator(*shapes):
    if any(n < 0 for shape in shapes for n in shape):
        raise ValueError("a length of shapes is negative")
    order = max(map(len, shapes), default=0)

    def columns():
        for k in range(-order, 0):
            lengths = {shape[k] for shape in shapes if len(shape) >= -k} - {1}
            if len(lengths) > 1:
                raise ValueError(f"shapes differ at axis {k}")
            yield from lengths or {1}

    return tuple(columns())


def broadcast_shape__right_two_at_a_time(*shapes):
    def both(a, b):
        if len(a) < len(b):
            a, b = b, a
        b = (1,) * (len(a) - len(b)) + b
        pairs = list(zip(a, b, strict=True))
        if any(n != m and n != 1 and m != 1 for n, m in pairs):
            raise ValueError("shapes do not fit")
        return tuple(m if n == 1 else n for n, m in pairs)

    if any(n < 0 for shape in shapes for n in shape):
        raise ValueError("shapes hold a negative length")
    return functools.reduce(both, shapes, ())


def add__wrong_sum_of_entries(P, Q, mode="strict"):
    """P.sum() adds the entries of one matrix to each other; it does not add two matrices."""
    original_add(P, Q, mode)
    return _numbers(P, "P").sum()


def add__wrong_strict_stretches(P, Q, mode="strict"):
    """Mathematics adds matrices of one shape only; mode "strict" must not stretch silently."""
    if mode not in ("strict", "broadcast"):
        raise ValueError("mode")
    return original_add(P, Q, "broadcast")


def add__wrong_strict_any_order(P, Q, mode="strict"):
    """Equal shapes are not enough for mode "strict": both have to be matrices, of order 2."""
    if mode == "strict" and np.shape(P) == np.shape(Q):
        return original_add(P, Q, "broadcast")
    return original_add(P, Q, mode)


def add__wrong_vector_is_a_column(P, Q, mode="strict"):
    """A vector is added to each row of the matrix, also where it would fit the columns."""
    if mode == "broadcast" and np.ndim(P) == 2 and np.ndim(Q) == 1 and len(P) == len(Q):
        return original_add(P, np.asarray(Q)[:, None], mode)
    return original_add(P, Q, mode)


def add__wrong_wraps(P, Q, mode="strict"):
    """Small integer types wrap around: 200 + 100 of uint8 is 44 there."""
    total = original_add(P, Q, mode)
    if isinstance(P, np.ndarray) and P.dtype.kind in "iu":
        return total.astype(P.dtype).astype(np.int64)
    return total


def add__wrong_through_floats(P, Q, mode="strict"):
    """Large ints lose digits on their way through float64."""
    total = original_add(P, Q, mode)
    return total.astype(float).astype(total.dtype)


def add__wrong_large_ints_wrap(P, Q, mode="strict"):
    """2^63 and more of uint64 are negative numbers as int64: refuse them instead."""
    if isinstance(P, np.ndarray) and P.dtype == np.uint64:
        P = P.astype(np.int64)
    return original_add(P, Q, mode)


def add__wrong_large_ints_are_floats(P, Q, mode="strict"):
    """numpy adds uint64 and int64 as float64, which loses digits: ints beyond int64 are refused."""
    if isinstance(P, np.ndarray) and P.dtype == np.uint64 and np.any(P >= 2**63):
        P = P.astype(float)
    return original_add(P, Q, mode)


def add__wrong_number_widens(P, Q, mode="strict"):
    """A Python number made an array of float64 takes float32 with it."""
    total = original_add(P, Q, mode)
    widens = total.dtype == np.float32 and type(Q) in (int, float)
    return total.astype(float) if widens else total


def add__wrong_stays_matrix(P, Q, mode="strict"):
    """The result of adding np.matrix has to be a plain array."""
    total = original_add(P, Q, mode)
    return total.view(np.matrix) if isinstance(P, np.matrix) else total


def add__wrong_complex_allowed(P, Q, mode="strict"):
    """Complex numbers are to be refused, not added."""
    if np.iscomplexobj(P) or np.iscomplexobj(Q):
        original_add(np.real(P), np.real(Q), mode)
        return np.asarray(P) + np.asarray(Q)
    return original_add(P, Q, mode)


def add__wrong_nan_is_zero(P, Q, mode="strict"):
    """A nan is passed on, not replaced by 0: whoever adds has to see that a number is missing."""
    total = np.asarray(original_add(P, Q, mode))
    total[np.isnan(total)] = 0
    return total


def add__wrong_in_place(P, Q, mode="strict"):
    """The sum is written into P: the caller loses the matrix."""
    total = original_add(P, Q, mode)
    if isinstance(P, np.ndarray) and P.flags.writeable and P.dtype == total.dtype:
        P[...] = total
    return total


def add__hungry_tile(P, Q, mode="strict"):
    original_add(P, Q, mode)
    if mode == "strict":
        return original_add(P, Q)
    P, Q = _numbers(P, "P"), _numbers(Q, "Q")
    shape = broadcast_shape(np.shape(P), np.shape(Q))

    def stretched(x):
        own = (1,) * (len(shape) - np.ndim(x)) + np.shape(x)
        return np.tile(x, [n if m == 1 else 1 for n, m in zip(shape, own, strict=True)])

    if np.ndim(Q) == 0:
        return P + Q
    P, Q = stretched(P), stretched(Q)
    return P + Q


def add__hungry_repeat(P, Q, mode="strict"):
    if mode == "broadcast" and np.ndim(P) == 2 and np.shape(Q) == np.shape(P)[1:]:
        return original_add(P, np.repeat(np.asarray(Q)[None], len(P), axis=0))
    return original_add(P, Q, mode)


def add__slow_loop_over_entries(P, Q, mode="strict"):
    P, Q = _numbers(P, "P"), _numbers(Q, "Q")
    if mode == "broadcast" and np.ndim(P) == 2 and np.shape(Q) == P.shape[1:]:
        out = np.empty(P.shape, np.result_type(P, Q))
        for i in range(P.shape[0]):
            for j in range(P.shape[1]):
                out[i, j] = P[i, j] + Q[j]
        return out
    return original_add(P, Q, mode)


def add__right_loop_over_rows(P, Q, mode="strict"):
    P, Q = _numbers(P, "P"), _numbers(Q, "Q")
    if mode == "broadcast" and np.ndim(P) == 2 and np.shape(Q) == P.shape[1:]:
        out = np.empty(P.shape, np.result_type(P, Q))
        for i in range(len(P)):
            np.add(P[i], Q, out=out[i])
        return out
    return original_add(P, Q, mode)


def add__right_copy_and_add(P, Q, mode="strict"):
    if mode not in ("strict", "broadcast"):
        raise ValueError(f"mode {mode}")
    P, Q = _numbers(P, "P"), _numbers(Q, "Q")
    if mode == "strict":
        _refuse_unequal(P, Q)
    out = np.zeros(broadcast_shape(np.shape(P), np.shape(Q)), np.result_type(P, Q))
    out += P
    out += Q
    return out


def scale_add__wrong_one_factor(alpha, P, beta, Q):
    """Each matrix has its own factor."""
    return alpha * original_add(P, Q)


def scale_add__wrong_single_factors(alpha, P, beta, Q):
    """Factors rounded to float32 keep float32 as it is, but cost float64 half of its digits."""
    if isinstance(alpha, float) and isinstance(beta, float):
        alpha, beta = float(np.float32(alpha)), float(np.float32(beta))
    return original_scale_add(alpha, P, beta, Q)


def scale_add__wrong_in_place(alpha, P, beta, Q):
    """P is scaled in place: the caller's matrix changes."""
    total = original_scale_add(alpha, P, beta, Q)
    if P.flags.writeable:
        P *= np.asarray(alpha).astype(P.dtype)
    return total


def scale_add__wrong_floats(alpha, P, beta, Q):
    """Factors made floats turn whole matrices into floats."""
    return original_scale_add(float(alpha), P, float(beta), Q)


def scale_add__wrong_stretches(alpha, P, beta, Q):
    """Only matrices of one shape are combined; nothing is stretched."""
    P, Q = _numbers(P, "P"), _numbers(Q, "Q")
    broadcast_shape(np.shape(P), np.shape(Q))
    return alpha * P + beta * Q


def scale_add__right_products_first(alpha, P, beta, Q):
    parts = []
    for factor, factor_name, M, name in ((alpha, "alpha", P, "P"), (beta, "beta", Q, "Q")):
        parts.append(np.multiply(_numbers(M, name), _numbers(factor, factor_name)))
    _refuse_unequal(P, Q)
    return np.add(*parts)


def sum_to_shape__wrong_leading_only(G, shape):
    """Axes that were stretched from length 1 have to be summed too, not only the added ones."""
    original_sum_to_shape(G, shape)
    G = _numbers(G, "G")
    return G.sum(axis=tuple(range(G.ndim - len(shape))))


def sum_to_shape__wrong_loses_axes(G, shape):
    """An axis of length 1 stays in the result: keep the summed axes that shape still has."""
    return np.squeeze(original_sum_to_shape(G, shape))


def sum_to_shape__wrong_mean(G, shape):
    """Copies add up; the transpose of copying is a sum and not a mean."""
    total = original_sum_to_shape(G, shape)
    return total * (total.size / max(1, np.size(G)))


def sum_to_shape__wrong_reshape_fits(G, shape):
    """A shape with the same number of entries is not a shape that broadcasts."""
    if np.size(G) == np.prod(shape) and np.size(G):
        return np.array(_numbers(G, "G")).reshape(shape)
    return original_sum_to_shape(G, shape)


def sum_to_shape__wrong_left_alignment(G, shape):
    """The axes that broadcasting added stand in front, so the first ones are summed away."""
    total = original_sum_to_shape(G, shape)
    G = _numbers(G, "G")
    last = tuple(range(len(shape), G.ndim))
    moved = G.sum(axis=last)
    return moved if moved.shape == total.shape else total


def sum_to_shape__wrong_view(G, shape):
    """Where nothing was stretched a copy is wanted, not G itself."""
    total = original_sum_to_shape(G, shape)
    return G if G.shape == total.shape and G.dtype == total.dtype else total


def sum_to_shape__right_einsum(G, shape):
    G = _numbers(G, "G")
    if broadcast_shape(tuple(shape), G.shape) != G.shape:
        raise ValueError("shape does not fit G")
    front = G.ndim - len(shape)
    axes = list(range(G.ndim))
    kept = [k for k in axes[front:] if shape[k - front] != 1]
    return np.array(np.einsum(G, axes, kept)).reshape(shape)


def sum_to_shape__right_loop_over_axes(G, shape):
    G = _numbers(G, "G")
    if broadcast_shape(shape, G.shape) != G.shape:
        raise ValueError("shape does not fit G")
    G = G.copy()
    while G.ndim > len(shape):
        G = np.add.reduce(G, axis=0)
    for axis, n in enumerate(shape):
        if n != G.shape[axis]:
            G = np.add.reduce(G, axis=axis, keepdims=True)
    return G
