"""A student's object as a hidden test holds it: a handle that refuses to be believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.sandbox import wire
from grader.sandbox.failures import OpaqueValueError
from grader.sandbox.host import RunnerGoneError

if TYPE_CHECKING:
    from grader.sandbox.session import Session


class Remote:
    """A student's object that stays in the runner.

    Attributes, methods, items and length are fetched by value. Comparing, truth-testing,
    converting and calculating raises: an object that claims to equal everything must never satisfy
    an assertion, and `result - expected` must not carry what is expected over to the student.
    """

    def __init__(self, session: Session, number: int, kind: str, is_callable: bool) -> None:
        self.__dict__.update(_session=session, _id=number, _kind=kind, _callable=is_callable)
        self.__dict__["_generation"] = session.generation

    def _number(self) -> int:
        if self._session.link is None or self._generation != self._session.generation:
            raise RunnerGoneError("crashed", "the object's runner is gone")
        return int(self._id)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._session.request("get", [self._number(), name], [])

    def __setattr__(self, name: str, value: Any) -> None:
        out: wire.Buffers = []
        tree = self._session.encode(value, out)
        self._session.request("set", [self._number(), name, tree], out)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.call("", args, kwargs, target=self._number())

    def __len__(self) -> int:
        size = self._operate("length_hint", self)
        if type(size) is not int:
            raise OpaqueValueError(self._kind)
        return size

    def __getitem__(self, index: Any) -> Any:
        return self._operate("getitem", self, index)

    def __iter__(self) -> Iterator[Any]:
        raise OpaqueValueError(self._kind)

    def __repr__(self) -> str:
        return f"<remote {self._kind}>"

    def _operate(self, name: str, *args: Any) -> Any:
        self._number()
        out: wire.Buffers = []
        return self._session.request("operate", [name, self._session.encode(list(args), out)], out)

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise OpaqueValueError(self._kind)

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _refuse
    __float__ = __int__ = __complex__ = __index__ = __round__ = __abs__ = __neg__ = _refuse
    __eq__ = __ne__ = __array__ = __array_ufunc__ = __array_function__ = _refuse
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _refuse
    __matmul__ = __rmatmul__ = _refuse
    __hash__ = None  # type: ignore[assignment]
