"""Which authors are which people: handles tie a network's id to a card."""

from __future__ import annotations

from django.db.models import Q

from influencers.models import Handle, Person
from monitoring import forgetting
from monitoring.models import Author


class Taken(Exception):
    """The handle stands on another card, `person`."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.public_id)
        self.person = person


class Blocked(Exception):
    """They were erased, and are not stored again."""


def person_of(author: Author) -> Person | None:
    """The card on which `author` stands."""
    rows = Handle.objects.filter(network=author.network, external_id=author.external_id).select_related("person")
    handle: Handle | None = rows.first()
    return handle.person if handle else None


def tie_author(person: Person, author: Author) -> Handle:
    """Put what a network calls `author` onto a card. Raises Taken."""
    if (there := person_of(author)) and there.pk != person.pk:
        raise Taken(there)
    said = {"handle": author.handle or str(author), "url": author.url}
    made: Handle = Handle.objects.get_or_create(
        network=author.network,
        external_id=author.external_id,
        defaults={"brand_id": person.brand_id, "person": person, **said},
    )[0]
    return made


def tie(person: Person, network: str, typed: str) -> Handle:
    """Put what somebody typed onto a card, tied to the author of that handle where the brand has heard them.

    Raises Taken, Blocked.
    """
    plain = typed.strip()
    if forgetting.is_forgotten(network, plain):
        raise Blocked
    if author := _author(network, plain):
        return tie_author(person, author)
    same = Handle.objects.filter(network=network, external_id="", handle__iexact=plain).select_related("person")
    there: Handle | None = same.first()
    if there is None:
        there = Handle.objects.create(brand_id=person.brand_id, person=person, network=network, handle=plain)
    elif there.person_id != person.pk:
        raise Taken(there.person)
    return there


def find_authors() -> int:
    """Tie handles that were typed in before their author was heard; returns how many. Call in a brand's scope."""
    tied = 0
    for handle in Handle.objects.filter(external_id="").order_by("pk"):
        author = _author(handle.network, handle.handle)
        if author and person_of(author) is None:
            said = {"external_id": author.external_id, "url": author.url}
            tied += Handle.objects.filter(pk=handle.pk, external_id="").update(**said)
    return tied


def _author(network: str, typed: str) -> Author | None:
    bare = typed.removeprefix("@")
    spelt = Q(handle__iexact=bare) | Q(handle__iexact=f"@{bare}") | Q(external_id=typed)
    found: Author | None = Author.objects.filter(spelt, network=network).order_by("pk").first()
    return found
