"""What there is to publish: two brands, ten accounts of each kind of proof, and posts that are all due at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from proofs.choosing import identity, lot

ACCOUNTS = 10
"""On each network."""
CUT_OFF = 1440
"""Minutes: the proofs jump over hours of waiting."""


def build(posts: int, seed: int, *, zone: str = "", base: str = "http://127.0.0.1:9") -> None:
    """Fill an empty database. With `zone`, wall times lie around the zone's changes; else all are due in an hour."""
    from accounts.models import User
    from brands import workspaces
    from brands.scope import brand_scope
    from calendar_app.models import PublishingRules
    from core import clock

    owner = User.objects.create_user("faults@cmhub.example", name="Faults")
    workspace = workspaces.create_workspace(owner, "Faults")
    for number in range(2):
        brand = workspaces.create_brand(workspace, f"Brand {number}")
        at = clock.now() + timedelta(hours=1)
        with brand_scope(brand.pk):
            PublishingRules.objects.create(brand=brand, cut_off_minutes=CUT_OFF)
            accounts = _accounts(brand, base)
            moments = around(zone, posts // 2) if zone else [(at, zone or "UTC")] * (posts // 2)
            _posts(brand, accounts, owner, moments, seed)


def around(zone: str, count: int) -> list[tuple[datetime, str]]:
    """`count` wall times within three hours of the next changes of clocks in `zone`, or of the day in April on which it
    used to change: every five minutes, or as many of them as `count`, the missing and the doubled hour among them."""
    walls = []
    for change in changes(zone) or [datetime(2027, 4, 4, 8, tzinfo=UTC)]:
        at = change.astimezone(ZoneInfo(zone)).replace(tzinfo=None, minute=0, second=0)
        walls += [at + timedelta(minutes=5 * n) for n in range(-36, 37)]
    picked = (
        [walls[n * len(walls) // count] for n in range(count)] if count < len(walls) else islice(cycle(walls), count)
    )
    return [(wall.replace(tzinfo=ZoneInfo(zone)), zone) for wall in picked]


def changes(zone: str) -> list[datetime]:
    """The instants of the next year, from tomorrow, at which clocks in `zone` change, to the minute."""
    tz, day = ZoneInfo(zone), datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    hours = [day + timedelta(hours=n) for n in range(366 * 24)]
    pairs = pairwise(hours)
    return [later for earlier, later in pairs if earlier.astimezone(tz).utcoffset() != later.astimezone(tz).utcoffset()]


def _accounts(brand: Any, base: str) -> list[Any]:
    from channels.models import Account
    from proofs.networks import KINDS

    made = [
        Account(brand=brand, network=kind.key, external_id=name, handle=name, base=base)
        for n in range(ACCOUNTS // 2)
        for kind in KINDS
        for name in [f"{brand.name}-{kind.key}-{n}"]
    ]
    return list(Account.objects.bulk_create(made))


def _posts(brand: Any, accounts: list[Any], owner: Any, moments: list[tuple[datetime, str]], seed: int) -> None:
    from calendar_app import wall_time
    from calendar_app.content import Content, ThreadPart
    from calendar_app.models import Post, Publication

    posts, publications = [], []
    for number, (at, zone) in enumerate(moments):
        more = 2 if lot(seed, "thread", str(number)) < 0.06 else 0
        thread = tuple(ThreadPart(f"more of {number}.{n}") for n in range(more))
        content = Content(text=f"Message {number} of {brand.name}", thread=thread)
        wall = at.replace(tzinfo=None)
        due = wall_time.instant(wall.date(), wall.time(), zone).at
        columns = {"wall_date": wall.date(), "wall_time": wall.time(), "zone": zone, "due_at": due}
        post = Post(brand=brand, content=content.json(), author=owner, scheduled_by=owner, stage="scheduled", **columns)
        posts.append(post)
        columns = {"state": "waiting", "digest": content.digest(), "due_at": due, "not_before": due}
        columns["public_id"] = identity(seed, f"{brand.name}/{number}")
        publications.append(Publication(brand=brand, post=post, account=accounts[number % len(accounts)], **columns))
    Post.objects.bulk_create(posts, 500)
    Publication.objects.bulk_create(publications, 500)
