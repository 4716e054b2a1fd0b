"""What a hidden test imports: marks, and the failure it may raise itself."""

from grader.checks.failures import CheckFailedError
from grader.checks.marks import explanation, needs, points

__all__ = ["CheckFailedError", "explanation", "needs", "points"]
