"""What the figures of a post's publications are, for its page. Call inside the brand's scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.models import Measurement, Publication
from core import formats
from networks import registry
from networks.naming import network_name
from networks.types import Capability

LABELS: dict[str, Any] = {
    "views": gettext_lazy("Views"),
    "reach": gettext_lazy("Reach"),
    "likes": gettext_lazy("Likes"),
    "reposts": gettext_lazy("Reposts"),
    "quotes": gettext_lazy("Quotes"),
    "replies": gettext_lazy("Replies"),
    "clicks": gettext_lazy("Clicks"),
    "saves": gettext_lazy("Saves"),
}


def of_all(publications: Sequence[Publication]) -> list[dict[str, Any]]:
    """For each account its figures as tiles (components/_kpi.html), or why there are none."""
    taken: dict[int, list[Measurement]] = {one.pk: [] for one in publications}
    for row in Measurement.objects.filter(publication__in=publications).order_by("step"):
        taken[row.publication_id].append(row)
    return [
        {
            "account": one.account,
            "network_name": network_name(one.account.network),
            "kpis": _tiles(taken[one.pk]),
            "read_at": taken[one.pk][-1].at if taken[one.pk] else None,
            "why": "" if taken[one.pk] else _why(one),
        }
        for one in publications
    ]


def _tiles(rows: Sequence[Measurement]) -> list[dict[str, Any]]:
    if not rows:
        return []
    return [
        {
            "label": label,
            "value": formats.number(rows[-1].values[name]),
            "course": [row.values[name] for row in rows if name in row.values] if len(rows) > 1 else [],
        }
        for name, label in LABELS.items()
        if name in rows[-1].values
    ]


def _why(one: Publication) -> str:
    if one.state != Publication.State.DONE:
        return _("It is not public there yet.")
    try:
        measured = Capability.POST_METRICS in registry.connector(one.account.network).capabilities
    except KeyError:
        measured = False
    if not measured:
        return _("This network does not tell us any figures.")
    return _("The first figures come 15 minutes after it is public.")
