"""A person decides about each post that a hold caught: out now, at its time, at another time, or not at all.

Nothing goes out again by itself, and nothing all at once. What is let go here goes out though its hold still stands;
holds that are placed later catch it again.
"""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands import events
from calendar_app import scheduling
from calendar_app.holds import HELD
from calendar_app.locking import hold_open, hold_rules
from calendar_app.models import Hold, Post, Publication
from calendar_app.refusals import Refusal
from core import clock

State = Publication.State
DECIDED = _("This post is not held any more: somebody has decided about it. Reload the page to see how it stands.")
PASSED = _("Its time has passed. Publish it now, or move it to another time.")


@transaction.atomic
def publish_now(post: Post, *, by: User) -> None:
    """Out at once on the accounts where it is held. Raises Refusal."""
    held = _held(post)
    for publication in held:
        scheduling.publish_now(publication, by=by)
    _let_go(post, held, "hold.post_now", by)


@transaction.atomic
def keep_time(post: Post, *, by: User) -> None:
    """Out at the time that it had. Raises Refusal, also where that has passed."""
    held, now = _held(post), clock.now()
    if any(one.due_at is None or one.due_at <= now for one in held):
        raise Refusal(PASSED)
    current = Post.objects.get(pk=post.pk)
    for publication in held:
        scheduling.let_go(current, [publication], publication.due_at or now)
    _let_go(post, held, "hold.post_kept", by)


@transaction.atomic
def move(post: Post, *, day: date, at: time, by: User) -> None:
    """Out at another wall time of the brand, on all accounts where it is not public yet. Raises Refusal."""
    held = _held(post)
    zone, current = post.zone or post.brand.time_zone, Post.objects.get(pk=post.pk)
    moment = scheduling.move(current, day=day, at=at, zone=zone, seen=current.version, by=by)
    scheduling.let_go(current, held, moment.at)
    _let_go(post, held, "hold.post_moved", by, at=moment.at.isoformat())


@transaction.atomic
def drop(post: Post, *, by: User) -> None:
    """Not at all: deleted for 30 days; where it goes out on other accounts, only here. Raises Refusal."""
    held = _held(post)
    others = Publication.objects.filter(post=post).exclude(pk__in=[one.pk for one in held])
    if others.exclude(state=State.DRAFT).exists():
        Publication.objects.filter(pk__in=[one.pk for one in held]).update(state=State.DRAFT, held_for="", digest="")
    else:
        scheduling.remove(post, by=by)
    _note(post, held, "hold.post_dropped", by)


def _held(post: Post) -> list[Publication]:
    """The variants of `post` that are held by a hold, all its rows locked. Raises Refusal where none is."""
    _locked, publications = hold_open(post)
    held = [one for one in publications if (one.state, one.held_for) == (HELD["state"], HELD["held_for"])]
    if not held:
        raise Refusal(DECIDED)
    return held


def _let_go(post: Post, held: list[Publication], verb: str, by: User, **told: object) -> None:
    """It goes out by the right of `by`, as it is written now, past the holds that stand.

    The lock keeps a hold that is being placed from being one of them.
    """
    Post.objects.filter(pk=post.pk).update(scheduled_by=by)
    hold_rules(post.brand)
    Publication.objects.filter(pk__in=[one.pk for one in held]).update(reviewed_at=clock.now())
    _note(post, held, verb, by, **told)


def _note(post: Post, held: list[Publication], verb: str, by: User, **told: object) -> None:
    after = {"post": post.public_id, "text": str(post), **told}
    for hold in Hold.objects.filter(pk__in={one.hold_id for one in held if one.hold_id}):
        events.record(verb, hold, brand=post.brand, after=after, by=events.whoever(by))
