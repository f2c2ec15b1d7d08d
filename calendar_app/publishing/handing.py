"""Accounts where people publish by hand: at its time they are told, and given what there is to say."""

from __future__ import annotations

from django.db import transaction

from calendar_app.models import Publication
from calendar_app.publishing import arming, parts, recording, telling


@transaction.atomic
def hand(publication: Publication) -> None:
    """Hand a claimed publication to people, if it may go out now. Nothing is called."""
    digest = parts.content_of(publication.post, publication).digest()
    if arming.look_again(publication, 0, digest):
        recording.put(publication, state=Publication.State.HANDED)
        telling.handed(publication)
