"""Tokens that are renewed before they die, by one worker at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_noop

from channels import told
from channels.models import Account
from core import clock
from networks import registry
from networks.accounts import Joinable
from networks.errors import AuthExpired

NOT_RENEWABLE = gettext_noop("Only a person can sign this account in again.")
EARLY = 3
"""A token is renewed in the last third of its life: what fails then has time to be tried again."""
DAY = timedelta(days=1)


def renew_at(account: Account) -> datetime | None:
    """From when its tokens should be renewed; None where they never die or cannot be renewed."""
    if not account.renewable or account.expires_at is None:
        return None
    if account.renewed_at is None:
        return account.expires_at - DAY
    return account.expires_at - (account.expires_at - account.renewed_at) / EARLY


def due(account: Account) -> bool:
    """Whether it is time to renew."""
    at = renew_at(account)
    return at is not None and at <= clock.now()


def refresh(account: Account) -> Account:
    """The account with tokens newer than those that `account` holds; the one door to new tokens.

    The row is locked meanwhile, for many networks take each renewal token once: who comes second finds the work done.
    Raises networks.errors: AuthExpired where only a person can help; then nothing has changed, and the caller says that
    the account is broken. Call in the brand's scope, outside any transaction.
    """
    with transaction.atomic():
        row: Account = Account.with_deleted.select_for_update(no_key=True).get(pk=account.pk)
        if row.renewed_at != account.renewed_at:
            return row
        if not row.renewable:
            raise AuthExpired(NOT_RENEWABLE)
        identity = cast("Joinable", registry.connector(row.network)).refresh(row.login())
        changes = told.secrets(identity)
        Account.with_deleted.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)
    return row
