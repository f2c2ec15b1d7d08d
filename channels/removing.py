"""Taking an account away, bringing it back, and what is forgotten when that is over."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from brands import events, notices
from channels.models import Account, Journey
from channels.signals import account_connected
from channels.wording import BROKEN
from core import clock

UNDO = timedelta(days=30)


def remove(account: Account) -> None:
    """Hide the account: nothing is sent or read with it any more, and its posts are held when they are due.

    For 30 days it can be brought back.
    """
    state = Account.State.WAITING if account.state == Account.State.RUNNING else account.state
    unclaimed = {"state": state, **dict.fromkeys(("claim", "claimed_at", "heartbeat_at"))}
    with transaction.atomic():
        if Account.objects.filter(pk=account.pk).update(deleted_at=clock.now(), **unclaimed):
            notices.settle(BROKEN, [account.public_id])
            events.record("account.removed", account, brand=account.brand)


def restore(account: Account) -> bool:
    """Undo `remove`; False if that was too long ago: its tokens are forgotten, and it has to be connected again."""
    with transaction.atomic():
        removed = Account.with_deleted.filter(pk=account.pk, deleted_at__gt=clock.now() - UNDO)
        if removed.update(deleted_at=None, not_before=clock.now()):
            account.deleted_at = None
            events.record("account.restored", account, brand=account.brand)
            account_connected.send(Account, account=account)
            return True
    return False


def forget() -> int:
    """Delete the tokens of accounts that were removed 30 days ago, and journeys that are over; returns how many.

    The accounts' rows stay, hidden: what was published with them is history.
    """
    now = clock.now()
    gone = Account.all_brands.filter(deleted_at__lt=now - UNDO).exclude(secret="", facts={})
    forgotten = gone.update(secret="", facts={}, avatar_url="", expires_at=None, renewable=False)
    return forgotten + int(Journey.all_brands.filter(until__lt=now).delete()[0])
