"""Which files a page shows. Call inside the brand's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from media import uses
from media.models import File


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the library was asked for."""

    kind: str = ""
    """A File.Kind, "" for all."""
    name: str = ""
    """Part of its name or alternative text."""
    unused: bool = False


def library(wanted: Wanted) -> QuerySet[File]:
    """The brand's files that were not deleted, the newest first."""
    files: QuerySet[File] = File.objects.all()
    if wanted.kind:
        files = files.filter(kind=wanted.kind)
    if words := wanted.name.replace("\x00", "").strip():
        files = files.filter(Q(name__icontains=words) | Q(alt__icontains=words))
    if wanted.unused:
        files = uses.unused(files)
    return files.order_by("-created_at", "-pk")


def older_than(files: QuerySet[File], created_at: datetime, public_id: str) -> QuerySet[File]:
    """What follows the file with that public id, created then, in the order of `library`."""
    last = File.with_deleted.filter(public_id=public_id).values("pk")[:1]
    return files.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=last))
