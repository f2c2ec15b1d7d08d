"""Mentions by people, stored and counted as the product does it."""

from __future__ import annotations

from datetime import timedelta

from brands.scope import brand_scope
from core import clock
from monitoring import ingest, tops
from monitoring.models import Author, Source
from networks import types
from tests.monitoring import factories

EVE = types.Author(
    "1", name="Eve Ramos", handle="@eve@social.example", url="https://social.example/@eve", followers=999
)
ANA = types.Author("2", name="آنا 🌿 Prieto", handle="@ana@social.example", followers=1_000_000)
MAX = types.Author("3", name="Max", handle="@max@social.example")


def say(source: Source, author: types.Author | None, *texts: str, days: int = 0, **fields) -> None:
    """Have `author` say `texts`, an hour and so many days ago."""
    at = clock.now() - timedelta(days=days, hours=1)
    items = [
        factories.item(f"{author and author.external_id} {text}"[:90], text, author=author, posted_at=at, **fields)
        for text in texts
    ]
    ingest.store(source, factories.page(*items), seen_at=clock.now())


def count(hours: int = 2) -> None:
    """Build what is due by then: who spoke on each day."""
    with clock.shifted(timedelta(hours=hours)):
        while tops.build_due():
            pass


def author(source: Source, who: types.Author) -> Author:
    with brand_scope(source.brand_id):
        return Author.objects.get(network=source.network, external_id=who.external_id)
