"""The filters of the calendar as chips, each of them one parameter of the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.models import Brand, BrandRole
from calendar_app.asked import ME, Asked
from calendar_app.states import LOOKS
from channels.models import Account
from networks.naming import network_name


@dataclass(frozen=True, slots=True)
class Chip:
    """As components/_chip.html takes it."""

    name: str
    label: str
    icon: str
    options: list[tuple[str, str, bool]]
    many: bool
    value: str
    clear_url: str


def bar(brand: Brand, accounts: Sequence[Account], asked: Asked, page: str) -> list[Chip]:
    """All chips of one brand's calendar, in the order of the bar."""
    roles = BrandRole.objects.filter(brand=brand).select_related("member__user")
    people = sorted(((r.member.public_id, r.member.user.display_name) for r in roles), key=lambda p: p[1].casefold())
    networks = dict.fromkeys([*(account.network for account in accounts), *asked.network])
    return [
        chip(asked, page, "state", _("State"), "", states()),
        chip(asked, page, "network", _("Network"), "world", [(key, network_name(key)) for key in networks]),
        chip(asked, page, "account", _("Account"), "at", [(a.public_id, named(a)) for a in accounts]),
        chip(asked, page, "author", pgettext("of a post", "Author"), "user", [(ME, _("Me")), *people]),
    ]


def states() -> list[tuple[str, str]]:
    """The states of posts as choices."""
    return [(state, str(look.word)) for state, look in LOOKS.items()]


def named(account: Account) -> str:
    """An account with its network: two may have one name."""
    return f"{account} · {network_name(account.network)}"


def chip(asked: Asked, page: str, name: str, label: str, icon: str, choices: Sequence[tuple[str, str]]) -> Chip:
    """One filter: ticks where the parameter may come several times, else one of them."""
    given = getattr(asked, name)
    chosen = (given,) if isinstance(given, str) else given
    options = [(value, words, value in chosen) for value, words in choices]
    shown = ", ".join(words for _value, words, on in options if on)
    lifted = f"{page}?{asked.without(name).query_string()}" if given else ""
    return Chip(name, label, icon, options, not isinstance(given, str), shown, lifted)


def in_force(chips: Sequence[Chip]) -> list[dict[str, str]]:
    """The filters that narrow, in words, the last one first."""
    used = [{"words": f"{c.label}: {c.value}", "clear_url": c.clear_url} for c in chips if c.clear_url]
    return used[::-1]
