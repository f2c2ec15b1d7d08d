"""What went wrong, and how fast people were there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.kpis.sums import percentile, total


def incidents(days: Iterable[float | None]) -> float | None:
    """How often something went wrong.

    Formula: incidents opened on each day, added up.
    Unit: incidents.
    Source: incidents (crisis.Incident).
    Caveats: what nobody opened an incident for does not count: a careful team may have more than a careless one.
    """
    return total(days)


def alert_response(seconds: Sequence[float]) -> float | None:
    """How fast people react to an alert.

    Formula: median of the time from when an alert was raised to when somebody dismissed it or opened an incident.
    Unit: seconds.
    Source: alerts raised in these days (crisis.Alert).
    Caveats: alerts that nobody has decided about yet are not part of it.
    """
    return percentile(seconds, 0.5)


def incident_length(seconds: Sequence[float]) -> float | None:
    """How long an incident takes.

    Formula: median of the time from when an incident was opened to when it was closed.
    Unit: seconds.
    Source: incidents closed in these days (crisis.Incident).
    Caveats: open incidents are not part of it. One that was opened again counts until it was closed last.
    """
    return percentile(seconds, 0.5)
