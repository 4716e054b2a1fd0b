"""Other answers to `scalar_arithmetic`, each named by the verdict it must get."""

import math
from fractions import Fraction

from scalar_arithmetic import _OPERATORS, _lookup, _run
from scalar_arithmetic import evaluate as original_evaluate


def _machine(rpn, env, special):
    """Run the stack machine with some operators replaced."""
    operators = {**_OPERATORS, **special}
    return _run(rpn, lambda item: _lookup(item, env), lambda op, *args: operators[op](*args))


def evaluate__wrong_whole_division(rpn, env):
    """15 / 3 of ints is the float 5.0 in Python, also where the division leaves no remainder."""

    def divide(a, b):
        return a // b if isinstance(a, int) and isinstance(b, int) and a % b == 0 else a / b

    return _machine(rpn, env, {"/": divide})


def evaluate__wrong_truncates(rpn, env):
    """Floor division rounds to minus infinity, not to zero as in C: -7 // 2 is -4, -7 % 2 is 1."""

    def quotient(a, b):
        return a // b if a * b >= 0 else -(-a // b)

    return _machine(rpn, env, {"//": quotient, "%": lambda a, b: a - b * quotient(a, b)})


def evaluate__wrong_reversed_operands(rpn, env):
    """The value on top of the stack is the right operand: it was pushed last."""
    swap = {op: (lambda a, b, f=f: f(b, a)) for op, f in _OPERATORS.items() if op != "neg"}
    return _machine(rpn, env, swap)


def evaluate__wrong_all_floats(rpn, env):
    """Turning every number into a float loses exact ints and Fractions."""

    def number(item):
        value = _lookup(item, env)
        return value if isinstance(value, complex) else float(value)

    return _run(rpn, number, lambda op, *args: _OPERATORS[op](*args))


def evaluate__wrong_fractions_become_floats(rpn, env):
    """A division of Fractions is exact; only / of two ints gives a float."""

    def divide(a, b):
        return a / b if isinstance(a, complex) or isinstance(b, complex) else float(a / b)

    return _machine(rpn, env, {"/": divide})


def evaluate__wrong_ignores_leftovers(rpn, env):
    """Values that are left below the result mean that the expression is not a whole one."""
    stack = []
    for item in rpn:
        if item in _OPERATORS:
            count = 1 if item == "neg" else 2
            if len(stack) < count:
                raise ValueError("rpn")
            args = [stack.pop() for _ in range(count)][::-1]
            stack.append(_OPERATORS[item](*args))
        else:
            stack.append(_lookup(item, env))
    if not stack:
        raise ValueError("rpn")
    return stack[-1]


def evaluate__wrong_recursion(rpn, env):
    """One call inside another for each level of nesting reaches Python's limit."""

    def value(end):
        if end < 0:
            raise ValueError("rpn")
        item = rpn[end]
        if item not in _OPERATORS:
            return _lookup(item, env), end - 1
        if item == "neg":
            a, end = value(end - 1)
            return -a, end
        b, end = value(end - 1)
        a, end = value(end)
        return _OPERATORS[item](a, b), end

    try:
        result, end = value(len(rpn) - 1)
    except RecursionError:
        return math.nan
    if end >= 0:
        raise ValueError("rpn")
    return result


def evaluate__wrong_digits_are_numbers(rpn, env):
    """A string of digits is the name of a variable; a number is a token of type int."""
    items = [int(i) if isinstance(i, str) and i.isdigit() else i for i in rpn]
    return original_evaluate(items, env)


def evaluate__wrong_short_denominators(rpn, env):
    """A Fraction is exact however long its denominator; cutting it to a million rounds."""
    value = original_evaluate(rpn, env)
    return value.limit_denominator() if isinstance(value, Fraction) else value


def evaluate__wrong_infinity(rpn, env):
    """Division by zero is an error for the numbers of Python; there is no infinite int."""
    try:
        return original_evaluate(rpn, env)
    except ZeroDivisionError:
        return math.inf


def evaluate__wrong_infinite_power(rpn, env):
    """A power of floats that overflows is an error in Python, not infinity."""

    def power(a, b):
        try:
            return a**b
        except OverflowError:
            return math.inf

    return _machine(rpn, env, {"**": power})


def evaluate__wrong_small_imaginary_part(rpn, env):
    """A small imaginary part is not noise: whoever passes 1e-30 wants to see what becomes of it."""
    value = original_evaluate(rpn, env)
    if isinstance(value, complex) and abs(value.imag) < 1e-12 * abs(value.real):
        return complex(value.real)
    return value


def evaluate__wrong_uses_up_rpn(rpn, env):
    """The caller's list is emptied: work on it without changing it."""
    items = list(rpn)
    if isinstance(rpn, list):
        rpn.clear()
    return original_evaluate(items, env)


def evaluate__wrong_changes_env(rpn, env):
    """The result is stored in the caller's dict of variables."""
    env["result"] = original_evaluate(rpn, env)
    return env["result"]


def evaluate__slow_top_of_the_stack_in_front(rpn, env):
    """Moves the whole stack at each push and pop; 200,000 tokens still end within a call's time."""
    stack = []
    for item in rpn:
        if item not in _OPERATORS:
            stack.insert(0, _lookup(item, env))
            continue
        count = 1 if item == "neg" else 2
        if len(stack) < count:
            raise ValueError("rpn")
        args = [stack.pop(0) for _ in range(count)][::-1]
        stack.insert(0, _OPERATORS[item](*args))
    if len(stack) != 1:
        raise ValueError("rpn")
    return stack[0]


def evaluate__right_chain_of_ifs(rpn, env):
    stack = []
    for item in rpn:
        if item == "neg":
            if not stack:
                raise ValueError("rpn: neg of nothing")
            stack.append(-stack.pop())
        elif isinstance(item, str) and item in ("+", "-", "*", "/", "//", "%", "**"):
            if len(stack) < 2:
                raise ValueError("rpn: stack underflow")
            b = stack.pop()
            a = stack.pop()
            if item == "+":
                stack.append(a + b)
            elif item == "-":
                stack.append(a - b)
            elif item == "*":
                stack.append(a * b)
            elif item == "/":
                stack.append(a / b)
            elif item == "//":
                stack.append(a // b)
            elif item == "%":
                stack.append(a % b)
            else:
                stack.append(a**b)
        elif isinstance(item, str):
            try:
                stack.append(env[item])
            except KeyError:
                raise ValueError(f"unknown variable {item}") from None
        else:
            stack.append(item)
    if len(stack) != 1:
        raise ValueError("rpn: leftovers")
    return stack.pop()
