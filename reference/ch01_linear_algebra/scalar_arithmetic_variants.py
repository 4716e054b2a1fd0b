"""Other answers to `scalar_arithmetic`, each named by the verdict it must get."""

import math
from fractions import Fraction

from scalar_arithmetic import _DERIVATIVES, _OPERATORS, _lookup, _run
from scalar_arithmetic import evaluate as original_evaluate
from scalar_arithmetic import value_and_grad as original_value_and_grad


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


def evaluate__wrong_small_imaginary_part(rpn, env):
    """A small imaginary part is not noise: whoever passes 1e-30 wants to see what becomes of it."""
    value = original_evaluate(rpn, env)
    if isinstance(value, complex) and abs(value.imag) < 1e-12 * abs(value.real):
        return complex(value.real)
    return value


def evaluate__wrong_uses_up_rpn(rpn, env):
    """The caller's list is emptied: work on it without changing it."""
    if isinstance(rpn, tuple):
        return original_evaluate(rpn, env)
    items = []
    while rpn:
        items.append(rpn.pop(0))
    return original_evaluate(items, env)


def evaluate__wrong_changes_env(rpn, env):
    """The result is stored in the caller's dict of variables."""
    env["result"] = original_evaluate(rpn, env)
    return env["result"]


def evaluate__slow_copies_the_stack(rpn, env):
    stack = []
    for item in rpn:
        if item not in _OPERATORS:
            stack = [*stack, _lookup(item, env)]
            continue
        count = 1 if item == "neg" else 2
        if len(stack) < count:
            raise ValueError("rpn")
        stack = [*stack[:-count], _OPERATORS[item](*stack[-count:])]
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


def _reverse(rpn, env, derivatives=_DERIVATIVES, overwrite=False):
    """Reverse mode with a node for each token, one for each use of a variable."""
    original_value_and_grad(rpn, env)  # errors are not what these variants are about
    tape, gradient = [], dict.fromkeys(env, 0.0)

    def leaf(item):
        tape.append([_lookup(item, env), item, (), 0.0])
        return len(tape) - 1

    def node(op, *nodes):
        tape.append([_OPERATORS[op](*(tape[k][0] for k in nodes)), op, nodes, 0.0])
        return len(tape) - 1

    tape[_run(rpn, leaf, node)][3] = 1.0
    varies = []
    for _, item, nodes, _ in tape:
        varies.append(any(varies[k] for k in nodes) if nodes else isinstance(item, str))
    for value, item, nodes, adjoint in reversed(tape):
        if not nodes and isinstance(item, str):
            gradient[item] = adjoint if overwrite else gradient[item] + adjoint
        for place, k in enumerate(nodes):
            if varies[k]:
                slope = derivatives[item][place](value, *(tape[j][0] for j in nodes))
                tape[k][3] += adjoint * slope
    return float(tape[-1][0]), gradient


def value_and_grad__right_node_for_each_use(rpn, env):
    return _reverse(rpn, env)


def value_and_grad__right_other_order(rpn, env):
    value, gradient = original_value_and_grad(rpn, env)
    return [value, dict(sorted(gradient.items(), reverse=True))]


def value_and_grad__wrong_overwrites(rpn, env):
    """A variable used twice collects two contributions: add the second one, do not replace."""
    return _reverse(rpn, env, overwrite=True)


def value_and_grad__wrong_quotient_sign(rpn, env):
    """A larger denominator makes a positive quotient smaller: d(a/b)/db is -a/b^2."""
    slopes = (_DERIVATIVES["/"][0], lambda result, a, b: result / b)
    return _reverse(rpn, env, {**_DERIVATIVES, "/": slopes})


def value_and_grad__wrong_constant_exponent_only(rpn, env):
    """The exponent may contain variables as well: d(a**b)/db is a**b ln a."""
    slopes = (_DERIVATIVES["**"][0], lambda result, a, b: 0.0)
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_power_divides_by_base(rpn, env):
    """b a**b / a is b a**(b-1) only where the base is not 0."""
    slopes = (lambda result, a, b: b * result / a if a else 0.0, _DERIVATIVES["**"][1])
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_logarithm_always(rpn, env):
    """a**b = exp(b ln a) holds for a > 0 only; with a constant exponent a may be negative."""
    slopes = (lambda result, a, b: b * result / a if a > 0 else 0.0, _DERIVATIVES["**"][1])
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_product_divides(rpn, env):
    """The derivative of a b is b, and that is a b / a only where a is not 0."""
    slopes = (
        lambda result, a, b: result / a if a else 0.0,
        lambda result, a, b: result / b if b else 0.0,
    )
    return _reverse(rpn, env, {**_DERIVATIVES, "*": slopes})


def value_and_grad__wrong_used_variables_only(rpn, env):
    """A variable that is not used has the derivative 0.0; it is not missing from the gradient."""
    value, gradient = original_value_and_grad(rpn, env)
    return value, {name: slope for name, slope in gradient.items() if name in rpn}


def value_and_grad__wrong_rounds_early(rpn, env):
    """The value is rounded to a float once, at the end; the numbers on the way stay exact."""
    original_value_and_grad(rpn, env)
    rounded = [item if isinstance(item, str) else float(item) for item in rpn]
    return original_value_and_grad(rounded, {name: float(v) for name, v in env.items()})


def value_and_grad__wrong_difference_quotient(rpn, env):
    """A difference quotient has only half of the digits."""
    value, gradient = original_value_and_grad(rpn, env)
    for name in gradient:
        h = 1e-6 * max(1.0, abs(float(env[name])))
        try:
            up, down = (
                original_evaluate(rpn, {**env, name: float(env[name]) + s * h}) for s in (1, -1)
            )
            gradient[name] = float((up - down) / (2 * h))
        except (ZeroDivisionError, TypeError):
            pass  # beside a point where nothing is defined
    return value, gradient


def value_and_grad__wrong_recursion(rpn, env):
    """Handing the derivative down by a function that calls itself reaches Python's limit."""
    value, gradient = original_value_and_grad(rpn, env)

    def depth(node):
        return 1 + max((depth(k) for k in node), default=0)

    try:
        depth(_run(rpn, lambda item: (), lambda op, *nodes: nodes))
    except RecursionError:
        return value, dict.fromkeys(gradient, math.nan)
    return value, gradient


def value_and_grad__right_closures(rpn, env):
    """Each operation appends a function that hands its derivative down; run them backwards."""
    backward, gradient = [], dict.fromkeys(env, 0.0)

    def leaf(item):
        node = [_lookup(item, env), 0.0, isinstance(item, str)]
        if isinstance(node[0], complex):
            raise ValueError("rpn or env is complex")
        if node[2]:

            def give():
                gradient[item] += node[1]

            backward.append(give)
        return node

    def operation(op, *nodes):
        if op in ("//", "%"):
            raise ValueError("rpn: // and % have no derivative")
        args = [n[0] for n in nodes]
        node = [_OPERATORS[op](*args), 0.0, any(n[2] for n in nodes)]
        if isinstance(node[0], complex):
            raise ValueError("rpn: complex power")
        if op == "**" and nodes[1][2] and args[0] <= 0:
            raise ValueError("rpn: the base must be positive")

        def give():
            a, b = args[0], args[-1]
            first, second = {
                "+": lambda: (1.0, 1.0),
                "-": lambda: (1.0, -1.0),
                "*": lambda: (b, a),
                "/": lambda: (1 / b, -a / b**2),
                "neg": lambda: (-1.0, None),
                "**": lambda: (
                    (0 if b == 0 else b * a ** (b - 1)) if nodes[0][2] else 0,
                    node[0] * math.log(a) if nodes[1][2] else 0,
                ),
            }[op]()
            for n, slope in zip(nodes, (first, second), strict=False):
                n[1] += node[1] * slope

        if node[2]:
            backward.append(give)
        return node

    root = _run(rpn, leaf, operation)
    root[1] = 1.0
    for give in reversed(backward):
        give()
    return float(root[0]), gradient


def value_and_grad__slow_dual_numbers(rpn, env):
    original_value_and_grad(rpn, env)

    def leaf(item):
        return _lookup(item, env), ({item: 1.0} if isinstance(item, str) else {})

    def node(op, *nodes):
        args = [n[0] for n in nodes]
        result, total = _OPERATORS[op](*args), {}
        for (_, slopes), rule in zip(nodes, _DERIVATIVES[op], strict=True):
            outer = rule(result, *args) if slopes else 0.0
            for name, slope in slopes.items():
                total[name] = total.get(name, 0.0) + outer * slope
        return result, total

    value, slopes = _run(rpn, leaf, node)
    return float(value), {**dict.fromkeys(env, 0.0), **slopes}
