# Generated from the reference by `grader sync`: copy it with `grader start scalar_arithmetic`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show scalar_arithmetic` tells which functions to do without, and what an answer may cost.
"""Scalar arithmetic that keeps its numbers exact, and the derivative of whatever is computed.

The book (page 2) adds, subtracts, multiplies and divides 15 and 3. Its list of output shows 15 for
the sum, which is 18, leaves out the two lines with the types, and shows 5 for the quotient, which
is the float 5.0 although the other three results are ints. Python's numbers form a tower,
int - Fraction - float - complex, and an operation climbs it only when it has to.

Expressions come in postfix (reverse Polish) notation: operands first, then the operator. So
(x + 2) * y is the list ["x", 2, "+", "y", "*"], needs no brackets, and a stack evaluates it from
left to right: a number is pushed, an operator takes its operands from the top and pushes the
result.

`value_and_grad` is what frameworks for deep learning do, on scalars: it remembers every operation
and walks back from the result, handing the derivative down by the chain rule.
"""


def evaluate(rpn, env):
    """Evaluate an expression in postfix notation.

        [a, b, "-"] -> a - b,   [a, b, "/"] -> a / b,   [a, "neg"] -> -a,   and so on

    Args:
        rpn: list or tuple of tokens. A token is a number of Python (int, Fraction, float or
            complex), one of the operators + - * / // % ** neg, or another string, which is then
            the name of a variable ("3" and "exp" are names like any other).
        env: dict of the variables' values, numbers of the same kinds. An operator is never looked
            up in it. Neither rpn nor env is changed.

    Returns:
        the number that Python's own operators give, with its type: ints stay exact ints of any
        size, / of two ints is a float (15 / 3 is 5.0), Fractions stay Fractions, but // gives an
        int. // rounds to minus infinity, and a == (a // b) * b + a % b.

    Raises:
        ValueError: an operator finds too few values on the stack; not exactly one value is left
            at the end (so an empty rpn, too); a variable is not in env. The text names rpn, env
            or that variable.
        ZeroDivisionError: division by zero, by / or // or %, or 0 to a negative power.
        OverflowError: a power of floats, or an int or Fraction that meets a float, is too large
            for a float. Sums, products and quotients of floats become infinite instead.
        TypeError: // or % of complex numbers.
        The last three come from Python's own operators and go through.

    Accuracy: exact for ints and Fractions under + - * // % neg, / with a Fraction, and ** with an
    int >= 0 as exponent (any int for Fractions); otherwise as exact as Python's operator.
    Cost: O(tokens) time, however deeply the expression is nested: no recursion, 200,000 tokens.
    Source: book pages 2 and 3, arithmetic operations on scalars.

    >>> evaluate([15, 3, "/"], {}), evaluate([15, 3, "-"], {}), evaluate([-7, 2, "//"], {})
    (5.0, 12, -4)
    >>> evaluate(["x", 2, "+", "y", "*"], {"x": 1, "y": 10})
    30
    """
    raise NotImplementedError  # TODO: your answer


def value_and_grad(rpn, env):
    """Evaluate an expression and its derivative with respect to every variable of env.

        adjoint(node) = d result / d node = sum over its uses of adjoint(use) * d use / d node

    A variable that is used k times collects k contributions. All derivatives come out of one walk
    from the result back to the variables.

    Args:
        rpn: tokens as for `evaluate`, without // and %, without complex numbers.
        env: dict of the variables' values: int, Fraction or float. It is not changed.

    Returns:
        (value, gradient): value is float(evaluate(rpn, env)). gradient is a plain dict with one
        float for each name in env, in any order, 0.0 for a variable that rpn does not use.

        Powers: d(a**b)/da = b a**(b-1), which for b = 0 is 0 and for b = 1 is 1, also at a = 0.
        d(a**b)/db = a**b ln a is taken, and needs a > 0, only if b contains a variable; where
        it does not, a may be negative or 0.

    Raises:
        ValueError: as for `evaluate`; rpn holds // or %, be it between constants; a number in rpn
            or env, or the value of a power, is complex; a <= 0 in a power a**b whose b contains a
            variable. The text names rpn, env or the unknown variable.
        ZeroDivisionError: as for `evaluate`; the slope is infinite: 0**b with 0 < b < 1, where
            only the base contains a variable. Where both errors fit, either will do.
        OverflowError: as for `evaluate`; the value is an int or Fraction too large for a float.
            Where it is only a derivative that no float can hold, or an int or Fraction on the way
            to one, this error and an infinite or nan derivative will both do.

    Accuracy: a few eps for each operation; the tests allow 1e-13, absolute plus relative.
    Cost: O(tokens + variables), not their product: with 1,000 variables, at most ten times as much
    as one walk back. No recursion: 200,000 tokens may be nested as deeply as they can be.
    Source: book pages 2 and 3; the chain rule of chapter 3, on scalars.

    >>> value_and_grad(["x", "x", "*", "y", "-"], {"x": 3.0, "y": 1.0})
    (8.0, {'x': 6.0, 'y': -1.0})
    >>> value_and_grad(["x", "y", "/"], {"x": 6, "y": 2, "z": 1})
    (3.0, {'x': 0.5, 'y': -1.5, 'z': 0.0})
    """
    raise NotImplementedError  # TODO: your answer
