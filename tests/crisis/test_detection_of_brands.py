"""The default on counts such as large brands have: few alarms for nothing, real bursts told soon."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crisis.detection import Sensitivity, alarms
from tests.crisis import mentions
from tests.crisis.mentions import START

SEEDS = range(4)


def told(sensitivity: str = "normal", **how):
    return [alarm.at for alarm in alarms(mentions.counts(**how), Sensitivity(sensitivity))]


@pytest.mark.parametrize(("sensitivity", "most"), [("calm", 2), ("normal", 4), ("keen", 9)])
def test_few_alarms_a_month_where_nothing_happens(sensitivity, most):
    a_month = sum(len(told(sensitivity, seed=seed)) for seed in SEEDS) / len(SEEDS) / 52 * 30
    assert a_month <= most


@pytest.mark.parametrize(
    ("by", "hours", "within", "fewest"),
    [
        (3, 6, 240, 2),  # as much as jokes make of it here
        (5, 4, 90, 4),
        (10, 2, 40, 4),
    ],
)
@pytest.mark.parametrize("hour", [4, 13, 21])
def test_a_burst_is_told_soon(by, hours, within, fewest, hour):
    began = START + timedelta(days=30, hours=hour)
    found = 0
    for seed in SEEDS:
        moments = told(seed=seed, days=31, times=mentions.more(30, hour, hours=hours, by=by))
        found += any(timedelta() <= at - began <= timedelta(minutes=within) for at in moments)
    assert found >= fewest


def test_a_new_level_is_told_once_and_then_the_usual():
    for seed in SEEDS:
        moments = told(seed=seed, jokes=0, times=mentions.more(25, 10, hours=24 * 60, by=4))
        began = START + timedelta(days=25, hours=10)
        after = [at for at in moments if at >= began]
        assert timedelta() <= after[0] - began <= timedelta(hours=2)
        assert len(after) <= 4


def test_a_burst_on_a_new_level_is_told():
    def times(at):
        return mentions.more(20, 10, hours=24 * 60, by=3)(at) * mentions.more(35, 15, hours=4, by=6)(at)

    began = START + timedelta(days=35, hours=15)
    found = sum(
        any(timedelta() <= at - began <= timedelta(hours=1) for at in told(seed=seed, jokes=0, times=times))
        for seed in SEEDS
    )
    assert found >= len(SEEDS) - 1


def test_a_crisis_of_last_week_does_not_hide_the_next():
    def times(at):
        return max(mentions.more(22, 9, hours=30, by=12)(at), mentions.more(31, 16, hours=4, by=6)(at))

    began = START + timedelta(days=31, hours=16)
    found = sum(
        any(timedelta() <= at - began <= timedelta(hours=1) for at in told(seed=seed, times=times)) for seed in SEEDS
    )
    assert found >= len(SEEDS) - 1
