"""Which files a page shows. Call inside the brand's scope."""

from __future__ import annotations

from dataclasses import dataclass

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


def after(files: QuerySet[File], last: File) -> QuerySet[File]:
    """Those of `files` that follow `last` in the order of `library`."""
    return files.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))
