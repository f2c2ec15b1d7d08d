"""What is said most on a day: counted anew from the day's mentions whenever they have changed.

Each mention counts once for a term, hashtag or link, however often it says it. Only the MOST frequent of each day are
kept, so what a longer period adds up is exact within them.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import Func, OuterRef, TextField
from django.db.models.functions import Greatest

from brands.scope import brand_scope
from core import bulk, clock, jobs
from monitoring import counts, terms, top_days
from monitoring.models import LISTED, CountedZone, DailyTop, DailyVoices, Kept, Mention, MentionTopic, TopDay
from monitoring.voices import ANSWERS_TO, Voices

logger = logging.getLogger(__name__)

MOST = 200
BATCH = 4
_CHUNK = 2000
_DAY = timedelta(days=1)
_TEXTS: ArrayField[Any, Any] = ArrayField(TextField())
_COLUMNS = ("brand_id", "topic_id", "day", "kind", "entries", "cut")
Kind = DailyTop.Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One mention, with what PostgreSQL finds in it."""

    text: str
    author_id: int | None
    topics: list[int]
    words: str
    """Folded, with spaces between."""
    hashtags: list[str]
    links: list[str]
    network: str
    sentiment: str
    audience: int | None
    """Followers of its author, or people who could see it if they were more."""
    answers_to: int | None
    """The author of what it replies to, where we hold that."""


class Tally:
    """What the mentions of one day say, of the brand or of one topic."""

    def __init__(self) -> None:
        self._n: dict[str, Counter[Any]] = {kind: Counter() for kind in Kind}

    def add(self, row: Row) -> None:
        """Count one mention."""
        if row.author_id:
            self._n[Kind.AUTHOR][row.author_id] += 1
        self._n[Kind.TERM].update(set(row.words.split()))
        self._n[Kind.HASHTAG].update(row.hashtags)
        self._n[Kind.LINK].update(row.links)

    def rows(self, written: Spellings) -> Iterator[tuple[str, list[list[Any]], bool]]:
        """Kind, entries and whether there were more; kinds with nothing are left out."""
        for kind, counted in self._n.items():
            said = [(key, n) for key, n in counted.items() if kind != Kind.TERM or terms.says_something(key)]
            # Equals in the order of their keys, so that the same mentions always give the same row.
            first = sorted(said, key=lambda entry: (-entry[1], entry[0]))[:MOST]
            if first:
                yield kind, [[key, n, written.of(kind, key)] for key, n in first], len(said) > MOST


class Spellings:
    """How each term, hashtag and link was written in one day's mentions.

    Not so pieces of addresses and handles: a word is listed where people write it on some day of a period as a word.
    """

    def __init__(self) -> None:
        self._n: dict[str, dict[str, Counter[str]]] = {kind: defaultdict(Counter) for kind in Kind}

    def add(self, said: terms.Said) -> None:
        for kind, found in ((Kind.TERM, said.terms), (Kind.HASHTAG, said.hashtags), (Kind.LINK, said.links)):
            for key, written in found.items():
                self._n[kind][key][written] += 1

    def of(self, kind: str, key: Any) -> str:
        """The most frequent spelling; empty where there is none, and for an author."""
        found = self._n[kind].get(key)
        return min(found, key=lambda written: (-found[written], written)) if found else ""


def build_due(limit: int = BATCH) -> int:
    """Claim up to `limit` due days, in turns between brands, and build their tops; returns how many."""
    claimed = jobs.claim_due(top_days.queue(), limit=limit, fair_by="brand_id")
    with jobs.beating(claimed):
        for row in claimed:
            with brand_scope(row.brand.pk):
                _build_claimed(row)
    return len(claimed)


def sweep() -> int:
    """Days whose worker died in the middle go back to due; returns how many."""
    return jobs.sweep_reads(top_days.queue())


def _build_claimed(row: TopDay) -> None:
    try:
        build(row)
    except Exception as error:
        logger.exception("tops were not built", extra={"brand": row.brand.public_id, "day": str(row.day)})
        jobs.retry_or_fail(row, error)


def build(row: TopDay) -> None:
    """Replace the tops of a claimed day by what its mentions say now. Call in its brand's scope.

    A closed day stays as it is: part of its mentions is deleted.
    """
    begun = clock.now()
    zone, kept = _zone(row), Kept.objects.first()
    closed = kept is not None and counts.hour_of(row.day, zone) < kept.since
    made, spoke = ([], []) if closed else _made(row, zone)
    with transaction.atomic():
        if not jobs.beat(row):
            return
        if not closed:
            DailyTop.objects.filter(day=row.day).delete()
            bulk.insert(DailyTop, _COLUMNS, made)
            DailyVoices.objects.filter(day=row.day).delete()
            DailyVoices.objects.bulk_create(spoke)
        top_days.finish(row, begun)


def _zone(row: TopDay) -> ZoneInfo:
    counted: CountedZone | None = CountedZone.objects.first()
    return ZoneInfo(counted.time_zone) if counted else row.brand.zone


def _made(row: TopDay, zone: ZoneInfo) -> tuple[list[tuple[Any, ...]], list[DailyVoices]]:
    """The rows of a day, in order of topic and kind."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    heard: dict[int, Voices] = defaultdict(Voices)
    written = Spellings()
    for mention in _mentions(row, zone):
        written.add(terms.read(mention.text))
        for topic_id in (0, *mention.topics):
            tallies[topic_id].add(mention)
            heard[topic_id].add(mention)
    made = [
        (row.brand_id, topic_id or None, row.day, kind, entries, cut)
        for topic_id, tally in sorted(tallies.items())
        for kind, entries, cut in tally.rows(written)
    ]
    return made, [voices.row(row.day, topic_id or None) for topic_id, voices in sorted(heard.items()) if voices]


def _mentions(row: TopDay, zone: ZoneInfo) -> Iterator[Row]:
    """The day's mentions, a piece at a time, all as they stood at one moment."""
    begins, ends = (counts.hour_of(day, zone) for day in (row.day, row.day + _DAY))
    listed = Mention.objects.filter(LISTED, posted_at__gte=begins, posted_at__lt=ends)
    topics = MentionTopic.objects.filter(mention=OuterRef("pk")).values("topic_id")
    said = Func("title", "text", function="monitoring_said", output_field=TextField())
    found = listed.values_list(
        said,
        "author_id",
        ArraySubquery(topics),
        Func(said, function="monitoring_folded", output_field=TextField()),
        *(Func(said, function=f"monitoring_{kind}", output_field=_TEXTS) for kind in ("hashtags", "links")),
        *("network", "sentiment", Greatest("author__followers", "reach"), ANSWERS_TO),
    )
    return (Row(*values) for values in found.iterator(chunk_size=_CHUNK))
