"""Doubling and adding: the exercise the zoo answers."""

import numpy as np


def double(x):
    """Double every value.

        double(x)_i = 2 x_i

    Args:
        x: array of any shape.

    Returns:
        float64 array of the same shape.

    Accuracy: exact.  Cost: O(n).
    Source: book page 1.

    >>> double(np.array([1.0, 2.0]))
    array([2., 4.])
    """
    return 2.0 * np.asarray(x, float)


def total(x):
    """Add all values.

    Args:
        x: array (n,).

    Returns:
        float.

    Accuracy: n eps.  Cost: O(n) time, no copy of x.
    Source: book page 1.

    >>> total(np.array([1.0, 2.0]))
    3.0
    """
    return float(np.sum(x))


def even(f, x):
    """Return the even part of a function, doubled.

        even(f, x) = f(x) + f(-x)

    Args:
        f: function of one number.
        x: number.

    Returns:
        float, with two calls of f.

    Source: book page 1.

    >>> even(lambda x: x + 1.0, 3.0)
    2.0
    """
    return float(f(x) + f(-x))
