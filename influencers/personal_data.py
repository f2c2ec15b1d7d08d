"""Everything that a brand holds about one person, for them to read: a zip of JSON."""

from __future__ import annotations

import json
import zipfile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder

from brands.models import Brand, Event
from influencers import ranking
from influencers.models import Consent, Handle, Merge, Person
from monitoring.models import Author, Mention

_CARD = ("name", "kind", "stage", "vip", "next_step", "next_on", "notes", "origin", "created_at")
_HANDLE = ("network", "handle", "url", "external_id")
_CONSENT = ("what", "how", "given_on", "withdrawn_on")
_AUTHOR = ("network", "external_id", "name", "handle", "url", "avatar_url", "followers")
_MENTION: tuple[str, ...] = (
    "network",
    "external_id",
    "kind",
    "url",
    "title",
    "text",
    "posted_at",
    "first_seen_at",
    "edited_at",
    "gone_at",
)
_MENTION += ("reach", "language", "sentiment", "note")
_EVENT = ("at", "verb", "actor_name", "before", "after")
_README = """What this archive holds

person.json    the card: who the person is to the brand, handles, consents, cards merged into it, what was done with it.
mentions.json  what they published that the brand has heard, as it is stored, with the team's notes on it.
"""


def whole(person: Person) -> list[Person]:
    """`person`, and the cards that were merged into it, and into those."""
    found, fresh = [person], [person]
    while fresh:
        fresh = list(Person.objects.filter(merged_into__in=[one.pk for one in fresh]).order_by("pk"))
        found += fresh
    return found


def authors_of(people: list[Person]) -> list[Author]:
    """The authors that the cards tie, as the brand has heard them."""
    handles = list(Handle.objects.filter(person__in=people).order_by("pk"))
    return sorted(ranking.authors_of(handles).values(), key=lambda author: author.pk)


def write(brand: Brand, person: Person, out: IO[bytes]) -> None:
    """Write the zip. Call in the brand's scope."""
    people = whole(person)
    authors = authors_of(people)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        archive.writestr("person.json", _json(_about(brand, people, authors)))
        said = Mention.objects.filter(author__in=authors).order_by("posted_at", "pk")
        archive.writestr("mentions.json", _json([_columns(one, _MENTION) for one in said.iterator(chunk_size=500)]))


def _about(brand: Brand, people: list[Person], authors: list[Author]) -> dict[str, Any]:
    ids = [one.public_id for one in people] + [one.public_id for one in authors]
    events = Event.objects.filter(brand=brand, object_id__in=ids).order_by("at", "pk")
    return {
        "cards": [_columns(one, _CARD) for one in people],
        "handles": [_columns(one, _HANDLE) for one in Handle.objects.filter(person__in=people).order_by("pk")],
        "consents": [_columns(one, _CONSENT) for one in Consent.objects.filter(person__in=people).order_by("pk")],
        "merges": [_columns(one, ("at",)) for one in Merge.objects.filter(kept__in=people).order_by("pk")],
        "authors": [_columns(one, _AUTHOR) for one in authors],
        "history": [_columns(one, _EVENT) for one in events],
    }


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _json(told: Any) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
