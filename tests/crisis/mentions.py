"""Counts of five minutes as large brands have them: a day and a week in them, far more spread than chance, a level that
drifts, jokes that are passed on for half an hour, and hours in which nothing came in."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

START = datetime(2026, 3, 2)
STEP = timedelta(minutes=5)
Times = Callable[[datetime], float]


def counts(
    *, seed: int, days: int = 52, mean: float = 12.0, jokes: float = 0.5, times: Times = lambda at: 1.0
) -> Iterator[tuple[datetime, int]]:
    """`mean` of five minutes, `jokes` a day, all multiplied by `times`."""
    rand = random.Random(seed)
    drift, passed_on, silent_until = 0.0, 0.0, START
    for number in range(days * 288):
        at = START + number * STEP
        drift += -0.004 * drift + rand.gauss(0, 0.012)
        passed_on *= 0.82
        if rand.random() < jokes / 288:
            passed_on += mean * min(rand.paretovariate(1.7), 12)
        if rand.random() < 1 / (10 * 288):
            silent_until = at + timedelta(minutes=rand.randint(10, 120))
        week = 0.75 if at.weekday() >= 5 else 1.0
        day = 1 + 0.6 * math.sin((at.hour + at.minute / 60 - 9) / 24 * 2 * math.pi)
        expected = (mean * day * week * math.exp(drift) + passed_on) * times(at)
        yield at, 0 if at < silent_until else _drawn(rand, expected)


def _drawn(rand: random.Random, expected: float) -> int:
    """A negative binomial: its variance is expected + expected² / 6."""
    rate = rand.gammavariate(6, expected / 6)
    return max(0, round(rand.gauss(rate, math.sqrt(rate))))


def more(day: int, hour: int, *, hours: float, by: float) -> Times:
    """So many times as much, from that hour of that day on."""
    start = START + timedelta(days=day, hours=hour)
    return lambda at: by if start <= at < start + timedelta(hours=hours) else 1.0
