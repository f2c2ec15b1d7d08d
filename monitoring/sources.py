"""What people do with sources: add, edit, pause, resume, remove, bring back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock
from core.versions import save_if_current
from monitoring.models import Source
from networks import registry
from networks.base import Discoverer
from networks.streams import Streamer
from networks.types import Capability, Found

UNDO = timedelta(days=30)
DEMO: dict[str, Any] = {"address": "lumbre", "poll_minutes": 1}
"""The demo network's own brand; it speaks every few seconds, and somebody is looking."""
_AFRESH: dict[str, Any] = {
    "attempts": 0,
    "last_error": "",
    "last_error_detail": "",
    **dict.fromkeys(("claim", "claimed_at", "heartbeat_at")),
}


class AlreadyThere(Exception):
    """The brand listens to that address already: to `source`."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.address)
        self.source = source


def discover(network: str, address: str) -> list[Found]:
    """Sources behind an address that a person typed, best first. Raises networks.errors.NetworkError.

    A network that cannot look takes the address as it is. Call outside any transaction.
    """
    connector = registry.connector(network)
    if Capability.DISCOVER not in connector.capabilities:
        return [Found(address=address, title="", kind=Source.Kind.POSTS)]
    return cast("Discoverer", connector).discover(address)


def add_source(
    brand: Brand,
    network: str,
    address: str,
    *,
    by: User | None,
    title: str = "",
    kind: str = Source.Kind.POSTS,
    named: bool = False,
    **options: Any,
) -> Source:
    """Listen to `address`, from now on. `named` says that a person chose `title`; `options` are columns of Source.

    An address that was removed in the last 30 days comes back with its history, and is read again even if it was
    paused or had stopped. Of a stream there is but one address, and only what topics match is kept. Raises
    AlreadyThere.
    """
    if stream := _stream(network):
        address, options = stream.address, options | {"keep": Source.Keep.MATCHING}
    removed = Source.with_deleted.filter(network=network, address=address, deleted_at__isnull=False)
    if source := removed.order_by("-deleted_at").first():
        restored = restore(source)
        return resume(restored) if restored.state in {Source.State.PAUSED, Source.State.FAILED} else restored
    source = Source(
        brand=brand, network=network, address=address, title=title[:200], kind=kind,
        titled_by_person=named and bool(title), added_by=by, **options,
    )  # fmt: skip
    with transaction.atomic():
        _unless_there(source)
        events.record("source.added", source, brand=brand, after={"network": network, "address": address})
    return source


def add_stream(brand: Brand, streamer: Streamer, *, by: User | None) -> Source:
    """Listen to everything that `streamer` tells, for what the brand's topics match. Raises AlreadyThere."""
    return add_source(brand, streamer.key, streamer.address, by=by, title=gettext(streamer.title))


def edit(source: Source, *, seen: int, **changes: Any) -> Source:
    """Change `title`, `poll_minutes` or `keep`. Raises core.versions.StaleWrite if somebody was faster than `seen`.

    What a stream keeps cannot be changed.
    """
    if _stream(source.network):
        changes.pop("keep", None)
    before, after = events.changed({name: getattr(source, name) for name in changes}, changes)
    if not after:
        return source
    written = changes | ({"titled_by_person": bool(changes["title"])} if "title" in after else {})
    with transaction.atomic():
        source = save_if_current(source, seen=seen, changes=written)
        events.record("source.edited", source, brand=source.brand, before=before, after=after)
    return source


def pause(source: Source) -> Source:
    """Stop listening until somebody resumes. A poll that is under way is thrown away."""
    return _set_state(source, "source.paused", Source.State.PAUSED)


def resume(source: Source) -> Source:
    """Listen again, at once: after a pause, or after the source had stopped for good. Of a file nothing more comes."""
    if source.is_import:
        return source
    return _set_state(source, "source.resumed", Source.State.WAITING, not_before=clock.now())


def remove(source: Source) -> Source:
    """Hide the source for 30 days, then delete it. Its mentions stay."""
    with transaction.atomic():
        state = Source.State.WAITING if source.state == Source.State.RUNNING else source.state
        _write(source, deleted_at=clock.now(), state=state, claim=None, claimed_at=None, heartbeat_at=None)
        events.record("source.removed", source, brand=source.brand)
    return source


def restore(source: Source) -> Source:
    """Undo `remove`. Raises AlreadyThere if the address was added anew meanwhile."""
    with transaction.atomic():
        source.deleted_at = None
        _unless_there(source, update_fields=["deleted_at"])
        if source.state == Source.State.WAITING:
            _write(source, not_before=clock.now())
        events.record("source.restored", source, brand=source.brand)
    return source


def _stream(network: str) -> Streamer | None:
    return next((streamer for streamer in registry.streamers() if streamer.key == network), None)


def _set_state(source: Source, verb: str, state: str, **changes: Any) -> Source:
    with transaction.atomic():
        locked = Source.objects.select_for_update().get(pk=source.pk)
        if locked.state == state:
            return source
        _write(source, state=state, **_AFRESH, **changes)
        events.record(verb, source, brand=source.brand, before={"state": locked.state}, after={"state": state})
    return source


def _write(source: Source, **changes: Any) -> None:
    Source.with_deleted.filter(pk=source.pk).update(**changes)
    for name, value in changes.items():
        setattr(source, name, value)


def _unless_there(source: Source, **how: Any) -> None:
    """Save `source`; raises AlreadyThere if its address is taken."""
    try:
        with transaction.atomic():
            source.save(**how)
    except IntegrityError as error:
        there = Source.objects.filter(network=source.network, address=source.address).first()
        if there is None:
            raise
        raise AlreadyThere(there) from error
