"""Files of the library as posts use them. Call inside the brand's scope."""

from __future__ import annotations

from collections.abc import Collection

from media.models import File


def of(public_ids: Collection[str]) -> dict[str, File]:
    """Those of the brand's files with these public ids that are still there."""
    return {file.public_id: file for file in File.objects.filter(public_id__in=list(public_ids))}
