"""Accounts and posts for tests of the calendar, as short as they can be said. Call in the brand's scope."""

from __future__ import annotations

from datetime import datetime, timedelta

from brands.models import Brand
from brands.scope import current_brand_id
from calendar_app import wall_time
from calendar_app.content import Content
from calendar_app.models import Post, Publication
from channels.models import Account
from core import clock


def account(name: str = "Lumbre", network: str = "mastodon") -> Account:
    return Account.objects.create(
        network=network,
        external_id=name,
        handle=f"@{name.lower()}",
        name=name,
        not_before=clock.now() + timedelta(days=9),
    )


def post(text: str, at: datetime | None, *accounts: Account, state: str = "", author=None, **fields) -> Post:
    """A post at the instant `at` (None: a draft without a time); scheduled where `state`, of its publications, is given
    and is not draft."""
    brand = Brand.objects.get(pk=current_brand_id())
    times = {}
    if at is not None:
        day, of_day, fold = wall_time.wall(at, brand.time_zone)
        times = {"wall_date": day, "wall_time": of_day, "fold": fold, "zone": brand.time_zone, "due_at": at}
    stage = Post.Stage.SCHEDULED if state not in ("", "draft") else Post.Stage.DRAFT
    content = Content(text=text)
    made = Post.objects.create(brand=brand, content=content.json(), stage=stage, author=author, **times, **fields)
    for one in accounts:
        Publication.objects.create(
            brand=brand,
            post=made,
            account=one,
            state=state or "draft",
            due_at=at,
            not_before=at or clock.now(),
            digest=content.digest() if state else "",
            **({"published_at": at, "url": "https://example.org/1"} if state == "done" else {}),
        )
    return made
