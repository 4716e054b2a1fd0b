"""The semi-trusted parent of all runners: numpy imported once, then one fork per request.

It is started as `python -I -S zygote.py FD` and talks on FD, a SOCK_SEQPACKET socket, in small
JSON messages with file descriptors attached. It holds no secret and never runs student code.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import socket
import sys
import traceback
from typing import Any

CHANNEL, OUT, ERR = 3, 4, 5
PRELOADED = """abc array ast bisect builtins cmath collections.abc contextlib copy csv ctypes
    dataclasses datetime decimal enum fractions functools hashlib heapq inspect io itertools json
    math numbers operator os pickle platform pprint queue random re secrets statistics string
    struct sys textwrap threading time timeit traceback types typing unittest uuid warnings weakref
    numpy.fft numpy.linalg numpy.polynomial numpy.random numpy.testing numpy.lib.stride_tricks
    """.split()


def import_everything(paths: list[str]) -> tuple[Any, Any]:
    """Import what runners share, then forget where our own packages came from."""
    sys.path[:0] = paths
    import numpy as np

    from grader.sandbox import runner, walls

    for name in PRELOADED:
        __import__(name)
    # First calls build caches and load code lazily: pay once here, not once per submission.
    np.linalg.svd(np.eye(3) + np.random.default_rng(0).normal(size=(3, 3)))
    np.einsum("ij,jk", np.eye(2), np.eye(2))
    str(np.arange(3.0))
    del sys.path[: len(paths)]
    for name in list(sys.modules):
        if name.partition(".")[0] in ("grader", "msgspec"):
            del sys.modules[name]
    # The listing of the library taken now serves later imports: landlock allows no other.
    sys.path_importer_cache.clear()
    importlib.util.find_spec("a_module_that_does_not_exist")
    return runner, walls


class Zygote:
    """Answers spawn, reap and sweep."""

    def __init__(self, control: socket.socket, options: dict[str, Any]) -> None:
        self.control = control
        self.program = bytes.fromhex(options["filter"])
        self.children: set[int] = set()
        self.runner, self.walls = import_everything(options["paths"])
        self.rules = self.walls.landlock_rules(options["readable"]) if options["landlock"] else 0
        if options["uid"]:
            self.walls.become_nobody(options["uid"])
        self.walls.use_small_pages()
        self.size = self.walls.address_space()

    def serve(self) -> None:
        gc.collect()
        gc.freeze()
        self.send({"ready": os.getpid(), "uid": os.getuid(), "rules": bool(self.rules)})
        while True:
            data, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 8)
            if not data:
                os._exit(0)
            request = json.loads(data)
            getattr(self, "do_" + request["do"])(request, fds)

    def send(self, reply: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        socket.send_fds(self.control, [json.dumps(reply).encode()], fds)

    def do_spawn(self, request: dict[str, Any], fds: list[int]) -> None:
        """Fork a runner around the given channel and output files; send back its pidfd."""
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            self.send({"n": request["n"], "error": str(error)})
            return
        if pid == 0:
            try:
                self.confine(parent, fds, request["limits"])
                self.runner.main(CHANNEL, OUT, ERR)
            except BaseException:
                os.write(ERR, traceback.format_exc().encode())
            finally:
                os._exit(97)
        for fd in fds:
            os.close(fd)
        self.children.add(pid)
        pidfd = os.pidfd_open(pid)
        self.send({"n": request["n"], "pid": pid}, (pidfd,))
        os.close(pidfd)

    def confine(self, parent: int, fds: list[int], limits: dict[str, int]) -> None:
        os.setsid()
        self.walls.die_with_parent()
        if os.getppid() != parent:
            os._exit(0)
        self.control.close()
        # Move what is needed out of the way of the fixed numbers, then close all the rest.
        high = [os.dup2(fd, 64 + i, inheritable=False) for i, fd in enumerate(fds)]
        rules = os.dup2(self.rules, 80, inheritable=False) if self.rules else 0
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        for target, fd in zip((CHANNEL, OUT, ERR), high, strict=True):
            os.dup2(fd, target)
        os.closerange(6, 80)
        os.closerange(81, 1024)
        self.walls.raise_walls(rules, self.program, self.size, limits)

    def do_reap(self, request: dict[str, Any], fds: list[int]) -> None:
        """Wait for one runner that was killed or has hung up; send how it ended."""
        pid = request["pid"]
        status = None
        if pid in self.children:
            _, status, _ = os.wait4(pid, 0)
            self.children.discard(pid)
        self.send({"n": request["n"], "status": status})

    def do_sweep(self, request: dict[str, Any], fds: list[int]) -> None:
        """Kill and reap every runner that is left."""
        left = len(self.children)
        for pid in self.children:
            os.kill(pid, 9)
            os.wait4(pid, 0)
        self.children.clear()
        self.send({"n": request["n"], "left": left})


if __name__ == "__main__":
    here = socket.socket(fileno=int(sys.argv[1]))
    Zygote(here, json.loads(here.recv(1 << 20))).serve()
