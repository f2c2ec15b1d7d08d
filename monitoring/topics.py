"""What people do with topics: add, edit, remove, bring back.

Each change of what is asked for holds the brand alone for a moment (counts.hold_alone): pages that were matched before
are committed by then, and those that come after see the change. What was heard in the last 90 days is matched again in
the background (monitoring.rematching).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock
from core.text import fold
from core.versions import save_if_current
from monitoring import counts, live, rematching
from monitoring.matching import QueryError, parse
from monitoring.models import DailyCount, HourlyCount, MentionTopic, Rematch, Topic

UNDO = timedelta(days=30)
_BATCH = 5_000


class AlreadyThere(Exception):
    """The brand has a topic of that name already: `topic`."""

    def __init__(self, topic: Topic) -> None:
        super().__init__(topic.name)
        self.topic = topic


def add_topic(brand: Brand, *, name: str, kind: str, query: str, by: User | None) -> Topic:
    """Listen for `query`, from now on and in the last 90 days. Raises matching.QueryError, AlreadyThere."""
    query = query.strip()
    parse(query)
    topic = Topic(brand=brand, name=name, kind=kind, query=query, added_by=by)
    with transaction.atomic():
        counts.hold_alone(brand.pk)
        _unless_there(topic, topic.save)
        rematching.start(topic)
        events.record("topic.added", topic, brand=brand, after={"kind": topic.kind, "query": topic.query})
        live.announce(brand.public_id)
    return topic


def edit(topic: Topic, *, seen: int, **changes: Any) -> Topic:
    """Change `name`, `kind` or `query`; only another question is matched again, not one that is spelled otherwise.

    Raises matching.QueryError, AlreadyThere, and core.versions.StaleWrite if somebody was faster than `seen`.
    """
    if "query" in changes:
        changes["query"] = changes["query"].strip()
    before, after = events.changed({name: getattr(topic, name) for name in changes}, changes)
    if not after:
        return topic
    written, asks_anew = dict(changes), "query" in after and _differ(topic.query, after["query"])
    if asks_anew:
        written["query_version"] = topic.query_version + 1
    if "name" in after:
        written["sort_key"] = fold(after["name"])[:80]
    with transaction.atomic():
        counts.hold_alone(topic.brand.pk)
        _unless_there(topic, lambda: save_if_current(topic, seen=seen, changes=written), name=after.get("name"))
        if asks_anew:
            rematching.start(topic)
        events.record("topic.edited", topic, brand=topic.brand, before=before, after=after)
        live.announce(topic.brand.public_id)
    return topic


def remove(topic: Topic) -> Topic:
    """Hide the topic for 30 days, then delete it. Meanwhile nothing new is matched, and its counts stay as they are."""
    with transaction.atomic():
        counts.hold_alone(topic.brand.pk)
        topic.deleted_at = clock.now()
        topic.save(update_fields=["deleted_at"])
        Rematch.objects.filter(topic=topic).delete()
        events.record("topic.removed", topic, brand=topic.brand)
        live.announce(topic.brand.public_id)
    return topic


def restore(topic: Topic) -> Topic:
    """Undo `remove`; what came in meanwhile is matched. Raises AlreadyThere if its name was given away meanwhile."""
    with transaction.atomic():
        counts.hold_alone(topic.brand.pk)
        topic.deleted_at = None
        _unless_there(topic, lambda: topic.save(update_fields=["deleted_at"]))
        rematching.start(topic)
        events.record("topic.restored", topic, brand=topic.brand)
        live.announce(topic.brand.public_id)
    return topic


def match_again(topic: Topic) -> None:
    """Look through the last 90 days once more, where that has stopped."""
    with transaction.atomic():
        counts.hold_alone(topic.brand.pk)
        rematching.start(topic)


def purge(*, at: datetime | None = None, batch: int = _BATCH) -> int:
    """Delete topics of the brand in scope that were removed 30 days ago, with their counts; returns how many."""
    old = list(Topic.with_deleted.filter(deleted_at__lt=(at or clock.now()) - UNDO))
    for topic in old:
        matched = MentionTopic.objects.filter(topic=topic)
        while pks := list(matched.values_list("pk", flat=True)[:batch]):
            MentionTopic.objects.filter(pk__in=pks).delete()
        with transaction.atomic():
            counts.hold_alone(topic.brand.pk)
            if not Topic.with_deleted.filter(pk=topic.pk, deleted_at=topic.deleted_at).exists():
                continue  # somebody has just brought it back
            for model in (HourlyCount, DailyCount, MentionTopic):
                model.objects.filter(topic=topic).delete()
            topic.delete()
    return len(old)


def _differ(old: str, new: str) -> bool:
    """Whether `new`, which has to be understood, asks for something else. Raises matching.QueryError."""
    wanted = parse(new)
    try:
        return parse(old) != wanted
    except QueryError:  # written before the language became stricter
        return True


def _unless_there(topic: Topic, save: Callable[[], object], *, name: str | None = None) -> None:
    """Call `save`; raises AlreadyThere if the name is taken."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        there = Topic.objects.filter(sort_key=fold(name or topic.name)[:80]).exclude(pk=topic.pk).first()
        if there is None:
            raise
        raise AlreadyThere(there) from error
