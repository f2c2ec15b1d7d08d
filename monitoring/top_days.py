"""The queue of days whose tops are due: who writes mentions marks their days, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from core import bulk, clock, jobs
from monitoring.models import TopDay

SOON = timedelta(seconds=15)
"""What comes in together is built together."""
BETWEEN = timedelta(minutes=5)
"""A day that changes all the time is built this often, not more …"""
SHARE = 20
"""… and at most this part of the time is spent on it."""
_COLUMNS = ("brand_id", "day", "state", "not_before", "attempts", "last_error", "last_error_detail", "changes")
# A waiting row is locked and left as it is: whoever claims it sees what this transaction wrote.
_AGAIN = """
ON CONFLICT (brand_id, day) DO UPDATE SET
    changes = monitoring_topday.changes + 1,
    state = CASE monitoring_topday.state WHEN 'running' THEN 'running' ELSE 'waiting' END,
    not_before = CASE monitoring_topday.state WHEN 'running' THEN monitoring_topday.not_before
        ELSE greatest(excluded.not_before, monitoring_topday.not_before) END
WHERE monitoring_topday.state <> 'waiting'
"""
_ALL_DAYS = """
SELECT day FROM monitoring_dailycount WHERE brand_id = %(brand)s AND topic_id IS NULL
UNION SELECT day FROM monitoring_topday WHERE brand_id = %(brand)s
"""


def mark(brand_id: int, days: Collection[date]) -> None:
    """Have the tops of these days built. Last in the transaction that changes their mentions: it locks their rows."""
    due = clock.now() + SOON
    rows = [(brand_id, day, TopDay.State.WAITING, due, 0, "", "", 0) for day in sorted(days)]
    bulk.insert(TopDay, _COLUMNS, rows, then=_AGAIN)


def mark_all(brand_id: int) -> None:
    """Have the tops of every day built on which the brand was heard."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_DAYS, {"brand": brand_id})
        days = {day for (day,) in cursor.fetchall()}
    mark(brand_id, days)


def queue() -> QuerySet[TopDay]:
    """The days of every brand that is there."""
    days: QuerySet[TopDay] = TopDay.all_brands.filter(brand__deleted_at=None)
    return days.select_related("brand")


@transaction.atomic
def finish(row: TopDay, begun: datetime) -> None:
    """Give a claimed day back that was built since `begun`; to be built once more where it has changed meanwhile.

    Not before BETWEEN, or longer if building takes long.
    """
    now = clock.now()
    again = now + max(BETWEEN, SHARE * (now - begun))
    done = {"built_at": now, "not_before": again, "attempts": 0, "last_error": "", "last_error_detail": ""}
    if jobs.finish(row, state=TopDay.State.DONE, **done):
        TopDay.objects.filter(pk=row.pk).exclude(changes=row.changes).update(state=TopDay.State.WAITING)
