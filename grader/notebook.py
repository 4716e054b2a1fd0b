"""Stub -> notebook, made on demand: cell ids are fixed, so the same stub gives the same bytes.

Written as plain JSON, for importing nbformat takes ten times as long as all of `grader start`; a
test holds the result against nbformat's schema.
"""

from __future__ import annotations

import ast
import inspect
import json
from typing import Any

CHECK = "# Save the notebook, then run this cell.\n!grader check {stem}.ipynb"


def make_notebook(stub: str, stem: str) -> str:
    """Return a notebook with the task, the stub and a cell that checks it."""
    tree = ast.parse(stub)
    story = inspect.cleandoc(ast.get_docstring(tree) or "")
    code = stub
    if story:
        lines = stub.splitlines()
        code = "\n".join(lines[tree.body[0].end_lineno or 0 :])
    cells = [
        {"cell_type": "markdown", "source": f"# {stem}\n\n{story}".rstrip()},
        {"cell_type": "code", "source": code.strip("\n")},
        {"cell_type": "code", "source": CHECK.format(stem=stem)},
    ]
    notebook = {
        "cells": [finished(cell, f"{stem}-{n}") for n, cell in enumerate(cells, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def finished(cell: dict[str, Any], identity: str) -> dict[str, Any]:
    """Add what the format wants of every cell."""
    code: dict[str, Any] = (
        {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}
    )
    lines = cell["source"].splitlines(keepends=True)
    return {**cell, "id": identity, "metadata": {}, "source": lines, **code}
