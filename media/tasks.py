from __future__ import annotations

import logging

from celery import shared_task

from brands.models import Brand
from brands.scope import brand_scope
from media import sweeping

logger = logging.getLogger(__name__)


@shared_task
def sweep_files() -> None:
    """Have every brand's unused files deleted, each brand in a task of its own."""
    for brand_id in Brand.objects.filter(deleted_at=None).values_list("pk", flat=True):
        sweep_files_of.delay(brand_id)


@shared_task
def sweep_files_of(brand_id: int) -> None:
    """Delete the files of one brand that nothing uses and nobody keeps."""
    brand = Brand.objects.select_related("workspace").get(pk=brand_id)
    with brand_scope(brand_id):
        files = sweeping.sweep(brand)
    logger.info("swept files", extra={"brand": brand.public_id, "files": files})
