"""The strip at the top of a demo's pages: that all of it is invented, and what its owner can do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from brands.models import Brand, Workspace
from demo.models import Demo
from demo.stories import IN_CRISIS


@dataclass(frozen=True, slots=True)
class Strip:
    """What templates/demo/_strip.html draws."""

    workspace: Workspace
    owns: bool
    crisis_at: datetime | None
    brand: Brand | None
    """The one whose crisis it is."""


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demo_strip`, looked up only by pages that draw it, and only in a demo."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    entered = getattr(request, "brand_access", None)
    workspace = entered.brand.workspace if entered else None
    if workspace is None:
        access = getattr(request, "workspace_access", None)
        workspace = access.workspace if access else None
    across = request.resolver_match is not None and request.resolver_match.view_name == "today:all"
    if not across and (workspace is None or not workspace.is_demo):
        return {}
    return {"demo_strip": _once(user, workspace)}


def _once(user: User, workspace: Workspace | None) -> Callable[[], Strip | None]:
    return cache(lambda: _strip(user, workspace))


def _strip(user: User, workspace: Workspace | None) -> Strip | None:
    """Of `workspace`, or of the first demo that the person is in."""
    theirs = Demo.objects.filter(workspace__members__user=user).select_related("workspace")
    demo = (theirs.filter(workspace=workspace) if workspace else theirs).order_by("pk").first()
    if demo is None:
        return None
    there = Brand.objects.filter(public_id=demo.brands.get(IN_CRISIS, ""), deleted_at=None)
    owns = demo.workspace.owner_id == user.pk
    return Strip(demo.workspace, owns, demo.crisis_at, there.first() if owns else None)
