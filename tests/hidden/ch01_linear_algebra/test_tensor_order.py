import math
from fractions import Fraction

import numpy as np

from grader.checks import needs, points

NAN, INF = math.nan, math.inf
HUGE = 10**30
"""An int that no dtype of numpy holds."""
NO_NUMBERS = (np.array(["1", "2"]), np.array([1, None], dtype=object), ["a", "b"], [1, None])


@points(1)
def test_order(student, rng, check):
    """The order is the same for an array, the nested list and the nested tuple of its numbers."""
    for order in range(1, 6):
        array = rng.normal(size=rng.integers(1, 4, size=order))
        nested = array.tolist()
        check.equal(student.tensor_order(array), order, "the order of an array")
        check.equal(student.tensor_order(nested), order, "the order of a nested list")
        check.equal(student.tensor_order(as_tuples(nested)), order, "the order of a nested tuple")
    for shape in ((3, 1), (1, 3), (1, 1)):
        check.equal(student.tensor_order(np.ones(shape)), 2, "the order of a matrix")
        check.equal(student.tensor_order(np.ones(shape).tolist()), 2, "the order of a nested list")
    grid = np.arange(6).reshape(2, 3)
    check.equal(student.tensor_order((grid, grid.tolist())), 3, "the order of a tuple of matrices")
    for empty, order in (([], 1), ([[], []], 2), (np.zeros((0, 3)), 2)):
        check.equal(student.tensor_order(empty), order, "the order of an empty array or list")


@points(1)
def test_order_of_numbers(student, check):
    """Every number of Python or numpy has order 0, and so has an array of shape ()."""
    numbers = (0, -3, 2.4, NAN, INF, 1 + 2j, True, False)
    of_numpy = (np.float32(1), np.int8(-1), np.uint64(3), np.bool_(True), np.complex64(1j))
    for x in (*numbers, *of_numpy, np.array(5), np.array(2.5), np.array(False)):
        check.equal(student.tensor_order(x), 0, "the order of a number")
        check.equal(student.tensor_order([x]), 1, "the order of a list with one number")


@points(1)
def test_order_refused(student, check):
    """Ragged lists, text, None, dicts, sets and objects have no order, alone or inside a list."""
    ragged = ([1, [2]], [[1], 2], [[1, 2], [3]], [[], 1], [[1], []], [np.zeros(2), np.zeros(3)])
    deep = ([[[1], [2]], [[3], [4, 5]]], [[[1, 2]], [[3], [4]]], ((1, 2), (3,)))
    check.each_raises(ValueError, student.tensor_order, [(x,) for x in (*ragged, *deep)], names="x")
    for x in ("5", "", None, b"5", {"a": 1}, {}, {1, 2}, len):
        check.raises(ValueError, student.tensor_order, x, names="x")
        check.raises(ValueError, student.tensor_order, [x], names="x")
        check.raises(ValueError, student.tensor_order, [[1, x]], names="x")
    calls = [(x,) for x in (np.array(["1", "2"]), np.array([1, None], dtype=object))]
    check.each_raises(ValueError, student.tensor_order, calls, names="x")


@points(1)
def test_number_set(student, rng, check):
    """Whole numbers and fractions are named by their exact value, and a float is always real."""
    positive = [int(n) for n in rng.integers(1, 1000, size=5)]
    for n in (*positive, 1, 2, 10**30):
        check.equal(student.number_set(n), "N", "the set of a positive whole number")
        check.equal(student.number_set(Fraction(n)), "N", "the set of a whole Fraction")
        check.equal(student.number_set(-n), "Z", "the set of a negative whole number")
        check.equal(student.number_set(Fraction(-2 * n, 2)), "Z", "the set of a whole Fraction")
        check.equal(student.number_set(n + Fraction(1, 3)), "Q", "the set of a fraction")
        check.equal(student.number_set(-Fraction(1, n + 1)), "Q", "the set of a fraction")
        check.equal(student.number_set(n / 2), "R", "the set of a float")
        check.equal(student.number_set(-float(n)), "R", "the set of a float")
    check.equal(student.number_set(0), "Z", "the set of 0")
    check.equal(student.number_set(Fraction(0)), "Z", "the set of 0")
    check.equal(student.number_set(Fraction(10**30 + 1, 10**30)), "Q", "the set of a fraction")
    for x in (0.0, 1.0, 2.4, 1e300):
        check.equal(student.number_set(x), "R", "the set of a float")


@points(0.5)
def test_number_set_refused(student, check):
    """What is not a finite real number belongs to none of the sets, and True is not a number."""
    calls = [(x,) for x in (NAN, INF, -INF, True, False, 1j, 1 + 0j, "1", None, [1])]
    check.each_raises(ValueError, student.number_set, calls, names="x")


@points(1)
def test_take(student, rng, check):
    """x_S lists the entries in the order of S, and x_S and x_{-S} together hold all of x."""
    for n, size in ((1, 0), (1, 1), (2, 1), (5, 2), (30, 0), (30, 1), (30, 15), (30, 30)):
        x, S = rng.normal(size=n), (rng.permutation(n)[:size] + 1).tolist()
        chosen, others = student.take(x, S), student.take(x, S, complement=True)
        check.equal(chosen, np.array([x[s - 1] for s in S]), what="x_S")
        check.equal(others, np.array([x[i] for i in range(n) if i + 1 not in S]), what="x_{-S}")
    for alike in (tuple(S), np.array(S)):
        check.equal(student.take(x, alike), chosen, what="x_S for a tuple or an array")
    x = np.array([3.0, 1.0, 3.0, 1.0])
    check.equal(student.take(x, [3, 2], complement=True), np.array([3.0, 1.0]), what="x_{-S}")


@points(0.5)
def test_take_refused(student, check):
    """Indices that are not in 1..n or not whole, repeated ones, and an x without order 1 fail."""
    x = np.arange(4.0)
    bad = ([0], [-1], [-4], [5], [6], [1, 0], [0, 1, 2, 3], [5, 2], [-2, -1], [1, 1], [4, 2, 4])
    odd = ([HUGE], [1, HUGE], [-HUGE], [2**63], [2**64 + 1], [1.5], [2, 2.5], [NAN])
    for complement in (False, True):
        calls = [(x, S) for S in (*bad, *odd)]
        check.each_raises(ValueError, student.take, calls, names="S", complement=complement)
        for x_bad in (np.ones((2, 2)), np.ones((3, 1)), np.array(1.0), [1, [2]]):
            check.raises(ValueError, student.take, x_bad, [1], complement=complement, names="x")
        for x_bad in NO_NUMBERS:
            check.raises(ValueError, student.take, x_bad, [1], complement=complement, names="x")
        calls = [(x[:0], S) for S in ([], [1])]
        check.each_raises(ValueError, student.take, calls, names=("x", "S"), complement=complement)


@points(1)
def test_strides(student, rng, check):
    """A step along an axis moves by its stride, in entries, in an array of either order."""
    for _ in range(20):
        shape = tuple(int(n) for n in rng.integers(1, 5, size=rng.integers(1, 6)))
        for order in ("C", "F"):
            got = check.items(student.strides(shape, order=order), len(shape))
            place = np.arange(math.prod(shape)).reshape(shape, order=order)
            for axis, n in enumerate(shape):
                check.shape(got[axis], (), "a stride")
                if n > 1:
                    steps = np.diff(place, axis=axis)
                    check.equal(steps, np.full(steps.shape, got[axis]), what="a step in memory")
        forward, backward = student.strides(shape), student.strides(shape[::-1], order="F")
        check.equal(check.items(forward)[::-1], check.items(backward), "the strides, reversed")
    check.equal(student.strides((2, 1, 3, 1)), (3, 3, 1, 1), "strides with axes of length 1")
    check.equal(student.strides((2, 1, 3), order="F"), (1, 2, 2), "strides with axes of length 1")
    huge = (10**5, 10**6, 10**7)
    check.equal(student.strides(huge), (10**13, 10**7, 1), "the strides of a huge array")
    check.equal(student.strides(()), (), "the strides of a scalar")
    check.equal(student.strides((), order="F"), (), "the strides of a scalar")


@points(0.5)
def test_strides_refused(student, check):
    """Lengths below 1 or not whole and an unknown memory order are refused."""
    for shape in ((0,), (3, 0), (-1, 2), (2, -3, 4), (-HUGE, 2), (2.5,), (2, 1.5)):
        check.raises(ValueError, student.strides, shape, names="shape")
        check.raises(ValueError, student.strides, shape, order="F", names="shape")
    for order in ("A", "CF", "", None):
        check.raises(ValueError, student.strides, (2, 3), order=order, names="order")


@points(1)
def test_entry(student, rng, check):
    """Entries, rows and larger parts are those of the tensor, in either memory order."""
    for _ in range(200):
        order = "CF"[rng.integers(2)]
        shape = tuple(int(n) for n in rng.integers(1, 5, size=rng.integers(1, 6)))
        flat = rng.permutation(math.prod(shape)).astype(float)
        free = rng.random(len(shape)) < 0.5
        coords = tuple(
            None if f else int(rng.integers(1, n + 1)) for f, n in zip(free, shape, strict=True)
        )
        index = tuple(slice(None) if c is None else c - 1 for c in coords)
        got = student.entry(flat, shape, coords, order=order)
        check.equal(got, flat.reshape(shape, order=order)[index], what="the part of the tensor")
    flat = np.arange(6.0)
    check.equal(student.entry(flat, (2, 3), (2, 1)), 3.0, "an entry, without the argument order")
    check.equal(student.entry(flat[4:5], (), ()), 4.0, "the entry of a scalar")
    check.equal(student.entry(flat[4:5], (1, 1), (1, None)), np.array([4.0]), what="a row")


@points(0.5)
def test_entry_refused(student, check):
    """Coordinates outside the tensor, a wrong number of them, and a wrong memory are refused."""
    flat = np.arange(6.0)
    outside = ((0, 1), (1, 0), (-1, 1), (1, -1), (3, 1), (1, 4), (0, None), (None, 4))
    odd = ((HUGE, 1), (1, -HUGE), (None, HUGE), (1.5, 1), (None, 2.5))
    calls = [(flat, (2, 3), coords) for coords in (*outside, *odd)]
    check.each_raises(ValueError, student.entry, calls, names="coords")
    lengths = ((), (1,), (1, 1, 1), (None,), (None, None, None))
    calls = [(flat, (2, 3), coords) for coords in lengths]
    check.each_raises(ValueError, student.entry, calls, names=("coords", "shape"))
    for memory in (np.arange(5.0), np.arange(7.0), np.ones((2, 3)), np.ones((6, 1)), flat[:0]):
        check.raises(ValueError, student.entry, memory, (2, 3), (1, 1), names=("flat", "shape"))
    for memory in (*NO_NUMBERS, [1, [2]]):
        check.raises(ValueError, student.entry, memory, (2,), (1,), names="flat")
    # No length is huge here: `strides` may count in int64.
    calls = [(flat[:0], (2, 0), (1, None)), (flat, (2.5, 2), (1, 1))]
    check.each_raises(ValueError, student.entry, calls, names=("shape", "flat"))
    check.raises(ValueError, student.entry, flat, (2, 3), (1, 1), order="K", names="order")


@points(0.5)
def test_new_arrays(student, rng, check):
    """Results keep the dtype, are new arrays, and the arguments stay as they are."""
    # 2**53 + 1 is no float64.
    whole = rng.integers(0, 9, size=6) + 2**53
    kinds = [whole, rng.integers(-9, 9, size=6) + 1j]
    kinds += [rng.integers(0, 9, size=6).astype(d) for d in (np.int8, bool, np.float32, float)]
    for x in kinds:
        results = {
            "x_S": (student.take(x, [2, 5]), [x[1], x[4]]),
            "x_{-S}": (student.take(x, [2, 5], complement=True), [x[0], x[2], x[3], x[5]]),
            "a column": (student.entry(x, (2, 3), (None, 2)), [x[1], x[4]]),
        }
        for what, (got, want) in results.items():
            check.dtype(got, x.dtype, what)
            check.equal(got, np.array(want), what=what)
        check.equal(student.entry(x, (2, 3), (2, 1)), x[3], what="an entry")
    x, every = rng.normal(size=6), np.arange(1, 7)
    check.dtype(student.take(x.astype(np.int8), []), np.int8, "an empty x_S")
    calls = [
        (student.take, {}, x, every),
        (student.take, {"complement": True}, x, every[:0]),
        (student.entry, {}, x, (6,), (None,)),
        (student.entry, {}, x, (2, 3), (None, None)),
        (student.entry, {"order": "F"}, x, (2, 3), (None, None)),
    ]
    for f, options, *args in calls:
        trace = f.trace(*args, **options)
        check.unchanged(trace, *args)
        check.owns_result(trace)


@points(0.5)
@needs("take")
def test_take_growth(student, budget, rng, check):
    """The time of the complement grows with the length of x, not with that times S's length."""

    def inputs(size):
        # Budgets send arguments by position only, so complement, the last one, goes without name.
        return rng.normal(size=size), (rng.permutation(size)[: size // 50] + 1).tolist(), True

    def verify(got, x, S, complement):
        kept = np.ones(len(x), dtype=bool)
        kept[np.array(S) - 1] = False
        check.equal(got, x[kept], what="x_{-S}")

    budget.growth("take", inputs, verify)


def as_tuples(nested):
    return tuple(as_tuples(n) for n in nested) if isinstance(nested, list) else nested
