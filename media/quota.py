"""How much room a brand's files take, and how much they may."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from brands.models import Brand
from media.errors import OverQuota, bytes_words
from media.models import File


@dataclass(frozen=True, slots=True)
class Usage:
    used: int
    """Bytes of all files of the brand, those too that were deleted and can still be brought back."""
    most: int
    """Bytes that the brand may use."""

    @property
    def share(self) -> float:
        return min(self.used / self.most, 1.0)

    @property
    def nearly_full(self) -> bool:
        return self.share >= 0.9


def usage() -> Usage:
    """Of the brand in scope."""
    used = File.with_deleted.aggregate(used=Sum("kept_bytes"))["used"] or 0
    return Usage(used=used, most=settings.CMHUB_MEDIA_BYTES)


def hold(brand: Brand) -> None:
    """Let nobody else add to or take from the brand's files until the transaction ends: call before looking."""
    Brand.objects.select_for_update(of=("self",), no_key=True).get(pk=brand.pk)


def make_room(size: int) -> None:
    """Raises OverQuota where `size` more bytes do not fit; call after `hold`."""
    now = usage()
    if now.used + size > now.most:
        raise OverQuota(size=bytes_words(size), used=bytes_words(now.used), most=bytes_words(now.most))
