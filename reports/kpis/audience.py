"""Who follows the brand's accounts."""

from __future__ import annotations

from collections.abc import Iterable

from reports.kpis.sums import total


def followers(accounts: Iterable[float | None]) -> float | None:
    """How many follow the brand's accounts.

    Formula: followers of each account on the last day, added up.
    Unit: people.
    Source: live checks of connected accounts, four a day (channels.FollowerCount).
    Caveats: who follows on two networks counts twice. Known from the day on which an account was connected; networks
    without followers (a blog) have none. A day without a reading takes the last one of the seven days before.
    """
    return total(accounts)


def followers_change(accounts: Iterable[tuple[float | None, float | None]]) -> float | None:
    """How many followers came, less those who left.

    Formula: for each account its followers on the last day − those on the day before the first, added up.
    Unit: people.
    Source: live checks of connected accounts, four a day (channels.FollowerCount).
    Caveats: an account that was connected meanwhile counts from its first reading on: what it brought along is no gain.
    """
    return total(None if before is None or after is None else after - before for before, after in accounts)
