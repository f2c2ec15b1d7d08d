"""A post as the composer's script holds it: JSON to what is wanted, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from calendar_app import given, revisions
from calendar_app.content import Content
from calendar_app.drafting import Wanted, When
from calendar_app.given import Unreadable
from calendar_app.models import Post
from channels.models import Account

LARGEST = 1_000_000
MOST_ACCOUNTS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the composer sent."""

    wanted: Wanted
    day: date | None
    at: time | None
    tab: str
    """The account whose variant is in sight, "" for the common text."""


def read(sent: QueryDict) -> Asked:
    """The composer's field `state`. Raises given.Unreadable."""
    raw = sent.get("state", "")
    try:
        state = json.loads(raw) if len(raw) <= LARGEST else None
    except (ValueError, RecursionError):
        state = None
    if not isinstance(state, dict):
        raise Unreadable("state", _("The page did not send a post. Reload it; your text is kept in this browser."))
    day, at = given.day(state.get("day")), given.time_of_day(state.get("time"))
    fold = 1 if state.get("fold") == 1 else 0
    wanted = Wanted(
        content=given.whole(state.get("content", {})),
        own=own(state.get("own", {})),
        objective=given.line("objective", state.get("objective", ""), longest=200),
        campaign=given.line("campaign", state.get("campaign", ""), longest=100),
        when=When(day, at, fold) if day and at else None,
    )
    return Asked(wanted, day, at, tab=str(state.get("tab", ""))[:13])


def own(value: Any) -> dict[str, dict[str, Any]]:
    """{account's public id: fields of its own}. Raises given.Unreadable."""
    if not isinstance(value, Mapping) or len(value) > MOST_ACCOUNTS:
        raise Unreadable("accounts", _("The accounts have to be an object with at most %(n)s of them.") % {"n": 100})
    return {str(account)[:40]: given.fields(said) for account, said in value.items()}


def of(post: Post) -> dict[str, Any]:
    """`post` as `read` takes it."""
    return {
        "content": post.content,
        "own": revisions.own_of(post),
        "objective": post.objective,
        "campaign": post.campaign,
        "day": post.wall_date.isoformat() if post.wall_date else "",
        "time": f"{post.wall_time:%H:%M}" if post.wall_time else "",
        "fold": post.fold,
    }


def blank(accounts: Sequence[Account], sent: QueryDict) -> dict[str, Any]:
    """A post that nobody has written yet, for the day, time and accounts that the address names."""
    wished = set(sent.getlist("account"))
    try:
        day, at = given.day(sent.get("day")), given.time_of_day(sent.get("time"))
    except Unreadable:
        day = at = None
    return {
        "content": {},
        "own": {account.public_id: {} for account in accounts if account.public_id in wished},
        "objective": "",
        "campaign": "",
        "day": day.isoformat() if day else "",
        "time": f"{at:%H:%M}" if at else "",
        "fold": 0,
    }


def variant(asked: Asked, account: str) -> Content:
    """What the post says on `account`."""
    return asked.wanted.content.with_own(asked.wanted.own.get(account, {}))
