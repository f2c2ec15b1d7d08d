"""The frame of every page for the person in front of it: rail, tabs, switcher, menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from brands import access, navigation, notices
from brands.access import BrandAccess
from brands.models import Brand, Workspace
from core.ui import NavGroup, NavItem, Shell, Tab, Theme

_LABELS = {
    "listen": lambda: pgettext("rail group", "Listen"),
    "publish": lambda: pgettext("rail group", "Publish"),
    "answer": lambda: pgettext("rail group", "Answer"),
    "improve": lambda: pgettext("rail group", "Improve"),
}


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for signed-in people, `tabs` where the view names its `section`."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    entered: BrandAccess | None = getattr(request, "brand_access", None)
    section, tab = _place(request)
    return {
        "shell": _shell(user, entered, section, getattr(request, "workspace_access", None)),
        "tabs": _tabs(entered, section, tab) if entered else (),
        "brand": entered.brand if entered else None,
        "access": entered,
    }


def _place(request: HttpRequest) -> tuple[str, str]:
    """The rail item and the tab that the view at work belongs to: its attributes `section` and `tab`."""
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    return getattr(view, "section", ""), getattr(view, "tab", "")


def _shell(
    user: User, entered: BrandAccess | None, section: str, workspace_access: access.WorkspaceAccess | None
) -> Shell:
    brand = entered.brand if entered else None
    workspace = brand.workspace if brand else (workspace_access.workspace if workspace_access else None)
    groups = [_group(entered, group, section) for group in navigation.GROUPS if group != "foot"] if entered else []
    return Shell(
        workspace=workspace.name if workspace else "",
        person=user.display_name,
        sign_out_url=reverse("account_logout"),
        brand=brand.name if brand else "",
        logo_url=reverse("brands:logo", args=[brand.public_id]) if brand and brand.logo else "",
        home_url=reverse("home"),
        switcher_url=_switcher(brand, section),
        accent_url=reverse("brands:theme", args=[brand.public_id]) if brand and brand.colour else "",
        groups=tuple(group for group in groups if group.items),
        foot=tuple(_item(entry, entered, section) for entry in navigation.items(entered, "foot")) if entered else (),
        menu=_menu(user, workspace),
        bell=_bell(user, section),
        theme=cast("Theme", user.theme),
        shortcuts=user.shortcuts,
    )


def _switcher(brand: Brand | None, section: str) -> str:
    query = urlencode({"section": section, "at": brand.public_id if brand else ""})
    return f"{reverse('brands:switcher')}?{query}"


def _group(entered: BrandAccess, group: str, section: str) -> NavGroup:
    label = _LABELS[group]() if group in _LABELS else ""
    return NavGroup(tuple(_item(entry, entered, section) for entry in navigation.items(entered, group)), label)


def _item(entry: navigation.Entry, entered: BrandAccess, section: str) -> NavItem:
    count, urgent = _badge(entry, entered)
    url = entry.url(entered.brand.public_id)
    return NavItem(str(entry.label), entry.icon, url, current=entry.key == section, count=count, urgent=urgent)


def _badge(entry: navigation.Entry, entered: BrandAccess) -> tuple[Callable[[], int] | int, Callable[[], bool] | bool]:
    """Asked once, and only by a template that draws the rail."""
    if (badge := entry.badge) is None:
        return 0, False
    asked = cache(lambda: badge(entered))
    return lambda: asked()[0], lambda: asked()[1]


def _tabs(entered: BrandAccess, section: str, tab: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(str(entry.label), entry.url(entered.brand.public_id), current=entry.key == tab)
        for entry in navigation.tabs(entered, section)
    )


def _bell(user: User, section: str) -> NavItem:
    return NavItem(_("Notices"), "bell", reverse("brands:notices"), section == "notices", count=notices.unread(user))


def _menu(user: User, workspace: Workspace | None) -> tuple[NavItem, ...]:
    menu = [
        NavItem(_("Your preferences"), "user", reverse("accounts:preferences")),
        NavItem(_("Notices"), "bell", reverse("brands:notice_wishes")),
    ]
    if workspace:
        menu.append(NavItem(_("Workspace"), "building", reverse("brands:workspace", args=[workspace.public_id])))
    if user.is_operator:
        menu.append(NavItem(_("Installation"), "server", reverse("brands:operator")))
    return tuple(menu)
