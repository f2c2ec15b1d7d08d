"""What the demo hears: topics, sources, 90 days of mentions, and what comes while one looks, by the product's verbs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from accounts.models import User
from brands.models import Brand, Member
from core import bulk, clock
from crisis import alerts, watching
from crisis.models import Watch
from demo import talking
from demo.stories import IN_CRISIS, Story
from monitoring import ingest, rematching, sources, topics, tops
from monitoring.models import Mention, Reading, Source, Topic
from networks.demo.connector import TOLD_ELSEWHERE
from networks.types import Item, Page

HISTORY = timedelta(days=90)
A_MOMENT = timedelta(minutes=1)
"""What is heard counts as read so long ago: its days are due to be counted at once."""
_PAGE = 2_000
_READ_BEFORE = timedelta(hours=10)
"""What is older than this the team has read."""


def begin(brand: Brand, story: Story, by: User) -> None:
    """Topics and sources. Call in the brand's scope, before anything was heard."""
    for topic in story.topics:
        made = topics.add_topic(brand, name=topic["name"], kind=topic["kind"], query=topic["query"], by=by)
        if made.kind == Topic.Kind.CAMPAIGN:  # much is said of it because the brand wants it so
            watch = watching.watch_of(made)
            alerts.change(watch, seen=watch.version, by=by, sensitivity=Watch.Sensitivity.OFF)
    for number, source in enumerate(story.sources):
        sources.add_source(
            brand, "demo", address(story, number), by=by, title=source["title"], named=True, poll_minutes=10
        )
    while rematching.run_due():
        pass  # there is no past to match with


def address(story: Story, number: int) -> str:
    """Of a source that the story itself fills: the demo network has nothing there."""
    return f"{TOLD_ELSEWHERE}{story.key}/{number}"


def hear(brand: Brand, story: Story, begun: datetime, since: datetime, until: datetime) -> int:
    """Store what is said from `since` up to `until`; returns how many mentions are new. Call in the brand's scope."""
    return _store(story, talking.said(story, brand.zone, begun, since, until))


def hear_crisis(story: Story, began: datetime, since: datetime, until: datetime) -> int:
    """The same of the crisis."""
    return _store(story, talking.outcry(story, began, since, until)) if story.key == IN_CRISIS else 0


def _store(story: Story, items: Iterable[Item]) -> int:
    bringing = _sources(story)
    by_source: dict[Source, list[Item]] = {source: [] for source in bringing.values()}
    for item in items:
        if item.network in bringing:
            by_source[bringing[item.network]].append(item)
    now, new = clock.now(), 0
    for source, heard in by_source.items():
        for first in range(0, len(heard), _PAGE):
            new += ingest.store(source, Page(items=tuple(heard[first : first + _PAGE])), seen_at=now).new
    return new


def _sources(story: Story) -> dict[str, Source]:
    """Who brings what of each network. A source that somebody removed or paused brings nothing."""
    there = {source.address: source for source in Source.objects.select_related("brand") if not source.paused}
    found = {address(story, n): told["networks"] for n, told in enumerate(story.sources)}
    return {network: there[where] for where, networks in found.items() if where in there for network in networks}


def look_back(brand: Brand, until: datetime, by: User, colleague: Member) -> None:
    """The team has worked: what is older is read, most complaints are handled, some of the last ones are somebody's."""
    old: QuerySet[Mention] = Mention.objects.filter(posted_at__lt=until - _READ_BEFORE)
    read = [
        (brand.pk, by.pk, pk, posted_at + timedelta(hours=2)) for pk, posted_at in old.values_list("pk", "posted_at")
    ]
    bulk.insert(Reading, ("brand_id", "user_id", "mention_id", "read_at"), read)
    complaints = old.filter(sentiment="negative", posted_at__lt=until - timedelta(days=1))
    complaints.update(handled_at=F("posted_at") + timedelta(hours=5))
    recent = Mention.objects.filter(sentiment="negative", handled_at=None).order_by("-posted_at")
    pks = list(recent.values_list("pk", flat=True)[:3])
    Mention.objects.filter(pk__in=pks).update(assigned_to=colleague)


def count_what_is_said_most() -> None:
    """Of every day at once: else the charts of the demo would fill over a quarter of an hour."""
    while tops.build_due(limit=100):
        pass
