"""Posts and days as the calendar in the browser takes them: JSON with words ready to be read, in wall time."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from brands.models import Brand
from calendar_app.asked import Asked, View
from calendar_app.slots import Opening
from calendar_app.states import AHEAD, LOOKS
from calendar_app.window import Days, Shown
from channels import forecast
from channels.models import Account
from core import formats
from core.templatetags.ui import NETWORK_ICONS
from networks.naming import network_name

_ANY_ID = "0" * 13
_LENGTH = timedelta(minutes=90)
"""So tall a post is drawn in a week; never into the next day."""


def events(
    days: Days,
    brands: Mapping[int, Brand],
    *,
    several: bool = False,
    moves: Container[int] = (),
    at_risk: Mapping[int, Account] | None = None,
    caught: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """`days` as events; `several` names the brand in each, posts of the brands in `moves` (their keys) can be dragged,
    `at_risk` are accounts that may not be let in for ever, `caught` says by public id why a hold will stop a post."""
    found = []
    for post in days.posts:
        drawn = event(post, brands[post.brand_id], several=several, moves=post.brand_id in moves)
        held = (caught or {}).get(post.public_id, "")
        drawn["extendedProps"] |= {"falls": falls(post, at_risk or {}), "caught": held}
        if held:
            drawn["extendedProps"]["label"] += f", {held}"
        found.append(drawn)
    return found


def falls(post: Shown, at_risk: Mapping[int, Account]) -> str:
    """Why a post that is still ahead will be held for one of its accounts; "" where nothing is foreseen."""
    if post.at is None:
        return ""
    ahead = [target for target in post.targets if target.state in AHEAD and target.account_id in at_risk]
    for target in ahead:
        if (why := forecast.falls_after(at_risk[target.account_id], post.at)) is not None:
            return why
    return ""


def event(post: Shown, brand: Brand, *, several: bool = False, moves: bool = False) -> dict[str, Any]:
    """One post. Its start has no offset: the browser draws the wall time as it stands."""
    look, at = LOOKS[post.state], post.at
    assert at is not None
    start = at.isoformat()[:19]
    of_day, word = start[11:16], _word(post.state, get_language() or "")
    words = post.words or _("Without text yet")
    networks = list(dict.fromkeys(target.network for target in post.targets))
    names = ", ".join(f"{network_name(t.network)} {t.name}".strip() for t in post.targets)
    said = [brand.name] if several else []
    said += [words, names, _long_day(at.date(), get_language() or ""), of_day, word]
    return {
        "id": post.public_id,
        "title": words,
        "start": start,
        "end": _end(at),
        "startEditable": moves and post.movable,
        "extendedProps": {
            "time": of_day,
            "networks": [[key, network_name(key), NETWORK_ICONS.get(key, "world")] for key in networks],
            "state": post.state,
            "icon": look.icon,
            "tone": look.tone,
            "word": word,
            "label": ", ".join(part for part in said if part),
            "url": post_url(brand, post.public_id),
            "version": post.version,
            "repeats": post.repeats,
            "native": post.native,
            "movable": moves and post.movable,
            "move": _move_url(brand.public_id) if moves else "",
            "act": _act_url(brand.public_id) if moves else "",
            "thumb": _thumb(brand, post.file),
            "brand": brand.public_id if several else "",
            "brandName": brand.name if several else "",
        },
    }


def rest(days: Days, asked: Asked, page: str) -> list[dict[str, Any]]:
    """For each day that has more posts than are shown: how many, and the way to all of them."""
    found = []
    for day, n in days.more.items():
        url = f"{page}?{_day_view(asked, day).query_string()}"
        words = ngettext("%(n)s more", "%(n)s more", n) % {"n": n}
        label = _("%(words)s on %(day)s") % {"words": words, "day": _long_day(day, get_language() or "")}
        props = {"more": True, "url": url, "label": label}
        last = {"start": f"{day}T23:59:00", "end": f"{day}T23:59:59", "startEditable": False}
        found.append({"title": words, **last, "extendedProps": props})
    return found


def marks(openings: list[Opening]) -> list[dict[str, Any]]:
    """Slots as faint marks of half an hour."""
    found = []
    for opening in openings:
        start = datetime.combine(opening.day, opening.at)
        account = opening.slot.account
        title = _("Slot: %(account)s") % {"account": account} if account else _("Slot")
        end = min(start + timedelta(minutes=30), datetime.combine(opening.day, datetime.max.time()))
        found.append(
            {
                "title": title,
                "start": start.isoformat(),
                "end": end.isoformat(timespec="seconds"),
                "display": "background",
            }
        )
    return found


def post_url(brand: Brand, post: str) -> str:
    """The page of a post."""
    return f"{_posts(brand.public_id)}{post}/"


@lru_cache(maxsize=1024)
def _posts(brand: str) -> str:
    """What the addresses of a brand's posts begin with: a month draws a hundred of them."""
    return reverse("posts:post", args=[brand, _ANY_ID]).removesuffix(f"{_ANY_ID}/")


@lru_cache(maxsize=1024)
def _move_url(brand: str) -> str:
    return reverse("calendar:move", args=[brand])


@lru_cache(maxsize=1024)
def _act_url(brand: str) -> str:
    return reverse("calendar:act", args=[brand])


@lru_cache(maxsize=64)
def _word(state: str, _language: str) -> str:
    """A state in words, once for each language."""
    return str(LOOKS[state].word)


@lru_cache(maxsize=1024)
def _long_day(day: date, _language: str) -> str:
    """formats.long_day, once for each day and language."""
    return formats.long_day(day)


def new_url(brand: Brand) -> str:
    """Where a post is written; `?day=` gives it a day."""
    return reverse("posts:new", args=[brand.public_id])


def period(asked: Asked) -> str:
    """What the page is called: the month, the week's days, the day."""
    first, end = asked.span
    if asked.view is View.MONTH:
        said = formats.month(first)
    elif asked.view is View.DAY:
        said = formats.long_day(first, with_year=True)
    else:
        said = formats.days(first, end - timedelta(days=1))
    return said[:1].upper() + said[1:]


def _end(at: datetime) -> str:
    return min(at.replace(tzinfo=None) + _LENGTH, datetime.combine(at, time.max)).isoformat()[:19]


def _day_view(asked: Asked, day: date) -> Asked:
    return replace(asked, view=View.DAY, day=day)


def _thumb(brand: Brand, file: str) -> str:
    return reverse("media:thumb", args=[brand.public_id, file]) if file else ""
