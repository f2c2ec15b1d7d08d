"""Erasing a person: card, names, texts, and every trace of them in the brand's log and queues.

What stays are counts, and a keyed hash by which they are not stored again (monitoring.forgetting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from brands import events, scrubbing
from brands.models import Brand, Delivery, Event, Notice, StoredAnswer
from influencers import personal_data
from influencers.models import Handle, Person
from influencers.signals import person_erased
from monitoring import exports, forgetting
from monitoring.models import Author, Export, FaultyRow, Mention, SavedView

COUNT_UP_TO = 1_000
_SHORTEST = 4
"""Letters of a name that is looked for in free text: shorter ones stand in half of all words."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that goes on naming them, and where to look at it."""

    what: str
    url: str


Keeper = Callable[[Brand, Sequence[str]], Iterable[Kept]]
"""Of an app above: what of the brand goes on naming people of these names. In the brand's scope."""
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Have plans say what `keeper` finds. Once, when the app starts."""
    _keepers.append(keeper)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will go, and what will stay though it names them."""

    people: list[Person]
    authors: list[Author]
    handles: list[Handle]
    mentions: int
    events: int
    queued: int
    """Deliveries, notices, kept answers, rows of imports and saved filters that name them; and files of exports."""
    others: int
    """Mentions by others that name them: other people's words, which stay. Up to COUNT_UP_TO."""
    names: tuple[str, ...] = field(default=())
    kept: tuple[Kept, ...] = ()
    """What other parts of the brand keep as it is: approved reports, and what the team wrote in others."""

    @property
    def public_ids(self) -> list[str]:
        return [one.public_id for one in self.people] + [one.public_id for one in self.authors]


def plan(brand: Brand, *, person: Person | None = None, authors: Sequence[Author] = ()) -> Plan:
    """What erasing `person`, or `authors` without a card, will do. Call in the brand's scope."""
    people = personal_data.whole(person) if person else []
    known = {one.pk: one for one in [*personal_data.authors_of(people), *authors]}
    theirs = sorted(known.values(), key=lambda author: author.pk)
    handles = list(Handle.objects.filter(person__in=people).order_by("pk"))
    names = _names(people, theirs, handles)
    made = Plan(people, theirs, handles, 0, 0, 0, 0, names)
    said = Mention.objects.filter(author__in=theirs)
    queued = sum(rows.count() for rows in _queued(made)) + Export.objects.count()
    others = Mention.objects.exclude(author__in=theirs).filter(naming(names, "title", "text"))
    return Plan(
        people,
        theirs,
        handles,
        mentions=said.count(),
        events=_events(brand, made).count(),
        queued=queued,
        others=others.order_by()[:COUNT_UP_TO].count() if names else 0,
        names=names,
        kept=tuple(one for keeper in _keepers for one in keeper(brand, names)),
    )


def erase(brand: Brand, made: Plan, *, by: User | None = None) -> int:
    """Do what a plan says; returns how many mentions lost their text. Call in the brand's scope, in no transaction.

    Begun again after a failure it goes on: what names them goes last.
    """
    erased = 0
    for author in made.authors:
        erased += forgetting.forget(brand, author).mentions
    for export in Export.objects.all():
        exports.remove(export)
    person_erased.send(Person, brand=brand, names=made.names)
    with transaction.atomic():
        for handle in made.handles:
            forgetting.block(handle.network, handle.external_id, handle.handle)
        for rows in _queued(made):
            rows.delete()
        scrubbing.scrub(brand, _events(brand, made))
        Person.objects.filter(pk__in=[one.pk for one in made.people]).delete()
        events.record("person.erased", brand, brand=brand, after={"mentions": erased}, by=events.whoever(by))
    return erased


def _names(people: Iterable[Person], authors: Iterable[Author], handles: Iterable[Handle]) -> tuple[str, ...]:
    """What they are called, long enough to be looked for in free text."""
    said = [one.name for one in people] + [one.handle for one in handles] + [one.external_id for one in handles]
    for author in authors:
        said += [author.name, author.handle, author.external_id]
    found = {one.strip().removeprefix("@") for one in said}
    return tuple(sorted(one for one in found if len(one) >= _SHORTEST and not one.startswith(forgetting.ERASED)))


def naming(names: Sequence[str], *columns: str) -> Q:
    """Rows of which one of `columns`, all of text, holds one of `names`; none where there is no name."""
    wanted = [Q(**{f"{column}__icontains": name}) for name in names for column in columns]
    return reduce(or_, wanted, Q(pk__in=()))


def _events(brand: Brand, made: Plan) -> QuerySet[Event]:
    """Of the brand's log: what is about them, and what names them."""
    told = Event.objects.filter(brand=brand).alias(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    return told.filter(
        Q(object_id__in=made.public_ids) | naming(made.names, "object_name", "before_text", "after_text")
    ).exclude(object_name="", before={}, after={})


def _queued(made: Plan) -> list[QuerySet[Any]]:
    names = made.names
    as_text = {"said_text": Cast("words", TextField())}
    return [
        Notice.objects.alias(**as_text).filter(Q(key__in=made.public_ids) | naming(names, "said_text")),
        Delivery.objects.filter(naming(names, "body", "answer")),
        StoredAnswer.objects.alias(said_text=Cast("body", TextField())).filter(naming(names, "said_text")),
        FaultyRow.objects.alias(said_text=Cast("cells", TextField())).filter(naming(names, "said_text")),
        SavedView.objects.filter(naming(names, "said", "name")),
    ]
