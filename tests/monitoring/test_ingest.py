from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brands.scope import brand_scope
from monitoring import ingest, recounting
from monitoring.ingest import Stored
from monitoring.models import Author, DailyCount, HourlyCount, Labeller, Mention, Sentiment
from monitoring.signals import mentions_stored
from networks import types
from tests.monitoring import counters, factories
from tests.monitoring.counters import by_language
from tests.monitoring.factories import NOON, item, page

LATER = NOON + timedelta(hours=1)


def store(source, *items, at=NOON, **fields):
    return ingest.store(source, page(*items, **fields), seen_at=at)


def only() -> Mention:
    return Mention.objects.get()


def test_items_become_mentions_once(feed):
    assert store(feed, item(1), item(2, "qué malo")) == Stored(new=2)
    assert store(feed, item(1), item(2, "qué malo"), at=LATER) == Stored()
    assert by_language() == {("es", "positive"): 1, ("es", "negative"): 1}
    feed.refresh_from_db()
    assert (feed.items_found, feed.last_new_at) == (2, NOON)


def test_a_mention_holds_what_was_said_and_what_the_machine_makes_of_it(feed):
    author = types.Author("jane", name="Jane", url="https://jane.example", followers=7)
    store(feed, item(1, "The good coffee", title="News", url="https://blog.example/1", author=author, reach=40))
    mention = only()
    assert (mention.title, mention.text, mention.reach, mention.author.name) == ("News", "The good coffee", 40, "Jane")
    assert (mention.posted_at, mention.posted_at_is_guess) == (NOON - timedelta(minutes=1), False)
    assert (mention.first_seen_at, mention.source) == (NOON, feed)
    assert (mention.language, mention.sentiment, mention.score) == ("en", "positive", 0.5)
    assert (mention.backend, mention.backend_version, mention.confidence) == ("words", "1", 0.8)
    assert mention.evidence == [["good", 2.0, 4, 8]]


def test_what_is_in_a_foreign_language_is_not_scored(feed):
    store(feed, item(1, "le bueno"))
    assert (only().language, only().sentiment, only().score, only().backend) == ("fr", "unscored", None, "")
    assert by_language() == {("fr", "unscored"): 1}


def test_without_text_the_title_is_read(feed):
    store(feed, item(1, "", title="Muy malo"))
    assert (only().sentiment, only().body, only().text) == ("negative", "Muy malo", "")


@pytest.mark.parametrize(
    "said",
    [
        *(None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)),
        *(NOON + timedelta(days=1, seconds=1), datetime(2026, 3, 10, 11, 0), datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_date_that_cannot_be_is_replaced_by_when_it_was_seen_and_marked(feed, said):
    store(feed, item(1, posted_at=said))
    assert (only().posted_at, only().posted_at_is_guess) == (NOON, True)
    store(feed, item(1, posted_at=said), at=LATER)
    assert only().posted_at == NOON


def test_a_real_date_takes_the_place_of_a_guess_and_the_count_moves(feed):
    store(feed, item(1, posted_at=None))
    real = NOON - timedelta(hours=5)
    store(feed, item(1, posted_at=real), at=LATER)
    assert (only().posted_at, only().posted_at_is_guess, only().edited_at) == (real, False, None)
    assert list(HourlyCount.objects.exclude(n=0).values_list("hour", "n")) == [(real, 1)]


def test_a_feed_that_dates_everything_with_now_moves_nothing(feed):
    store(feed, item(1, posted_at=NOON))
    store(feed, item(1, posted_at=LATER), at=LATER)
    assert only().posted_at == NOON


def test_items_older_than_the_brand_keeps_are_left_out_and_said_so(feed):
    assert store(feed, item(1, posted_at=NOON - timedelta(days=800)), item(2)) == Stored(new=1, too_old=1)
    feed.refresh_from_db()
    assert feed.items_too_old == 1


def test_an_edit_is_taken_over_scored_again_and_counted_again(feed):
    store(feed, item(1, "muy bueno"))
    assert store(feed, item(1, "muy malo"), at=LATER) == Stored(edited=1)
    assert (only().text, only().sentiment, only().edited_at) == ("muy malo", "negative", LATER)
    assert by_language() == {("es", "negative"): 1}


def test_what_a_person_said_outlives_an_edit(feed):
    store(feed, item(1, "muy bueno"))
    Mention.objects.update(sentiment=Sentiment.NEUTRAL, sentiment_by=Labeller.PERSON)
    Mention.objects.update(language="en", language_by=Labeller.PERSON)
    feed.brand.languages = ["es", "en"]
    store(feed, item(1, "good, muy malo"), at=LATER)
    mention = only()
    assert (mention.sentiment, mention.sentiment_by, mention.language) == ("neutral", "person", "en")
    assert mention.score == -0.6


def test_another_source_changes_nothing(lumbre, feed):
    store(feed, item(1, "muy bueno", url="https://blog.example/1"))
    hostile = factories.source(lumbre, "https://evil.example/feed")
    assert store(hostile, item(1, "comprad aquí", url="https://evil.example"), at=LATER) == Stored()
    assert (only().text, only().url, only().source) == ("muy bueno", "https://blog.example/1", feed)


def test_what_belongs_to_nobody_is_adopted(lumbre, feed):
    store(feed, item(1))
    Mention.objects.update(source=None)
    other = factories.source(lumbre, "https://blog.example/atom")
    assert store(other, item(1, "muy malo"), at=LATER) == Stored(edited=1)
    assert only().source == other


def test_ids_that_mean_something_only_in_their_source_do_not_meet(lumbre, feed):
    other = factories.source(lumbre, "https://other.example/feed")
    store(feed, item(1, id_is_global=False))
    assert store(other, item(1, id_is_global=False)) == Stored(new=1)
    assert set(Mention.objects.values_list("external_id", flat=True)) == {
        f"{s.public_id}/https://blog.example/1" for s in (feed, other)
    }


def test_brands_do_not_meet(feed):
    store(feed, item(1))
    verdea = factories.brand("Verdea")
    assert ingest.store(factories.source(verdea), page(item(1)), seen_at=NOON) == Stored(new=1)
    assert Mention.objects.count() == 1
    with brand_scope(verdea.pk):
        assert Mention.objects.count() == 1


FULL = NOON - timedelta(days=1)


def test_what_two_full_reads_in_a_row_do_not_hold_is_gone_and_may_come_back(feed):
    store(feed, item(1), item(2))
    assert store(feed, item(1), complete_since=FULL) == Stored(missing=1)
    assert by_language() == {("es", "positive"): 2}
    assert store(feed, item(1), complete_since=FULL, at=LATER) == Stored(gone=1)
    assert by_language() == {("es", "positive"): 1}
    assert Mention.objects.get(external_id__endswith="/2").gone_at == LATER
    assert store(feed, item(1), complete_since=FULL, at=LATER) == Stored()
    assert store(feed, item(1), item(2), complete_since=FULL) == Stored(back=1)
    assert by_language() == {("es", "positive"): 2}


def test_one_truncated_answer_deletes_nothing(feed):
    store(feed, item(1), item(2))
    store(feed, item(1), complete_since=FULL)
    store(feed, item(1), item(2), complete_since=FULL)
    assert store(feed, item(1), complete_since=FULL) == Stored(missing=1)
    assert Mention.objects.filter(gone_at=None).count() == 2


@pytest.mark.parametrize(
    "fields", [{}, {"unchanged": True, "complete_since": FULL}, {"complete_since": NOON - timedelta(minutes=2)}]
)
def test_only_a_full_read_of_its_time_says_that_something_is_missing(feed, fields):
    store(feed, item(2))
    assert store(feed, **fields) == Stored()
    assert only().missing_since is None


def test_another_sources_full_read_says_nothing(lumbre, feed):
    store(feed, item(1))
    other = factories.source(lumbre, "https://other.example/feed")
    assert store(other, complete_since=FULL) == Stored()


def test_of_doubles_in_one_page_the_first_counts(feed):
    assert store(feed, item(1, "uno"), item(1, "dos")) == Stored(new=1)
    assert only().text == "uno"


def test_values_are_cut_to_their_columns_and_ids_stay_apart(feed):
    long = "x" * 5000
    author = types.Author(long, name=long, handle=long, url="https://a/" + long, avatar_url=long, followers=2**70)
    items = [item(long + tail, "y" * 200_000, title=long, url="https://b/" + long, author=author) for tail in "ab"]
    assert store(feed, *items) == Stored(new=2)
    for mention in Mention.objects.all():
        assert (len(mention.text), len(mention.title), mention.url) == (100_000, 500, "")
        assert (len(mention.external_id), len(mention.author.external_id)) == (500, 300)
        assert (len(mention.author.name), mention.author.url, mention.author.followers) == (200, "", None)
    assert store(feed, *items) == Stored()


def test_what_postgresql_or_a_page_cannot_hold_is_left_out(feed):
    hostile = types.Author("a\x00b", name="Ja\x00ne\ud800", url="javascript:alert(1)")
    store(feed, item(1, "ma\x00lo \udfff\x1b[31m", title="\x00", url="javascript:alert(1)", author=hostile))
    mention = only()
    assert (mention.text, mention.title, mention.url) == ("malo [31m", "", "")
    assert (mention.author.external_id, mention.author.name, mention.author.url) == ("ab", "Jane", "")


def test_an_item_without_an_id_is_left_out(feed):
    assert store(feed, types.Item(external_id="\x00", text="x")) == Stored()


def test_an_author_is_one_row_and_nothing_left_out_wipes_what_is_known(feed):
    store(feed, item(1, author=types.Author("jane", name="Jane", handle="@jane", followers=5)))
    store(feed, item(2, author=types.Author("jane", name="Jane Doe")))
    assert Author.objects.values_list("name", "handle", "followers").get() == ("Jane Doe", "@jane", 5)


def test_mentions_of_a_hidden_author_are_kept_and_not_counted(feed):
    jane = types.Author("jane", name="Jane")
    store(feed, item(1, author=jane))
    Author.objects.update(hidden=True)
    store(feed, item(2, author=jane))
    assert Mention.objects.get(external_id__endswith="/2").hidden is True
    assert by_language() == {("es", "positive"): 1}


def test_news_of_new_mentions_carries_ids_after_commit(feed, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, brand_id, mention_ids, **_):
        heard.append((brand_id, mention_ids))

    mentions_stored.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            store(feed, item(1))
        with django_capture_on_commit_callbacks(execute=True):
            store(feed, item(1))
    finally:
        mentions_stored.disconnect(listen)
    assert heard == [(feed.brand_id, [only().pk])]


def test_an_unchanged_page_of_known_items_writes_nothing(feed, django_assert_num_queries):
    items = [item(n) for n in range(200)]
    store(feed, *items)
    with django_assert_num_queries(6):  # kept since, known, savepoint and its end, brand held, source
        store(feed, *items)


def test_recount_agrees(lumbre, feed):
    store(feed, *[item(n, "bueno" if n % 3 else "malo") for n in range(300)])
    before = counters.both()
    assert [sum(table.values()) for table in before] == [300, 300]
    HourlyCount.objects.update(n=77)
    DailyCount.objects.update(n=77)
    recounting.recount(lumbre)
    assert counters.both() == before
