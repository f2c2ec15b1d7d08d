"""What a network itself says about what was said there: deleted, or its author's account closed or opened again.

A deletion told is certain, unlike one that is inferred from a full read (monitoring.versions): it needs no second look,
and it does not matter which source brought the mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from brands.models import Brand
from monitoring import counts, identities, live
from monitoring.identities import Identity
from monitoring.models import Author, Mention


def deleted(brand: Brand, mentions: Collection[Identity], at: datetime) -> int:
    """These mentions are gone since `at`; returns how many were not already. Call in the brand's scope."""
    with transaction.atomic():
        counts.hold(brand.pk)
        return _set_gone(brand, Mention.objects.filter(identities.among(mentions), gone_at=None), lambda _: at)


def closed(brand: Brand, authors: Collection[Identity], at: datetime) -> int:
    """These authors' accounts are closed, suspended or deactivated: their mentions go, with their author's `gone_at`.

    Also those that have come since it was said for the first time: streams repeat themselves. Returns how many
    mentions. Call in the brand's scope.
    """
    if not authors:
        return 0
    with transaction.atomic():
        counts.hold(brand.pk)
        leaving: dict[int | None, datetime] = {author.pk: author.gone_at or at for author in _locked(authors)}
        Author.objects.filter(pk__in=leaving, gone_at=None).update(gone_at=at)
        there = Mention.objects.filter(author__in=leaving, gone_at=None)
        return _set_gone(brand, there, lambda mention: leaving[mention.author_id])


def opened(brand: Brand, authors: Collection[Identity]) -> int:
    """These accounts are back, and the mentions that went with them; returns how many. Call in the brand's scope.

    What went at another moment was deleted by itself, and stays gone.
    """
    if not authors:
        return 0
    with transaction.atomic():
        counts.hold(brand.pk)
        back = [author.pk for author in _locked(authors) if author.gone_at]
        gone = Mention.objects.filter(author__in=back, gone_at=F("author__gone_at"))
        returned = _set_gone(brand, gone, lambda _: None)
        Author.objects.filter(pk__in=back).update(gone_at=None)
        return returned


def renamed(handles: Mapping[Identity, str]) -> None:
    """These authors have other handles now; of whom nothing is known is left out. Call in the brand's scope."""
    if not handles:
        return
    with transaction.atomic():
        for author in _locked(handles):
            handle = handles[author.network, author.external_id][:200]
            if author.handle != handle:
                Author.objects.filter(pk=author.pk).update(handle=handle)


def _locked(authors: Collection[Identity]) -> QuerySet[Author]:
    """Locked in the order in which everybody locks them."""
    known: QuerySet[Author] = Author.objects.filter(identities.among(authors))
    return known.select_for_update().order_by("network", "external_id")


def _set_gone(brand: Brand, mentions: QuerySet[Mention], gone_at: Callable[[Mention], datetime | None]) -> int:
    """Lock `mentions`, set the column and keep the counters right."""
    changes = counts.Changes()
    wanted = mentions.select_for_update(of=("self",)).order_by("pk").defer("title", "text", "evidence", "note")
    locked = list(wanted)
    topics = counts.topics_of([mention.pk for mention in locked])
    by_moment: dict[datetime | None, list[int]] = defaultdict(list)
    for mention in locked:
        changes.remove(mention, topics[mention.pk])
        mention.gone_at = gone_at(mention)
        changes.add(mention, topics[mention.pk])
        by_moment[mention.gone_at].append(mention.pk)
    for moment, pks in by_moment.items():
        Mention.objects.filter(pk__in=pks).update(gone_at=moment, missing_since=None)
    counts.write(brand.pk, changes)
    if locked:
        live.announce(brand.public_id)
    return len(locked)
