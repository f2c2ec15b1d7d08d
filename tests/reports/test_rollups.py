"""What posts gained by day: built again it is the same, a new day changes no other, late readings are picked up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from brands.scope import brand_scope
from calendar_app import measuring
from calendar_app.models import Measurement, Publication
from channels.models import Account
from core import clock
from networks import registry
from networks.publishing import Metrics
from reports import rollups, tasks
from reports.models import DailyAccount, RollupDay
from reports.models.daily import FIGURES
from tests.calendar_app import planned
from tests.calendar_app.publishing.fakes import Fake
from tests.reports import world as made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTES = timedelta(minutes=20)


def rows() -> dict[tuple[date, int], tuple[int | None, ...]]:
    found = DailyAccount.objects.values_list("day", "account_id", "posts", *FIGURES)
    return {(day, account): tuple(rest) for day, account, *rest in found}


def due() -> list[date]:
    return list(RollupDay.objects.filter(state="waiting").order_by("day").values_list("day", flat=True))


def build_all() -> int:
    with clock.shifted(MINUTES):
        return tasks.build_rollups()


def tell(publication: Publication, at: datetime, step: int, **values: int) -> None:
    Measurement.objects.create(publication=publication, step=step, due_at=at, at=at, values=values)


@pytest.fixture
def public(at_that_time, in_brand) -> Publication:
    """Public since Wednesday, 1 April 2026, at noon in Madrid."""
    planned.post("Hola", datetime(2026, 4, 1, 10, tzinfo=UTC), planned.account(), state="done")
    return Publication.objects.get()


class TestBuilding:
    def test_what_a_reading_shows_more_than_the_one_before(self, in_brand, public):
        tell(public, datetime(2026, 4, 1, 10, 15, tzinfo=UTC), 0, likes=3, replies=1)
        tell(public, datetime(2026, 4, 1, 16, tzinfo=UTC), 1, likes=10)
        tell(public, datetime(2026, 4, 2, 10, tzinfo=UTC), 2, likes=9, replies=2)
        for day in (1, 2, 3):
            rollups.build(in_brand, date(2026, 4, day))
        found = DailyAccount.objects.order_by("day").values_list("day", "posts", "likes", "replies", "views")
        assert list(found) == [(date(2026, 4, 1), 1, 10, 1, None), (date(2026, 4, 2), 1, -1, 1, None)]

    def test_readings_up_to_one_o_clock_close_the_day_before(self, in_brand, public):
        tell(public, datetime(2026, 4, 1, 22, 59, 59, tzinfo=UTC), 0, likes=3)
        tell(public, datetime(2026, 4, 1, 23, 0, tzinfo=UTC), 1, likes=5)
        for day in (1, 2):
            rollups.build(in_brand, date(2026, 4, day))
        assert list(DailyAccount.objects.order_by("day").values_list("likes", flat=True)) == [3, 2]
        zone = in_brand.zone
        days = [rollups.day_of(one.at, zone).day for one in Measurement.objects.order_by("step")]
        assert days == [1, 2]

    @pytest.mark.parametrize(("hours", "likes"), [(48, 70), (48.1, 20)])
    def test_what_a_post_had_long_before_it_was_read_is_no_gain(self, in_brand, public, hours, likes):
        first = public.published_at + timedelta(hours=hours)
        tell(public, first, 0, likes=50)
        tell(public, first + timedelta(hours=1), 1, likes=70)
        rollups.build(in_brand, date(2026, 4, 3))
        assert DailyAccount.objects.get().likes == likes

    def test_a_figure_that_comes_back_counts_from_where_it_was(self, in_brand, public):
        for step, values in enumerate(({"likes": 5}, {"views": 9}, {"likes": 8})):
            tell(public, datetime(2026, 4, 1 + step, 12, tzinfo=UTC), step, **values)
            rollups.build(in_brand, date(2026, 4, 1 + step))
        found = DailyAccount.objects.order_by("day").values_list("likes", "views")
        assert list(found) == [(5, None), (None, 9), (3, None)]

    def test_all_readings_of_a_restart_are_one(self, in_brand, public):
        for step in range(6):
            tell(public, datetime(2026, 4, 2, 9, tzinfo=UTC), step, likes=12)
        rollups.build(in_brand, date(2026, 4, 2))
        assert DailyAccount.objects.values_list("posts", "likes").get() == (1, 12)


class TestProperties:
    def test_built_again_it_is_the_same(self, world):
        before = rows()
        assert len(before) > 60
        made.build_all(world)
        assert rows() == before

    def test_in_any_order(self, world):
        before = rows()
        DailyAccount.objects.all().delete()
        for day in RollupDay.objects.order_by("-day").values_list("day", flat=True):
            rollups.build(world, day)
        assert rows() == before

    def test_a_new_day_changes_no_other(self, world):
        before = rows()
        tomorrow = made.NOW + DAY
        for number, publication in enumerate(Publication.objects.order_by("pk")):
            tell(publication, tomorrow, 50, likes=1000 + number)
        rollups.build(world, tomorrow.date())
        after = rows()
        assert {key: row for key, row in after.items() if key[0] != tomorrow.date()} == before
        assert len(after) == len(before) + 3

    def test_no_other_brand_is_touched(self, world, other_brand):
        before = rows()
        with brand_scope(other_brand.pk):
            rollups.build(other_brand, date(2026, 4, 1))
            assert rollups.mark_all(other_brand) == 0
        assert rows() == before


class TestLateData:
    @pytest.fixture
    def fake(self, monkeypatch) -> Fake:
        network, known = Fake(), registry.connector
        monkeypatch.setattr(registry, "connector", lambda key: network if key == "fake" else known(key))
        return network

    def test_a_reading_has_its_day_built(self, in_brand, public, fake):
        Account.objects.update(network="fake")
        measuring.begin(public)
        with clock.shifted(-6 * DAY):  # 2 April: four readings of it are due
            assert measuring.read_due() == 1
            assert due() == [date(2026, 4, 2)]
            assert tasks.build_rollups() == 0  # what comes together is built together
            assert build_all() == 1
            assert DailyAccount.objects.values_list("day", "likes").get() == (date(2026, 4, 2), 3)
            assert due() == []
        fake.figures = Metrics({"likes": 8})
        with clock.shifted(-5 * DAY + timedelta(hours=8)):
            assert measuring.read_due() == 1
            assert due() == [date(2026, 4, 3)]
            build_all()
        assert list(DailyAccount.objects.order_by("day").values_list("likes", flat=True)) == [3, 5]

    def test_what_is_not_kept_marks_nothing(self, in_brand, public, fake, monkeypatch):
        Account.objects.update(network="fake")
        measuring.begin(public)

        def lost(*_args, **_kwargs):
            raise ConnectionError

        monkeypatch.setattr("core.jobs.finish", lost)
        with pytest.raises(ConnectionError), transaction.atomic():
            measuring._keep(measuring.jobs.claim_due(measuring.queue(), limit=1)[0], Metrics({"likes": 1}))
        assert (Measurement.objects.count(), due()) == (0, [])

    def test_one_that_comes_while_its_day_is_built_has_it_built_again(self, in_brand, public, monkeypatch):
        at = datetime(2026, 4, 2, 9, tzinfo=UTC)
        tell(public, at, 0, likes=3)
        rollups.mark(in_brand.pk, {at.date()})
        build = rollups.build

        def and_then(brand, day):
            build(brand, day)
            if not Measurement.objects.filter(step=1).exists():
                tell(public, at + timedelta(hours=1), 1, likes=7)
                rollups.mark(brand.pk, {day})

        monkeypatch.setattr(rollups, "build", and_then)
        with clock.shifted(MINUTES):
            assert rollups.build_due() == 1
            assert due() == [at.date()]
        with clock.shifted(2 * MINUTES):
            assert rollups.build_due() == 1
        assert (DailyAccount.objects.get().likes, due()) == (7, [])

    def test_a_worker_that_died_is_followed_by_another(self, in_brand, public):
        tell(public, datetime(2026, 4, 2, 9, tzinfo=UTC), 0, likes=3)
        rollups.mark(in_brand.pk, {date(2026, 4, 2)})
        RollupDay.objects.update(state="running", heartbeat_at=clock.now() - timedelta(minutes=5))
        assert tasks.sweep_rollups() == 1
        build_all()
        assert DailyAccount.objects.get().likes == 3

    def test_one_day_that_fails_waits_and_the_others_are_built(self, world, monkeypatch):
        build, bad = rollups.build, date(2026, 4, 2)

        def sometimes(brand, day):
            if day == bad:
                raise ValueError("no")
            build(brand, day)

        monkeypatch.setattr(rollups, "build", sometimes)
        DailyAccount.objects.all().delete()
        rollups.mark_all(world)
        build_all()
        assert due() == [bad]
        assert RollupDay.objects.get(day=bad).last_error == "ValueError"
        assert not DailyAccount.objects.filter(day=bad).exists()
        assert DailyAccount.objects.filter(day=bad + DAY).exists()

    def test_another_zone_has_all_days_built_anew(self, in_brand, public):
        tell(public, datetime(2026, 4, 1, 20, 30, tzinfo=UTC), 0, likes=3)
        rollups.mark_all(in_brand)
        build_all()
        assert DailyAccount.objects.get().day == date(2026, 4, 1)
        in_brand.time_zone = "Asia/Tokyo"
        in_brand.save()
        assert build_all() == 0  # marked
        with clock.shifted(MINUTES):
            assert build_all() == 2
            assert DailyAccount.objects.get().day == date(2026, 4, 2)
            assert build_all() == 0

    def test_by_command(self, world):
        before = rows()
        DailyAccount.objects.all().delete()
        said = StringIO()
        call_command("rebuild_rollups", world.public_id, stdout=said)
        days = RollupDay.objects.count()
        assert said.getvalue() == f"Cafés Lumbre: {days} days are due\n"
        assert build_all() == days
        assert rows() == before
