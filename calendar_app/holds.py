"""Placing a hold and lifting it.

Placing locks the brand's rules, which every send shares: what was armed before goes out, and nothing after it does that
the hold catches, whether it is scheduled already or will be. Then what is scheduled is held at once, so that people see
it, and decide about each.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from brands import events
from brands.models import Brand
from brands.scope import brand_scope
from calendar_app import catching
from calendar_app.catching import Scope
from calendar_app.locking import FREE, hold_rules
from calendar_app.models import Hold, Post, Publication
from calendar_app.publishing import telling
from core import clock

State = Publication.State
HELD = {"state": State.HELD, "held_for": Publication.HeldFor.CRISIS}
_BATCH = 100


def place(brand: Brand, scope: Scope, *, reason: str = "", by: User) -> Hold:
    """Hold what `scope` catches, beginning with the very next send. Do not call it in a transaction: from the first
    commit on it stands, and the rest is gathered behind that."""
    hold = _place(brand, scope, reason, by)
    gather(hold)
    return hold


@transaction.atomic
def _place(brand: Brand, scope: Scope, reason: str, by: User) -> Hold:
    rules = hold_rules(brand)
    rules.holding = True
    rules.save(update_fields=["holding"])
    hold: Hold = Hold.objects.create(
        brand=brand,
        reason=reason,
        words=list(scope.words),
        networks=list(scope.networks),
        accounts=list(scope.accounts),
        campaign=scope.campaign,
        placed_at=clock.now(),  # under the lock: later than every review that it must not respect
        placed_by=by,
    )
    events.record("hold.placed", hold, brand=brand, after=_told(scope), by=events.whoever(by))
    return hold


def _told(scope: Scope) -> dict[str, object]:
    rules = {"words": scope.words, "networks": scope.networks, "accounts": scope.accounts}
    told: dict[str, object] = {name: list(values) for name, values in rules.items() if values}
    return told | ({"campaign": scope.campaign} if scope.campaign else {})


def gather(hold: Hold) -> int:
    """Hold what is scheduled already; returns how many publications. It can be called again where it broke off."""
    scope, caught = Scope.of(hold), 0
    posts = sorted({row.post_id for row in catching.ahead(scope).iterator(chunk_size=500) if _meant(hold, scope, row)})
    for begin in range(0, len(posts), _BATCH):
        caught += _gather(hold, scope, posts[begin : begin + _BATCH])
    with transaction.atomic():
        done = Hold.objects.filter(pk=hold.pk, gathered_at=None).update(gathered_at=clock.now())
        if done:
            everything = Publication.objects.filter(hold=hold).count()
            events.record("hold.gathered", hold, brand=hold.brand, after={"posts": everything}, by=events.SYSTEM)
    return caught


@transaction.atomic
def _gather(hold: Hold, scope: Scope, posts: list[int]) -> int:
    """Some posts, locked in everybody's order: post, publications."""
    list(Post.with_deleted.filter(pk__in=posts).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    rows = catching.ahead(scope).filter(post__in=posts).select_related("brand")
    locked = rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
    caught = [row for row in locked if _meant(hold, scope, row)]
    written = {**FREE, **HELD, "hold_id": hold.pk, "reviewed_at": None}
    Publication.objects.filter(pk__in=[row.pk for row in caught]).update(**written)
    for row in caught:
        row.state, row.held_for = State.HELD, Publication.HeldFor.CRISIS
        telling.held(row)
    return len(caught)


def _meant(hold: Hold, scope: Scope, row: Publication) -> bool:
    """Caught, and not let go out by a person since."""
    return not (row.reviewed_at and row.reviewed_at >= hold.placed_at) and catching.catches(scope, row)


def gather_rest() -> int:
    """Go on with holds whose gathering broke off; returns how many."""
    open_ones = list(Hold.all_brands.filter(gathered_at=None, lifted_at=None).select_related("brand"))
    for hold in open_ones:
        with brand_scope(hold.brand.pk):
            gather(hold)
    return len(open_ones)


@transaction.atomic
def lift(hold: Hold, *, by: User) -> int:
    """Catch nothing more. What is held stays held until a person has decided; returns how many publications that is."""
    rules = hold_rules(hold.brand)
    if Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by):
        rules.holding = Hold.objects.filter(lifted_at=None).exists()
        rules.save(update_fields=["holding"])
        events.record("hold.lifted", hold, brand=hold.brand, by=events.whoever(by))
    return held_by([hold]).count()


def held_by(holds: list[Hold]) -> QuerySet[Publication]:
    """What these caught and nobody has decided about yet."""
    rows: QuerySet[Publication] = Publication.objects.filter(hold__in=holds, **HELD)
    return rows
