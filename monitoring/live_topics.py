"""The topics that a brand listens for now, ready to be asked of mentions."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import BigIntegerField, F, Func, QuerySet
from django.db.models.functions import Cast

from brands.scope import current_brand_id
from core import bulk
from monitoring.facts import Facts
from monitoring.matching import Document, Matcher, QueryError, parse
from monitoring.models import Topic

logger = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""How many topics, and a sum of hashes: another one whenever a topic comes, goes, or asks for something else."""

_HASH = Func(
    F("pk"),
    Cast("query_version", BigIntegerField()),
    function="hashint8extended",
    output_field=BigIntegerField(),
)
_STAMP = """
SELECT count(*), coalesce(sum(hashint8extended(id, query_version)), 0)
FROM monitoring_topic WHERE brand_id = %s AND deleted_at IS NULL
"""
_BRANDS = 50
"""Matchers of so many brands are kept by each process, those used last."""
_kept: OrderedDict[int, LiveTopics] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class LiveTopics:
    """Topics of one brand that nobody has removed, by primary key."""

    stamp: Stamp
    ids: frozenset[int]
    matcher: Matcher[int]


class Matching:
    """Asks each mention of a batch once, as long as the topics stay the same. Use it in the brand's scope."""

    def __init__(self, topics: LiveTopics | None = None) -> None:
        """`topics` may be older ones where `renew` is called before anything is written."""
        self._topics = topics
        self._known: dict[Facts, tuple[int, ...]] = {}

    @property
    def topics(self) -> LiveTopics:
        """The topics as they were at the first question, or when they were renewed."""
        if self._topics is None:
            self._topics = current()
        return self._topics

    def renew(self) -> None:
        """Go on with the topics as they are now. With the brand held they stay so until the transaction ends."""
        if not self._known:
            self._topics = None  # nothing rests on them yet
        elif (now := current()) is not self._topics:
            self._topics, self._known = now, {}

    def match(self, facts: Facts) -> tuple[int, ...]:
        """The topics that match, by primary key, sorted."""
        if not self.topics.ids:
            return ()
        if (found := self._known.get(facts)) is None:
            found = self._known[facts] = tuple(sorted(self.topics.matcher.match(Document.of(**facts._asdict()))))
        return found

    def again(self, facts: Facts, before: Collection[int]) -> tuple[int, ...]:
        """Like `match`, for a mention that was matched by `before`: removed topics keep what they had, for undo."""
        removed = [topic_id for topic_id in before if topic_id not in self.topics.ids]
        return tuple(sorted((*self.match(facts), *removed))) if removed else self.match(facts)


def last_known() -> LiveTopics | None:
    """The topics of the brand in scope as this process last saw them, without asking; None before it has."""
    with _lock:
        return _kept.get(current_brand_id())


def current() -> LiveTopics:
    """The live topics of the brand in scope: one small query while they stay the same."""
    brand_id = current_brand_id()
    stamp = bulk.one(_STAMP, [brand_id])
    with _lock:
        if (known := _kept.get(brand_id)) and known.stamp == stamp:
            _kept.move_to_end(brand_id)
            return known
    return _keep(brand_id, _load())


def _load() -> LiveTopics:
    """The stamp comes from the rows themselves: the topics may have changed since it was asked for."""
    topics: QuerySet[Any] = Topic.objects.order_by("pk").annotate(hashed=_HASH)
    rows = list(topics.values_list("pk", "query", "hashed"))
    queries = {}
    for pk, text, _ in rows:
        try:
            queries[pk] = parse(text)
        except QueryError:
            logger.exception("a stored query is not understood: its topic matches nothing", extra={"topic": pk})
    stamp = len(rows), sum(hashed for *_, hashed in rows)
    return LiveTopics(stamp, frozenset(pk for pk, *_ in rows), Matcher(queries))


def _keep(brand_id: int, topics: LiveTopics) -> LiveTopics:
    with _lock:
        _kept[brand_id] = topics
        _kept.move_to_end(brand_id)
        while len(_kept) > _BRANDS:
            _kept.popitem(last=False)
    return topics
