from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from django.db import connection

from monitoring import ingest, listing, queries, recounting, triage
from monitoring.filters import BadFilter, Filters
from monitoring.listing import TooSlow
from monitoring.models import Kept, Mention, MentionTopic, Topic
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page

SIZE = 5
TEXTS = ("todo muy bien", "el café muy malo", "una reclamación", "the coffee was bad")


@pytest.fixture
def bob(lumbre):
    return factories.person("Bob")


@pytest.fixture
def many(feed, monkeypatch) -> None:
    """40 mentions, four of each moment, so that ties are met; what is looked at first ends in the middle."""
    monkeypatch.setattr(listing, "LATEST", 12)
    items = [item(n, TEXTS[n % 4], posted_at=NOON - timedelta(hours=n // 4)) for n in range(40)]
    ingest.store(feed, page(*items), seen_at=NOON)


@pytest.fixture
def topic(lumbre, many) -> Topic:
    """It matches two mentions in three."""
    topic = Topic.objects.create(brand=lumbre, name="Café", query="café")
    matched = [m for n, m in enumerate(Mention.objects.order_by("pk")) if n % 3]
    MentionTopic.objects.bulk_create(MentionTopic(mention=m, topic=topic, posted_at=m.posted_at) for m in matched)
    recounting.recount(lumbre)
    return topic


@pytest.mark.parametrize("text", ["", "muy", "reclamaciones", '"café muy" -bien', "-muy", "nada", "👏"])
@pytest.mark.parametrize("more", [{}, {"sentiment": ("negative",)}, {"language": ("es",)}, {"read": "unread"}])
@pytest.mark.parametrize("of_topic", [False, True])
def test_pages_hold_what_matches_newest_first_each_once(lumbre, bob, topic, text, more, of_topic):
    filters = Filters(text=text, topic=topic.public_id if of_topic else "", **more)
    expected = queries.matching(filters, brand=lumbre, user=bob).order_by("-posted_at", "-pk")
    seen, after = [], ""
    while True:
        part = listing.page(filters, brand=lumbre, user=bob, after=after, size=SIZE)
        assert len(part.rows) == SIZE or not part.next
        seen += [m.pk for m in part.rows]
        if not (after := part.next):
            break
    assert seen == [m.pk for m in expected]


def test_a_word_that_is_not_among_the_latest_is_found_all_the_same(lumbre, feed, bob, many):
    ingest.store(feed, page(item("old", "palabra rara", posted_at=NOON - timedelta(days=90))), seen_at=NOON)
    found = listing.page(Filters(text="rara"), brand=lumbre, user=bob)
    assert ([m.text for m in found.rows], found.next) == (["palabra rara"], "")


def test_an_unknown_place_or_topic_is_refused(lumbre, bob, many):
    with pytest.raises(BadFilter, match="after"):
        listing.page(Filters(), brand=lumbre, user=bob, after="0000000000000")
    with pytest.raises(BadFilter, match="topic"):
        listing.page(Filters(topic="0000000000000"), brand=lumbre, user=bob)
    with pytest.raises(BadFilter, match="topic"):
        listing.counted(Filters(topic="0000000000000"), brand=lumbre)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"sentiment": ("negative",)},
        {"sentiment": ("negative", "positive"), "language": ("es",)},
        {"network": ("feed",), "since": date(2026, 3, 10), "until": date(2026, 3, 10)},
        {"until": date(2026, 3, 9)},
        {"network": ("demo",)},
    ],
)
@pytest.mark.parametrize("of_topic", [False, True])
def test_counters_know_what_a_count_would_find(lumbre, bob, topic, filters, of_topic):
    asked = Filters(topic=topic.public_id if of_topic else "", **filters)
    assert listing.counted(asked, brand=lumbre) == listing.count(asked, brand=lumbre, user=bob)


@pytest.mark.parametrize(
    "filters", [{"text": "muy"}, {"read": "unread"}, {"reach": 1}, {"gone": True}, {"writer": "a"}]
)
def test_counters_say_when_they_do_not_know(lumbre, many, filters):
    assert listing.counted(Filters(**filters), brand=lumbre) is None


def test_days_that_begin_within_an_hour_are_not_the_counters(lumbre, many):
    assert listing.counted(Filters(since=date(2026, 3, 10)), brand=lumbre) is not None
    lumbre.time_zone = "Asia/Kolkata"
    lumbre.save()
    recounting.recount(lumbre)
    assert listing.counted(Filters(since=date(2026, 3, 10)), brand=lumbre) is None
    assert listing.counted(Filters(), brand=lumbre) == 40


def test_counters_of_another_zone_or_with_deleted_mentions_are_not_the_lists(lumbre, many):
    lumbre.time_zone = "America/Lima"
    assert listing.counted(Filters(since=date(2026, 3, 10)), brand=lumbre) is None
    Kept.objects.create(brand=lumbre, since=NOON.astimezone(UTC))
    assert listing.counted(Filters(), brand=lumbre) is None


def test_no_total_goes_past_the_cap(lumbre, many, bob, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_UP_TO", 10)
    assert listing.counted(Filters(), brand=lumbre) == 11
    assert listing.count(Filters(text="muy"), brand=lumbre, user=bob) == 11


def test_what_takes_too_long_is_given_up_and_the_connection_stays_good(lumbre, many, bob, monkeypatch):
    triage.star(bob, Mention.objects.all())
    monkeypatch.setattr(listing, "PATIENCE", 0.2)
    monkeypatch.setattr(queries, "count", lambda mentions: _sleep())
    with pytest.raises(TooSlow):
        listing.count(Filters(), brand=lumbre, user=bob)
    assert len(listing.page(Filters(), brand=lumbre, user=bob).rows) == 40
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def _sleep() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    return 0
