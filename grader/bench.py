"""A bench: one process with the hidden tests collected once, and one zygote.

For each answer it forks a judge, which runs the tests of one exercise against one runner and
sends the result up a pipe. Forking keeps every answer's judge as it was after collection: no test,
fixture or module can drift from one submission to the next. A bench takes one answer at a time;
more processors are used by more benches.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import CourseError, SandboxError
from grader.verdict import ExerciseResult

LENGTH = struct.Struct("<I")
JUDGE_SECONDS = 900.0
TEST_SECONDS = 120
PYTEST_OPTIONS = """-q -s --tb=no --import-mode=importlib --strict-markers -p grader.checks.plugin
    -p pytest_timeout -p no:cacheprovider -p no:logging -p no:warnings -p no:junitxml -p no:doctest
    -p no:unittest -p no:stepwise -p no:pastebin -p no:faulthandler -p no:setuponly -p no:setupplan
    -p no:threadexception -p no:unraisableexception""".split()


class BenchSetup(msgspec.Struct, frozen=True):
    """What a bench is told at its start."""

    course: str
    stems: tuple[str, ...]
    tier: str | None = None
    place: int = 0
    """Benches of different places use different processors, as far as there are enough."""


class BenchReady(msgspec.Struct, frozen=True):
    """What a bench says when it can work, or why it cannot."""

    error: str = ""
    tier: str = ""
    evidence: str = ""


# ---- frames between the batch and its benches: both ends are ours -------------------------------


def send(channel: socket.socket, data: bytes) -> None:
    channel.sendall(LENGTH.pack(len(data)) + data)


def receive(channel: socket.socket) -> bytes | None:
    """Return the next message, or None when the other side has gone."""
    head = exactly(channel, LENGTH.size)
    return None if head is None else exactly(channel, LENGTH.unpack(head)[0])


def exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


# ---- the bench's own process --------------------------------------------------------------------


def main(channel: socket.socket) -> None:
    """Collect the hidden tests, then judge until the channel closes."""
    import pytest

    from grader.course import Course
    from grader.sandbox.tiers import on_processor

    setup = msgspec.msgpack.decode(receive(channel) or b"", type=BenchSetup)
    course = Course.load(Path(setup.course))
    tests = [str(course.exercises[stem].tests) for stem in setup.stems]

    # What a wrong answer's nan or inf does to a test's own arithmetic is nobody's news.
    warnings.simplefilter("ignore")

    class Collected:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            Bench(channel, course, setup, session).serve()
            return True

    with (
        on_processor(setup.place),
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
    ):
        options = [*PYTEST_OPTIONS, f"--timeout={TEST_SECONDS}", "-c", os.devnull]
        code = pytest.main([*options, "--rootdir", setup.course, *tests], plugins=[Collected()])
    if code not in (0, 5):
        send(channel, msgspec.msgpack.encode(BenchReady(f"pytest ended with exit code {code}")))


class Bench:
    """Serves one channel; knows the collected items of every exercise."""

    def __init__(
        self, channel: socket.socket, course: Any, setup: BenchSetup, session: Any
    ) -> None:
        from grader.checks.plugin import stem_of

        self.channel, self.course, self.setup = channel, course, setup
        self.items: dict[str, list[Any]] = {stem: [] for stem in setup.stems}
        for item in session.items:
            self.items[stem_of(item) or ""].append(item)
        self.broken = ""
        if session.testsfailed:
            self.broken = "some hidden tests cannot be collected; run `pytest tests/hidden`"
        elif empty := [stem for stem, items in self.items.items() if not items]:
            self.broken = f"no hidden tests are found for {', '.join(empty)}"

    def serve(self) -> None:
        from grader.sandbox.tiers import open_zygote

        if self.broken:
            return send(self.channel, msgspec.msgpack.encode(BenchReady(self.broken)))
        try:
            self.zygote, probe = open_zygote(self.setup.tier)
        except Exception as error:
            return send(self.channel, msgspec.msgpack.encode(BenchReady(str(error))))
        ready = BenchReady("", probe.tier, probe.evidence)
        send(self.channel, msgspec.msgpack.encode(ready))
        # What every judge needs is imported here, once, and not in each fork.
        import numpy.random  # noqa: F401

        import grader.budget
        import grader.grade  # noqa: F401

        gc.collect()
        gc.freeze()
        try:
            while (data := receive(self.channel)) is not None:
                send(self.channel, self.judge(data))
        except ConnectionError:
            pass  # the batch was interrupted: nobody waits for this result
        finally:
            self.zygote.close()
        return None

    def judge(self, data: bytes) -> bytes:
        """Fork a judge for one job and return its result; empty if it was lost."""
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reader)
                self.channel.close()
                result = self.result(data)
                with os.fdopen(writer, "wb") as pipe:
                    pipe.write(result)
            except BaseException:  # whatever it is, the bench must see a lost judge
                os._exit(1)
            os._exit(0)
        os.close(writer)
        answer = read_all(reader, JUDGE_SECONDS)
        os.close(reader)
        if answer is None:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self.restore_zygote()
        return answer if answer and status == 0 else b""

    def result(self, data: bytes) -> bytes:
        from grader.budget import Measured
        from grader.grade import Job, grade

        job = msgspec.msgpack.decode(data, type=Job)
        # The numbers of a judge's requests must not look like those of another.
        self.zygote.count = os.getpid() << 24
        exercise, items = self.course.exercises[job.stem], self.items[job.stem]
        budget = Measured.maker(self.zygote) if job.measure else None
        return msgspec.msgpack.encode(grade(job, exercise, items, self.zygote, budget))

    def restore_zygote(self) -> None:
        """Make sure that no runner is left; start another zygote if this one does not answer."""
        from grader.sandbox.tiers import open_zygote

        try:
            self.zygote.sweep()
        except SandboxError:
            self.zygote.process.kill()
            self.zygote.close()
            self.zygote, _ = open_zygote(self.setup.tier)


def read_all(fd: int, seconds: float) -> bytes | None:
    """Read a pipe to its end, or return None when time is up."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    poll = select.poll()
    poll.register(fd, select.POLLIN | select.POLLHUP)
    while True:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return None
        part = os.read(fd, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


# ---- the other end ------------------------------------------------------------------------------


class BenchProcess:
    """A bench as the batch holds it."""

    def __init__(self, setup: BenchSetup) -> None:
        self.setup = setup
        self.channel, theirs = socket.socketpair()
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PYTHON"))
        }
        environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        # -P and the bootstrap keep the current folder off the path: it may hold a numpy.py.
        command = [sys.executable, "-P", "-c", BOOTSTRAP, *bootstrap_arguments(theirs.fileno())]
        self.process = subprocess.Popen(  # noqa: S603
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, env=environment
        )
        theirs.close()
        send(self.channel, msgspec.msgpack.encode(setup))
        self.ready = BenchReady()

    def wait_ready(self) -> BenchReady:
        """Wait for the bench to start.

        Raises:
            CourseError: the hidden tests cannot be collected, or there is no sandbox.
        """
        data = receive(self.channel)
        self.ready = msgspec.msgpack.decode(data, type=BenchReady) if data else BenchReady("lost")
        if self.ready.error:
            raise CourseError(f"grading cannot start: {self.ready.error}")
        return self.ready

    def put(self, job: Any) -> None:
        send(self.channel, msgspec.msgpack.encode(job))

    def get(self) -> ExerciseResult | None:
        """Return the next result, or None when its judge was lost.

        Raises:
            SandboxError: the whole bench is gone; start another one.
        """
        data = receive(self.channel)
        if data is None:
            raise SandboxError("a bench ended unexpectedly")
        return msgspec.msgpack.decode(data, type=ExerciseResult) if data else None

    def close(self) -> None:
        self.channel.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


BOOTSTRAP = """
import socket, sys
sys.path.insert(0, sys.argv[2])
from grader.bench import main
main(socket.socket(fileno=int(sys.argv[1])))
"""


def bootstrap_arguments(fd: int) -> list[str]:
    return [str(fd), str(Path(__file__).resolve().parents[1])]


@contextlib.contextmanager
def bench(setup: BenchSetup) -> Iterator[BenchProcess]:
    """A ready bench for one `with` block."""
    process = BenchProcess(setup)
    try:
        process.wait_ready()
        yield process
    finally:
        process.close()
