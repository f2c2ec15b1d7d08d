"""What the calendar tells: figures were read, so their day is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from brands.models import Brand
from calendar_app.signals import figures_read
from reports import rollups


@receiver(figures_read)
def mark_day(brand: Brand, at: datetime, **_more: Any) -> None:
    """In the transaction of the reading: either both are there or none."""
    rollups.mark(brand.pk, {rollups.day_of(at, brand.zone)})
