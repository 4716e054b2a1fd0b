"""Stub -> notebook, made on demand: cell ids are fixed, so the same stub gives the same bytes."""

from __future__ import annotations

import ast
import inspect

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

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
        new_markdown_cell(f"# {stem}\n\n{story}".rstrip(), id=f"{stem}-1"),
        new_code_cell(code.strip("\n"), id=f"{stem}-2"),
        new_code_cell(CHECK.format(stem=stem), id=f"{stem}-3"),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return text + "\n"
