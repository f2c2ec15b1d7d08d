"""An operator's way into a brand: for one hour, with a reason, in the brand's own log."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from brands import events
from brands.models import Brand, OperatorGrant
from core import clock

GRANT = timedelta(hours=1)


@transaction.atomic
def enter(operator: User, brand: Brand, reason: str) -> OperatorGrant:
    """Open the brand to `operator` for an hour, as a manager. Raises PermissionError to anybody else."""
    if not operator.is_operator:
        raise PermissionError(operator.email)
    grant = OperatorGrant.objects.create(brand=brand, operator=operator, reason=reason[:300], until=clock.now() + GRANT)
    events.record(
        "operator.entered",
        operator,
        brand=brand,
        after={"reason": grant.reason, "until": grant.until.isoformat()},
        by=events.person(operator, by_grant=True),
    )
    return grant
