"""Start zygotes, and hold runners by socket, pidfd and clock: the trusted side's grip."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader.errors import SandboxError
from grader.sandbox import policy, wire
from grader.sandbox.deadline import Deadline
from grader.sandbox.paths import (
    PACKAGE,
    bubblewrap,
    import_roots,
    interpreter,
    library_paths,
    package_paths,
    readable_by,
)

NOBODY = 65534
OUTPUT_LIMIT = 1 << 16
F_ADD_SEALS, SEALS = 1033, 0x1 | 0x2 | 0x4
CONTROL_SECONDS = 60.0
STOP_LOOKS = 20_000


class RunnerGoneError(Exception):
    """The runner can answer no more; `why` is a word of the verdict."""

    def __init__(self, why: str, text: str = "") -> None:
        super().__init__(text or why)
        self.why = why


@dataclass(frozen=True)
class Walls:
    """Which walls to raise; the tests take some away to see what the others hold."""

    outer: bool = True
    landlock: bool = True
    seccomp: bool = True


@dataclass(frozen=True)
class Limits:
    """What one runner may take."""

    call_seconds: float = 10.0
    memory: int = 1 << 30
    cpu_seconds: int = 600

    def for_runner(self) -> dict[str, int]:
        return {"memory": self.memory, "cpu_seconds": self.cpu_seconds}


# ---- one zygote ---------------------------------------------------------------------------------


class Zygote:
    """A running zygote process and its control socket."""

    def __init__(self, walls: Walls = Walls(), bwrap: str | None = None) -> None:
        self.walls = walls
        self.outer = bwrap if walls.outer else None
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = here
        self.count = 0
        root = os.getuid() == 0
        # Root in user namespaces stays root for the kernel, so the zygote gives root up itself.
        # Outside a mount namespace that needs an interpreter which others can reach.
        reachable = self.outer or all(
            readable_by(NOBODY, p) for p in (*import_roots(), os.__file__)
        )
        uid = NOBODY if root and reachable else 0
        setup = {
            "paths": import_roots(),
            "readable": [*library_paths(), *package_paths()],
            "landlock": walls.landlock,
            "filter": policy.compile_filter().hex() if walls.seccomp else "",
            "uid": uid,
        }
        script = str(PACKAGE / "grader" / "sandbox" / "zygote.py")
        command = [interpreter(), "-I", "-S", "-B", script, str(there.fileno())]
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        environment = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **threads}
        if self.outer:
            command = [*bubblewrap(self.outer, root, environment), *command]
        self.process = subprocess.Popen(  # noqa: S603
            command,
            pass_fds=(there.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd="/",
        )
        there.close()
        self.control.settimeout(CONTROL_SECONDS)
        try:
            self.control.send(json.dumps(setup).encode())
            self.hello = json.loads(self.control.recv(4096) or b"{}")
        except (OSError, ValueError):
            self.hello = {}
        if "ready" not in self.hello:
            self.process.kill()
            _, said = self.process.communicate()
            self.control.close()
            last = said.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
            raise SandboxError(f"the sandbox's parent process did not start: {last[0]}")

    def request(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> tuple[Any, list[int]]:
        self.count += 1
        try:
            text = json.dumps({**message, "n": self.count}).encode()
            socket.send_fds(self.control, [text], fds)
            data, received, _, _ = socket.recv_fds(self.control, 1 << 16, 4)
            reply = json.loads(data or b"{}")
        except (OSError, ValueError) as error:
            raise SandboxError(f"the sandbox's parent process does not answer: {error}") from None
        if reply.get("n") != self.count:
            raise SandboxError("the sandbox's parent process is gone or out of step")
        return reply, received

    def spawn(self, limits: Limits) -> Worker:
        """Return a confined runner that waits for its first request."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        outputs = [bounded_file(name) for name in ("stdout", "stderr")]
        try:
            fds = (theirs.fileno(), *outputs)
            reply, received = self.request({"do": "spawn", "limits": limits.for_runner()}, fds)
        finally:
            theirs.close()
        if not received:
            raise SandboxError(
                f"no runner could be started: {reply.get('error', 'no reason given')}"
            )
        return Worker(self, reply["pid"], received[0], ours, outputs, limits)

    def sweep(self) -> int:
        """Kill what is left of earlier runners; return how many there were."""
        reply, _ = self.request({"do": "sweep"})
        return int(reply["left"])

    def close(self) -> None:
        self.control.close()
        if self.process.stderr:
            self.process.stderr.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def bounded_file(name: str) -> int:
    """Return a file in memory of fixed size, which nobody can grow."""
    fd = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(fd, OUTPUT_LIMIT)
    fcntl.fcntl(fd, F_ADD_SEALS, SEALS)
    return fd


# ---- one runner ---------------------------------------------------------------------------------


class Memory(NamedTuple):
    """Bytes a process holds."""

    resident: int
    peak: int
    """Largest `resident` since `reset_peak`."""
    anonymous: int
    """Without the pages of files, which a fork finds again only when it touches them."""


@dataclass
class Worker:
    """A runner as the grader holds it: socket, pidfd, clocks. Never its word."""

    zygote: Zygote
    pid: int
    pidfd: int
    socket: socket.socket
    outputs: list[int]
    limits: Limits
    seq: int = 0
    dead: str = ""
    host_pid: int = field(init=False)

    def __post_init__(self) -> None:
        self.socket.setblocking(False)
        with open(f"/proc/self/fdinfo/{self.pidfd}") as info:
            pids = [line.split()[1] for line in info if line.startswith("Pid:")]
        self.host_pid = int(pids[0])
        self.reader = wire.Reader(self._receive)
        self.poll_in, self.poll_out = select.poll(), select.poll()
        self.poll_in.register(self.socket, select.POLLIN)
        self.poll_out.register(self.socket, select.POLLOUT)

    # ---- clocks and signals ----

    def cpu(self) -> float:
        """Return the CPU seconds of all threads of the runner, read from the kernel."""
        try:
            return time.clock_gettime((~self.host_pid << 3) | 2)
        except OSError:
            raise RunnerGoneError("crashed") from None

    def still(self) -> float:
        """Stop the runner and return its CPU seconds; SIGCONT lets it go on.

        The kernel brings another process's clock up to date when that process is switched off its
        processor. Just after an answer it may still be running, and milliseconds would be missing.
        """
        self.signal(signal.SIGSTOP)
        for _ in range(STOP_LOOKS):
            try:
                with open(f"/proc/{self.host_pid}/stat") as stat:
                    if stat.read().rpartition(") ")[2][:1] in "TtZX":
                        break
            except OSError:
                break
        return self.cpu()

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, number)

    def close(self) -> None:
        """Kill the runner, wait for its end and give back every descriptor."""
        if self.pidfd < 0:
            return
        self.signal(signal.SIGKILL)
        try:
            self.zygote.request({"do": "reap", "pid": self.pid})
        finally:
            self.socket.close()
            for fd in (self.pidfd, *self.outputs):
                os.close(fd)
            self.pidfd = -1

    def printed(self, index: int = 0) -> str:
        """Return what the runner wrote to stdout (0) or stderr (1), at most 64 KiB."""
        size = min(os.lseek(self.outputs[index], 0, os.SEEK_CUR), OUTPUT_LIMIT)
        return os.pread(self.outputs[index], size, 0).decode("utf-8", "replace")

    def end(self) -> str:
        """Say in one word how a runner that hung up has ended."""
        self.signal(signal.SIGKILL) if not self.has_ended() else None
        reply, _ = self.zygote.request({"do": "reap", "pid": self.pid})
        status = reply["status"]
        if status is not None and os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU:
                return "timed out"
            return "out of memory" if number == signal.SIGKILL and self.was_dead else "crashed"
        return "crashed"

    def has_ended(self, seconds: float = 1.0) -> bool:
        """Wait a moment for the end of a process whose socket has closed."""
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        self.was_dead = bool(poll.poll(seconds * 1000))
        return self.was_dead

    def memory(self) -> Memory:
        """Read the runner's memory from the kernel."""
        with open(f"/proc/{self.host_pid}/status") as status:
            fields = dict(
                line.split(":", 1) for line in status if line[:3] in ("VmR", "VmH", "Rss")
            )
        names = ("VmRSS", "VmHWM", "RssAnon")
        return Memory(*(int(fields[name].split()[0]) << 10 for name in names))

    def reset_peak(self) -> None:
        with open(f"/proc/{self.host_pid}/clear_refs", "w") as file:
            file.write("5")

    # ---- requests ----

    def exchange(
        self,
        op: str,
        body: Any,
        buffers: wire.Buffers,
        on_callback: Callable[[Any, wire.Buffers], tuple[str, Any, wire.Buffers]],
        cpu_seconds: float | None = None,
    ) -> tuple[str, Any, wire.Buffers]:
        """Send a request and return (`ok` or `error`, tree, buffers); callbacks run in between.

        Raises:
            RunnerGoneError: the runner timed out, died or broke the protocol; it is of no use now.
        """
        if self.dead:
            raise RunnerGoneError(self.dead)
        self.seq += 1
        seq = self.seq
        wall = self.limits.call_seconds
        deadline = Deadline(self.cpu, cpu_seconds or wall, max(wall, cpu_seconds or 0.0))
        try:
            self._send(wire.pack(seq, op, body, buffers), deadline)
            while True:
                self.deadline = deadline  # a callback may have asked something in between
                frame, received = wire.read_frame(self.reader)
                if frame.seq != seq:
                    raise wire.ProtocolError("an answer to another question")
                if frame.op in ("ok", "error"):
                    return frame.op, frame.body, received
                if frame.op != "callback":
                    raise wire.ProtocolError("an operation nobody asked for")
                with deadline.paused():
                    reply, value, out = on_callback(frame.body, received)
                self._send(wire.pack(seq, reply, value, out), deadline)
        except wire.ProtocolError as error:
            self.dead = "protocol"
            raise RunnerGoneError("protocol", str(error)) from None
        except TimeoutError:
            self.dead = "timed out"
            raise RunnerGoneError("timed out") from None
        except (EOFError, ConnectionError, BrokenPipeError):
            self.dead = self.end()
            raise RunnerGoneError(self.dead) from None

    def _send(self, pieces: list[memoryview], deadline: Deadline) -> None:
        while pieces:
            try:
                done = self.socket.sendmsg(pieces[:512])
            except BlockingIOError:
                deadline.wait(self.poll_out)
                continue
            while pieces and done >= len(pieces[0]):
                done -= len(pieces.pop(0))
            if done:
                pieces[0] = pieces[0][done:]

    def _receive(self, view: memoryview) -> int:
        while True:
            try:
                return self.socket.recv_into(view)
            except BlockingIOError:
                self.deadline.wait(self.poll_in)
