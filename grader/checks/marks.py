"""Marks of hidden tests: what a test is worth and what it builds on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def points(number: float) -> Any:
    """Say how many points the test is worth."""
    return pytest.mark.points(number)


def needs(*tests: str) -> Any:
    """Name tests of the same file that must pass before this one says anything."""
    return pytest.mark.needs(
        *(name if name.startswith("test_") else f"test_{name}" for name in tests)
    )


def explanation(test: Callable[..., Any]) -> Callable[..., Any]:
    """Say that the test repeats what others notice, because it tells a student more plainly."""
    marked: Callable[..., Any] = pytest.mark.explanation(test)
    return marked


def mark_value(item: Any, name: str, default: Any) -> Any:
    mark = item.get_closest_marker(name)
    return mark.args[0] if mark and mark.args else default


def needed(item: Any) -> tuple[str, ...]:
    mark = item.get_closest_marker("needs")
    return tuple(mark.args) if mark else ()


def statement(function: Callable[..., Any]) -> str:
    """Return the first paragraph of the docstring as one line."""
    text = (function.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(text.split())
