"""Try every deed of the zoo behind every set of walls, and write down what works.

    python tests/zoo/deeds.py docs/attacks.md

The table says which wall stops what, because it was tried, not because somebody thinks so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox.failures import StudentError
from grader.sandbox.host import Limits, RunnerGoneError, Walls, Zygote
from grader.sandbox.session import Answer, Session, Student
from grader.sandbox.tiers import find_bubblewrap
from grader.verdict import Chunk

ZOO = Path(__file__).parent
WALLS = {
    "no wall": Walls(outer=False, landlock=False, seccomp=False),
    "outer only": Walls(outer=True, landlock=False, seccomp=False),
    "landlock only": Walls(outer=False, landlock=True, seccomp=False),
    "seccomp only": Walls(outer=False, landlock=False, seccomp=True),
    "inner (tier B)": Walls(outer=False, landlock=True, seccomp=True),
    "all (tier A)": Walls(outer=True, landlock=True, seccomp=True),
}
HEAD = """\
# Attacks and the walls that stop them

Written by `make attacks`: every deed in `tests/zoo/` was tried behind each set of walls. Resource limits and the
separate process are there in all of them. **works** means that the attacker got what it wanted, *ends* that its
process was ended for it, – that it was refused or found nothing.

"""


def deeds() -> list[Path]:
    """Return the animals of the zoo that try a deed."""
    files = sorted(ZOO.glob("*/*.py"))
    return [p for p in files if re.search(rb"^def deed\(", p.read_bytes(), re.MULTILINE)]


def attempt(zygote: Zygote, path: Path) -> str:
    """Let one attacker try; return `works`, `ends` or `refused`."""
    limits = Limits(call_seconds=5.0)
    session = Session(
        Answer([Chunk(path.name, path.read_text("utf-8"))]), lambda: zygote.spawn(limits)
    )
    try:
        session.load()
        return "works" if Student(session).deed() is True else "refused"
    except RunnerGoneError:
        return "ends"
    except StudentError:
        return "refused"
    finally:
        session.close()


def table(names: list[str] | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (set of walls, deed -> outcome) for every set this machine can raise."""
    bwrap = find_bubblewrap()
    for name in names or WALLS:
        if WALLS[name].outer and not bwrap:
            continue
        zygote = Zygote(WALLS[name], bwrap)
        try:
            yield name, {p.stem: attempt(zygote, p) for p in deeds()}
        finally:
            zygote.close()


def as_markdown(columns: dict[str, dict[str, str]]) -> str:
    marks = {"works": "**works**", "ends": "*ends*", "refused": "–"}
    lines = [f"| deed | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for path in deeds():
        doc = path.read_text("utf-8").split('"""')[1]
        cells = (marks[column[path.stem]] for column in columns.values())
        lines.append(f"| {doc} (`{path.stem}`) | {' | '.join(cells)} |")
    counts = (str(sum(v == "works" for v in column.values())) for column in columns.values())
    lines.append(f"| **that work, of {len(deeds())}** | {' | '.join(counts)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(as_markdown(dict(table())), "utf-8")
