"""A world by seed for measurements: one brand among 20, whose last 30 days hold as many mentions as are asked for.

What is measured is the same in worlds of all sizes: networks, languages, labels and topics have the same shares, days
the same numbers of kinds, and the rare word stands in as many mentions.

A million mentions take a while, on all cores. Rows go in by COPY, without the keys and indexes of their tables, which
are made again at the end. The search vectors of the few texts are made once for each language, by the product's own
function, and come with the rows; for that the column is no generated one in this world. What is counted is counted by
the product's own code.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

import psycopg2

SEED = 1
DAYS = 30
OTHERS, OTHERS_HAVE = 19, 1000
NETWORKS = {"mastodon": 4, "bluesky": 3, "feed": 2, "demo": 1}
LANGUAGES = {"es": 5, "en": 3, "pt": 1, "fr": 1}
LABELS = {"negative": 2, "neutral": 5, "positive": 2, "unscored": 1}
"""In tenths."""
TOPICS = 10
COMMON, RARE, RARE_IN = "café", "xilófono", 30
_TEXTS = 4000
_FREQUENT = (
    "el",
    "la",
    "de",
    "que",
    "y",
    "en",
    "un",
    "por",
    "con",
    "no",
    "se",
    "los",
    "más",
    "pero",
    "está",
    "muy",
    "todo",
)
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TABLES = ("author", "mention", "mentiontopic", "mentiontag", "reading")
_AUTHOR = ("id", "brand_id", "public_id", "network", "external_id", "name", "handle", "url", "avatar_url", "hidden")
_MENTION = (
    *("id", "brand_id", "version", "public_id", "network", "external_id", "author_id", "kind", "url", "title", "text"),
    *("reply_to", "posted_at", "posted_at_is_guess", "first_seen_at", "hidden", "reach", "language", "language_by"),
    *("sentiment", "sentiment_by", "score", "backend", "backend_version", "evidence", "note", "search"),
)
_CORES = os.cpu_count() or 1
_PIECE = 50_000


@dataclass(frozen=True, slots=True)
class World:
    """Public ids of what pages name."""

    brand_id: int
    brand: str
    user: int
    topic: str
    """It matches a mention in five."""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Part:
    """One brand's share of the world. Ids of its rows start behind `base`."""

    brand_id: int
    user: int
    topics: tuple[int, ...]
    tags: tuple[int, ...]
    base: int
    size: int
    until: Any


def build(mentions: int, url: str) -> World:
    """Fill the empty tables behind `url` (Django's own connection goes there too); minutes for a million mentions.

    Raises RuntimeError where a mention has other search words than the product would have given it.
    """
    from accounts.models import User
    from brands import workspaces
    from core import clock

    user = User.objects.create_user("bench@cmhub.example", name="Bench")
    workspace = workspaces.create_workspace(user, "Bench")
    until = clock.now().replace(minute=0, second=0, microsecond=0)
    parts = []
    for n in range(OTHERS + 1):
        size = OTHERS_HAVE if n else mentions
        base = n * OTHERS_HAVE + (mentions if n else 0)
        parts.append(_Part(*_brand(workspace, user, n), base=base, size=size, until=until))
    with _bare(url):
        _copy_all(url, parts)
    _check_vectors(url)
    _count(parts[0], url)
    return _world(parts[0])


def _brand(workspace: Any, user: Any, n: int) -> tuple[int, int, tuple[int, ...], tuple[int, ...]]:
    from brands import workspaces
    from brands.scope import brand_scope
    from monitoring import sources
    from monitoring.models import Tag, Topic

    brand = workspaces.create_brand(workspace, f"Brand {n}", languages=["es", "en", "pt"])
    with brand_scope(brand.pk):
        sources.add_source(brand, "feed", f"https://blog{n}.example/feed", by=user)
        kinds = Topic.Kind.values
        topics = [
            Topic.objects.create(name=f"Topic {t}", kind=kinds[t % len(kinds)], query=f"palabra{t}")
            for t in range(TOPICS)
        ]
        tags = [Tag.objects.create(name=f"Tag {t}") for t in range(10)]
    return brand.pk, user.pk, tuple(topic.pk for topic in topics), tuple(tag.pk for tag in tags)


def _world(main: _Part) -> World:
    from brands.models import Brand
    from brands.scope import brand_scope
    from monitoring.models import Topic

    brand = Brand.objects.get(pk=main.brand_id)
    with brand_scope(brand.pk):
        topic = Topic.objects.get(pk=main.topics[0]).public_id
    last = main.until.astimezone(brand.zone).date()
    return World(brand.pk, brand.public_id, main.user, topic, last - timedelta(days=DAYS - 1), last)


@contextmanager
def _bare(url: str) -> Iterator[None]:
    """Inside, the tables have no keys and no indexes, and search vectors are given: all is made again afterwards."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        names = [f"monitoring_{table}" for table in _TABLES]
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, CASE contype WHEN 'f' THEN pg_get_constraintdef(oid) "
            "WHEN 'p' THEN 'PRIMARY KEY USING INDEX ' || conname ELSE 'UNIQUE USING INDEX ' || conname END "
            "FROM pg_constraint WHERE contype IN ('f', 'u', 'p') AND (conrelid::regclass::text = ANY(%s) "
            "OR confrelid::regclass::text = ANY(%s)) ORDER BY contype = 'f' DESC, contype = 'u' DESC",
            [names, names],
        )
        keys = cursor.fetchall()
        cursor.execute(  # the one that takes longest first
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
            "ORDER BY indexname <> 'mention_words'",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute("ALTER TABLE monitoring_mention ALTER search DROP EXPRESSION")
    yield
    with ThreadPoolExecutor(_CORES) as pool:
        list(pool.map(lambda index: _run(url, index[1]), indexes))
    for table, name, definition in reversed(keys):
        _run(url, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _run(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True  # VACUUM wants it
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute("SET max_parallel_maintenance_workers = 0")  # we ask for one thing a core ourselves
            cursor.execute(statement)
    finally:
        connection.close()


def _copy_all(url: str, parts: list[_Part]) -> None:
    _vectors(url)  # before the processes part: each inherits them
    pieces = [(part, range(at, min(at + _PIECE, part.size))) for part in parts for at in range(0, part.size, _PIECE)]
    _on_all_cores(_copy_mentions, [(url, part, some) for part, some in pieces])
    _on_all_cores(_copy_rest, [(url, part) for part in parts])
    for table in ("author", "mention"):
        name = f"monitoring_{table}"
        _run(url, f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")


def _on_all_cores(work: Callable[..., None], calls: list[tuple[Any, ...]]) -> None:
    """Carry out the calls in processes forked from this one, as many at a time as there are cores."""
    from django.db import connections

    connections.close_all()  # a connection has one owner
    with ProcessPoolExecutor(_CORES, multiprocessing.get_context("fork")) as pool:
        for done in [pool.submit(work, *call) for call in calls]:
            done.result()


def _copy_mentions(url: str, part: _Part, some: range) -> None:
    _copy(url, "mention", _MENTION, _mentions(part, some, _vectors(url)))


def _copy_rest(url: str, part: _Part) -> None:
    _copy(url, "author", _AUTHOR, _authors(part))
    _copy(url, "mentiontopic", ("brand_id", "mention_id", "topic_id", "posted_at"), _matches(part))
    _copy(url, "mentiontag", ("brand_id", "mention_id", "tag_id"), _tagged(part))
    _copy(url, "reading", ("brand_id", "user_id", "mention_id", "read_at", "starred_at"), _readings(part))


def _copy(url: str, table: str, columns: tuple[str, ...], rows: Iterable[str]) -> None:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY monitoring_{table} ({', '.join(columns)}) FROM STDIN", _Lines(rows))
    connection.close()


class _Lines(io.TextIOBase):
    """Lines as a file that is read in pieces."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows, self._rest = iter(rows), ""

    def read(self, size: int | None = -1) -> str:
        parts, length = [self._rest], len(self._rest)
        for row in self._rows:
            parts.append(row)
            length += len(row)
            if length >= (size or 0):
                break
        said = "".join(parts)
        self._rest = said[size:]
        return said[:size]


def _authors(part: _Part) -> Iterator[str]:
    networks = list(NETWORKS)
    for n in range(_author_count(part)):
        pk = part.base + n + 1
        name, handle = f"Nombre{n % 977} Apellido{n}", f"@autor{n}"
        yield _line(
            pk, part.brand_id, _public_id("a", pk), networks[n % len(networks)], f"author{n}", name, handle, "", "", "f"
        )


def _author_count(part: _Part) -> int:
    return max(part.size // 20, 1)


def _mentions(part: _Part, some: range, vectors: _Vectors) -> Iterator[str]:
    texts, authors, rare_every = _texts(), _author_count(part), part.size // RARE_IN
    network, language, sentiment = (_by_share(**kinds) for kinds in (NETWORKS, LANGUAGES, LABELS))
    start, step = part.until - timedelta(days=DAYS), timedelta(days=DAYS) / part.size
    for n in some:
        chance = random.Random(SEED * 1_000_003 + n).random
        pk, at = part.base + n + 1, (start + n * step).isoformat()
        rare = n % rare_every == rare_every // 2
        which, name = int(chance() * _TEXTS), f"nombre{int(chance() * 100_000)}"
        text = f"{texts[which]} {name} {RARE}" if rare else f"{texts[which]} {name}"
        author, reach = part.base + 1 + int(chance() * authors), int(1 / (chance() + 1e-5))
        said_on, spoken = network(chance()), language(chance())
        yield _line(
            *(pk, part.brand_id, 1, _public_id("m", pk), said_on, f"m{pk}", author, "post"),
            *(f"https://social.example/{pk}", "", text, "", at, "f", at, "f", reach, spoken, "machine"),
            *(sentiment(chance()), "machine", 0.5, "lexicon", "1", '[["café", 0.4, 0, 4]]', ""),
            vectors.of(which, spoken, name, rare=rare),
        )


def _matches(part: _Part) -> Iterator[str]:
    """Topic n has a mention in 5 · (n + 1)."""
    step, start = timedelta(days=DAYS) / part.size, part.until - timedelta(days=DAYS)
    for n in range(part.size):
        for place, topic in enumerate(part.topics):
            if (n + place) % (5 * (place + 1)) == 0:
                yield _line(part.brand_id, part.base + n + 1, topic, (start + n * step).isoformat())


def _tagged(part: _Part) -> Iterator[str]:
    for n in range(0, part.size, 50):
        yield _line(part.brand_id, part.base + n + 1, part.tags[n // 50 % len(part.tags)])


def _readings(part: _Part) -> Iterator[str]:
    for n in range(0, part.size, 25):
        at = part.until.isoformat()
        yield _line(part.brand_id, part.user, part.base + n + 1, at, at if n % 500 == 0 else r"\N")


@cache
def _texts() -> list[str]:
    """Short posts of a vocabulary in which few words are frequent; a fifth of them hold the common word."""
    chance = random.Random(SEED)
    words = [f"palabra{n}" for n in range(20_000)]
    weights = list(accumulate(1 / (n + 3) for n in range(len(words))))
    texts = []
    for n in range(_TEXTS):
        said = chance.choices(_FREQUENT, k=8) + chance.choices(words, cum_weights=weights, k=8)
        if n % 5 == 0:
            said.append(COMMON)
        chance.shuffle(said)
        texts.append(" ".join(said))
    return texts


@dataclass(frozen=True, slots=True)
class _Vectors:
    """What monitoring_search makes of each text, and of the rare word, in each language."""

    by_text: dict[tuple[int, str], str]
    rare: dict[str, str]

    def of(self, text: int, language: str, name: str, *, rare: bool) -> str:
        """The vector of a text with `name` behind it, which no language stems, and the rare word where it is there."""
        place = len(_texts()[text].split()) + 1
        more = f" {self.rare[language]}:{place + 1}" if rare else ""
        return f"{self.by_text[text, language]} '{name}':{place}{more}"


@cache
def _vectors(url: str) -> _Vectors:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT n - 1, language, monitoring_search(language, '', said)::text "
            "FROM unnest(%s) WITH ORDINALITY AS texts(said, n), unnest(%s) AS languages(language)",
            [[*_texts(), RARE], list(LANGUAGES)],
        )
        found = {(n, language): vector for n, language, vector in cursor.fetchall()}
    connection.close()
    rare = {language: found.pop((_TEXTS, language)).removesuffix(":1") for language in LANGUAGES}
    return _Vectors(found, rare)


def _check_vectors(url: str) -> None:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM monitoring_mention TABLESAMPLE SYSTEM (0.5) REPEATABLE (1) "
            "WHERE search <> monitoring_search(language, title, text)"
        )
        (wrong,) = cursor.fetchone() or (0,)
    connection.close()
    if wrong:
        raise RuntimeError(f"{wrong} mentions have other search words than the product gives them")


def _by_share(**tenths: int) -> Callable[[float], str]:
    table = [kind for kind, n in tenths.items() for _ in range(n)]
    return lambda chance: table[int(chance * 10)]


def _public_id(first: str, n: int) -> str:
    """13 characters that no other row has."""
    digits = []
    for _ in range(12):
        n, digit = divmod(n, 32)
        digits.append(_ALPHABET[digit])
    return first + "".join(reversed(digits))


def _line(*values: object) -> str:
    return "\t".join(map(str, values)) + "\n"


def _count(main: _Part, url: str) -> None:
    """Counters and tops of the brand that is looked at; those of the others are never read."""
    from brands.models import Brand
    from brands.scope import brand_scope
    from monitoring import recounting

    _run(url, "ANALYZE")
    with brand_scope(main.brand_id):
        recounting.recount(Brand.objects.get(pk=main.brand_id))
    _on_all_cores(_build_tops, [(main.brand_id,)] * _CORES)
    _run(url, "VACUUM ANALYZE")


def _build_tops(brand_id: int) -> None:
    """Claim days, as a worker does, until none is left."""
    from brands.scope import brand_scope
    from core import clock, jobs
    from monitoring import top_days, tops

    with brand_scope(brand_id), clock.shifted(top_days.SOON):
        while claimed := jobs.claim_due(top_days.queue(), limit=1):
            tops.build(claimed[0])
