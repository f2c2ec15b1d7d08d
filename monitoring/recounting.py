"""Building a brand's counters anew from its mentions: by command, and when its days have moved to another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F

from brands.models import Brand
from brands.scope import brand_scope
from monitoring import counts, top_days
from monitoring.models import CountedZone, DailyCount, HourlyCount, Kept

_COUNT = """
WITH heard AS (
    SELECT id, date_trunc('hour', posted_at, 'UTC') AS hour, network, language, sentiment
    FROM monitoring_mention
    WHERE brand_id = %(brand)s AND gone_at IS NULL AND NOT hidden AND posted_at >= %(since)s
), counted AS (
    SELECT NULL::bigint AS topic_id, hour, network, language, sentiment FROM heard
    UNION ALL
    SELECT matched.topic_id, hour, network, language, sentiment
    FROM heard JOIN monitoring_mentiontopic matched ON matched.brand_id = %(brand)s AND matched.mention_id = heard.id
), hours AS (
    INSERT INTO monitoring_hourlycount (brand_id, topic_id, hour, sentiment, n)
    SELECT %(brand)s, topic_id, hour, sentiment, count(*) FROM counted GROUP BY topic_id, hour, sentiment
    RETURNING 1
), days AS (
    INSERT INTO monitoring_dailycount (brand_id, topic_id, day, network, language, sentiment, n)
    SELECT %(brand)s, topic_id, (hour AT TIME ZONE %(zone)s)::date AS day, network, language, sentiment, count(*)
    FROM counted GROUP BY topic_id, day, network, language, sentiment
    ON CONFLICT (brand_id, topic_id, day, network, language, sentiment)
    DO UPDATE SET n = monitoring_dailycount.n + excluded.n
    RETURNING 1
)
SELECT (SELECT count(*) FROM hours) + (SELECT count(*) FROM days)
"""


def recount(brand: Brand) -> int:
    """Build the counters of `brand` anew, in days of its zone; returns how many there are. Call in its scope.

    What is before Kept.since is closed: part of those mentions is deleted, so their counters stay as they are. Writers
    of this brand wait meanwhile: what they have written is counted here, what they have not they still add.
    """
    with transaction.atomic():
        counts.hold_alone(brand.pk)
        now = Brand.objects.get(pk=brand.pk).zone
        counted: CountedZone | None = CountedZone.objects.first()
        kept: Kept | None = Kept.objects.first()
        _forget(kept, ZoneInfo(counted.time_zone) if counted else now)
        since = kept.since if kept else datetime.min.replace(tzinfo=UTC)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"brand": brand.pk, "since": since, "zone": now.key})
            written: int = cursor.fetchone()[0]
        CountedZone.objects.update_or_create(brand=brand, defaults={"time_zone": now.key})
        if kept:
            _close_to_midnight(kept, now)
        top_days.mark_all(brand.pk)
    return written


def follow_zone(brand: Brand) -> None:
    """Recount `brand` if it has moved to another zone than its days are counted in. Call in its scope."""
    if CountedZone.objects.exclude(time_zone=brand.time_zone).exists():
        recount(brand)


def follow_zones() -> int:
    """Recount brands that have moved to another zone; returns how many."""
    counted_elsewhere = CountedZone.all_brands.exclude(time_zone=F("brand__time_zone"))
    moved = list(counted_elsewhere.select_related("brand").order_by("pk"))
    for counted in moved:
        with brand_scope(counted.brand.pk):
            recount(counted.brand)
    return len(moved)


def _forget(kept: Kept | None, zone: ZoneInfo) -> None:
    """Delete the open counters. Kept.since is where a day of `zone` begins."""
    hours, days = HourlyCount.objects.all(), DailyCount.objects.all()
    if kept:
        hours, days = hours.filter(hour__gte=kept.since), days.filter(day__gte=kept.since.astimezone(zone).date())
    hours.delete()
    days.delete()


def _close_to_midnight(kept: Kept, zone: ZoneInfo) -> None:
    """Close the hours up to where a day of `zone` begins: what the next recount takes for open are whole days.

    They have just been counted, beside what had been counted in that day before the brand moved.
    """
    day: date = kept.since.astimezone(zone).date()
    if (begins := counts.hour_of(day, zone)) < kept.since:
        begins = counts.hour_of(day + timedelta(days=1), zone)
    Kept.objects.filter(pk=kept.pk, since__lt=begins).update(since=begins)
