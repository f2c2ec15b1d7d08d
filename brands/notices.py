"""What people are told without asking: written once for each who should know, read at the bell, and mailed as each
person wishes (brands.notice_mails).

Apps above register their kinds when they start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from brands import notice_wishes
from brands.models import Brand, BrandRole, Notice, Way
from brands.notice_wishes import Usual, Wishes
from brands.roles import Need, Role, allows
from core import clock

KEEP = timedelta(days=90)
COUNT_UP_TO = 99


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice: who needs it, how it reads, where it leads."""

    name: str
    need: Need
    """Who may do this in the brand is told."""
    sentence: Any
    """Lazy, with named placeholders for the notice's words."""
    icon: str
    url: Callable[[Notice], str]
    tone: str = ""
    """A tone of components/_state.html: "failed" and "unknown" stand out."""
    spoken: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Makes stored words fit to be read: moments and numbers in the reader's language."""
    label: Any = ""
    """Lazy, a few words for all notices of this kind: a person chooses by it how they are told."""
    urgent: bool = False
    """Mailed at once, and in quiet hours to who allows that; else it waits for the digest."""
    mail: str = ""
    """A Way, where that is not what suits."""

    @property
    def usual(self) -> Usual:
        return Usual(self.name, self.mail or (Way.NOW if self.urgent else Way.DIGEST), self.urgent)

    @property
    def title(self) -> str:
        """The label; for a kind without one its sentence, with gaps."""
        return str(self.label) or str(self.sentence) % defaultdict(lambda: "…")


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called from AppConfig.ready()."""
    _kinds.update({kind.name: kind for kind in kinds})


def kind_of(notice: Notice) -> Kind | None:
    """How to read `notice`; None for a kind that this version does not know any more."""
    return _kinds.get(notice.kind)


def named(name: str) -> Kind | None:
    """The kind of that name; None for one that this version does not know."""
    return _kinds.get(name)


def names() -> list[str]:
    """Of every kind there is."""
    return list(_kinds)


def kinds_for(user: User) -> list[Kind]:
    """The kinds that `user` may be told of in any of their brands, urgent ones first."""
    roles = set(BrandRole.objects.filter(member__user=user, brand__deleted_at=None).values_list("role", flat=True))
    concerned = [kind for kind in _kinds.values() if any(allows(role, kind.need) for role in roles)]
    return sorted(concerned, key=lambda kind: not kind.urgent)


def sentence(notice: Notice) -> str:
    """`notice` in the reader's language."""
    kind = _kinds[notice.kind]
    return str(kind.sentence) % {name: _isolated(word) for name, word in kind.spoken(notice.words).items()}


def _isolated(word: Any) -> Any:
    """An Arabic name does not turn the sentence around it (Unicode's first strong isolate)."""
    return f"\u2068{word}\u2069" if isinstance(word, str) else word


def tell(brand: Brand, kind: str, key: str, *, to: User | None = None, **words: Any) -> int:
    """Tell everybody in `brand` whom `kind` concerns, once while it stands; returns how many are newly told.

    With `to`, only them, while they may still do what the kind needs. `words` are JSON: names, numbers, moments as ISO
    text. Call in the brand's scope.
    """
    need, usual, now = _kinds[kind].need, _kinds[kind].usual, clock.now()
    roles = [role for role in Role.values if allows(role, need)]
    people = BrandRole.objects.filter(brand=brand, role__in=roles).values_list("member__user", flat=True)
    people = people.filter(member__user=to) if to else people
    told = set(Notice.objects.filter(kind=kind, key=key, settled_at=None).values_list("user", flat=True))
    wishes = notice_wishes.of([user for user in people if user not in told])
    fresh = [
        Notice(
            brand=brand, user_id=user, kind=kind, key=key, words=words, at=now,
            bell=wish.bell(usual), mail_at=wish.mail_at(usual, now),
        )
        for user, wish in wishes.items()
    ]  # fmt: skip
    # Two workers may tell at once: the constraint lets one row through.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def settle(kind: str, keys: Iterable[str]) -> int:
    """What these notices told of is over: they stay readable and nag no more. Call in the brand's scope."""
    now = clock.now()
    standing = Notice.objects.filter(kind=kind, key__in=list(keys), settled_at=None)
    standing.filter(read_at=None).update(read_at=now)
    return standing.update(settled_at=now, mail_at=None)


def standing(kind: str) -> set[str]:
    """Keys of the notices of `kind` that stand in the brand in scope."""
    return set(Notice.objects.filter(kind=kind, settled_at=None).values_list("key", flat=True))


def of(user: User) -> QuerySet[Notice]:
    """What the bell tells `user`, of all brands where they still have a role, newest first, with their brands."""
    held = BrandRole.objects.filter(brand=OuterRef("brand"), member__user=user, brand__deleted_at=None)
    notices = Notice.all_brands.filter(Exists(held), user=user, bell=True, kind__in=list(_kinds))
    return notices.select_related("brand").order_by("-at", "-pk")


def unread(user: User) -> int:
    """How many `user` has not read, counted up to COUNT_UP_TO + 1."""
    return of(user).filter(read_at=None).order_by()[: COUNT_UP_TO + 1].count()


def read(notices: QuerySet[Notice]) -> int:
    """Mark as read; returns how many were not. Nobody is mailed what they have read."""
    return notices.order_by().filter(read_at=None).update(read_at=clock.now(), mail_at=None)


@transaction.atomic
def wish(wishes: Wishes) -> None:
    """Keep what a person wishes, also for what they have not been mailed yet."""
    wishes.row.save()
    now = clock.now()
    own = Notice.all_brands.filter(user=wishes.row.user_id)
    for kind in _kinds.values():
        told = own.filter(kind=kind.name)
        told.exclude(bell=wishes.bell(kind.usual)).update(bell=wishes.bell(kind.usual))
        told.exclude(mail_at=None).update(mail_at=wishes.mail_at(kind.usual, now))


def sweep() -> int:
    """Delete notices older than KEEP; returns how many."""
    return int(Notice.all_brands.filter(at__lt=clock.now() - KEEP).delete()[0])
