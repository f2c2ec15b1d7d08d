"""When and how a person is told: their choices over what each kind brings along, quiet hours, digests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from brands.models import NoticeWishes, Way

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a kind of notice brings along, for who has chosen nothing."""

    name: str
    mail: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """One person's wishes, with their zone."""

    row: NoticeWishes
    zone: ZoneInfo

    def bell(self, kind: Usual) -> bool:
        return bool(self.row.kinds.get(kind.name, {}).get("bell", True))

    def mail(self, kind: Usual) -> str:
        """A Way."""
        return str(self.row.kinds.get(kind.name, {}).get("mail", kind.mail))

    def mail_at(self, kind: Usual, at: datetime) -> datetime | None:
        """When a mail about a notice of `kind` is due that is told at `at`; None: the person wants none."""
        way = self.mail(kind)
        if way == Way.NONE or (way == Way.DIGEST and self.row.digest == NoticeWishes.Digest.OFF):
            return None
        due = self._next_digest(at) if way == Way.DIGEST else at
        return self.rests_until(kind, due) or due

    def rests_until(self, kind: Usual, at: datetime) -> datetime | None:
        """The end of the quiet hours in which `at` lies; None outside them, and for what may break them."""
        start, end = self.row.quiet_from, self.row.quiet_until
        if start is None or end is None or (kind.urgent and self.row.urgent_any_time):
            return None
        hour = at.astimezone(self.zone).hour
        quiet = start <= hour < end if start < end else hour >= start or hour < end
        return self._next(end, at) if quiet else None

    def _next_digest(self, at: datetime) -> datetime:
        if self.row.digest == NoticeWishes.Digest.HOURLY:
            local = at.astimezone(self.zone)
            return at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) + _HOUR
        return self._next(self.row.digest_hour, at)

    def _next(self, hour: int, after: datetime) -> datetime:
        """The next moment after `after` when clocks on the wall show `hour`; the first of two, past a gap."""
        today = after.astimezone(self.zone).date()
        moments = (datetime.combine(today + days * _DAY, time(hour), self.zone) for days in range(3))
        return next(moment.astimezone(after.tzinfo) for moment in moments if moment.timestamp() > after.timestamp())


def of(users: Collection[int]) -> dict[int, Wishes]:
    """The wishes of each, by primary key: what they chose, else what is usual."""
    chosen = {row.user_id: row for row in NoticeWishes.objects.filter(user__in=users)}
    zones = User.objects.filter(pk__in=users).values_list("pk", "time_zone")
    return {user: Wishes(chosen.get(user) or NoticeWishes(user_id=user), ZoneInfo(zone)) for user, zone in zones}
