"""Posts that come again: made some weeks ahead, at the same time on the clock, each a post like others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from brands import events
from brands.scope import brand_scope
from calendar_app import drafting, readiness, recurrence, revisions, scheduling
from calendar_app.content import Content
from calendar_app.models import Occurrence, Post, Series
from calendar_app.refusals import Refusal
from calendar_app.wall_time import instant, wall
from channels.models import Account
from core import clock
from core.versions import StaleWrite

HORIZON = timedelta(days=60)
"""So far ahead occurrences are made into posts."""
MOST = 200
"""Posts that one run makes of a series."""


class NoTime(ValueError):
    """The post has no day and time to begin with."""


class AlreadyRepeats(ValueError):
    """The post is of a series."""


@transaction.atomic
def begin(post: Post, rule: str, *, by: User) -> Series:
    """Have `post` come again by `rule` (see calendar_app.recurrence): it is the first. The others are as it is.

    Raises NoTime, AlreadyRepeats.
    """
    if not (post.wall_date and post.wall_time):
        raise NoTime
    if post.series_id:
        raise AlreadyRepeats
    series = Series(
        brand_id=post.brand_id,
        rule=rule,
        starts_on=post.wall_date,
        wall_time=post.wall_time,
        zone=post.zone,
        by=by,
        schedules=post.stage == Post.Stage.SCHEDULED,
        made_until=post.wall_date,
        **_said(post),
    )
    series.save()
    Occurrence(brand_id=post.brand_id, series=series, day=post.wall_date, post=post).save()
    Post.objects.filter(pk=post.pk).update(series=series)
    events.record("series.begun", series, brand=post.brand, by=events.whoever(by))
    extend(series)
    return series


@transaction.atomic
def extend(series: Series) -> int:
    """Make the occurrences that are within the horizon into posts, each day once; how many were made.

    Days that have passed meanwhile are left out: a series does not publish what it missed.
    """
    held: Series | None = Series.objects.select_for_update().filter(pk=series.pk, stopped_at=None).first()
    if held is None or held.by is None:  # nobody answers for what would go out
        return 0
    today = wall(clock.now(), held.zone)[0]
    end = today + HORIZON + timedelta(days=1)
    first = max(today, held.made_until + timedelta(days=1) if held.made_until else held.starts_on)
    there = set(Occurrence.objects.filter(series=held, day__gte=first).values_list("day", flat=True))
    made, last = 0, end - timedelta(days=1)
    for day in recurrence.days(held.rule, held.starts_on, first, end):
        if made == MOST:
            last = day - timedelta(days=1)
            break
        if day not in there and instant(day, held.wall_time, held.zone).at > clock.now():
            Occurrence(brand_id=held.brand_id, series=held, day=day, post=_make(held, day, held.by)).save()
            made += 1
    Series.objects.filter(pk=held.pk).update(made_until=last)
    return made


def extend_due() -> int:
    """Go on with all series whose horizon has moved; how many posts were made. Each brand's in its own scope."""
    due = Series.all_brands.filter(deleted_at=None, stopped_at=None, brand__deleted_at=None)
    behind = Q(made_until=None) | Q(made_until__lt=(clock.now() + HORIZON).date())
    made = 0
    for series in due.filter(behind).order_by("brand_id", "pk").iterator():
        with brand_scope(series.brand_id):
            made += extend(series)
    return made


@transaction.atomic
def skip(series: Series, day: date, *, by: User) -> None:
    """Leave `day` out: its post is deleted, and is not made again. Raises Refusal where it is going out."""
    occurrence, _new = Occurrence.objects.get_or_create(brand_id=series.brand_id, series=series, day=day)
    if occurrence.post_id:
        scheduling.remove(occurrence.post, by=by)
    Occurrence.objects.filter(pk=occurrence.pk).update(post=None)
    events.record("series.skipped", series, brand=series.brand, after={"day": day.isoformat()}, by=events.whoever(by))


@transaction.atomic
def stop(series: Series, *, by: User) -> int:
    """No more of it: posts that are still ahead are deleted, what is public stays. How many were deleted.

    Raises Refusal where one is going out this moment.
    """
    held = Series.objects.select_for_update().get(pk=series.pk)
    Series.objects.filter(pk=held.pk).update(stopped_at=clock.now(), version=F("version") + 1)
    posts = list(ahead(held))
    for post in posts:
        scheduling.remove(post, by=by)
    events.record("series.stopped", held, brand=held.brand, by=events.whoever(by))
    return len(posts)


@transaction.atomic
def spread(post: Post, *, by: User, every: bool) -> tuple[int, int]:
    """Give what `post` says, and its time of day, to those after it (`every`: to all still ahead) and those to come.

    How many were changed, and how many could not be.
    """
    series = Series.objects.select_for_update().get(pk=post.series_id)
    series.wall_time, series.schedules = post.wall_time, post.stage == Post.Stage.SCHEDULED
    changes = {**_said(post), "wall_time": series.wall_time, "schedules": series.schedules}
    Series.objects.filter(pk=series.pk).update(**changes, version=F("version") + 1)
    for name, value in changes.items():
        setattr(series, name, value)
    others = ahead(series).exclude(pk=post.pk)
    changed = kept = 0
    for other in others if every else others.filter(wall_date__gt=post.wall_date):
        try:
            with transaction.atomic():
                _say_the_same(other, series, by)
        except (Refusal, StaleWrite, drafting.UnknownAccount):
            kept += 1
        else:
            changed += 1
    events.record("series.changed", series, brand=series.brand, by=events.whoever(by))
    return changed, kept


def ahead(series: Series) -> Any:
    """Posts of `series` whose time is still to come, in order."""
    return Post.objects.filter(series=series, due_at__gt=clock.now()).select_related("brand").order_by("due_at")


def texts(series: Series) -> int:
    """How many different texts the coming posts have: networks look askance at the same one again and again."""
    said: Iterable[dict[str, Any]] = ahead(series).values_list("content", flat=True)
    return len({(content.get("title", ""), content.get("text", "")) for content in said})


def _said(post: Post) -> dict[str, Any]:
    """What each occurrence is made from."""
    return {
        "content": post.content,
        "own": revisions.own_of(post),
        "objective": post.objective,
        "campaign": post.campaign,
    }


def _wanted(series: Series) -> drafting.Wanted:
    return drafting.Wanted(Content.of(series.content), series.own, series.objective, series.campaign)


def _make(series: Series, day: date, by: User) -> Post:
    """The post of one day. What cannot go out (its account is gone, its text too long) stays a draft."""
    accounts = Account.objects.filter(public_id__in=list(series.own)).values_list("public_id", flat=True)
    own = {account: series.own[account] for account in accounts}
    made = drafting.create(series.brand, replace(_wanted(series), own=own), by=by)
    scheduling.move(made, day=day, at=series.wall_time, zone=series.zone, seen=made.version, by=by)
    Post.objects.filter(pk=made.pk).update(series=series)
    post: Post = Post.objects.get(pk=made.pk)
    if not (series.schedules and own):
        return post
    try:
        with transaction.atomic():
            readiness.refuse_blocked(post)
            return scheduling.schedule(post, by=by)
    except Refusal:
        return post


def _say_the_same(post: Post, series: Series, by: User) -> None:
    there = drafting.when_of(post)
    when = drafting.When(there.day, series.wall_time, there.fold) if there else None
    saved = drafting.save(post, replace(_wanted(series), when=when), seen=post.version, by=by, may_schedule=True)
    if saved.taken_back:
        raise Refusal(saved.taken_back)
    if series.schedules and saved.post.stage == Post.Stage.DRAFT:
        readiness.refuse_blocked(saved.post)
        scheduling.schedule(saved.post, by=by)
