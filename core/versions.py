"""Editable rows carry a version: who writes over something they have not seen is told, and neither text is lost."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import F


class Versioned(models.Model):
    """A row that people edit in forms."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


V = TypeVar("V", bound=Versioned)


class StaleWrite(Exception):
    """Somebody saved after the writer had read. `current` is the row as it stands, `wanted` what was refused."""

    def __init__(self, current: Versioned, wanted: dict[str, Any]) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current
        self.wanted = wanted


def save_if_current(row: V, *, seen: int, changes: dict[str, Any]) -> V:
    """Write `changes` to `row` if it is still at version `seen`; returns the row with them.

    Raises StaleWrite, with the row as it is now and what was wanted, if somebody was faster.
    """
    table = type(row)._default_manager
    if not table.filter(pk=row.pk, version=seen).update(**changes, version=F("version") + 1):
        raise StaleWrite(table.get(pk=row.pk), changes)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = seen + 1
    return row
