"""The figures that stand beside each topic: how much in the last 30 days, in which mood, how far it is matched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import dropwhile
from statistics import median

from django.db.models import Sum
from django.utils import timezone

from brands.models import Brand
from core import clock
from monitoring import counts
from monitoring.models import DailyCount, Rematch, Sentiment, Topic

DAYS = 30


@dataclass(slots=True)
class Figures:
    """One topic's last DAYS days, today among them."""

    course: list[int] = field(default_factory=lambda: [0] * DAYS)
    """Mentions of each day, the oldest first."""
    by_sentiment: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Sentiment.values, 0))

    @property
    def total(self) -> int:
        return sum(self.course)

    @property
    def usual(self) -> float | None:
        """The median of the days before today, from the first with a mention on; None without such days."""
        before = list(dropwhile(lambda n: not n, self.course[:-1]))
        return median(before) if before else None

    @property
    def negative(self) -> float | None:
        """The share of the scored mentions, 0 to 1; None without any."""
        scored = self.total - self.by_sentiment[Sentiment.UNSCORED]
        return self.by_sentiment[Sentiment.NEGATIVE] / scored if scored else None


def of_topics(brand: Brand, topics: Collection[Topic]) -> dict[int, Figures]:
    """Figures of each topic by primary key, in one query however many there are."""
    first, today = _days(brand)
    counted = DailyCount.objects.filter(topic__in=topics, day__range=(first, today))
    figures = {topic.pk: Figures() for topic in topics}
    for topic_id, day, sentiment, n in counted.values_list("topic_id", "day", "sentiment").annotate(total=Sum("n")):
        figures[topic_id].course[(day - first).days] += n
        figures[topic_id].by_sentiment[sentiment] += n
    return figures


def heard(brand: Brand) -> int:
    """Everything that the brand has heard in the same days."""
    return sum(counts.totals(brand, *_days(brand), by="sentiment").values())


def _days(brand: Brand) -> tuple[date, date]:
    today = timezone.localtime(clock.now(), brand.zone).date()
    return today - timedelta(days=DAYS - 1), today


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a topic has been matched with what was heard before it, or before its query changed."""

    state: str
    """"running", "done" or "stopped"."""
    done: int
    total: int
    matched: int

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def runs(self) -> bool:
        return self.state == "running"


def progress_of(topics: Collection[Topic]) -> dict[int, Progress]:
    """Progress by the topic's primary key, in one query; none for topics that were never matched in the background."""
    return {row.topic_id: _progress(row) for row in Rematch.objects.filter(topic__in=topics)}


def _progress(row: Rematch) -> Progress:
    states = {Rematch.State.DONE: "done", Rematch.State.FAILED: "stopped"}
    state = states.get(Rematch.State(row.state), "running")
    # How many there are is an estimate: mentions come and go meanwhile.
    total = max(row.to_look_at, row.looked_at + (state == "running"))
    return Progress(state, row.looked_at, row.looked_at if state == "done" else total, row.matched)
