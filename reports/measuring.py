"""Every KPI of a brand over a period: its value, the one of as many days before, its course, and what has to be said
beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brands.models import Brand
from channels.models import Account
from monitoring.counts import Day
from reports import explaining, facts
from reports.facts import Facts
from reports.kpis.registry import KPIS, Kpi, Unit
from reports.kpis.sums import total
from reports.periods import Period, days_of, today_of


@dataclass(frozen=True, slots=True)
class Point:
    """A KPI on one day; None where nothing is known of it."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI over a period. Nothing is rounded; sentences are in the language in force."""

    kpi: Kpi
    value: float | None
    why: str
    """Why there is no value; "" where there is one."""
    before: float | None
    why_before: str
    """Why there is nothing to compare with; "" where there is."""
    days: tuple[Point, ...]
    days_before: tuple[Point, ...]
    notes: tuple[str, ...] = ()
    """What the number does not cover."""

    @property
    def change(self) -> float | None:
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def ratio(self) -> float | None:
        """The change as a part of what was before; None for percents and points, which are subtracted."""
        if self.change is None or not self.before or self.kpi.unit in {Unit.PERCENT, Unit.POINTS}:
            return None
        return self.change / abs(self.before)


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """What one account did; None where its network does not tell, or nothing was read."""

    account: Account
    posts: int
    views: float | None
    reach: float | None
    interactions: float | None
    followers: int | None
    followers_change: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """All KPIs of a brand over `period`, which ends today at the latest."""

    brand: Brand
    period: Period
    figures: Mapping[str, Figure]
    moods: tuple[Day, ...]
    moods_before: tuple[Day, ...]
    accounts: tuple[AccountFigures, ...]
    known: Facts

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]

    def over(self, key: str, days: Period) -> float | None:
        """The KPI over some of the days of `period` and of the one before."""
        return _OF[key](self.known, days)


def measure(brand: Brand, period: Period) -> Measured:
    """Every KPI of `brand` over the days of `period` up to today. Call in its scope; a fixed number of queries."""
    period = period.until(today_of(brand))
    known = facts.read(brand, Period(period.before.first, period.last))
    return Measured(
        brand,
        period,
        {key: _figure(kpi, known, period) for key, kpi in KPIS.items()},
        tuple(map(known.mood, days_of(period))),
        tuple(map(known.mood, days_of(period.before))),
        tuple(_accounts(known, period)),
        known,
    )


def _figure(kpi: Kpi, known: Facts, period: Period) -> Figure:
    value, former = _OF[kpi.key](known, period), _OF[kpi.key](known, period.before)
    since = explaining.since(kpi.key, known)
    start = (
        period.before.last if kpi.key == "followers" else period.before.first
    )  # how many there are, not how many more
    whole = since is not None and since <= start
    return Figure(
        kpi,
        value,
        "" if value is not None else explaining.why(kpi.key, known, period),
        former if whole else None,
        "" if whole and former is not None else explaining.why_nothing_before(kpi.key, known, period),
        _course(kpi.key, known, period),
        _course(kpi.key, known, period.before),
        explaining.notes(kpi.key, known, period) if value is not None else (),
    )


def _course(key: str, known: Facts, period: Period) -> tuple[Point, ...]:
    return tuple(Point(day, _OF[key](known, Period(day, day))) for day in days_of(period))


def _accounts(known: Facts, period: Period) -> Iterable[AccountFigures]:
    """Accounts that are there, and removed ones that did something."""
    gained = known.gained_in(period)
    for account in known.accounts:
        posts = sum(known.posts.get(day, {}).get(account.pk, 0) for day in days_of(period))
        if account.deleted_at and not posts and account.pk not in gained:
            continue
        told = gained.get(account.pk, {})
        before, after = known.followers_before_and_after(account.pk, period)
        change = None if before is None or after is None else after - before
        views, reach, acted = (told.get(name) for name in ("views", "reach", "interactions"))
        yield AccountFigures(account, posts, views, reach, acted, after, change)


def _mentions(known: Facts, days: Period) -> float | None:
    return KPIS["mentions"].function(known.mood(day).total for day in known.known(days, known.heard_since))


def _scored(key: str) -> Callable[[Facts, Period], float | None]:
    def of(known: Facts, days: Period) -> float | None:
        moods = [known.mood(day).by_sentiment for day in days_of(days)]
        return KPIS[key].function(*(sum(by[kind] for by in moods) for kind in ("negative", "neutral", "positive")))

    return of


def _voice(known: Facts, days: Period) -> float | None:
    own, rivals = (sum(known.voices.get((day, kind), 0) for day in days_of(days)) for kind in ("brand", "competitor"))
    return KPIS["share_of_voice"].function(own, rivals) if len(known.kinds) == 2 else None  # else 100 %, of itself


def _posts(known: Facts, days: Period) -> float | None:
    public = known.known(days, known.published_since)
    return KPIS["posts_published"].function(sum(known.posts.get(day, {}).values()) for day in public)


def _gained(key: str) -> Callable[[Facts, Period], float | None]:
    def of(known: Facts, days: Period) -> float | None:
        return KPIS[key].function(gained[key] for gained in known.gained_in(days).values())

    return of


def _interactions(known: Facts, days: Period) -> float | None:
    gained = known.gained_in(days).values()
    acted = ("likes", "reposts", "quotes", "replies", "saves")
    return KPIS["interactions"].function(*(total(one[name] for one in gained) for name in acted))


def _engagement_rate(known: Facts, days: Period) -> float | None:
    read = known.gained_in(days).values()
    both = [one for one in read if one["views"] is not None and one["interactions"] is not None]
    sums = (total(one[name] for one in both) for name in ("interactions", "views"))
    return KPIS["engagement_rate"].function(*sums)


def _engagement_by_followers(known: Facts, days: Period) -> float | None:
    both = [
        (gained["interactions"], followers)
        for account, gained in known.gained_in(days).items()
        if gained["interactions"] is not None and (followers := known.followers_on(account, days.last)) is not None
    ]
    sums = (total(pair[n] for pair in both) for n in (0, 1))
    return KPIS["engagement_by_followers"].function(*sums)


def _times(key: str, of: str) -> Callable[[Facts, Period], float | None]:
    def found(known: Facts, days: Period) -> float | None:
        by_day: Mapping[date, Sequence[float]] = getattr(known, of)
        return KPIS[key].function([seconds for day in days_of(days) for seconds in by_day.get(day, ())])

    return found


def _followers(known: Facts, days: Period) -> float | None:
    if days.last > known.today:
        return None
    return KPIS["followers"].function(known.followers_on(account, days.last) for account in known.followers)


def _followers_change(known: Facts, days: Period) -> float | None:
    pairs = (known.followers_before_and_after(account, days) for account in known.followers)
    return KPIS["followers_change"].function(pairs) if days.last <= known.today else None


def _incidents(known: Facts, days: Period) -> float | None:
    there = known.known(days, known.there_since)
    return KPIS["incidents"].function(known.incidents.get(day, 0) for day in there)


_OF: dict[str, Callable[[Facts, Period], float | None]] = {
    "mentions": _mentions,
    "sentiment_index": _scored("sentiment_index"),
    "negative_share": _scored("negative_share"),
    "share_of_voice": _voice,
    "posts_published": _posts,
    "views": _gained("views"),
    "reach": _gained("reach"),
    "interactions": _interactions,
    "engagement_rate": _engagement_rate,
    "engagement_by_followers": _engagement_by_followers,
    "lateness_median": _times("lateness_median", "lateness"),
    "lateness_p95": _times("lateness_p95", "lateness"),
    "followers": _followers,
    "followers_change": _followers_change,
    "incidents": _incidents,
    "alert_response": _times("alert_response", "responses"),
    "incident_length": _times("incident_length", "lengths"),
}
"""How each is worked out from what is known of some days."""
