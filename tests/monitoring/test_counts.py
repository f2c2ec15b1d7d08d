from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from brands.scope import brand_scope
from monitoring import counts, ingest, recounting, retention, tasks
from monitoring.models import HourlyCount, Mention
from tests.monitoring import counters, factories
from tests.monitoring.factories import NOON, item, page


def at(*moments: datetime) -> list:
    return [item(n, posted_at=moment) for n, moment in enumerate(moments)]


def totals(brand, first: date, last: date) -> list[int]:
    return [day.total for day in counts.by_day(brand, first, last)]


def test_days_begin_at_the_brands_midnight(lumbre, feed):
    midnight = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)  # in Madrid
    ingest.store(feed, page(*at(midnight - timedelta(seconds=1), midnight)), seen_at=NOON)
    assert totals(lumbre, date(2026, 3, 8), date(2026, 3, 11)) == [0, 1, 1, 0]


def test_a_day_of_23_hours_and_one_of_25(lumbre, feed):
    spring = [datetime(2026, 3, 28, 23, 0, tzinfo=UTC) + timedelta(hours=n) for n in range(23)]
    autumn = [datetime(2025, 10, 25, 22, 0, tzinfo=UTC) + timedelta(hours=n) for n in range(25)]
    ingest.store(feed, page(*at(*spring, *autumn)), seen_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert totals(lumbre, date(2026, 3, 28), date(2026, 3, 30)) == [0, 23, 0]
    assert totals(lumbre, date(2025, 10, 25), date(2025, 10, 27)) == [0, 25, 0]


def test_half_hour_zones_give_an_hour_to_the_day_it_starts_in(lumbre, feed):
    lumbre.time_zone = "Asia/Kolkata"  # midnight is at 18:30 UTC
    midnight = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
    ingest.store(feed, page(*at(midnight, midnight + timedelta(minutes=30))), seen_at=NOON)
    assert totals(lumbre, date(2026, 3, 9), date(2026, 3, 10)) == [1, 1]


def test_a_day_says_every_sentiment_zeros_too(lumbre, feed):
    ingest.store(feed, page(item(1, "muy malo"), item(2, "bueno"), item(3, "bueno")), seen_at=NOON)
    (day,) = counts.by_day(lumbre, NOON.date(), NOON.date())
    assert day.by_sentiment == {"negative": 1, "neutral": 0, "positive": 2, "unscored": 0}
    (negative,) = counts.by_day(lumbre, NOON.date(), NOON.date(), sentiment="negative")
    assert negative.total == 1


def test_totals_by_kind_most_first(lumbre, feed):
    ingest.store(feed, page(item(1, "the bad"), item(2, "bueno"), item(3, "bueno")), seen_at=NOON)
    today = NOON.date()
    assert list(counts.totals(lumbre, today, today, "language").items()) == [("es", 2), ("en", 1)]
    assert list(counts.totals(lumbre, today, today, "sentiment", language="en").items()) == [("negative", 1)]
    assert counts.totals(lumbre, today + timedelta(days=1), today + timedelta(days=1), "network") == {}


def move(brand, zone: str) -> None:
    brand.time_zone = zone
    brand.save(update_fields=["time_zone"])


def test_days_follow_the_brand_to_another_zone(lumbre, feed):
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)  # 10 March in Madrid, 9 March in Mexico
    ingest.store(feed, page(*at(late, NOON)), seen_at=NOON)
    assert counts.totals(lumbre, date(2026, 3, 10), date(2026, 3, 10), "network") == {"feed": 2}
    assert tasks.follow_zones() == 0
    move(lumbre, "America/Mexico_City")
    ingest.store(feed, page(item(9, posted_at=late)), seen_at=NOON)  # counted beside what is there until all move
    assert counts.totals(lumbre, date(2026, 3, 10), date(2026, 3, 10), "network") == {"feed": 3}
    assert (tasks.follow_zones(), tasks.follow_zones()) == (1, 0)
    assert counts.totals(lumbre, date(2026, 3, 10), date(2026, 3, 10), "network") == {"feed": 1}
    assert counts.totals(lumbre, date(2026, 3, 9), date(2026, 3, 9), "network") == {"feed": 2}
    assert counters.open_ones() == counters.counted_by_hand()


@pytest.mark.parametrize("zone", ["America/Mexico_City", "Pacific/Auckland", "Asia/Kolkata"])
def test_a_move_loses_nothing_of_what_retention_has_closed(lumbre, feed, zone):
    hours = [NOON - timedelta(hours=n) for n in range(72)]
    ingest.store(feed, page(*at(*hours)), seen_at=NOON)
    retention.run(lumbre, at=datetime(2027, 4, 9, 12, tzinfo=UTC))  # before 9 March in Madrid
    assert 0 < Mention.objects.count() < 72
    for one in (zone, "Europe/Madrid", zone):
        move(lumbre, one)
        recounting.follow_zone(lumbre)
        for _ in range(2):
            assert [sum(table.values()) for table in counters.both()] == [72, 72]
            assert counters.open_ones() == counters.counted_by_hand()
            assert counters.agree(lumbre)


def test_recount_by_command(lumbre, feed):
    ingest.store(feed, page(item(1), item(2)), seen_at=NOON)
    verdea = factories.brand("Verdea")
    ingest.store(factories.source(verdea), page(item(1)), seen_at=NOON)
    HourlyCount.all_brands.update(n=9)
    out = StringIO()
    call_command("recount", lumbre.public_id, stdout=out)
    assert out.getvalue() == f"{lumbre.public_id} Lumbre: 2 counters\n"
    assert HourlyCount.objects.get().n == 2
    with brand_scope(verdea.pk):
        assert HourlyCount.objects.get().n == 9
    call_command("recount", stdout=out)
    with brand_scope(verdea.pk):
        assert HourlyCount.objects.get().n == 1
    with pytest.raises(CommandError, match="nosuchbrand"):
        call_command("recount", "nosuchbrand")
