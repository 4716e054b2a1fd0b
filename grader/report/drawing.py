"""Drawings of measured costs and of a class's scores, as inline SVG without scripts.

Colours come from the page's stylesheet by class name, so the drawings follow light and dark mode.
The text beside each says the same in words, so the drawings are hidden from screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from grader.report.text import number, short
from grader.verdict import Budget

WIDTH, LEFT, RIGHT = 320.0, 8.0, 312.0


def draw_budget(budget: Budget) -> Markup:
    """Draw a budget: cost against size for a growth, else a bar with its interval and limit."""
    if budget.kind == "growth" and len(budget.yours) >= 2:
        return draw_growth(budget)
    return draw_bar(budget) if budget.value is not None else Markup("")


def draw_bar(budget: Budget) -> Markup:
    """Draw a value, the interval it surely lies in, and the limit, on one axis from 0."""
    value = budget.value or 0.0
    high = budget.high if budget.high is not None else value
    low = budget.low if budget.low is not None else value
    end = max(1.25 * budget.limit, 1.05 * max(value, high))

    def x(figure: float) -> float:
        return LEFT + (RIGHT - LEFT) * figure / end

    over = " over" if low > budget.limit else ""
    limit = x(budget.limit)
    anchor = "end" if limit > WIDTH / 2 else "start"
    parts = [
        rect(LEFT, 14, x(value) - LEFT, 14, f"bar{over}"),
        line(x(low), 21, x(high), 21, "whisker"),
        line(x(low), 17, x(low), 25, "whisker"),
        line(x(high), 17, x(high), 25, "whisker"),
        line(limit, 6, limit, 36, "limit"),
        line(LEFT, 36, RIGHT, 36, "axis"),
        text(limit, 47, f"limit {number(budget.limit)}", anchor),
    ]
    if budget.unit == "x ours" and budget.limit > 1:
        parts.append(line(x(1.0), 10, x(1.0), 36, "ours"))
        if abs(limit - x(1.0)) > 90:
            parts.append(text(x(1.0), 47, "ours", "middle"))
    return svg(52, parts)


def draw_growth(budget: Budget) -> Markup:
    """Draw cost against size on logarithmic axes, with the steepest slope allowed."""
    points = [*budget.yours, *budget.ours]
    pairs = [(math.log10(n), math.log10(c)) for n, c in points if n > 0 and c > 0]
    if len(pairs) < 2:
        return Markup("")
    start = pairs[0]
    last = max(n for n, _ in pairs)
    allowed = [start, (last, start[1] + budget.limit * (last - start[0]))]
    everything = [*pairs, *allowed]
    lows = [min(p[i] for p in everything) for i in (0, 1)]
    spans = [max(p[i] for p in everything) - lows[i] or 1.0 for i in (0, 1)]

    def at(pair: tuple[float, float]) -> tuple[float, float]:
        return (
            34 + 250 * (pair[0] - lows[0]) / spans[0],
            96 - 84 * (pair[1] - lows[1]) / spans[1],
        )

    yours = [at(p) for p in pairs[: len(budget.yours)]]
    ours = [at(p) for p in pairs[len(budget.yours) :]]
    (x1, y1), (x2, y2) = (at(p) for p in allowed)
    parts = [
        line(28, 104, RIGHT, 104, "axis"),
        line(28, 4, 28, 104, "axis"),
        line(x1, y1, x2, y2, "limit dashed"),
        *curve(ours, "ours"),
        *curve(yours, "yours"),
        text(34, 116, f"size {number(budget.yours[0][0])}", "start"),
        text(x2, 116, number(budget.yours[-1][0]), "end"),
    ]
    return svg(120, parts)


def draw_histogram(counts: Sequence[int]) -> Markup:
    """Draw how many students reached each tenth of the points."""
    top = max([*counts, 1])
    parts = [line(LEFT, 84, RIGHT, 84, "axis")]
    step = (RIGHT - LEFT) / len(counts)
    for i, many in enumerate(counts):
        left, height = LEFT + i * step, 66 * many / top
        parts.append(rect(left + 1, 84 - height, step - 2, height, "bar"))
        if many:
            parts.append(text(left + step / 2, 80 - height, str(many), "middle"))
    for i, label in ((0, "0 %"), (5, "50 %"), (10, "100 %")):
        anchor = ("start", "middle", "end")[i // 5]
        parts.append(text(LEFT + i * step, 96, label, anchor))
    return svg(100, parts)


# ---- pieces -------------------------------------------------------------------------------------


def svg(height: float, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg class="drawing" viewBox="0 0 {} {}" aria-hidden="true">')
    return head.format(short(WIDTH), number(height)) + Markup("").join(parts) + Markup("</svg>")


def rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    figures = (f"{v:.1f}" for v in (x, y, max(width, 0.0), max(height, 0.0)))
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>').format(*figures, kind)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    figures = (f"{v:.1f}" for v in (x1, y1, x2, y2))
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(*figures, kind)


def text(x: float, y: float, words: str, anchor: str) -> Markup:
    form = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
    return form.format(x, y, anchor, words)


def curve(points: Sequence[tuple[float, float]], kind: str) -> list[Markup]:
    if not points:
        return []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" class="{}"/>').format(x, y, kind)
        for x, y in points
    ]
    return [Markup('<polyline points="{}" class="{}"/>').format(path, kind), *dots]
