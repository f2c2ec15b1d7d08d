"""Where the bytes of a file lie in storage: in the brand's folder, under the SHA-256 of its original."""

from __future__ import annotations

from typing import IO

from django.core.files.base import File as Stored
from django.core.files.storage import default_storage

from brands.models import Brand
from media.models import File

ORIGINAL, CLEAN, PREVIEW, THUMB = "original", "clean", "preview", "thumb"
VERSIONS = (ORIGINAL, CLEAN, PREVIEW, THUMB)
"""As it came; what may go out; a WebP for the page; a WebP for lists."""


def folder(brand: Brand) -> str:
    return f"{brand.folder}/media"


def path(brand: Brand, sha256: str, version: str) -> str:
    """Where that version of that file of `brand` lies."""
    return f"{folder(brand)}/{sha256}.{version}"


def of(file: File, version: str) -> str:
    """Where that version of `file` lies."""
    return path(file.brand, file.sha256, version)


def write(brand: Brand, sha256: str, version: str, content: IO[bytes]) -> None:
    """Store a version, unless it lies there: the same bytes make the same versions."""
    place = path(brand, sha256, version)
    content.seek(0)
    if not default_storage.exists(place):
        default_storage.save(place, Stored(content, name=place))


def read(file: File, version: str) -> bytes:
    """All bytes of a version. Raises FileNotFoundError."""
    with default_storage.open(of(file, version)) as stored:
        found: bytes = stored.read()
    return found


def remove(brand: Brand, sha256: str) -> None:
    """Delete every version; what is not there is no error."""
    for version in VERSIONS:
        default_storage.delete(path(brand, sha256, version))
