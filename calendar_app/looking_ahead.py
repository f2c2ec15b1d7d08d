"""The coming two weeks in words: days and slots without a post, and posts that stand in each other's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from brands.models import Brand
from calendar_app import slots
from calendar_app.models import Publication
from calendar_app.slots import Opening
from calendar_app.states import AHEAD
from calendar_app.wall_time import instant, wall
from core import clock

SPAN = timedelta(days=14)
CLASH = timedelta(minutes=15)
"""Two posts of one account nearer than this compete for the same people."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two posts on one account at nearly the same time, the earlier first."""

    account: str
    network: str
    at: datetime
    minutes: int
    posts: tuple[str, str]
    """Public ids."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the next two weeks lack."""

    empty_days: list[date]
    """Without any post; only told where there are no slots."""
    free: list[Opening]
    """Slots at which nothing is planned."""
    clashes: list[Clash]


def outlook(brand: Brand) -> Outlook:
    """The two weeks from now on, of the brand in scope. Two queries."""
    now = clock.now()
    today = wall(now, brand.time_zone)[0]
    days = [today + timedelta(days=n) for n in range(SPAN.days)]
    end = instant(days[-1] + timedelta(days=1), datetime.min.time(), brand.time_zone).at
    rows = Publication.objects.filter(post__deleted_at=None, due_at__gte=now, due_at__lt=end, state__in=AHEAD)
    columns = ("account_id", "due_at", "account__network", "account__name", "account__handle", "post__public_id")
    planned = sorted(rows.values_list(*columns))
    there = slots.of_brand()
    taken = {(account, at) for account, at, *_more in planned}
    moments = {at for _account, at in taken}
    openings = slots.openings(there, brand.time_zone, days[0], days[-1] + timedelta(days=1))
    free = [o for o in openings if o.moment > now and not _is_taken(o, taken, moments)]
    used = {wall(at, brand.time_zone)[0] for at in moments}
    return Outlook([] if there else [day for day in days if day not in used], free, _clashes(planned))


def _is_taken(opening: Opening, taken: set[tuple[int, datetime]], moments: set[datetime]) -> bool:
    account = opening.slot.account_id
    return opening.moment in moments if account is None else (account, opening.moment) in taken


def _clashes(planned: Sequence[tuple[int, datetime, str, str, str, str]]) -> list[Clash]:
    """`planned` is sorted by account and time."""
    return [
        Clash(one[3] or one[4], one[2], one[1], (other[1] - one[1]) // timedelta(minutes=1), (one[5], other[5]))
        for one, other in pairwise(planned)
        if one[0] == other[0] and one[5] != other[5] and other[1] - one[1] < CLASH
    ]
