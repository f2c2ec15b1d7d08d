"""Somebody who edits, pauses, deletes and holds in the last second: a process that does it while workers send."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from proofs.worker import LONGEST, hit

SECONDS = 25.0
"""No person goes on for longer."""


def act(what: str, wanted: int, seed: int, folder: Path) -> None:
    """Do `what` to publications that are on their way until `wanted` of them were hit, or nothing is left."""
    from calendar_app.models import Publication
    from calendar_app.refusals import Refusal

    does: Callable[[Any, random.Random], list[str]]
    does = {"edit": _edit, "pause": _pause, "delete": _delete, "hold": _hold}[what]
    draw, end, hits = random.Random(seed), time.monotonic() + SECONDS, 0
    while hits < wanted and time.monotonic() < end:
        publication = _on_its_way(draw)
        if publication is None:
            if not Publication.all_brands.filter(state__in=("waiting", "running")).exists():
                return
            time.sleep(0.01)
            continue
        met = [publication.public_id]
        with suppress(Refusal):  # it is going out this moment: they were told
            met += does(publication, draw)
        hits += sum(hit(folder, what, public_id) for public_id in met)


def _on_its_way(draw: random.Random) -> Any:
    """Mostly one that a worker holds and has not armed yet, else one that is going out, or one that is next."""
    from calendar_app.models import Publication

    (kind,) = draw.choices(
        ({"state": "running", "armed_at": None}, {"state": "running"}, {"state": "waiting"}), (5, 2, 3)
    )
    rows = Publication.all_brands.filter(**kind).select_related("post", "account", "brand")
    some = list(rows.order_by("not_before", "pk")[:20])
    return draw.choice(some) if some else None


def _edit(publication: Any, draw: random.Random) -> list[str]:
    """Say something else, and let that go out. As the others here: the ids of those that it met beside this one."""
    from django.db import transaction

    from brands.scope import brand_scope
    from calendar_app import scheduling
    from calendar_app.locking import hold_open
    from calendar_app.models import Post

    with brand_scope(publication.brand_id), transaction.atomic():
        post, still_open = hold_open(publication.post)
        if still_open:
            Post.objects.filter(pk=post.pk).update(content={**post.content, "text": f"edited {draw.random()}"})
            scheduling.publish_now(post, by=post.scheduled_by)
    return []


def _pause(publication: Any, draw: random.Random) -> list[str]:
    """Stop the account, wait a moment, go on, and let half of what was held go out."""
    from brands.scope import brand_scope
    from calendar_app import holding, scheduling
    from calendar_app.models import Publication

    with brand_scope(publication.brand_id):
        account, by = publication.account, publication.post.scheduled_by
        holding.pause_account(account, by=by)
        time.sleep(draw.random() * 0.05)
        _until_its_worker_has_looked(publication)
        holding.resume_account(account, by=by)
        stopped = list(Publication.objects.filter(account=account, state="held").select_related("post"))
        for held in stopped:
            if draw.random() < 0.8:
                scheduling.publish_now(held, by=by)
    return [held.public_id for held in stopped]


def _until_its_worker_has_looked(publication: Any) -> None:
    """A worker that has claimed it, and not armed it yet, comes to it while things are as they are."""
    from calendar_app.models import Publication

    claimed = Publication.objects.filter(pk=publication.pk, state="running", armed_at=None)
    end = time.monotonic() + 2 * LONGEST
    while time.monotonic() < end and claimed.exists():
        time.sleep(0.005)


def _hold(publication: Any, draw: random.Random) -> list[str]:
    """Hold everything, an account or some words of the brand, lift it, and review what it caught, in any order: out
    now, at another time, not at all, or nothing decided."""
    from brands.scope import brand_scope
    from calendar_app import holds
    from calendar_app.catching import Scope

    scopes = (
        Scope(),
        Scope(accounts=(publication.account.public_id,)),
        Scope(words=(f"message {draw.randint(1, 9)}",)),
    )
    with brand_scope(publication.brand_id):
        by = publication.post.scheduled_by
        hold = holds.place(publication.brand, draw.choice(scopes), reason="proof", by=by)
        caught = list(holds.held_by([hold]).select_related("post", "post__brand"))
        time.sleep(draw.random() * 0.05)
        if first := draw.random() < 0.5:
            holds.lift(hold, by=by)
        for held in draw.sample(caught, len(caught)):
            _review(held, draw, by)
        if not first:
            holds.lift(hold, by=by)
    return [held.public_id for held in caught]


def _review(held: Any, draw: random.Random, by: Any) -> None:
    from calendar_app import reviewing
    from calendar_app.refusals import Refusal
    from core import clock

    luck = draw.random()
    with suppress(Refusal):  # somebody else was quicker, or its time has passed
        if luck < 0.6:
            reviewing.publish_now(held.post, by=by)
        elif luck < 0.75:
            later = (clock.now() + timedelta(minutes=2)).astimezone(held.post.brand.zone)
            reviewing.move(held.post, day=later.date(), at=later.time().replace(tzinfo=None), by=by)
        elif luck < 0.85:
            reviewing.keep_time(held.post, by=by)
        elif luck < 0.93:
            reviewing.drop(held.post, by=by)


def _delete(publication: Any, _draw: random.Random) -> list[str]:
    from brands.scope import brand_scope
    from calendar_app import scheduling

    with brand_scope(publication.brand_id):
        scheduling.remove(publication.post, by=publication.post.scheduled_by)
    return []
