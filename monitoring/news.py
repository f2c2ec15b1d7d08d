"""What came in since a list was drawn, by order of arrival: a first poll brings old posts too, and they are new."""

from __future__ import annotations

from django.db.models import QuerySet

from monitoring.models import Mention


def last_arrival() -> str:
    """Public id of the brand's latest mention to come in; empty where there is none. Call in its scope."""
    latest: str | None = Mention.objects.order_by("-id").values_list("public_id", flat=True).first()
    return latest or ""


def arrived_since(mentions: QuerySet[Mention], arrival: str) -> QuerySet[Mention]:
    """Those of `mentions` that came in after the one of that public id; none where that is not there any more."""
    if not arrival:
        return mentions
    known = Mention.objects.filter(public_id=arrival).values_list("pk", flat=True).first()
    return mentions.none() if known is None else mentions.filter(pk__gt=known)
