"""How many mentions there were over a period, beside the same time before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.utils import timezone

from brands.models import Brand
from monitoring import counts
from monitoring.counts import Day
from monitoring.models import Rematch, Sentiment, Topic
from monitoring.periods import Bin, Period, alongside, bins

SCORED = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)


class Counted(Protocol):
    """Mentions by sentiment: a Day, or a Bin."""

    @property
    def by_sentiment(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Course:
    """What is shown, and what it is compared with.

    `before` and `shadow` are empty where the brand was not heard during all of those days: half a period is no
    comparison.
    """

    period: Period
    bins: Sequence[Bin]
    before: Sequence[Day] = ()
    """As many days before; where today is shown, up to the same hour."""
    shadow: Sequence[Bin] = ()
    """The same days whole, cut as `bins` are."""
    heard: date | None = None
    """The first day on which the brand was heard."""
    matching: bool = False
    """The topic is still being matched with what was heard before: its numbers grow."""

    def count(self, sentiment: str = "") -> int:
        return count(self.bins, sentiment)

    def count_before(self, sentiment: str = "") -> int:
        return count(self.before, sentiment)

    @property
    def net(self) -> float | None:
        """Positive minus negative in points of a hundred scored mentions; None without any."""
        return net(self.bins)

    @property
    def net_before(self) -> float | None:
        return net(self.before)


def count(parts: Sequence[Counted], sentiment: str = "") -> int:
    """Mentions in `parts`, of one sentiment or of all."""
    return sum(part.by_sentiment[sentiment] if sentiment else sum(part.by_sentiment.values()) for part in parts)


def scored(parts: Sequence[Counted]) -> int:
    """Mentions whose sentiment is known."""
    return sum(count(parts, sentiment) for sentiment in SCORED)


def net(parts: Sequence[Counted]) -> float | None:
    """As Course.net."""
    n = scored(parts)
    return 100 * (count(parts, Sentiment.POSITIVE) - count(parts, Sentiment.NEGATIVE)) / n if n else None


def of(brand: Brand, period: Period, topic: Topic | None, now: datetime) -> Course:
    """The course of `period`, which ends today at the latest; four queries, one more for a topic."""
    days = counts.by_day(brand, period.first, period.last, topic)
    shown, heard = bins(days, period.grain), counts.heard_since(brand)
    matched: Rematch | None = Rematch.objects.filter(topic=topic).first() if topic else None
    matching = matched is not None and matched.state in {Rematch.State.WAITING, Rematch.State.RUNNING}
    if heard and matched:  # older mentions were never asked
        heard = max(heard, timezone.localtime(matched.since, brand.zone).date())
    earlier = period.before
    if heard is None or heard > earlier.first:
        return Course(period, shown, heard=heard, matching=matching)
    whole = counts.by_day(brand, earlier.first, earlier.last, topic)
    before = list(whole)
    if period.last == timezone.localtime(now, brand.zone).date():
        so_far = now - timedelta(days=period.days)
        before[-1:] = counts.by_day(brand, earlier.last, earlier.last, topic, hour__lte=so_far)
    return Course(period, shown, before, alongside(shown, whole), heard, matching)
