from __future__ import annotations

import logging

from celery import shared_task

from brands.models import Brand
from brands.scope import brand_scope
from crisis import watching

logger = logging.getLogger(__name__)


@shared_task
def watch_counts() -> int:
    """Look at the counts of every brand; returns how many alerts were raised."""
    raised = 0
    for brand in Brand.objects.filter(deleted_at=None).order_by("pk"):
        try:
            with brand_scope(brand.pk):
                raised += len(watching.look(brand))
        except Exception:
            # whatever is wrong with one brand's counts, the others are watched, and the next look tries again
            logger.exception("counts were not looked at", extra={"brand": brand.public_id})
    return raised
