"""When is a count out of the ordinary? One pass over counts in time order, seeing only the past.

The hour that ends with each bucket is compared with the same time of earlier days, an hour more or less, and with how
much higher than that the last day was: what has been high since yesterday is no news. Counts are looked at on the scale
2·√(n + 3/8) (Anscombe 1948, «The transformation of Poisson, binomial and negative-binomial data»), on which a Poisson
count of any size varies by about 1; how much a brand's own counts vary beyond that is learnt from its past, by the
median absolute deviation, which a crisis of last week does not spoil. Brands whose counts jump every other day are
known by how far above the usual their last days went at most. An alarm asks for four things at once: far from the
usual, further than on all but a few of the last days, several times the usual, and enough in number; then it keeps
quiet for a while, unless things become twice as bad.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import sqrt
from statistics import median

DAYS = 28
"""Of the past that say what is usual."""
FEWEST_DAYS = 3
"""Of the past, below which nothing is said."""
_HOUR = timedelta(hours=1)
_MAD_TO_DEVIATION = 1.4826
"""Of a normal distribution (Rousseeuw and Croux 1993)."""
_ERRORS = 14 * 24
_LATELY = 24
_UNKNOWN, _WEEK = 2.0, 7 * 24
"""Deviation at first: twice as cautious. It comes down to what is seen within a week."""


class Sensitivity(StrEnum):
    """How little it takes, as people choose it."""

    CALM = "calm"
    NORMAL = "normal"
    KEEN = "keen"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an alarm asks for."""

    deviations: float
    """From the usual, in deviations of this series."""
    times: float
    """The usual, at least."""
    fewest: int
    """In the hour, at least."""
    days: int
    """Of the last DAYS, on so many it may have been as far from the usual; of fewer days as many fewer."""
    quiet: timedelta
    """After an alarm nothing is said for so long, unless it doubles."""


RULES = {
    Sensitivity.CALM: Rule(7, 3, 30, 1, timedelta(hours=24)),
    Sensitivity.NORMAL: Rule(5, 2, 15, 2, timedelta(hours=12)),
    Sensitivity.KEEN: Rule(4, 1.5, 8, 4, timedelta(hours=6)),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A moment out of the ordinary, and against what."""

    at: datetime
    value: float
    """In the hour that ends with the bucket at `at`."""
    usual: float
    """In an hour, at this time of day."""
    deviations: float
    threshold: float
    """In the hour, from which on it was one."""


@dataclass(slots=True)
class Detector:
    """Takes counts in time order, buckets of an hour or shorter, and says which are alarms."""

    rule: Rule
    _hour: deque[tuple[datetime, float]] = field(default_factory=deque)
    """Buckets of the last hour."""
    _past: list[dict[date, float]] = field(default_factory=lambda: [{} for _ in range(24)])
    """By hour of the day and by day: what was counted in the hour that ended in it, on the square-root scale."""
    _errors: deque[float] = field(default_factory=lambda: deque(maxlen=_ERRORS))
    """How far each of the last hours was from the median of its time of day."""
    _peaks: dict[date, float] = field(default_factory=dict)
    """How far the worst hour of each day was from what was usual then: at 0 or above."""
    _record: float = 0
    """The distance that all but a few of the days before today stayed within."""
    _clock_hour: datetime | None = None
    _at_this_time: float | None = None
    """Median of earlier days in the clock hour at hand, on the square-root scale; None while too little is known."""
    _usual: float | None = None
    """The same, and as much above it as the last day was."""
    _deviation: float = _UNKNOWN
    _told_at: datetime | None = None
    _told: float = 0
    """The worst hour of the last alarm,"""
    _told_times: float = 0
    """and the worst by what was usual: at dawn everything grows."""

    @property
    def usual(self) -> float | None:
        """In an hour at the time of the last bucket; None while too little is known."""
        return None if self._usual is None else _unscaled(self._usual)

    def take(self, at: datetime, value: float) -> Alarm | None:
        """The count of the bucket that begins at `at` (time zone as people live in it): an alarm, or None."""
        clock_hour = at.replace(minute=0, second=0, microsecond=0)
        if clock_hour != self._clock_hour:
            self._turn(clock_hour)
        self._hour.append((at, value))
        while at - self._hour[0][0] >= _HOUR:
            self._hour.popleft()
        total = sum(n for _, n in self._hour)
        return None if self._usual is None else self._judge(at, total, self._usual)

    def _turn(self, clock_hour: datetime) -> None:
        """An hour is over: keep it, and work out what is usual in the one that begins."""
        if self._clock_hour is not None:
            self._keep(self._clock_hour, _scaled(sum(n for _, n in self._hour)))
            if clock_hour.date() != self._clock_hour.date():
                self._record = self._record_of(list(self._peaks.values()))
        self._clock_hour, self._at_this_time = clock_hour, self._median_at(clock_hour)
        self._usual = None
        if self._at_this_time is not None:
            self._learn(self._at_this_time)

    def _keep(self, ended: datetime, scaled: float) -> None:
        day = ended.date()
        _newest(self._past[ended.hour], day, scaled)
        if self._at_this_time is not None and self._usual is not None:
            self._errors.append(scaled - self._at_this_time)
            _newest(self._peaks, day, max(scaled - self._usual, self._peaks.get(day, 0.0)))

    def _record_of(self, peaks: list[float]) -> float:
        passed = len(peaks) * self.rule.days // DAYS
        return sorted(peaks, reverse=True)[passed] if peaks else 0.0

    def _learn(self, at_this_time: float) -> None:
        """What is usual now, and how much that varies."""
        lately = list(self._errors)[-_LATELY:]
        self._usual = at_this_time + max(0.0, median(lately) if lately else 0.0)
        if len(self._errors) >= _LATELY:
            middle = median(self._errors)
            least = 1.0 + (_UNKNOWN - 1.0) * max(0.0, 1 - len(self._errors) / _WEEK)
            self._deviation = max(least, _MAD_TO_DEVIATION * median(abs(error - middle) for error in self._errors))

    def _median_at(self, clock_hour: datetime) -> float | None:
        near = [self._past[(clock_hour.hour + step) % 24] for step in (-1, 0, 1)]
        earlier = [(day, scaled) for hour in near for day, scaled in hour.items() if day != clock_hour.date()]
        known = len({day for day, _ in earlier}) >= FEWEST_DAYS
        return median(scaled for _, scaled in earlier) if known else None

    def _judge(self, at: datetime, total: float, usual: float) -> Alarm | None:
        rule, expected = self.rule, _unscaled(usual)
        distance, times = _scaled(total) - usual, total / max(expected, 1.0)
        far = max(rule.deviations * self._deviation, self._record)
        if distance < far or total < max(rule.fewest, rule.times * expected):
            return None
        if self._told_at is not None:
            since = at - self._told_at
            if since < _HOUR:  # the hour that raised it still fills with what raised it
                self._told, self._told_times = max(self._told, total), max(self._told_times, times)
            if since < rule.quiet and (total < 2 * self._told or times < 2 * self._told_times):
                return None
        self._told_at, self._told, self._told_times = at, total, times
        threshold = max(_unscaled(usual + far), rule.fewest, rule.times * expected)
        return Alarm(at, total, expected, distance / self._deviation, threshold)


def alarms(counts: Iterable[tuple[datetime, float]], sensitivity: Sensitivity) -> Iterator[Alarm]:
    """Alarms of a whole series, each found without a look at what comes after it."""
    detector = Detector(RULES[sensitivity])
    return (alarm for at, value in counts if (alarm := detector.take(at, value)))


def _newest(days: dict[date, float], day: date, value: float) -> None:
    """Keep `value` of `day`, and of the last DAYS days alone."""
    days[day] = value
    if len(days) > DAYS:
        del days[min(days)]


def _scaled(count: float) -> float:
    return 2 * sqrt(max(count, 0.0) + 3 / 8)


def _unscaled(scaled: float) -> float:
    return max(scaled * scaled / 4 - 3 / 8, 0.0)
