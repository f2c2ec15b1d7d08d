"""Whom the team calls important: cards say so, the rows of their authors carry it, lists and alerts read it there."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from influencers.models import Handle
from monitoring import identities
from monitoring.models import Author


@transaction.atomic
def mark() -> int:
    """Have authors carry what the cards of the brand in scope say; returns how many changed."""
    named = Handle.objects.filter(person__vip=True).exclude(external_id="").values_list("network", "external_id")
    theirs = identities.among(list(named))
    return _set(Author.objects.filter(theirs, vip=False), True) + _set(
        Author.objects.filter(vip=True).exclude(theirs), False
    )


def _set(authors: QuerySet[Author], vip: bool) -> int:
    # in the order in which ingest locks authors, so that nobody waits in a circle
    held = list(authors.select_for_update().order_by("network", "external_id").values_list("pk", flat=True))
    return Author.objects.filter(pk__in=held).update(vip=vip) if held else 0
