"""What people do with posts in the calendar, one or many: move, copy, take back, delete, and undo each.

Each post is a transaction of its own: what cannot be done to one is told, and the others are done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from calendar_app import drafting, readiness, revisions, scheduling
from calendar_app.content import Content
from calendar_app.models import Post
from calendar_app.refusals import Refusal
from calendar_app.wall_time import wall
from core.versions import StaleWrite

MOST = 200
"""Posts that are changed in one go."""


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take back what was done: `before` holds, for each post by its public id, what stood."""

    what: str
    """moved, copied, unscheduled or removed."""
    before: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some posts."""

    done: list[Post]
    refused: list[tuple[Post, Exception]]
    """With the Refusal or StaleWrite that says why nothing was changed."""
    undo: Undo

    @property
    def reasons(self) -> list[str]:
        """Each reason once, in words."""
        return list(dict.fromkeys(str(error) for _post, error in self.refused if isinstance(error, Refusal)))


def move(post: Post, day: date, at: time, *, fold: int = 0, seen: int, by: User) -> Outcome:
    """Give `post` another wall time in its brand's zone."""
    zone = post.brand.time_zone

    def act(one: Post) -> Any:
        before = _when(one)
        scheduling.move(one, day=day, at=at, zone=zone, fold=fold, seen=seen, by=by)
        return before

    return _each([post], "moved", act)


def shift(posts: Sequence[Post], days: int, *, by: User) -> Outcome:
    """Move each post by so many days, its time of day kept."""

    def act(post: Post) -> Any:
        before = _when(post)
        day, at = _wall_of(post)
        day, zone = day + timedelta(days=days), post.zone or post.brand.time_zone
        scheduling.move(post, day=day, at=at, zone=zone, fold=post.fold, seen=post.version, by=by)
        return before

    return _each(posts, "moved", act)


def copy(posts: Sequence[Post], days: int, *, by: User) -> Outcome:
    """A draft of each post, so many days later at the same time of day."""
    return _each(posts, "copied", lambda post: _copy(post, _wall_of(post)[0] + timedelta(days=days), by).public_id)


def copy_to(post: Post, day: date, at: time, *, by: User) -> Outcome:
    """A draft that says what `post` says, at that time."""
    return _each([post], "copied", lambda one: _copy(one, day, by, at).public_id)


def unschedule(posts: Sequence[Post], *, by: User) -> Outcome:
    """Back to drafts; drafts are left alone."""
    scheduled = [post for post in posts if post.stage == Post.Stage.SCHEDULED]
    return _each(scheduled, "unscheduled", lambda post: scheduling.unschedule(post, by=by) and None)


def remove(posts: Sequence[Post], *, by: User) -> Outcome:
    """Delete posts; they can be brought back for 30 days."""
    return _each(posts, "removed", lambda post: scheduling.remove(post, by=by) and None)


def undo(what: Undo, *, by: User) -> Outcome:
    """Take back what Undo says, as far as that can still be done: a time that has passed does not come back."""
    named = what.before if what.what != "copied" else dict.fromkeys(what.before.values())
    posts = list(Post.with_deleted.select_related("brand").filter(public_id__in=list(named)))
    verbs: dict[str, Callable[[Post], Any]] = {
        "moved": lambda post: _back(post, named[post.public_id], by),
        "copied": lambda post: scheduling.remove(post, by=by),
        "unscheduled": lambda post: _schedule(post, by),
        "removed": lambda post: scheduling.restore(post, by=by),
    }
    return _each(posts, "", lambda post: verbs[what.what](post) and None)


def _each(posts: Sequence[Post], what: str, act: Callable[[Post], Any]) -> Outcome:
    done: list[Post] = []
    refused: list[tuple[Post, Exception]] = []
    before: dict[str, Any] = {}
    for post in posts:
        try:
            with transaction.atomic():
                before[post.public_id] = act(post)
        except (Refusal, StaleWrite) as error:
            refused.append((post, error))
        else:
            done.append(post)
    return Outcome(done, refused, Undo(what, before))


def _copy(post: Post, day: date, by: User, at: time | None = None) -> Post:
    made = drafting.copy(post, by=by)
    scheduling.move(made, day=day, at=at or _wall_of(post)[1], zone=post.brand.time_zone, seen=made.version, by=by)
    return made


def _wall_of(post: Post) -> tuple[date, time]:
    """The wall time of a post; of one that was published natively, what its instant says. Raises Refusal without."""
    if post.wall_date and post.wall_time:
        return post.wall_date, post.wall_time
    if post.due_at is None:
        raise Refusal(scheduling.NO_TIME)
    return wall(post.due_at, post.brand.time_zone)[:2]


def _when(post: Post) -> list[Any] | None:
    """The time of a post as JSON keeps it; None for one without."""
    if not (post.wall_date and post.wall_time):
        return None
    return [post.wall_date.isoformat(), post.wall_time.isoformat(), post.zone, post.fold]


def _back(post: Post, before: list[Any] | None, by: User) -> None:
    if before is None:
        _without_time(post, by)
        return
    day, at, zone, fold = before
    scheduling.move(
        post,
        day=date.fromisoformat(day),
        at=time.fromisoformat(at),
        zone=zone,
        fold=fold,
        seen=post.version,
        by=by,
    )


def _schedule(post: Post, by: User) -> None:
    readiness.refuse_blocked(post)
    scheduling.schedule(post, by=by)


def _without_time(post: Post, by: User) -> None:
    if post.stage == Post.Stage.DRAFT:
        own = revisions.own_of(post)
        wanted = drafting.Wanted(Content.of(post.content), own, post.objective, post.campaign)
        drafting.save(post, wanted, seen=post.version, by=by)
