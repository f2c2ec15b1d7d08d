"""Whatever happens to mentions, in whatever order: the counters are those that recount would build."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from brands.models import Brand
from monitoring import corrections, ingest, retention, sources, triage, undo
from monitoring.models import Author, HourlyCount, Mention, Source
from networks import types
from tests.monitoring import counters, factories
from tests.monitoring.factories import NOON
from tests.monitoring.scores import _WORDS

STEPS = 30


class History:
    """A brand with three sources, to which things happen by chance."""

    def __init__(self, seed: int, brand: Brand) -> None:
        self.random = random.Random(seed)
        self.brand = brand
        self.user = factories.person("Bob")
        self.now = NOON
        self.undoable: list[triage.Undo] = []
        for n in range(3):
            network = "demo" if n == 2 else "feed"
            factories.source(brand, f"https://{n}.example/feed", network=network)

    def step(self) -> str:
        self.now += timedelta(hours=self.random.choice([0, 1, 7, 24, 24 * 40]))
        happen = self.random.choice(self.acts())
        happen()
        return happen.__name__

    def acts(self) -> list[Callable[[], object]]:
        return [
            *(self.poll, self.poll, self.poll, self.full_read, self.label, self.language),
            *(self.hide, self.keep_less, self.undo, self.remove),
        ]

    def items(self) -> list[types.Item]:
        return [self.item(n) for n in self.random.sample(range(30), self.random.randint(0, 12))]

    def item(self, n: int) -> types.Item:
        words = self.random.choices([*_WORDS, "the", "le", "café", ""], k=3)
        ago = timedelta(minutes=self.random.choice([5, 600, 60 * 24 * 20, 60 * 24 * 200, 60 * 24 * 500]))
        return types.Item(
            external_id=f"https://x.example/{n}",
            text=" ".join(words).strip(),
            posted_at=self.random.choice([None, self.now - ago, NOON - ago, datetime(2099, 1, 1, tzinfo=NOON.tzinfo)]),
            author=types.Author(f"a{n % 4}") if n % 5 else None,
            id_is_global=self.random.random() < 0.9,
        )

    def source(self) -> Source:
        return self.random.choice(list(Source.objects.order_by("pk")))

    def some(self) -> list[Mention]:
        everything = list(Mention.objects.order_by("pk"))
        return self.random.sample(everything, min(len(everything), 4))

    def poll(self, **fields) -> None:
        ingest.store(self.source(), types.Page(items=tuple(self.items()), **fields), seen_at=self.now)

    def full_read(self) -> None:
        self.poll(complete_since=self.now - timedelta(days=self.random.choice([1, 30, 300])))

    def label(self) -> None:
        label = self.random.choice(sorted(corrections.LABELS))
        self.undoable.append(corrections.correct_label(self.brand, self.some(), label))

    def language(self) -> None:
        self.undoable.append(
            corrections.correct_language(self.brand, self.some(), self.random.choice(["es", "en", "fr"]))
        )

    def hide(self) -> None:
        if authors := list(Author.objects.order_by("pk")):
            author = self.random.choice(authors)
            verb = corrections.show_author if author.hidden else corrections.hide_author
            self.undoable.append(verb(self.brand, author))

    def undo(self) -> None:
        if self.undoable:
            undo.undo(self.user, self.brand, self.undoable.pop())

    def remove(self) -> None:
        source = self.source()
        sources.remove(source)
        if self.random.random() < 0.5:
            retention.purge_sources(at=datetime(2090, 1, 1, tzinfo=NOON.tzinfo), batch=3)
            factories.source(self.brand, source.address, network=source.network)
        else:
            sources.restore(source)

    def keep_less(self) -> None:
        self.brand.retention_months = self.random.choice([1, 6, 13])
        before = counters.both()
        retention.run(self.brand, at=self.now, batch=4)
        assert counters.both() == before, "retention changed a count"


@pytest.mark.parametrize("seed", range(8))
def test_counters_are_what_recount_builds(lumbre, seed):
    history = History(seed, lumbre)
    past: list[str] = []
    for _ in range(STEPS):
        past.append(history.step())
        assert counters.agree(lumbre), past
        assert min(counters.hourly().values(), default=1) > 0, past
    assert Mention.objects.exists() or HourlyCount.objects.exists()
