"""What goes by itself: files that nothing uses, and bytes that no row names. Call inside the brand's scope."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from brands.models import Brand
from core import clock
from media import places, quota, uses
from media.keeping import UNDO
from media.models import File

UNUSED = timedelta(days=30)
"""So long a file that nothing uses is kept, if nobody put it into the library by hand."""
_STRAY = timedelta(days=1)
"""Bytes of an upload that broke off: an upload never takes a day."""


def sweep(brand: Brand) -> int:
    """Delete for good what nothing uses and nobody keeps, and what was deleted 30 days ago; returns how many files."""
    uses.note()
    gone = [file for file in _due() if _erased(brand, file)]
    for sha256 in _strays(brand):
        _forget_bytes(brand, sha256)
    return len(gone)


def _due() -> QuerySet[File]:
    """What is used, be it by what was published long ago, is never due."""
    now = clock.now()
    left = Q(deleted_at=None, by_hand=False, last_used_at__lt=now - UNUSED)
    return uses.unused(File.with_deleted.filter(left | Q(deleted_at__lt=now - UNDO)))


@transaction.atomic
def _erased(brand: Brand, file: File) -> bool:
    """Delete the row, and after the commit its bytes. False: somebody has used it or brought it back meanwhile."""
    quota.hold(brand)
    if not _due().filter(pk=file.pk).exists():
        return False
    file.delete()
    transaction.on_commit(lambda: _forget_bytes(brand, file.sha256))
    return True


@transaction.atomic
def _forget_bytes(brand: Brand, sha256: str) -> None:
    """Delete the bytes, unless the same file was added again meanwhile."""
    quota.hold(brand)
    if not File.with_deleted.filter(sha256=sha256).exists():
        places.remove(brand, sha256)


def _strays(brand: Brand) -> set[str]:
    """SHA-256 of files whose bytes lie there since yesterday without a row."""
    folder = places.folder(brand)
    if not default_storage.exists(folder):
        return set()
    names = default_storage.listdir(folder)[1]
    nameless = {name.partition(".")[0] for name in names} - set(File.with_deleted.values_list("sha256", flat=True))
    before = clock.now() - _STRAY
    return {
        name.partition(".")[0]
        for name in names
        if name.partition(".")[0] in nameless and default_storage.get_modified_time(f"{folder}/{name}") < before
    }
