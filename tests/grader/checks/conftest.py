"""The comparisons under test."""

import pytest

from grader.checks.compare import Comparison


@pytest.fixture
def check():
    return Comparison()
