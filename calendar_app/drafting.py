"""Posts are written: made, saved while somebody types, copied, brought back to what they said before.

Every verb locks the post and its publications, the rows that the engine locks before it sends: who is faster wins, and
the other is told. Call inside the brand's scope.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands import events
from brands.models import Brand
from calendar_app import locking, readiness, revisions, scheduling, wall_time
from calendar_app.content import Content
from calendar_app.models import Post, Publication, Revision
from calendar_app.refusals import Refusal
from channels.models import Account
from core import clock
from core.versions import StaleWrite, save_if_current

State = Publication.State
_OUT = (State.DONE, State.HANDED)

ALREADY_OUT = _(
    "This is out already on %(accounts)s, so its words stay as they are. Change the variants of the other accounts, or "
    "copy the post."
)

NOT_YOURS = _("Somebody who may schedule has to let it go out.")


class UnknownAccount(Exception):
    """The brand has no account with that public id."""


@dataclass(frozen=True, slots=True)
class When:
    """A wall time in the brand's zone."""

    day: date
    at: time
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A post as somebody wants it to be."""

    content: Content = field(default_factory=Content)
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """{account's public id: what its variant says differently, {} for nothing}: these accounts and no others."""
    objective: str = ""
    campaign: str = ""
    when: When | None = None


@transaction.atomic
def create(brand: Brand, wanted: Wanted, *, by: User) -> Post:
    """A new draft. Raises UnknownAccount."""
    return create_all(brand, [wanted], by=by)[0]


@transaction.atomic
def create_all(brand: Brand, wanted: Sequence[Wanted], *, by: User) -> list[Post]:
    """New drafts, in order, in as many statements as one takes. Raises UnknownAccount, and makes none."""
    known = _known({account for one in wanted for account in one.own})
    posts: list[Post] = Post.objects.bulk_create(Post(brand=brand, author=by, **_columns(brand, one)) for one in wanted)
    made = list(zip(posts, wanted, strict=True))
    Publication.objects.bulk_create(
        _publication(post, known[account], own) for post, one in made for account, own in one.own.items()
    )
    revisions.begin([(post, one.own) for post, one in made], by=by)
    events.record_all("post.written", [(post, {}) for post in posts], brand=brand)
    return posts


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did."""

    post: Post
    """As it stands now."""
    changed: bool
    taken_back: str = ""
    """It was scheduled and is a draft again: why, in the reader's language."""


@transaction.atomic
def save(post: Post, wanted: Wanted, *, seen: int, by: User, may_schedule: bool = False, apart: bool = False) -> Saved:
    """Write `wanted` over `post`, of which `seen` is the version that was read.

    With `apart` the history shows it by itself. A post that is scheduled stays so if `may_schedule` and if all its
    networks would take it. If not, what was written is kept all the same and the post is a draft again: refusing the
    text would lose it, keeping the old one scheduled would publish what somebody has just replaced, and holding it
    until its time would say so when it is too late. Raises core.versions.StaleWrite if somebody was faster, Refusal
    (going out this moment, unconfirmed, out already), UnknownAccount.
    """
    held, there = _held(post)
    columns = _columns(held.brand, wanted)
    changes = {name: value for name, value in columns.items() if getattr(held, name) != value}
    differs = _differing(there, wanted.own)
    if not changes and not differs:
        return Saved(held, changed=False)
    if held.version != seen:
        raise StaleWrite(held, columns)
    _refuse_what_is_out(there, differs, every="content" in changes)
    save_if_current(held, seen=seen, changes={**changes, "edited_at": clock.now(), "zone_data": wall_time.version()})
    _choose(held, there, wanted.own)
    revisions.keep(held, wanted.own, by=by, apart=apart)
    return _as_scheduled(held, columns, by=by, may_schedule=may_schedule)


def restore_revision(post: Post, revision: Revision, *, by: User, may_schedule: bool = False) -> Saved:
    """Say again what `revision` said, on the accounts that are chosen now. Raises as `save` does."""
    own = {account: revision.own.get(account, {}) for account in revisions.own_of(post)}
    wanted = Wanted(Content.of(revision.content), own, post.objective, post.campaign, when_of(post))
    return save(post, wanted, seen=post.version, by=by, may_schedule=may_schedule, apart=True)


@transaction.atomic
def copy(post: Post, *, by: User) -> Post:
    """A new draft that says the same on the same accounts, those that are still there, without a time."""
    chosen = revisions.own_of(post)
    still = set(Account.objects.filter(public_id__in=list(chosen)).values_list("public_id", flat=True))
    own = {account: said for account, said in chosen.items() if account in still}
    return create(post.brand, Wanted(Content.of(post.content), own, post.objective, post.campaign), by=by)


def _held(post: Post) -> tuple[Post, dict[str, Publication]]:
    """`post` and its publications by their account's public id, locked. Raises Refusal."""
    held, publications = locking.hold(post)
    for publication in publications:
        locking.check_free(publication)
    accounts = dict(
        Account.with_deleted.filter(pk__in=[p.account_id for p in publications]).values_list("pk", "public_id")
    )
    return held, {accounts[one.account_id]: one for one in publications}


def _as_scheduled(post: Post, columns: Mapping[str, Any], *, by: User, may_schedule: bool) -> Saved:
    """Let a scheduled post go out as it is written now, or take it back."""
    if post.stage != Post.Stage.SCHEDULED:
        return Saved(post, changed=True)
    if not may_schedule:
        return _taken_back(post, str(NOT_YOURS), by=by)
    if columns["due_at"] is not None and columns["due_at"] <= clock.now():
        return Saved(post, changed=True)  # its time is over: what is left of it a person publishes now, or moves
    try:
        readiness.refuse_blocked(post)
        return Saved(scheduling.schedule(post, by=by), changed=True)
    except Refusal as why:
        return _taken_back(post, str(why), by=by)


def _taken_back(post: Post, why: str, *, by: User) -> Saved:
    return Saved(scheduling.unschedule(post, by=by), changed=True, taken_back=why)


def when_of(post: Post) -> When | None:
    """The time that `post` has."""
    return When(post.wall_date, post.wall_time, post.fold) if post.wall_date and post.wall_time else None


def _columns(brand: Brand, wanted: Wanted) -> dict[str, Any]:
    when, zone = wanted.when, brand.time_zone
    due: datetime | None = wall_time.instant(when.day, when.at, zone, when.fold).at if when else None
    return {
        "content": wanted.content.json(),
        "objective": wanted.objective,
        "campaign": wanted.campaign,
        "wall_date": when.day if when else None,
        "wall_time": when.at if when else None,
        "fold": when.fold if when else 0,
        "zone": zone if when else "",
        "due_at": due,
    }


def _differing(there: Mapping[str, Publication], own: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Accounts that come, go, or say something else."""
    return {a for a in there.keys() | own.keys() if a not in there or a not in own or there[a].own != own[a]}


def _refuse_what_is_out(there: Mapping[str, Publication], differs: set[str], *, every: bool) -> None:
    """Raises Refusal where a change would reach what is out; `every`: the common content, which all share."""
    out = [row for account, row in there.items() if (every or account in differs) and _is_out(row)]
    if out:
        names = Account.with_deleted.filter(pk__in=[row.account_id for row in out])
        raise Refusal(ALREADY_OUT, accounts=", ".join(map(str, names)))


def _is_out(row: Publication) -> bool:
    """It is public, or was handed to a person, or parts of it are public (a thread that broke off)."""
    return row.state in _OUT or row.parts.exclude(sent_at=None).exists()


def _choose(post: Post, there: Mapping[str, Publication], own: Mapping[str, Mapping[str, Any]]) -> None:
    """Make the publications of `post` be those of `own`."""
    Publication.objects.filter(pk__in=[row.pk for account, row in there.items() if account not in own]).delete()
    for account, row in there.items():
        if account in own and row.own != own[account]:
            Publication.objects.filter(pk=row.pk).update(own=own[account])
    Publication.objects.filter(post=post, state=State.DRAFT).update(due_at=post.due_at)
    new = [account for account in own if account not in there]
    known = _known(new)
    Publication.objects.bulk_create(_publication(post, known[account], own[account]) for account in new)


def _known(public_ids: Collection[str]) -> dict[str, Account]:
    """Accounts of the brand by public id. Raises UnknownAccount where one is not there."""
    found = {row.public_id: row for row in Account.objects.filter(public_id__in=list(public_ids))} if public_ids else {}
    if missing := [account for account in public_ids if account not in found]:
        raise UnknownAccount(missing[0])
    return found


def _publication(post: Post, account: Account, own: Mapping[str, Any]) -> Publication:
    """The variant of `post` on `account`, a draft, not stored yet."""
    fields = {"brand_id": post.brand_id, "post": post, "account": account, "own": own}
    return Publication(state=State.DRAFT, due_at=post.due_at, **fields)
