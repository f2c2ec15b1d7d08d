"""What is said of the brand, and in which mood."""

from __future__ import annotations

from collections.abc import Iterable

from reports.kpis.sums import total


def mentions(days: Iterable[float | None]) -> float | None:
    """How much is said of the brand.

    Formula: listed mentions of each day, added up.
    Unit: mentions.
    Source: counters that are written with each mention (monitoring.DailyCount, rows without a topic).
    Caveats: a mention counts on the day on which it was posted, also when it is found later. Hidden mentions and those
    deleted at the source do not count. More is neither good nor bad. Days before the brand was first heard have none.
    """
    return total(days)


def sentiment_index(negative: int, neutral: int, positive: int) -> float | None:
    """Which way the mood leans.

    Formula: 100 × (positive − negative) ÷ (positive + neutral + negative).
    Unit: points, from −100 (all negative) to +100 (all positive).
    Source: counters of mentions by sentiment (monitoring.DailyCount), people's corrections included.
    Caveats: only mentions with a sentiment count. A machine labels most of them and is wrong now and then. With few
    mentions it swings widely.
    """
    scored = negative + neutral + positive
    return 100 * (positive - negative) / scored if scored else None


def negative_share(negative: int, neutral: int, positive: int) -> float | None:
    """How much of what is said is negative.

    Formula: 100 × negative ÷ (positive + neutral + negative).
    Unit: percent.
    Source: counters of mentions by sentiment (monitoring.DailyCount), people's corrections included.
    Caveats: as the sentiment index.
    """
    scored = negative + neutral + positive
    return 100 * negative / scored if scored else None


def share_of_voice(own: int, rivals: int) -> float | None:
    """How loud the brand is among its competitors.

    Formula: 100 × mentions of topics of kind own brand ÷ mentions of topics of kind own brand and competitor.
    Unit: percent.
    Source: counters of mentions by topic (monitoring.DailyCount).
    Caveats: a mention that two of these topics match counts for both. It compares what the topics match, not companies:
    a wide topic is loud. A new topic knows the last 90 days.
    """
    said = own + rivals
    return 100 * own / said if said else None
