"""The last moment: look again whether it may go out, keep what proves the outcome, and say so, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from brands.models import BrandRole
from brands.roles import Need, allows
from calendar_app.models import Post, Publication, PublishingRules, SentPart
from calendar_app.publishing import ledger, parts, recording
from calendar_app.publishing.attempts import Attempt
from core import clock

State, HeldFor = Publication.State, Publication.HeldFor


@dataclass(frozen=True, slots=True)
class Rules:
    """What the brand says at this moment, and the right of who scheduled the post."""

    paused: bool
    cut_off: timedelta
    allowed: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """Why it does not go out, and where that leaves it. Nothing was sent."""

    state: str
    held_for: str = ""


def arm(attempt: Attempt) -> bool:
    """Whether `attempt` may be sent now. True: its handle is kept, and from here on it may be public.

    Post, publication, account and rules are locked until the commit: who pauses, moves, edits or deletes comes before,
    and is obeyed, or after, and sees that it is going out.
    """
    with transaction.atomic():
        live = look_again(attempt.publication, attempt.number, attempt.digest)
        if live is None:
            return False
        if attempt.repeated and (answer := ledger.sent_answer(live, attempt.number)):
            recording.adopt(live, answer)
            return False
        _keep(attempt)
    return True


def look_again(publication: Publication, number: int, digest: str) -> Publication | None:
    """The publication as it stands, locked, if its part may go out now. Call in a transaction.

    None: the claim is somebody else's, or something stands in the way, and that is written down.
    """
    live = _hold(publication)
    if live and (stop := recheck(live, number, digest, _rules(live))):
        recording.stop(live, stop.state, stop.held_for)
        return None
    return live


def recheck(live: Publication, number: int, digest: str, rules: Rules) -> Stop | None:
    """What stands in the way of part `number` of the locked publication, made from content with that digest."""
    post, account = live.post, live.account
    if post.deleted_at or post.stage != Post.Stage.SCHEDULED:
        return Stop(State.DRAFT)
    if not account.can_publish:
        return Stop(State.HELD, HeldFor.ACCOUNT if account.paused_at else HeldFor.BROKEN)
    if rules.paused:
        return Stop(State.HELD, HeldFor.BRAND)
    if not rules.allowed:
        return Stop(State.HELD, HeldFor.AUTHOR)
    if parts.content_of(post, live).digest() != live.digest:
        return Stop(State.HELD, HeldFor.CHANGED)
    if digest != live.digest:
        return Stop(State.WAITING)  # let go anew since it was claimed: made from what it says now
    late = number == 0 and live.due_at is not None and clock.now() - live.due_at > rules.cut_off
    return Stop(State.MISSED) if late else None


def _hold(publication: Publication) -> Publication | None:
    """The publication as it stands, locked with its post and account; None if the claim is somebody else's."""
    mine: QuerySet[Publication] = Publication.objects.filter(
        pk=publication.pk, claim=publication.claim, state=State.RUNNING
    )
    # PostgreSQL locks in the order of `of`, which is everybody's order.
    locked = mine.select_related("post", "account").select_for_update(no_key=True, of=("post", "self", "account"))
    return locked.first()


_RULES = """
SELECT paused_at IS NOT NULL, cut_off_minutes FROM calendar_app_publishingrules WHERE brand_id = %s FOR SHARE
"""


def _rules(live: Publication) -> Rules:
    """The brand's rules, shared: others of the brand are armed meanwhile, and nobody pauses it."""
    with connection.cursor() as cursor:
        cursor.execute(_RULES, [live.brand_id])
        row = cursor.fetchone()
        if row is None:
            PublishingRules.objects.get_or_create(brand_id=live.brand_id)
            return _rules(live)
    paused, minutes = row
    return Rules(paused, timedelta(minutes=minutes), _may(live.post))


def _may(post: Post) -> bool:
    """Whether who scheduled `post` may still do so."""
    if post.scheduled_by_id is None:
        return False
    held = BrandRole.objects.filter(brand_id=post.brand_id, member__user_id=post.scheduled_by_id)
    role = held.filter(member__user__is_active=True).values_list("role", flat=True).first()
    return role is not None and allows(role, Need.SCHEDULE_POSTS)


def _keep(attempt: Attempt) -> None:
    now = clock.now()
    publication, armed = attempt.publication, {"armed_at": now, "heartbeat_at": now}
    kept: dict[str, Any] = {"handle": dict(attempt.handle), "armed_at": now, "moment": attempt.part.moment}
    if attempt.repeated:
        SentPart.objects.filter(publication=publication, number=attempt.number).update(armed_at=now)
    else:
        SentPart.objects.bulk_create(
            [SentPart(brand_id=publication.brand_id, publication=publication, number=attempt.number, **kept)]
        )
    Publication.objects.filter(pk=publication.pk).update(**armed)
    ledger.write(
        publication, ledger.What.ARMED, claim=publication.claim, part=attempt.number, handle=dict(attempt.handle)
    )
