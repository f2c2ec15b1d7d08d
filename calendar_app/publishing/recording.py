"""What became of it: the answer always goes to the ledger; the state changes only under the live claim.

An answer that comes after its claim was swept still counts: it settles what nobody could confirm.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.db import transaction

from brands import events
from calendar_app import measuring
from calendar_app.models import Hold, LedgerEntry, Publication, SentPart
from calendar_app.publishing import ledger, parts, telling
from calendar_app.publishing.attempts import Attempt
from calendar_app.publishing.persisting import persistently
from calendar_app.publishing.reactions import Reaction, reaction_to, until
from calendar_app.signals import post_published
from channels import health
from core import clock, jobs
from core.prepared import Prepared
from networks import registry
from networks.publishing import Sent

State = Publication.State
_FREE = dict.fromkeys(("claim", "claimed_at", "heartbeat_at", "armed_at"))
_CALM: dict[str, Any] = {**_FREE, "attempts": 0, "look_ups": 0, "last_error": "", "last_error_detail": ""}


# Everything that follows from a success, in one statement, where the claim is alive; else nothing. The part is named by
# its unique key: joined to «mine», a plan that was made while the table was empty would read all of it. For the «|| ''»
# see arming._MINE.
_SENT = Prepared(
    "publishing_sent",
    f"""
WITH mine AS (
    UPDATE calendar_app_publication SET
        state = CASE WHEN %(last)s THEN 'done' ELSE 'running' END,
        claim = CASE WHEN %(last)s THEN NULL ELSE claim END,
        claimed_at = CASE WHEN %(last)s THEN NULL ELSE claimed_at END,
        heartbeat_at = CASE WHEN %(last)s THEN NULL ELSE %(now)s END,
        external_id = CASE WHEN %(number)s = 0 THEN %(external_id)s ELSE external_id END,
        url = CASE WHEN %(number)s = 0 THEN %(url)s ELSE url END,
        published_at = CASE WHEN %(number)s = 0 THEN %(now)s ELSE published_at END,
        armed_at = NULL, attempts = 0, last_error = '', last_error_detail = '', held_for = ''
    WHERE id = %(publication)s AND claim = %(claim)s AND state || '' = 'running' RETURNING id
), answered AS (
    INSERT INTO calendar_app_ledgerentry
        (brand_id, publication_id, at, what, part, worker, claim, outcome, detail, answer)
    SELECT %(brand)s, %(publication)s, %(now)s, 'answered', %(number)s, %(worker)s, %(claim)s, 'sent', '', %(answer)s
    FROM mine
), kept AS (
    UPDATE calendar_app_sentpart part
    SET sent_at = %(now)s, external_id = %(external_id)s, url = %(url)s, proof = %(proof)s
    WHERE part.publication_id = %(publication)s AND part.number = %(number)s AND EXISTS (SELECT FROM mine)
), planned AS (
    {measuring.PLAN} FROM mine WHERE %(measured)s ON CONFLICT DO NOTHING
), told AS (
    {events.INTO} SELECT {events.VALUES} FROM mine WHERE %(last)s
)
SELECT count(*) FROM mine
""",  # noqa: S608  made of constants
    brand="bigint",
    publication="bigint",
    number="smallint",
    external_id="text",
    url="text",
    proof="jsonb",
    now="timestamptz",
    worker="text",
    claim="uuid",
    last="boolean",
    answer="jsonb",
    measured="boolean",
    first_reading="timestamptz",
    **events.TYPES,
)


@persistently
def record(attempt: Attempt, answer: Sent | Exception) -> bool:
    """Keep what a call was answered, and act on it. Whether the publication is still this worker's to go on with."""
    if isinstance(answer, Sent) and _sent(attempt, answer):
        return not attempt.last
    _act(attempt, answer)
    return False


@transaction.atomic
def _act(attempt: Attempt, answer: Sent | Exception) -> None:
    """Keep an answer that is no success, or came after the claim was lost: the ledger has it in any case."""
    publication = attempt.publication
    if isinstance(answer, Sent):
        told: dict[str, Any] = {"outcome": ledger.SENT, "answer": ledger.as_json(answer)}
        ledger.write(publication, ledger.What.ANSWERED, claim=publication.claim, part=attempt.number, **told)
    else:
        note(attempt, answer)
        if react(publication, answer, called=True):
            return
    _late(attempt, answer)


@persistently
def note(attempt: Attempt, error: Exception) -> None:
    """Append an answer that is no success to the ledger, whoever holds the publication by now."""
    publication, told = attempt.publication, {"outcome": type(error).__name__[:40], "detail": str(error)}
    ledger.write(publication, ledger.What.ANSWERED, claim=publication.claim, part=attempt.number, **told)


def react(publication: Publication, error: Exception, *, called: bool) -> bool:
    """Do to a claimed publication what REACTIONS says; False: the claim is somebody else's."""
    reaction = reaction_to(error, called=called)
    changes = _after(publication, error, reaction)
    if not jobs.finish(publication, **changes):
        return False
    _consequences(publication, reaction)
    return True


@persistently
@transaction.atomic
def fail_before_call(publication: Publication, error: Exception) -> None:
    """A claimed publication could not be prepared. Nothing was sent."""
    react(publication, error, called=False)


@persistently
@transaction.atomic
def wait(publication: Publication, error: Exception) -> None:
    """A claimed publication, of which nothing was sent, is due again at once."""
    jobs.finish(publication, state=State.WAITING, armed_at=None, not_before=clock.now(), **jobs.described(error))


@transaction.atomic
def nothing_left(publication: Publication) -> None:
    """All parts of a claimed publication are public already."""
    if jobs.finish(publication, state=State.DONE, held_for="", armed_at=None):
        finished(publication)


def stop(publication: Publication, state: str, held_for: str = "", hold: Hold | None = None) -> None:
    """Leave a locked publication unsent in `state`; `hold` is what caught it."""
    caught = {"hold_id": hold.pk} if hold else {}
    put(publication, state=state, held_for=held_for, **caught)
    if state == State.MISSED:
        telling.missed(publication)
    elif state == State.HELD:
        telling.held(publication)


def adopt(publication: Publication, sent: Sent, *, by_person: bool = False) -> None:
    """A locked publication's part at hand is public after all, as a late answer, a look-up or a person says.

    What comes after it goes on by itself, unless a person said it: then nothing is known that it could answer to.
    """
    number, now = part_at_hand(publication), clock.now()
    columns = {"sent_at": now, "external_id": sent.external_id, "url": sent.url, "proof": dict(sent.proof)}
    part, _made = SentPart.objects.update_or_create(
        publication=publication,
        number=number,
        defaults={"brand_id": publication.brand_id, **columns},
        create_defaults={"brand_id": publication.brand_id, "handle": {}, **columns},
    )
    more = number + 1 < _length(publication)
    first: dict[str, Any] = {}
    if number == 0:
        first = {"external_id": sent.external_id, "url": sent.url, "published_at": part.armed_at}
    if not more:
        put(publication, state=State.DONE, held_for="", **first)
        finished(publication)
    elif by_person:
        put(publication, state=State.FAILED, last_error="Interrupted", **first)
    else:
        put(publication, state=State.WAITING, not_before=now, **first)
    settle_notices(publication)


def _length(publication: Publication) -> int:
    """How many messages it is; what people publish by hand is one."""
    account = publication.account
    if account.by_hand:
        return 1
    limits = registry.publisher(account.network).limits(account.facts)
    return parts.count(parts.content_of(publication.post, publication), limits)


def finished(publication: Publication) -> None:
    """All of it is public: figures will be read, and who wants to know is told."""
    if measuring.measurable(publication):
        measuring.begin(publication)
    telling.published(publication)
    _spread(publication)


def _spread(publication: Publication) -> None:
    news = {"brand_id": publication.brand_id, "publication_id": publication.pk}
    transaction.on_commit(partial(post_published.send, Publication, **news), robust=True)


def put(publication: Publication, **changes: Any) -> None:
    """Write to a locked publication that nobody works on any more."""
    written = {**_CALM, **changes}
    Publication.objects.filter(pk=publication.pk).update(**written)
    for name, value in written.items():
        setattr(publication, name, value)


def part_at_hand(publication: Publication) -> int:
    """The number of the first part that is not known to be public."""
    sent = SentPart.objects.filter(publication=publication, sent_at__isnull=False)
    return sent.count()


def settle_notices(publication: Publication) -> None:
    """What was told of this publication is over."""
    telling.settle(publication)


def _sent(attempt: Attempt, sent: Sent) -> bool:
    """It is public, and all of that is written down; False: the claim is somebody else's, and nothing was written."""
    publication, now = attempt.publication, clock.now()
    if attempt.number == 0:
        publication.external_id, publication.url, publication.published_at = sent.external_id, sent.url, now
    told: dict[str, Any] = {"brand": publication.brand_id, "publication": publication.pk, "number": attempt.number}
    told |= {"external_id": sent.external_id[:500], "url": sent.url[:2000], "proof": json.dumps(dict(sent.proof))}
    told |= {"now": now, "worker": ledger.worker(), "claim": publication.claim, "last": attempt.last}
    told |= {"answer": json.dumps(ledger.as_json(sent)), **telling.as_published(publication)}
    measured = attempt.last and measuring.measurable(publication)
    told |= {"measured": measured, "first_reading": measuring.due_at(publication, 0) if measured else None}
    # What other programs are told is written beside it: only then does it take a transaction of several statements.
    with transaction.atomic() if attempt.last and telling.is_heard(publication) else nullcontext():
        row = _SENT.one(**told)
        if not (row and row[0]):
            return False
        publication.attempts, publication.last_error = 0, ""
        if attempt.last:
            publication.state = State.DONE
            telling.announce_published(publication)
            _spread(publication)
    return True


def _after(publication: Publication, error: Exception, reaction: Reaction) -> dict[str, Any]:
    """The columns of a publication after `error`. Refused tokens are dealt with before (renewing)."""
    attempts = publication.attempts + reaction.counts
    state = State.FAILED if reaction.counts and attempts >= jobs.MAX_ATTEMPTS else reaction.state
    changes: dict[str, Any] = {"state": state, "attempts": attempts, **jobs.described(error)}
    if state == State.UNKNOWN:
        return {**changes, "not_before": clock.now(), "look_ups": 0}  # armed_at stays: it may be public
    changes["armed_at"] = None
    if state == State.WAITING:
        changes["not_before"] = until(error, reaction, attempts)
    if state == State.HELD:
        changes["held_for"] = Publication.HeldFor.BROKEN
    return changes


def _consequences(publication: Publication, reaction: Reaction) -> None:
    """What else an error brings, in the same transaction."""
    if reaction.account_waits:
        health.hold_off(publication.account, publication.not_before)
    if publication.state == State.FAILED:
        forget_handle(publication)
        telling.failed(publication)


def give_up(publication: Publication, attempts: int) -> None:
    """A locked publication, certainly unsent, that went wrong too often."""
    kept = {"last_error": publication.last_error or "Swept", "last_error_detail": publication.last_error_detail}
    put(publication, state=State.FAILED, attempts=attempts, **kept)
    forget_handle(publication)
    settle_notices(publication)
    telling.failed(publication)


def forget_handle(publication: Publication) -> None:
    """It is certain that the part at hand was not sent: a later attempt begins anew, maybe with another content."""
    SentPart.objects.filter(publication=publication, sent_at=None).delete()


def _late(attempt: Attempt, answer: Sent | Exception) -> None:
    """The claim was swept or taken back before the answer came. It counts where nobody has found out otherwise."""
    live = locked(attempt.publication)
    if live is None or part_at_hand(live) != attempt.number:
        return
    if isinstance(answer, Sent):
        if live.state not in {State.RUNNING, State.DONE}:  # who runs it looks into the ledger
            adopt(live, answer)
    elif live.state == State.UNKNOWN and _newest(attempt):
        settle_unsent(live, answer)


def settle_unsent(live: Publication, error: Exception) -> None:
    """A locked, unconfirmed publication whose call was answered after all: it was not sent."""
    reaction = reaction_to(error, called=True)
    changes = _after(live, error, reaction)
    if changes["state"] == State.UNKNOWN:
        return
    put(live, **changes)
    _consequences(live, reaction)
    settle_notices(live)


def _newest(attempt: Attempt) -> bool:
    """Nobody has armed the part again since."""
    newest = ledger.last(attempt.publication, attempt.number, LedgerEntry.What.ARMED)
    return newest is not None and newest.claim == attempt.publication.claim


def locked(publication: Publication) -> Publication | None:
    """The publication as it stands, locked, with post and account; None if it is gone."""
    rows = Publication.objects.filter(pk=publication.pk).select_related("post", "account", "brand")
    found: Publication | None = rows.select_for_update(no_key=True, of=("self",)).first()
    return found
