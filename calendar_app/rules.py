"""How a brand publishes, as its managers set it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from brands import events
from brands.models import Brand
from calendar_app.models import PublishingRules
from core.versions import save_if_current


def of(brand: Brand) -> PublishingRules:
    """The rules of the brand in scope, made with what is usual where there are none."""
    rules, _new = PublishingRules.objects.get_or_create(brand=brand)
    found: PublishingRules = rules
    return found


@transaction.atomic
def change(rules: PublishingRules, *, seen: int, changes: dict[str, Any]) -> None:
    """Write some of cut_off_minutes, region and utm. Raises StaleWrite if somebody was faster."""
    before, after = events.changed({name: getattr(rules, name) for name in changes}, changes)
    if after:
        save_if_current(rules, seen=seen, changes=changes)
        events.record("publishing.rules_changed", rules, brand=rules.brand, before=before, after=after)
