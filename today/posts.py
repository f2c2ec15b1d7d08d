"""The posts of today by the hour, of one brand or of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import ngettext

from brands.models import Brand
from calendar_app import states, window
from calendar_app.models import Publication
from calendar_app.window import Rows, Shown
from core import clock, formats
from networks.naming import network_name

MOST = 30
State = Publication.State
_OUT, _AHEAD = {State.DONE}, {State.WAITING, State.RUNNING, State.HANDED}


@dataclass(frozen=True, slots=True)
class Today:
    """What goes out today."""

    lines: list[dict[str, Any]]
    """The first MOST, for today/_posts.html."""
    by_brand: Mapping[int, Counter[str]]
    """States of all of them (calendar_app.states.of), by primary key of the brand."""

    @property
    def total(self) -> int:
        return sum(sum(states.values()) for states in self.by_brand.values())

    def counted(self) -> Counter[str]:
        return sum(self.by_brand.values(), Counter())


def of(rows: Rows, brands: Mapping[int, Brand], zone: ZoneInfo) -> Today:
    """The posts of the day that it is in `zone`; three queries."""
    first = datetime.combine(clock.now().astimezone(zone).date(), time.min, zone)
    due = rows.posts.filter(due_at__gte=first, due_at__lt=first + timedelta(days=1))
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True))
    shown = list(window.shown(rows, keys, zone))
    by_brand: dict[int, Counter[str]] = {}
    for post in shown:
        by_brand.setdefault(post.brand_id, Counter())[post.state] += 1
    return Today([_line(post, brands[post.brand_id]) for post in shown[:MOST]], by_brand)


def in_words(counted: Mapping[str, int]) -> str:
    """«1 published · 4 to go · 1 needs a person»; empty for none."""
    done, ahead = _sum(counted, _OUT), _sum(counted, _AHEAD)
    drafts = _sum(counted, {State.DRAFT})
    stuck = sum(counted.values()) - done - ahead - drafts
    parts = [
        (done, ngettext("%(n)s published", "%(n)s published", done)),
        (ahead, ngettext("%(n)s to go", "%(n)s to go", ahead)),
        (drafts, ngettext("%(n)s draft", "%(n)s drafts", drafts)),
        (stuck, ngettext("%(n)s needs a person", "%(n)s need a person", stuck)),
    ]
    return " · ".join(words % {"n": formats.number(n)} for n, words in parts if n)


def _sum(counted: Mapping[str, int], wanted: Iterable[str]) -> int:
    return sum(counted.get(state, 0) for state in wanted)


def _line(post: Shown, brand: Brand) -> dict[str, Any]:
    return {
        "brand": brand,
        "at": post.at,
        "words": post.words,
        "url": reverse("posts:post", args=[brand.public_id, post.public_id]),
        "look": states.LOOKS[post.state],
        "networks": [(key, network_name(key)) for key in dict.fromkeys(target.network for target in post.targets)],
        "past": post.at is not None and post.at < clock.now(),
    }
