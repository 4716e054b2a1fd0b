# Generated from the reference by `grader sync`: copy it with `grader start overflow_vs_underflow`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show overflow_vs_underflow` tells which functions to do without, and what an answer may cost.
"""Overflow and underflow: what leaves the range of a number format, and how to stay inside it.

A format has a limited range, and inside the range gaps. Falling into a gap is rounding: that is
what happens to surplus digits (the book, page 18, calls it overflow or underflow). Overflow and
underflow are about the ends of the range, and the base of the number system has no part in them.

Three more examples of page 19, put right: 0.005 x 0.005 is 2.5e-05, far above the smallest double,
so it is only rounded; two negative numbers whose sum is too large in size overflow, towards -inf;
and in one byte 255 + 2 leaves 257 - 256 = 1, which is 00000001.
"""

import numpy as np


def int_op(op, a, b, bits=8, signed=False):
    """Calculate with integers of a fixed width, as a processor does.

        value = a op b  modulo 2^bits,  in 0 .. 2^bits - 1, or -2^(bits-1) .. 2^(bits-1) - 1 signed

    Args:
        op: "+", "-" or "*".
        a: integer within the range, of Python or of NumPy.
        b: integer within the range, of Python or of NumPy.
        bits: width, 1 or more; it may be above 64.
        signed: two's complement if True.

    Returns:
        (value, overflow): an integer, and a bool: True if a op b itself is outside the range.

    Raises:
        ValueError: op is another string; bits is below 1; a or b is outside the range or no
            integer.

    Accuracy: exact.  Cost: O(1) for usual widths.
    Source: book page 19, section 2.2, the byte that holds 255.

    >>> int_op("+", 255, 2)
    (1, True)
    >>> int_op("-", -128, 1, signed=True)
    (127, True)
    """
    raise NotImplementedError  # TODO: your answer


def float_limits(dtype):
    """Find the limits of a floating-point format by trying, with its own arithmetic.

        eps                 distance from 1 to the next larger number
        tiny                smallest positive normal number, full precision from here on
        smallest_subnormal  smallest positive number of all; tiny * eps
        max                 largest finite number

    Args:
        dtype: float16, float32 or float64, in any form that `np.dtype` takes.

    Returns:
        dict with the four keys above as strings; the values are numbers, exactly the limits.

    Raises:
        ValueError: dtype is another type.

    Accuracy: exact.  Cost: a few thousand operations. `np.finfo` is not to be used.
    Source: book pages 18-19; IEEE 754-2019, table 3.5.

    >>> limits = float_limits(np.float16)
    >>> limits["eps"], limits["max"]
    (0.0009765625, 65504.0)
    """
    raise NotImplementedError  # TODO: your answer


def ieee_event(op, a, b, dtype):
    """Say what happens in one floating-point operation.

        invalid    a new nan: 0/0, inf - inf, 0 * inf, inf/inf
        divide     finite / 0, but not 0/0
        overflow   finite operands, and the rounded result would be beyond the largest number
        underflow  the exact result is nearer to 0 than the smallest normal number, and not
                   representable
        rounded    the exact result is within the range, and not representable
        exact      the result is what mathematics says; so is any nan or inf that is passed on

    Underflow asks for both: a subnormal result that is representable is exact. However large and
    negative a number is, it has nothing to do with underflow.

    Args:
        op: "+", "-", "*" or "/".
        a: real number, nan and inf included, rounded to dtype first (which is no event).
        b: like a.
        dtype: float16, float32 or float64, in any form that `np.dtype` takes.

    Returns:
        one of the six words, a string.

    Raises:
        ValueError: op or dtype is another one.

    Accuracy: exact.  Cost: O(1).
    Source: book page 19, section 2.2; IEEE 754-2019, section 7.

    >>> ieee_event("*", 0.005, 0.005, np.float64)
    'rounded'
    >>> ieee_event("/", 2.0**-1074, 2.0, np.float64)
    'underflow'
    """
    raise NotImplementedError  # TODO: your answer


def scaled_product(x):
    """Multiply many numbers without leaving the range, keeping the exponent apart.

        prod_i x_i = m 2^e,   0.5 <= |m| < 1

    Args:
        x: real array (n,), n >= 1; float32 and integers are multiplied as float64.

    Returns:
        (m, e): a float and an integer. e is 0 where m is not an ordinary number: (nan, 0) if a
        factor is nan, or 0 and inf are both there; else (0.0, 0) if one is 0, and (inf, 0) or
        (-inf, 0) if one is infinite.

    Raises:
        ValueError: x is empty, has another order than 1 or does not hold real numbers.

    Accuracy: 100 n eps relative; powers of two: 100 eps.  Cost: O(n).
    Source: book page 19, section 2.2, where small results become 0.

    >>> scaled_product(np.array([2.0**-540, 2.0**-530]))
    (0.5, -1069)
    >>> scaled_product(np.array([3.0, -1.0]))
    (-0.75, 2)
    """
    raise NotImplementedError  # TODO: your answer


def compensated_sum(x):
    """Add numbers and get back what each addition rounded away.

        s' = s + x_i,   lost = (s - s') + x_i  if |s| >= |x_i|,  else (x_i - s') + s

    The larger number comes first in `lost`: then it is exact. (Kahan's older method always takes s
    first, and loses a sum that is small beside the next number.)

    Args:
        x: real array (n,), n >= 0; float32 and integers are added as float64.

    Returns:
        the sum, a float; 0.0 for n = 0. nan gives nan, inf gives inf, -inf gives -inf, and both
        infinities together nan. What leaves the range on the way is not asked.

    Raises:
        ValueError: x has another order than 1 or does not hold real numbers.

    Accuracy: 10 eps |sum| + n^2 eps^2 sum |x_i|, in any order.  Cost: O(n).
        `sum` (which compensates from Python 3.12 on), `math.fsum` and `statistics` are not to be
        used.
    Source: book page 18, accumulated rounding; Neumaier, ZAMM 54 (1974), 39-51.

    >>> compensated_sum(np.array([1e16, 1.0, -1e16]))
    1.0
    """
    raise NotImplementedError  # TODO: your answer
