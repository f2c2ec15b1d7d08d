"""Whatever happens to mentions, topics, people and zones, in whatever order: matches are what the queries say, and
counters are what a count of the mentions says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from monitoring import corrections, counts, matches, recounting, rematching, topics
from monitoring.models import CountedZone, Mention, MentionTopic, Source, Topic
from networks import types
from tests.monitoring import counters, matched
from tests.monitoring.test_counts_agree import History

STEPS = 30
QUERIES = (
    *("bueno", "malo OR café", "café -malo", "lang:es bueno", "lang:en", "lang:fr OR the"),
    *('"the bad"', "bueno NEAR/1 malo", "author:ana", "network:demo caf*", "nada"),
)
ZONES = ("Europe/Madrid", "America/Mexico_City", "Asia/Kolkata", "Pacific/Auckland", "UTC")


class HistoryWithTopics(History):
    """A history in which topics come, change, go and come back, and the brand moves to other time zones."""

    def __init__(self, seed: int, brand, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(seed, brand)
        monkeypatch.setattr("core.clock.now", lambda: self.now)
        monkeypatch.setattr(rematching, "BATCH", 5)
        self.names = 0

    def acts(self) -> list[Callable[[], object]]:
        changes = [self.add_topic, self.add_topic, self.edit_topic, self.edit_topic, self.remove_topic]
        others = [self.restore_topic, self.match_a_little, self.move, self.keep_matching]
        return [*super().acts(), self.poll, self.poll, self.poll, self.language, *changes, *others]

    def items(self) -> list[types.Item]:
        return [self.item(n) for n in self.random.sample(range(12), self.random.randint(3, 10))]

    def item(self, n: int) -> types.Item:
        plain = super().item(n)
        author = plain.author and types.Author(plain.author.external_id, name=["", "Ana", "Eva", "Ana"][n % 4])
        return types.Item(**{**{name: getattr(plain, name) for name in plain.__slots__}, "author": author})

    def add_topic(self) -> None:
        self.names += 1
        topics.add_topic(
            self.brand, name=f"t{self.names}", kind="brand", query=self.random.choice(QUERIES), by=self.user
        )

    def edit_topic(self) -> None:
        if topic := self.one(Topic.objects.all()):
            topics.edit(topic, seen=topic.version, query=self.random.choice(QUERIES))

    def remove_topic(self) -> None:
        if topic := self.one(Topic.objects.all()):
            topics.remove(topic)
        topics.purge()

    def restore_topic(self) -> None:
        if topic := self.one(Topic.with_deleted.filter(deleted_at__isnull=False)):
            topics.restore(topic)

    def match_a_little(self) -> None:
        """One batch; the worker then dies, or gives the rest to another."""
        turn, rematching.TURN = rematching.TURN, timedelta(days=-1)
        rematching.run_due()
        rematching.TURN = turn

    def move(self) -> None:
        self.brand.time_zone = self.random.choice(ZONES)
        self.brand.save(update_fields=["time_zone"])

    def keep_matching(self) -> None:
        Source.objects.filter(pk=self.source().pk).update(keep=self.random.choice(["everything", "matching"]))

    def keep_less(self) -> None:
        recounting.follow_zones()
        super().keep_less()

    def one(self, rows):
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None


def check(history: HistoryWithTopics, past: list[str]) -> None:
    assert counters.open_ones() == counters.counted_by_hand(), past
    assert min(counters.hourly().values(), default=1) > 0, past
    assert not MentionTopic.objects.exclude(posted_at=F("mention__posted_at")).exists(), past
    if history.random.random() < 0.3:
        matched.catch_up()
        since = history.now - rematching.REACH
        assert {row for row in matched.rows() if row[2] >= since} == matched.asked(since=since), past
        assert counters.open_ones() == counters.counted_by_hand(), past
    if history.random.random() < 0.5:
        recounting.follow_zones()
    if CountedZone.objects.filter(time_zone=history.brand.time_zone).exists():
        assert counters.agree(history.brand), past


def happen(brand, seed: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Check after each step; how many matches there were at most."""
    history = HistoryWithTopics(seed, brand, monkeypatch)
    past: list[str] = []
    most = 0
    for _ in range(STEPS):
        past.append(history.step())
        check(history, past)
        most = max(most, MentionTopic.objects.count())
    return most


@pytest.mark.parametrize("seed", range(6))
def test_matches_and_counters_are_what_the_mentions_say(lumbre, seed, monkeypatch):
    assert happen(lumbre, seed, monkeypatch) > 5


def _forget_topics(where: object) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda monkeypatch: monkeypatch.setattr(where, "topics_of", lambda ids: dict.fromkeys(ids, ()))


def _no_rows_of_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "write", lambda brand_id, changes: None)


def _no_moved_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    write = matches.write
    monkeypatch.setattr(
        matches, "write", lambda brand, some: write(brand, [matches.Change(c.mention, c.before, c.after) for c in some])
    )


def _uncounted_rematch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts.Changes, "add_to", _only_with_brand(counts.Changes.add_to))


def _only_with_brand(add_to):
    return lambda self, topics, mention, n=1: add_to(self, topics, mention, n) if 0 in topics else None


def _no_rematch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics.rematching, "start", lambda topic: None)


def _unlisted_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematching, "UNLISTED", rematching.LISTED)


def _language_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections.Matching, "again", lambda self, facts, before: before)


def _days_of_another_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = counts._counted_zone
    monkeypatch.setattr(counts, "_counted_zone", lambda brand_id: zone(brand_id) and ZoneInfo("Pacific/Auckland"))


def _hidden_stay_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "_set_hidden", _hide_without_counting)


def _hide_without_counting(brand, author, *, hidden):
    Mention.objects.filter(author=author).update(hidden=hidden)
    author.hidden = hidden
    author.save()
    return corrections.Undo("hidden", {})


@pytest.mark.parametrize(
    "mistake",
    [
        _forget_topics(counts),
        _no_rows_of_edits,
        _no_moved_rows,
        _uncounted_rematch,
        _no_rematch,
        _unlisted_forgotten,
        _language_not_asked_again,
        _days_of_another_zone,
        _hidden_stay_counted,
    ],
)
def test_a_planted_mistake_is_seen(lumbre, mistake, monkeypatch):
    mistake(monkeypatch)
    assert any(_breaks(lumbre, seed, monkeypatch) for seed in range(8))


def _breaks(lumbre, seed: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    try:
        with transaction.atomic():
            happen(lumbre, seed, monkeypatch)
            transaction.set_rollback(True)
    except (AssertionError, IntegrityError):
        return True
    return False
