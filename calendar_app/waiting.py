"""What waits for an account, for those below who say that it is broken."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Min, Q

from calendar_app.models import Publication
from channels.waiting import Waiting

_WAIT = Q(state=Publication.State.WAITING) | Q(state=Publication.State.HELD, held_for=Publication.HeldFor.BROKEN)


def for_accounts(pks: Collection[int]) -> Mapping[int, Waiting]:
    """Posts that are scheduled on these accounts, and those that are held because the account is broken."""
    rows = Publication.objects.filter(_WAIT, account__in=list(pks), post__deleted_at=None)
    counted = rows.values("account").annotate(posts=Count("pk"), first=Min("due_at")).order_by()
    return {row["account"]: Waiting(row["posts"], row["first"]) for row in counted}
