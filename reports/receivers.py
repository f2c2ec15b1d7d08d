"""What others tell: figures were read, so their day is due; a person was erased, so drafts are counted without them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from brands.models import Brand
from calendar_app.signals import figures_read
from influencers.signals import person_erased
from reports import naming, rollups
from reports.weekly import drafting
from reports.weekly.writing import Issued


@receiver(figures_read)
def mark_day(brand: Brand, at: datetime, **_more: Any) -> None:
    """In the transaction of the reading: either both are there or none."""
    rollups.mark(brand.pk, {rollups.day_of(at, brand.zone)})


@receiver(person_erased)
def take_out_of_drafts(names: Sequence[str], **_more: Any) -> None:
    """What is approved stays, and the plan of the erasure says so: naming.kept."""
    for report in naming.drafts(names):
        with suppress(Issued):  # approved since it was found
            drafting.recount(report)
