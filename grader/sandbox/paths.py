"""What a confined process can see, and the outer wall that leaves it nothing else."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


def interpreter() -> str:
    return os.path.realpath(sys.executable)


def library_paths() -> list[str]:
    """Folders and files of the standard library, without the site-packages inside it."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    skip = {"site-packages", "dist-packages", "test", "__pycache__", "idlelib", "ensurepip"}
    return [str(p) for p in sorted(stdlib.iterdir()) if p.name not in skip]


def package_paths() -> list[str]:
    """numpy and msgspec with the shared libraries their wheels carry."""
    import msgspec
    import numpy as np

    found = []
    for package in (np, msgspec):
        home = Path(str(package.__file__)).parent
        found += [home, home.with_name(f"{home.name}.libs")]
    return [str(p) for p in found if p.exists()]


def own_paths() -> list[str]:
    names = ("__init__.py", "sandbox")
    return [str(PACKAGE / "grader" / name) for name in names]


def import_roots() -> list[str]:
    """Where the zygote finds our code and numpy before it forgets these places."""
    return sorted({str(PACKAGE), *(str(Path(p).parent) for p in package_paths())})


def loaded_libraries() -> list[str]:
    """Shared libraries mapped into this process: numpy's zygote will need the same ones."""
    with open("/proc/self/maps") as maps:
        paths = {line.split(maxsplit=5)[5].strip() for line in maps if line.count("/")}
    return sorted(p for p in paths if ".so" in p and os.path.exists(p))


def bubblewrap(bwrap: str, as_root: bool, environment: dict[str, str]) -> list[str]:
    """Return the command line of the outer wall, up to the program to run."""
    command = [bwrap, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    # Never --unshare-all: it means "try", and goes on without a user namespace when it must.
    command += ["--cap-drop", "ALL"]
    if as_root:
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user"]
    command += ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    stdlib = sysconfig.get_path("stdlib")
    bound = [*loaded_libraries(), *package_paths(), *own_paths()]
    # bwrap gives the folders above a mount the rights they have outside, which may be a home's.
    above = {f for p in (stdlib, interpreter(), *bound) for f in Path(p).parents}
    for folder in sorted(map(str, above - {Path("/")})):
        command += ["--dir", folder]
    for folder in ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/lib32"):
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            command += ["--ro-bind", folder, folder]
    command += ["--ro-bind", stdlib, stdlib, "--ro-bind", interpreter(), interpreter()]
    for name in ("site-packages", "dist-packages"):
        if os.path.isdir(os.path.join(stdlib, name)):
            command += ["--tmpfs", os.path.join(stdlib, name)]
    standard = ("/usr/lib", "/lib", stdlib)
    for path in dict.fromkeys(p for p in bound if not p.startswith(standard) or "-packages" in p):
        command += ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--dev", "/dev"]
    return [*command, "--chdir", "/", "--"]


def readable_by(uid: int, path: str) -> bool:
    """Tell whether every folder above `path` lets another user through."""
    folders = [Path(path), *Path(path).parents]
    return all(f.stat().st_mode & (0o5 if f == folders[0] else 0o1) for f in folders)
