from __future__ import annotations

import logging

from celery import shared_task

from brands.models import Brand
from brands.scope import brand_scope
from influencers import handles, people, vips
from influencers.models import Person

logger = logging.getLogger(__name__)


@shared_task
def look_after_people() -> int:
    """Tell of next steps that are due, and tie and mark authors who came in since; returns how many were told of."""
    told = 0
    for brand in Brand.objects.filter(deleted_at=None).order_by("pk"):
        try:
            with brand_scope(brand.pk):
                if Person.objects.exists():
                    handles.find_authors()
                    vips.mark()
                    told += people.remind(brand)
        except Exception:
            # whatever is wrong with one brand's cards, the others are looked after, and the next look tries again
            logger.exception("people were not looked after", extra={"brand": brand.public_id})
    return told
