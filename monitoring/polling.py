"""Reading sources: claim, call outside any transaction, store, and say when to come again.

What a failure means for a source stands in one table, REACTIONS. A read may be repeated freely, so a poll whose worker
died simply goes back to due.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from brands import events
from brands.scope import brand_scope
from core import clock, jobs
from monitoring import hearing, ingest
from monitoring.cleaning import address as web_address
from monitoring.cleaning import text as clean_text
from monitoring.ingest import Stored
from monitoring.models import Source
from networks import errors, registry
from networks.base import Listener
from networks.types import Page

logger = logging.getLogger(__name__)

BATCH = 8
SOON = timedelta(minutes=1)
"""After something went missing: the next full read says whether it is gone. Connectors see to it that it is full."""
LONGEST = timedelta(hours=24)
"""No source, and no wish of a source, keeps us away longer."""
_QUIET_SHARE = 24
_QUIET_LONGEST = timedelta(hours=2)
_PATIENCE = timedelta(seconds=20)
_BETWEEN_WISHES = timedelta(seconds=10)
_ADDRESS_SIZE = 500


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an error does to a source. The wait doubles with each attempt in a row that counts."""

    first_wait: timedelta
    longest_wait: timedelta = LONGEST
    counts: bool = True
    """False: the source only asked for time; its attempts stay as they are."""
    stops_after: int | None = None
    """From this attempt on the source stops until a person acts; None: it is read for ever, and shown as failing."""


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_WAITS = Reaction(15 * _MINUTE, counts=False)
_DOWN = Reaction(_MINUTE / 2, longest_wait=6 * _HOUR)
REACTIONS: dict[type[Exception], Reaction] = {
    # they ask for time, and mostly say how much
    errors.RateLimited: _WAITS,
    errors.NotReady: _WAITS,
    # its account is back when a person has connected it again, and says so itself
    hearing.AccountAway: Reaction(_HOUR, counts=False),
    errors.BudgetSpent: _WAITS,
    # servers come back: minutes or days later
    errors.Unavailable: _DOWN,
    # a template gone wrong, a maintenance page with status 200: somebody there will see it
    errors.Broken: Reaction(10 * _MINUTE),
    # half of all 404s and 403s are mistakes of a day; after about five days a person should look for another address
    errors.Gone: Reaction(_HOUR, stops_after=10),
    errors.NotAllowed: Reaction(_HOUR, stops_after=10),
    # nothing that waiting would change
    errors.AuthExpired: Reaction(_HOUR, stops_after=1),
    errors.Rejected: Reaction(_HOUR, stops_after=1),
    # the rest of the family is about writes
    errors.NetworkError: _DOWN,
    # a mistake of ours: logged, and the other sources go on
    Exception: Reaction(_HOUR),
}
_ASKED_FOR_TIME = frozenset(kind.__name__ for kind, reaction in REACTIONS.items() if not reaction.counts)


def queue() -> QuerySet[Source]:
    """Every source of every brand that is there to be polled; of streams, monitoring.streaming takes care."""
    streams = [streamer.key for streamer in registry.streamers()]
    sources: QuerySet[Source] = Source.all_brands.filter(deleted_at=None, brand__deleted_at=None)
    return sources.exclude(network__in=streams).select_related("brand", "account")


def poll_due(limit: int = BATCH) -> int:
    """Claim up to `limit` due sources, in turns between brands, and poll one after the other; returns how many.

    A source that takes long does not hold up the rest: what is not begun after 20 s is given back for another worker.
    """
    claimed = jobs.claim_due(queue(), limit=limit, fair_by="brand_id")
    begun = clock.now()
    polled = 0
    with jobs.beating(claimed):
        for source in claimed:
            if clock.now() - begun > _PATIENCE:
                jobs.finish(source, state=Source.State.WAITING)
                continue
            _poll(source)
            polled += 1
    return polled


def sweep() -> int:
    """Sources whose worker died in the middle go back to due; returns how many."""
    return jobs.sweep_reads(queue())


def poll_now(source: Source) -> datetime:
    """A person wants `source` read now; returns when it will be. Paused or stopped sources have to be resumed first.

    A wait that the source itself asked for is kept, and nobody is asked twice within ten seconds.
    """
    at = clock.now()
    if source.last_polled_at:
        at = max(at, source.last_polled_at + _BETWEEN_WISHES)
    at = source.not_before if source.last_error in _ASKED_FOR_TIME else min(at, source.not_before)
    Source.objects.filter(pk=source.pk, state=Source.State.WAITING).update(not_before=at)
    source.refresh_from_db(fields=["state", "not_before"])
    return source.not_before


def poll(source: Source) -> Stored | None:
    """Read a claimed source and give it back. None: nothing could be read, and its row says why."""
    with jobs.beating([source]):
        return _poll(source)


def _poll(source: Source) -> Stored | None:
    with brand_scope(source.brand_id):
        try:
            return _take(source, _read(source))
        except errors.NetworkError as error:
            _react(source, error)
        except Exception as error:
            logger.exception("polling failed", extra={"source": source.public_id, "network": source.network})
            _react(source, error)
    return None


def _read(source: Source) -> Page:
    if source.account_id:
        return hearing.read(source)
    listener = cast("Listener", registry.connector(source.network))
    return listener.poll(source.address, source.cursor)


def _take(source: Source, page: Page) -> Stored | None:
    """Store `page` and finish the claim in one transaction; None if the claim was lost: paused, removed or swept."""
    seen_at = clock.now()
    batch = ingest.prepare(source, page, seen_at=seen_at)
    with transaction.atomic():
        if not jobs.beat(source):
            return None
        stored = ingest.write(batch)
        _follow_move(source, page)
        jobs.finish(
            source,
            state=Source.State.WAITING,
            not_before=next_poll(source, page, stored, seen_at),
            attempts=0,
            last_error="",
            last_error_detail="",
            last_polled_at=seen_at,
            last_success_at=seen_at,
            cursor=dict(page.cursor),
            **_names(source, page),
        )
    return stored


def next_poll(source: Source, page: Page, stored: Stored, at: datetime) -> datetime:
    """When to come again: the source's own interval, stretched to a 24th of its silence (two hours at most).

    Later if the source asks for it, within a day; in a minute if something went missing. A little jitter keeps
    sources that were added together from being read together for ever.
    """
    if stored.missing:
        return at + SOON
    shortest = timedelta(minutes=max(source.poll_minutes, 1))
    silence = timedelta() if stored.new else at - (source.last_new_at or source.created_at)
    wait = max(shortest, min(silence / _QUIET_SHARE, _QUIET_LONGEST)) * random.uniform(0.95, 1.05)  # noqa: S311
    asked = page.poll_again_after
    return min(max(at + wait, asked) if asked else at + wait, at + LONGEST)


def _react(source: Source, error: Exception) -> None:
    """Do to `source` what REACTIONS says about `error`."""
    now = clock.now()
    reaction = next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)
    Source.objects.filter(pk=source.pk).update(last_polled_at=now)
    attempts = source.attempts + (1 if reaction.counts else 0)
    if reaction.stops_after and attempts >= reaction.stops_after:
        with transaction.atomic():
            if jobs.fail(source, error):
                events.record("source.stopped", source, brand=source.brand, after={"error": source.last_error})
        return
    wait = min(reaction.first_wait * 2 ** min(max(attempts - 1, 0), 20), reaction.longest_wait)
    asked: datetime | None = getattr(error, "until", None)
    until = min(max(asked, now + SOON), now + LONGEST) if asked else now + wait * random.uniform(0.8, 1.2)  # noqa: S311
    jobs.retry_later(source, error, until=until, count=reaction.counts)


def _names(source: Source, page: Page) -> dict[str, Any]:
    """What the source calls itself, unless a person has named it."""
    named: dict[str, Any] = {}
    if (title := clean_text(page.title)[:200]) and not source.titled_by_person:
        named["title"] = title
    if home := web_address(page.home_url):
        named["home_url"] = home
    return named


def _follow_move(source: Source, page: Page) -> None:
    """Take over the address that the source moved to for good, unless the brand listens there already."""
    moved_to = web_address(page.address)
    if not moved_to or moved_to == source.address or len(moved_to) > _ADDRESS_SIZE:
        return
    before = source.address
    try:
        with transaction.atomic():
            Source.objects.filter(pk=source.pk).update(address=moved_to)
    except IntegrityError:
        return
    source.address = moved_to
    events.record("source.moved", source, brand=source.brand, before={"address": before}, after={"address": moved_to})
