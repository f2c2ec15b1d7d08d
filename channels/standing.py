"""How an account stands, and what it can do: what its card and its page show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from channels import explaining, wording
from channels.models import Account
from channels.wording import Chip
from core import clock, formats
from networks import registry
from networks.base import Connector
from networks.types import Capability

SOON = timedelta(days=14)
"""How long before a permission ends without renewal people are told that it will need them."""

_ABILITIES: dict[Capability, Any] = {
    Capability.PUBLISH: gettext_lazy("publish posts"),
    Capability.BY_HAND: gettext_lazy("receive posts that a person publishes by hand"),
    Capability.POST_METRICS: gettext_lazy("bring the figures of each post"),
    Capability.ACCOUNT_METRICS: gettext_lazy("count its followers every day"),
    Capability.OWN_POSTS: gettext_lazy("show in the calendar what is published there directly"),
    Capability.MENTIONS: gettext_lazy("listen to mentions and replies"),
    Capability.SEARCH: gettext_lazy("search posts"),
}
"""What an account is connected for, in the order that people ask for it."""


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that the network can do, and why this account cannot, "" where it can."""

    key: str
    label: Any
    why_not: str = ""


def abilities(account: Account) -> list[Ability]:
    """What the network can do with an account, and what of it this one cannot, with the reason."""
    try:
        can = registry.connector(account.network).capabilities
    except KeyError:
        return []
    return [
        Ability(str(key), label, _(why) if (why := account.lacks.get(str(key), "")) else "")
        for key, label in _ABILITIES.items()
        if key in can
    ]


def offered(network: Connector) -> list[Any]:
    """What `network` can do with an account, in words."""
    return [label for key, label in _ABILITIES.items() if key in network.capabilities]


def chip(account: Account) -> Chip:
    """The account's state as a word with its icon; what needs a person first."""
    now = clock.now()
    if account.broken_at:
        return wording.DISCONNECTED
    if account.paused_at:
        return wording.PAUSED
    if account.by_hand:
        return wording.BY_HAND
    if account.wait_until and account.wait_until > now:
        return wording.WAITS
    if account.expires_at and not account.renewable and account.expires_at < now + SOON:
        return wording.ENDING
    return wording.TROUBLED if account.last_error else wording.WELL


def words(account: Account) -> list[str]:
    """What stands behind the state: since when, until when, why."""
    said = []
    if account.broken_at:
        said.append(_("Disconnected since %(at)s.") % {"at": formats.moment(account.broken_at)})
    if account.last_error:
        said.append(explaining.trouble(account))
    if account.paused_at:
        said.append(_("Paused since %(at)s: nothing is published on it.") % {"at": formats.moment(account.paused_at)})
    if account.wait_until and account.wait_until > clock.now():
        until = formats.moment(account.wait_until)
        said.append(_("The network asks us to wait until %(at)s. Nothing is lost.") % {"at": until})
    if not account.broken_at and (ends := expiry(account)):
        said.append(ends)
    return said


def expiry(account: Account) -> str:
    """Until when its permission lasts, and who renews it; "" where the network names no end."""
    if account.by_hand or account.expires_at is None:
        return ""
    if account.renewable:
        return _("Its permission renews itself.")
    days = (account.expires_at - clock.now()).days
    if days < 1:
        return _("Its permission ends on %(at)s. Reconnect it.") % {"at": formats.moment(account.expires_at)}
    pattern = ngettext(
        "Its permission ends in %(n)s day, and only you can renew it.",
        "Its permission ends in %(n)s days, and only you can renew it.",
        days,
    )
    return pattern % {"n": formats.number(days)}
