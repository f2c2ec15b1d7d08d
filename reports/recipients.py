"""Who gets the brand's weekly report, and how the brand wants it made."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from brands import events
from brands.models import Brand
from core.versions import save_if_current
from reports.models import ReportRecipient, ReportWishes


@transaction.atomic
def add(brand: Brand, *, by: User, **values: Any) -> ReportRecipient:
    """Somebody new. Call in the brand's scope."""
    made: ReportRecipient = ReportRecipient.objects.create(brand=brand, **values)
    events.record("report_recipient.added", made, brand=brand, by=events.whoever(by))
    return made


@transaction.atomic
def change(recipient: ReportRecipient, *, seen: int, by: User, **values: Any) -> None:
    """How they want it. Reports that are planned already go out as they are. Raises core.versions.StaleWrite."""
    save_if_current(recipient, seen=seen, changes=values)
    events.record("report_recipient.changed", recipient, brand=recipient.brand, by=events.whoever(by))


@transaction.atomic
def remove(recipient: ReportRecipient, *, by: User) -> None:
    """They get no report any more; what has gone out stays listed."""
    events.record("report_recipient.removed", recipient, brand=recipient.brand, by=events.whoever(by))
    recipient.delete()


@transaction.atomic
def wish(brand: Brand, *, by: User, **values: Any) -> None:
    """How the brand wants its reports from now on."""
    ReportWishes.objects.update_or_create(brand=brand, defaults=values)
    events.record("report_wishes.changed", brand, brand=brand, after=values, by=events.whoever(by))
