"""Ingest from the bytes of an answer to counted mentions, against the sum of its own parts called bare.

One worker, one brand with TOPICS topics. CPU time only, this process's and PostgreSQL's: what others' processes do to
the machine does not matter. The parts are the parsers, language and sentiment as they are wired, and COPY of the new
rows into a table with the same indexes. All else is what we add: cleaning, what is known, matching, authors, topics,
counters, the transaction. Whole and parts take turns, few pages each, so that drift of the machine falls on both.
"""

from __future__ import annotations

import io
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks import corpus, installation, topic_world
from benchmarks.corpus import Sheet
from benchmarks.results import Figure

ITEMS = 12_000
WARM = 1_000
TURN = 5
"""Pages."""
TOPICS = 1_000
LIMIT = 1.5
_BARE = "bare"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of this process and of PostgreSQL."""

    own: float = 0
    postgres: float = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.own + other.own, self.postgres + other.postgres)

    @property
    def both(self) -> float:
        return self.own + self.postgres


def measure() -> list[Figure]:
    """End to end against its parts, and what each part is of their sum."""
    with installation.stores() as folder:
        import django

        django.setup()
        return _measured(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def _measured(postgres: int) -> list[Figure]:
    from brands.scope import brand_scope

    brand = _brand()
    warm, measured = _split(corpus.sheets(WARM + ITEMS))
    with brand_scope(brand.pk):
        sources = {kind: _source(brand, kind) for kind in ("feed", "json")}
        _topics(brand)
        for sheet in warm:
            _take_in(sources, sheet)
        _prepare_tables()
        whole, parts = Cost(), defaultdict[str, Cost](Cost)
        for some in (measured[start : start + TURN] for start in range(0, len(measured), TURN)):
            before = _last_id()
            whole += _cost(postgres, lambda some=some: [_take_in(sources, sheet) for sheet in some])  # type: ignore[misc]
            for name, part in _parts(brand, some, before):
                parts[name] += _cost(postgres, part)
    total = sum(part.both for part in parts.values())
    items = sum(sheet.posts for sheet in measured)
    shares = [Figure(f"ingest: {name} of its parts", 100 * part.both / total, "%") for name, part in parts.items()]
    return [
        Figure("ingest: CPU against the sum of its parts", whole.both / total, "×", LIMIT),
        Figure("ingest: items a CPU second, own and PostgreSQL's", items / whole.both, "/s"),
        Figure("ingest: PostgreSQL's share of the CPU time", 100 * whole.postgres / whole.both, "%"),
        *shares,
    ]


def _prepare_tables() -> None:
    """Statistics, as autovacuum would have them a minute later, and a table for the bare COPY."""
    from django.db import connection

    from monitoring.models import Mention

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"CREATE TABLE {_BARE} (LIKE {Mention._meta.db_table} INCLUDING ALL)")


def _parts(brand: Any, sheets: list[Sheet], before: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The parts of what made the mentions after the one with the primary key `before` of `sheets`."""
    said = _said(before)
    yield "parsers", lambda: [_parse(sheet) for sheet in sheets]
    yield "language", lambda: [_language(brand, text) for text, _ in said]
    yield "sentiment", lambda: [_sentiment(text, language) for text, language in said]
    yield "COPY", _copy(before)


def _split(sheets: list[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    seen, at = 0, 0
    while seen < WARM:
        seen += sheets[at].posts
        at += 1
    return sheets[:at], sheets[at:]


def _cost(postgres: int, work: Callable[[], Any]) -> Cost:
    own, theirs = time.process_time(), installation.cpu_seconds(postgres)
    work()
    return Cost(time.process_time() - own, installation.cpu_seconds(postgres) - theirs)


def _brand() -> Any:
    from accounts.models import User
    from brands import workspaces

    owner = User.objects.create_user("alice@example.com", "correct horse battery", name="Alice")
    return workspaces.create_brand(workspaces.create_workspace(owner, "Agencia Faro"), "Cafés Lumbre")


def _source(brand: Any, kind: str) -> Any:
    from monitoring import sources

    network = "feed" if kind == "feed" else "mastodon"
    return sources.add_source(brand, network, f"https://{kind}.example/", by=None)


def _topics(brand: Any) -> None:
    from monitoring.models import Topic

    rows = [(f"topic {number}", query) for number, query in enumerate(topic_world.queries(TOPICS))]
    Topic.objects.bulk_create(Topic(brand=brand, name=name, sort_key=name, query=query) for name, query in rows)


def _parse(sheet: Sheet) -> Any:
    from networks.feeds.parse import parse
    from networks.mastodon import parse as mastodon

    if sheet.kind == "feed":
        return parse(sheet.body, content_type="application/rss+xml", address="https://blog.example/feed").items
    return mastodon.items(json.loads(sheet.body), "https://social.example")[0]


def _take_in(sources: dict[str, Any], sheet: Sheet) -> None:
    from core import clock
    from monitoring import ingest
    from networks.types import Page

    ingest.store(sources[sheet.kind], Page(items=tuple(_parse(sheet))), seen_at=clock.now())


def _last_id() -> int:
    from monitoring.models import Mention

    return int(Mention.objects.order_by("-id").values_list("id", flat=True).first() or 0)


def _said(after: int) -> list[tuple[str, str]]:
    """Text and language of each new mention."""
    from monitoring.models import Mention

    rows = Mention.objects.filter(id__gt=after).order_by("id").only("text", "title", "language")
    return [(mention.body, mention.language) for mention in rows]


def _language(brand: Any, text: str) -> Any:
    from monitoring.language import detect

    return detect(text, tuple(brand.languages))


def _sentiment(text: str, language: str) -> Any:
    """Scoring alone: the language is known."""
    from monitoring import sentiment

    return sentiment.score(text, lang=language)


def _copy(after: int) -> Callable[[], None]:
    """Ready to go: COPY of the new rows, as many at once as a page brings, into a table like the mentions' with all
    its indexes."""
    from django.db import connection

    from monitoring.models import Mention

    table = Mention._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in Mention._meta.local_concrete_fields if not field.generated)
    ids = list(Mention.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True))
    pages: list[io.StringIO] = []
    with connection.cursor() as cursor:
        for start in range(0, len(ids), corpus.JSON_ITEMS):
            rows = ids[start : start + corpus.JSON_ITEMS]
            chosen = f"SELECT {columns} FROM {table} WHERE id BETWEEN {rows[0]} AND {rows[-1]}"
            page = io.StringIO()
            cursor.cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", page)
            page.seek(0)
            pages.append(page)

    def copy() -> None:
        with connection.cursor() as cursor:
            for page in pages:
                cursor.cursor.copy_expert(f"COPY {_BARE} ({columns}) FROM STDIN", page)

    return copy
