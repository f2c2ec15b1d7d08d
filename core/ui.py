"""What a page's frame is made of: navigation as data, tabs, and messages that can be undone.

Nothing here knows the product. The apps build these values (a context processor puts a `Shell` into the
context as `shell`, a view puts `tabs`), and `templates/base.html` draws them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from core import formats

UNDO = "undo:"

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail. `icon` is a name of the sprite; `count` is work that waits, never a sum of items. What is
    dear to find out may be a function: templates call it where they draw it."""

    label: str
    icon: str
    url: str
    current: bool = False
    count: int | Callable[[], int] = 0
    urgent: bool | Callable[[], bool] = False


@dataclass(frozen=True)
class NavGroup:
    """Entries under one heading; the first group of the rail has none."""

    items: tuple[NavItem, ...]
    label: str = ""


@dataclass(frozen=True)
class Tab:
    """One tab of a page, the second and last level of the navigation."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Shell:
    """Everything around the content for a person who is signed in.

    `brand` is empty on pages of no brand (profile, workspace settings). `switcher_url` answers with the list of
    brands as a fragment; empty where there is nothing to switch to. `menu` holds the person's own pages, `foot`
    what stands at the bottom of the rail, `bell` what the person has not read,
    `accent_url` the brand's stylesheet.
    """

    workspace: str
    person: str
    sign_out_url: str
    brand: str = ""
    logo_url: str = ""
    home_url: str = "/"
    switcher_url: str = ""
    accent_url: str = ""
    groups: tuple[NavGroup, ...] = ()
    foot: tuple[NavItem, ...] = ()
    menu: tuple[NavItem, ...] = ()
    bell: NavItem | None = None
    theme: Theme = "auto"
    shortcuts: bool = True

    @property
    def name(self) -> str:
        """What stands at the top of the rail: the brand, else the workspace, else the product."""
        return self.brand or self.workspace or "cmhub"

    @property
    def items(self) -> tuple[NavItem, ...]:
        """All entries of the groups, in order: what the bar at the bottom of a phone is made of."""
        return tuple(item for group in self.groups for item in group.items)


def toast(request: HttpRequest, text: str, undo_url: str = "") -> None:
    """Say on the next page what happened, in the past tense; `undo_url` takes a POST that takes it back.

    Only for what went well. An error is not a toast: `messages.error` shows it as a banner that stays.
    """
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def with_toast(response: HttpResponse, text: str, undo_url: str = "") -> HttpResponse:
    """The same for an answer that htmx swaps in: the toast travels in the HX-Trigger header."""
    return trigger_client_event(response, "cm:toast", {"text": text, "undo": undo_url})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table behind a chart, and where it leads."""

    value: float | str | None
    url: str = ""
    signed: bool = False
    """A positive number carries its sign."""

    @property
    def text(self) -> str:
        """As the reader's language writes it; a dash where there is no value."""
        if self.value is None:
            return "—"
        return self.value if isinstance(self.value, str) else formats.number(self.value, signed=self.signed)
