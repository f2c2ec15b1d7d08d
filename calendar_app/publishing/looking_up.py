"""Finding out what became of a publication that nobody could confirm. Reads only; never sends."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from brands.scope import brand_scope
from calendar_app.models import LedgerEntry, Publication, SentPart
from calendar_app.publishing import ledger, parts, recording, telling
from calendar_app.publishing.persisting import persistently
from core import clock, jobs
from networks import errors, registry
from networks.publishing import Part, Publisher, Sent, Verdict

logger = logging.getLogger(__name__)

State, What = Publication.State, LedgerEntry.What

_MINUTE = timedelta(minutes=1)
WAITS = (1 * _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 60 * _MINUTE)
"""After each look-up until the next; the first comes at once. Then a person decides."""
TOLD_AFTER = 2
"""People hear of it after so many look-ups: a network that only stumbled answers by then."""


def claim_due(limit: int) -> list[Publication]:
    """Unconfirmed publications whose next look-up is due, marked for a lease. A look-up that is lost comes again."""
    due = Publication.all_brands.filter(state=State.UNKNOWN, look_ups__lte=len(WAITS), not_before__lte=clock.now())
    with transaction.atomic():
        rows = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("not_before", "pk")
        found = list(rows.select_related("post", "account", "brand")[:limit])
        for publication in found:
            publication.claim = uuid.uuid4()
            marked = Publication.all_brands.filter(pk=publication.pk)
            marked.update(claim=publication.claim, not_before=clock.now() + jobs.LEASE)
    return found


def look_up(publication: Publication) -> None:
    """Find out about a publication from `claim_due`, and act on what is found."""
    with brand_scope(publication.brand_id):
        number = recording.part_at_hand(publication)
        if answer := ledger.sent_answer(publication, number):
            settle(publication, number, Verdict(found=answer), timedelta())
            return
        publisher = registry.publisher(publication.account.network)
        verdict = _ask(publication, publisher)
        settle(publication, number, verdict, publisher.settles)


def _ask(publication: Publication, publisher: Publisher) -> Verdict:
    """What the network shows. An error is no verdict: nobody knows, and why."""
    try:
        kept = list(SentPart.objects.filter(publication=publication).order_by("number"))
        part, handle = _part(publication, publisher, kept), kept[-1].handle
        return publisher.look_up(publication.account.login(), part, handle)
    except errors.NetworkError as error:
        return Verdict(evidence=f"{type(error).__name__}: {error.detail}")
    except Exception as error:
        logger.exception("a look-up failed", extra={"publication": publication.public_id})
        return Verdict(evidence=type(error).__name__)


def _part(publication: Publication, publisher: Publisher, kept: list[SentPart]) -> Part:
    """The part at hand as it was sent."""
    account, at_hand = publication.account, kept[-1]
    content = parts.content_of(publication.post, publication)
    built = parts.build(content, publication, account, publisher.limits(account.facts), at_hand.moment)
    sent = [Sent(row.external_id, row.url, row.proof) for row in kept if row.sent_at]
    part = built[at_hand.number]
    return replace(part, first=sent[0], before=sent[-1]) if sent else part


@persistently
@transaction.atomic
def settle(publication: Publication, number: int, verdict: Verdict, settles: timedelta) -> None:
    """Act on `verdict`, unless something else has settled it meanwhile. An absence is believed once a call that was
    cut off can have no effect any more: `settles` after it ended."""
    live = recording.locked(publication)
    if live is None or live.claim != publication.claim or live.state != State.UNKNOWN:
        return
    outcome = ledger.SENT if verdict.found else "absent" if verdict.absent else "unsure"
    answer = verdict.found and ledger.as_json(verdict.found)
    told = {"outcome": outcome, "detail": verdict.evidence, "answer": answer}
    ledger.write(live, What.LOOKED_UP, claim=live.claim, part=number, **told)
    believed_at = _ended(live, number) + settles
    if verdict.found:
        recording.adopt(live, verdict.found)
    elif not verdict.absent or live.last_error == errors.Duplicate.__name__:
        _look_again(live)
    elif clock.now() < believed_at:
        recording.put(live, **_doubt(live), not_before=believed_at, look_ups=live.look_ups)
    else:
        _absent(live)


def _look_again(live: Publication) -> None:
    """Nobody knows: look again later, tell people, and at last leave it to them."""
    done = live.look_ups + 1
    wait = WAITS[live.look_ups] if live.look_ups < len(WAITS) else timedelta()
    recording.put(live, **_doubt(live), look_ups=done, not_before=clock.now() + wait)
    if done == TOLD_AFTER:
        telling.unknown(live)


def _absent(live: Publication) -> None:
    """It is certain that it was not sent: again, with the same handle, unless that went wrong too often."""
    attempts = live.attempts + 1
    if attempts >= jobs.MAX_ATTEMPTS:
        recording.give_up(live, attempts)
        return
    pause = jobs.wait_after(attempts) if attempts > 1 else timedelta()
    recording.put(live, state=State.WAITING, attempts=attempts, not_before=clock.now() + pause)
    recording.settle_notices(live)


def _doubt(live: Publication) -> dict[str, object]:
    """What stays as it is while nobody knows."""
    kept = ("attempts", "last_error", "last_error_detail", "armed_at")
    return {"state": State.UNKNOWN, **{name: getattr(live, name) for name in kept}}


def _ended(live: Publication, number: int) -> datetime:
    """When the call was over at the latest: answered, or its worker found dead."""
    entry = ledger.last(live, number, What.ANSWERED, What.SWEPT) or ledger.last(live, number, What.ARMED)
    return entry.at if entry else live.armed_at or clock.now()
