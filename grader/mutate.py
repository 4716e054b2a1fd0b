"""Mutants of a reference: one small change each, of the kind a numerical programmer makes.

General operators (arithmetic, comparisons, numbers, booleans, loops) come from cosmic-ray, a
maintained mutation library. What numerical code gets wrong beside that (axes, transposes, means
for sums, copies, precision, dropped terms and steps) is made here. A survivor that means the same
is marked in the reference, on its line or the comment line above:

    s = x.sum(axis=1)  # equivalent: axis=1 -> axis=0: x is symmetric here
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from types import CodeType

COSMIC_OPERATORS = """
    ReplaceBinaryOperator_Add_Sub ReplaceBinaryOperator_Sub_Add ReplaceBinaryOperator_Mul_Div
    ReplaceBinaryOperator_Div_Mul ReplaceBinaryOperator_Pow_Mul ReplaceBinaryOperator_FloorDiv_Mul
    ReplaceBinaryOperator_Mod_FloorDiv ReplaceBinaryOperator_BitAnd_BitOr
    ReplaceBinaryOperator_BitOr_BitAnd ReplaceBinaryOperator_LShift_RShift
    ReplaceComparisonOperator_Lt_LtE ReplaceComparisonOperator_LtE_Lt
    ReplaceComparisonOperator_Gt_GtE ReplaceComparisonOperator_GtE_Gt
    ReplaceComparisonOperator_Lt_Gt ReplaceComparisonOperator_LtE_GtE
    ReplaceComparisonOperator_Gt_Lt ReplaceComparisonOperator_GtE_LtE
    ReplaceComparisonOperator_Eq_NotEq ReplaceComparisonOperator_NotEq_Eq
    ReplaceUnaryOperator_Delete_USub ReplaceUnaryOperator_Delete_Not
    ReplaceUnaryOperator_Delete_Invert
    ReplaceTrueWithFalse ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd
    ReplaceBreakWithContinue ReplaceContinueWithBreak NumberReplacer ZeroIterationForLoop
""".split()

SWAPS = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "amax": "amin",
    "amin": "amax",
    "argmax": "argmin",
    "argmin": "argmax",
    "maximum": "minimum",
    "minimum": "maximum",
    "all": "any",
    "any": "all",
    "floor": "ceil",
    "ceil": "floor",
    "cumsum": "cumprod",
    "prod": "sum",
    "std": "var",
    "var": "std",
    "zeros": "ones",
    "ones": "zeros",
    "hypot": "add",
    "float64": "float32",
    "isinf": "isnan",
    "isnan": "isinf",
    "isfinite": "isnan",
    "sin": "cos",
    "cos": "sin",
    "tril": "triu",
    "triu": "tril",
    "vstack": "hstack",
    "hstack": "vstack",
    "log1p": "log",
    "expm1": "exp",
    "inner": "outer",
    "outer": "inner",
}
"""A function that is called, and the one a student might call instead."""

DROPPED_CALLS = {
    "abs",
    "absolute",
    "sqrt",
    "square",
    "log",
    "exp",
    "copy",
    "conj",
    "sorted",
    "sort",
}
DROPPED_ATTRIBUTES = {"T", "real", "mT"}
EPSILON_BELOW = 1e-3


@dataclass(frozen=True)
class Mutant:
    """A changed reference."""

    operator: str
    line: int
    old: str
    new: str
    source: str

    @property
    def change(self) -> str:
        return f"{self.old} -> {self.new}"


def make_mutants(source: str) -> list[Mutant]:
    """Return every mutant of a reference once, in order of lines; none means the same to Python."""
    lines, found = lines_of(source), []
    for statement in ast.parse(source).body:
        # One statement at a time: the parsers would read the whole file for each mutant.
        decorators = getattr(statement, "decorator_list", [])
        first = min(node.lineno for node in (statement, *decorators)) - 1
        last = statement.end_lineno or first + 1
        before, after = "".join(lines[:first]), "".join(lines[last:])
        for one in mutants_of("".join(lines[first:last])):
            whole = f"{before}{one.source}{after}"
            found.append(replace(one, line=one.line + first, source=whole))
    return sorted(found, key=lambda m: (m.line, m.change))


def mutants_of(statement: str) -> Iterator[Mutant]:
    """Yield every mutant of a statement at top level once; none means the same to Python."""
    seen = {fingerprint(meaning(statement))}
    for operator, changed in (*numerical_mutants(statement), *cosmic_mutants(statement)):
        try:
            mark = fingerprint(meaning(changed))
        except (SyntaxError, ValueError):
            continue
        if mark not in seen:
            seen.add(mark)
            yield Mutant(operator, *difference(statement, changed), changed)


class Silent(ast.NodeTransformer):
    """Takes the words out of messages: a test asks for a name in them, not for a wording."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
        return ast.copy_location(ast.Constant(""), node)


def meaning(source: str) -> CodeType:
    return compile(Silent().visit(ast.parse(source)), "reference", "exec")


def fingerprint(code: CodeType) -> tuple[object, ...]:
    """Return what a module does, apart from line numbers."""
    inner = tuple(fingerprint(c) if isinstance(c, CodeType) else repr(c) for c in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, inner


def cosmic_mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield (operator, mutated source) from cosmic-ray."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    for name in COSMIC_OPERATORS:
        operator = get_operator(f"core/{name}")()
        occurrence = 0
        while (mutated := mutate_code(source, operator, occurrence)) is not None:
            yield name, mutated
            occurrence += 1


def numerical_mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield (operator, mutated source) for the mistakes of numerical code."""
    lines = lines_of(source)
    tree = ast.parse(source)
    even = sides_that_do_not_matter(tree)
    for node in ast.walk(tree):
        for operator, replacement in changes(node):
            if operator != "swapped sides" or node not in even:
                yield operator, replaced(lines, node, replacement)


def sides_that_do_not_matter(tree: ast.Module) -> set[ast.AST]:
    """Return the differences inside an absolute value or a square: a - b is as good as b - a."""
    even: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            even.update(node.args if name in ("abs", "absolute", "norm", "hypot", "square") else ())
        elif (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Pow)
            and isinstance(node.right, ast.Constant)
            and node.right.value == 2
        ):
            even.add(node.left)
    return even


def changes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (operator, new text) for one node of the syntax tree."""
    if isinstance(node, ast.Attribute):
        yield from attribute_changes(node)
    elif isinstance(node, ast.Call):
        yield from call_changes(node)
    elif isinstance(node, ast.keyword) and node.arg == "axis":
        yield from axis_changes(node)
    elif isinstance(node, ast.BinOp):
        yield from term_changes(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, float):
        if 0 < abs(node.value) <= EPSILON_BELOW:
            yield "epsilon", repr(node.value * 1000)
            yield "epsilon", repr(node.value / 1000)
    elif isinstance(node, ast.Slice):
        yield from slice_changes(node)
    elif isinstance(node, ast.Subscript) and adds_axes_only(node.slice):
        yield "dropped new axis", closed(node.value)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        if len(node.value.elts) == 2:
            first, second = (ast.unparse(e) for e in node.value.elts)
            yield "order of results", f"return {second}, {first}"
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Raise):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text:
            yield "dropped step", "pass"


def attribute_changes(node: ast.Attribute) -> Iterator[tuple[str, str]]:
    if node.attr in DROPPED_ATTRIBUTES:
        yield "dropped attribute", closed(node.value)
    if node.attr in SWAPS:
        yield "other function", f"{closed(node.value)}.{SWAPS[node.attr]}"
    if isinstance(node.value, ast.Name) and node.value.id == "rng":
        yield "fixed seed", f"np.random.default_rng(0).{node.attr}"


def call_changes(node: ast.Call) -> Iterator[tuple[str, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_method = isinstance(node.func, ast.Attribute) and not is_module(node.func.value)
    arguments = [ast.unparse(a) for a in node.args]
    if name in DROPPED_CALLS:
        if is_method and isinstance(node.func, ast.Attribute) and not arguments:
            yield "dropped call", f"({ast.unparse(node.func.value)})"
        elif len(arguments) == 1:
            yield "dropped call", f"({arguments[0]})"
    if name in SWAPS and isinstance(node.func, ast.Name):
        yield "other function", ast.unparse(node).replace(name, SWAPS[name], 1)
    if name == "array" and len(arguments) == 1:
        yield "dropped copy", ast.unparse(node).replace(".array(", ".asarray(", 1)
    if name == "where" and len(arguments) == 3:
        swapped = f"{ast.unparse(node.func)}({arguments[0]}, {arguments[2]}, {arguments[1]})"
        yield "swapped branches", swapped
    if name == "range" and arguments:
        yield "range", f"range({', '.join([*arguments[:-1], f'({arguments[-1]}) - 1'])})"
    for i, keyword in enumerate(node.keywords):
        if keyword.arg in ("keepdims", "ddof", "dtype", "order", "rcond", "rtol", "atol", "side"):
            rest = [k for j, k in enumerate(node.keywords) if j != i]
            yield "dropped argument", ast.unparse(ast.Call(node.func, node.args, rest))


def is_module(node: ast.expr) -> bool:
    return ast.unparse(node).partition(".")[0] in ("np", "math", "numpy")


def axis_changes(node: ast.keyword) -> Iterator[tuple[str, str]]:
    text = ast.unparse(node.value)
    try:
        value = ast.literal_eval(text)
    except ValueError:
        return
    if isinstance(value, int):
        # cosmic-ray adds and subtracts 1; this is the axis counted from the other end.
        yield "axis", f"axis={-1 - value}"
    yield "axis", "axis=None"


def term_changes(node: ast.BinOp) -> Iterator[tuple[str, str]]:
    """Drop one side of a sum or product, and swap the sides of a difference or a product."""
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, ast.Add | ast.Sub):
        yield "dropped term", f"({left})"
        yield "dropped term", f"({right})"
    if isinstance(node.op, ast.Sub):
        yield "swapped sides", f"({as_term(node.right)} - ({left}))"
    if isinstance(node.op, ast.Mult | ast.Div):
        yield "dropped factor", f"({left})"
    if isinstance(node.op, ast.MatMult):
        yield "swapped sides", f"(({right}) @ ({left}))"


def slice_changes(node: ast.Slice) -> Iterator[tuple[str, str]]:
    parts = [as_term(p) if p else "" for p in (node.lower, node.upper, node.step)]
    step = f":{parts[2]}" if parts[2] else ""
    if parts[0]:
        yield "slice", f":{parts[1]}{step}"
    if parts[1]:
        yield "slice", f"{parts[0]}:{step}"
        yield "slice", f"{parts[0]}:{parts[1]} - 1{step}"
    if step:
        yield "slice", f"{parts[0]}:{parts[1]}"


def adds_axes_only(index: ast.expr) -> bool:
    """Tell whether an index as `[:, None]` or `[..., np.newaxis]` does nothing but add axes."""
    parts = [ast.unparse(e) for e in (index.elts if isinstance(index, ast.Tuple) else [index])]
    added = [p for p in parts if p in ("None", "np.newaxis")]
    return bool(added) and set(parts) <= {"None", "np.newaxis", ":", "..."}


# ---- text ---------------------------------------------------------------------------------------


def lines_of(source: str) -> list[str]:
    """Split as Python does: a form feed or a line separator in a string begins no new line."""
    return StringIO(source).readlines()


def closed(node: ast.expr) -> str:
    """Return the text of an operand that `.name` can follow."""
    atoms = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
    return ast.unparse(node) if isinstance(node, atoms) else f"({ast.unparse(node)})"


def as_term(node: ast.expr) -> str:
    """Return the text of an operand that `- ...` can follow."""
    loose = (ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr)
    bits = (ast.BitOr, ast.BitXor, ast.BitAnd, ast.LShift, ast.RShift)
    is_loose = isinstance(node, loose) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, bits)
    )
    is_not = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    return f"({ast.unparse(node)})" if is_loose or is_not else ast.unparse(node)


def replaced(lines: list[str], node: ast.AST, text: str) -> str:
    """Return the source with one node's text replaced; columns count UTF-8 bytes."""
    first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
    start = lines[first].encode()[: node.col_offset].decode()  # type: ignore[attr-defined]
    end = lines[last].encode()[node.end_col_offset :].decode()  # type: ignore[attr-defined]
    return "".join([*lines[:first], start, text, end, *lines[last + 1 :]])


def difference(before: str, after: str) -> tuple[int, str, str]:
    """Return (line, old, new) of a single change, cut at token borders."""
    old, new = tokens(before), tokens(after)
    head = 0
    while head < min(len(old), len(new)) and old[head][0] == new[head][0]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail][0] == new[-1 - tail][0]:
        tail += 1
    changed_old, changed_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if head and not (changed_old and changed_new):
        # A bare deletion or insertion says little: show the token before it as well.
        changed_old, changed_new = [old[head - 1], *changed_old], [new[head - 1], *changed_new]
    line = old[min(head, len(old) - 1)][1]
    return line, joined(changed_old), joined(changed_new)


def tokens(source: str) -> list[tuple[str, int]]:
    skip = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    stream = tokenize.generate_tokens(StringIO(source).readline)
    return [(t.string, t.start[0]) for t in stream if t.type not in skip]


def joined(parts: list[tuple[str, int]]) -> str:
    text = " ".join(p for p, _ in parts)
    return re.sub(r" ?([.()\[\],:=]) ?", r"\1", text).replace(",", ", ")


MARK = re.compile(r"#\s*equivalent:\s*(.+?)\s*->\s*(.+?):\s+(\S.*)")


def equivalent_marks(source: str) -> dict[int, list[tuple[str, str, str]]]:
    """Return line -> [(old, new, reason)]; a mark on a line of its own speaks of the code below."""
    marks: dict[int, list[tuple[str, str, str]]] = {}
    waiting: list[tuple[str, str, str]] = []
    for number, line in enumerate(lines_of(source), 1):
        match = MARK.search(line)
        mark = [(squeezed(match[1]), squeezed(match[2]), match[3])] if match else []
        if line.lstrip().startswith("#"):
            waiting += mark
        elif line.strip():
            marks[number] = waiting + mark
            waiting = []
    return {number: found for number, found in marks.items() if found}


def squeezed(text: str) -> str:
    return "".join(text.split())


def reason_for(mutant: Mutant, marks: dict[int, list[tuple[str, str, str]]]) -> str | None:
    """Return why a mutant is marked as meaning the same, if it is."""
    for old, new, reason in marks.get(mutant.line, ()):
        if (squeezed(mutant.old), squeezed(mutant.new)) == (old, new):
            return reason
    return None
