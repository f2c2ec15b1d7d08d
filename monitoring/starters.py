"""Queries to begin with: of the brand's own name, of a competitor, of a market; and what most topics exclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.models import Brand
from core.text import fold
from monitoring.matching import QueryError, parse
from monitoring.models import Topic


@dataclass(frozen=True, slots=True)
class Starter:
    """A topic as a form takes it, and what it is for."""

    kind: str
    label: Any
    why: Any
    name: str
    query: str


def starters(brand: Brand) -> list[Starter]:
    """One each for the brand, a competitor and its market."""
    own = own_query(brand)
    not_own = f' -"{_plain(brand.name)}"' if own else ""
    rival, product, service = _("rival"), _("product"), _("kind of service")
    return [
        Starter(
            Topic.Kind.BRAND,
            Topic.Kind.BRAND.label,
            _("Everything that names you: the name as people write it, its hashtag, your accounts."),
            brand.name[:80],
            own,
        ),
        Starter(
            Topic.Kind.COMPETITOR,
            Topic.Kind.COMPETITOR.label,
            _("The same for somebody else, to compare with. Write their name in place of the word."),
            "",
            f"{rival} OR #{rival} OR @{rival}",
        ),
        Starter(
            Topic.Kind.MARKET,
            Topic.Kind.MARKET.label,
            _("What people say of your trade without naming you. Write your products in place of the words."),
            "",
            f'({product}* OR "{service}"){not_own}',
        ),
    ]


def own_query(brand: Brand) -> str:
    """The brand's name as a phrase, as a tag, and its handles; "" for a name that no query can hold."""
    name = _plain(brand.name)
    joined = "".join(character for character in fold(name) if character.isalnum())
    handles = (f"@{given}" for row in brand.handles if (given := str(row.get("handle", "")).strip().lstrip("@")))
    parts = dict.fromkeys([f'"{name}"' if " " in name else name, f"#{joined}", *handles])
    query = " OR ".join(part for part in parts if part not in {"", "#"})
    try:
        parse(query)
    except QueryError:
        return ""
    return query


def _plain(name: str) -> str:
    return " ".join("".join(" " if character in '"“”„«»()*:' else character for character in name).split())


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Noise that has nothing to do with what is listened for, as a part of a query: `-(empleo OR …)`."""

    label: Any
    query: str


_JOBS = {
    "es": ("empleo", "vacante*", '"oferta* de trabajo"', "contratamos", '"buscamos personal"'),
    "en": ("hiring", "vacanc*", '"job offer*"', '"job opening*"'),
    "pt": ("emprego", '"vaga* de emprego"', '"vagas abertas"', '"oferta* de emprego"'),
}
_RAFFLES = {
    "es": ("sorteo*", "sorteamos", '"participa y gana"'),
    "en": ("giveaway*", "raffle*", "sweepstake*"),
    "pt": ("sorteio*", "sorteamos", "passatempo*"),
}
_EXCLUSIONS = ((gettext_lazy("Without job ads"), _JOBS), (gettext_lazy("Without raffles"), _RAFFLES))


def exclusions(languages: Sequence[str]) -> list[Exclusion]:
    """Job ads and raffles in those of `languages` that have words here; in Spanish where none has."""
    found = []
    for label, words in _EXCLUSIONS:
        spoken = [words[code] for code in languages if code in words] or [words["es"]]
        found.append(Exclusion(label, f"-({' OR '.join(dict.fromkeys(word for some in spoken for word in some))})"))
    return found
