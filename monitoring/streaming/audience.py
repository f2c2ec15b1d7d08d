"""Who listens to a stream, and for what: the sources of all brands, and one matcher for all their topics."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from core import jobs
from monitoring.matching import Document, Matcher, Query, QueryError, parse
from monitoring.models import Source, Topic
from monitoring.streaming.loosening import loosened
from networks.streams import Said

logger = logging.getLogger(__name__)

_Stamp = frozenset[tuple[int, int]]
"""Topics, each with the version of its query."""
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Audience:
    """The sources that are claimed for one stream, by brand, and what their brands listen for."""

    sources: Mapping[int, Source] = field(default_factory=dict)
    matcher: Matcher[tuple[int, int]] = field(default_factory=lambda: Matcher({}))
    """Keys: brand, topic."""
    hear_everything: frozenset[int] = frozenset()
    """Brands with a topic that only its language narrows."""
    stamp: _Stamp = frozenset()

    def __bool__(self) -> bool:
        """Whether anybody would get anything."""
        return bool(self.stamp)

    def wanting(self, said: Said, network: str) -> set[int]:
        """Brands that may want `said`. Ingest decides, once it knows the language."""
        document = Document.of(text=said.text, network=network)
        return {brand_id for brand_id, _ in self.matcher.match(document)} | self.hear_everything


def queue(network: str) -> QuerySet[Source]:
    """Every source of every brand that there is for the stream `network`."""
    sources: QuerySet[Source] = Source.all_brands.filter(network=network, deleted_at=None, brand__deleted_at=None)
    return sources.select_related("brand")


def take_over(network: str) -> None:
    """At a start: claims that a process before this one left behind are void. Call while no other can be running."""
    queue(network).filter(state=Source.State.RUNNING).update(**_UNCLAIMED)


def let_go(network: str) -> None:
    """At an end: the sources are due for whoever comes next."""
    take_over(network)


_UNCLAIMED = {"state": Source.State.WAITING, "claim": None, "claimed_at": None, "heartbeat_at": None}


def gather(network: str, was: Audience) -> Audience:
    """The audience as it is now: claims what has been added or resumed; topics are read only where they changed."""
    jobs.claim_due(queue(network), limit=_MOST)
    sources = {source.brand_id: source for source in queue(network).filter(state=Source.State.RUNNING)}
    topics = Topic.all_brands.filter(brand_id__in=sources, deleted_at=None)
    stamp = frozenset(topics.values_list("pk", "query_version"))
    if stamp == was.stamp:
        return Audience(sources, was.matcher, was.hear_everything, stamp)
    queries: dict[tuple[int, int], Query] = {}
    everything: set[int] = set()
    for brand_id, pk, text in topics.values_list("brand_id", "pk", "query").order_by("pk"):
        query = _understood(pk, text)
        if query is None:
            continue
        if loose := loosened(query):
            queries[brand_id, pk] = loose
        else:
            everything.add(brand_id)
    return Audience(sources, Matcher(queries), frozenset(everything), stamp)


def _understood(pk: int, text: str) -> Query | None:
    try:
        return parse(text)
    except QueryError as error:  # stored by an earlier version of the language
        logger.warning("a topic's query cannot be read any more", extra={"topic": pk, "error": str(error)})
        return None
