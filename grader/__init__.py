"""Grade numerical Python exercises: isolated, budgeted, audited."""

__version__ = "0.1.0"
