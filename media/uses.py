"""Which files something uses. Apps above know; they say so here when they start, for imports go down only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from core import clock
from media.models import File


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a file is used."""

    file_id: int
    label: str
    """In the reader's language."""
    url: str
    waiting: bool
    """Something is still to be published with it: the file cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Users:
    """One kind of thing that uses files. Both are called in the brand's scope."""

    file_ids: Callable[[], QuerySet[File, int]]
    """Primary keys of the files that are used, one column."""
    told: Callable[[Collection[int]], Iterable[Use]]
    """Where these files are used."""


_registered: list[Users] = []


def register(users: Users) -> None:
    """Called from AppConfig.ready()."""
    _registered.append(users)


def of(file_ids: Collection[int]) -> dict[int, list[Use]]:
    """Where these files are used, by file; files that nothing uses are left out."""
    found: dict[int, list[Use]] = {}
    for users in _registered:
        for use in users.told(file_ids):
            found.setdefault(use.file_id, []).append(use)
    return found


def unused(files: QuerySet[File]) -> QuerySet[File]:
    """Those of `files` that nothing uses."""
    for users in _registered:
        files = files.exclude(pk__in=users.file_ids())
    return files


def note(file_ids: Collection[int]) -> None:
    """These files have just been put into something."""
    File.with_deleted.filter(pk__in=file_ids).update(last_used_at=clock.now())
