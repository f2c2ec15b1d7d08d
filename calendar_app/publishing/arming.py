"""The last moment: look again whether it may go out, keep what proves the outcome, and say so, in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from brands.roles import PERMISSIONS, Need, allows
from calendar_app import catching
from calendar_app.models import Hold, Publication, PublishingRules
from calendar_app.publishing import ledger, parts, recording
from calendar_app.publishing.attempts import Attempt
from core import clock
from core.prepared import Prepared

State, HeldFor = Publication.State, Publication.HeldFor


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at this moment; all of it is locked."""

    gone: bool
    """The post was deleted, or made a draft again."""
    account_paused: bool
    account_lost: bool
    """Broken, or removed."""
    brand_paused: bool
    holding: bool
    """Some hold stands in the brand."""
    cut_off_minutes: int
    role: str | None
    """Of who scheduled the post; None: they are not on the team any more."""
    digest: str
    """Of the content that was let go."""
    due_at: datetime | None
    unchanged: bool
    """Post and variant say what they said when they were claimed."""


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
    publication = attempt.publication
    if not attempt.repeated and arm_plain(attempt):
        return True
    with transaction.atomic():
        if not look_again(publication, attempt.number, attempt.digest):
            return False
        if attempt.repeated and (answer := ledger.sent_answer(publication, attempt.number)):
            recording.adopt(_read(publication), answer)
            return False
        _keep(attempt)
    return True


def look_again(publication: Publication, number: int, digest: str) -> bool:
    """Lock a claimed publication and whether its part may go out now. Call in a transaction.

    False: the claim is somebody else's, or something stands in the way, and that is written down.
    """
    standing = _hold(publication)
    if standing is None:
        return False
    if stop := recheck(publication, number, digest, standing):
        recording.stop(_read(publication), stop.state, stop.held_for, stop.hold)
        return False
    return True


def recheck(publication: Publication, number: int, digest: str, standing: Standing) -> Stop | None:
    """What stands in the way of part `number` of a publication, made from content with that `digest`."""
    if standing.gone:
        return Stop(State.DRAFT)
    if standing.account_paused or standing.account_lost:
        return Stop(State.HELD, HeldFor.ACCOUNT if standing.account_paused else HeldFor.BROKEN)
    if standing.brand_paused:
        return Stop(State.HELD, HeldFor.BRAND)
    # Asked anew behind the lock: what the locking statement saw of other tables may be older than the row.
    if standing.holding and (hold := catching.in_the_way(_read(publication))):
        return Stop(State.HELD, HeldFor.CRISIS, hold)
    if standing.role is None or not allows(standing.role, Need.SCHEDULE_POSTS):
        return Stop(State.HELD, HeldFor.AUTHOR)
    if (digest if standing.unchanged else _digest(publication)) != standing.digest:
        return Stop(State.HELD, HeldFor.CHANGED)
    if digest != standing.digest:
        return Stop(State.WAITING)  # let go anew since it was claimed: made from what it says now
    cut_off = timedelta(minutes=standing.cut_off_minutes)
    late = number == 0 and standing.due_at is not None and clock.now() - standing.due_at > cut_off
    return Stop(State.MISSED) if late else None


_TABLES = """
FROM calendar_app_publication publication
JOIN calendar_app_post post ON post.id = publication.post_id
JOIN channels_account account ON account.id = publication.account_id
JOIN calendar_app_publishingrules rules ON rules.brand_id = publication.brand_id
"""
# The «|| ''» keeps the look to the primary key: the index of what is running is full of what was, a moment ago.
_MINE = "publication.id = %(publication)s AND publication.claim = %(claim)s AND publication.state || '' = 'running'"
# Locks are taken in the order of the clauses, which is everybody's order; the rules are shared, so that others of the
# brand are armed meanwhile and nobody pauses it.
_LOCK = "FOR NO KEY UPDATE OF post, publication, account FOR SHARE OF rules"
_ROLE = """
SELECT held.role FROM brands_brandrole held
JOIN brands_member member ON member.id = held.member_id
JOIN accounts_user person ON person.id = member.user_id AND person.is_active
WHERE held.brand_id = publication.brand_id AND person.id = post.scheduled_by_id
"""

_HOLD = Prepared(
    "publishing_hold",
    f"""
SELECT post.deleted_at IS NOT NULL OR post.stage <> 'scheduled',
       account.paused_at IS NOT NULL,
       account.broken_at IS NOT NULL OR account.deleted_at IS NOT NULL,
       rules.paused_at IS NOT NULL,
       rules.holding,
       rules.cut_off_minutes,
       ({_ROLE} LIMIT 1),
       publication.digest,
       publication.due_at,
       post.content = %(content)s AND publication.own = %(own)s
{_TABLES} WHERE {_MINE} {_LOCK}
""",
    content="jsonb",
    own="jsonb",
    publication="bigint",
    claim="uuid",
)


def _hold(publication: Publication) -> Standing | None:
    """Lock a claimed publication with all that it depends on; None if the claim is somebody else's."""
    told: dict[str, Any] = {"publication": publication.pk, "claim": publication.claim}
    told |= _said(publication)
    row = _HOLD.one(**told)
    if row is None and PublishingRules.objects.get_or_create(brand_id=publication.brand_id)[1]:
        row = _HOLD.one(**told)  # the brand had no rules yet
    return Standing(*row) if row else None


def _read(publication: Publication) -> Publication:
    """The locked publication as it stands, with post, account and brand."""
    rows = Publication.objects.select_related("post", "account", "brand")
    found: Publication = rows.get(pk=publication.pk)
    return found


def _digest(publication: Publication) -> str:
    """Of what the locked publication says now."""
    live = _read(publication)
    return parts.content_of(live.post, live).digest()


_INTO_PARTS = """
INSERT INTO calendar_app_sentpart
    (brand_id, publication_id, number, handle, moment, armed_at, external_id, url, proof)
"""
_INTO_LEDGER = """
INSERT INTO calendar_app_ledgerentry
    (brand_id, publication_id, at, what, part, worker, claim, outcome, detail, handle)
"""
_PART = "%(brand)s, %(publication)s, %(number)s, %(handle)s, %(moment)s, {now}, '', '', '{{}}'"
_ENTRY = "%(brand)s, %(publication)s, {now}, 'armed', %(number)s, %(worker)s, %(claim)s, '', '', %(handle)s"
_KEPT_TYPES = {
    "brand": "bigint",
    "publication": "bigint",
    "number": "smallint",
    "handle": "jsonb",
    "moment": "timestamptz",
    "now": "timestamptz",
    "worker": "text",
    "claim": "uuid",
}

_KEEP = Prepared(
    "publishing_keep",
    f"""
WITH kept AS (
    {_INTO_PARTS} VALUES ({_PART.format(now="%(now)s")})
    ON CONFLICT (publication_id, number) DO UPDATE SET armed_at = excluded.armed_at
), armed AS (
    UPDATE calendar_app_publication SET armed_at = %(now)s, heartbeat_at = %(now)s WHERE id = %(publication)s
)
{_INTO_LEDGER} VALUES ({_ENTRY.format(now="%(now)s")})
""",  # noqa: S608  made of constants
    **_KEPT_TYPES,
)

# All of it at once, where nothing at all stands in the way: of most posts. What `recheck` would have to think about
# finds no row here, changes nothing, and takes the long way. The moment was asked for before the locks were had: what
# was waited for them comes on top.
_PLAIN = Prepared(
    "publishing_arm",
    f"""
WITH plain AS (
    SELECT publication.id {_TABLES}
    WHERE {_MINE}
      AND post.deleted_at IS NULL AND post.stage = 'scheduled'
      AND account.paused_at IS NULL AND account.broken_at IS NULL AND account.deleted_at IS NULL
      AND rules.paused_at IS NULL AND NOT rules.holding
      AND post.content = %(content)s AND publication.own = %(own)s AND publication.digest = %(digest)s
      AND (publication.due_at IS NULL
           OR publication.due_at + rules.cut_off_minutes * interval '1 minute' >= %(now)s)
      AND EXISTS ({_ROLE} AND held.role = ANY (%(roles)s))
    {_LOCK}
), moment AS (
    SELECT %(now)s::timestamptz + (clock_timestamp() - statement_timestamp()) AS had FROM plain
), kept AS (
    {_INTO_PARTS} SELECT {_PART.format(now="had")} FROM moment
), armed AS (
    UPDATE calendar_app_publication SET armed_at = had, heartbeat_at = had FROM moment WHERE id = %(publication)s
), noted AS (
    {_INTO_LEDGER} SELECT {_ENTRY.format(now="had")} FROM moment
)
SELECT count(*) FROM plain
""",  # noqa: S608  made of constants
    **_KEPT_TYPES,
    content="jsonb",
    own="jsonb",
    digest="text",
    roles="text[]",
)
_MAY = [role for role in PERMISSIONS if allows(role, Need.SCHEDULE_POSTS)]


def arm_plain(attempt: Attempt) -> bool:
    """Arm a first part that was never armed, if nothing stands in the way; False: that is to be looked at, nothing
    was changed."""
    publication = attempt.publication
    if attempt.number:
        return False
    told = {"digest": attempt.digest, "roles": _MAY, **_told(attempt), **_said(publication)}
    row = _PLAIN.one(**told)
    return bool(row and row[0])


def _keep(attempt: Attempt) -> None:
    """Keep the handle and say that it is going out. A handle that was kept before stays as it is."""
    _KEEP.one(**_told(attempt))


def _told(attempt: Attempt) -> dict[str, Any]:
    publication = attempt.publication
    told: dict[str, Any] = {"brand": publication.brand_id, "publication": publication.pk, "number": attempt.number}
    told |= {"handle": json.dumps(dict(attempt.handle)), "moment": attempt.part.moment, "now": clock.now()}
    return {**told, "worker": ledger.worker(), "claim": publication.claim}


def _said(publication: Publication) -> dict[str, str]:
    """What post and variant said when they were claimed."""
    return {"content": json.dumps(publication.post.content), "own": json.dumps(publication.own)}
