"""Sums and ranks that know what is missing. Missing is None, and never counts as 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def total(parts: Iterable[float | None]) -> float | None:
    """What is known of `parts` added up; None where nothing is."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value under which `share` (0 to 1) of `values` lie, between two of them in proportion; None without any.

    As PostgreSQL's percentile_cont: Hyndman & Fan, Sample Quantiles in Statistical Packages (1996), definition 7.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
