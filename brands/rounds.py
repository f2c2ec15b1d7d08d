"""Work that is done for every brand in turn, by the schedule."""

from __future__ import annotations

import logging
from collections.abc import Callable

from brands.models import Brand
from brands.scope import brand_scope

logger = logging.getLogger(__name__)


def for_each(work: Callable[[Brand], int]) -> int:
    """`work` for every brand, in its scope; returns the sum. Whatever is wrong with one brand, the others have their
    turn: it is logged, and the next round tries again."""
    done = 0
    for brand in Brand.objects.filter(deleted_at=None).select_related("workspace").order_by("pk"):
        try:
            with brand_scope(brand.pk):
                done += work(brand)
        except Exception:
            told = {"brand": brand.public_id, "work": f"{work.__module__}.{work.__qualname__}"}
            logger.exception("a brand's turn failed", extra=told)
    return done
