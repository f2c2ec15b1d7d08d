"""How many follow the brand's accounts, day by day, from the day on which each was connected.

Every live check is told (Identity.followers), four times a day. A day keeps the last of its numbers; a day on which no
check went well has none.
"""

from __future__ import annotations

from django.utils import timezone

from channels.models import Account, FollowerCount
from core import bulk, clock
from networks.accounts import Identity

_COLUMNS = ("brand_id", "account_id", "day", "followers", "at")
# Two checks may end in another order than they began: the later one counts.
_LATER = """
ON CONFLICT (brand_id, account_id, day) DO UPDATE SET followers = excluded.followers, at = excluded.at
WHERE excluded.at >= channels_followercount.at
"""


def keep(account: Account, identity: Identity) -> None:
    """Keep what a live check of `account` was told of its followers: nothing where the network says nothing.

    Call in the brand's scope.
    """
    if identity.followers is None:
        return
    now = clock.now()
    day = timezone.localtime(now, account.brand.zone).date()
    row = (account.brand_id, account.pk, day, identity.followers, now)
    bulk.insert(FollowerCount, _COLUMNS, [row], then=_LATER)
