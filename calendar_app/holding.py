"""Stopping and going on: a brand or an account, taking effect on the very next send.

What falls due while it is stopped is held, with the reason, and stays held when publishing goes on: it is stale by
then, and a person publishes it now, moves it or drops it. What is still ahead just goes on.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from brands import events
from brands.models import Brand
from brands.scope import brand_scope
from calendar_app.locking import hold_account, hold_rules
from calendar_app.models import Publication, PublishingRules
from calendar_app.publishing import telling
from channels.models import Account
from core import clock

State, HeldFor = Publication.State, Publication.HeldFor
_BATCH = 500


@transaction.atomic
def pause_brand(brand: Brand, *, by: User) -> PublishingRules:
    """Nothing of the brand goes out any more, beginning with the next send."""
    rules = hold_rules(brand)
    if rules.paused_at is None:
        _pause(rules, clock.now(), by)
        events.record("publishing.paused", brand, brand=brand, by=events.whoever(by))
    return rules


@transaction.atomic
def resume_brand(brand: Brand, *, by: User) -> int:
    """Go on with what is still ahead; returns how many publications were due meanwhile and stay held."""
    rules = hold_rules(brand)
    if rules.paused_at is None:
        return 0
    _hold(_due(clock.now()).filter(brand=brand), HeldFor.BRAND)
    _pause(rules, None, None)
    events.record("publishing.resumed", brand, brand=brand, by=events.whoever(by))
    return Publication.objects.filter(state=State.HELD, held_for=HeldFor.BRAND).count()


@transaction.atomic
def pause_account(account: Account, *, by: User) -> Account:
    """Nothing goes out on this account any more, beginning with the next send."""
    held = hold_account(account)
    if held.paused_at is None:
        _stop(held, clock.now())
        events.record("account.paused", held, brand=held.brand, by=events.whoever(by))
    return held


@transaction.atomic
def resume_account(account: Account, *, by: User) -> int:
    """Go on with what is still ahead; returns how many publications were due meanwhile and stay held."""
    held = hold_account(account)
    if held.paused_at is None:
        return 0
    _hold(_due(clock.now()).filter(account=held), HeldFor.ACCOUNT)
    _stop(held, None)
    events.record("account.resumed", held, brand=held.brand, by=events.whoever(by))
    return Publication.objects.filter(state=State.HELD, held_for=HeldFor.ACCOUNT, account=held).count()


def hold_due() -> int:
    """Hold what is due where publishing is stopped, of all brands; returns how many."""
    due = _due(clock.now())
    stopped = PublishingRules.all_brands.filter(brand=OuterRef("brand"), paused_at__isnull=False)
    reasons: tuple[tuple[str, Q], ...] = (
        (HeldFor.BRAND, Q(Exists(stopped))),
        (HeldFor.BROKEN, Q(account__broken_at__isnull=False) | Q(account__deleted_at__isnull=False)),
        (HeldFor.ACCOUNT, Q(account__paused_at__isnull=False)),
    )
    return sum(_hold(due.filter(applies), reason) for reason, applies in reasons)


def _due(at: datetime) -> QuerySet[Publication]:
    return Publication.all_brands.filter(state=State.WAITING, not_before__lte=at)


@transaction.atomic
def _hold(due: QuerySet[Publication], reason: str) -> int:
    rows = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("brand", "post", "account")
    held = list(rows.order_by("pk")[:_BATCH])
    Publication.all_brands.filter(pk__in=[row.pk for row in held]).update(state=State.HELD, held_for=reason)
    for row in held:
        row.held_for = reason
        with brand_scope(row.brand_id):
            telling.held(row)
    return len(held)


def _pause(rules: PublishingRules, at: datetime | None, by: User | None) -> None:
    rules.paused_at, rules.paused_by = at, by
    rules.save(update_fields=["paused_at", "paused_by"])


def _stop(account: Account, at: datetime | None) -> None:
    account.paused_at = at
    account.save(update_fields=["paused_at"])
