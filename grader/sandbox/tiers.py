"""Which walls this machine can raise, found by trying to get through them.

A: bubblewrap around the zygote and landlock + seccomp in each runner.
B: landlock + seccomp only, as in containers without user namespaces.
C: neither. Fit for one's own code, not for anybody else's.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from grader.errors import SandboxError, UsageError
from grader.sandbox.host import Limits, RunnerGoneError, Walls, Zygote
from grader.sandbox.session import Answer, Session, Student
from grader.verdict import Chunk

CANARY = """
import os, socket

def attempt(action):
    try:
        action()
        return True
    except OSError:
        return False

def sees(path):
    return attempt(lambda: os.stat(path))

def reads(path):
    return attempt(lambda: open(path, "rb").read())

def writes(path):
    return attempt(lambda: open(path, "ab").close())

def connects(port):
    return attempt(lambda: socket.create_connection(("127.0.0.1", port), 0.5).close())

def forks():
    def fork():
        if os.fork() == 0:
            os._exit(0)
    return attempt(fork)

def signals(pid):
    return attempt(lambda: os.kill(pid, 0))
"""
DEEDS = ("sees", "reads", "writes", "connects", "forks", "signals")
WORDS = {
    "sees": "see a file outside",
    "reads": "read a file outside",
    "writes": "write a file outside",
    "connects": "connect to a port",
    "forks": "start a process",
    "signals": "signal the grader",
}


@dataclass(frozen=True)
class Probe:
    """What a canary could do inside a set of walls."""

    tier: str
    deeds: dict[str, bool]
    detail: str = ""

    @property
    def evidence(self) -> str:
        done = [WORDS[d] for d in DEEDS if self.deeds.get(d)]
        refused = [WORDS[d] for d in DEEDS if d in self.deeds and not self.deeds[d]]
        text = f"a test program could not {', '.join(refused)}" if refused else ""
        return text + (f"; it could {', '.join(done)}" if done else "")


@contextmanager
def on_processor(place: int) -> Iterator[None]:
    """Keep this process, and the judges and runners it starts, on one processor.

    Judge and runner take turns, so that another one would only have to be woken up each time; both
    sides of a budget are measured on the same one; and what an attack burns is its own bench's.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[place % len(before)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def find_bubblewrap() -> str | None:
    return shutil.which("bwrap")


def release_canary(zygote: Zygote) -> dict[str, bool]:
    """Let a program of ours try the walls of this zygote's runners."""
    with tempfile.NamedTemporaryFile(prefix="canary-") as file, socket.socket() as server:
        os.chmod(file.name, 0o666)  # noqa: S103 - any user could read it, were it not for the walls
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        session = Session(Answer([Chunk("canary.py", CANARY)]), lambda: zygote.spawn(Limits()))
        canary: Any = Student(session)
        try:
            session.load()
            return {
                "sees": canary.sees(file.name) is True,
                "reads": canary.reads(file.name) is True,
                "writes": canary.writes(file.name) is True,
                "connects": canary.connects(server.getsockname()[1]) is True,
                "forks": canary.forks() is True,
                "signals": canary.signals(os.getpid()) is True,
            }
        except RunnerGoneError as error:
            raise SandboxError(f"the test program did not survive ({error.why})") from None
        finally:
            session.close()


def classify(deeds: dict[str, bool]) -> str:
    if any(deeds[d] for d in ("reads", "writes", "connects", "forks", "signals")):
        return "C"
    return "B" if deeds["sees"] else "A"


def open_zygote(tier: str | None = None) -> tuple[Zygote, Probe]:
    """Start the best zygote this machine allows, or the given tier, and probe it.

    Raises:
        UsageError: the tier that was asked for cannot be had here.
    """
    tried = []
    for name in ("A", "B", "C") if tier is None else (tier,):
        bwrap = find_bubblewrap()
        if name == "A" and not bwrap:
            tried.append("A: bubblewrap (bwrap) is not installed")
            continue
        walls = Walls(outer=name == "A", landlock=name != "C", seccomp=name != "C")
        try:
            zygote = Zygote(walls, bwrap)
        except SandboxError as error:
            tried.append(f"{name}: {error}")
            continue
        deeds = release_canary(zygote)
        if classify(deeds) <= name:
            return zygote, Probe(name, deeds, "; ".join(tried))
        zygote.close()
        done = [WORDS[d] for d in DEEDS if deeds[d]]
        tried.append(f"{name}: a test program could {', '.join(done)}")
    raise UsageError(f"no sandbox could be started: {'; '.join(tried)}. Try `grader doctor`.")
