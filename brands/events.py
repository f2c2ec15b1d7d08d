"""The event log: one call to write, and who is acting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import User
from brands.models import ApiToken, Brand, Event, Workspace
from core import clock, request_id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a thing: a person (by a token too), an operator under a grant, a client's link, a rule, or cmhub."""

    kind: str = Event.Actor.SYSTEM
    id: str = ""
    name: str = ""
    via: str = ""
    """Name of the token through which a person acts."""


SYSTEM = Actor()
_acting: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def person(user: User, *, by_grant: bool = False) -> Actor:
    """`user` as an actor; an operator inside a brand by grant is named as one."""
    return Actor(Event.Actor.OPERATOR if by_grant else Event.Actor.PERSON, user.public_id, user.display_name)


def by_token(token: ApiToken) -> Actor:
    """The person behind `token` as an actor, and through which of their tokens."""
    return Actor(Event.Actor.TOKEN, token.user.public_id, token.user.display_name, via=token.name)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Events recorded inside the block are this actor's. The middleware opens it for each request."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def whoever(user: User | None) -> Actor:
    """Who is acting, where a request or a token says so; else `user` themselves."""
    actor = _acting.get()
    return person(user) if user and actor is SYSTEM else actor


def record(
    verb: str,
    obj: models.Model,
    *,
    brand: Brand | None = None,
    workspace: Workspace | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    by: Actor | None = None,
) -> Event:
    """Append one event about `obj`, in the caller's transaction: the change and its record live or die together.

    `verb` is «kind.past_tense» («source.added»). `before` and `after` hold only what changed: names, states, numbers;
    never a secret or somebody's text.
    """
    event = _event(verb, obj, brand=brand, workspace=workspace, before=before, after=after, by=by)
    event.save(force_insert=True)
    return event


def record_all(
    verb: str, happened: Iterable[tuple[models.Model, Mapping[str, Any]]], *, brand: Brand, by: Actor | None = None
) -> None:
    """`record` for each object and what it is after, in one statement."""
    Event.objects.bulk_create([_event(verb, obj, brand=brand, after=after, by=by) for obj, after in happened])


def _event(
    verb: str,
    obj: models.Model,
    *,
    brand: Brand | None,
    workspace: Workspace | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    by: Actor | None = None,
) -> Event:
    actor = by or _acting.get()
    home = brand.workspace_id if brand else (workspace or obj).pk
    return Event(
        workspace_id=home,
        brand=brand,
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:120],
        actor_via=actor.via,
        verb=verb,
        object_kind=obj._meta.model_name or "",
        object_id=getattr(obj, "public_id", "") or "",
        object_name=str(obj)[:200] if type(obj).__str__ is not models.Model.__str__ else "",
        before=dict(before or {}),
        after=dict(after or {}),
        request_id=request_id.current(),
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two sides of what differs, ready for `record`."""
    names = [name for name in after if before.get(name) != after[name]]
    return {n: before.get(n) for n in names}, {n: after[n] for n in names}
