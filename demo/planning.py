"""What the demo publishes: accounts of the demo network, 90 days of posts with figures, two weeks ahead.

Posts are written and scheduled by the product's verbs, with the clock put back to before the first of them. That they
went out, and how they did, is written as it would have been: nothing was sent anywhere.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import User
from brands.models import Brand
from calendar_app import drafting, scheduling, series, slots
from calendar_app.content import Content, ThreadPart
from calendar_app.drafting import Wanted, When
from calendar_app.measuring import FIRST
from calendar_app.models import Measurement, Publication
from calendar_app.publishing import telling
from channels import audience, connecting
from channels.models import Account
from core import clock
from demo.listening import HISTORY
from demo.stories import Story
from networks.accounts import Identity
from networks.demo import published, wsgi

TIMES = (time(9, 30), time(13, 0), time(18, 30))
_LAST_READING = 33


def plan(brand: Brand, story: Story, now: datetime, by: User) -> None:
    """Everything. Call in the brand's scope."""
    with clock.shifted(-HISTORY - timedelta(days=1)):
        account, by_hand = _accounts(brand, story, by)
        for at in TIMES[:2]:
            slots.add(brand, range(5), at, None)
    _followed(account, now)
    past, ahead = _published(brand, story, account, now), _ahead(brand, story, account, now)
    with clock.shifted(-HISTORY - timedelta(days=1)):
        scheduling.schedule_all(drafting.create_all(brand, past, by=by), by=by)
    _have_gone_out(story, now)
    scheduling.schedule_all(drafting.create_all(brand, ahead, by=by), by=by)
    _drafts(brand, story, account, now, by)
    _monday(brand, story, account, now, by)
    _trouble(brand, story, account, by_hand, now, by)


def _accounts(brand: Brand, story: Story, by: User) -> tuple[Account, Account]:
    """One that posts go out on, on the demo network, and one where the team publishes by hand."""
    made = wsgi.account(story.name)
    identity = Identity(made["id"], f"@{made['handle']}", "", {"token": made["token"]}, name=story.name)
    account = connecting.keep(brand, "demo", identity, by=by)
    Account.objects.filter(pk=account.pk).update(checked_at=F("checked_at") + HISTORY)
    by_hand = connecting.add_by_hand(
        brand,
        "instagram",
        by=by,
        name=story.name,
        handle=f"@{story.handle}",
        url=f"https://instagram.example/{story.key}",
    )
    return account, by_hand


def _followed(account: Account, now: datetime) -> None:
    """How many followed it since it is connected: a check a day, the last one now."""
    checks = [now - timedelta(days=n) for n in range(HISTORY.days, -1, -1)]
    for at in checks:
        with clock.shifted(at - now):
            told = Identity(
                account.external_id, account.handle, "", {}, followers=published.followers(account.external_id)
            )
            audience.keep(account, told)


def _published(brand: Brand, story: Story, account: Account, now: datetime) -> list[Wanted]:
    """A post on most days since the demo begins, up to the last hour."""
    rng = random.Random(f"{story.key}/posts")  # noqa: S311 nothing here is secret
    texts, today = story.posts["published"], now.astimezone(brand.zone).date()
    found: list[Wanted] = []
    for n in range(HISTORY.days, -1, -1):
        day = today - timedelta(days=n)
        for at in rng.sample(TIMES, k=1 if rng.random() < 0.75 else 2):
            if datetime.combine(day, at, brand.zone) < now - timedelta(hours=1):
                found.append(_wanted(texts[len(found) % len(texts)], account, day, at))
    return found


def _ahead(brand: Brand, story: Story, account: Account, now: datetime) -> list[Wanted]:
    """What is scheduled: the rest of today, then every other day, one of them a thread."""
    today, texts = now.astimezone(brand.zone).date(), story.posts["ahead"]
    soon = (now + timedelta(minutes=30 + 2 * len(story.name))).astimezone(brand.zone).replace(second=0, microsecond=0)
    moments = [(soon.date(), soon.time())]
    late = datetime.combine(today, time(20, 30), brand.zone)
    if late > now + timedelta(hours=1):
        moments.append((today, late.time()))
    moments += [(today + timedelta(days=n), TIMES[n % len(TIMES)]) for n in range(1, 15, 2)]
    campaign = story.posts["campaign"]
    found = [
        _wanted(text, account, *moment, campaign=campaign if "#" in text else "")
        for text, moment in zip(texts, moments, strict=False)
    ]
    first, *rest = story.posts["thread"]
    thread = Content(text=first, thread=tuple(ThreadPart(text) for text in rest))
    when = When(today + timedelta(days=4), time(11, 0))
    return [*found, Wanted(thread, {account.public_id: {}}, objective="Que se entienda lo que hacemos", when=when)]


def _wanted(text: str, account: Account, day: date, at: time, *, campaign: str = "") -> Wanted:
    return Wanted(Content(text=text), {account.public_id: {}}, campaign=campaign, when=When(day, at))


def _have_gone_out(story: Story, now: datetime) -> None:
    """What is past is public since a second after its time, and was read as often as the product reads."""
    rng = random.Random(f"{story.key}/figures")  # noqa: S311
    past = Publication.objects.filter(due_at__lt=now)
    past.update(
        state=Publication.State.DONE,
        published_at=F("due_at") + timedelta(seconds=1),
        external_id=Concat(Value("demo-past-"), F("public_id")),
    )
    readings: list[Measurement] = []
    for one in past.order_by("due_at", "pk"):
        readings += _readings(one, now, rng)
    Measurement.objects.bulk_create(readings)


def _readings(one: Publication, now: datetime, rng: random.Random) -> list[Measurement]:
    """One a day: most of what a post ever gets, it has after the first."""
    assert one.published_at
    reach = int(rng.lognormvariate(7.4, 0.5))
    most = {"views": reach, "likes": reach * rng.randint(18, 60) // 1000}
    most |= {"reposts": reach * rng.randint(2, 14) // 1000, "replies": reach * rng.randint(1, 8) // 1000}
    days = min((now - one.published_at).days, _LAST_READING - len(FIRST) + 1)
    steps = [(len(FIRST) + day - 2, day, 1 - 0.3 * 0.75 ** (day - 1)) for day in range(1, days + 1)]
    return [
        Measurement(
            brand_id=one.brand_id,
            publication=one,
            step=step,
            due_at=one.published_at + timedelta(days=day),
            at=one.published_at + timedelta(days=day),
            values={name: int(figure * part) for name, figure in most.items()},
        )
        for step, day, part in steps
    ]


def _drafts(brand: Brand, story: Story, account: Account, now: datetime, by: User) -> None:
    first, second = story.posts["drafts"]
    day = (now + timedelta(days=6)).astimezone(brand.zone).date()
    wanted = [Wanted(Content(text=first)), _wanted(second, account, day, TIMES[1])]
    drafting.create_all(brand, wanted, by=by)


def _monday(brand: Brand, story: Story, account: Account, now: datetime, by: User) -> None:
    """A post that comes again every Monday."""
    today = now.astimezone(brand.zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    post = drafting.create(brand, _wanted(story.posts["weekly"], account, monday, time(8, 30)), by=by)
    series.begin(scheduling.schedule(post, by=by), "FREQ=WEEKLY;BYDAY=MO", by=by)


def _trouble(brand: Brand, story: Story, account: Account, by_hand: Account, now: datetime, by: User) -> None:
    """One post that the network refused yesterday, one that waits to be published by hand."""
    failed_at = (now - timedelta(hours=13, minutes=len(story.name))).replace(second=0, microsecond=0)
    handed_at = (now - timedelta(minutes=10 + 2 * len(story.name))).replace(second=0, microsecond=0)
    failed = _stuck(brand, story.posts["failed"], account, failed_at, by)
    _put(failed, state=Publication.State.FAILED, last_error="Rejected", last_error_detail=story.posts["failed_why"])
    telling.failed(failed)
    handed = _stuck(brand, story.posts["by_hand"], by_hand, handed_at, by)
    _put(handed, state=Publication.State.HANDED)
    telling.handed(handed)


def _stuck(brand: Brand, text: str, account: Account, at: datetime, by: User) -> Publication:
    """The publication of a post whose time is past."""
    local = at.astimezone(brand.zone)
    with clock.shifted(at - clock.now() - timedelta(days=2)):
        post = drafting.create(brand, _wanted(text, account, local.date(), local.time()), by=by)
        scheduling.schedule(post, by=by)
    found: Sequence[Publication] = list(
        Publication.objects.filter(post=post).select_related("post", "account", "brand")
    )
    return found[0]


def _put(one: Publication, **columns: Any) -> None:
    Publication.objects.filter(pk=one.pk).update(**columns)
    for name, value in columns.items():
        setattr(one, name, value)
