"""What moved: words that were said more than usual, who spoke, where, and some of the mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from brands.models import Brand
from core.text import fold
from crisis.models import Alert
from monitoring import terms, top_lists
from monitoring.models import DailyCount, DailyTop, Mention, MentionTopic, Sentiment, Topic

LOOKED_AT = 500
"""Of the latest mentions."""
TERMS, AUTHORS, VIPS, SAMPLES, NETWORKS = 8, 5, 10, 5, 5
_FEWEST = 2
"""Mentions in which a word stands."""
_BEFORE = 7
"""Days that say how often a word is usual."""


def of(brand: Brand, topic: Topic, metric: str, since: datetime, until: datetime) -> dict[str, Any]:
    """What an alert keeps: lists of [key, n], most first, and public ids. No names: people may be erased."""
    mentions = [row.mention for row in _latest(topic, metric, since, until)]
    by_author = Counter(one.author.public_id for one in mentions if one.author)
    vips = Counter(one.author.public_id for one in mentions if one.author and one.author.vip)
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "terms": _terms(brand, topic, mentions, since),
        "vips": [list(pair) for pair in vips.most_common(VIPS)],
        "authors": [list(pair) for pair in by_author.most_common(AUTHORS)],
        "networks": [list(pair) for pair in Counter(one.network for one in mentions).most_common(NETWORKS)],
        "samples": _samples(mentions),
    }


def _latest(topic: Topic, metric: str, since: datetime, until: datetime) -> QuerySet[MentionTopic]:
    rows = MentionTopic.objects.filter(
        topic=topic, posted_at__gte=since, posted_at__lt=until, mention__gone_at=None, mention__hidden=False
    )
    if metric == Alert.Metric.NEGATIVE:
        rows = rows.filter(mention__sentiment=Sentiment.NEGATIVE)
    found: QuerySet[MentionTopic] = rows.select_related("mention", "mention__author").defer("mention__search")
    return found.order_by("-posted_at", "-mention")[:LOOKED_AT]


def _samples(mentions: Iterable[Mention]) -> list[str]:
    """Those with most weight; what many repeat word for word is shown once."""
    found: dict[str, str] = {}
    for one in sorted(mentions, key=_weight, reverse=True):
        found.setdefault(fold(f"{one.title} {one.text}"), one.public_id)
    return list(found.values())[:SAMPLES]


def _weight(mention: Mention) -> tuple[bool, int, datetime]:
    """Whom the team calls important comes first, then those that more people could see, then the newer ones."""
    vip = bool(mention.author and mention.author.vip)
    return vip, mention.reach or (mention.author.followers if mention.author else 0) or 0, mention.posted_at


def _terms(brand: Brand, topic: Topic, mentions: Iterable[Mention], at: datetime) -> list[list[Any]]:
    """Words that stand in a larger share of these mentions than in those of the days before. The topic's own words are
    in all of them and say nothing."""
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    total = 0
    for mention in mentions:
        said = terms.read(f"{mention.title} {mention.text}").terms
        counted.update(said.keys())
        written.update(said)
        total += 1
    usual = _usual_shares(brand, topic, at)
    own = set(terms.read(topic.query).terms) | set(fold(topic.name).split())
    more = {key: n / total - usual.get(key, 0) for key, n in counted.items() if n >= _FEWEST and key not in own}
    first = sorted((key for key, lift in more.items() if lift > 0), key=lambda key: (-more[key], key))[:TERMS]
    return [[written[key], counted[key]] for key in first]


def _usual_shares(brand: Brand, topic: Topic, at: datetime) -> dict[str, float]:
    last = at.astimezone(brand.zone).date() - timedelta(days=1)
    first = last - timedelta(days=_BEFORE - 1)
    days = DailyCount.objects.filter(topic=topic, day__range=(first, last))
    total = days.aggregate(n=Sum("n"))["n"] or 0
    entries = top_lists.between(first, last, topic, most=200)[DailyTop.Kind.TERM].entries
    return {entry.key: entry.n / total for entry in entries} if total else {}
