"""Sentences on pages and terminals that say what an outcome means and what to do next."""

from __future__ import annotations

from grader.report.text import number, short
from grader.verdict import Budget, Outcome, Reason

MARKS = {
    Outcome.PASSES: "✓",
    Outcome.FAILS: "✗",
    Outcome.NOT_RUN: "–",
    Outcome.NOT_JUDGED: "–",
}
MEANING: dict[Reason, str] = {
    Reason.WRONG_VALUE: "The result is not what the task asks for.",
    Reason.WRONG_TYPE: "The result has another shape or type than the task asks for.",
    Reason.NOT_FINITE: "The result holds nan or inf where numbers are asked for.",
    Reason.RAISED: "The code raised an exception where a result is asked for.",
    Reason.NOT_STARTED: "This function still raises NotImplementedError.",
    Reason.MISSING: "A function of this exercise is not in the file. Keep the names of the stub.",
    Reason.NOT_LOADED: "The file cannot be loaded, so nothing in it could be tried.",
    Reason.MODIFIED: "The function wrote into an argument it was given. Work on a copy.",
    Reason.TOO_SLOW: "The result is right, but it takes longer than the task allows.",
    Reason.TOO_MUCH_MEMORY: "The result is right, but it needs more memory than the task allows.",
    Reason.TIMED_OUT: "The call did not end in time and was stopped.",
    Reason.OUT_OF_MEMORY: "The call asked for more memory than there is for one answer.",
    Reason.CRASHED: "The call ended the whole Python process.",
    Reason.FORBIDDEN: "The code uses something that this exercise, or the grader, does not allow.",
    Reason.PROTOCOL: "The code disturbed its own grading, so this check cannot count.",
}
NOT_RUN = "Not run: a check it builds on does not pass yet."
NOT_JUDGED = "Not judged: it costs no points and earns none. Your teacher sees it, too."
NOT_HANDED_IN = "not handed in"
KINDS = {"time": "Time", "growth": "Growth of the time", "memory": "Memory", "calls": "Calls"}


def budget_figures(budget: Budget) -> tuple[str, str]:
    """Return (yours, limit) of a budget, with their unit."""
    unit = {"x ours": "× ours", "x the input": "× the input", "calls": " calls"}.get(
        budget.unit, ""
    )
    sign = "size^" if budget.kind == "growth" else ""
    limit = f"{sign}{number(budget.limit)}{unit}"
    if budget.value is None:
        return "not measured", limit
    return f"{sign}{figure(budget, budget.value)}{unit}", limit


def figure(budget: Budget, value: float) -> str:
    """Write what was measured as finely as its kind needs: 1.2 and 1.3 are different exponents."""
    if budget.kind == "calls":
        return number(value)
    return f"{value:.2f}" if budget.kind == "growth" else short(value)


def budget_sentence(budget: Budget) -> str:
    """Say in words what a budget's drawing shows."""
    yours, limit = budget_figures(budget)
    if budget.kind == "calls":
        return f"of {budget.function.rstrip(',')}: yours is {yours}, the limit is {limit}."
    if budget.value is None:
        return f"{budget.function}(): not measured; the limit is {limit}."
    text = f"{budget.function}(): yours is {yours}, the limit is {limit}."
    if budget.low is None or budget.high is None:
        return text
    low, high = figure(budget, budget.low), figure(budget, budget.high)
    return text if low == high else f"{text} We are sure that it lies between {low} and {high}."
