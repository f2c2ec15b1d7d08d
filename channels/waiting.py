"""What waits for an account. The calendar, which knows posts, registers who counts them: imports go down only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.models import Account


@dataclass(frozen=True, slots=True)
class Waiting:
    """Posts that are to go out on an account, and when the first of them is due."""

    posts: int = 0
    first_at: datetime | None = None


Counter = Callable[[Collection[int]], Mapping[int, Waiting]]
"""From primary keys of accounts to what waits for each, in the brand's scope; accounts for which nothing waits may be
left out."""

NOTHING = Waiting()
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Called from AppConfig.ready()."""
    _counters.append(counter)


def of(accounts: Collection[Account]) -> dict[int, Waiting]:
    """What waits for each of `accounts`, by primary key. Call in the brand's scope."""
    found = {account.pk: NOTHING for account in accounts}
    for counter in _counters if accounts else ():
        for pk, waiting in counter(found.keys()).items():
            found[pk] = _both(found[pk], waiting)
    return found


def _both(one: Waiting, other: Waiting) -> Waiting:
    moments = [at for at in (one.first_at, other.first_at) if at]
    return Waiting(one.posts + other.posts, min(moments, default=None))
