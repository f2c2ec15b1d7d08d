"""The calendar in other programs (iCalendar, RFC 5545), by a secret address that one person has for one brand."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from icalendar import Calendar, Event

from brands import events
from brands.models import Brand, BrandRole
from brands.roles import Need, allows
from brands.scope import brand_scope
from calendar_app import window
from calendar_app.models import CalendarLink, Post
from calendar_app.states import LOOKS
from calendar_app.window import Shown
from core import clock, limits

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
MOST = 2_000
"""Posts in one answer."""
LASTS = timedelta(minutes=15)
"""How long a post stands in the calendar of another program."""
COARSE = timedelta(hours=1)
A_MINUTE = 20
"""Readings of one link: programs ask every few minutes or hours."""
_BYTES = 32


@transaction.atomic
def make(held: BrandRole) -> str:
    """A secret for who holds the role, kept nowhere; the one before opens nothing now. Call in the brand's scope."""
    CalendarLink.objects.filter(held=held).delete()
    secret = secrets.token_urlsafe(_BYTES)
    link = CalendarLink(brand=held.brand, held=held, digest=_digest(secret))
    link.save()
    events.record("calendar_link.made", link, brand=held.brand)
    return secret


@transaction.atomic
def revoke(link: CalendarLink) -> None:
    """End a link: from the next reading on it opens nothing."""
    events.record("calendar_link.revoked", link, brand=link.brand)
    link.delete()


def recognise(secret: str) -> CalendarLink | None:
    """The living link of that secret, with its brand and its person; None for any other text, and where the person may
    not read posts any more."""
    found = CalendarLink.all_brands.select_related("brand", "held__member__user")
    link: CalendarLink | None = found.filter(digest=_digest(secret), brand__deleted_at=None).first()
    if link is None or not link.held.member.user.is_active or not allows(link.held.role, Need.READ_POSTS):
        return None
    return link


def may_read(link: CalendarLink) -> bool:
    """Whether the link may be read once more in this minute."""
    return limits.within(f"calendar-link:{link.pk}", A_MINUTE)


def feed(link: CalendarLink, address: Any) -> bytes:
    """The brand's posts from a month ago to half a year ahead; `address` gives a post's page by its public id."""
    now = clock.now()
    with brand_scope(link.brand_id):
        if link.read_at is None or link.read_at <= now - COARSE:
            CalendarLink.objects.filter(pk=link.pk).update(read_at=now)
        keys = Post.objects.filter(due_at__gte=now - BACK, due_at__lt=now + AHEAD).order_by("due_at", "pk")
        shown = list(window.shown(window.of_brand(), list(keys.values_list("pk", flat=True)[:MOST]), link.brand.zone))
    return written(link.brand, shown, address)


def written(brand: Brand, posts: Iterable[Shown], address: Any) -> bytes:
    """`posts` as iCalendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//cmhub//calendar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", brand.name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for post in posts:
        assert post.at is not None
        look, names = LOOKS[post.state], ", ".join(target.name for target in post.targets)
        event = Event()
        event.add("uid", f"{post.public_id}@cmhub")
        event.add("dtstamp", clock.now())
        event.add("dtstart", post.at)
        event.add("dtend", post.at + LASTS)
        event.add("summary", f"{look.word}: {post.words}")
        event.add("description", names)
        event.add("url", address(post.public_id))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
