# Generated from the reference by `grader sync`: copy it with `grader start tensor_order`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show tensor_order` tells which functions to do without, and what an answer may cost.
"""Scalars, vectors, matrices, tensors: how many axes, which numbers, and where they are in memory.

A tensor is a block of numbers with some number of axes, its order: 0 for a scalar, 1 for a vector,
2 for a matrix. The program on page 3 of the book cannot tell them apart: its own `isscalar` uses a
name that is defined nowhere and is never called (if it were, it would say no to the number 2.4),
and `np.isscalar`, which is called instead, says yes to a string and no to an array of order 0. The
vector program goes wrong as well: the output on page 4 begins with the two lists joined, which no
line of it prints, and leaves out the types that it does print.

The book counts from 1 without saying so: x_1 is the first entry of x, and x_{-1} is x without it.
In Python `x[-1]` is something else, the last entry. `take` and `entry` speak the book's language.
"""

from fractions import Fraction

import numpy as np


def tensor_order(x):
    """Return the number of axes of x.

        number: 0,   vector: 1,   matrix: 2,   list of equally shaped items: 1 + the items' order

    Args:
        x: a number (int, float, complex or bool, of Python or of numpy), an array of such numbers,
            or a list or tuple whose items are again of these kinds and all have the same shape.

    Returns:
        the order, an int >= 0. Lengths do not matter: an array (n, 1) has order 2, an array of
        shape () order 0, the empty list order 1 and [[], []] order 2.

    Raises:
        ValueError: x is ragged (items of different shapes), or it is or holds something else: a
            string, None, a dict, a set, an object.

    Accuracy: exact.  Cost: O(number of items).
    Source: book pages 2 to 4 and 7, section 1.2.1.

    >>> tensor_order(2.4), tensor_order([2, 4, 6]), tensor_order(((1, 2), (3, 4)))
    (0, 1, 2)
    >>> tensor_order(np.array(5)), tensor_order(np.zeros((3, 1)))
    (0, 2)
    """
    raise NotImplementedError  # TODO: your answer


def number_set(x):
    """Name the smallest of the sets N, Z, Q, R that holds x.

        N = {1, 2, 3, ...},   Z = all whole numbers,   Q = all fractions,   R = all real numbers

    Args:
        x: an int or Fraction, taken by its exact value, or a float. A float stands for a measured
            real number, so its set is always R, also for 2.0.

    Returns:
        "N", "Z", "Q" or "R".

    Raises:
        ValueError: x is nan or infinite, a bool, complex, or anything else that is not an int, a
            Fraction or a float.

    Accuracy: exact.  Cost: O(1).
    Source: book page 2, section 1.2.1; 0 is not in N there.

    >>> number_set(7), number_set(0), number_set(Fraction(1, 3)), number_set(2.0)
    ('N', 'Z', 'Q', 'R')
    >>> number_set(Fraction(4, 2)), number_set(Fraction(-4, 2))
    ('N', 'Z')
    """
    raise NotImplementedError  # TODO: your answer


def take(x, S, complement=False):
    """Return the entries of a vector whose indices are in S, or all the others.

        x_S = (x_s1, x_s2, ...),   x_{-S} = x without these entries

    Args:
        x: array (n,) of numbers, n >= 1: ints, bools, floats or complex numbers.
        S: indices that count from 1, a list, tuple or array of different ints. May be empty.
        complement: return x_{-S} instead of x_S.

    Returns:
        new array of x's dtype, whatever it is: x_S in the order of S, or x_{-S} in the order of x.
        It is empty if nothing is chosen.

    Raises:
        ValueError: x does not have order 1, is empty, ragged, or holds anything but numbers (text,
            None, Python objects); S repeats an index or holds anything but whole numbers in 1..n,
            so 0, a negative index, 1.5, and an int of any size.

    Accuracy: exact.  Cost: O(n + |S|), sorting S is fine, and a loop in Python over n entries is
    quick enough. Not O(n |S|): where |S| is a fixed part of n, the time may grow like n^1.3.
    Source: book page 3, the notation x_S and x_{-S}.

    >>> take(np.array([10, 20, 30, 40]), [4, 1])
    array([40, 10])
    >>> take(np.array([10, 20, 30, 40]), [4, 1], complement=True)
    array([20, 30])
    """
    raise NotImplementedError  # TODO: your answer


def strides(shape, order="C"):
    """Return how far apart in memory two neighbours along each axis are.

        C: stride_k = product of the lengths after axis k    (the last axis runs fastest)
        F: stride_k = product of the lengths before axis k   (the first axis runs fastest)

    Args:
        shape: lengths of the axes, a tuple of ints >= 1. The array need not fit in any memory.
        order: "C" or "F".

    Returns:
        tuple with one int for each axis, counted in entries and not in bytes. The formula holds
        for axes of length 1 as well; the shape () gives ().

    Raises:
        ValueError: order is neither "C" nor "F"; shape holds a length below 1 or one that is not
            whole.

    Accuracy: exact (lengths and strides in the tests stay below 2^63).  Cost: O(order^2).
    Source: book page 7, tensors, seen from memory.

    >>> strides((2, 3, 4)), strides((2, 3, 4), order="F")
    ((12, 4, 1), (1, 2, 6))
    >>> strides((5,)), strides((10**6, 10**6, 2))
    ((1,), (2000000, 2, 1))
    """
    raise NotImplementedError  # TODO: your answer


def entry(flat, shape, coords, order="C"):
    """Read an entry, a row, a column or a larger part of a tensor from its memory.

        position of (c_1, c_2, ...) = sum_k (c_k - 1) stride_k

    Args:
        flat: array (N,) of numbers, the memory: all N entries of the tensor one after the other,
            ints, bools, floats or complex numbers.
        shape: lengths of the tensor's axes, a tuple of ints >= 1 with product N.
        coords: one coordinate for each axis, counted from 1; None stands for the whole axis.
        order: how the tensor lies in memory, "C" or "F", see `strides`.

    Returns:
        new array of flat's dtype, whatever it is, with one axis for each None, in the order of the
        axes; a number if there is no None. Shape () has one entry, at coords ().

    Raises:
        ValueError: flat does not have order 1 and N entries, is ragged, or holds anything but
            numbers; coords does not fit shape in length; a coordinate is not a whole number in
            1..length of its axis, so an int of any size as well; shape or order as in `strides`.

    Accuracy: exact.  Cost: O(size of the result).
    Source: book page 7, the element of a tensor at coordinates (i, j, k).

    >>> flat = np.array([11, 12, 13, 21, 22, 23])
    >>> int(entry(flat, (2, 3), (2, 1)))
    21
    >>> entry(flat, (2, 3), (None, 3))
    array([13, 23])
    """
    raise NotImplementedError  # TODO: your answer
