"""Claims whose worker died: what was not armed is due again; what was is found out, first in the ledger."""

from __future__ import annotations

from django.db import transaction

from brands.scope import brand_scope
from calendar_app.models import LedgerEntry, Publication
from calendar_app.publishing import ledger, recording
from calendar_app.publishing.reactions import REACTIONS
from core import clock, jobs
from networks import errors
from networks.publishing import Sent

State, What = Publication.State, LedgerEntry.What
_BATCH = 100
MOST_DEATHS = 20
"""Of its workers: then a publication has failed."""


def sweep() -> int:
    """Settle claims whose heart stopped a lease ago; returns how many."""
    dead = Publication.all_brands.filter(state=State.RUNNING, heartbeat_at__lt=clock.now() - jobs.LEASE)
    if not dead.exists():
        return 0
    with transaction.atomic():
        rows = dead.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("pk")
        found = list(rows.select_related("post", "account", "brand")[:_BATCH])
        for publication in found:
            with brand_scope(publication.brand_id):
                _settle(publication)
    return len(found)


def _settle(publication: Publication) -> None:
    claim, number = publication.claim, recording.part_at_hand(publication)
    ledger.write(publication, What.SWEPT, claim=claim, part=number)
    if publication.armed_at is None:
        _again(publication)
        return
    answered = LedgerEntry.objects.filter(publication=publication, claim=claim, part=number, what=What.ANSWERED).first()
    if answered is None:
        armed_at = publication.armed_at
        recording.put(publication, state=State.UNKNOWN, not_before=clock.now(), armed_at=armed_at, last_error="Swept")
    elif answered.outcome == ledger.SENT:
        recording.adopt(publication, Sent(**answered.answer))
    else:
        recording.settle_unsent(publication, _as_error(answered))


def _again(publication: Publication) -> None:
    """Nothing was sent: due again. No attempt is counted, for mostly a neighbour brought the worker down; but what is
    found dead again and again may be what does."""
    deaths = LedgerEntry.objects.filter(publication=publication, what=What.SWEPT).count()
    if deaths >= MOST_DEATHS:
        recording.give_up(publication, publication.attempts)
    else:
        recording.put(publication, state=State.WAITING, attempts=publication.attempts)


def _as_error(answered: LedgerEntry) -> Exception:
    """The error that the ledger names; one that is not of the family leaves the outcome in doubt."""
    named = [kind for kind in REACTIONS if kind.__name__ == answered.outcome]
    kind = named[0] if named else errors.OutcomeUnknown
    return kind(answered.detail)
