"""A person says what became of a publication that nobody could confirm, or that they published by hand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands import events
from calendar_app.locking import hold_one
from calendar_app.models import LedgerEntry, Publication
from calendar_app.publishing import recording
from calendar_app.refusals import Refusal
from core import clock
from networks.publishing import Sent

State = Publication.State

DECIDED = _("This is settled by now: reload the page to see how it stands.")


@transaction.atomic
def is_there(publication: Publication, *, url: str = "", by: User) -> Publication:
    """«It is there»: unconfirmed or published by hand, it counts as public from now on, at `url` if that is known.

    Raises Refusal if it is settled by now.
    """
    _post, held = hold_one(publication)
    if held.state not in {State.UNKNOWN, State.HANDED}:
        raise Refusal(DECIDED)
    _note(held, "there", url)
    recording.adopt(held, Sent("", url), by_person=True)
    events.record("publication.confirmed", held, brand=held.brand, after={"url": url}, by=events.whoever(by))
    return held


@transaction.atomic
def send_again(publication: Publication, *, by: User) -> Publication:
    """«It is not there»: send it again, at once, with the handle that it had. Raises Refusal if it is settled."""
    _post, held = hold_one(publication)
    if held.state != State.UNKNOWN:
        raise Refusal(DECIDED)
    _note(held, "not there", "")
    now = clock.now()
    recording.put(held, state=State.WAITING, not_before=now, due_at=now, attempts=0, look_ups=0, armed_at=None)
    recording.settle_notices(held)
    events.record("publication.sent_again", held, brand=held.brand, by=events.whoever(by))
    return held


def _note(publication: Publication, outcome: str, detail: str) -> None:
    LedgerEntry.objects.create(
        brand_id=publication.brand_id,
        publication=publication,
        what=LedgerEntry.What.DECIDED,
        part=recording.part_at_hand(publication),
        outcome=outcome,
        detail=detail[:500],
    )
