"""Looking after accounts: a live check now and then, new tokens in time, and what is said of an account that is broken.

Whether posts go out is decided where they are sent: `Account.can_publish` and `wait_until` say what is known here.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from brands import events, notices
from brands.scope import brand_scope
from channels import audience, tokens, told
from channels.models import Account
from channels.naming import label
from channels.signals import account_connected
from channels.wording import BROKEN
from core import clock, jobs
from networks import errors, registry
from networks.accounts import Identity, Joinable

logger = logging.getLogger(__name__)

BATCH = 8
BETWEEN = timedelta(hours=6)
SOONEST = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
_BREAK_AFTER: dict[type[Exception], int] = {
    errors.AuthExpired: 1,
    errors.NotAllowed: 1,
    # half of all 404s are mistakes of a day, and a site in repair answers with anything
    errors.Rejected: 4,
}
"""Failed checks in a row after which only a person can help. A site that does not answer is asked for ever."""
_ASK_FOR_TIME = (errors.RateLimited, errors.NotReady, errors.BudgetSpent)


def mark_broken(account: Account, error: Exception) -> bool:
    """Only a person can bring `account` back: its posts are held, and the team is told once. True if that is news.

    Nothing happens if the account has other tokens by now than those that `account` holds: it was connected again.
    Call in the brand's scope.
    """
    with transaction.atomic():
        standing = Account.objects.filter(pk=account.pk, broken_at=None, renewed_at=account.renewed_at)
        changes = {"broken_at": clock.now(), **jobs.described(error)}
        if not standing.update(**changes):
            return False
        _follow(account, changes)
        events.record("account.broken", account, brand=account.brand, after={"error": account.last_error})
        notices.tell(account.brand, BROKEN, account.public_id, account=label(account))
    return True


def mark_well(account: Account, identity: Identity) -> None:
    """A live check went well: keep what it found. Tokens are not among it. Call in the brand's scope."""
    now = clock.now()
    changes = told.shown(identity) | {"checked_at": now, "last_error": "", "last_error_detail": ""}
    with transaction.atomic():
        Account.objects.filter(pk=account.pk, wait_until__lte=now).update(wait_until=None)
        back = Account.objects.filter(pk=account.pk).exclude(broken_at=None).update(broken_at=None)
        Account.objects.filter(pk=account.pk).update(**changes)
        audience.keep(account, identity)
        _follow(account, changes | {"broken_at": None})
        if back:
            events.record("account.recovered", account, brand=account.brand)
            notices.settle(BROKEN, [account.public_id])
            account_connected.send(Account, account=account)


def hold_off(account: Account, until: datetime | None) -> datetime:
    """The network asks the whole account to wait; returns until when, at most a day. Call in the brand's scope."""
    now = clock.now()
    moment = min(max(until or now + 15 * SOONEST, now + SOONEST), now + LONGEST_WAIT)
    shorter = Q(wait_until=None) | Q(wait_until__lt=moment)
    Account.objects.filter(shorter, pk=account.pk).update(wait_until=moment)
    return moment


def check(account: Account) -> Account:
    """A person wants to know now: ask the network, and keep what it says.

    Raises networks.errors.NetworkError, after the account shows what it means. Call in the brand's scope, outside any
    transaction.
    """
    try:
        account = _look(account)
    except errors.NetworkError as error:
        if _breaks(error, attempts=0) and not mark_broken(account, error):
            Account.objects.filter(pk=account.pk).update(**jobs.described(error))
        raise
    return account


def queue() -> QuerySet[Account]:
    """Every account of every brand that is there to be looked after."""
    accounts: QuerySet[Account] = Account.all_brands.filter(deleted_at=None, by_hand=False, brand__deleted_at=None)
    return accounts.select_related("brand")


def look_after_due(limit: int = BATCH) -> int:
    """Look after up to `limit` accounts that are due, in turns between brands; returns how many."""
    claimed = jobs.claim_due(queue(), limit=limit, fair_by="brand_id")
    with jobs.beating(claimed):
        for account in claimed:
            with brand_scope(account.brand_id or 0):
                _look_after(account)
    return len(claimed)


def sweep() -> int:
    """Accounts whose worker died are due again; returns how many."""
    return jobs.sweep_reads(queue())


def next_look(account: Account) -> datetime:
    """In about six hours; earlier if its tokens have to be renewed before."""
    now = clock.now()
    usual = now + BETWEEN * random.uniform(0.9, 1.1)  # noqa: S311 - spread, not secrecy
    renewal = tokens.renew_at(account)
    return max(min(usual, renewal), now + SOONEST) if renewal else usual


def _look_after(account: Account) -> None:
    try:
        account = _look(account)
    except errors.NetworkError as error:
        _react(account, error)
    except Exception as error:
        logger.exception("a check failed", extra={"account": account.public_id, "network": account.network})
        _react(account, error)
    else:
        jobs.finish(account, state=Account.State.WAITING, not_before=next_look(account), attempts=0)


def _look(account: Account) -> Account:
    """Renew its tokens if it is time, ask who it is, and keep that."""
    if tokens.due(account):
        account = _renewed(account)
    mark_well(account, cast("Joinable", registry.connector(account.network)).check(account.login()))
    return account


def _renewed(account: Account) -> Account:
    """With new tokens. Where they are refused while the old ones live on, those are good until their end."""
    try:
        return tokens.refresh(account)
    except errors.AuthExpired:
        if account.expires_at is None or account.expires_at <= clock.now():
            raise
        Account.objects.filter(pk=account.pk, renewed_at=account.renewed_at).update(renewable=False)
        account.renewable = False
        return account


def _react(account: Account, error: Exception) -> None:
    """Give a claimed account back after a check that failed."""
    if isinstance(error, _ASK_FOR_TIME):
        jobs.retry_later(account, error, until=hold_off(account, error.until), count=False)
    elif account.broken_at or (_breaks(error, account.attempts)):
        mark_broken(account, error)
        jobs.finish(account, state=Account.State.WAITING, not_before=next_look(account))
    else:
        jobs.retry_later(account, error)


def _breaks(error: Exception, attempts: int) -> bool:
    limit = next((limit for kind, limit in _BREAK_AFTER.items() if isinstance(error, kind)), None)
    return limit is not None and attempts + 1 >= limit


def _follow(account: Account, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(account, name, value)
