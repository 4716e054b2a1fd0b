"""numpy works inside the walls: a part of its own test suite passes there.

The tests run behind landlock, the resource limits and the system call filter of a runner. Here
the filter hands each call that is not on the list to this process, which refuses it as the real
one does and counts it, so that a new numpy's wishes are seen by name.
"""

import ctypes
import errno
import fcntl
import os
import select
import struct
import sys
import sysconfig
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox import policy, walls
from grader.sandbox.paths import library_paths, package_paths
from grader.sandbox.tiers import Limits

seccomp = pytest.importorskip("pyseccomp", reason="libseccomp is not installed here")

SUITES = """
    linalg/tests/test_linalg.py linalg/tests/test_regression.py fft/tests/test_pocketfft.py
    random/tests/test_generator_mt19937.py lib/tests/test_function_base.py
    lib/tests/test_nanfunctions.py lib/tests/test_shape_base.py polynomial/tests/test_polynomial.py
    _core/tests/test_einsum.py _core/tests/test_umath_complex.py ma/tests/test_extras.py
    """.split()
LEAVE_OUT = (
    "subprocess or thread or memmap or sdot_bug or f2py or doc or tofile or fromfile or slow"
)
RECEIVE, ANSWER, PIDFD_GETFD = 0xC0502100, 0xC0182101, 438
NOTIFICATION, REPLY = struct.Struct("QIIiIQ6Q"), struct.Struct("QqiI")
EXPECTED = {
    "ioctl": "pytest asks for the width of the terminal",
    "mbind": "OpenBLAS places its buffers, and goes on without",
    "clone": "a test of numpy's starts a program",
}


def confine(report: int) -> None:
    """Raise the walls of a runner around this process, with a filter that tells on it."""
    tests = [str(Path(pytest.__file__).parent), *sorted(more_packages())]
    rules = walls.landlock_rules([*library_paths(), *package_paths(), *tests, "/dev/null"])
    size = walls.address_space()
    walls.raise_walls(rules, b"", size, Limits(memory=4 << 30).for_runner())
    telling = policy.make_filter(seccomp.NOTIFY)
    telling.load()
    fd = seccomp._libseccomp.seccomp_notify_fd(telling._filter)
    os.write(report, struct.pack("i", fd))


def more_packages() -> set[str]:
    """Return where pytest and hypothesis, which numpy's tests use, and what they need lie."""
    site = Path(sysconfig.get_path("purelib"))
    names = "_pytest pluggy iniconfig packaging pygments hypothesis sortedcontainers py.py attr"
    return {str(site / n) for n in names.split() if (site / n).exists()}


def inside(report: int, out: int) -> int:
    import hypothesis  # noqa: F401 - numpy's tests want it, and may not look for it later

    tempfile.gettempdir()  # found by writing, which will not do later
    os.chdir = lambda folder: None  # pytest's own wish at the end
    home = Path(np.__file__).parent
    files = [str(home / name) for name in SUITES if (home / name).exists()]
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)  # not those of the run around
    confine(report)
    options = ["-q", "-x", "--tb=short", "-p", "no:cacheprovider", "-p", "no:logging", "-s"]
    options += [
        "-c",
        "/dev/null",
        "--rootdir",
        str(home),
        "--confcutdir",
        str(home),
        "-k",
        f"not ({LEAVE_OUT})",
    ]
    options += ["-W", "ignore", "-p", "no:hypothesispytest"]
    return int(pytest.main([*options, *files]))


def count_refused(pid: int, report: int, until: float) -> Counter[str]:
    """Refuse every call the filter tells of, by name, until the process ends."""
    (number,) = struct.unpack("i", os.read(report, 4))
    pidfd = os.pidfd_open(pid)
    fd = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, pidfd, number, 0)
    assert fd >= 0, os.strerror(ctypes.get_errno())
    refused: Counter[str] = Counter()
    poll = select.poll()
    poll.register(fd)
    poll.register(pidfd)
    while time.monotonic() < until:
        ready = dict(poll.poll(1000))
        if ready.get(fd, 0) & 1:
            notice = bytearray(NOTIFICATION.size)
            try:
                fcntl.ioctl(fd, RECEIVE, notice)
                ident, _, _, call, *_ = NOTIFICATION.unpack(notice)
                name = seccomp.resolve_syscall(seccomp.system_arch(), call).decode()
                refused[name] += 1
                fcntl.ioctl(fd, ANSWER, bytearray(REPLY.pack(ident, 0, -errno.EPERM, 0)))
            except FileNotFoundError:  # the call was interrupted meanwhile
                continue
        elif pidfd in ready:
            break
    os.close(fd)
    os.close(pidfd)
    return refused


@pytest.mark.timeout(600)
def test_numpys_own_tests_pass_and_unknown_calls_are_refused_and_counted():
    reader, report = os.pipe()
    out = os.memfd_create("out")
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = inside(report, out)
        except BaseException:
            os.write(out, traceback.format_exc().encode())
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(report)
    refused = count_refused(pid, reader, time.monotonic() + 500)
    _, status = os.waitpid(pid, 0)
    os.close(reader)
    text = os.pread(out, 1 << 20, 0).decode(errors="replace")
    os.close(out)
    print(f"\n{text.strip()[-100:]}\nrefused: {dict(refused)}", file=sys.stderr)
    assert os.waitstatus_to_exitcode(status) == 0, text[:3000]
    passed = int(text.rpartition(" passed")[0].split()[-1])
    assert passed > 1500
    assert refused.keys() <= EXPECTED.keys(), "add it to the policy, or here with a reason"
