"""The number beside «Today» in the rail: what needs a person in the brand."""

from __future__ import annotations

from brands import attention
from brands.access import BrandAccess


def badge(access: BrandAccess) -> tuple[int, bool]:
    """How much waits for the person in front of this brand, and whether some of it is urgent; one query."""
    counted = attention.counts([access])
    return attention.total(counted), attention.urgent(counted)
