"""The event log: one call to write, and who is acting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import User
from brands.models import ApiToken, Brand, Event, Workspace
from core import clock, request_id
from core.prepared import Prepared


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
) -> None:
    """Append one event about `obj`, in the caller's transaction: the change and its record live or die together.

    `verb` is «kind.past_tense» («source.added»). `before` and `after` hold only what changed: names, states, numbers;
    never a secret or somebody's text.
    """
    told = columns(verb, obj, brand=brand, workspace=workspace, before=before, after=after, by=by)
    _RECORD.one(**in_sql(told))


def record_all(
    verb: str, happened: Iterable[tuple[models.Model, Mapping[str, Any]]], *, brand: Brand, by: Actor | None = None
) -> None:
    """`record` for each object and what it is after, in one statement."""
    rows = (columns(verb, obj, brand=brand, after=after, by=by) for obj, after in happened)
    Event.objects.bulk_create([Event(**row) for row in rows])


INTO = """
INSERT INTO brands_event
    (workspace_id, brand_id, at, actor_kind, actor_id, actor_name, actor_via, verb,
     object_kind, object_id, object_name, before, after, request_id)
"""
VALUES = """
    %(workspace_id)s, %(brand_id)s, %(at)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(actor_via)s, %(verb)s,
    %(object_kind)s, %(object_id)s, %(object_name)s, %(before)s, %(after)s, %(request_id)s
"""
TYPES = {
    "workspace_id": "bigint",
    "brand_id": "bigint",
    "at": "timestamptz",
    "actor_kind": "text",
    "actor_id": "text",
    "actor_name": "text",
    "actor_via": "text",
    "verb": "text",
    "object_kind": "text",
    "object_id": "text",
    "object_name": "text",
    "before": "jsonb",
    "after": "jsonb",
    "request_id": "text",
}
# Every act writes one: the statement is planned once a connection.
_RECORD = Prepared("event_record", f"{INTO} VALUES ({VALUES})", **TYPES)


def columns(
    verb: str,
    obj: models.Model,
    *,
    brand: Brand | None = None,
    workspace: Workspace | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    by: Actor | None = None,
) -> dict[str, Any]:
    """What `record` would append, for who appends it otherwise: as a row, or `in_sql` for INTO and VALUES."""
    actor = by or _acting.get()
    return {
        "workspace_id": brand.workspace_id if brand else (workspace or obj).pk,
        "brand_id": brand.pk if brand else None,
        "at": clock.now(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name[:120],
        "actor_via": actor.via,
        "verb": verb,
        "object_kind": obj._meta.model_name or "",
        "object_id": getattr(obj, "public_id", "") or "",
        "object_name": str(obj)[:200] if type(obj).__str__ is not models.Model.__str__ else "",
        "before": dict(before or {}),
        "after": dict(after or {}),
        "request_id": request_id.current(),
    }


def in_sql(told: Mapping[str, Any]) -> dict[str, Any]:
    """`columns` as the parameters of VALUES."""
    return {**told, **{name: json.dumps(told[name]) for name in ("before", "after")}}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two sides of what differs, ready for `record`."""
    names = [name for name in after if before.get(name) != after[name]]
    return {n: before.get(n) for n in names}, {n: after[n] for n in names}
