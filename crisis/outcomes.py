"""What the holds of an incident caught, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from brands.models import Event
from calendar_app.holds import HELD
from calendar_app.models import Hold, Publication
from crisis.models import Incident

_DECISIONS = {
    "hold.post_now": "now",
    "hold.post_kept": "kept",
    "hold.post_moved": "moved",
    "hold.post_dropped": "dropped",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A publication that was held (post and account fetched), and what a person decided about its post."""

    publication: Publication
    decision: str = ""
    """now, kept, moved, dropped; "" while nobody has decided."""
    by: str = ""
    decided_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """It is held still."""
        return (self.publication.state, self.publication.held_for) == (HELD["state"], HELD["held_for"])


def holds_of(incident: Incident) -> QuerySet[Hold]:
    """The holds of `incident`, the first placed first."""
    rows: QuerySet[Hold] = Hold.objects.filter(pk__in=incident.holds.values("hold")).select_related("placed_by")
    return rows.order_by("placed_at", "pk")


def of(incident: Incident) -> list[Outcome]:
    """All that the holds of `incident` caught, the first due first. Call in the brand's scope."""
    rows = Publication.objects.filter(hold__in=incident.holds.values("hold")).select_related("post", "account", "hold")
    caught = list(rows.order_by("due_at", "pk"))
    decided = _decisions(incident.brand_id, {row.hold.public_id for row in caught if row.hold})
    return [_outcome(row, decided.get((row.hold_id, row.post.public_id))) for row in caught]


def _outcome(row: Publication, event: Event | None) -> Outcome:
    one = Outcome(row)
    if event is None or one.waits:  # held again after it was decided: it waits for another decision
        return one
    return Outcome(row, _DECISIONS[event.verb], event.actor_name, event.at)


def _decisions(brand: int, holds: Iterable[str]) -> dict[tuple[int | None, str], Event]:
    """The last decision about each post, by the hold's primary key and the post's public id."""
    keys = dict(Hold.objects.filter(public_id__in=holds).values_list("public_id", "pk"))
    told = Event.objects.filter(brand=brand, object_id__in=list(keys), verb__in=_DECISIONS).order_by("at", "id")
    return {(keys[event.object_id], event.after.get("post", "")): event for event in told}
