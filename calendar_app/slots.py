"""Times of the week that a brand likes to publish at: the next free one, and where a week shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from brands import events
from brands.models import Brand
from calendar_app.models import Publication, Slot
from calendar_app.wall_time import instant
from channels.models import Account

AHEAD = timedelta(days=90)
"""So far ahead a free slot is looked for."""
MOST = 200
"""Slots of a brand."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot on a certain day."""

    day: date
    at: time
    moment: datetime
    slot: Slot


def of_brand() -> list[Slot]:
    """All slots of the brand in scope by weekday and time, with their accounts."""
    return list(Slot.objects.select_related("account").order_by("weekday", "at", "pk"))


def openings(slots: Sequence[Slot], zone: str, first: date, end: date) -> Iterator[Opening]:
    """`slots` on each day from `first` to the day before `end`, in order. Each comes once, also where clocks change."""
    by_weekday = defaultdict(list)
    for slot in slots:
        by_weekday[slot.weekday].append(slot)
    for n in range((end - first).days):
        day = first + timedelta(days=n)
        for slot in by_weekday[day.weekday()]:
            yield Opening(day, slot.at, instant(day, slot.at, zone).at, slot)


def next_free(brand: Brand, account: Account | None, after: datetime) -> Opening | None:
    """The first slot after `after` at which nothing of `account` is planned; None without one in the next 90 days.

    Slots for any account serve every account. With `account` None a slot is free when nothing of the brand stands at
    it. A draft with a time takes its place too. Call in the brand's scope.
    """
    slots = [slot for slot in of_brand() if slot.account_id is None or (account and slot.account_id == account.pk)]
    if not slots:
        return None
    planned = Publication.objects.filter(post__deleted_at=None, due_at__gt=after, due_at__lte=after + AHEAD)
    if account:
        planned = planned.filter(account=account)
    taken = set(planned.values_list("due_at", flat=True))
    first = after.astimezone(ZoneInfo(brand.time_zone)).date()
    for opening in openings(slots, brand.time_zone, first, first + AHEAD):
        if opening.moment > after and opening.moment not in taken:
            return opening
    return None


class TooMany(ValueError):
    """The brand has as many slots as it can have."""


@transaction.atomic
def add(brand: Brand, weekdays: Sequence[int], at: time, account: Account | None) -> list[Slot]:
    """Slots on these weekdays (0 is Monday), except where the brand has that one already. Raises TooMany."""
    Brand.objects.select_for_update().get(pk=brand.pk)
    there = set(Slot.objects.filter(at=at, account=account).values_list("weekday", flat=True))
    new = [weekday for weekday in dict.fromkeys(weekdays) if weekday not in there]
    if Slot.objects.count() + len(new) > MOST:
        raise TooMany
    made = [Slot(brand=brand, weekday=weekday, at=at, account=account) for weekday in new]
    for slot in made:
        slot.save()
    if made:
        events.record("slots.changed", made[0], brand=brand)
    return made


@transaction.atomic
def remove(slot: Slot) -> None:
    """Take one slot out. Posts that stand at it stay."""
    events.record("slots.changed", slot, brand=slot.brand)
    slot.delete()
