"""One definition of a chart, for every place that shows it: the page, a PDF, a mail, a workbook.

A chart is data, a kind and words in one language; how it looks is decided where it is drawn: by Plotly on pages
(`core.documents.on_pages`), by Typst on paper and in mails (`drawing`), by the reader's own program in workbooks
(`workbooks`). Nobody draws a number that another does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Literal

from core import formats

Kind = Literal["columns", "lines", "rows", "heat"]
"""Columns stacked over an axis, lines over an axis, a bar for each name, a square for each pair."""
LONGEST_NAME = 26
_MOST_LABELS = 7
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers; None is unknown, which is never 0."""

    name: str
    values: tuple[float | None, ...]
    colour: str = "accent"
    """A token of static/css/tokens.css, without its dashes."""
    sign: str = ""
    """Stands before the name, so that no sentiment is told by colour alone."""
    dotted: bool = False
    """What the others are compared with: a thin line."""
    links: tuple[str, ...] = ()
    """For each number, the address of what it counts; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels` name the places along the axis (rows: the bars; heat: the columns), `series` what stands there."""

    key: str
    kind: Kind
    title: str
    """A finding, or the plain measure."""
    measure: str
    """What is counted and in which unit."""
    axis: str
    """What the labels are: «Day»."""
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    short: tuple[str, ...] = ()
    """The labels as there is room for them at an axis; empty: as they are."""
    unit: str = ""
    """Behind a number: «%», «points»."""
    places: int = 0
    signed: bool = False
    ends: tuple[str, ...] = ()
    """Of rows: what stands behind each bar; empty: its sum."""
    note: str = ""
    """How it is counted."""
    empty: str = ""
    """Why there is nothing to draw; empty where there is."""

    @property
    def plain(self) -> tuple[Series, ...]:
        """The series that are not there to be compared with."""
        return tuple(series for series in self.series if not series.dotted)

    @property
    def totals(self) -> list[float | None]:
        """The sum at each label; None where nothing is known."""
        columns = ([series.values[place] for series in self.plain] for place in range(len(self.labels)))
        return [sum(known) if (known := [v for v in column if v is not None]) else None for column in columns]

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest number that is drawn, with 0 between them; (0, 1) where all are 0 or unknown."""
        stacked = self.kind in {"columns", "rows"}
        drawn = self.totals if stacked else [value for series in self.plain for value in series.values]
        drawn = drawn + [value for series in self.series if series.dotted for value in series.values]
        known = [value for value in drawn if value is not None]
        low, high = min([0.0, *known]), max([0.0, *known])
        return (low, high) if low or high else (0.0, 1.0)

    def said(self, value: float | None) -> str:
        """`value` as the reader's language writes it, a dash for what is unknown; without its unit."""
        return "—" if value is None else formats.number(value, self.places, signed=self.signed)

    @property
    def at_axis(self) -> list[str]:
        """The labels as they stand at the axis, few enough to be read; "" for those that are left out."""
        labels = self.short or tuple(clipped(label) for label in self.labels)
        step = max(1, -(-len(labels) // _MOST_LABELS))
        return [label if not place % step else "" for place, label in enumerate(labels)]

    @property
    def behind(self) -> tuple[str, ...]:
        """What stands behind each bar of rows."""
        return self.ends or tuple(self.said(total) for total in self.totals)

    @property
    def summary(self) -> str:
        """The chart in words, for who does not see it: the measure, then each label with its number."""
        if self.empty or self.kind == "heat":
            return self.measure
        told = [f"{label}: {self.said(total)}" for label, total in zip(self.labels, self.told, strict=True)]
        return f"{self.measure}. {'; '.join(told[:31])}"

    @property
    def told(self) -> list[float | None]:
        """The number that speaks for each label: the sum of columns, of lines the first."""
        return list(self.plain[0].values) if self.kind == "lines" and self.plain else self.totals


def clipped(name: str) -> str:
    """`name`, cut to what fits beside a bar."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def ticks(low: float, high: float, *, whole: bool = True) -> list[float]:
    """At most six round numbers from at most `low` to at least `high`: steps of 1, 2 or 5 times a power of ten.

    `whole` keeps halves out where things are counted.
    """
    rough = (high - low) / (_MOST_TICKS - 1)
    power = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)
    step = max(step, 1.0) if whole else step
    first, last = floor(low / step), -floor(-high / step)
    return [place * step for place in range(first, last + 1)]


def last_known(values: Sequence[float | None]) -> int | None:
    """The place of the last value that is known."""
    return next((place for place in range(len(values) - 1, -1, -1) if values[place] is not None), None)
