"""Taking names out of the event log when a person is erased: the one change of it that the database lets through.

What stays is that somebody did something, and when. The trigger (migration 0008) checks that nothing else changes.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from brands.models import Brand, Event

GONE = "—"
_KEPT = (bool, int, float, type(None))


@transaction.atomic
def scrub(brand: Brand, events: QuerySet[Event]) -> int:
    """Empty the names and words of `events` of `brand`; numbers stay. Returns how many there were."""
    rows = list(events.only("pk", "object_name", "before", "after"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cmhub.erasing_person', %s, true)", [str(brand.workspace_id)])
    for row in rows:
        words: dict[str, Any] = {"before": _without_words(row.before), "after": _without_words(row.after)}
        Event.objects.filter(pk=row.pk).update(object_name=GONE if row.object_name else "", **words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cmhub.erasing_person', '', true)")
    return len(rows)


def _without_words(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, _KEPT) else GONE for key, value in told.items()}
