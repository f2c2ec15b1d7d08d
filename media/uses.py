"""Which files something uses. Apps above know; they say so here when they start, for imports go down only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core import clock
from media.models import File


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a file is used."""

    file: str
    """The file's public id."""
    label: str
    """In the reader's language."""
    url: str
    waiting: bool
    """Something is still to be published with it: the file cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Users:
    """One kind of thing that uses files. Both are called in the brand's scope."""

    files: Callable[[], Collection[str] | QuerySet[Any]]
    """Public ids of all files that are used: a collection, or a query of one column."""
    told: Callable[[Collection[str]], Iterable[Use]]
    """Where these files are used."""


_registered: list[Users] = []


def register(users: Users) -> None:
    """Called from AppConfig.ready()."""
    _registered.append(users)


def of(files: Collection[str]) -> dict[str, list[Use]]:
    """Where the files with these public ids are used, by file; those that nothing uses are left out."""
    found: dict[str, list[Use]] = {}
    for users in _registered:
        for use in users.told(files):
            found.setdefault(use.file, []).append(use)
    return found


def unused(files: QuerySet[File]) -> QuerySet[File]:
    """Those of `files` that nothing uses."""
    for users in _registered:
        files = files.exclude(public_id__in=users.files())
    return files


def note() -> None:
    """Write down that what is used is used today: a file goes so long after its last use, not after its upload."""
    for users in _registered:
        File.with_deleted.filter(public_id__in=users.files()).update(last_used_at=clock.now())
