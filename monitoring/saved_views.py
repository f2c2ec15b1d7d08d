"""Filters that people keep under a name, for themselves or for the team. Call inside the brand's scope."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.models import User
from brands import events
from brands.models import Brand
from core import clock
from monitoring import filters, queries
from monitoring.filters import BadFilter, Filters
from monitoring.models import SavedView

UNDO = timedelta(days=30)
_LONGEST = 2000


class NameTaken(ValueError):
    """The person has a view of that name already."""


class TooMuch(ValueError):
    """No name, no filters, or more of them than are kept."""


def readable(user: User) -> QuerySet[SavedView]:
    """Views that `user` chooses from, by name: their own, and those of the team."""
    found: QuerySet[SavedView] = SavedView.objects.filter(Q(owner=user) | Q(shared=True))
    return found.order_by("sort_key", "pk")


def may_change(view: SavedView, user: User, *, triages: bool) -> bool:
    """One's own are one's own; the team's are for who may change what the team sees."""
    return triages if view.shared else view.owner_id == user.pk


def save(brand: Brand, user: User, *, name: str, asked: Filters, shared: bool = False) -> SavedView:
    """Keep `asked` under `name`. Raises NameTaken, TooMuch."""
    said, name = asked.query_string(), _named(name)
    if not said or len(said) > _LONGEST:
        raise TooMuch
    view = SavedView(brand=brand, owner=user, name=name, said=said, shared=shared)
    with transaction.atomic():
        _unless_taken(view)
        _tell(view, "saved_view.added")
    return view


def rename(view: SavedView, name: str) -> None:
    """Raises NameTaken, TooMuch."""
    view.name = _named(name)
    with transaction.atomic():
        _unless_taken(view)
        _tell(view, "saved_view.renamed")


def remove(view: SavedView) -> None:
    """Hide it for 30 days."""
    with transaction.atomic():
        if SavedView.objects.filter(pk=view.pk).update(deleted_at=clock.now()):
            _tell(view, "saved_view.removed")


def restore(view: SavedView) -> None:
    """Undo `remove`. Raises NameTaken if the name was given away meanwhile."""
    view.deleted_at = None
    with transaction.atomic():
        _unless_taken(view)
        _tell(view, "saved_view.restored")


def purge(at: datetime | None = None) -> int:
    """Delete for good what was removed 30 days ago; returns how many."""
    deleted: int = SavedView.with_deleted.filter(deleted_at__lt=(at or clock.now()) - UNDO).delete()[0]
    return deleted


def opened(view: SavedView, brand: Brand, user: User) -> tuple[Filters, list[str]]:
    """The filters of `view`, but for what is not there any more: names of the parts that were left out."""
    asked, lost = filters.parse(QueryDict(view.said)), []
    while (name := _not_there(asked, brand, user)) is not None:
        lost.append(name)
        asked = asked.without(name)
    return asked, lost


def _not_there(asked: Filters, brand: Brand, user: User) -> str | None:
    try:
        queries.matching(asked, brand=brand, user=user)
    except BadFilter as error:
        return error.name
    return None


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())[:60]
    if not name:
        raise TooMuch
    return name


def _unless_taken(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(view.name) from error


def _tell(view: SavedView, verb: str) -> None:
    """The team's views are in the brand's history; one's own are nobody else's matter."""
    if view.shared:
        events.record(verb, view, brand=view.brand)
