"""What a standing hold will catch, said before its time: where a post is written, on its page, in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brands.access import BrandAccess
from calendar_app import catching
from calendar_app.catching import Scope
from calendar_app.content import Content
from calendar_app.models import Hold, Publication
from calendar_app.window import Rows, Shown
from channels.models import Account
from channels.naming import label, when
from core import clock, formats
from networks.naming import network_name

AHEAD = (Publication.State.DRAFT, Publication.State.WAITING)
"""Nothing stopped them yet."""
Places = Callable[[BrandAccess, Sequence[Hold]], Mapping[int, str]]

_places: list[Places] = []


def register(places: Places) -> None:
    """Apps above say where a hold is looked after: addresses by the hold's primary key, of those that the person may
    open. Called from AppConfig.ready()."""
    if places not in _places:
        _places.append(places)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What one hold will stop, as components/_note.html takes it."""

    title: str
    text: str
    url: str
    """Where the hold is looked after; "" for who may not look there."""


def of_publications(access: BrandAccess, rows: Iterable[Publication]) -> list[Foreseen]:
    """What will stop these (post and account fetched), one for each hold. Call in the brand's scope."""
    holds = catching.standing()
    if not holds:
        return []
    caught = [(catching.first_of(holds, row), row.account) for row in rows if row.state in AHEAD]
    return _told(access, caught)


def of_writing(access: BrandAccess, variants: Mapping[Account, Content], campaign: str) -> list[Foreseen]:
    """The same of a post that is being written: what it says on each account. Call in the brand's scope."""
    holds = catching.standing()
    caught = [(_first(holds, account, campaign, said), account) for account, said in variants.items() if holds]
    return _told(access, caught)


def _first(holds: Iterable[Hold], account: Account, campaign: str, said: Content) -> Hold | None:
    return next((one for one in holds if catching.matches(Scope.of(one), account, campaign, lambda: said)), None)


def in_calendar(rows: Rows, holds: Sequence[Hold], posts: Iterable[Shown]) -> dict[str, str]:
    """Why posts will be held at their time, by public id: one query, and none while no hold stands."""
    now = clock.now()
    ahead = [post.public_id for post in posts if post.at and post.at > now] if holds else []
    if not ahead:
        return {}
    found: dict[str, str] = {}
    there = rows.publications.filter(post__public_id__in=ahead, state__in=AHEAD).select_related("post", "account")
    for row in there:
        hold = catching.first_of([one for one in holds if one.brand_id == row.brand_id], row)
        if hold:
            found[row.post.public_id] = _("Will be held: %(why)s") % {"why": why(hold)}
    return found


def why(hold: Hold) -> str:
    """The reason of a hold; where none was given, what it stops."""
    if hold.reason:
        return str(hold.reason)
    if hold.everything:
        return _("a crisis hold stops everything")
    named = [*(f"«{word}»" for word in hold.words), *map(network_name, hold.networks)]
    named += [str(account) for account in Account.with_deleted.filter(public_id__in=hold.accounts)]
    named += [hold.campaign] if hold.campaign else []
    return _("a crisis hold stops %(what)s") % {"what": formats.listed(named)}


def _told(access: BrandAccess, caught: Iterable[tuple[Hold | None, Account]]) -> list[Foreseen]:
    by_hold: dict[Hold, list[Account]] = {}
    for hold, account in caught:
        if hold:
            by_hold.setdefault(hold, []).append(account)
    urls: dict[int, str] = {}
    for places in _places if by_hold else ():
        urls.update(places(access, list(by_hold)))
    return [_foreseen(hold, accounts, urls.get(hold.pk, "")) for hold, accounts in by_hold.items()]


def _foreseen(hold: Hold, accounts: Sequence[Account], url: str) -> Foreseen:
    where = formats.listed([label(account) for account in accounts])
    title = _("A crisis hold stands: this would not go out on %(accounts)s.") % {"accounts": where}
    words = {"when": when(hold.placed_at), "why": why(hold)}
    text = _("In force since %(when)s: %(why)s. At its time it is held, until somebody decides about it.") % words
    return Foreseen(title, text, url)
