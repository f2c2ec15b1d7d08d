"""The walk: every URL of a resolver × method × actor, held against a row that somebody wrote by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from brands.models import ApiToken
from tests.access.world import ANONYMOUS, EVERYBODY, STRANGER, TOKENS, TOKENS_OF, World, fingerprint

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Row:
    """What one URL should answer, and why. Written from what the page is for, never from its view.

    `may` gives for each method who gets through; a method that is not named is refused to everybody (405 to those who
    may read, their usual refusal to the rest). `fields` names the form or body fields that take ids, with their kind.
    """

    name: str
    may: dict[str, tuple[str, ...]]
    why: str
    fields: dict[str, str] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    """Query parameters that take ids, with their kind."""
    hidden_from: tuple[str, ...] = (STRANGER, "operator")
    """Who gets 404: for them it does not exist."""
    self_guarded: bool = False
    """Pages of sign-in: they answer everybody, and decide by what is sent, not by who asks."""
    data: dict[str, str] = field(default_factory=dict)


def urls(urlconf: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """(name with namespace, or its route where it has none; arguments) of every pattern of the resolver."""
    yield from _patterns(get_resolver(urlconf), "", "", [])


def _patterns(
    resolver: URLResolver, namespace: str, route: str, arguments: list[str]
) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        here, needed = route + str(entry.pattern), [*arguments, *_arguments(entry)]
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner, here, needed)
        elif isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else here), needed


def _arguments(entry: URLPattern | URLResolver) -> list[str]:
    return list(entry.pattern.converters) or list(entry.pattern.regex.groupindex)


def undescribed(rows: list[Row], urlconf: str | None = None) -> list[str]:
    """URLs that no row describes, and rows that no URL has."""
    known, there = {row.name for row in rows}, {name for name, _needed in urls(urlconf)}
    return [f"no row for {n}" for n in sorted(there - known)] + [f"no URL for {n}" for n in sorted(known - there)]


def address(row: Row, ids: dict[str, str], urlconf: str | None = None) -> str:
    return reverse(row.name, urlconf, kwargs={name: ids[name] for name in arguments_of(row, urlconf)})


def arguments_of(row: Row, urlconf: str | None = None) -> list[str]:
    return next(needed for name, needed in urls(urlconf) if name == row.name)


def failures(row: Row, world: World, urlconf: str | None = None) -> list[str]:
    """What one URL answers otherwise than its row says, in words; an empty list is what one hopes for."""
    return [
        *_denials(row, world, urlconf),
        *_foreign_ids(row, world, urlconf),
        *_foreign_fields(row, world, urlconf),
        *_foreign_filters(row, world, urlconf),
        *_welcomes(row, world, urlconf),
    ]


def _call(world: World, actor: str, method: str, url: str, data: dict[str, str] | None = None) -> int:
    client = (world.programs if actor in TOKENS else world.clients)[actor]
    client.raise_request_exception = True
    if method in SAFE:
        response = client.generic(method, url)
    elif url.startswith("/api/"):
        response = client.generic(method, url, _json(data or {}), content_type="application/json")
    else:
        response = client.post(url, data or {}) if method == "POST" else client.generic(method, url)
    status = response.status_code
    if status == 302 and "/accounts/login/" in response["Location"]:
        status = 401
    if response.streaming:
        b"".join(response.streaming_content)
    return status


def _json(data: dict[str, str]) -> str:
    import json

    return json.dumps(data)


def _denials(row: Row, world: World, urlconf: str | None) -> list[str]:
    if row.self_guarded:
        return []
    url, wrong, before = address(row, world.ids, urlconf), [], fingerprint()
    for method in METHODS:
        for actor in (*EVERYBODY, *TOKENS):
            expected = _refusal(row, method, actor)
            if expected is None:
                continue
            status = _call(world, actor, method, url, {**row.data, **{f: world.ids[k] for f, k in row.fields.items()}})
            if status != expected:
                wrong.append(f"{row.name}: {method} by {actor} answered {status}, should be {expected} ({row.why})")
    if fingerprint() != before:
        wrong.append(f"{row.name}: a denied call changed something")
    return wrong


def _refusal(row: Row, method: str, actor: str) -> int | None:
    """The status that `actor` must be refused with, or None where they get through."""
    if actor in TOKENS:
        return _refusal_of_token(row, method, TOKENS[actor])
    if method == "OPTIONS" and any(actor in who for who in row.may.values()):
        return None  # says which methods there are to everybody who has one
    named = "GET" if method in ("HEAD", "OPTIONS") and "GET" in row.may else method
    if actor in row.may.get(named, ()):
        return None
    if actor == ANONYMOUS and not any(ANONYMOUS in who for who in row.may.values()):
        return 401
    if actor in row.hidden_from:
        return 404
    readers = row.may.get("GET") or next(iter(row.may.values()))
    if named not in row.may and actor in readers:
        return 405
    return 403


def _refusal_of_token(row: Row, method: str, scope: str) -> int | None:
    """Pages do not know tokens; on the API they may what their person may, and one that reads writes nothing."""
    if not row.name.startswith("api:") or ANONYMOUS in row.may.get("GET", ()):
        return _refusal(row, method, ANONYMOUS)
    refused = _refusal(row, method, TOKENS_OF)
    if scope == ApiToken.Scope.READ and method not in SAFE and refused in (None, 405):
        return 403
    return refused


def _welcomes(row: Row, world: World, urlconf: str | None) -> list[str]:
    """Who may, gets through: anything but a refusal. Reads only; what writes do is tested where they live."""
    url, wrong = address(row, world.ids, urlconf), []
    readers = row.may.get("GET", ())
    programs = tuple(TOKENS) if TOKENS_OF in readers and row.name.startswith("api:") else ()
    for actor in (*readers, *programs):
        status = _call(world, actor, "GET", url)
        if status >= 400:
            wrong.append(f"{row.name}: GET by {actor} answered {status}, should get through ({row.why})")
    return wrong


def _foreign_ids(row: Row, world: World, urlconf: str | None) -> list[str]:
    """Every id in the address but the first, taken from Charlie: 404 to the one who may most, and nothing changed."""
    inner = [name for name in arguments_of(row, urlconf) if name not in ("brand", "workspace", "token", "entered")]
    wrong, before = [], fingerprint()
    for name in inner if {"brand", "workspace"} & set(arguments_of(row, urlconf)) else []:
        url = address(row, {**world.ids, name: world.foreign[name]}, urlconf)
        for method, who in row.may.items():
            data = {**row.data, **{f: world.ids[k] for f, k in row.fields.items()}}
            status = _call(world, who[0], method, url, data)
            if status != 404:
                wrong.append(f"{row.name}: {method} with another brand's {name} answered {status}, should be 404")
    if fingerprint() != before:
        wrong.append(f"{row.name}: another brand's id in the address changed something")
    return wrong


def _foreign_fields(row: Row, world: World, urlconf: str | None) -> list[str]:
    """Every field that takes an id, filled with Charlie's: 404 to the one who may most, and nothing changed."""
    url, wrong, before = address(row, world.ids, urlconf), [], fingerprint()
    for name, kind in row.fields.items():
        for method, who in row.may.items():
            if method == "GET":
                continue
            data = {**row.data, **{f: world.ids[k] for f, k in row.fields.items()}, name: world.foreign[kind]}
            status = _call(world, who[0], method, url, data)
            if status != 404:
                wrong.append(f"{row.name}: {method} with another brand's {kind} in «{name}» answered {status}, not 404")
    if fingerprint() != before:
        wrong.append(f"{row.name}: another brand's id in a field changed something")
    return wrong


def _foreign_filters(row: Row, world: World, urlconf: str | None) -> list[str]:
    """Every filter that takes an id, filled with Charlie's: 404, for an empty list would say that it exists."""
    url, reader, wrong = address(row, world.ids, urlconf), row.may.get("GET", ("",))[0], []
    for name, kind in row.filters.items():
        for ids, expected in ((world.ids, 200), (world.foreign, 404)):
            status = _call(world, reader, "GET", f"{url}?{name}={ids[kind]}")
            if status != expected:
                wrong.append(f"{row.name}: {name}={kind} answered {status}, should be {expected}")
    return wrong
