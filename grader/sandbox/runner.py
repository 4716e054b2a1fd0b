"""The untrusted side: load a submission and answer calls. THE ONLY CODE BESIDE STUDENT CODE.

Nothing here defends anything: once a submission has run, this process belongs to it. What keeps
it in is the walls around the process and the grader's distrust of every frame. This module only
has to be correct for honest code, and quick.
"""

from __future__ import annotations

import ast
import builtins
import collections
import ctypes
import gc
import importlib.abc
import io
import linecache
import operator
import os
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox import wire

OUTPUT_LIMIT = 1 << 16
MAX_TEXT = 500
DICTS = (collections.defaultdict, collections.OrderedDict, collections.Counter)
"""Answers as good as a dict; anything else that is not of a plain type stays here."""


class ForbiddenCallError(Exception):
    """The exercise asks for an answer without this function."""


class BoundedOutput(io.RawIOBase):
    """Keeps the first 64 KiB written to it; printing more never fails and never costs anything."""

    def __init__(self, fd: int | None) -> None:
        self.fd = fd
        self.left = OUTPUT_LIMIT

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        if self.fd is not None and self.left > 0:
            self.left -= os.write(self.fd, view[: self.left])
        return len(view)


class Imports(importlib.abc.MetaPathFinder):
    """Says clearly what may be imported. A teaching aid: the walls do not depend on it."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        top = fullname.partition(".")[0]
        if top != "numpy" and top not in sys.stdlib_module_names:
            text = f"only numpy and the standard library can be used here, not {top}"
            raise ModuleNotFoundError(text, name=fullname)


class Transport:
    """How frames reach the grader: the socket in a runner, a direct call in the loopback."""

    def receive(self) -> tuple[wire.Frame, wire.Buffers]:
        raise NotImplementedError

    def send(self, seq: int, op: str, body: Any, buffers: wire.Buffers) -> None:
        raise NotImplementedError


class Pipe(Transport):
    """Frames over an inherited socket, by plain reads and writes: no socket call is needed."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.reader = wire.Reader(lambda view: os.readv(fd, [view]))

    def receive(self) -> tuple[wire.Frame, wire.Buffers]:
        return wire.read_frame(self.reader)

    def send(self, seq: int, op: str, body: Any, buffers: wire.Buffers) -> None:
        pieces = wire.pack(seq, op, body, buffers)
        while pieces:
            done = os.writev(self.fd, pieces[:512])
            while pieces and done >= len(pieces[0]):
                done -= len(pieces.pop(0))
            if done:
                pieces[0] = pieces[0][done:]


class ArgumentDecoder(wire.Decoder):
    """Values from the grader: also the odd ones that only it may send."""

    def __init__(self, buffers: wire.Buffers, runner: Runner) -> None:
        super().__init__(buffers, self.odd)
        self.runner = runner

    def array(self, tree: list[Any]) -> np.ndarray[Any, Any]:
        array = self._buffer(tree[1])
        layout, mode = tree[2]
        if layout == "F":
            array = np.asfortranarray(array)
        elif layout == "S" and array.ndim:
            wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
            wide[..., ::2] = array
            array = wide[..., ::2]
        array.flags.writeable = mode == "w"
        return array

    def odd(self, tree: list[Any]) -> Any:
        tag = tree[0]
        if tag == "H":
            return self.runner.handles[tree[1]]
        if tag == "F":
            return self.runner.callback(tree[1], tree[2])
        if tag == "P":
            return getattr(self.value(tree[1]), tree[2])
        if tag == "Y":
            return getattr(np, tree[1]) if tree[2] == "name" else np.dtype(tree[1])
        if tag == "B":
            return getattr(builtins, tree[1])
        if tag == "O":
            array = np.empty(tree[2], object)
            for index, item in zip(np.ndindex(*tree[2]), tree[1], strict=True):
                array[index] = self.value(item)
            return array
        if tag == "U":
            return np.array(tree[1], tree[3]).reshape(tree[2])
        if tag == "M":
            return np.asmatrix(self.value(tree[1]))
        if tag == "G":
            generator = np.random.Generator(getattr(np.random, tree[1])())
            generator.bit_generator.state = self.value(tree[2])
            return generator
        raise wire.ProtocolError("unknown tag")


class Runner:
    """Holds one submission's module and the objects the grader keeps handles to."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.handles: dict[int, Any] = {}
        self.count = 0
        self.module = types.ModuleType("submission")
        self.labels: set[str] = set()
        self.seq = 0
        self.arguments: tuple[list[Any], dict[str, Any]] = ([], {})

    # ---- the conversation ----

    def serve(self) -> None:
        while True:
            self.answer(*self.transport.receive())

    def answer(self, frame: wire.Frame, buffers: wire.Buffers) -> None:
        """Do what one request asks and send exactly one reply."""
        self.seq = frame.seq
        out: wire.Buffers = []
        try:
            result = getattr(self, "do_" + frame.op)(frame.body, ArgumentDecoder(buffers, self))
            body, op = wire.encode(result, out, self.keeper(out)), "ok"
        except EOFError:
            raise
        except BaseException as error:
            out, op, body = [], "error", as_tree(self.describe(error))
        try:
            self.transport.send(frame.seq, op, body, out)
        except wire.ProtocolError as error:
            self.transport.send(frame.seq, "error", as_tree(self.describe(error)), [])

    def callback(self, number: int, name: str) -> Callable[..., Any]:
        """Return a function that runs in the grader, where its calls are counted."""

        def function(*args: Any, **kwargs: Any) -> Any:
            out: wire.Buffers = []
            seq = self.seq
            keep = self.keeper(out)
            body = [number, *(wire.encode(v, out, keep) for v in (list(args), kwargs))]
            self.transport.send(seq, "callback", body, out)
            while True:
                frame, buffers = self.transport.receive()
                if frame.op in ("return", "raise"):
                    break
                self.answer(frame, buffers)
            self.seq = seq
            if frame.op == "raise":
                raise RuntimeError(f"the function {name} raised {frame.body}")
            return ArgumentDecoder(buffers, self).value(frame.body)

        function.__name__ = function.__qualname__ = name
        return function

    def keeper(self, out: wire.Buffers) -> wire.Special:
        """Return what makes handles of objects that do not cross by value."""

        def keep(value: Any) -> Any:
            if isinstance(value, tuple) and hasattr(type(value), "_fields"):
                return wire.encode(tuple(value), out, keep)
            if type(value) in DICTS:
                return wire.encode(dict(value), out, keep)
            return ["H", self.hold(value), type(value).__name__[:80], callable(value)]

        return keep

    def hold(self, value: Any) -> int:
        self.count += 1
        self.handles[self.count] = value
        return self.count

    def describe(self, error: BaseException) -> list[Any]:
        """Return kind, bases, text and the last place in the student's own code."""
        place: list[Any] = ["", 0]
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in self.labels:
                place = [frame.f_code.co_filename, line]
        if isinstance(error, SyntaxError) and error.filename in self.labels:
            place = [error.filename, error.lineno or 0]
        try:
            text = str(error)[:MAX_TEXT].encode("utf-8", "replace").decode()
        except BaseException:
            text = ""
        bases = [base.__name__[:80] for base in type(error).__mro__[:12]]
        return [bases[0], bases, text, place]

    # ---- the requests ----

    def do_load(self, body: Any, read: ArgumentDecoder) -> Any:
        """Run the submission; in a notebook every statement stands for itself."""
        chunks, notebook, banned = body
        sys.modules["submission"] = self.module
        self.labels = {label for label, _ in chunks}
        self.set_traps(banned)
        failed: list[Any] = []
        for label, source in chunks:
            linecache.cache[label] = (len(source), None, source.splitlines(True), label)
            try:
                for code in compile_chunk(label, source, notebook):
                    self.run(code, failed, notebook)
            except SyntaxError as error:
                if not notebook:
                    raise
                failed.append(self.describe(error))
        names = [n for n in self.module.__dict__ if not n.startswith("_")]
        return {"names": names[:500], "failed": failed[:50]}

    def run(self, code: types.CodeType, failed: list[Any], notebook: bool) -> None:
        try:
            exec(code, self.module.__dict__)  # noqa: S102
        except Exception as error:
            if not notebook:
                raise
            failed.append(self.describe(error))

    def do_call(self, body: Any, read: ArgumentDecoder) -> Any:
        """Call a function; keep=True leaves the result here, trace=True remembers the arguments."""
        target, name, args, kwargs, keep, trace = body
        owner = self.handles[target] if target else self.module
        function: Any = getattr(owner, name) if name else owner
        args, kwargs = read.value(args), read.value(kwargs)
        read.buffers = []
        self.arguments = (args, kwargs) if trace else ([], {})
        result = function(*args, **kwargs)
        return self.hold(result) if keep else result

    def do_each(self, body: Any, read: ArgumentDecoder) -> Any:
        """Call a function once for each tuple of arguments and send all results at once.

        `catch`: an exception ends its own call only; each result is [whether it raised, what].
        """
        name, arguments, kwargs, rngs, catch = body
        function, arguments = getattr(self.module, name), read.value(arguments)
        kwargs = read.value(kwargs)
        named = [{**kwargs, "rng": r} for r in read.value(rngs)] or [kwargs] * len(arguments)
        results: list[Any] = []
        for args, kwargs in zip(arguments, named, strict=True):
            try:
                result = function(*args, **kwargs)
                results.append([False, result] if catch else result)
            except Exception as error:
                if not catch:
                    raise
                results.append([True, self.describe(error)])
        return results

    def do_repeat(self, body: Any, read: ArgumentDecoder) -> Any:
        """Call a function once for each staged tuple of arguments and keep the results."""
        function = getattr(self.module, body[0])
        return self.hold([function(*args) for args in self.handles[body[1]]])

    def do_arguments(self, body: Any, read: ArgumentDecoder) -> Any:
        return self.arguments

    def do_shares(self, body: Any, read: ArgumentDecoder) -> Any:
        """Tell whether a kept result shares memory with the arguments of the traced call."""
        arrays = [a for a in flatten(self.arguments) if isinstance(a, np.ndarray)]
        results = [r for r in flatten(self.handles[body]) if isinstance(r, np.ndarray)]
        return any(np.shares_memory(a, r) for a in arrays for r in results)

    def do_put(self, body: Any, read: ArgumentDecoder) -> Any:
        return self.hold(read.value(body))

    def do_fetch(self, body: Any, read: ArgumentDecoder) -> Any:
        return self.handles[body]

    def do_drop(self, body: Any, read: ArgumentDecoder) -> Any:
        for number in body:
            self.handles.pop(number, None)

    def do_get(self, body: Any, read: ArgumentDecoder) -> Any:
        target, name = body
        return getattr(self.handles[target] if target else self.module, name)

    def do_set(self, body: Any, read: ArgumentDecoder) -> Any:
        target, name, value = body
        setattr(self.handles[target], name, read.value(value))

    def do_operate(self, body: Any, read: ArgumentDecoder) -> Any:
        return getattr(operator, body[0])(*read.value(body[1]))

    def do_evaluate(self, body: Any, read: ArgumentDecoder) -> Any:
        """Run an example of a docstring; the value of a final expression is the answer."""
        tree = ast.parse(body, "<example>")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        names = self.module.__dict__
        names.setdefault("np", np)
        exec(compile(tree, "<example>", "exec"), names)  # noqa: S102
        if last is None:
            return None
        return eval(compile(ast.Expression(last.value), "<example>", "eval"), names)  # noqa: S307

    def do_trim(self, body: Any, read: ArgumentDecoder) -> Any:
        """Give free memory back to the kernel, so that what is taken next can be seen."""
        gc.collect()
        getattr(ctypes.CDLL(None), "malloc_trim", int)(0)  # glibc only

    def set_traps(self, banned: Sequence[str]) -> None:
        """Make banned functions say so when the student's own code calls them."""
        for dotted in banned:
            owner, _, name = dotted.rpartition(".")
            holder: Any = sys.modules.get(owner) if owner else builtins
            if owner and holder is None:
                parent, _, attribute = owner.rpartition(".")
                holder = getattr(sys.modules.get(parent), attribute, None)
            original = getattr(holder, name, None)
            if callable(original) and not isinstance(original, types.ModuleType):
                setattr(holder, name, self.trap(dotted, original))

    def trap(self, dotted: str, original: Callable[..., Any]) -> Callable[..., Any]:
        labels = self.labels

        def trapped(*args: Any, **kwargs: Any) -> Any:
            # numpy calls some of these functions itself; only the student's own call counts.
            if sys._getframe(1).f_code.co_filename in labels:
                raise ForbiddenCallError(dotted)
            return original(*args, **kwargs)

        return trapped


def compile_chunk(label: str, source: str, by_statement: bool) -> list[types.CodeType]:
    if not by_statement:
        return [compile(source, label, "exec", dont_inherit=True)]
    modules = [ast.Module([statement], []) for statement in ast.parse(source, label).body]
    return [compile(module, label, "exec", dont_inherit=True) for module in modules]


def as_tree(value: Any) -> Any:
    """Encode nested lists without numpy, which the submission may have broken."""
    return ["L", [as_tree(v) for v in value]] if type(value) is list else value


def flatten(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in flatten(item)]
    return [value]


def main(channel: int, out: int, err: int) -> None:
    """Answer requests until the grader hangs up; never return."""
    for name, fd in (("stdout", out), ("stderr", err)):
        raw: Any = BoundedOutput(fd)
        stream = io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.meta_path.insert(0, Imports())
    try:
        Runner(Pipe(channel)).serve()
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)
