from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import pytest

from crisis.detection import RULES, Detector, Sensitivity, alarms

START = datetime(2026, 1, 1)
STEP = timedelta(minutes=5)


def series(*, days=21, mean=5.0, seed=1, extra=lambda at: 1.0):
    """Counts of five minutes that follow the day and vary twice as much as a Poisson count; `extra` multiplies."""
    rand = random.Random(seed)
    for number in range(days * 288):
        at = START + number * STEP
        expected = mean * (1 + 0.7 * math.sin((at.hour - 9) / 24 * 2 * math.pi)) * extra(at)
        yield at, max(0, round(rand.gauss(expected, math.sqrt(2 * expected))))


def crisis(day, hour, *, hours, times):
    start = START + timedelta(days=day, hours=hour)
    return lambda at: times if start <= at < start + timedelta(hours=hours) else 1.0


@pytest.mark.parametrize("sensitivity", Sensitivity)
@pytest.mark.parametrize("seed", range(5))
def test_an_ordinary_month_raises_nothing(sensitivity, seed):
    assert [a.at for a in alarms(series(days=30, seed=seed), sensitivity)] == []


@pytest.mark.parametrize(("sensitivity", "within"), [("keen", 30), ("normal", 40), ("calm", 60)])
@pytest.mark.parametrize("hour", [3, 12, 21])
def test_six_times_the_usual_is_told_once_and_within_the_hour(sensitivity, within, hour):
    told = list(alarms(series(mean=10, extra=crisis(14, hour, hours=5, times=6)), Sensitivity(sensitivity)))
    began = START + timedelta(days=14, hours=hour)
    assert len(told) == 1
    assert timedelta() <= told[0].at - began <= timedelta(minutes=within)


def test_an_alarm_says_against_what():
    (alarm,) = alarms(series(mean=10, extra=crisis(14, 12, hours=5, times=6)), Sensitivity.NORMAL)
    assert 140 <= alarm.usual <= 240  # 12 buckets of 10 × 1.5
    assert alarm.value >= 2 * alarm.usual
    assert alarm.deviations >= RULES[Sensitivity.NORMAL].deviations


def test_twice_as_bad_is_told_again_in_the_quiet_time():
    def worse(at):
        return max(crisis(14, 12, hours=6, times=4)(at), crisis(14, 15, hours=2, times=15)(at))

    told = [a.at for a in alarms(series(mean=10, extra=worse), Sensitivity.NORMAL)]
    assert len(told) == 2
    assert told[1] >= START + timedelta(days=14, hours=15)


def test_what_stays_high_becomes_the_usual():
    told = [a.at for a in alarms(series(mean=10, extra=crisis(14, 0, hours=24 * 7, times=5)), Sensitivity.NORMAL)]
    assert 1 <= len(told) <= 2
    assert max(told) < START + timedelta(days=16)


def test_few_are_no_crisis_however_unusual():
    quiet = ((at, 0 if at < START + timedelta(days=14) else 1) for at, _ in series(days=15))
    assert list(alarms(quiet, Sensitivity.NORMAL)) == []  # twelve in an hour, after none at all


@pytest.mark.parametrize("counts", [[], [(START, 5)], [(START + i * STEP, 0) for i in range(5000)]])
def test_no_data_one_point_and_zeros(counts):
    assert list(alarms(counts, Sensitivity.KEEN)) == []


def test_gaps_are_not_zeros():
    with_gap = [row for row in series(days=21) if not 10 <= (row[0] - START).days < 13]
    assert list(alarms(with_gap, Sensitivity.NORMAL)) == []


def test_it_sees_no_future():
    whole = list(series(mean=10, extra=crisis(14, 12, hours=5, times=6)))
    told = list(alarms(whole, Sensitivity.NORMAL))
    until = next(i for i, (at, _) in enumerate(whole) if at == told[0].at) + 1
    assert list(alarms(whole[:until], Sensitivity.NORMAL)) == told


def test_hours_as_well_as_five_minutes():
    detector = Detector(RULES[Sensitivity.NORMAL])
    told = []
    for number in range(24 * 21):
        at = START + timedelta(hours=number)
        value = (60 + 30 * math.sin(at.hour / 24 * 2 * math.pi)) * crisis(14, 12, hours=5, times=6)(at)
        if alarm := detector.take(at, round(value)):
            told.append(alarm.at)
    assert told == [START + timedelta(days=14, hours=12)]
