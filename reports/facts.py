"""What KPIs are worked out from: everything that happened in a span of days, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, Sum

from brands.models import Brand
from calendar_app.models import Publication
from channels.models import Account, FollowerCount
from crisis.models import Alert, Incident
from monitoring import counts
from monitoring.counts import Day
from monitoring.models import DailyCount, Sentiment, Topic
from reports.kpis.publishing import interactions
from reports.kpis.sums import total
from reports.models import DailyAccount
from reports.models.daily import FIGURES
from reports.periods import Period, days_of, today_of

STALE = 7
"""Days for which a number of followers stands in where none was read."""
_VOICES = (Topic.Kind.BRAND, Topic.Kind.COMPETITOR)
_DAY = timedelta(days=1)

Gained = dict[str, "float | None"]
"""Figures of DailyAccount by name, and their "interactions"."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Days are those of the brand's zone. A day that is missing in a mapping has nothing; what is known from when on
    the `…since` say: None, never."""

    zone: ZoneInfo
    today: date
    there_since: date
    """When the brand was made here, or was first heard."""
    heard_since: date | None
    published_since: date | None
    read_since: date | None
    """From when on figures of posts are read."""
    followed_since: date | None
    moods: Mapping[date, Mapping[str, int]]
    voices: Mapping[tuple[date, str], int]
    """Mentions of topics of kind own brand, and of kind competitor."""
    kinds: frozenset[str]
    """Kinds of topics that there are."""
    accounts: Sequence[Account]
    """Removed ones too."""
    posts: Mapping[date, Mapping[int, int]]
    """By account."""
    lateness: Mapping[date, Sequence[float]]
    gained: Mapping[date, Mapping[int, Gained]]
    """By account; only those that were read."""
    followers: Mapping[int, Mapping[date, int]]
    incidents: Mapping[date, int]
    responses: Mapping[date, Sequence[float]]
    """Seconds, on the day on which the alert was raised."""
    lengths: Mapping[date, Sequence[float]]
    """Seconds, on the day on which the incident was closed."""

    def mood(self, day: date) -> Day:
        """Mentions of `day` by sentiment, zeros too."""
        found = self.moods.get(day, {})
        return Day(day, {sentiment: found.get(sentiment, 0) for sentiment in Sentiment.values})

    def known(self, period: Period, since: date | None) -> list[date]:
        """Days of `period` from `since` to today."""
        return [day for day in days_of(period) if since and since <= day <= self.today]

    def gained_in(self, period: Period) -> dict[int, Gained]:
        """What each account's posts gained in `period`; only accounts that were read then."""
        parts: dict[int, list[Gained]] = defaultdict(list)
        for day in days_of(period):
            for account, gained in self.gained.get(day, {}).items():
                parts[account].append(gained)
        return {
            account: {name: total(part[name] for part in found) for name in found[0]}
            for account, found in parts.items()
        }

    def followers_on(self, account: int, day: date) -> int | None:
        """As read on `day`, else on the last of the STALE days before; None where there is none."""
        read = self.followers.get(account, {})
        recent = (day - n * _DAY for n in range(STALE + 1))
        return next((read[one] for one in recent if one in read), None)

    def followers_before_and_after(self, account: int, period: Period) -> tuple[int | None, int | None]:
        """Followers on the day before `period`, else the first that was read in it, and those on its last day."""
        before = self.followers_on(account, period.first - _DAY)
        if before is None:
            read = self.followers.get(account, {})
            before = next((read[day] for day in days_of(period) if day in read), None)
        return before, self.followers_on(account, period.last)


def read(brand: Brand, span: Period) -> Facts:
    """Everything that happened in `span`. Twelve queries; call in the brand's scope."""
    zone = brand.zone
    start, end = (datetime.combine(day, time(), zone) for day in (span.first, span.last + _DAY))
    accounts = list(Account.with_deleted.order_by("network", "name", "pk"))
    posts, lateness = _published(start, end, zone)
    moods, voices = _said(span)
    incidents, lengths = _incidents(start, end, zone)
    heard = counts.heard_since(brand)
    created = brand.created_at.astimezone(zone).date()
    first_read, first_followed = _first_days()
    return Facts(
        zone=zone,
        today=today_of(brand),
        there_since=min(created, heard) if heard else created,
        heard_since=heard,
        published_since=_published_since(accounts, zone),
        read_since=first_read,
        followed_since=first_followed,
        moods=moods,
        voices=voices,
        kinds=frozenset(Topic.objects.filter(kind__in=_VOICES).values_list("kind", flat=True).distinct()),
        accounts=accounts,
        posts=posts,
        lateness=lateness,
        gained=_gained(span),
        followers=_followers(span),
        incidents=incidents,
        responses=_responses(start, end, zone),
        lengths=lengths,
    )


def _said(span: Period) -> tuple[dict[date, dict[str, int]], Counter[tuple[date, str]]]:
    """Mentions by day and sentiment of the brand, and by day of its voices."""
    moods: dict[date, dict[str, int]] = defaultdict(dict)
    voices: Counter[tuple[date, str]] = Counter()
    heard = Q(topic=None) | Q(topic__deleted_at=None, topic__kind__in=_VOICES)
    counted = DailyCount.objects.filter(heard, day__range=(span.first, span.last))
    for kind, day, sentiment, n in counted.values_list("topic__kind", "day", "sentiment").annotate(n=Sum("n")):
        if kind is None:
            moods[day][sentiment] = n
        else:
            voices[day, kind] += n
    return moods, voices


def _published(
    start: datetime, end: datetime, zone: ZoneInfo
) -> tuple[dict[date, Counter[int]], dict[date, list[float]]]:
    """Posts by day and account, and by day how late those were that cmhub sent."""
    posts: dict[date, Counter[int]] = defaultdict(Counter)
    lateness: dict[date, list[float]] = defaultdict(list)
    public = Publication.objects.filter(published_at__gte=start, published_at__lt=end, post__deleted_at=None)
    rows = public.values_list("account_id", "published_at", "due_at", "native", "account__by_hand")
    for account, published_at, due_at, native, by_hand in rows:
        day = published_at.astimezone(zone).date()
        posts[day][account] += 1
        if due_at and not native and not by_hand:
            lateness[day].append((published_at - due_at).total_seconds())
    return posts, lateness


def _published_since(accounts: Iterable[Account], zone: ZoneInfo) -> date | None:
    first: datetime | None = Publication.objects.aggregate(first=Min("published_at"))["first"]
    known = [account.created_at for account in accounts] + ([first] if first else [])
    return min(known).astimezone(zone).date() if known else None


def _first_days() -> tuple[date | None, date | None]:
    """Since when figures of posts are read, and since when followers."""
    read: date | None = DailyAccount.objects.aggregate(first=Min("day"))["first"]
    followed: date | None = FollowerCount.objects.aggregate(first=Min("day"))["first"]
    return read, followed


def _gained(span: Period) -> dict[date, dict[int, Gained]]:
    found: dict[date, dict[int, Gained]] = defaultdict(dict)
    rows = DailyAccount.objects.filter(day__range=(span.first, span.last))
    for day, account, *figures in rows.values_list("day", "account_id", *FIGURES):
        told: Gained = dict(zip(FIGURES, figures, strict=True))
        acted = {name: told[name] for name in ("likes", "reposts", "quotes", "replies", "saves")}
        found[day][account] = told | {"interactions": interactions(**acted)}
    return found


def _followers(span: Period) -> dict[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = defaultdict(dict)
    rows = FollowerCount.objects.filter(day__range=(span.first - (STALE + 1) * _DAY, span.last))
    for account, day, followers in rows.values_list("account_id", "day", "followers"):
        found[account][day] = followers
    return found


def _incidents(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[Counter[date], dict[date, list[float]]]:
    opened: Counter[date] = Counter()
    lengths: dict[date, list[float]] = defaultdict(list)
    there = Q(opened_at__gte=start, opened_at__lt=end) | Q(closed_at__gte=start, closed_at__lt=end)
    for begin, over in Incident.objects.filter(there).values_list("opened_at", "closed_at"):
        if start <= begin < end:
            opened[begin.astimezone(zone).date()] += 1
        if over and start <= over < end:
            lengths[over.astimezone(zone).date()].append((over - begin).total_seconds())
    return opened, lengths


def _responses(start: datetime, end: datetime, zone: ZoneInfo) -> dict[date, list[float]]:
    found: dict[date, list[float]] = defaultdict(list)
    raised = Alert.objects.filter(raised_at__gte=start, raised_at__lt=end).exclude(decided_at=None)
    for at, decided_at in raised.values_list("raised_at", "decided_at"):
        found[at.astimezone(zone).date()].append((decided_at - at).total_seconds())
    return found
