from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brands.models import Department
from brands.scope import brand_scope
from monitoring import corrections, ingest, recounting, retention, tasks, triage
from monitoring.models import Author, Kept, Mention, Reading
from networks import types
from tests.monitoring import counters, factories
from tests.monitoring.factories import NOON, item, page


@pytest.fixture
def twelve(feed) -> list[Mention]:
    """Twelve mentions of 10 March 2026, each of an author of its own; past 13 months they are old."""
    items = [item(n, author=types.Author(f"a{n}")) for n in range(12)]
    ingest.store(feed, page(*items), seen_at=NOON)
    return list(Mention.objects.order_by("-posted_at"))


LATE = datetime(2027, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "months", "at", "expected"),
    [
        ("Europe/Madrid", 13, datetime(2027, 4, 12, 12, tzinfo=UTC), datetime(2026, 3, 11, 23, tzinfo=UTC)),
        ("Europe/Madrid", 1, datetime(2026, 3, 31, 12, tzinfo=UTC), datetime(2026, 2, 27, 23, tzinfo=UTC)),
        ("Europe/Madrid", 12, datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2027, 2, 27, 23, tzinfo=UTC)),
        ("America/Bogota", 1, datetime(2026, 1, 10, 3, tzinfo=UTC), datetime(2025, 12, 9, 5, tzinfo=UTC)),
        ("Asia/Kolkata", 1, datetime(2026, 3, 10, 12, tzinfo=UTC), datetime(2026, 2, 9, 19, tzinfo=UTC)),
    ],
)
def test_the_horizon_is_a_midnight_of_the_brand_at_a_whole_hour(lumbre, zone, months, at, expected):
    lumbre.time_zone, lumbre.retention_months = zone, months
    assert retention.horizon(lumbre, at) == expected


def test_old_mentions_go_in_batches_and_their_counts_stay(lumbre, twelve):
    before = counters.both()
    assert retention.run(lumbre, at=LATE, batch=5) == 12
    assert (Mention.objects.count(), Author.objects.count(), counters.both()) == (0, 0, before)
    assert retention.run(lumbre, at=LATE) == 0
    recounting.recount(lumbre)
    assert counters.both() == before


def test_nothing_goes_before_its_time(lumbre, twelve):
    assert retention.run(lumbre, at=datetime(2027, 4, 9, tzinfo=UTC)) == 0
    assert (Mention.objects.count(), Kept.objects.count()) == (12, 0)


def test_what_a_person_touched_stays(lumbre, twelve):
    bob = factories.person("Bob")
    member = factories.join(lumbre, bob)
    triage.star(bob, twelve[0:1])
    triage.tag(lumbre, twelve[1:2], triage.tag_named(lumbre, "guardar"))
    triage.write_note(lumbre, twelve[2], "nota", seen=1)
    triage.assign(lumbre, twelve[3:4], member)
    triage.set_department(lumbre, twelve[4:5], Department.objects.create(brand=lumbre, name="Legal"))
    triage.handle(lumbre, twelve[5:6])
    corrections.correct_label(lumbre, twelve[6:7], "negative")
    corrections.correct_language(lumbre, twelve[7:8], "en")
    triage.mark_read(bob, twelve)
    assert retention.run(lumbre, at=LATE) == 4
    assert sorted(Mention.objects.values_list("pk", flat=True)) == sorted(m.pk for m in twelve[:8])
    assert Reading.objects.count() == 8
    assert Author.objects.count() == 8


def test_an_author_whom_the_team_hid_stays_hidden(lumbre, feed, twelve):
    corrections.hide_author(lumbre, Author.objects.get(external_id="a3"))
    retention.run(lumbre, at=LATE)
    assert list(Author.objects.values_list("external_id", "hidden")) == [("a3", True)]


def test_what_was_deleted_does_not_come_back_even_if_more_is_kept_later(lumbre, feed, twelve):
    before = counters.both()
    retention.run(lumbre, at=LATE)
    lumbre.retention_months = 60
    feed.brand.retention_months = 60
    assert ingest.store(feed, page(item(1), item(2)), seen_at=LATE) == ingest.Stored(too_old=2)
    assert counters.both() == before


def test_another_brand_keeps_its_own(lumbre, twelve):
    verdea = factories.brand("Verdea")
    ingest.store(factories.source(verdea), page(item(1)), seen_at=NOON)
    retention.run(lumbre, at=LATE)
    with brand_scope(verdea.pk):
        assert Mention.objects.count() == 1


def test_the_preview_says_what_will_go(lumbre, twelve, monkeypatch):
    triage.star(factories.person("Bob"), twelve[:2])
    monkeypatch.setattr("core.clock.now", lambda: LATE)
    preview = retention.preview(lumbre)
    assert (preview.going, preview.staying) == (10, 2)
    assert preview.before == datetime(2026, 3, 11, 23, tzinfo=UTC)
    assert retention.preview(lumbre, months=24).going == 0
    assert retention.run(lumbre) == preview.going


def test_the_task_opens_its_own_scope_and_touches_one_brand(lumbre, twelve, monkeypatch):
    verdea = factories.brand("Verdea")
    ingest.store(factories.source(verdea), page(item(1)), seen_at=NOON)
    monkeypatch.setattr("core.clock.now", lambda: LATE + timedelta(days=1))
    tasks.keep_house_of(verdea.pk)
    assert Mention.objects.count() == 12
    with brand_scope(verdea.pk):
        assert Mention.objects.count() == 0
