# Generated from the reference by `grader sync`: copy it with `grader start matrix_addition`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show matrix_addition` tells which functions to do without, and what an answer may cost.
"""Adding matrices, numbers and vectors, the rule that decides what fits, and the way back.

Two matrices of the same shape are added entry by entry. The first program of the book on this
(page 4) does something else: `x.sum()` adds the four entries of one matrix to each other, to 16.
The book then says that matrices can be added to numbers and vectors as well, and a few lines
later that equal shapes are needed. Both are right, in their place: mathematics adds matrices of
one shape (mode "strict" here), and array programs stretch the smaller operand (mode "broadcast").
The case matrix plus vector, which the book announces and does not show, is among the exercises
here. Nothing here returns `np.matrix`, which the book uses: numpy advises against it, and its *
is no entry-wise product.

Whole numbers stay whole: everywhere here ints and bools of any size become int64 first, so that
200 + 100 of uint8 is 300. An int that int64 does not hold (2^63 and more of uint64, or of Python)
is refused: as int64 it would be another number, and as float64 it would lose digits.

Broadcasting: align the shapes at their last axes and fill up with 1 in front. Two lengths agree
if they are equal or one of them is 1; that one is stretched to the other. 0 is a length like any
other: 1 is stretched to 0, but 0 is not stretched to anything.

`sum_to_shape` is the transpose of stretching: what was copied k times forwards collects k
contributions backwards. Every bias in a neural network gets its gradient in this way.
"""

import numpy as np


def broadcast_shape(*shapes):
    """Return the shape that results when arrays of these shapes are combined.

        (4, 1) and (3,) -> (4, 3):   4 1
                                       3
                                     4 3

    Args:
        shapes: any number of shapes, each a tuple of ints >= 0. The arrays need not exist, nor fit
            in any memory.

    Returns:
        tuple of ints: the longest order; along each axis the one length that is not 1, or 1 if
        there is none. One shape gives itself, no shape gives ().

    Raises:
        ValueError: two lengths along an axis differ and neither is 1; a length is negative. The
            text names shapes.

    Accuracy: exact.  Cost: O(number of shapes times the longest order).
    Source: book pages 4 and 5, made precise.

    >>> broadcast_shape((2, 3), (3,)), broadcast_shape((3, 1), (1, 4)), broadcast_shape((1,), (0,))
    ((2, 3), (3, 4), (0,))
    >>> broadcast_shape((4, 1), (3,), (2, 1, 1))
    (2, 4, 3)
    """
    raise NotImplementedError  # TODO: your answer


def add(P, Q, mode="strict"):
    """Add two matrices, or two arrays of shapes that fit together.

        (P + Q)_ij = P_ij + Q_ij

    Args:
        P: array. Axes of length 0 are allowed, nan propagates.
        Q: array, or a number of Python (int, float or bool).
        mode: given by name or as the third argument. "strict": P and Q are matrices (order 2) of
            one and the same shape. "broadcast": any orders and shapes that `broadcast_shape`
            accepts. A vector (n,) then acts as a row: it is added to each row of a matrix (m, n).

    Returns:
        new array that shares no memory with P or Q, an ndarray also where they are np.matrix.
        int64 if P and Q hold ints or bools, whatever their size (200 + 100 of uint8 is 300);
        otherwise numpy's usual type, where arrays of ints or bools count as int64: float32 with
        float32 stays float32, float32 with ints or float64 is float64. A Python number does not
        widen: float32 plus 1.5 is float32.

    Raises:
        ValueError: the shapes do not fit: in mode "strict" the text shows both of them, as tuples
            like (2, 3), and in mode "broadcast" it names P, Q or shapes. P or Q holds something
            else than real numbers (complex, strings, objects), or an int beyond int64: the text
            names it. P or Q is a list of rows that differ in length. mode is none of the two words.

    Accuracy: exact for ints within int64; one rounding for floats.
    Cost: O(size of the result). Where P and Q hold floats there is memory for the result, and for
    no copy of P or Q, be it stretched or not.
    Source: book pages 4 and 5.

    >>> add(np.array([[1, 1], [2, 2]]), np.array([[3, 3], [4, 4]]))
    array([[4, 4],
           [6, 6]])
    >>> add(np.array([[1, 1], [3, 3]]), np.array([10, 20]), mode="broadcast")
    array([[11, 21],
           [13, 23]])
    """
    raise NotImplementedError  # TODO: your answer


def scale_add(alpha, P, beta, Q):
    """Add multiples of two matrices of the same shape.

        alpha P + beta Q

    With sums and multiples that obey the usual laws, the matrices of one shape form a vector space.

    Args:
        alpha, beta: numbers of Python (int or float).
        P, Q: matrices of one and the same shape, as for `add` in mode "strict".

    Returns:
        new array of the shape of P. int64 if alpha and beta are ints and P and Q hold ints or
        bools (2 times 200 of uint8 is 400); otherwise the type as for `add`, where alpha and beta
        do not widen: float32 stays float32.

    Raises:
        ValueError: as for `add` in mode "strict". alpha or beta is no real number, or an int beyond
            int64: the text names it.

    Accuracy: exact for ints within int64; three roundings for floats.  Cost: O(size).
    Source: book pages 5 and 6, matrix addition and scalar multiplication.

    >>> scale_add(3, np.array([[2, 3], [3, 4]]), -1, np.array([[1, 1], [1, 1]]))
    array([[ 5,  8],
           [ 8, 11]])
    >>> scale_add(0.5, np.array([[1, 2]]), 2, np.array([[10, 20]]))
    array([[20.5, 41. ]])
    """
    raise NotImplementedError  # TODO: your answer


def sum_to_shape(G, shape):
    """Add up what broadcasting copied: the transpose of stretching an array to G's shape.

        <stretch(x), G> = <x, sum_to_shape(G, shape of x)>   for every x,

    where stretch(x) is x broadcast to the shape of G and <a, b> the sum of all a_i b_i.

    Args:
        G: array of any order, or np.matrix, taken as a plain array. Axes of length 0 are allowed,
            nan propagates.
        shape: tuple of ints that broadcasts to the shape of G.

    Returns:
        new array of just this shape (a number for ()), which shares no memory with G: axes that
        stretching put in front are summed away, axes of length 1 that it stretched are summed and
        kept. An empty sum is 0. int64 if G holds ints or bools; float32 and float64 are kept.

    Raises:
        ValueError: shape does not broadcast to the shape of G: the text names shape, shapes or G.
            G holds something else than real numbers, or an int beyond int64: the text names G.
            G is a list of rows that differ in length.

    Accuracy: exact for ints; k eps times the sum of absolute values for k summed floats.
    Cost: O(size of G).
    Source: book pages 4 and 5; the gradient of a bias in chapter 3.

    >>> G = np.array([[1, 2, 3], [10, 20, 30]])
    >>> sum_to_shape(G, (3,))
    array([11, 22, 33])
    >>> sum_to_shape(G, (2, 1))
    array([[ 6],
           [60]])
    """
    raise NotImplementedError  # TODO: your answer
