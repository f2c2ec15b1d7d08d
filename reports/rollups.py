"""What posts gained on each day, by account: built anew from the day's readings whenever one has come.

A reading (calendar_app.Measurement) tells what a post has had until then. What it shows more than the one before
counts for the day of the reading; readings up to one o'clock close the day that has just ended. Of a post whose first
reading comes more than FRESH after it was public nobody knows when it had what it has: only what it gains from then on
counts.

A day is made from its own readings and the ones before each, so that building it again changes no other day.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F, QuerySet

from brands.models import Brand
from brands.scope import brand_scope
from core import bulk, clock, jobs
from reports.models import DailyAccount, RollupDay
from reports.models.daily import FIGURES

logger = logging.getLogger(__name__)

BATCH = 16
SOON = timedelta(seconds=15)
"""Readings that come together are added up together."""
FRESH = timedelta(hours=48)
CLOSES = time(1)
"""Readings of the last day are taken in the first hour after midnight (calendar_app.measuring)."""
_COLUMNS = (
    "brand_id",
    "day",
    "state",
    "not_before",
    "attempts",
    "last_error",
    "last_error_detail",
    "changes",
    "time_zone",
)
# A waiting row is locked and left as it is: whoever claims it sees what this transaction wrote.
_AGAIN = """
ON CONFLICT (brand_id, day) DO UPDATE SET
    changes = reports_rollupday.changes + 1,
    state = CASE reports_rollupday.state WHEN 'running' THEN 'running' ELSE 'waiting' END,
    not_before = CASE reports_rollupday.state WHEN 'running' THEN reports_rollupday.not_before
        ELSE excluded.not_before END
WHERE reports_rollupday.state <> 'waiting'
"""
_ALL_DAYS = """
SELECT DISTINCT (at AT TIME ZONE %(zone)s - %(closes)s::interval)::date FROM calendar_app_measurement
WHERE brand_id = %(brand)s
"""
_GAINED = "sum(n) FILTER (WHERE figure = '{0}') AS {0}"
_BUILD = f"""
WITH today AS (
    SELECT DISTINCT publication_id FROM calendar_app_measurement
    WHERE brand_id = %(brand)s AND at >= %(start)s AND at < %(end)s
), told AS (
    SELECT publication_id, at, figure, value::bigint AS value,
        lag(value::bigint) OVER (PARTITION BY publication_id, figure ORDER BY at, step) AS former
    FROM calendar_app_measurement JOIN today USING (publication_id), jsonb_each_text("values") AS said(figure, value)
    WHERE brand_id = %(brand)s AND at < %(end)s
), gained AS (
    SELECT account_id, publication_id, figure,
        CASE WHEN former IS NOT NULL THEN value - former
            WHEN at <= published_at + %(fresh)s::interval THEN value END AS n
    FROM told JOIN calendar_app_publication AS public ON public.brand_id = %(brand)s AND public.id = publication_id
    WHERE at >= %(start)s
)
INSERT INTO reports_dailyaccount (brand_id, account_id, day, posts, {", ".join(FIGURES)})
SELECT %(brand)s, account_id, %(day)s, count(DISTINCT publication_id), {", ".join(map(_GAINED.format, FIGURES))}
FROM gained GROUP BY account_id
"""  # noqa: S608 - names of columns, from this package


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day for which a reading at `moment` counts."""
    local = moment.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() < CLOSES else local.date()


def mark(brand_id: int, days: Collection[date]) -> None:
    """Have these days built. Last in the transaction that brings their readings: it locks their rows."""
    due = clock.now() + SOON
    rows = [(brand_id, day, RollupDay.State.WAITING, due, 0, "", "", 0, "") for day in sorted(days)]
    bulk.insert(RollupDay, _COLUMNS, rows, then=_AGAIN)


def mark_all(brand: Brand) -> int:
    """Have every day of `brand` built on which something was read; returns how many. Call in its scope."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_DAYS, {"brand": brand.pk, "zone": brand.time_zone, "closes": f"{CLOSES.hour} hours"})
        days = {day for (day,) in cursor.fetchall()}
    known = set(RollupDay.objects.values_list("day", flat=True))
    mark(brand.pk, days | known)
    return len(days | known)


def queue() -> QuerySet[RollupDay]:
    """The days of every brand that is there."""
    days: QuerySet[RollupDay] = RollupDay.all_brands.filter(brand__deleted_at=None)
    return days.select_related("brand")


def build_due(limit: int = BATCH) -> int:
    """Build up to `limit` days that are due, in turns between brands; returns how many."""
    claimed = jobs.claim_due(queue(), limit=limit, fair_by="brand_id")
    with jobs.beating(claimed):
        for row in claimed:
            with brand_scope(row.brand_id or 0):
                _build_claimed(row)
    return len(claimed)


def sweep() -> int:
    """Days whose worker died are due again; returns how many."""
    return jobs.sweep_reads(queue())


def follow_zones() -> int:
    """Have all days of brands built anew that live in another zone than their days; returns how many brands."""
    elsewhere = RollupDay.all_brands.exclude(time_zone="").exclude(time_zone=F("brand__time_zone"))
    moved = list(Brand.objects.filter(pk__in=elsewhere.values("brand"), deleted_at=None))
    for brand in moved:
        with brand_scope(brand.pk), transaction.atomic():
            RollupDay.objects.exclude(time_zone=brand.time_zone).update(time_zone="")
            mark_all(brand)
    return len(moved)


@transaction.atomic
def build(brand: Brand, day: date) -> None:
    """Put what `day` gained in place of what stands there. Call in the brand's scope."""
    zone = brand.zone
    start, end = (datetime.combine(one, CLOSES, zone) for one in (day, day + timedelta(days=1)))
    DailyAccount.objects.filter(day=day).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            _BUILD,
            {"brand": brand.pk, "day": day, "start": start, "end": end, "fresh": f"{FRESH.total_seconds()} seconds"},
        )


def _build_claimed(row: RollupDay) -> None:
    zone = row.brand.time_zone
    try:
        build(row.brand, row.day)
    except Exception as error:
        logger.exception("a day was not rolled up", extra={"brand": row.brand.public_id, "day": row.day.isoformat()})
        jobs.retry_later(row, error)
    else:
        _finish(row, zone)


@transaction.atomic
def _finish(row: RollupDay, zone: str) -> None:
    """Give a claimed day back as built; to be built once more where readings have come meanwhile."""
    now = clock.now()
    done = {"built_at": now, "time_zone": zone, "attempts": 0, "last_error": "", "last_error_detail": ""}
    if jobs.finish(row, state=RollupDay.State.DONE, **done):
        later = RollupDay.objects.filter(pk=row.pk).exclude(changes=row.changes)
        later.update(state=RollupDay.State.WAITING, not_before=now + SOON)
