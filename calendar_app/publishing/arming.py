"""The last moment: look again whether it may go out, keep what proves the outcome, and say so, in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from brands.roles import Need, allows
from calendar_app import catching
from calendar_app.models import Hold, Post, Publication, PublishingRules
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
    hold: Hold | None = None
    """One that catches it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why it does not go out, and where that leaves it. Nothing was sent."""

    state: str
    held_for: str = ""
    hold: Hold | None = None


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
    if live and (stop := recheck(live, number, digest, _rules(live), _said(live, publication, digest))):
        recording.stop(live, stop.state, stop.held_for, stop.hold)
        return None
    return live


def _said(live: Publication, claimed: Publication, digest: str) -> str:
    """The digest of what the locked publication says: mostly just what it said when it was claimed."""
    same = live.post.content == claimed.post.content and live.own == claimed.own
    return digest if same else parts.content_of(live.post, live).digest()


def recheck(live: Publication, number: int, digest: str, rules: Rules, said: str) -> Stop | None:
    """What stands in the way of part `number` of the locked publication, made from content with that `digest`; `said`
    is the digest of its content now."""
    post, account = live.post, live.account
    if post.deleted_at or post.stage != Post.Stage.SCHEDULED:
        return Stop(State.DRAFT)
    if not account.can_publish:
        return Stop(State.HELD, HeldFor.ACCOUNT if account.paused_at else HeldFor.BROKEN)
    if rules.paused:
        return Stop(State.HELD, HeldFor.BRAND)
    if rules.hold:
        return Stop(State.HELD, HeldFor.CRISIS, rules.hold)
    if not rules.allowed:
        return Stop(State.HELD, HeldFor.AUTHOR)
    if said != live.digest:
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
SELECT rules.paused_at IS NOT NULL, rules.holding, rules.cut_off_minutes, (
    SELECT held.role FROM brands_brandrole held
    JOIN brands_member member ON member.id = held.member_id
    JOIN accounts_user person ON person.id = member.user_id AND person.is_active
    WHERE held.brand_id = rules.brand_id AND person.id = %s LIMIT 1)
FROM calendar_app_publishingrules rules WHERE rules.brand_id = %s FOR SHARE OF rules
"""


def _rules(live: Publication) -> Rules:
    """The brand's rules, shared: others of the brand are armed meanwhile, and nobody pauses it."""
    with connection.cursor() as cursor:
        cursor.execute(_RULES, [live.post.scheduled_by_id, live.brand_id])
        row = cursor.fetchone()
        if row is None:
            PublishingRules.objects.get_or_create(brand_id=live.brand_id)
            return _rules(live)
    paused, holding, minutes, role = row
    allowed = role is not None and allows(role, Need.SCHEDULE_POSTS)
    # Asked anew behind the lock: what the locking statement saw of other tables may be older than the row.
    hold = catching.in_the_way(live) if holding else None
    return Rules(paused, timedelta(minutes=minutes), allowed, hold)


# One statement instead of three: this and recording._SENT are most of what a post costs.
_KEEP = """
WITH kept AS (
    INSERT INTO calendar_app_sentpart
        (brand_id, publication_id, number, handle, moment, armed_at, external_id, url, proof)
    VALUES (%(brand)s, %(publication)s, %(number)s, %(handle)s, %(moment)s, %(now)s, '', '', '{}')
    ON CONFLICT (publication_id, number) DO UPDATE SET armed_at = excluded.armed_at
), armed AS (
    UPDATE calendar_app_publication SET armed_at = %(now)s, heartbeat_at = %(now)s WHERE id = %(publication)s
)
INSERT INTO calendar_app_ledgerentry
    (brand_id, publication_id, at, what, part, worker, claim, outcome, detail, handle)
VALUES (%(brand)s, %(publication)s, %(now)s, 'armed', %(number)s, %(worker)s, %(claim)s, '', '', %(handle)s)
"""


def _keep(attempt: Attempt) -> None:
    """Keep the handle and say that it is going out. A handle that was kept before stays as it is."""
    publication = attempt.publication
    told: dict[str, Any] = {"brand": publication.brand_id, "publication": publication.pk, "number": attempt.number}
    told |= {"handle": json.dumps(dict(attempt.handle)), "moment": attempt.part.moment, "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {**told, "worker": ledger.worker(), "claim": publication.claim})
