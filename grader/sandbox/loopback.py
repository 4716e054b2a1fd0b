"""A runner in this process, for code we trust: references, when hidden tests are developed.

Values take the same way through the wire format as they do between processes, so a test cannot
tell the difference: arguments are copied, read-only, and only plain values come back.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from grader.sandbox import wire
from grader.sandbox.runner import Runner, Transport
from grader.sandbox.session import OnCallback, Reply


class Loopback(Transport):
    """Both ends of the conversation, one call deep."""

    def __init__(self) -> None:
        self.runner = Runner(self)
        self.reply: Reply = ("", None, [])
        self.returned: tuple[wire.Frame, wire.Buffers] | None = None
        self.on_callback: OnCallback | None = None

    def exchange(
        self,
        op: str,
        body: Any,
        buffers: wire.Buffers,
        on_callback: OnCallback,
        cpu_seconds: float | None = None,
    ) -> Reply:
        before = self.on_callback
        self.on_callback = on_callback
        try:
            frame, received = carry(wire.pack(0, op, body, buffers))
            self.runner.answer(frame, received)
        finally:
            self.on_callback = before
        return self.reply

    def send(self, seq: int, op: str, body: Any, buffers: wire.Buffers) -> None:
        frame, received = carry(wire.pack(seq, op, body, buffers))
        if op != "callback":
            self.reply = (frame.op, frame.body, received)
            return
        assert self.on_callback is not None
        reply, value, out = self.on_callback(frame.body, received)
        self.returned = carry(wire.pack(seq, reply, value, out))

    def receive(self) -> tuple[wire.Frame, wire.Buffers]:
        assert self.returned is not None
        return self.returned

    def close(self) -> None:
        self.runner.handles.clear()


def carry(pieces: list[memoryview]) -> tuple[wire.Frame, wire.Buffers]:
    """Take a frame apart and put it together again, as a socket would."""
    return wire.read_frame(wire.Reader(BytesIO(b"".join(pieces)).readinto))
