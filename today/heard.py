"""How much was said in the last 24 hours, and how much usually is: from the counters, one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from core import clock
from monitoring.models import HourlyCount, Sentiment

SPAN = timedelta(hours=24)
USUAL_DAYS = 28
FEWEST_DAYS = 3
"""With fewer nobody can say what is usual."""


@dataclass(slots=True)
class Heard:
    """Mentions of SPAN, by sentiment, beside the mean of the days before."""

    by_sentiment: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Sentiment.values, 0))
    before: int = 0
    """In the USUAL_DAYS before, or in as many of them as are known."""
    days: float = 0.0
    """How many are known."""

    @property
    def total(self) -> int:
        return sum(self.by_sentiment.values())

    @property
    def usual(self) -> float | None:
        """In 24 hours; None while too little is known."""
        return self.before / self.days if self.days >= FEWEST_DAYS else None

    @property
    def net(self) -> int | None:
        """Positive minus negative in points of a hundred scored mentions; None without any."""
        scored = self.total - self.by_sentiment[Sentiment.UNSCORED]
        good, bad = self.by_sentiment[Sentiment.POSITIVE], self.by_sentiment[Sentiment.NEGATIVE]
        return round(100 * (good - bad) / scored) if scored else None


NOTHING = Heard()


def by(counted: QuerySet[HourlyCount], key: str) -> dict[Any, Heard]:
    """What `counted` says by `key`, a column of it («brand_id», «topic_id»)."""
    since = _since(clock.now())
    start = since - timedelta(days=USUAL_DAYS)
    sums = (
        counted.filter(hour__gte=start, n__gt=0)
        .values_list(key, "sentiment")
        .annotate(
            last=Sum("n", filter=Q(hour__gte=since)),
            before=Sum("n", filter=Q(hour__lt=since)),
            first=Min("hour"),
        )
    )
    found: dict[Any, Heard] = {}
    for value, sentiment, last, before, first in sums:
        heard = found.setdefault(value, Heard())
        heard.by_sentiment[sentiment] = last or 0
        heard.before += before or 0
        heard.days = max(heard.days, (since - first) / timedelta(days=1))
    return found


def _since(now: datetime) -> datetime:
    """The first of the 24 hours of the clock that end with the one of now."""
    return now.replace(minute=0, second=0, microsecond=0) - SPAN + timedelta(hours=1)
