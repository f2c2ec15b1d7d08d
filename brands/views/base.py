"""What the views of a brand share: the access that the middleware settled, and how a refused write is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.models import User
from brands.access import BrandAccess, WorkspaceAccess
from brands.models import Brand, Workspace
from core.versions import StaleWrite, Versioned


class PersonView(View):
    """A page for somebody who is signed in (the middleware saw to it)."""

    @property
    def user(self) -> User:
        user = self.request.user
        assert isinstance(user, User)
        return user


class BrandView(PersonView):
    """A page inside a brand. Subclasses name `need`, and `section` and `tab` for the navigation."""

    section = ""
    tab = ""

    @property
    def access(self) -> BrandAccess:
        access: BrandAccess = self.request.brand_access  # type: ignore[attr-defined]
        return access

    @property
    def brand(self) -> Brand:
        return self.access.brand


class WorkspaceView(PersonView):
    """A page of a workspace."""

    @property
    def access(self) -> WorkspaceAccess:
        access: WorkspaceAccess = self.request.workspace_access  # type: ignore[attr-defined]
        return access

    @property
    def workspace(self) -> Workspace:
        return self.access.workspace


def conflict(request: HttpRequest, error: StaleWrite, *, back: str, labels: dict[str, Any]) -> HttpResponse:
    """The page that keeps both texts: what stands now beside what the person wanted to write.

    `labels` gives a word for each column; columns that agree are left out.
    """
    rows = [
        {
            "label": labels.get(name, name),
            "theirs": _shown(error.current, name, getattr(error.current, name)),
            "yours": _shown(error.current, name, wanted),
        }
        for name, wanted in error.wanted.items()
        if name in labels and getattr(error.current, name) != wanted
    ]
    return render(request, "brands/conflict.html", {"rows": rows, "back": back}, status=409)


def _shown(row: Versioned, column: str, value: Any) -> Any:
    """`value` as people read it: one of a list of choices by its word."""
    field: Any = row._meta.get_field(column)
    return dict(field.flatchoices).get(value, value)
