"""What a hidden test imports: marks, and the failure it may raise itself."""

import pytest

from grader.checks.failures import CheckFailedError
from grader.checks.marks import needs, points

__all__ = ["CheckFailedError", "needs", "points"]

pytest.register_assert_rewrite("grader.checks.properties")
