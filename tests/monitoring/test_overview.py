"""The dashboard of a small random world: its numbers are those of the mentions, and lead to lists with as many."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from brands.scope import brand_scope
from core import clock, formats
from monitoring import filters, ingest, queries, recounting, tops
from monitoring.models import LISTED, HourlyCount, Mention, MentionTopic, Topic
from networks import types
from tests.monitoring import factories
from tests.monitoring.scores import score

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
"""Two days after summer time began in Madrid."""
WORDS = (
    "bueno",
    "malo",
    "the",
    "le",
    "café",
    "Cafés",
    "leche",
    "ñandú",
    "#Café",
    "#año_2026",
    "@lumbre",
    "مرحبا",
    "☕️",
)
LINKS = (
    "https://www.a.example/x/?utm_source=y",
    "http://a.example/x",
    "https://b.example/?q=1&fbclid=2",
    "javascript:alert(1)",
)


def address(brand, **params) -> str:
    said = QueryDict(mutable=True)
    for name, value in params.items():
        said[name] = value
    return reverse("monitoring:overview", args=[brand.public_id]) + (f"?{said.urlencode()}" if params else "")


@pytest.fixture(autouse=True)
def _at_that_time():
    with clock.shifted(NOW - clock.now()):
        yield


def hear(brand, *, seed: int = 1, n: int = 400, days: int = 40) -> list[Topic]:
    """Mentions over `days` in three networks and languages, by few people; two topics and a third."""
    chance = random.Random(seed)
    people = [types.Author(f"a{i}", name=name) for i, name in enumerate(("Ana", "B" * 200, "<b>Eva</b>", "محمد"))]
    items = []
    for number in range(n):
        text = " ".join(chance.choices(WORDS, k=5)) + (f" {chance.choice(LINKS)}" if chance.random() < 0.3 else "")
        at = NOW - timedelta(minutes=chance.randrange(days * 24 * 60))
        author, network = chance.choice([*people, None]), chance.choice(("mastodon", "bluesky", "feed"))
        items.append(types.Item(str(number), text, posted_at=at, author=author, network=network))
    source = factories.source(brand, f"https://{seed}.example/feed")
    ingest.store(source, types.Page(items=tuple(items)), seen_at=NOW)
    with brand_scope(brand.pk):
        kinds = {"Café": "brand", "Leche": "competitor", "Bueno": "market"}
        topics = [Topic.objects.create(brand=brand, name=name, kind=kind, query=name) for name, kind in kinds.items()]
        for mention in Mention.objects.all():
            for topic in topics:
                if topic.name.lower() in mention.text:
                    MentionTopic.objects.create(mention=mention, topic=topic, posted_at=mention.posted_at)
        recounting.recount(brand)
        with clock.shifted(timedelta(hours=seed)):
            while tops.build_due():
                pass
    return topics


@pytest.fixture
def world(brand, monkeypatch):
    monkeypatch.setattr("monitoring.sentiment.score", score)
    return hear(brand)


def listed(brand, user, url: str) -> int:
    """How many mentions the list behind `url` shows."""
    parts = urlsplit(url)
    assert parts.path == reverse("monitoring:mentions", args=[brand.public_id])
    with brand_scope(brand.pk):
        asked = filters.parse(QueryDict(parts.query))
        return queries.matching(asked, brand=brand, user=user).count()


def said(brand, first: date, last: date, topic: Topic | None = None) -> list[Mention]:
    with brand_scope(brand.pk):
        found = Mention.objects.filter(LISTED).select_related("author")
        if topic:
            found = found.filter(matches__topic=topic)
        return [m for m in found if first <= timezone.localtime(m.posted_at, brand.zone).date() <= last]


def number(cell) -> int:
    return int(cell.text.replace(",", "").replace("—", "0"))


def row_total(card, column: int) -> dict[str, int]:
    return {row[0].text: number(row[column]) for row in card["rows"]}


@pytest.mark.parametrize("topic", [None, 0])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 25), date(2026, 3, 31)),
        (date(2026, 3, 29), date(2026, 3, 29)),  # 23 hours long
        (date(2026, 2, 19), date(2026, 4, 30)),
        (date(1990, 1, 1), date(2200, 12, 31)),
    ],
)
def test_numbers_are_those_of_the_mentions_and_lead_to_as_many(bobs, brand, bob, world, first, last, topic):
    chosen = world[topic] if topic is not None else None
    params = {"from": first, "to": last} | ({"topic": chosen.public_id} if chosen else {})
    shown = bobs.get(address(brand, **params)).context
    mentions = said(brand, first, last, chosen)

    columns = shown["volume"]["columns"]
    for name, key in (("Negative", "negative"), ("Neutral", "neutral"), ("Positive", "positive"), ("All", "")):
        total = sum(number(row[columns.index(name)]) for row in shown["volume"]["rows"])
        assert total == sum(1 for m in mentions if not key or m.sentiment == key), name
    networks, languages, by_topic = shown["shares"]
    assert row_total(networks, 1) == Counter(
        {"mastodon": "Mastodon", "bluesky": "Bluesky", "feed": "RSS, Atom, JSON Feed"}[m.network] for m in mentions
    )
    names = {"es": "Spanish", "en": "English", "fr": "French", "und": "Unknown"}
    assert row_total(languages, 1) == Counter(names[m.language] for m in mentions)
    everything = said(brand, first, last)
    assert [row[2].text for row in by_topic["rows"]] == [
        formats.percent(number(row[1]) / len(everything)) for row in by_topic["rows"]
    ]
    with brand_scope(brand.pk):
        pairs = MentionTopic.objects.filter(mention__in=everything).values_list("topic__name", flat=True)
        assert row_total(by_topic, 1) == Counter(pairs)
        voices = Counter(name for name in pairs if name in {"Café", "Leche"})
    assert row_total(shown["voice"], 1) == voices
    at = Counter(
        (local.isoweekday(), local.hour) for m in mentions if (local := timezone.localtime(m.posted_at, brand.zone))
    )
    heat = shown["hours"]["figure"]["data"][0]["z"]
    assert {(day + 1, hour): n for day, row in enumerate(heat) for hour, n in enumerate(row) if n} == at

    cards = [shown["volume"], shown["mood"], shown["voice"], shown["hours"], *shown["shares"]]
    cells = [cell for card in cards for row in card["rows"] for cell in row if cell.url]
    assert len(cells) > 10
    step = max(1, len(cells) // 30)
    for cell in cells[::step]:
        assert listed(brand, bob, cell.url) == number(cell), cell
    rows = [row for top in shown["tops"] for row in top["rows"]]
    assert len(rows) > 4
    for row in rows:
        assert listed(brand, bob, row.url) == row.n, row


def test_what_is_clicked_leads_where_the_table_does(bobs, brand, world):
    shown = bobs.get(address(brand, period="30")).context
    for card in (shown["volume"], shown["hours"], *shown["shares"]):
        table = {cell.url for row in card["rows"] for cell in row if cell.url}
        parts = [part for trace in card["figure"]["data"] for part in trace.get("customdata", [])]
        clicks = {url for part in parts for url in ([part] if isinstance(part, str) else part)}
        # the sums of a row stand in the table alone
        assert {url for url in table if "sentiment=" in url or "hour=" in url} <= clicks


def test_tops_are_named_as_people_write_and_lead_nowhere_but_to_the_web(bobs, brand, world):
    page = bobs.get(address(brand, period="30"))
    authors, words, hashtags, links = page.context["tops"]
    assert {row.name for row in authors["rows"]} == {"Ana", "B" * 200, "<b>Eva</b>", "محمد"}
    assert {row.name for row in words["rows"]} >= {
        "bueno",
        "malo",
        "café",
        "Cafés",
        "leche",
        "ñandú",
        "مرحبا",
        "javascript",
    }
    assert {row.name for row in hashtags["rows"]} == {"#Café", "#año_2026"}
    assert {row.outside for row in links["rows"]} <= {
        "https://www.a.example/x",
        "http://a.example/x",
        "https://b.example?q=1",
    }
    html = page.content.decode()
    assert "<b>Eva</b>" not in html
    assert escape("<b>Eva</b>") in html
    assert not re.search(r"href=\"javascript", html, re.IGNORECASE)


def test_the_same_hour_of_the_days_before_is_compared(bobs, brand, world):
    tile = bobs.get(address(brand, period="7")).context["kpis"][0]
    now = said(brand, date(2026, 3, 25), date(2026, 3, 31))
    so_far = datetime(2026, 3, 24, 16, tzinfo=UTC)  # the hour that has begun is counted whole
    before = [m for m in said(brand, date(2026, 3, 18), date(2026, 3, 24)) if m.posted_at < so_far]
    assert (tile["value"], tile["note"]) == (str(len(now)), f"· {len(before)} before")


@pytest.mark.parametrize(("heard", "note"), [(20, "· 1 before"), (10, "nothing to compare with yet")])
def test_half_a_period_is_no_comparison(bobs, brand, heard, note):
    factories.source(brand)
    with brand_scope(brand.pk):
        for days_ago in (heard, 9, 1):
            hour = NOW.replace(minute=0) - timedelta(days=days_ago)
            HourlyCount.objects.create(brand=brand, hour=hour, sentiment="neutral", n=1)
    shown = bobs.get(address(brand, period="7")).context
    assert shown["kpis"][0]["note"] == note
    assert ("The days before" in str(shown["volume"]["legend"])) == (heard == 20)


def test_one_mention_and_none_and_days_to_come(bobs, brand, monkeypatch):
    factories.source(brand)
    page = bobs.get(address(brand))
    assert page.context["volume"]["empty"] == "No mentions in these days."
    hear(brand, n=1, days=1)
    page = bobs.get(address(brand, period="7"))
    assert [number(row[-1]) for row in page.context["volume"]["rows"]].count(1) == 1
    future = bobs.get(address(brand, **{"from": "2027-01-01", "to": "2027-02-01"}))
    assert future.context["volume"]["empty"] == "No mentions in these days."


@pytest.mark.parametrize("params", [{"period": "x"}, {"from": "x"}, {"topic": "nobodys"}, {"to": "1989-01-01"}])
def test_an_address_that_cannot_be_is_not_found(bobs, brand, world, params):
    assert bobs.get(address(brand, **params)).status_code == 404


def test_another_brands_topic_is_not_found(bobs, brand, other_brand, world):
    with brand_scope(other_brand.pk):
        theirs = Topic.objects.create(brand=other_brand, name="Theirs", query="x")
    assert bobs.get(address(brand, topic=theirs.public_id)).status_code == 404


@pytest.mark.parametrize("role", ["client"])
def test_a_client_sees_figures_without_a_way_to_mentions(bobs, brand, world):
    page = bobs.get(address(brand, period="30"))
    html = page.content.decode()
    assert reverse("monitoring:mentions", args=[brand.public_id]) not in html
    assert page.context["kpis"][0]["value"] == str(len(said(brand, date(2026, 3, 2), date(2026, 3, 31))))
    assert "Most frequent words" in html


def test_the_page_takes_few_queries_and_as_many_however_much_was_said(bobs, brand, world):
    def taken(**params) -> int:
        bobs.get(address(brand, **params))
        with CaptureQueriesContext(connection) as made:
            bobs.get(address(brand, **params))
        return len(made)

    before = [taken(period="7"), taken(period="90"), taken(period="7", topic=world[0].public_id)]
    with brand_scope(brand.pk):
        Topic.objects.all().delete()
    more = hear(brand, seed=2, n=300)
    assert [taken(period="7"), taken(period="90"), taken(period="7", topic=more[0].public_id)] == before
    assert max(before) <= 25, before
