"""Who may be the same person: only ever a suggestion, for names are shared."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import fold
from influencers.models import Handle, Person
from monitoring import fulltext
from monitoring.models import Author

MOST = 4
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A card, or an author without one."""

    person: Person | None
    author: Author | None
    same_handle: bool
    """Beside the name, what they are called before any @server; else only the name is the same."""

    @property
    def name(self) -> str:
        return str(self.person or self.author)


def of(person: Person) -> list[Suggestion]:
    """Cards and authors of the same name, folded; those that share a handle too come first."""
    if not person.sort_key.strip():
        return []
    own = list(Handle.objects.filter(person=person))
    stems = {_stem(handle.handle) for handle in own} - {""}
    others = Person.objects.filter(sort_key=person.sort_key, merged_into=None).exclude(pk=person.pk)
    cards = [
        Suggestion(one, None, bool(stems & {_stem(handle.handle) for handle in one.handles.all()}))
        for one in others.prefetch_related("handles").order_by("pk")[:MOST]
    ]
    carded = set(Handle.objects.values_list("network", "external_id"))
    named = Author.objects.filter(fulltext.names(person.name), hidden=False).order_by("pk")[:_LOOKED_AT]
    authors = [
        Suggestion(None, one, _stem(one.handle) in stems)
        for one in named
        if fold(one.name) == person.sort_key and (one.network, one.external_id) not in carded
    ]
    return sorted([*cards, *authors], key=lambda one: not one.same_handle)[:MOST]


def _stem(handle: str) -> str:
    """@ana@mastodon.social and ana.bsky.social → ana."""
    return fold(handle.strip().removeprefix("@")).partition("@")[0].partition(".")[0]
