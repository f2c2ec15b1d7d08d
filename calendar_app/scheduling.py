"""What people do with a post's time: schedule, take back, move, publish now, delete and bring back.

Each takes effect on the very next send: what the engine has claimed is taken back unless the call has begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands import events
from calendar_app import wall_time
from calendar_app.content import Content
from calendar_app.locking import FREE, check_free, hold_all_open, hold_one, hold_open
from calendar_app.models import Post, Publication, PublishingRules, SentPart
from calendar_app.refusals import Refusal
from calendar_app.wall_time import Moment
from core import bulk, clock
from core.versions import save_if_current

UNDO = timedelta(days=30)
FURTHEST = timedelta(days=5 * 366)
_CALM: dict[str, Any] = {"attempts": 0, "look_ups": 0, "last_error": "", "last_error_detail": "", "held_for": ""}
_CALM["reviewed_at"] = None  # a time or a text of which no review knows

PAST = _("That time has passed. Choose a later one, or publish it now.")
TOO_FAR = _("That is more than five years away. Choose an earlier day.")
NO_TIME = _("This post has no time yet. Choose a day and a time first.")
NO_ACCOUNT = _("This post goes nowhere yet. Choose at least one account.")
NOTHING_SAID = _("There is nothing to publish yet. Write something or add a file.")
ALL_PUBLIC = _("This post is public on all its accounts, so its time cannot be changed any more.")


@transaction.atomic
def schedule(post: Post, *, by: User) -> Post:
    """Let `post` go out at its time, by the right of `by`, as it is written now. Also after a change of its content.

    Raises Refusal: no time, a past one, no account, nothing said, going out this moment, unconfirmed.
    """
    return schedule_all([post], by=by)[0]


@transaction.atomic
def schedule_all(posts: Sequence[Post], *, by: User) -> list[Post]:
    """`schedule` for several posts of one brand, in as many statements as one takes: all, or none with its Refusal."""
    going: list[Going] = []
    for held, publications in hold_all_open(posts):
        if not (held.wall_date and held.wall_time and held.zone):
            raise Refusal(NO_TIME)
        moment = _ahead(wall_time.instant(held.wall_date, held.wall_time, held.zone, held.fold))
        going.append((held, publications, moment.at))
    _let_go(going)
    changes = {"stage": Post.Stage.SCHEDULED, "zone_data": wall_time.version(), "scheduled_by": by}
    _write_all([(held, {**changes, "due_at": at}) for held, _publications, at in going])
    happened = [(held, {"at": at.isoformat()}) for held, _publications, at in going]
    events.record_all("post.scheduled", happened, brand=posts[0].brand, by=events.whoever(by))
    return [held for held, _publications, _at in going]


@transaction.atomic
def unschedule(post: Post, *, by: User) -> Post:
    """Back to a draft, with its time kept. What is public stays so. Raises Refusal."""
    held, publications = hold_open(post)
    for publication in publications:
        _put(publication, state=Publication.State.DRAFT)
    _write(held, stage=Post.Stage.DRAFT, scheduled_by=None)
    events.record("post.unscheduled", held, brand=held.brand, by=events.whoever(by))
    return held


@transaction.atomic
def move(post: Post, *, day: date, at: time, zone: str, fold: int = 0, seen: int, by: User) -> Moment:
    """Give `post` another wall time; a draft stays a draft. Returns when that is, and what a clock change does to it.

    Raises Refusal (past, too far, all of it public, going out this moment, unconfirmed), StaleWrite if somebody has
    saved since version `seen`, ZoneInfoNotFoundError.
    """
    moment = _ahead(wall_time.instant(day, at, zone, fold))
    held, publications = hold_open(post)
    if held.stage == Post.Stage.SCHEDULED and not publications:
        raise Refusal(ALL_PUBLIC)
    before = held.due_at
    changes: dict[str, Any] = {"wall_date": day, "wall_time": at, "zone": zone, "fold": fold, "due_at": moment.at}
    moved = save_if_current(held, seen=seen, changes={**changes, "zone_data": wall_time.version()})
    if moved.stage == Post.Stage.SCHEDULED:
        for publication in publications:
            if publication.digest:
                _put(publication, state=Publication.State.WAITING, due_at=moment.at, not_before=moment.at)
    told = {"at": moment.at.isoformat()}
    events.record(
        "post.moved",
        moved,
        brand=moved.brand,
        before={"at": before and before.isoformat()},
        after=told,
        by=events.whoever(by),
    )
    return moment


@transaction.atomic
def publish_now(target: Post | Publication, *, by: User) -> Post:
    """Let the post, or its variant on one account, go out at once, by the right of `by`, as it is written now.

    A post takes this moment as its time. Raises Refusal: no account, nothing said, all public, going out this moment,
    unconfirmed.
    """
    now = clock.now()
    if isinstance(target, Publication):
        held, one = hold_one(target)
        check_free(one)
        publications = [one] if one.state != Publication.State.DONE else []
    else:
        held, publications = hold_open(target)
    if not publications and held.stage == Post.Stage.SCHEDULED:
        raise Refusal(ALL_PUBLIC)
    let_go(held, publications, now)
    changes: dict[str, Any] = {"stage": Post.Stage.SCHEDULED, "scheduled_by": by}
    if isinstance(target, Post) or held.due_at is None:
        changes |= at_instant(now, held.zone or held.brand.time_zone)
    _write(held, **changes)
    events.record("post.published_now", held, brand=held.brand, after={"at": now.isoformat()}, by=events.whoever(by))
    return held


@transaction.atomic
def remove(post: Post, *, by: User) -> Post:
    """Take `post` away for UNDO; nothing more of it goes out, what is public stays public. Raises Refusal."""
    return remove_all([post], by=by)[0]


@transaction.atomic
def remove_all(posts: Sequence[Post], *, by: User) -> list[Post]:
    """`remove` for several posts of one brand, in as many statements as one takes: all, or none with its Refusal."""
    found = hold_all_open(posts)
    _put_all([(row, {"state": Publication.State.DRAFT}) for _held, publications in found for row in publications])
    held = [one for one, _publications in found]
    _write_all([(one, {"deleted_at": clock.now()}) for one in held])
    events.record_all("post.deleted", [(one, {}) for one in held], brand=posts[0].brand, by=events.whoever(by))
    return held


@transaction.atomic
def restore(post: Post, *, by: User) -> Post:
    """Bring a deleted post back: scheduled as it was if its time is still ahead, else a draft."""
    held, publications = hold_open(post)
    ahead = held.stage == Post.Stage.SCHEDULED and held.due_at is not None and held.due_at > clock.now()
    for publication in publications:
        if ahead and publication.digest:
            _put(publication, state=Publication.State.WAITING, not_before=held.due_at)
    _write(held, deleted_at=None, stage=held.stage if ahead else Post.Stage.DRAFT)
    events.record("post.restored", held, brand=held.brand, by=events.whoever(by))
    return held


def at_instant(at: datetime, zone: str) -> dict[str, Any]:
    """The columns of a post whose time is the instant `at`."""
    day, of_day, fold = wall_time.wall(at, zone)
    columns = {"wall_date": day, "wall_time": of_day, "fold": fold, "zone": zone}
    return {**columns, "due_at": at, "zone_data": wall_time.version()}


def _ahead(moment: Moment) -> Moment:
    """`moment`, if it is still to come and not absurd."""
    now = clock.now()
    if moment.at <= now:
        raise Refusal(PAST)
    if moment.at > now + FURTHEST:
        raise Refusal(TOO_FAR)
    return moment


Going = tuple[Post, list[Publication], datetime]
"""A locked post, those of its variants that go out, and when."""


def let_go(post: Post, publications: list[Publication], at: datetime) -> None:
    """Have these variants wait for `at` with the content as it is. Handles of another content are forgotten."""
    _let_go([(post, publications, at)])


def _let_go(going: Sequence[Going]) -> None:
    """`let_go` for several posts of one brand."""
    written: list[tuple[Publication, dict[str, Any]]] = []
    for post, publications, at in going:
        if not publications:
            raise Refusal(NO_ACCOUNT)
        common = Content.of(post.content)
        for publication in publications:
            content = common.with_own(publication.own)
            if not (content.text.strip() or content.title.strip() or content.media or content.poll):
                raise Refusal(NOTHING_SAID)
            state = {"state": Publication.State.WAITING, "digest": content.digest()}
            written.append((publication, {**state, "due_at": at, "not_before": at}))
    PublishingRules.objects.get_or_create(brand_id=going[0][0].brand_id)
    changed = [publication.pk for publication, said in written if said["digest"] != publication.digest]
    SentPart.objects.filter(publication__in=changed, sent_at=None).delete()
    _put_all(written)


def _put(publication: Publication, **changes: Any) -> None:
    """Write to a locked publication, taking it out of the engine's hands."""
    _put_all([(publication, changes)])


def _put_all(written: Sequence[tuple[Publication, Mapping[str, Any]]]) -> None:
    """`_put` for several, which change in the same columns."""
    _write_rows([(publication, {**FREE, **_CALM, **changes}) for publication, changes in written])


def _write(post: Post, **changes: Any) -> None:
    """Write to a locked post. Its version grows, for whoever has it open."""
    _write_all([(post, changes)])


def _write_all(written: Sequence[tuple[Post, Mapping[str, Any]]]) -> None:
    """`_write` for several, which change in the same columns."""
    _write_rows([(post, {**changes, "version": post.version + 1}) for post, changes in written])


def _write_rows(written: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """Write to locked rows of one table, and to the objects that stand for them."""
    if not written:
        return
    model = type(written[0][0])
    columns = [model._meta.get_field(name).column for name in written[0][1]]
    rows = [(row.pk, *(getattr(value, "pk", value) for value in changes.values())) for row, changes in written]
    bulk.update(model, columns, rows)
    for row, changes in written:
        for name, value in changes.items():
            setattr(row, name, value)
