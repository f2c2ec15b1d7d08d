"""Webhooks: other people's addresses that are told what happens in a brand.

Apps above register their events when they start and announce them in the transaction in which they happen; delivering
(brands.delivering) is at least once, in no order. `docs/webhooks.md` is what receivers read.
"""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from brands import events, notices
from brands.models import Brand, Delivery, Webhook
from core import clock
from core.http import addresses
from core.ids import new_public_id
from core.jobs import Job
from core.versions import save_if_current

TEST, STOPPED = "webhook.test", "webhook.stopped"
BOTH_SIGN = timedelta(hours=24)
"""How long the former secret goes on signing beside a new one."""
KEEP = timedelta(days=30)
MOST = 20
"""Webhooks of one brand."""
_LETTERS = string.ascii_letters + string.digits
_SECRET = 40
"""Characters of 62 kinds: 238 bits."""

_events: dict[str, Any] = {}


class AddressTaken(ValueError):
    """The brand has a webhook with that address."""


class TooMany(ValueError):
    """The brand has MOST webhooks."""


def register_event(name: str, label: Any) -> None:
    """An event that webhooks may choose, «post.published»; `label` is lazy. Called from AppConfig.ready()."""
    _events[name] = label


def known_events() -> dict[str, Any]:
    """Label by name, of every event there is to choose."""
    return dict(_events)


def announce(brand: Brand, name: str, payload: dict[str, Any]) -> int:
    """Tell the webhooks of `brand` that want it that `name` has happened; returns how many.

    Rows in the caller's transaction: what is rolled back is not told. `payload` is JSON (moments may be datetimes) and
    becomes `data` of the body. Call in the brand's scope. Raises KeyError for an event that nobody registered.
    """
    if name not in _events:
        raise KeyError(name)
    wanting = Webhook.objects.filter(state=Webhook.State.ACTIVE, events__contains=[name])
    return len(Delivery.objects.bulk_create(_delivery(brand, hook, name, payload) for hook in wanting))


def _delivery(brand: Brand, webhook: Webhook, name: str, payload: dict[str, Any]) -> Delivery:
    public_id, now = new_public_id(), clock.now()
    told = {
        "id": public_id,
        "event": name,
        "at": now.astimezone(UTC),
        "brand": {"id": brand.public_id, "name": brand.name},
        "data": payload,
    }
    body = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    # every time in it is of the same clock: a shifted one too
    return Delivery(brand=brand, public_id=public_id, webhook=webhook, event=name, body=body, created_at=now)


def check_address(address: str) -> str:
    """`address` as it is kept. Raises core.http.Refused for one that is never asked."""
    target = addresses.parse(address)
    addresses.refuse_private(target)
    return target.url


@transaction.atomic
def add(brand: Brand, *, name: str, address: str, wanted: Iterable[str]) -> tuple[Webhook, str]:
    """A new webhook, active, and its secret, which is not shown again. Call in the brand's scope.

    Raises core.http.Refused, AddressTaken, TooMany.
    """
    if Webhook.objects.count() >= MOST:
        raise TooMany
    secret, kept = _new_secret(), check_address(address)
    webhook = Webhook(brand=brand, name=name, address=kept, events=sorted(set(wanted)), secret=secret)
    try:
        with transaction.atomic():
            webhook.save()
    except IntegrityError as error:
        raise AddressTaken(kept) from error
    events.record("webhook.added", webhook, brand=brand, after={"events": webhook.events})
    return webhook, secret


@transaction.atomic
def edit(webhook: Webhook, *, seen: int, changes: dict[str, Any]) -> Webhook:
    """Change name, address or events. Raises core.versions.StaleWrite, core.http.Refused, AddressTaken."""
    before = {name: getattr(webhook, name) for name in changes}
    if "address" in changes:
        changes = {**changes, "address": check_address(changes["address"])}
    if "events" in changes:
        changes = {**changes, "events": sorted(set(changes["events"]))}
    try:
        with transaction.atomic():
            save_if_current(webhook, seen=seen, changes=changes)
    except IntegrityError as error:
        raise AddressTaken(changes["address"]) from error
    was, now = events.changed(before, changes)
    if now:
        # an address may hold a key: that it changed is told, not to what
        parts = [{name: value for name, value in side.items() if name != "address"} for side in (was, now)]
        events.record("webhook.changed", webhook, brand=webhook.brand, before=parts[0], after=parts[1])
    return webhook


@transaction.atomic
def pause(webhook: Webhook) -> None:
    """What happens from now on is not told; what waits is kept until the webhook is resumed."""
    if Webhook.objects.filter(pk=webhook.pk, state=Webhook.State.ACTIVE).update(state=Webhook.State.PAUSED):
        hold(webhook)
        events.record("webhook.paused", webhook, brand=webhook.brand)


@transaction.atomic
def resume(webhook: Webhook) -> None:
    """Tell again, first what waited."""
    fresh = {"state": Webhook.State.ACTIVE, "failures": 0, "failing_since": None}
    if Webhook.objects.filter(pk=webhook.pk).exclude(state=Webhook.State.ACTIVE).update(**fresh):
        held = Delivery.objects.filter(webhook=webhook, state=Job.State.PAUSED)
        held.update(state=Job.State.WAITING, not_before=clock.now(), attempts=0)
        notices.settle(STOPPED, [webhook.public_id])
        events.record("webhook.resumed", webhook, brand=webhook.brand)


def hold(webhook: Webhook) -> None:
    """Let what waits for `webhook` wait until it is resumed."""
    Delivery.objects.filter(webhook=webhook, state=Job.State.WAITING).update(state=Job.State.PAUSED)


@transaction.atomic
def change_secret(webhook: Webhook) -> str:
    """A new secret, not shown again. The former one signs beside it for BOTH_SIGN."""
    row, secret = Webhook.objects.select_for_update().get(pk=webhook.pk), _new_secret()
    until = clock.now() + BOTH_SIGN
    Webhook.objects.filter(pk=row.pk).update(secret=secret, former_secret=row.secret, former_until=until)
    events.record("webhook.secret_changed", webhook, brand=webhook.brand)
    return secret


@transaction.atomic
def remove(webhook: Webhook) -> None:
    """The webhook goes, and its log with it."""
    if Webhook.objects.filter(pk=webhook.pk).delete()[0]:
        notices.settle(STOPPED, [webhook.public_id])
        events.record("webhook.removed", webhook, brand=webhook.brand)


def send_test(webhook: Webhook) -> Delivery:
    """An event of no meaning, also while the webhook is paused: to see whether the receiver takes it."""
    delivery = _delivery(webhook.brand, webhook, TEST, {"message": "Hello from cmhub."})
    delivery.save()
    return delivery


def deliver_again(delivery: Delivery) -> bool:
    """Send once more what was taken or given up, with the same id. False: it is waiting or under way."""
    over = Delivery.objects.filter(pk=delivery.pk, state__in=(Job.State.DONE, Job.State.FAILED))
    return bool(over.update(state=Job.State.WAITING, not_before=clock.now(), attempts=0))


def sweep() -> int:
    """Delete deliveries older than KEEP; returns how many."""
    return int(Delivery.all_brands.filter(created_at__lt=clock.now() - KEEP).delete()[0])


def _new_secret() -> str:
    return "whsec_" + "".join(secrets.choice(_LETTERS) for _ in range(_SECRET))
