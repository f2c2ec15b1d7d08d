"""What stands at the top of every page of a brand while an account is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.access import BrandAccess
from brands.roles import Need
from channels import explaining, waiting
from channels.models import Account
from channels.naming import label, when
from channels.waiting import Waiting
from core import formats

AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Banner:
    """A red note: what happened, what waits, and where it is put right."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Banners:
    """The first few, and what stands behind «and 2 more»."""

    shown: list[Banner]
    more: str = ""
    url: str = ""


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `account_banners`, looked up only where a page draws them."""
    entered: BrandAccess | None = getattr(request, "brand_access", None)
    if entered is None or not entered.allows(Need.READ_POSTS):
        return {}
    return {"account_banners": _once(lambda: of(entered))}


def of(access: BrandAccess) -> Banners:
    """One for each broken account, the one with the next post first. Call in the brand's scope."""
    broken = list(Account.objects.exclude(broken_at=None).order_by("broken_at", "pk"))
    held = waiting.of(broken)
    broken.sort(key=lambda account: (held[account.pk].first_at is None, held[account.pk].first_at or account.broken_at))
    rest = len(broken) - AT_MOST
    more = ngettext("and %(n)s more account", "and %(n)s more accounts", rest) % {"n": rest} if rest > 0 else ""
    shown = [_banner(access, account, held[account.pk]) for account in broken[:AT_MOST]]
    return Banners(shown, more, reverse("channels:list", args=[access.brand.public_id]) if more else "")


def _banner(access: BrandAccess, account: Account, held: Waiting) -> Banner:
    assert account.broken_at
    title = _("%(account)s disconnected %(when)s.") % {"account": label(account), "when": when(account.broken_at)}
    where, action = ("reconnect", _("Reconnect")) if access.allows(Need.MANAGE_CHANNELS) else ("account", _("See why"))
    url = reverse(f"channels:{where}", args=[access.brand.public_id, account.public_id])
    return Banner(title, f"{explaining.trouble(account)} {waits(held)}".strip(), url, action)


def waits(held: Waiting) -> str:
    """How many posts wait, and when the first of them is due."""
    if not held.posts:
        return _("No post is waiting for it.")
    pattern = ngettext("%(n)s post is waiting", "%(n)s posts are waiting", held.posts)
    posts = pattern % {"n": formats.number(held.posts)}
    if held.first_at is None:
        return f"{posts}."
    return _("%(posts)s; the first is due %(when)s.") % {"posts": posts, "when": when(held.first_at)}


def _once(make: Callable[[], Banners]) -> Callable[[], Banners]:
    found: list[Banners] = []

    def look() -> Banners:
        if not found:
            found.append(make())
        return found[0]

    return look
