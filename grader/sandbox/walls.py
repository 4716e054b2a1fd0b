"""The inner wall: what a runner does to itself before it meets student code.

Landlock takes the file system, resource limits take size, and a seccomp filter takes every system
call that is not on the list. All three survive whatever the process does later. There is nothing
specific to one processor here: the filter arrives compiled, and landlock's call numbers are the
same on every architecture.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import resource
import struct
from collections.abc import Iterable, Mapping

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
FILE_RIGHTS_OF_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SET_THP_DISABLE = 1, 22, 38, 41
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
SIGKILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, *args: int) -> None:
    words = [ctypes.c_ulong(a) for a in (*args, 0, 0, 0, 0)[:4]]
    _check(_libc.prctl(option, *words), f"prctl {option}")


def landlock_abi() -> int:
    """Return the version of landlock this kernel speaks, 0 without it."""
    return max(0, int(_libc.syscall(LANDLOCK_CREATE, None, 0, 1)))


def landlock_rules(readable: Iterable[str]) -> int:
    """Return a ruleset that allows reading below `readable` and nothing else; 0 without landlock.

    The ruleset is made once and shared by every runner: opening each path again for each
    submission would cost more than all the rest of the wall.
    """
    abi = landlock_abi()
    if not abi:
        return 0
    files = FILE_RIGHTS_OF_ABI[max(k for k in FILE_RIGHTS_OF_ABI if k <= abi)]
    network, scope = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    size = 8 if abi < 4 else (16 if abi < 6 else 24)
    attributes = struct.pack("QQQ", files, network, scope)
    rules = _check(
        _libc.syscall(LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0), "landlock create"
    )
    for path in readable:
        try:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:  # a link of the library to somewhere the outer wall hides
            continue
        rights = READ_FILE | READ_DIR if os.path.isdir(path) else READ_FILE
        rule = struct.pack("=Qi", rights, fd)
        _check(_libc.syscall(LANDLOCK_ADD, rules, 1, rule, 0), f"landlock rule for {path}")
        os.close(fd)
    return rules


def address_space() -> int:
    """Return this process's size in bytes, to the next MiB; limits are set relative to it.

    There is no /proc inside the outer wall, so the size is found by asking: below which limit
    does a one-page mapping fail?
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, 1 << 42
    while high - low > 1 << 20:
        middle = (low + high) // 2
        resource.setrlimit(resource.RLIMIT_AS, (middle, hard))
        try:
            mmap.mmap(-1, mmap.PAGESIZE).close()
            high = middle
        except (OSError, MemoryError):
            low = middle
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return high


def limit_resources(size: int, memory: int, cpu_seconds: int) -> None:
    """Cap what one runner can take: address space beyond the start, CPU, files, core dumps."""
    limits = {
        resource.RLIMIT_AS: size + memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 1 << 20,  # only the two bounded output files can be written at all
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for name, value in limits.items():
        resource.setrlimit(name, (value, value))


def load_filter(program: bytes) -> None:
    """Load a compiled seccomp program into this process, for good."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    header_buffer = ctypes.create_string_buffer(header, len(header))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header_buffer))


def raise_walls(rules: int, program: bytes, size: int, limits: Mapping[str, int]) -> None:
    """Confine the calling process; it must have one thread and be ready for student code."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    drop_capabilities()
    limit_resources(size, limits["memory"], limits["cpu_seconds"])
    if rules:
        _check(_libc.syscall(LANDLOCK_RESTRICT, rules, 0), "landlock restrict")
        os.close(rules)
    if program:
        load_filter(program)


def become_nobody(uid: int) -> None:
    """Give up root: another user id and no groups."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability: what makes root more than an owner of files."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, bytes(24)), "capset")


def use_small_pages() -> None:
    """Refuse huge pages: one touched byte would count as 2 MiB of memory."""
    prctl(PR_SET_THP_DISABLE, 1)


def die_with_parent() -> None:
    prctl(PR_SET_PDEATHSIG, SIGKILL)
