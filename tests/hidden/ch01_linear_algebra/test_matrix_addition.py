import math

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps


@points(1)
def test_shapes(student, rng, check):
    """Any two shapes give the shape of the combined array, or are refused where nothing fits."""
    pairs, wanted, apart = [], [], []
    for _ in range(300):
        a = random_shape(rng)
        b = fitting(rng, a) if rng.integers(2) else random_shape(rng)
        try:
            wanted.append(np.broadcast_shapes(a, b))
        except ValueError:
            apart.append((a, b))
        else:
            pairs.append((a, b))
    check.each_raises(ValueError, student.broadcast_shape, apart, names="shapes")
    for got, want in zip(student.broadcast_shape.each(pairs), wanted, strict=True):
        check.is_type(got, tuple)
        check.equal(got, want, "the combined shape")


@points(0.5)
def test_many_shapes(student, rng, check):
    """One shape, no shape, many shapes and shapes of arrays larger than any memory are combined."""
    check.equal(student.broadcast_shape(), (), "the shape of nothing")
    for _ in range(20):
        whole = random_shape(rng)
        check.equal(student.broadcast_shape(whole), whole, "the shape of one array")
        parts = [fitting(rng, whole) for _ in range(4)]
        want = np.broadcast_shapes(*parts)
        check.equal(student.broadcast_shape(*parts), want, "the shape of four arrays")
    check.equal(student.broadcast_shape((1,), (1, 1), ()), (1, 1), "the shape of ones")
    check.equal(student.broadcast_shape((2, 1), (1, 0), (1,)), (2, 0), "an empty shape")
    huge = 10**12
    got = student.broadcast_shape((huge, 1), (huge,), (7, 1, 1))
    check.equal(got, (7, huge, huge), "the shape of a huge array")
    for bad in (((5, 2), (1,), (3,)), ((1, 2), (2, 1), (3, 2, 2), (4,)), ((2, 0), (1,), (2,))):
        check.raises(ValueError, student.broadcast_shape, *bad, names="shapes")
    for negative in (((-1,),), ((2, -3), (1,)), ((1,), (-1,))):
        check.raises(ValueError, student.broadcast_shape, *negative, names="shapes")


@points(1)
def test_laws_of_addition(student, rng, check):
    """Matrices are added entry by entry, in any order and grouping, and zero changes nothing."""
    for shape in ((2, 2), (1, 5), (4, 1), (3, 4), (0, 3)):
        P, Q, R = rng.normal(size=(3, *shape))
        total = student.add(P, Q)
        check.shape(total, shape)
        for i, j in np.ndindex(shape):
            check.equal(total[i, j], P[i, j] + Q[i, j], "an entry of the sum")
        check.equal(student.add(Q, P), total, "the sum in the other order")
        check.equal(student.add(P, np.zeros(shape)), P, "the sum with zero")
        check.equal(student.add(P, -P), np.zeros(shape), "the sum with the negative")
        left, right = student.add(total, R), student.add(P, student.add(Q, R))
        room = 4 * EPS * (np.abs(P) + np.abs(Q) + np.abs(R))
        # tight: two roundings on either side are up to half of the room, for any right answer
        check.close(left, check.array(right), atol=room, what="the sum of three")
    P = np.array([[1.0, np.nan], [np.inf, -np.inf]])
    want = np.array([[2.0, np.nan], [np.inf, -np.inf]])
    check.equal(student.add(P, np.ones((2, 2))), want, what="a sum with nan")


@points(0.5)
def test_scale_add(student, rng, check):
    """Multiples of matrices obey both distributive laws."""
    for shape in ((2, 3), (1, 1), (5, 2), (2, 0)):
        P, Q = rng.normal(size=(2, *shape))
        a, b = (float(v) for v in rng.normal(size=2))
        room = 4 * EPS * (abs(a) + abs(b)) * (np.abs(P) + np.abs(Q))
        check.close(student.scale_add(a, P, b, Q), a * P + b * Q, atol=room)
        # tight: three roundings beside two are up to half of the room, for any right answer
        check.close(student.scale_add(a, P, a, Q), a * (P + Q), atol=room, what="a P + a Q")
        # tight: as above
        check.close(student.scale_add(a, P, b, P), (a + b) * P, atol=room, what="a P + b P")
        check.equal(student.scale_add(1, P, -1, P), np.zeros(shape), what="P - P")
        check.equal(student.scale_add(0.0, P, 1.0, Q), Q, what="0 P + 1 Q")
        check.equal(student.scale_add(2, P, 0, Q), P + P, what="2 P + 0 Q")


@points(1)
def test_strict(student, rng, check):
    """In the strict sense only two matrices of one shape are added; nothing is stretched."""
    pairs = [((2, 3), (3,)), ((2, 3), (1, 3)), ((2, 3), (2, 1)), ((3,), (3,)), ((2, 3), (3, 2))]
    pairs += [((2, 3), ()), ((1, 3), (2, 3)), ((3,), (2, 3)), ((), ()), ((2, 2, 2), (2, 2, 2))]
    pairs += [((2, 3), (2, 3, 1)), ((1, 1), (1, 2)), ((0, 3), (1, 3)), ((4, 6), (4, 5))]
    for p, q in pairs:
        P, Q = rng.normal(size=p), rng.normal(size=q)
        for shown in (str(p), str(q)):
            check.raises(ValueError, student.add, P, Q, names=shown)
            check.raises(ValueError, student.add, P, Q, mode="strict", names=shown)
            check.raises(ValueError, student.scale_add, 1.0, P, 1.0, Q, names=shown)
    for number in (1, 2.5):
        check.raises(ValueError, student.add, np.ones((2, 3)), number)
        check.raises(ValueError, student.scale_add, 1.0, np.ones((2, 3)), 1.0, number)
    ones = np.ones((2, 2))
    for mode in ("loose", "", None, "Strict"):
        check.raises(ValueError, student.add, ones, ones, mode=mode, names="mode")


@points(1)
def test_broadcast_add(student, rng, check):
    """Arrays of shapes that fit are stretched and added, a vector as a row; others are refused."""
    add = student.add
    for n in (2, 3):
        P, row = rng.normal(size=(n, 3)), rng.normal(size=3)
        want = np.array([[P[i, j] + row[j] for j in range(3)] for i in range(n)])
        check.equal(add(P, row, mode="broadcast"), want, what="matrix plus vector")
        check.equal(add(row, P, mode="broadcast"), want, what="vector plus matrix")
        for number in (7, -0.5, True):
            check.equal(add(P, number, mode="broadcast"), P + number, what="matrix plus number")
    pairs = [((3, 1), (1, 4)), ((3,), (4, 1)), ((0, 3), (3,)), ((2, 1), (1, 0)), ((2, 2), (2, 1))]
    for _ in range(60):
        whole = random_shape(rng)
        pairs.append((fitting(rng, whole), fitting(rng, whole)))
    for a, b in pairs:
        P, Q = (rng.integers(-99, 99, size=s).astype(float) for s in (a, b))
        check.equal(add(P, Q, mode="broadcast"), np.asarray(P + Q), what="the sum")
    for p, q in (((2, 3), (2,)), ((3,), (4,)), ((0, 3), (2, 3)), ((2, 3), (3, 1, 1, 2))):
        names = ("P", "Q", "shapes")
        bad = np.ones(p), np.ones(q)
        check.raises(ValueError, add, *bad, mode="broadcast", names=names)


@points(1)
def test_sum_is_the_transpose(student, rng, check):
    """Summing to a shape is the transpose of stretching: both give the same inner product."""
    pairs = [((3, 3), (3,)), ((3, 3), (3, 1)), ((2, 2, 2), (2, 2)), ((2, 2, 2), (2, 1))]
    for _ in range(60):
        whole = random_shape(rng)
        pairs.append((whole, fitting(rng, whole)))
    for whole, shape in pairs:
        x = rng.integers(-9, 10, size=shape).astype(float)
        G = rng.integers(-9, 10, size=whole).astype(float)
        got = student.sum_to_shape(G, shape)
        check.shape(got, shape)
        check.equal(float(np.sum(x * got)), float(np.sum(x * G)), "the inner product")
    G = rng.normal(size=(7, 40, 3))
    size = 10 * 280 * EPS * np.abs(G).sum(axis=(0, 1))
    want = [math.fsum(G[..., k].ravel()) for k in range(3)]
    check.close(student.sum_to_shape(G, (3,)), want, atol=size, what="a long sum")


@points(1)
def test_sum_to_shape(student, rng, check):
    """Ones count the copies, axes of length 1 stay, and shapes that do not stretch are refused."""
    ones, f = np.ones((4, 1, 3)), student.sum_to_shape
    for shape in ((4, 1, 3), (1, 1, 3), (4, 1, 1), (1, 3), (1, 1), (3,), (1,), (), (1, 1, 1)):
        count = 12 // math.prod(shape)
        check.equal(f(ones, shape), np.full(shape, float(count)), what="the number of copies")
    check.equal(f(np.ones((0, 3)), (1, 3)), np.zeros((1, 3)), what="an empty sum")
    check.equal(f(np.ones((0, 3)), (3,)), np.zeros(3), what="an empty sum")
    check.equal(f(np.ones((2, 0)), (0,)), np.zeros(0), what="an empty vector")
    check.equal(f(np.ones((2, 0)), ()), 0.0, what="an empty sum")
    check.equal(f(np.array(2.5), ()), 2.5, what="the sum of a number")
    G = np.array([[1.0, np.nan], [2.0, 3.0]])
    check.equal(f(G, (2, 1)), np.array([[np.nan], [5.0]]), what="sums with nan")
    bad = [((2, 3), (2,)), ((2, 3), (3, 3)), ((3,), (1, 3)), ((1, 3), (2, 3)), ((), (1,))]
    bad += [((0, 3), (2, 3)), ((2, 3), (0, 3)), ((2, 3), (2, 3, 1)), ((2, 3), (6,)), ((1,), (0,))]
    calls = [(np.ones(whole), shape) for whole, shape in bad]
    check.each_raises(ValueError, f, calls, names=("shape", "shapes", "G"))


@points(0.5)
def test_integers(student, rng, check):
    """Ints and bools of any size become int64 before anything is added."""
    pair = np.array([[200, 100]], np.uint8), np.array([[100, 200]], np.uint8)
    check.equal(student.add(*pair), np.array([[300, 300]]), what="a sum of uint8")
    check.equal(student.scale_add(2, pair[0], 1, pair[1]), np.array([[500, 400]]), what="2 P + Q")
    check.equal(student.add(pair[0], 100, mode="broadcast"), np.array([[300, 200]]), what="P + 100")
    check.equal(student.sum_to_shape(np.full((30, 2), 200, np.uint8), (2,)), np.array([6000, 6000]))
    big = rng.integers(2**60, size=(2, 3)) + 2**60
    for got, old, new in (
        (student.add(big, big[::-1]), big, big[::-1]),
        (student.scale_add(1, big, 1, big), big, big),
        (student.sum_to_shape(big, (3,)), big[0], big[1]),
    ):
        check.shape(got, old.shape)
        check.dtype(got, np.int64)
        check.equal(got - old, new, what="a sum of large ints, less one of them,")
    largest, zero = np.array([[2**63 - 1, 5]], np.uint64), np.zeros((1, 2), np.int64)
    for got in (student.add(largest, zero), student.sum_to_shape(largest, (1, 2))):
        check.dtype(got, np.int64)
        check.equal(got, largest.astype(np.int64), what="a sum with the largest int64")
    for dtype in (np.uint8, np.int8, np.uint16, np.uint64, np.int32, np.int64, bool):
        P = np.array([[1, 1], [0, 1]], dtype)
        results = [student.add(P, P), student.add(P, 1, mode="broadcast")]
        results += [student.scale_add(1, P, 1, P), student.sum_to_shape(P, (1, 2))]
        results += [student.sum_to_shape(P, (2, 2))]
        wanted = [[[2, 2], [0, 2]], [[2, 2], [1, 2]], [[2, 2], [0, 2]], [[1, 2]], [[1, 1], [0, 1]]]
        for got, want in zip(results, wanted, strict=True):
            check.dtype(got, np.int64)
            check.equal(got, np.array(want), what="a result of small ints")


@points(0.5)
def test_floats(student, rng, check):
    """float32 stays float32, also beside Python numbers, and mixtures are float64."""
    P = rng.integers(-9, 10, size=(2, 3))
    single, double = P.astype(np.float32), P.astype(float)
    for got in (
        student.add(single, single),
        student.add(single, single[0], mode="broadcast"),
        student.add(single, 1.5, mode="broadcast"),
        student.add(single, 2, mode="broadcast"),
        student.scale_add(0.5, single, 3, single),
        student.sum_to_shape(single, (3,)),
        student.sum_to_shape(single, (2, 3)),
    ):
        check.dtype(got, np.float32)
    for got in (
        student.add(single, double),
        student.add(P, double),
        student.add(P, single),
        student.add(P, 0.5, mode="broadcast"),
        student.scale_add(0.5, P, 2, P),
        student.scale_add(1, P, 1, single),
        student.sum_to_shape(double, (2, 1)),
    ):
        check.dtype(got, np.float64)
    check.equal(student.scale_add(0.5, P, 2, P), 2.5 * P, what="a P + b P of ints")


@points(0.5)
def test_not_real(student, check):
    """Complex numbers, text, objects, ragged rows and ints that int64 does not hold are refused."""
    good, ints = np.ones((1, 2)), np.zeros((1, 2), int)
    bad = [np.array([[1j, 2]]), np.array([["1", "2"]]), np.array([[1, None]], object)]
    bad += [np.array([[7, v]], np.uint64) for v in (2**63, 2**64 - 1)]
    for x in bad:
        for mode in ("strict", "broadcast"):
            check.raises(ValueError, student.add, x, ints, mode=mode, names="P")
            check.raises(ValueError, student.add, good, x, mode=mode, names="Q")
        check.raises(ValueError, student.scale_add, 1.0, x, 1.0, good, names="P")
        check.raises(ValueError, student.scale_add, 1, ints, 1, x, names="Q")
        check.raises(ValueError, student.sum_to_shape, x, (2,), names="G")
    for x in (1j, "2", 2**63, 2**64, -(2**63) - 1):
        check.raises(ValueError, student.add, ints, x, mode="broadcast", names="Q")
        check.raises(ValueError, student.scale_add, x, ints, 1, ints, names="alpha")
        check.raises(ValueError, student.scale_add, 1, ints, x, ints, names="beta")
    ragged = [[1.0, 2.0], [3.0]]  # numpy itself refuses these, and its text knows no names
    check.raises(ValueError, student.add, ragged, np.ones((2, 2)))
    check.raises(ValueError, student.scale_add, 1.0, np.ones((2, 2)), 1.0, ragged)
    check.raises(ValueError, student.sum_to_shape, ragged, (2,))


@points(0.5)
def test_new_arrays(student, rng, check):
    """Results are new plain arrays, and the arguments stay as they are."""
    P, Q = rng.normal(size=(2, 3, 4))
    N = rng.integers(0, 9, size=(3, 4))
    zero = np.zeros((3, 4))
    calls = [
        (student.add, P, Q),
        (student.add, P, zero),
        (student.add, N, N),
        (student.scale_add, 1.0, P, 0.0, Q),
        (student.scale_add, 0.0, P, 1.0, Q),
        (student.sum_to_shape, P, (3, 4)),
        (student.sum_to_shape, N, (3, 4)),
        (student.sum_to_shape, P[:1], (1, 4)),
        (student.sum_to_shape, P[:1], (4,)),
    ]
    for f, *args in calls:
        trace = f.trace(*args)
        check.unchanged(trace, *args)
        check.owns_result(trace)
    for other in (0.0, Q[0], zero):
        trace = student.add.trace(P, other, mode="broadcast")
        check.unchanged(trace, P, other)
        check.owns_result(trace)
    M = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).view(np.matrix)
    A = np.asarray(M)
    check.equal(student.add(M, M), 2 * A, what="a sum of np.matrix")
    row = np.array([1.0, 2.0, 4.0])
    check.equal(student.add(M, row, mode="broadcast"), A + row, what="np.matrix plus vector")
    check.equal(student.scale_add(2.0, M, 1.0, M), 3 * A, what="a M + b M")
    check.equal(student.sum_to_shape(M, (3,)), A.sum(axis=0), what="the sum to a vector")


@points(0.5)
@needs("broadcast_add")
def test_add_time(student, budget, rng, check):
    """Adding a vector to a large matrix takes no loop over the entries."""
    inputs, verify = large_sum(rng, check)
    budget.time("add", inputs, verify)


@points(0.5)
@needs("broadcast_add")
def test_add_memory(student, budget, rng, check):
    """Adding a vector to a large matrix makes no large copies of the two."""
    inputs, verify = large_sum(rng, check)
    budget.memory("add", inputs, verify)


def large_sum(rng, check):
    def inputs(size):
        # Measured calls get their arguments by place, so mode stands third.
        return rng.normal(size=(size - 8, size)), rng.normal(size=size), "broadcast"

    def verify(got, P, row, mode):
        check.shape(got, P.shape)
        check.true(np.array_equal(got, P + row), "Some values of the sum are wrong.")

    return inputs, verify


def random_shape(rng):
    return tuple(rng.integers(0, 4, size=rng.integers(0, 6)).tolist())


def fitting(rng, whole):
    """Return a shape that can be stretched to the given one."""
    part = whole[rng.integers(0, len(whole) + 1) :] if rng.integers(2) else whole
    return tuple(1 if rng.integers(3) == 0 else n for n in part)
