"""Erasing what somebody said, and not hearing them again (docs/adr/0071-what-erasing-a-person-does.md).

Counts stay: how many spoke on a day says nothing about who. What says who goes: the author's names and ids, and the
texts, addresses and ids of their mentions. In place of the ids stands a keyed hash, by which what a network brings
again is recognised and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from brands.models import Brand
from brands.scope import current_brand_id
from core import bulk
from monitoring import counts, live, top_days
from monitoring.cleaning import Row
from monitoring.identities import Identity
from monitoring.models import Author, Forgotten, Mention

_SALT = "monitoring.forgetting"
_KNOWN = "SELECT digest FROM monitoring_forgotten WHERE brand_id = %s"
_BATCH = 500
ERASED = "erased:"
"""Before the hash that stands where an id stood."""
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("title", "text", "url", "note", "reply_to"), ""),
    "evidence": [],
    "source": None,  # nobody's any more: no version from there changes it, nobody calls it missing
}


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was erased."""

    mentions: int
    replies: int
    """Mentions of others that pointed to theirs."""


def digest(network: str, external_id: str) -> str:
    """A keyed hash of what `network` calls somebody, in the brand in scope: without the key it says nothing."""
    told = f"{current_brand_id()}\n{network}\n{external_id}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()


def without_forgotten(rows: Mapping[Identity, Row]) -> dict[Identity, Row]:
    """`rows` but for those that somebody wrote who was erased. Call in the brand's scope."""
    forgotten = {known for (known,) in bulk.every(_KNOWN, [current_brand_id()])}
    if not forgotten:
        return dict(rows)
    return {key: row for key, row in rows.items() if not (_digests(row) & forgotten)}


def block(network: str, *names: str) -> None:
    """Do not store again whom `network` calls so (an id, a handle)."""
    Forgotten.objects.bulk_create(
        [Forgotten(digest=digest(network, _plain(name))) for name in sorted({name for name in names if name})],
        ignore_conflicts=True,
    )


def is_forgotten(network: str, *names: str) -> bool:
    """Whether somebody of one of these names was erased."""
    digests = [digest(network, _plain(name)) for name in names if name]
    return bool(digests) and Forgotten.objects.filter(digest__in=digests).exists()


def forget(brand: Brand, author: Author) -> Forgetting:
    """Erase what `author` said and what they are called, and block them. Call in the brand's scope.

    Batches commit one by one, the author's own row last: begun again after a failure it goes on.
    """
    with transaction.atomic():
        counts.hold(brand.pk)
        Author.objects.select_for_update().get(pk=author.pk)
        block(author.network, author.external_id, author.handle)
    mentions = replies = 0
    theirs: QuerySet[Mention] = Mention.objects.filter(author=author).exclude(external_id__startswith=ERASED)
    while some := list(theirs.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        replies += _erase_mentions(brand, some)
        mentions += len(some)
    with transaction.atomic():
        _erase_names(author)
    live.announce(brand.public_id)
    return Forgetting(mentions, replies)


@transaction.atomic
def _erase_mentions(brand: Brand, pks: list[int]) -> int:
    """Returns how many replies of others pointed to these."""
    counts.hold(brand.pk)
    locked = list(Mention.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk"))
    replies = 0
    for mention in locked:
        erased = ERASED + digest(mention.network, mention.external_id)
        replies += Mention.objects.filter(network=mention.network, reply_to=mention.external_id).update(reply_to=erased)
        Mention.objects.filter(pk=mention.pk).update(external_id=erased, **NOTHING)
    days = {timezone.localtime(mention.posted_at, brand.zone).date() for mention in locked}
    top_days.mark(brand.pk, days)
    return replies


def _erase_names(author: Author) -> None:
    nothing = dict.fromkeys(("name", "handle", "url", "avatar_url"), "")
    erased = ERASED + digest(author.network, author.external_id)
    Author.objects.filter(pk=author.pk).update(external_id=erased, followers=None, vip=False, **nothing)


def _digests(row: Row) -> set[str]:
    if row.author is None:
        return set()
    names = (row.author.external_id, row.author.handle)
    return {digest(row.network, _plain(name)) for name in names if name}


def _plain(name: str) -> str:
    """A handle with and without its @, in any case, is one."""
    return name.strip().removeprefix("@").casefold()
