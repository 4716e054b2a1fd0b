"""Comparisons for hidden tests: each states facts about the student's value when it fails.

The facts follow one rule: they describe the student's own output (its type, its shape, how many
values are not finite, how far off the worst one is and where), never the input or what was
expected instead.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.checks.failures import CheckFailedError
from grader.checks.witness import Witness
from grader.sandbox.failures import StudentError
from grader.sandbox.remote import Remote
from grader.sandbox.session import Function, Trace
from grader.verdict import Budget, Reason


def kind_of(value: Any) -> str:
    """Describe a value's type in words: `a tuple of 3`, `an array of shape (2, 3), float64`."""
    if isinstance(value, Remote):
        kind = value.__dict__["_kind"]
        return f"an object of {f'type {kind}' if kind else 'another type'}"
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {shown_shape(value.shape)}, {value.dtype}"
    if isinstance(value, list | tuple | dict | set | frozenset):
        return f"a {type(value).__name__} of {len(value) if len(value) <= 9999 else 'many'}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def shown_shape(shape: tuple[int, ...]) -> str:
    """Show a shape; axes are cut at 9999, so that no value can be told through a length."""
    axes = [str(n) if n <= 9999 else "many" for n in shape[:8]] + ["..."] * (len(shape) > 8)
    return f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"


def magnitude(value: float) -> str:
    """Show the power of ten only: an error next to one's own zeros would be the expected value."""
    return f"1e{math.floor(math.log10(abs(value))):+03d}" if value else "0"


def is_large(value: Any) -> bool:
    """Tell whether a value is a Python int that no integer dtype holds."""
    return type(value) is int and not -(2**63) <= value < 2**64


def as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def wrong_type(what: str, value: Any, wanted: str) -> CheckFailedError:
    return CheckFailedError(Reason.WRONG_TYPE, f"{what} is {kind_of(value)}; it must be {wanted}.")


class Comparison:
    """The `check` of a hidden test; remembers the margin of every numerical comparison."""

    def __init__(self, witness: Witness | None = None) -> None:
        self.margins: list[tuple[int, float, float]] = []
        self.counts: dict[str, Budget] = {}
        """The counted calls of each function that came closest to their limit."""
        self.witness = witness

    # ---- form ----

    def array(self, got: Any, what: str = "the result") -> np.ndarray[Any, Any]:
        """Return `got` as an array if it is a number or a numeric array."""
        if isinstance(got, bool | int | float | complex | np.generic | np.ndarray):
            array = np.asarray(as_float(got) if is_large(got) else got)
            if array.dtype.kind in "biufc":
                return array
        raise wrong_type(what, got, "a numeric array or a number")

    def shape(self, got: Any, shape: tuple[int, ...], what: str = "the result") -> None:
        """The value is a numeric array of this shape; () also stands for a plain number."""
        array = self.array(got, what)
        if array.shape != tuple(shape):
            wanted = f"of shape {tuple(shape)}" if shape else "a single number"
            raise wrong_type(what, got, wanted)

    def dtype(self, got: Any, dtype: Any, what: str = "the result") -> None:
        """The value is an array or numpy scalar of just this dtype; a float counts as float64."""
        array = self.array(got, what)
        if is_large(got) or array.dtype != np.dtype(dtype):
            raise wrong_type(what, got, f"of dtype {np.dtype(dtype)}")

    def is_type(self, got: Any, types: type | tuple[type, ...], what: str = "the result") -> None:
        """The value is an instance of one of the types (bool is not an int here)."""
        types = types if isinstance(types, tuple) else (types,)
        if not isinstance(got, types) or (isinstance(got, bool) and bool not in types):
            raise wrong_type(what, got, " or ".join(t.__name__ for t in types))

    def items(
        self, got: Any, count: int | None = None, what: str = "the result"
    ) -> tuple[Any, ...]:
        """The value is a tuple or list (of `count` items); return it as a tuple."""
        if not isinstance(got, tuple | list) or (count is not None and len(got) != count):
            size = "" if count is None else f" of {count} values"
            raise wrong_type(what, got, f"a tuple{size}")
        return tuple(got)

    def keys(self, got: Any, keys: Sequence[str], what: str = "the result") -> None:
        """The value is a dict with exactly these keys."""
        if not isinstance(got, dict) or set(got) != set(keys):
            raise wrong_type(what, got, f"a dict with the keys {', '.join(map(repr, keys))}")

    def finite(self, got: Any, what: str = "the result") -> None:
        """No value is nan or infinite."""
        array = self.array(got, what)
        bad = array.size - int(np.isfinite(array).sum())
        if bad:
            raise CheckFailedError(
                Reason.NOT_FINITE, f"{bad} of {array.size} values of {what} are nan or infinite."
            )

    # ---- values ----

    def close(
        self,
        got: Any,
        want: Any,
        *,
        rtol: float = 0.0,
        atol: float | np.ndarray[Any, Any] = 0.0,
        what: str = "the result",
    ) -> None:
        """The value has the shape of `want` and differs by at most atol + rtol * |want|.

        nan and inf match only themselves.
        """
        if self.witness:
            self.witness.note(want)
        array, want = self.array(got, what), np.asarray(want)
        self.shape(got, want.shape, what)
        line = caller_line()
        if not array.size:
            return
        with np.errstate(all="ignore"):
            same = (array == want) | (np.isnan(array) & np.isnan(want))
            wide = complex if "c" in array.dtype.kind + want.dtype.kind else float
            difference = np.abs(array.astype(wide) - want.astype(wide))
            size = np.where(np.isfinite(want), np.abs(want.astype(wide)), 0.0)
            allowed = np.broadcast_to(atol + rtol * size, array.shape)
            usable = ~same & np.isfinite(want)
            difference = np.where(same, 0.0, difference)
            # Large integers may differ although their difference as floats is 0.
            wrong = ~same & (~np.isfinite(want) | (allowed == 0) | ~(difference <= allowed))
            ratio = np.where(usable & (allowed > 0), difference / allowed, 0.0)
        if not wrong.any():
            self.margins.append((line, float(np.max(ratio, initial=0.0)), 1.0))
            return
        self._differs(array, want, difference, allowed, wrong, line, what)

    def _differs(
        self,
        array: np.ndarray[Any, Any],
        want: np.ndarray[Any, Any],
        difference: np.ndarray[Any, Any],
        allowed: np.ndarray[Any, Any],
        wrong: np.ndarray[Any, Any],
        line: int,
        what: str,
    ) -> None:
        """Raise with what can be said of a value that is not close enough."""
        strange = int((~np.isfinite(array) & wrong & np.isfinite(want)).sum())
        if strange:
            self.margins.append((line, math.inf, 1.0))
            raise CheckFailedError(
                Reason.NOT_FINITE,
                f"{strange} of {array.size} values of {what} are nan or infinite.",
            )
        with np.errstate(all="ignore"):
            excess = np.where(wrong, difference / allowed, 0.0)
        excess = np.where(np.isnan(excess), np.inf, excess)
        self.margins.append((line, float(excess.max()), 1.0))
        at = np.unravel_index(int(np.argmax(np.where(wrong, difference, -1.0))), array.shape)
        where = f" at {[int(i) for i in at]}" if array.ndim else ""
        fact = f"{what} is wrong{where}."
        if 0 < difference[at] < np.inf:
            off, limit = magnitude(float(difference[at])), magnitude(float(allowed[at]))
            # The first digit of a relative tolerance would be one of the expected value's.
            fact = f"{what} is off by about {off}{where}; allowed is about {limit}."
        if array.size > 1:
            fact += f" {int(wrong.sum())} of {array.size} values are wrong."
        raise CheckFailedError(Reason.WRONG_VALUE, fact)

    def equal(self, got: Any, want: Any, what: str = "the result") -> None:
        """The value equals `want` exactly: numbers by value, containers item by item."""
        if isinstance(want, np.ndarray | np.generic):
            return self.close(got, want, what=what)
        if isinstance(want, tuple | list):
            items = self.items(got, len(want), what)
            for i, (g, w) in enumerate(zip(items, want, strict=True)):
                self.equal(g, w, f"{what}[{i}]")
            return None
        if isinstance(want, dict):
            if not isinstance(got, dict):
                raise wrong_type(what, got, "a dict")
            if set(got) != set(want):
                raise CheckFailedError(Reason.WRONG_VALUE, f"{what} has other keys.")
            for key, w in want.items():
                self.equal(got[key], w, f"{what}[{key!r}]")
            return None
        if isinstance(want, int | float | complex) and not isinstance(want, bool):
            return self._equal_number(got, want, what)
        got = got.item() if isinstance(got, np.generic) else got
        if isinstance(got, Remote) or type(got) is not type(want):
            raise wrong_type(what, got, "None" if want is None else f"a {type(want).__name__}")
        if got != want:
            raise CheckFailedError(Reason.WRONG_VALUE, f"{what} has another value.")
        return None

    def _equal_number(self, got: Any, want: complex, what: str) -> None:
        """Python ints compare exactly, whatever their size; nan equals nan."""
        if self.witness:
            self.witness.note(want)
        array = self.array(got, what) if not isinstance(got, int) else None
        if array is not None and array.shape != ():
            raise wrong_type(what, got, "a single number")
        value = got if array is None else array.item()
        if isinstance(value, bool):
            raise wrong_type(what, got, "a single number")
        if value != want and not (value != value and want != want):
            raise CheckFailedError(Reason.WRONG_VALUE, f"{what} has another value.")

    def true(self, condition: Any, fact: str, reason: Reason = Reason.WRONG_VALUE) -> None:
        """A condition that the test worked out holds; `fact` says what is wrong if not."""
        if not bool(condition):
            raise CheckFailedError(reason, fact)

    def below(self, value: float, limit: float, what: str) -> None:
        """A number that measures an error stays at or below its limit."""
        value, limit = float(value), float(limit)
        self.margins.append((caller_line(), value / limit if limit > 0 else value, 1.0))
        self._bounded(value, limit, what)

    def _bounded(self, value: float, limit: float, what: str) -> None:
        if not value <= limit:
            shown = f"about {magnitude(value)}" if math.isfinite(value) else "not finite"
            reason = Reason.WRONG_VALUE if math.isfinite(value) else Reason.NOT_FINITE
            raise CheckFailedError(reason, f"{what} is {shown}; allowed {limit:.0e}.")

    def z_score(self, value: float, mean: float, deviation: float, what: str) -> None:
        """A random quantity lies within six standard deviations of its mean."""
        # Not a margin for the audit: chance leaves no room of ten as rounding does.
        self._bounded(abs(float(value) - mean) / deviation, 6.0, f"{what}, in standard deviations,")

    # ---- behaviour ----

    def raises(
        self,
        kinds: type[BaseException] | tuple[type[BaseException], ...],
        function: Function,
        *args: Any,
        names: str | tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        """The call raises one of `kinds`, and its text holds one of `names`.

        `LinAlgError` passes for `ValueError`, which it is not in older versions of numpy.
        """
        try:
            result = function(*args, **kwargs)
        except StudentError as error:
            result = error
        refusal(result, kinds, names)

    def each_raises(
        self,
        kinds: type[BaseException] | tuple[type[BaseException], ...],
        function: Function,
        arguments: Sequence[tuple[Any, ...]],
        names: str | tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        """Each call raises as `raises` asks for; all are made in one request."""
        for result in function.outcomes(arguments, **kwargs):
            refusal(result, kinds, names)

    def unchanged(self, trace: Trace, *before: Any) -> None:
        """The arguments of a traced call are, byte for byte, what they were."""
        for i, (after, old) in enumerate(zip(trace.args, before, strict=True)):
            if not same_bytes(after, old):
                raise CheckFailedError(Reason.MODIFIED, f"Argument {i + 1} is changed by the call.")

    def owns_result(self, trace: Trace) -> None:
        """The result shares no memory with an argument."""
        if trace.shares_memory:
            raise CheckFailedError(Reason.MODIFIED, "The result shares memory with an argument.")

    def counted(self, function: Callable[..., Any]) -> Counted:
        """Wrap a function so that the student's calls of it are counted."""
        return Counted(function)

    def calls(self, counted: Counted, limit: float, what: str = "the function") -> None:
        """A counted function was called at most `limit` times."""
        count = Budget("calls", what, float(limit), float(counted.calls), None, None, "calls")
        closest = self.counts.setdefault(what, count)
        if counted.calls * closest.limit > (closest.value or 0.0) * limit:
            self.counts[what] = count
        if counted.calls > limit:
            raise CheckFailedError(
                Reason.TOO_SLOW, f"{what} is called {counted.calls} times; allowed {limit:g}."
            )


class Counted:
    """A function that knows how often it was called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.calls = 0
        self.__name__ = getattr(function, "__name__", "function")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.function(*args, **kwargs)


def refusal(
    result: Any,
    kinds: type[BaseException] | tuple[type[BaseException], ...],
    names: str | tuple[str, ...],
) -> None:
    """Check that a call ended in the right exception."""
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    wanted = " or ".join(k.__name__ for k in kinds)
    if not isinstance(result, StudentError):
        raise CheckFailedError(
            Reason.WRONG_TYPE,
            f"Nothing is raised; {kind_of(result)} is returned instead of {wanted}.",
        )
    if ValueError in kinds:
        kinds = (*kinds, np.linalg.LinAlgError)
    if not result.is_a(*kinds):
        if result.kind == "NotImplementedError":
            raise result
        kind = result.kind or "An exception of another type"
        raise CheckFailedError(
            Reason.WRONG_TYPE, f"{kind} is raised; it must be {wanted}."
        ) from result
    names = (names,) if isinstance(names, str) else names
    if names and not any(has_word(result.text, name) for name in names):
        listed = " or ".join(repr(name) for name in names)
        kind = result.kind or "exception"
        raise CheckFailedError(
            Reason.WRONG_VALUE, f"The text of the {kind} does not name {listed}."
        ) from result


def has_word(text: str, name: str) -> bool:
    """Tell whether a text names an argument, as a word of its own; M and m are two names."""
    flags = re.IGNORECASE if len(name) > 1 else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags) is not None


def same_bytes(a: Any, b: Any) -> bool:
    """Compare plain values exactly: arrays by dtype, shape and bytes, nan included."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple) and type(a) is type(b):
        return len(a) == len(b) and all(same_bytes(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_bytes(a[k], b[k]) for k in a)
    if isinstance(b, np.random.Generator) or callable(b):
        return True
    return type(a) is type(b) and (a == b or (a != a and b != b))


def caller_line() -> int:
    """Return the line of the hidden test that asks, for the audit's table of margins."""
    frame = sys._getframe(1)
    while frame is not None and str(frame.f_globals.get("__name__")).startswith("grader."):
        frame = frame.f_back  # type: ignore[assignment]
    return frame.f_lineno if frame else 0
