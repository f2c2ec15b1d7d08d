"""Small drawings made of data on the server: shares of a bar, progress, sparklines.

SVG with attributes, because a strict content policy refuses style attributes. They are decoration: the number
always stands beside them as text, so each is hidden from assistive technology.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 88, 30, 4
GAP = 0.6


def bar(share: float, tone: str = "acc") -> SafeString:
    """Progress: `share` from 0 to 1; what is outside is cut."""
    width = round(100 * min(max(share, 0.0), 1.0), 1)
    return format_html(
        '<svg class="bar-track" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="f-line" width="100" height="6"/><rect class="f-{}" width="{}" height="6"/></svg>',
        tone,
        width,
    )


def split(parts: Sequence[tuple[str, float]]) -> SafeString:
    """A bar of shares, left to right: pairs of tone ("neg", "neu", "pos", "mix") and amount; nothing if all are 0."""
    present = [(tone, amount) for tone, amount in parts if amount > 0]
    total = sum(amount for _, amount in present)
    room = 100 - GAP * max(len(present) - 1, 0)
    rows, x = [], 0.0
    for tone, amount in present:
        width = room * amount / total
        rows.append((tone, round(x, 2), round(width, 2)))
        x += width + GAP
    return format_html(
        '<svg class="split" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="f-{}" x="{}" width="{}" height="8"/>', rows),
    )


def sparkline(values: Sequence[float], usual: float | None = None) -> SafeString:
    """A line of the values with a dot on the last one; `usual` draws the usual level dotted. Empty under two values."""
    if len(values) < 2:
        return SafeString("")
    levels = [*values, usual] if usual is not None else list(values)
    low, high = min(levels), max(levels)
    reach = (high - low) or 1.0

    def y(value: float) -> float:
        return round(SPARK_HEIGHT - SPARK_EDGE - (value - low) / reach * (SPARK_HEIGHT - 2 * SPARK_EDGE), 1)

    step = (SPARK_WIDTH - SPARK_EDGE) / (len(values) - 1)
    points = [(round(2 + index * step, 1), y(value)) for index, value in enumerate(values)]
    line = "M" + " L".join(f"{px} {py}" for px, py in points)
    base = format_html('<path class="base" d="M0 {} H{}"/>', y(usual), SPARK_WIDTH) if usual is not None else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true">{}<path d="{}"/>'
        '<circle cx="{}" cy="{}" r="3.5"/></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        base,
        line,
        *points[-1],
    )
