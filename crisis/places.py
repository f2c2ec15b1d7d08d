"""Where a hold is looked after: the page of the incident because of which it was placed."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from brands.access import BrandAccess
from brands.roles import Need
from calendar_app.models import Hold
from crisis.models import IncidentHold


def of_holds(access: BrandAccess, holds: Sequence[Hold]) -> dict[int, str]:
    """Addresses by the hold's primary key; none for who may not read incidents. Call in the brand's scope."""
    if not access.allows(Need.READ_MENTIONS):
        return {}
    rows = IncidentHold.objects.filter(hold__in=holds).select_related("incident")
    return {
        row.hold_id: reverse("crisis:incident", args=[access.brand.public_id, row.incident.public_id]) for row in rows
    }
