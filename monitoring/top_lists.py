"""What was said most in a period, added up from the tops of its days: exact within those, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection

from brands.scope import current_brand_id
from monitoring.models import Author, DailyTop, Topic

_SUM = """
WITH said AS (
    SELECT kind, entry->>0 AS key, (entry->>1)::bigint AS n, entry->>2 AS written
    FROM monitoring_dailytop, jsonb_array_elements(entries) AS entry
    WHERE brand_id = %(brand)s AND {topic} AND day BETWEEN %(first)s AND %(last)s
), summed AS (
    SELECT kind, key, sum(n) AS n, (array_agg(written ORDER BY written = '', n DESC, written))[1] AS written
    FROM said GROUP BY kind, key
), placed AS (
    SELECT kind, key, n, written, row_number() OVER (PARTITION BY kind ORDER BY n DESC, key) AS place FROM summed
    WHERE written <> '' OR kind = 'author'
)
SELECT kind, key, n, written FROM placed WHERE place <= %(most)s ORDER BY kind, place
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One author, term, hashtag or link, and in how many mentions."""

    key: str
    n: int
    written: str
    """As people write it most; the address of a link."""
    author: Author | None = None


@dataclass(frozen=True, slots=True)
class Top:
    """The most frequent of one kind, most first."""

    entries: list[Entry]
    cut: bool
    """On some day there were more than are kept: the sums are of the most frequent of each day."""


def between(first: date, last: date, topic: Topic | None = None, *, most: int = 10) -> Mapping[str, Top]:
    """The tops of all kinds from `first` to `last` of the brand in scope, or of one topic; three queries.

    Authors who are hidden, or of whom nothing is kept any more, are left out.
    """
    found = _sums(first, last, topic, 2 * most)
    days = DailyTop.objects.filter(topic=topic, day__range=(first, last))
    cut = dict(days.values_list("kind").annotate(any_cut=BoolOr("cut")))
    _name_authors(found)
    return {kind: Top(found.get(kind, [])[:most], cut.get(kind, False)) for kind in DailyTop.Kind.values}


def _sums(first: date, last: date, topic: Topic | None, most: int) -> dict[str, list[Entry]]:
    asked: dict[str, date | int] = {"brand": current_brand_id(), "first": first, "last": last, "most": most}
    where = "topic_id = %(topic)s" if topic else "topic_id IS NULL"
    found: dict[str, list[Entry]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SUM.format(topic=where), asked | ({"topic": topic.pk} if topic else {}))
        for kind, key, n, written in cursor.fetchall():
            found.setdefault(kind, []).append(Entry(key, int(n), written))
    return found


def _name_authors(found: dict[str, list[Entry]]) -> None:
    entries = found.get(DailyTop.Kind.AUTHOR, [])
    known = Author.objects.filter(hidden=False).in_bulk([int(entry.key) for entry in entries])
    found[DailyTop.Kind.AUTHOR] = [
        Entry(author.public_id, entry.n, str(author), author)
        for entry in entries
        if (author := known.get(int(entry.key)))
    ]
