"""34 readings of everything that was published, each once, whatever happens meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calendar_app import measuring
from calendar_app.models import Measurement, MetricPull, Publication
from core import clock, jobs
from networks import errors
from networks.publishing import Metrics
from tests.calendar_app.publishing import factories
from tests.calendar_app.publishing.conftest import account, again, due, fake, run  # noqa: F401

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def published(due, run, again):  # noqa: F811
    run()
    return again(due)


def later(by: timedelta) -> int:
    """Work off what is due then."""
    done = 0
    with clock.shifted(by):
        while batch := measuring.read_due():
            done += batch
    return done


def steps() -> list[int]:
    return list(Measurement.objects.order_by("step").values_list("step", flat=True))


def test_four_and_thirty_readings_over_a_month(published, fake):  # noqa: F811
    for turn in range(32 * 4):
        later(turn * 6 * HOUR)
    assert steps() == list(range(34))
    assert Measurement.objects.filter(values={"likes": 3}).count() == 34
    first, *_, last = Measurement.objects.order_by("step")
    assert first.due_at - published.published_at == HOUR / 4
    assert 30 * DAY < last.due_at - published.published_at < 32 * DAY
    assert all(timedelta() <= row.at - row.due_at < 7 * HOUR for row in Measurement.objects.all())
    assert MetricPull.objects.get().state == "done"


def test_days_end_in_the_brands_zone(in_brand):
    in_brand.time_zone = "Europe/Madrid"
    published_at = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)  # 23:30 there, and clocks go back the night after
    publication = Publication(pk=100, brand=in_brand, published_at=published_at)
    assert measuring.due_at(publication, 3) == datetime(2026, 10, 25, 21, 30, tzinfo=UTC)
    assert measuring.due_at(publication, 4) == datetime(2026, 10, 25, 23, 5, tzinfo=UTC)
    assert measuring.due_at(publication, 33) == datetime(2026, 11, 23, 23, 5, tzinfo=UTC)


def test_after_days_away_none_is_lost_and_each_says_when_it_was_taken(published, fake):  # noqa: F811
    assert later(HOUR / 2) == 1
    assert later(5 * DAY) == 1
    assert steps() == list(range(8))
    late = Measurement.objects.filter(step__gt=0).values_list("at", flat=True).distinct()
    assert len(late) == 1
    assert late[0] - published.published_at > 5 * DAY - HOUR


def test_a_worker_that_died_costs_nothing(published, fake):  # noqa: F811
    with clock.shifted(HOUR):
        jobs.claim_due(measuring.queue(), limit=1)
    with clock.shifted(HOUR + 2 * jobs.LEASE):
        assert measuring.sweep() == 1
    assert later(HOUR + 2 * jobs.LEASE) == 1
    assert steps() == [0, 1]


def test_a_busy_network_is_asked_later(published, account, fake, again):  # noqa: F811
    back = clock.now() + 3 * HOUR
    fake.figures = errors.RateLimited("429", until=back)
    assert later(HOUR) == 1
    assert again(account).wait_until == back
    fake.figures = Metrics({"likes": 1})
    assert later(2 * HOUR) == 0
    assert later(4 * HOUR) == 1
    assert steps() == [0, 1]


def test_what_was_deleted_there_is_not_asked_for_again(published, fake):  # noqa: F811
    fake.figures = Metrics({}, gone=True)
    assert later(HOUR) == 1
    assert later(40 * DAY) == 0
    assert steps() == [0, 1]
    assert MetricPull.objects.get().last_error == "Gone"


def test_accounts_that_nobody_can_ask_wait(published, account, fake, again):  # noqa: F811
    factories.account(account.brand, "otra")
    type(account).objects.filter(pk=account.pk).update(broken_at=clock.now())
    assert later(DAY) == 0
    type(account).objects.filter(pk=account.pk).update(broken_at=None)
    assert later(3 * DAY) == 1
    assert steps() == [0, 1, 2, 3, 4, 5][: len(steps())]
    assert len(steps()) >= 5
