"""Helpers for the tests of comparisons."""

import pytest

from grader.checks.failures import CheckFailedError


def short(value):
    """Name a case of a parametrized test."""
    return repr(value)[:40]


def failure(function, *args, **kwargs):
    """Return (reason, facts) of a check that must fail."""
    with pytest.raises(CheckFailedError) as caught:
        function(*args, **kwargs)
    return caught.value.reason, " ".join(caught.value.facts)
