"""A brand's list of mentions a page at a time, in the same time for ten thousand of them as for a million.

Rows are read newest first along an index, until a page is full. Words stand in another index, which knows no order: a
common word is found at once among the latest mentions, a rare one through its index, where all its mentions are few.
What takes longer than a person waits is given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet, Sum
from psycopg2.errors import QueryCanceled

from accounts.models import User
from brands.models import Brand
from monitoring import fulltext, queries
from monitoring.filters import Filters
from monitoring.fulltext import Term
from monitoring.models import CountedZone, DailyCount, Kept, Mention, Topic
from monitoring.queries import PAGE, MentionPage

PATIENCE = 2.0
"""Seconds that a list may take in PostgreSQL."""
LATEST = 3000
"""Among so many of the latest mentions words are looked for first: a word of one mention in sixty fills a page."""
_COUNTED = frozenset({"topic", "network", "language", "sentiment", "since", "until"})
"""Filters that counters know too."""


class TooSlow(Exception):
    """The list would have taken longer than PATIENCE."""


def page(filters: Filters, *, brand: Brand, user: User, after: str = "", size: int = PAGE) -> MentionPage:
    """Up to `size` mentions, newest first, behind the one whose public id is `after`. Call in the brand's scope.

    Raises BadFilter for what is not this brand's, TooSlow.
    """
    listed = _newest_first(filters, brand=brand, user=user, after=after)
    with _patience() as left:
        asked = queries.words(filters)
        if asked is None:
            return queries.page_of(list(queries.with_all(listed, user)[: size + 1]), size)
        found = _saying(asked, listed, left, size + 1) if asked else []
        rows = {row.pk: row for row in queries.with_all(Mention.objects.filter(pk__in=found), user)}
        return queries.page_of([rows[pk] for pk in found if pk in rows], size)


def count(filters: Filters, *, brand: Brand, user: User) -> int:
    """How many there are, up to COUNT_UP_TO + 1, which stands for «more». Call in the brand's scope.

    Raises BadFilter for what is not this brand's, TooSlow.
    """
    with _patience():
        return queries.count(queries.matching(filters, brand=brand, user=user))


def counted(filters: Filters, *, brand: Brand) -> int | None:
    """The same as `count`, from counters, at once; None where they do not know it.

    They know whole days in the zone in which they were counted, and count on where retention has deleted. Raises
    BadFilter for a topic that is not this brand's.
    """
    if not set(filters.active) <= _COUNTED or Kept.objects.exists() or not _same_days(filters, brand):
        return None
    topic = queries.named(Topic, "topic", filters.topic) if filters.topic else None
    parts = {name: getattr(filters, name) for name in ("network", "language", "sentiment")}
    wanted = Q(**{f"{name}__in": values for name, values in parts.items() if values})
    days = {"day__gte": filters.since, "day__lte": filters.until}
    wanted &= Q(**{name: day for name, day in days.items() if day})
    total = DailyCount.objects.filter(wanted, brand=brand, topic=topic).aggregate(total=Sum("n"))["total"]
    return min(total or 0, queries.COUNT_UP_TO + 1)


def _same_days(filters: Filters, brand: Brand) -> bool:
    """Whether the days asked for are days of the counters: of the same zone, and from one whole hour to another."""
    edges = [day for day in (filters.since, filters.until and filters.until + timedelta(days=1)) if day]
    if not edges:
        return True
    counted_in = CountedZone.objects.values_list("time_zone", flat=True).first()
    midnights = [datetime.combine(day, time(), brand.zone).astimezone(UTC) for day in edges]
    return counted_in == brand.time_zone and not any(midnight.minute for midnight in midnights)


def _newest_first(filters: Filters, *, brand: Brand, user: User, after: str) -> QuerySet[Mention]:
    """All but for words, ordered so that an index can be followed: a topic's mentions have one of their own."""
    start = queries.named(Mention, "after", after) if after else None
    if not filters.topic:
        listed = queries.but_for_words(filters, brand=brand, user=user)
        return (listed.filter(queries.older_than(start)) if start else listed).order_by("-posted_at", "-pk")
    topic = queries.named(Topic, "topic", filters.topic)
    matches = Q(matches__brand=brand, matches__topic=topic) & queries.dates(filters, brand, "matches__posted_at")
    if start:
        matches &= queries.older_than(start, "matches__posted_at", "matches__mention_id")
    listed = queries.but_for_words(filters.without("topic"), brand=brand, user=user)
    return listed.filter(matches).order_by("-matches__posted_at", "-matches__mention_id")


def _saying(asked: Sequence[Term], listed: QuerySet[Mention], left: _Left, size: int) -> list[int]:
    """Primary keys of up to `size` of `listed` that say all of `asked`, newest first."""
    columns = ("pk", "posted_at", "language", "search", "title", "text")
    looked_at, found = _among(listed.values_list(*columns)[:LATEST], asked)
    if len(found) >= size or looked_at < LATEST:
        return found[:size]
    left.renew()
    return _through_the_index(listed.filter(fulltext.Says(asked)).order_by(), size)


def _among(latest: QuerySet[Mention, Any], asked: Sequence[Term]) -> tuple[int, list[int]]:
    """How many `latest` are, and primary keys of those that say all of `asked`, newest first."""
    inner, values = latest.query.sql_with_params()
    says, said = fulltext.condition(asked, "language", "search", "title", "text")
    statement = (  # SQL of Django's and of ours, values as parameters
        f"SELECT count(*), array_agg(id ORDER BY posted_at DESC, id DESC) FILTER (WHERE {says}) "  # noqa: S608
        f"FROM ({inner}) AS latest(id, posted_at, language, search, title, text)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*said, *values])
        looked_at, found = cursor.fetchone()
    return looked_at, found or []


def _through_the_index(saying: QuerySet[Mention], size: int) -> list[int]:
    """The newest of `saying`. OFFSET keeps the planner from walking through all mentions in search of a rare word."""
    inner, values = saying.values_list("pk", "posted_at").query.sql_with_params()
    statement = (  # SQL of Django's, values as parameters
        f"SELECT id FROM ({inner} OFFSET 0) AS saying(id, posted_at) "  # noqa: S608
        "ORDER BY posted_at DESC, id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, size])
        return [pk for (pk,) in cursor.fetchall()]


class _Left:
    """What is left of PATIENCE, as PostgreSQL's limit for each statement of the transaction."""

    def __init__(self) -> None:
        self._end = monotonic() + PATIENCE
        self.renew()

    def renew(self) -> None:
        milliseconds = max(1, int(1000 * (self._end - monotonic())))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])


@contextmanager
def _patience() -> Iterator[_Left]:
    """Statements inside end after PATIENCE. Raises TooSlow."""
    inside = connection.in_atomic_block
    try:
        with transaction.atomic():
            yield _Left()
            if inside:  # the limit would stay until the outer transaction ends
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
