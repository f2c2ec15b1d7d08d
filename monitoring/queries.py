"""Lists of mentions: which ones filters let through, and what is loaded with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import DateTimeField, Exists, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from accounts.models import User
from brands.models import Brand, BrandRole, Department
from brands.scope import BrandModel
from monitoring import fulltext
from monitoring.filters import ME, NOBODY, BadFilter, Filters
from monitoring.fulltext import Term
from monitoring.models import LISTED, Author, Mention, MentionTag, MentionTopic, Reading, Source, Tag, Topic

COUNT_UP_TO = 10_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class MentionPage:
    """One page of a list, rows ready to be shown: author, source, department, assignee, tags and own reading loaded."""

    rows: list[Mention]
    next: str
    """To hand in as `after`; empty on the last page."""


def matching(filters: Filters, *, brand: Brand, user: User) -> QuerySet[Mention]:
    """Mentions of `brand` that `filters` let through for `user`. Call in its scope.

    Raises BadFilter where a topic, source, author, tag, member or department is not this brand's.
    """
    listed = but_for_words(filters, brand=brand, user=user)
    asked = words(filters)
    if asked is None:
        return listed
    return listed.filter(fulltext.Says(asked)) if asked else listed.none()


def words(filters: Filters) -> tuple[Term, ...] | None:
    """What a mention has to say; None where `filters` ask for no words, () where what they ask for is none."""
    exact: dict[fulltext.Exact, str] = {"word": filters.word, "hashtag": filters.hashtag, "link": filters.link}
    if not filters.text and not any(exact.values()):
        return None
    typed = fulltext.terms(filters.text)
    if filters.text and not typed:
        return ()
    return (*typed, *(Term(said, exact=kind) for kind, said in exact.items() if said))


def but_for_words(filters: Filters, *, brand: Brand, user: User) -> QuerySet[Mention]:
    """The same without regard to `words`."""
    listed: QuerySet[Mention] = Mention.objects.filter(
        Q(gone_at__isnull=False, hidden=False) if filters.gone else LISTED
    )
    listed = listed.filter(_plain(filters), _rows_named(filters, brand, user), dates(filters, brand))
    listed = at_times(listed, filters, brand)
    own = Reading.objects.filter(brand=OuterRef("brand"), user=user, mention=OuterRef("pk"))
    if filters.read:
        has_read = Exists(own.filter(read_at__isnull=False))
        listed = listed.filter(has_read if filters.read == "read" else ~has_read)
    if filters.starred:
        listed = listed.filter(Exists(own.filter(starred_at__isnull=False)))
    return listed


def at_times(mentions: QuerySet[Mention], filters: Filters, brand: Brand) -> QuerySet[Mention]:
    """Those posted on the weekday and in the hour of the brand's zone that `filters` ask for.

    By whole hours of UTC, as counters know them.
    """
    if filters.weekday is None and filters.hour is None:
        return mentions
    whole_hour = Func(Value("hour"), "posted_at", Value("UTC"), function="date_trunc", output_field=DateTimeField())
    mentions = mentions.alias(whole_hour=whole_hour)
    if filters.weekday is not None:
        mentions = mentions.alias(weekday=ExtractIsoWeekDay("whole_hour", tzinfo=brand.zone))
        mentions = mentions.filter(weekday=filters.weekday)
    if filters.hour is not None:
        mentions = mentions.alias(time=ExtractHour("whole_hour", tzinfo=brand.zone)).filter(time=filters.hour)
    return mentions


def page(mentions: QuerySet[Mention], *, user: User, after: str = "", size: int = PAGE) -> MentionPage:
    """Up to `size` of `mentions`, newest first, behind the mention whose public id is `after`.

    Always the same number of queries. Raises BadFilter for an `after` that is not there. Lists of a whole brand, which
    may be long, are read by monitoring.listing.
    """
    if after:
        mentions = mentions.filter(older_than(named(Mention, "after", after)))
    return page_of(list(with_all(mentions, user).order_by("-posted_at", "-id")[: size + 1]), size)


def page_of(found: list[Mention], size: int) -> MentionPage:
    """A page of `size`, from as many rows or one more."""
    return MentionPage(found[:size], found[size - 1].public_id if len(found) > size else "")


def with_all(mentions: QuerySet[Mention], user: User) -> QuerySet[Mention]:
    """`mentions` with what a list or a detail shows: three queries, however many rows.

    `mention.tags` are its MentionTags by name of the tag, `mention.own` is a list with `user`'s reading, or empty.
    """
    tags = MentionTag.objects.select_related("tag").order_by("tag__sort_key")
    return mentions.select_related("author", "source", "department", "assigned_to__user").prefetch_related(
        Prefetch("tagged", queryset=tags, to_attr="tags"),
        Prefetch("readings", queryset=Reading.objects.filter(user=user), to_attr="own"),
    )


def count(mentions: QuerySet[Mention]) -> int:
    """How many there are, up to COUNT_UP_TO + 1, which stands for «more»: no page counts millions."""
    return mentions.order_by()[: COUNT_UP_TO + 1].count()


def chosen(public_ids: Collection[str]) -> list[Mention]:
    """The mentions that a form names. Raises BadFilter if one is not there."""
    wanted = set(public_ids)
    found = list(Mention.objects.filter(public_id__in=[name.replace("\x00", "") for name in wanted]).order_by("pk"))
    if len(found) != len(wanted):
        raise BadFilter("mention")
    return found


def one(public_id: str, user: User) -> Mention:
    """The mention of that public id with everything loaded, hidden and gone ones too. Raises Mention.DoesNotExist."""
    return with_all(Mention.objects.all(), user).get(public_id=public_id)


def tags(brand: Brand) -> QuerySet[Tag]:
    """The brand's tags by name."""
    found: QuerySet[Tag] = Tag.objects.filter(brand=brand).order_by("sort_key")
    return found


def older_than(mention: Mention, at: str = "posted_at", pk: str = "pk") -> Q:
    """What stands behind `mention` in lists; `at` and `pk` are what the list is ordered by."""
    # The first half lets the index find the place, the second settles ties.
    behind = Q(**{f"{at}__lt": mention.posted_at}) | Q(**{f"{pk}__lt": mention.pk})
    return Q(**{f"{at}__lte": mention.posted_at}) & behind


def dates(filters: Filters, brand: Brand, at: str = "posted_at") -> Q:
    """From the first midnight to the last, in the brand's zone."""
    between = Q()
    if filters.since:
        between &= Q(**{f"{at}__gte": datetime.combine(filters.since, time(), brand.zone)})
    if filters.until:
        between &= Q(**{f"{at}__lt": datetime.combine(filters.until + timedelta(days=1), time(), brand.zone)})
    return between


R = TypeVar("R", bound=BrandModel)


def named(model: type[R], name: str, public_id: str) -> R:
    """The brand's row of that public id. Raises BadFilter(`name`) if there is none."""
    found: R | None = model.objects.filter(public_id=public_id.replace("\x00", "")).first()
    if found is None:
        raise BadFilter(name)
    return found


def _plain(filters: Filters) -> Q:
    parts = {name: getattr(filters, name) for name in ("network", "language", "sentiment")}
    wanted = Q(**{f"{name}__in": values for name, values in parts.items() if values})
    return wanted & Q(reach__gte=filters.reach) if filters.reach else wanted


def _rows_named(filters: Filters, brand: Brand, user: User) -> Q:
    """Conditions by rows that the address names; each is looked up in the brand first."""
    wanted: dict[str, Any] = {}
    if filters.source:
        wanted["source"] = named(Source, "source", filters.source)
    if filters.author:
        wanted["author"] = named(Author, "author", filters.author)
    if filters.vip:  # few, and by their keys, so that the planner sees that they are
        wanted["author__in"] = list(Author.objects.filter(vip=True).values_list("pk", flat=True))
    if filters.department:
        wanted["department"] = named(Department, "department", filters.department)
    if filters.assigned == NOBODY:
        wanted["assigned_to"] = None
    elif filters.assigned:
        wanted["assigned_to__in"] = _members(filters.assigned, brand, user)
    linked = Q()
    here = {"brand": OuterRef("brand"), "mention": OuterRef("pk")}
    if filters.topic:
        linked &= Q(Exists(MentionTopic.objects.filter(**here, topic=named(Topic, "topic", filters.topic))))
    if filters.tag:
        linked &= Q(Exists(MentionTag.objects.filter(**here, tag=named(Tag, "tag", filters.tag))))
    if filters.writer:
        linked &= Q(author__in=Author.objects.filter(fulltext.names(filters.writer)).values("pk"))
    return linked & Q(**wanted)


def _members(public_id: str, brand: Brand, user: User) -> list[int]:
    roles = BrandRole.objects.filter(brand=brand)
    if public_id == ME:
        return list(roles.filter(member__user=user).values_list("member", flat=True))
    members = list(roles.filter(member__public_id=public_id).values_list("member", flat=True))
    if not members:
        raise BadFilter("assigned")
    return members
