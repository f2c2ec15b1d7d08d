"""What was said most on each day: what a count of the day's mentions gives, whatever happened to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.utils import timezone

from core import clock, jobs
from monitoring import corrections, ingest, recounting, retention, terms, top_days, top_lists, tops
from monitoring.models import LISTED, Author, DailyTop, Kept, Mention, MentionTopic, TopDay, Topic
from networks import types
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page
from tests.monitoring.test_counts_agree import History

TODAY = NOON.date()
TEXTS = [
    "El CAFÉ, ¡qué café! https://www.Example.com/A/b/?utm_source=x&id=3#frag). #CafésLumbre @lumbre@mastodon.example",
    "www.x.example/foo_(bar) https://x.example/?a=1&fbclid=2 https://x.example/?fbclid=2&utm_a=3&b=/ http://h.example/",
    "(https://x.example:8443/a/b//) https://u:p@X.example/C?d=E&utm_term=f&g=H&igsh=1… año caça straße ΟΔΟΣ #año_26",
    "مرحبا بالعالم #قهوة ＃Verdea #a#b nº1 3d l'hôpital coffee_shop #_x_ a@b.example 👩‍👩‍👧 ☕️ Ⅷ ½ ﬁn İstanbul",
]
"""Where folding and cutting may go wrong."""


def build(hours: float = 1) -> int:
    """Build all that is due by then."""
    built = 0
    with clock.shifted(timedelta(hours=hours)):
        while batch := tops.build_due():
            built += batch
    return built


def kept() -> dict[tuple, list]:
    rows = DailyTop.objects.values_list("topic", "day", "kind", "entries", "cut")
    return {(topic, day, kind): [cut, *entries] for topic, day, kind, entries, cut in rows}


def counted(brand) -> dict[tuple, list]:
    """The same by brute force, spellings left out."""
    by: dict[tuple, Counter] = defaultdict(Counter)
    for mention in Mention.objects.filter(LISTED):
        day = timezone.localtime(mention.posted_at, brand.zone).date()
        said = terms.read(f"{mention.title}\n{mention.text}")
        topics = [None, *MentionTopic.objects.filter(mention=mention).values_list("topic", flat=True)]
        for topic in topics:
            by[topic, day, "author"].update([mention.author_id] if mention.author_id else [])
            for kind in ("term", "hashtag", "link"):
                by[topic, day, kind].update(getattr(said, f"{kind}s").keys())
    first = {key: sorted(some.items(), key=lambda one: (-one[1], one[0]))[:200] for key, some in by.items()}
    return {key: [len(by[key]) > 200, *map(list, some)] for key, some in first.items() if some}


def test_python_and_postgresql_name_words_hashtags_and_links_alike(db):
    from django.db import connection

    def asked(function: str, *values: str):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
            return cursor.fetchone()[0]

    for text in TEXTS:
        said = terms.read(text)
        assert set(said.terms) <= set(asked("monitoring_folded", text).split()), text
        assert set(said.hashtags) <= set(asked("monitoring_hashtags", text)), text
        assert set(said.links) <= set(asked("monitoring_links", text)), text
        assert all(
            terms.link(address)[0] == asked("monitoring_link", address) == key for key, address in said.links.items()
        )


def without_spelling(rows: dict[tuple, list]) -> dict[tuple, list]:
    return {key: [cut, *([k, n] for k, n, _ in entries)] for key, (cut, *entries) in rows.items()}


@pytest.mark.parametrize("seed", range(3))
def test_tops_are_what_the_mentions_say_whatever_happened(lumbre, seed):
    history = History(seed, lumbre)
    topic = Topic.objects.create(name="Café", query="café")
    for n in range(24):
        history.step()
        if n % 3 == 0:
            for mention in history.some():
                MentionTopic.objects.get_or_create(mention=mention, topic=topic, posted_at=mention.posted_at)
                top_days.mark(lumbre.pk, [timezone.localtime(mention.posted_at, lumbre.zone).date()])
        if n % 4 == 0:
            build(hours=n)
    build(hours=100)
    since = Kept.objects.values_list("since", flat=True).first()
    opened = timezone.localtime(since, lumbre.zone).date() if since else TODAY - timedelta(days=99_999)
    assert {key: row for key, row in without_spelling(kept()).items() if key[1] >= opened} == {
        key: row for key, row in counted(lumbre).items() if key[1] >= opened
    }


def test_an_entry_has_the_most_frequent_spelling_and_counts_mentions(lumbre, feed):
    texts = ["CAFÉ café café", "Café con pan", "Café #Pan #pan", "pan https://a.example/x?utm_source=y"]
    ingest.store(feed, page(*(item(n, text) for n, text in enumerate(texts))), seen_at=NOON)
    assert build() == 1
    assert kept() == {
        (None, TODAY, "term"): [False, ["cafe", 3, "Café"], ["pan", 3, "pan"], ["example", 1, ""], ["source", 1, ""]],
        (None, TODAY, "hashtag"): [False, ["pan", 1, "pan"]],
        (None, TODAY, "link"): [False, ["a.example/x", 1, "https://a.example/x"]],
    }


def test_only_the_first_two_hundred_of_a_day_are_kept_and_it_says_so(lumbre, feed):
    words = " ".join(f"palabra{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300))
    ingest.store(feed, page(item(1, words), item(2, words[: 13 * 200])), seen_at=NOON)
    build()
    row = DailyTop.objects.get(kind="term")
    assert (len(row.entries), row.cut, row.entries[0][:2], row.entries[199][1]) == (200, True, ["palabraaa", 2], 2)
    top = top_lists.between(TODAY, TODAY)["term"]
    assert (top.cut, [entry.n for entry in top.entries]) == (True, [2] * 10)


def test_a_day_is_built_again_when_its_mentions_change_and_not_more_often_than_every_five_minutes(lumbre, feed):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    assert build(hours=0.0) == 0, "what comes in together is built together"
    assert build(hours=0.01) == 1
    assert build(hours=2) == 0, "nothing has changed"
    ingest.store(feed, page(item(1, "queso")), seen_at=NOON)
    assert (build(hours=0.05), build(hours=0.15)) == (0, 1)
    assert kept() == {(None, TODAY, "term"): [False, ["queso", 1, "queso"]]}


def test_a_day_that_takes_long_to_build_is_built_less_often(lumbre, feed):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    with clock.shifted(timedelta(hours=1)):
        (claimed,) = jobs.claim_due(top_days.queue(), limit=1)
        begun = clock.now()
    with clock.shifted(timedelta(hours=1, seconds=60)):
        top_days.finish(claimed, begun)
    ingest.store(feed, page(item(2, "queso")), seen_at=NOON)
    assert [build(hours=1 + minutes / 60) for minutes in (15, 22)] == [0, 1]


def test_what_changes_while_a_day_is_built_is_built_after(lumbre, feed):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    with clock.shifted(timedelta(minutes=1)):
        (claimed,) = jobs.claim_due(top_days.queue(), limit=1)
        ingest.store(feed, page(item(2, "queso")), seen_at=NOON)
        tops.build(claimed)
    assert TopDay.objects.get().state == "waiting"
    assert build(hours=1) == 1
    assert TopDay.objects.get().state == "done"


def test_a_claim_that_was_lost_writes_nothing(lumbre, feed):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    with clock.shifted(timedelta(minutes=1)):
        (claimed,) = jobs.claim_due(top_days.queue(), limit=1)
    with clock.shifted(timedelta(minutes=1) + jobs.LEASE + timedelta(seconds=1)):
        assert tops.sweep() == 1
    tops.build(claimed)
    assert kept() == {}


def test_a_failure_is_tried_again(lumbre, feed, monkeypatch):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    with monkeypatch.context() as broken:
        broken.setattr(terms, "read", lambda text: 1 / 0)
        assert build() == 1
    row = TopDay.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "ZeroDivisionError")
    assert build(hours=3) == 1
    assert TopDay.objects.get().attempts == 0


def test_a_day_that_fails_the_sixth_time_has_failed(lumbre, feed, monkeypatch):
    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    TopDay.objects.update(attempts=jobs.MAX_ATTEMPTS - 1)
    monkeypatch.setattr(terms, "read", lambda text: 1 / 0)
    build()
    assert TopDay.objects.values_list("state", "attempts").get() == ("failed", 6)


def test_a_hidden_author_leaves_the_tops(lumbre, feed):
    ana = types.Author("ana", name="Ana " * 40)
    ingest.store(feed, page(item(1, "pan", author=ana), item(2, "pan")), seen_at=NOON)
    build()
    (entry,) = top_lists.between(TODAY, TODAY)["author"].entries
    author = Author.objects.get()
    assert (entry.key, entry.n, entry.written, entry.author) == (author.public_id, 1, ("Ana " * 40).strip(), author)
    corrections.hide_author(lumbre, author)
    assert top_lists.between(TODAY, TODAY)["author"].entries == [], "at once, also in days that are closed"
    build(hours=2)
    assert kept() == {(None, TODAY, "term"): [False, ["pan", 1, "pan"]]}


def test_a_closed_day_stays_and_a_recount_builds_the_open_ones_anew(lumbre, feed):
    old = NOON - timedelta(days=300)
    ingest.store(feed, page(item("old", "pan", posted_at=old), item(1, "queso")), seen_at=NOON)
    build()
    before = kept()
    lumbre.retention_months = 1
    with clock.shifted(NOON - clock.now()):
        assert retention.run(lumbre, at=NOON) == 1
    DailyTop.objects.filter(day=TODAY).delete()
    recounting.recount(lumbre)
    assert build(hours=2) == 2
    assert kept() == before


def test_sums_over_days_are_those_of_the_days(lumbre, feed):
    said = {0: ["pan", "Pan", "queso"], 1: ["PAN", "PAN", "PAN", "vino"], 2: ["agua"]}
    items = [
        item(f"{day} {n}", text, posted_at=NOON - timedelta(days=day))
        for day, texts in said.items()
        for n, text in enumerate(texts)
    ]
    ingest.store(feed, page(*items), seen_at=NOON)
    build()
    top = top_lists.between(TODAY - timedelta(days=1), TODAY, most=2)["term"]
    assert [(e.key, e.n, e.written) for e in top.entries] == [("pan", 5, "PAN"), ("queso", 1, "queso")]
    assert not top.cut


def test_tops_of_a_topic_are_its_own(lumbre, feed):
    ingest.store(feed, page(item(1, "pan"), item(2, "queso")), seen_at=NOON)
    topic = Topic.objects.create(name="Pan", query="pan")
    mention = Mention.objects.get(text="pan")
    MentionTopic.objects.create(mention=mention, topic=topic, posted_at=mention.posted_at)
    build()
    assert [e.key for e in top_lists.between(TODAY, TODAY, topic)["term"].entries] == ["pan"]
    assert [e.key for e in top_lists.between(TODAY, TODAY)["term"].entries] == ["pan", "queso"]


def test_another_brands_tops_are_not_seen(lumbre, feed):
    from brands.scope import brand_scope

    ingest.store(feed, page(item(1, "pan")), seen_at=NOON)
    build()
    with brand_scope(factories.brand("Verdea").pk):
        assert {kind: top.entries for kind, top in top_lists.between(TODAY, TODAY).items()} == {
            "author": [], "term": [], "hashtag": [], "link": [],
        }  # fmt: skip
