"""The overview compares with the days before only where the brand was heard during all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from core import clock
from monitoring.counts import heard_since
from monitoring.models import HourlyCount
from monitoring.tiles import all_of
from monitoring.views.overview import _period


def _heard(days_ago: int, n: int) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    HourlyCount.objects.create(hour=hour, sentiment="neutral", n=n)


@pytest.mark.parametrize(("oldest", "change"), [(20, "▲ 100 %"), (10, None)])
def test_half_a_period_is_no_comparison(in_brand, oldest, change):
    _heard(oldest, 1)
    _heard(9, 30)
    _heard(1, 60)
    with override("es"):
        tile = all_of(_period(in_brand, 7), {})[0]
    assert (tile["value"], tile.get("change")) == ("60", change and change.replace(" %", "\xa0%"))


def test_the_day_of_the_oldest_mention_is_in_the_brands_zone(in_brand):
    assert heard_since(in_brand) is None
    _heard(3, 5)
    assert heard_since(in_brand) == (clock.now() - timedelta(days=3)).astimezone(in_brand.zone).date()
