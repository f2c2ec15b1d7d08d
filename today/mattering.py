"""Mentions that a person should read first: unread, not handled, of the last 24 hours, bad, heard far, or a VIP's."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from core import clock
from monitoring.models import LISTED, Mention, Reading, Sentiment
from today.heard import SPAN

WIDE = 10_000
"""People who could have seen it: from so many on it matters whatever it says."""
SHOWN = 6


def _among(mentions: QuerySet[Mention], user: User) -> QuerySet[Mention]:
    read = Reading.all_brands.filter(brand=OuterRef("brand"), user=user, mention=OuterRef("pk"), read_at__isnull=False)
    lately = mentions.filter(LISTED, posted_at__gte=clock.now() - SPAN, handled_at=None)
    return lately.filter(Q(sentiment=Sentiment.NEGATIVE) | Q(reach__gte=WIDE) | Q(author__vip=True)).exclude(
        Exists(read)
    )


def of_brand(user: User) -> QuerySet[Mention]:
    """Those of the brand in scope, the one that most people could see first."""
    return _among(Mention.objects.all(), user).order_by(F("reach").desc(nulls_last=True), "-posted_at", "-pk")


def counts(brands: Collection[int], user: User) -> dict[int, int]:
    """How many there are in each of these brands (primary keys), which the caller has found to be the person's."""
    mentions = _among(Mention.all_brands.filter(brand__in=brands), user)
    return dict(mentions.order_by().values_list("brand_id").annotate(n=Count("pk")))
