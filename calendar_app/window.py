"""The posts of a span of days as the calendar shows them: three queries, however many posts and accounts there are.

A month shows a few posts of each day and how many more there are, so that only what is shown leaves the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Left, RowNumber, TruncDate

from accounts.models import User
from brands.models import Brand, BrandRole
from calendar_app import states
from calendar_app.asked import ME, Asked, BadAddress, View
from calendar_app.models import Post, Publication
from channels.models import Account

SHOWN = {View.MONTH: 3, View.WEEK: 12, View.LIST: 30, View.DAY: 500}
"""Posts of a day that a view shows; of the rest it says how many."""
DRAFT = Publication.State.DRAFT
_FIRST_WORDS = 120
_COLUMNS = ("pk", "public_id", "brand_id", "stage", "due_at", "version", "native", "series_id")


@dataclass(frozen=True, slots=True)
class Target:
    """A post on one account."""

    state: str
    held_for: str
    account_id: int
    network: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A post in the calendar."""

    public_id: str
    brand_id: int
    at: datetime | None
    """In the zone of the calendar; None without a time."""
    words: str
    file: str
    """Public id of its first picture or video, or ""."""
    alt: str
    version: int
    stage: str
    native: bool
    repeats: bool
    targets: tuple[Target, ...] = ()

    @property
    def state(self) -> str:
        return states.of(self.stage, (target.state for target in self.targets))

    @property
    def movable(self) -> bool:
        return not self.native and states.movable(target.state for target in self.targets)


@dataclass(frozen=True, slots=True)
class Days:
    """Posts of a span, in order of time, and how many more each day has."""

    posts: list[Shown]
    more: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Where posts and what goes out of them are read: one brand's, or those of several (calendar_app.across)."""

    posts: QuerySet[Post]
    publications: QuerySet[Publication]


def of_brand() -> Rows:
    """The rows of the brand in scope."""
    return Rows(Post.objects.all(), Publication.objects.all())


def days(rows: Rows, asked: Asked, zone: ZoneInfo) -> Days:
    """What `asked` shows of `rows` (see `narrowed`), by the days of `zone`."""
    first, end = (datetime.combine(day, time.min, zone) for day in asked.drawn)
    by_day, cap = [F("day")], SHOWN[asked.view]
    ranked = (
        rows.posts.filter(due_at__gte=first, due_at__lt=end)
        .annotate(day=TruncDate("due_at", tzinfo=zone))
        .annotate(
            place=Window(RowNumber(), partition_by=by_day, order_by=[F("due_at").asc(), F("pk").asc()]),
            of=Window(Count("pk"), partition_by=by_day),
        )
        .filter(place__lte=cap)
        .order_by("due_at", "pk")
        .values("pk", "day", "of")
    )
    found = list(ranked)  # keys only: a text that is not shown is not read
    more = {row["day"]: row["of"] - cap for row in found if row["of"] > cap}
    return Days(list(shown(rows, [row["pk"] for row in found], zone)), more)


def shown(rows: Rows, keys: Sequence[int], zone: ZoneInfo) -> Iterator[Shown]:
    """The posts with these keys, in that order; two queries."""
    said = {
        row["pk"]: row
        for row in rows.posts.filter(pk__in=keys).values(
            *_COLUMNS,
            title=Left(KT("content__title"), _FIRST_WORDS),
            text=Left(KT("content__text"), _FIRST_WORDS),
            file=KT("content__media__0__file"),
            alt=KT("content__media__0__alt"),
        )
    }
    targets = _targets(rows, keys)
    for key in keys:
        if key in said:
            yield _one(said[key], targets[key], zone)


def _targets(rows: Rows, keys: Sequence[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    columns = ("post_id", "state", "held_for", "account_id", "account__network", "account__name", "account__handle")
    for row in rows.publications.filter(post_id__in=keys).order_by("pk").values_list(*columns):
        post, state, held_for, account, network, name, handle = row
        found[post].append(Target(state, held_for, account, network, name or handle))
    return found


def _one(row: dict[str, Any], targets: Sequence[Target], zone: ZoneInfo) -> Shown:
    at = row["due_at"].astimezone(zone) if row["due_at"] else None
    return Shown(
        public_id=row["public_id"],
        brand_id=row["brand_id"],
        at=at,
        words=" ".join((row["title"] or row["text"] or "").split())[:80],
        file=row["file"] or "",
        alt=row["alt"] or "",
        version=row["version"],
        stage=row["stage"],
        native=row["native"],
        repeats=row["series_id"] is not None,
        targets=tuple(targets),
    )


def undated(most: int = 20) -> tuple[list[Shown], int]:
    """Drafts of the brand in scope that have no time yet, the last edited first, and how many there are."""
    rows = of_brand()
    drafts = rows.posts.filter(stage=Post.Stage.DRAFT, due_at=None)
    keys = list(drafts.order_by("-edited_at").values_list("pk", flat=True)[:most])
    count = len(keys) if len(keys) < most else drafts.count()
    return list(shown(rows, keys, ZoneInfo("UTC"))), count


def narrowed(rows: Rows, asked: Asked, brand: Brand, user: User) -> Rows:
    """`rows` by the filters of `asked`. Raises BadAddress for an account or a person who is not the brand's."""
    posts, there = rows.posts, rows.publications.filter(post=OuterRef("pk"))
    if asked.network:
        posts = posts.filter(Exists(there.filter(account__network__in=asked.network)))
    if asked.account:
        account = Account.objects.filter(public_id=asked.account).first()
        if account is None:
            raise BadAddress("account")
        posts = posts.filter(Exists(there.filter(account=account.pk)))
    if asked.author:
        posts = posts.filter(author=_author(asked.author, brand, user))
    if asked.state:
        posts = posts.filter(in_state(asked.state, there))
    return Rows(posts, rows.publications)


def _author(asked: str, brand: Brand, user: User) -> int:
    if asked == ME:
        return user.pk
    held = BrandRole.objects.filter(brand=brand, member__public_id=asked).select_related("member").first()
    if held is None:
        raise BadAddress("author")
    return held.member.user_id


def in_state(wanted: Sequence[str], there: QuerySet[Publication]) -> Q:
    """Posts of which a publication is in one of these states; a draft is one whatever its publications say."""
    found = Q(Exists(there.filter(state__in=set(wanted) - {DRAFT})), stage=Post.Stage.SCHEDULED)
    return found | Q(stage=Post.Stage.DRAFT) if DRAFT in wanted else found
