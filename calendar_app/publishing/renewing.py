"""A network has signed the account out: one renewal, else a person has to connect it again."""

from __future__ import annotations

from django.db import transaction

from calendar_app.models import Publication
from calendar_app.publishing import recording
from calendar_app.publishing.persisting import persistently
from channels.models import Account
from core import clock, jobs
from networks import errors

State = Publication.State


def renew_or_break(publication: Publication, error: errors.AuthExpired) -> None:
    """Nothing was sent. With new tokens a claimed publication is due again at once; without, it is held."""
    _hold(publication, error)


@persistently
@transaction.atomic
def _hold(publication: Publication, error: errors.AuthExpired) -> None:
    Account.objects.filter(pk=publication.account_id, broken_at=None).update(
        broken_at=clock.now(), **jobs.described(error)
    )
    recording.react(publication, error, called=True)
