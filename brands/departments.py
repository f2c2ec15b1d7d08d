"""Departments of a brand: added, changed, hidden and brought back. Called inside the brand's scope."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from brands import events
from brands.models import Brand, Department
from brands.workspaces import UNDO
from core import clock
from core.versions import save_if_current


class NameTaken(ValueError):
    """A department was made anew under the name of the one that is to come back."""


@transaction.atomic
def add(brand: Brand, **fields: Any) -> Department:
    """A new department: name, handles_what, email."""
    department: Department = Department.objects.create(brand=brand, **fields)
    events.record("department.added", department, brand=brand, after={"name": department.name})
    return department


@transaction.atomic
def change(department: Department, *, seen: int, changes: dict[str, Any]) -> Department:
    """Write `changes`. Raises core.versions.StaleWrite."""
    before = {name: getattr(department, name) for name in changes}
    save_if_current(department, seen=seen, changes=changes)
    was, now = events.changed(before, changes)
    if now:
        events.record("department.changed", department, brand=department.brand, before=was, after=now)
    return department


@transaction.atomic
def delete(department: Department) -> None:
    """Hide it for 30 days."""
    if Department.objects.filter(pk=department.pk).update(deleted_at=clock.now()):
        events.record("department.deleted", department, brand=department.brand)


def purge() -> int:
    """Delete for good what was hidden more than 30 days ago; returns how many."""
    hidden = Department.with_deleted.filter(deleted_at__lt=clock.now() - UNDO)
    return hidden.delete()[0]


@transaction.atomic
def restore(department: Department) -> None:
    """Bring it back within its 30 days. Raises NameTaken."""
    hidden = Department.with_deleted.filter(pk=department.pk).exclude(deleted_at=None)
    try:
        with transaction.atomic():
            back = hidden.update(deleted_at=None)
    except IntegrityError as error:
        raise NameTaken(department.name) from error
    if back:
        events.record("department.restored", department, brand=department.brand)
