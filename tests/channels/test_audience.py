"""Followers, day by day, from the day on which an account is connected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from channels import connecting, health
from channels.models import FollowerCount
from core import clock
from networks.errors import Unavailable
from tests.channels.fake import SECRET

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TYPED = {"site": "fake.example", "password": SECRET}
HOURS = timedelta(hours=7)


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.shifted(NOON - clock.now()):
        yield


def kept() -> list[tuple[date, int]]:
    return list(FollowerCount.objects.order_by("day").values_list("day", "followers"))


def look(after: timedelta) -> None:
    with clock.shifted(after):
        assert health.look_after_due() == 1


def test_each_day_keeps_its_last_number_from_the_day_it_is_connected(in_brand, fake, alice):
    fake.followers = 100
    connecting.connect(in_brand, "fake", TYPED, by=alice)
    assert kept() == [(date(2026, 3, 10), 100)]
    fake.followers = 103
    look(HOURS)
    assert kept() == [(date(2026, 3, 10), 103)]
    fake.followers = 101
    look(2 * HOURS)  # two in the morning in Madrid, one in the morning of the 11th in UTC
    assert kept() == [(date(2026, 3, 10), 103), (date(2026, 3, 11), 101)]


def test_a_day_without_a_check_that_went_well_has_none(in_brand, fake, alice):
    fake.followers = 100
    connecting.connect(in_brand, "fake", TYPED, by=alice)
    fake.refuses = Unavailable("down")
    look(timedelta(days=1))
    fake.refuses, fake.followers = None, 110
    look(timedelta(days=2))
    assert kept() == [(date(2026, 3, 10), 100), (date(2026, 3, 12), 110)]


def test_a_network_that_does_not_tell_leaves_nothing(in_brand, fake, alice):
    connecting.connect(in_brand, "fake", TYPED, by=alice)
    look(HOURS)
    assert kept() == []


def test_nobody_follows_is_a_number(in_brand, fake, alice):
    fake.followers = 0
    connecting.connect(in_brand, "fake", TYPED, by=alice)
    assert kept() == [(date(2026, 3, 10), 0)]
