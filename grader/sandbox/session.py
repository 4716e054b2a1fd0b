"""One answer, loaded in a runner that is replaced when it dies: calls, handles, callbacks."""

from __future__ import annotations

import builtins
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from grader.sandbox import wire
from grader.sandbox.failures import MissingNameError, StudentError
from grader.sandbox.host import RunnerGoneError
from grader.sandbox.remote import Remote
from grader.verdict import Chunk, Place

MAX_CALLBACKS = 20_000
PUBLIC_NAMES = {"LinAlgError", "AxisError", "ndarray", "matrix", "generator", "function"}
PUBLIC_NAMES |= {"ForbiddenCallError", "ProtocolError"}
TIMEOUTS_ALLOWED = 2
"""After so many time-outs in one function, its later calls are not waited for."""
METHODS = {(dict, "__getitem__"), (np.ndarray, "dot")}
"""Methods sent with their object, to be called beside the answer: tables and linear maps."""

Reply = tuple[str, Any, wire.Buffers]
OnCallback = Callable[[Any, wire.Buffers], Reply]


class Link(Protocol):
    """A conversation with a runner: a confined process, or the loopback for references."""

    def exchange(
        self,
        op: str,
        body: Any,
        buffers: wire.Buffers,
        on_callback: OnCallback,
        cpu_seconds: float | None = None,
    ) -> Reply: ...

    def close(self) -> None: ...


class Answer:
    """What a session runs: chunks of source, and the names an exercise bans."""

    def __init__(
        self, chunks: Sequence[Chunk], notebook: bool = False, banned: Sequence[str] = ()
    ) -> None:
        self.chunks, self.notebook, self.banned = tuple(chunks), notebook, tuple(banned)
        self.labels = {c.label for c in chunks}

    def body(self) -> Any:
        return [[[c.label, c.source] for c in self.chunks], self.notebook, list(self.banned)]


class Session:
    """An answer in a runner; a dead runner is replaced before the next call."""

    def __init__(
        self, answer: Answer, spawn: Callable[[], Link], allowance: float = float("inf")
    ) -> None:
        self.answer = answer
        self.spawn = spawn
        self.allowance = allowance
        """Seconds that all calls together may take."""
        self.link: Link | None = None
        self.generation = 0
        self.names: tuple[str, ...] = ()
        self.failed: list[tuple[str, str, Place | None]] = []
        self.calls = 0
        self.timeouts: Counter[str] = Counter()
        self.callbacks: list[Callable[..., Any]] = []
        self.callback_error: BaseException | None = None
        self.callback_count = 0
        self.witness: Any = None
        """Notes what is sent, when a lint asks for it."""

    # ---- life of the runner ----

    def load(self) -> None:
        """Start a runner and run the answer's module in it.

        Raises:
            StudentError: the module raised.
            RunnerGoneError: the runner did not survive it.
        """
        self.close()
        self.link = self.spawn()
        self.generation += 1
        loaded = self.request("load", self.answer.body(), [])
        if not isinstance(loaded, dict) or not isinstance(loaded.get("names"), list):
            raise RunnerGoneError("protocol", "an answer of the wrong form")
        self.names = tuple(n for n in loaded["names"] if isinstance(n, str))
        failed = loaded.get("failed")
        self.failed = [self._failure(f) for f in failed[:50]] if isinstance(failed, list) else []

    def _failure(self, item: Any) -> tuple[str, str, Place | None]:
        kind, _, text, place = item if isinstance(item, list) and len(item) == 4 else [None] * 4
        return as_text(kind, 80), as_text(text, 500), self.place(place)

    def place(self, claim: Any) -> Place | None:
        """Return the place a runner names, if there is one like it in the answer."""
        if isinstance(claim, list) and len(claim) == 2 and type(claim[1]) is int:
            label, line = claim
            if isinstance(label, str) and label in self.answer.labels and 0 < line < 10**6:
                return Place(label, line)
        return None

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None

    def alive(self) -> Link:
        if self.link is None:
            self.load()
        assert self.link is not None
        return self.link

    # ---- requests ----

    def request(
        self, op: str, body: Any, buffers: wire.Buffers, cpu_seconds: float | None = None
    ) -> Any:
        """Exchange one request and return the decoded value.

        Raises:
            StudentError: student code raised.
            RunnerGoneError: the runner is gone; the next request gets a new one.
        """
        link = self.alive()
        self.callback_error = None
        try:
            op, tree, received = link.exchange(op, body, buffers, self._on_callback, cpu_seconds)
            value = wire.Decoder(received, self._handle).value(tree)
            error = self._student_error(value) if op == "error" else None
        except wire.ProtocolError as broken:
            self.close()
            raise RunnerGoneError("protocol", str(broken)) from None
        except RunnerGoneError:
            self.close()
            raise
        if self.callback_error is not None:
            raise self.callback_error
        if error is not None:
            raise error
        return value

    def _student_error(self, value: Any) -> StudentError:
        if not isinstance(value, list) or len(value) != 4 or not isinstance(value[1], list):
            raise wire.ProtocolError("an error of the wrong form")
        kind, bases, text, place = value
        bases = [as_text(b, 80) for b in bases[:12]]
        return StudentError(self.public(kind), bases, as_text(text, 500), self.place(place))

    def public(self, claim: Any) -> str:
        """Return the name of a type if it is a public word, else nothing.

        A type made up on the spot could carry a hidden input out in its name.
        """
        name = as_text(claim, 80)
        if hasattr(builtins, name) or name in PUBLIC_NAMES:
            return name
        sources = (chunk.source for chunk in self.answer.chunks)
        written = name.isidentifier() and any(f"class {name}" in source for source in sources)
        return name if written else ""

    def call(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        target: int = 0,
        keep: bool = False,
        trace: bool = False,
    ) -> Any:
        """Call a function of the module, or a method of a kept object."""
        if not trace:
            args, kwargs = frozen(args), frozen(kwargs)

        def ask() -> Any:
            out: wire.Buffers = []
            trees = [self.encode(value, out) for value in (list(args), kwargs)]
            return self.request("call", [target, name, *trees, keep, trace], out)

        return self.attend(name, 1, ask, in_module=not target)

    def call_each(
        self,
        name: str,
        arguments: Sequence[tuple[Any, ...]],
        kwargs: dict[str, Any],
        rngs: Sequence[np.random.Generator] = (),
        catch: bool = False,
    ) -> list[Any]:
        """Call a function of the module with each tuple of arguments, in one request.

        `catch`: the result of a call that raises is its StudentError.
        """
        if not arguments:
            raise TypeError("a hidden test asks for no calls at all")

        def ask() -> Any:
            out: wire.Buffers = []
            values = (frozen([tuple(args) for args in arguments]), frozen(kwargs), list(rngs))
            trees = [self.encode(v, out) for v in values]
            return self.request("each", [name, *trees, catch], out)

        results = self.attend(name, len(arguments), ask)
        if not isinstance(results, list) or len(results) != len(arguments):
            raise RunnerGoneError("protocol", "an answer of the wrong form")
        return [self._outcome(r) for r in results] if catch else results

    def _outcome(self, claim: Any) -> Any:
        try:
            raised, value = claim
            return self._student_error(value) if raised is True else value
        except (TypeError, ValueError, wire.ProtocolError):
            raise RunnerGoneError("protocol", "an answer of the wrong form") from None

    def attend(self, name: str, calls: int, ask: Callable[[], Any], in_module: bool = True) -> Any:
        """Let the student's code run: count its calls, its time and its time-outs."""
        self.calls += calls
        if self.timeouts[name] >= TIMEOUTS_ALLOWED or self.allowance <= 0:
            raise RunnerGoneError("timed out")
        self.alive()
        if in_module and name not in self.names:
            raise MissingNameError(name, self.names)
        # A test's callback may call the student again while this call waits.
        outer = self.callbacks, self.callback_count
        self.callbacks, self.callback_count = [], 0
        began = time.monotonic()
        try:
            return ask()
        except RunnerGoneError as gone:
            self.timeouts[name] += gone.why == "timed out"
            raise
        finally:
            self.allowance -= time.monotonic() - began
            self.callbacks, self.callback_count = outer

    # ---- values ----

    def encode(self, value: Any, out: wire.Buffers) -> Any:
        """Encode an argument; the test's author hears of values that cannot be sent."""
        if self.witness:
            self.witness.note(value)
        return wire.encode(value, out, lambda odd: self._odd(odd, out))

    def _odd(self, value: Any, out: wire.Buffers) -> Any:
        """Encode the arguments only a test may send."""
        if isinstance(value, Remote):
            return ["H", value.__dict__["_id"]]
        if isinstance(value, np.random.Generator):
            state = self.encode(value.bit_generator.state, out)
            return ["G", type(value.bit_generator).__name__, state]
        if isinstance(value, np.matrix):
            return ["M", self.encode(np.asarray(value), out)]
        if isinstance(value, np.ndarray) and value.dtype.kind == "O":
            return ["O", [self.encode(v, out) for v in value.ravel()], list(value.shape)]
        if isinstance(value, np.ndarray) and value.dtype.kind == "U":
            return ["U", value.ravel().tolist(), list(value.shape), value.dtype.str]
        if isinstance(value, np.dtype):
            return ["Y", value.name, "dtype"]
        if isinstance(value, type) and value in vars(builtins).values():
            return ["B", value.__name__]
        name = getattr(value, "__name__", "function")
        if getattr(np, name, None) is value:
            return ["Y", name, "name"]
        owner = getattr(value, "__self__", None)
        if (type(owner), name) in METHODS:
            return ["P", self.encode(owner, out), name]
        if callable(value):
            self.callbacks.append(value)
            return ["F", len(self.callbacks) - 1, name if name.isidentifier() else "function"]
        raise TypeError(f"a hidden test cannot send a {type(value).__name__}")

    def _handle(self, tree: Any) -> Remote:
        if tree[0] != "H" or type(tree[1]) is not int:
            raise wire.ProtocolError("an unknown tag")
        return Remote(self, tree[1], self.public(tree[2]), tree[3] is True)

    def _on_callback(self, body: Any, buffers: wire.Buffers) -> Reply:
        """Run a test's function for the student's code; its failures end the test, not the call."""
        self.callback_count += 1
        if self.callback_count > MAX_CALLBACKS:
            raise RunnerGoneError("timed out", f"more than {MAX_CALLBACKS} calls of a function")
        if not isinstance(body, list) or len(body) != 3 or type(body[0]) is not int:
            raise wire.ProtocolError("a callback of the wrong form")
        if not 0 <= body[0] < len(self.callbacks):
            raise wire.ProtocolError("a callback that was never given")
        function = self.callbacks[body[0]]
        decoder = wire.Decoder(buffers, self._handle)
        args, kwargs = decoder.value(body[1]), decoder.value(body[2])
        if type(args) is not list or type(kwargs) is not dict:
            raise wire.ProtocolError("a callback without arguments")
        try:
            out: wire.Buffers = []
            return "return", self.encode(function(*args, **kwargs), out), out
        except (RunnerGoneError, wire.ProtocolError):
            raise
        except Exception as error:
            if not isinstance(error, TypeError):
                self.callback_error = self.callback_error or error
            return "raise", type(error).__name__, []


def as_text(claim: Any, limit: int) -> str:
    """Return what a runner says in words; whatever else it sends in their place is nothing."""
    return claim[:limit] if isinstance(claim, str) else ""


def frozen(value: Any) -> Any:
    """Return the value with read-only views of its arrays: inputs are not the student's."""
    if type(value) is np.ndarray and value.flags.writeable:
        value = value.view()
        value.flags.writeable = False
        return value
    if type(value) in (list, tuple):
        return type(value)(frozen(v) for v in value)
    if type(value) is dict:
        return {k: frozen(v) for k, v in value.items()}
    return value


# ---- what a hidden test holds -------------------------------------------------------------------


class Student:
    """The `student` of a hidden test: its attributes are the answer's functions and classes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        return Function(self._session, name)

    def has(self, name: str) -> bool:
        return name in self._session.names


class Function:
    """A function of the answer; calling it runs the student's code, elsewhere."""

    def __init__(self, session: Session, name: str, target: int = 0) -> None:
        self.session, self.name, self.target = session, name, target

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.session.call(self.name, args, kwargs, target=self.target)

    def each(
        self,
        arguments: Sequence[tuple[Any, ...]],
        rngs: Sequence[np.random.Generator] = (),
        **kwargs: Any,
    ) -> list[Any]:
        """Call with each tuple of arguments; many small calls cost hardly more than one.

        The first exception ends them all, as it would in a loop. `rngs` holds a generator for
        each call, which gets it as `rng`.
        """
        return self.session.call_each(self.name, arguments, kwargs, rngs)

    def outcomes(self, arguments: Sequence[tuple[Any, ...]], **kwargs: Any) -> list[Any]:
        """Call as `each` does, but go on after an exception: a StudentError is its result."""
        return self.session.call_each(self.name, arguments, kwargs, catch=True)

    def trace(self, *args: Any, **kwargs: Any) -> Trace:
        """Call with writable copies of the arguments, and fetch what became of them."""
        number = self.session.call(
            self.name, args, kwargs, target=self.target, keep=True, trace=True
        )
        after = self.session.request("arguments", None, [])
        if type(after) is not tuple or len(after) != 2 or len(after[0]) != len(args):
            raise RunnerGoneError("protocol", "arguments of the wrong form")
        shares = self.session.request("shares", number, []) is True
        result = self.session.request("fetch", number, [])
        self.session.request("drop", [number], [])
        return Trace(result, tuple(after[0]), after[1], shares)


class Trace:
    """A call seen from outside: its result and its arguments afterwards."""

    def __init__(
        self, result: Any, args: tuple[Any, ...], kwargs: dict[str, Any], shares_memory: bool
    ) -> None:
        self.result, self.args, self.kwargs = result, args, kwargs
        self.shares_memory = shares_memory
        """The result is a view of an argument (by the runner's own word)."""
