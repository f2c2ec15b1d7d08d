"""Connecting an account of the brand: by a secret that a person types, by a journey to the network, or by hand.

Each ends with a live look at who the account is. The same account connected again finds its row, a removed one too, so
its history stays; another brand's row of the same account is another row.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction

from accounts.models import User
from brands import events, notices
from brands.models import Brand
from channels import audience, told
from channels.models import Account, Journey
from channels.signals import account_connected
from channels.wording import BROKEN
from core import clock
from networks import registry
from networks.accounts import Identity, Joinable

TRAVEL_TIME = timedelta(minutes=30)
_WELL: dict[str, Any] = {
    "deleted_at": None,
    "broken_at": None,
    "wait_until": None,
    "attempts": 0,
    "last_error": "",
    "last_error_detail": "",
    **dict.fromkeys(("claim", "claimed_at", "heartbeat_at")),
}


class WrongAccount(Exception):
    """Somebody signed in as another account than the one that was to be connected again. Nothing has changed."""

    def __init__(self, wanted: Account, found: Identity) -> None:
        super().__init__(found.handle)
        self.wanted, self.found = wanted, found


class JourneyOver(Exception):
    """There is no such journey: used before, begun by somebody else, or too long ago."""


class Declined(Exception):
    """The person did not allow it on the network's own page."""


def connect(brand: Brand, network: str, typed: Mapping[str, str], *, by: User, again: Account | None = None) -> Account:
    """Sign in with what was typed, and keep the account; `again` is the one that it has to be.

    Raises networks.errors.NetworkError and WrongAccount. Call in the brand's scope, outside any transaction.
    """
    return keep(brand, network, _joinable(network).connect(typed), by=by, again=again)


def begin(
    brand: Brand,
    network: str,
    typed: Mapping[str, str],
    *,
    by: User,
    redirect_url: str,
    again: Account | None = None,
) -> str:
    """Begin a journey; returns the address where the person signs in. Raises networks.errors.NetworkError."""
    state = f"{brand.public_id}.{secrets.token_urlsafe(32)}"
    journey = _joinable(network).begin(typed, redirect_url=redirect_url, state=state)
    Journey.objects.create(
        brand=brand, user=by, network=network, digest=_digest(state), account=again,
        kept=json.dumps(dict(journey.kept)), until=clock.now() + TRAVEL_TIME,
    )  # fmt: skip
    return journey.url


def finish(brand: Brand, state: str, answer: Mapping[str, str], *, by: User, redirect_url: str) -> Account:
    """The person is back with `answer`: keep the account.

    Raises JourneyOver, Declined, WrongAccount and networks.errors.NetworkError. Whatever comes of it, the journey is
    used up.
    """
    journey = _taken(state, by)
    if answer.get("error") == "access_denied":  # RFC 6749 §4.1.2.1
        raise Declined
    identity = _joinable(journey.network).finish(json.loads(journey.kept), answer, redirect_url=redirect_url)
    return keep(brand, journey.network, identity, by=by, again=journey.account)


def brand_of(state: str) -> str:
    """The public id of the brand that a journey with `state` was begun in; "" where it names none."""
    return state.partition(".")[0] if "." in state else ""


def add_by_hand(brand: Brand, network: str, *, by: User, name: str, handle: str, url: str) -> Account:
    """An account that people publish on themselves; told apart by its address, else its handle."""
    columns = {"name": name, "handle": handle, "url": url, "by_hand": True, "state": Account.State.DONE}
    return _write(brand, network, (url or handle)[:300], columns, by=by)


def keep(brand: Brand, network: str, identity: Identity, *, by: User, again: Account | None = None) -> Account:
    """Keep the account that was found to be `identity`. Raises WrongAccount. Call in the brand's scope."""
    if again and identity.external_id != again.external_id:
        raise WrongAccount(again, identity)
    now = clock.now()
    columns = told.shown(identity) | told.secrets(identity)
    columns |= {"state": Account.State.WAITING, "not_before": now, "checked_at": now, "by_hand": False}
    account = _write(brand, network, identity.external_id, columns, by=by)
    audience.keep(account, identity)
    return account


@transaction.atomic
def _write(brand: Brand, network: str, external_id: str, columns: dict[str, Any], *, by: User) -> Account:
    columns = columns | _WELL | {"connected_by": by, "connected_at": clock.now()}
    known = Account.with_deleted.filter(network=network, external_id=external_id)
    row: Account | None = known.select_for_update().first()
    if row is None:
        try:
            with transaction.atomic():
                row = Account.objects.create(brand=brand, network=network, external_id=external_id, **columns)
        except IntegrityError:  # somebody connected it in this very moment
            row = known.select_for_update().get()
        else:
            events.record("account.connected", row, brand=brand, after={"network": network})
            account_connected.send(Account, account=row)
            return row
    known.update(**columns)
    row.refresh_from_db(from_queryset=Account.with_deleted.all())
    events.record("account.reconnected", row, brand=brand, after={"network": network})
    notices.settle(BROKEN, [row.public_id])
    account_connected.send(Account, account=row)
    return row


@transaction.atomic
def _taken(state: str, by: User) -> Journey:
    """The journey of `by` with this `state`, which nobody can use any more. Raises JourneyOver."""
    journeys = Journey.objects.select_for_update(of=("self",)).filter(digest=_digest(state), user=by)
    journey: Journey | None = journeys.select_related("account").first()
    if journey is None:
        raise JourneyOver
    Journey.objects.filter(pk=journey.pk).delete()
    if journey.until <= clock.now():
        raise JourneyOver
    return journey


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode(errors="replace")).hexdigest()


def _joinable(network: str) -> Joinable:
    return cast("Joinable", registry.connector(network))
