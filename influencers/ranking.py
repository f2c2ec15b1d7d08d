"""The authors of a brand's mentions by weight (influencers.weights), in a period.

Read from monitoring's DailyVoices, which keep the strongest two hundred of each day: a ranking takes as long for a
million mentions as for ten thousand. Authors that stand on one card count together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection
from django.db.models import Q

from brands.scope import current_brand_id
from core.text import fold
from influencers import weights
from influencers.models import Handle, Person
from influencers.weights import Parts
from monitoring import fulltext, identities
from monitoring.models import Author, DailyVoices, Topic
from monitoring.periods import Period

PAGE = 50
SORTS = ("score", "reach", "resonance", "relevance", "mentions")
NO_CARD = "none"
_RANK = """
WITH said AS (
    SELECT one.* FROM monitoring_dailyvoices AS day, unnest(
        day.authors, day.networks, day.mentions, day.negatives, day.positives, day.answers, day.audiences
    ) AS one(author, network, mentions, negatives, positives, answers, audience)
    WHERE day.brand_id = %(brand)s AND {topic} AND day.day BETWEEN %(first)s AND %(last)s
), known AS (
    SELECT author.id AS author, handle.person_id AS person FROM influencers_handle AS handle
    JOIN monitoring_author AS author
        ON author.brand_id = %(brand)s AND author.network = handle.network AND author.external_id = handle.external_id
    WHERE handle.brand_id = %(brand)s AND handle.external_id <> ''
), summed AS (
    SELECT coalesce(-known.person, said.author) AS who, sum(mentions)::int AS mentions,
        sum(negatives)::int AS negatives, sum(positives)::int AS positives, sum(answers)::int AS answers,
        max(audience) AS audience
    FROM said LEFT JOIN known ON known.author = said.author WHERE {wanted}
    GROUP BY 1 HAVING sum(mentions) > 0
), weighed AS (
    SELECT *, least(1, coalesce(ln(1 + audience::float8) / ln(1 + %(full_audience)s::float8), 0)) AS reach,
        least(1, ln(1 + answers::float8) / ln(1 + %(full_answers)s::float8)) AS resonance,
        least(1, ln(1 + mentions::float8) / ln(1 + %(days)s::float8)) AS relevance
    FROM summed
)
SELECT who, mentions, negatives, positives, answers, audience,
    (SELECT array_agg(DISTINCT network) FROM said WHERE answers > 0), count(*) OVER ()
FROM weighed ORDER BY {by} DESC, mentions DESC, who LIMIT %(most)s OFFSET %(skip)s
"""
_BY = {name: name for name in SORTS} | {"score": "reach + resonance + relevance"}
_CARDED = "SELECT id FROM influencers_person WHERE brand_id = %(brand)s AND merged_into_id IS NULL"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ranking is narrowed to; empty parts do not narrow."""

    text: str = ""
    """Beginnings of words of a name or handle, or a piece of the name on a card."""
    topic: Topic | None = None
    networks: tuple[str, ...] = ()
    kind: str = ""
    """A Person.Kind, or NO_CARD."""
    vip: bool = False
    by: str = "score"
    """One of SORTS."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody in the ranking: the author of one network, or a card with all its authors."""

    person: Person | None
    authors: list[Author]
    """At least one; those that the brand has a row of."""
    mentions: int
    negatives: int
    positives: int
    answers: int | None
    """None where no reply was heard on any of their networks."""
    audience: int | None
    parts: Parts
    place: int = 0

    @property
    def name(self) -> str:
        return str(self.person or self.authors[0])

    @property
    def neutrals(self) -> int:
        """Without a label too."""
        return self.mentions - self.negatives - self.positives


@dataclass(frozen=True, slots=True)
class Ranking:
    """One page of it."""

    voices: list[Voice]
    total: int
    cut: bool
    """On some day there were more voices than are kept."""
    silent: tuple[str, ...] = field(default=())
    """Networks of this page that tell no audience."""


def of(period: Period, asked: Asked, *, page: int = 1, size: int = PAGE) -> Ranking:
    """A page of the ranking of the brand in scope, from 1; five queries, however many mentions there are."""
    statement, values = _statement(period, asked)
    values |= {"most": size, "skip": (page - 1) * size}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    days = DailyVoices.objects.filter(topic=asked.topic, day__range=(period.first, period.last))
    cut = days.aggregate(cut=BoolOr("cut"))["cut"] or False
    voices = _voices(rows, period, first=values["skip"] + 1)
    silent = {author.network for voice in voices if voice.audience is None for author in voice.authors}
    return Ranking(voices, rows[0][-1] if rows else 0, cut, tuple(sorted(silent)))


def of_person(person: Person, period: Period) -> Voice | None:
    """Where a card stands in a period; None where nothing of theirs was heard in it."""
    statement, values = _statement(period, Asked(), only="known.person = %(person)s")
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"person": person.pk, "most": 1, "skip": 0})
        rows = cursor.fetchall()
    return next(iter(_voices(rows, period)), None)


def authors_of(handles: Sequence[Handle]) -> dict[int, Author]:
    """The author behind each of `handles`, by its primary key, where the brand has heard them."""
    named = {(handle.network, handle.external_id): handle.pk for handle in handles if handle.external_id}
    found = Author.objects.filter(identities.among(named)) if named else Author.objects.none()
    return {named[author.network, author.external_id]: author for author in found}


def _statement(period: Period, asked: Asked, only: str = "") -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {
        "brand": current_brand_id(),
        "first": period.first,
        "last": period.last,
        "days": max(period.days, weights.SHORTEST),
        "full_audience": weights.FULL_AUDIENCE,
        "full_answers": weights.FULL_ANSWERS,
    }
    topic = "day.topic_id IS NULL"
    if asked.topic:
        topic, values["topic"] = "day.topic_id = %(topic)s", asked.topic.pk
    wanted = [only] if only else []
    if asked.networks:
        wanted.append("said.network = ANY(%(networks)s)")
        values["networks"] = list(asked.networks)
    if asked.kind == NO_CARD:
        wanted.append("known.person IS NULL")
    elif asked.kind:
        wanted.append(f"known.person IN ({_CARDED} AND kind = %(kind)s)")
        values["kind"] = asked.kind
    if asked.vip:
        wanted.append(f"known.person IN ({_CARDED} AND vip)")
    if asked.text:
        wanted.append(f"(said.author = ANY(%(named)s) OR known.person IN ({_CARDED} AND sort_key LIKE %(like)s))")
        values |= {"named": _named(asked.text), "like": f"%{_literal(fold(asked.text))}%"}
    return _RANK.format(topic=topic, wanted=" AND ".join(wanted) or "TRUE", by=_BY[asked.by]), values


def _named(text: str) -> list[int]:
    return list(Author.objects.filter(fulltext.names(text)).values_list("pk", flat=True))


def _literal(text: str) -> str:
    """`text` for LIKE."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _voices(rows: Sequence[tuple[Any, ...]], period: Period, first: int = 1) -> list[Voice]:
    people = {p.pk: p for p in Person.objects.filter(pk__in=[-row[0] for row in rows if row[0] < 0])}
    by_person = _authors_by_person(people)
    alone = Author.objects.filter(hidden=False).in_bulk([row[0] for row in rows if row[0] > 0])
    found = []
    for place, (who, mentions, negatives, positives, answers, audience, answering, _total) in enumerate(rows, first):
        person = people.get(-who)
        authors = by_person.get(-who, []) if person else [author] if (author := alone.get(who)) else []
        if not authors:  # hidden or erased since the day was counted
            continue
        heard = answers if {author.network for author in authors} & set(answering or ()) else None
        told = weights.parts(audience, heard, mentions, period.days)
        found.append(Voice(person, authors, mentions, negatives, positives, heard, audience, told, place))
    return found


def _authors_by_person(people: Mapping[int, Person]) -> dict[int, list[Author]]:
    handles = list(Handle.objects.filter(Q(person__in=list(people))).order_by("pk")) if people else []
    authors = authors_of(handles)
    found: dict[int, list[Author]] = {}
    for handle in handles:
        if handle.pk in authors:
            found.setdefault(handle.person_id, []).append(authors[handle.pk])
    return found
