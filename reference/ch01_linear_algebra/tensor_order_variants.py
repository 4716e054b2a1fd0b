"""Other answers to `tensor_order`, each named by the verdict it must get."""

import math
from fractions import Fraction

import numpy as np
from tensor_order import entry as original_entry
from tensor_order import number_set as original_number_set
from tensor_order import strides
from tensor_order import strides as original_strides
from tensor_order import take as original_take
from tensor_order import tensor_order as original_tensor_order


def tensor_order__wrong_isscalar(x):
    """np.isscalar says yes to a string and no to an array of order 0."""
    if np.isscalar(x):
        return 0
    return max(original_tensor_order(x), 1)


def tensor_order__wrong_arrays_are_vectors(x):
    """An array of shape () holds one number and has no axis: np.atleast_1d gives it one."""
    order = original_tensor_order(x)
    return max(order, 1) if isinstance(x, np.ndarray) else order


def tensor_order__wrong_column_is_a_vector(x):
    """An array (n, 1) has two axes: length 1 does not take an axis away."""
    original_tensor_order(x)
    return np.squeeze(np.asarray(x)).ndim


def tensor_order__wrong_first_items_only(x):
    """Only the first item of each list is looked at, so ragged lists pass."""
    depth = 0
    while isinstance(x, (list, tuple)):
        depth += 1
        if not x:
            return depth
        x = x[0]
    return depth + original_tensor_order(x)


def tensor_order__wrong_objects_pass(x):
    """np.ndim turns anything into an array: also text, None and objects."""
    return np.ndim(x)


def tensor_order__right_ndim(x):
    try:
        x = np.asarray(x)
    except ValueError:
        raise ValueError("x is ragged") from None
    if x.dtype.kind not in "biufc":
        raise ValueError("x does not consist of numbers")
    return np.ndim(x)


def tensor_order__right_numpy_int(x):
    return np.int64(original_tensor_order(x))


def number_set__wrong_zero_is_natural(x):
    """In this book N begins with 1."""
    return "N" if isinstance(x, int) and x == 0 and x is not False else original_number_set(x)


def number_set__wrong_whole_floats(x):
    """A float is a real number, however whole it looks."""
    if isinstance(x, float) and math.isfinite(x):
        x = Fraction(x)
    return original_number_set(x)


def number_set__wrong_fraction_by_type(x):
    """What counts is the value: the Fraction 4/2 is the natural number 2."""
    return "Q" if isinstance(x, Fraction) else original_number_set(x)


def number_set__wrong_bool_is_a_number(x):
    """bool is a subclass of int in Python, but True and False are not numbers to count with."""
    return original_number_set(int(x) if isinstance(x, bool) else x)


def number_set__wrong_rational_floats(x):
    """Every float is a fraction in memory, but it stands for a real number."""
    original_number_set(x)
    return "Q" if isinstance(x, float) else original_number_set(x)


def number_set__right_chain(x):
    if type(x) is float and not math.isnan(x) and not math.isinf(x):
        return "R"
    if type(x) not in (int, Fraction):
        raise ValueError(f"x: {x}")
    if x == int(x):
        return "Z" if x < 1 else "N"
    return "Q"


def take__wrong_zero_based(x, S, complement=False):
    """The indices count from 1 here, as in the book."""
    original_take(x, S)
    if complement:
        return np.delete(x, np.asarray(S, dtype=int) % len(x))
    return x[np.asarray(S, dtype=int) % len(x)]


def take__wrong_minus_as_in_python(x, S, complement=False):
    """x[-1] is the last entry in Python; the book's x_{-1} is everything but the first."""
    original_take(x, S)
    return x[-np.asarray(S, dtype=int)] if complement else original_take(x, S)


def take__wrong_negative_allowed(x, S, complement=False):
    """A negative index is no index of the book, so it has to be refused."""
    S = np.asarray(S, dtype=int)
    return original_take(x, np.where(S < 0, S + len(x) + 1, S), complement)


def take__wrong_sorted(x, S, complement=False):
    """x_S has the order in which S names the indices."""
    return original_take(x, sorted(S), complement)


def take__wrong_repeats_pass(x, S, complement=False):
    """A repeated index has to be refused."""
    original_take(x, sorted(set(S)))
    return (
        original_take(x, sorted(set(S)), complement)
        if complement
        else x[np.array(S, dtype=int) - 1]
    )


def take__wrong_view(x, S, complement=False):
    """What is returned shares its memory with the argument x."""
    kept = original_take(x, S, complement)
    return x[:] if len(kept) == len(x) and complement else kept


def take__wrong_everything_is_a_float(x, S, complement=False):
    """Choosing entries computes nothing: ints, bools and complex numbers stay what they are."""
    return original_take(x, S, complement).astype(float)


def take__wrong_text_passes(x, S, complement=False):
    """A vector of numbers is wanted: text and Python objects have to be refused."""
    if np.ndim(x) == 1 and np.asarray(x).dtype.kind in "OUS":
        return original_take(np.arange(len(x)), S, complement)
    return original_take(x, S, complement)


def take__wrong_empty_vector(x, S, complement=False):
    """A vector without entries has to be refused, even if nothing is to be chosen from it."""
    if np.shape(x) == (0,) and len(S) == 0:
        return np.array(x)
    return original_take(x, S, complement)


def take__wrong_rounds_indices(x, S, complement=False):
    """int turns 1.5 into the index 1 without a word; it is no index and has to be refused."""
    return original_take(x, [s if s != s else int(s) for s in S], complement)


def take__wrong_overflow(x, S, complement=False):
    """An index beyond n has to be refused by ValueError, also one that no dtype of numpy holds."""
    np.asarray(S, dtype=np.int64)
    return original_take(x, S, complement)


def take__right_set_loop(x, S, complement=False):
    if original_tensor_order(x) != 1 or len(x) == 0:
        raise ValueError("x is not a vector")
    numbers = set(S)
    if len(numbers) != len(S) or any(not 0 < s <= len(x) or s != int(s) for s in S):
        raise ValueError("S")
    if complement:
        chosen = [i for i in range(len(x)) if i + 1 not in numbers]
    else:
        chosen = [s - 1 for s in S]
    return x[np.array(chosen, dtype=int)]


def take__right_loop_and_append(x, S, complement=False):
    if original_tensor_order(x) != 1 or not len(x):
        raise ValueError("x must be a vector")
    marked = [False] * len(x)
    for s in S:
        if s not in range(1, len(x) + 1) or marked[s - 1]:
            raise ValueError("S repeats an index or holds one outside 1..n")
        marked[s - 1] = True
    chosen = []
    if complement:
        for i in range(len(x)):
            if not marked[i]:
                chosen.append(x[i])
    else:
        for s in S:
            chosen.append(x[s - 1])
    return np.array(chosen, dtype=x.dtype)


def take__right_delete(x, S, complement=False):
    original_take(x, S)
    places = np.array(S, dtype=np.intp) - 1
    return np.delete(x, places) if complement else x[places]


def take__slow_list_scan(x, S, complement=False):
    chosen = original_take(x, S)  # errors are not what this variant is about
    S = [int(s) for s in S]
    if complement:
        return x[np.array([i for i in range(len(x)) if i + 1 not in S], dtype=int)]
    return chosen


def strides__wrong_bytes(shape, order="C"):
    """Strides are wanted in entries, not in bytes."""
    return tuple(8 * s for s in original_strides(shape, order))


def strides__wrong_swapped(shape, order="C"):
    """In C order the last axis runs fastest, in F order the first."""
    return original_strides(shape, {"C": "F", "F": "C"}.get(order, order))


def strides__wrong_product_to_here(shape, order="C"):
    """The axis's own length does not belong to its stride."""
    return tuple(s * n for s, n in zip(original_strides(shape, order), shape, strict=True))


def strides__wrong_builds_the_array(shape, order="C"):
    """No array of that shape needs to exist to know its strides."""
    original_strides(shape, order)
    return tuple(s // 8 for s in np.empty(shape, order=order).strides)


def strides__wrong_negative_lengths_pass(shape, order="C"):
    """An axis of length 0 is refused, but one of negative length gets a stride."""
    original_strides([abs(length) for length in shape], order)
    if order == "F":
        return tuple(math.prod(shape[:k]) for k in range(len(shape)))
    return tuple(math.prod(shape[k + 1 :]) for k in range(len(shape)))


def strides__wrong_order_within_text(shape, order="C"):
    """`order in "CF"` looks for a part of a text: "CF" and the empty text pass as well."""
    return original_strides(shape, "F" if order in ("", "CF") else order)


def strides__wrong_fractions_pass(shape, order="C"):
    """A length counts entries, so it is whole: 2.5 has to be refused."""
    whole = tuple(original_strides([math.ceil(length) for length in shape], order))
    return whole


def strides__right_running_product(shape, order="C"):
    original_strides(shape, order)
    lengths = list(shape) if order == "F" else list(shape)[::-1]
    steps = np.cumprod([1, *lengths], dtype=np.int64)[:-1]
    return tuple(steps if order == "F" else steps[::-1])


def strides__right_recursion(shape, order="C"):
    if order == "F":
        return strides__right_recursion(tuple(shape)[::-1], "C")[::-1]
    if order != "C":
        raise ValueError("order")
    if not shape:
        return ()
    if shape[0] < 1 or shape[0] != int(shape[0]):
        raise ValueError("shape")
    rest = strides__right_recursion(shape[1:])
    return (rest[0] * shape[1] if rest else 1, *rest)


def entry__wrong_zero_based(flat, shape, coords, order="C"):
    """The coordinates count from 1 here, as in the book."""
    original_entry(flat, shape, coords, order)
    moved = tuple(c if c is None else c % n + 1 for c, n in zip(coords, shape, strict=True))
    return original_entry(flat, shape, moved, order)


def entry__wrong_swapped(flat, shape, coords, order="C"):
    """In C order the last axis runs fastest, in F order the first."""
    return original_entry(flat, shape, coords, {"C": "F", "F": "C"}.get(order, order))


def entry__wrong_axes_reversed(flat, shape, coords, order="C"):
    """The axes of the result come in the order of the tensor's axes."""
    part = np.asarray(original_entry(flat, shape, coords, order))
    return part.transpose()[()]


def entry__wrong_everything_is_a_float(flat, shape, coords, order="C"):
    """Reading memory computes nothing: ints, bools and complex numbers stay what they are."""
    return np.asarray(original_entry(flat, shape, coords, order)).astype(float)[()]


def entry__wrong_text_passes(flat, shape, coords, order="C"):
    """A memory of numbers is wanted: text and Python objects have to be refused."""
    if np.asarray(flat).dtype.kind in "OUS":
        flat = np.arange(len(flat))
    return original_entry(flat, shape, coords, order)


def entry__wrong_keeps_axes(flat, shape, coords, order="C"):
    """An axis with a coordinate is gone from the result: only None keeps its axis."""
    part = np.asarray(original_entry(flat, shape, coords, order))
    for axis, c in enumerate(coords):
        if c is not None:
            part = np.expand_dims(part, axis)
    return part


def entry__wrong_negative_allowed(flat, shape, coords, order="C"):
    """A coordinate outside 1..length has to be refused, also if memory has an entry there."""
    at = sum((c - 1) * s for c, s in zip(coords, strides(shape, order), strict=False) if c)
    if None not in coords and -len(flat) <= at < len(flat):
        return flat[at]
    return original_entry(flat, shape, coords, order)


def entry__right_loop(flat, shape, coords, order="C"):
    original_entry(flat, shape, coords, order)
    steps = original_strides(shape, order)
    free = [k for k, c in enumerate(coords) if c is None]
    start = sum((c - 1) * s for c, s in zip(coords, steps, strict=True) if c is not None)
    if not free:
        return flat[start]
    out = np.empty([shape[k] for k in free], dtype=flat.dtype)
    for index in np.ndindex(*out.shape):
        out[index] = flat[start + sum(i * steps[k] for i, k in zip(index, free, strict=True))]
    return out


def entry__right_axis_by_axis(flat, shape, coords, order="C"):
    original_entry(flat, shape, coords, order)
    places = [
        np.arange(n) if c is None else np.array([c - 1]) for c, n in zip(coords, shape, strict=True)
    ]
    grid = np.ix_(*places)
    at = sum((g * s for g, s in zip(grid, original_strides(shape, order), strict=True)), 0)
    fixed = tuple(k for k, c in enumerate(coords) if c is not None)
    return flat[np.squeeze(np.asarray(at), axis=fixed)]
