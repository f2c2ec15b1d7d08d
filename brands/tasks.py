from __future__ import annotations

from celery import shared_task

from brands import delivering, departments, idempotency, notice_mails, notices, portability, webhooks, workspaces
from brands.models import Brand
from brands.scope import brand_scope


@shared_task
def forget_answers() -> int:
    """Delete stored answers to repeated writes that are older than a day; returns how many."""
    return idempotency.sweep()


@shared_task
def forget_notices() -> int:
    """Delete notices of long ago; returns how many."""
    return notices.sweep()


@shared_task
def write_notice_mails() -> int:
    """Write the mails about notices that are due; returns how many."""
    return notice_mails.write_due()


@shared_task
def deliver_webhooks() -> int:
    """Tell other people's addresses what is due; returns how many attempts that were."""
    return delivering.deliver_due()


@shared_task
def forget_deliveries() -> int:
    """Delete old lines of the webhooks' logs; returns how many."""
    return webhooks.sweep()


@shared_task
def purge_deleted() -> None:
    """Erase brands that were deleted 30 days ago, and departments that were."""
    for brand in workspaces.brands_past_undo():
        erase_brand.delay(brand.pk)
    for brand_id in Brand.objects.values_list("pk", flat=True):
        with brand_scope(brand_id):
            departments.purge()


@shared_task
def erase_brand(brand_id: int) -> None:
    """Erase one brand whose 30 days are over: a task each, so that one that fails stops no other."""
    for brand in workspaces.brands_past_undo():
        if brand.pk == brand_id:
            portability.erase_brand(brand)
