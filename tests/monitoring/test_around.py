from __future__ import annotations

from datetime import timedelta

import pytest

from monitoring import around, corrections, ingest
from monitoring.models import Author, Mention, MentionTopic, Topic
from monitoring.views import shown
from networks import types
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page


def named(number: int | str) -> Mention:
    return Mention.objects.select_related("source", "author").get(external_id__endswith=f"/{number}")


def numbers(mentions) -> list[int]:
    return [int(mention.external_id.rsplit("/")[-1]) for mention in mentions]


@pytest.fixture
def talk(lumbre, feed) -> None:
    """1 is answered by 2 and 3, 2 by 4; 5 answers what nobody heard; 6 and 7 answer each other."""
    parents = {1: "", 2: 1, 3: 1, 4: 2, 5: 99, 6: 7, 7: 6}
    base = "https://blog.example/"
    ingest.store(
        feed,
        page(
            *(
                item(n, f"texto {n}", reply_to=f"{base}{up}" if up else "", posted_at=NOON + timedelta(minutes=n))
                for n, up in parents.items()
            )
        ),
        seen_at=NOON + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("number", "before", "after", "missing"),
    [(1, [], [2, 3], False), (2, [1], [4], False), (4, [1, 2], [], False), (5, [], [], True), (6, [7], [7], False)],
)
def test_a_thread_is_what_we_hold_of_it_in_order(talk, number, before, after, missing):
    thread = around.thread(named(number))
    assert (numbers(thread.before), numbers(thread.after), thread.missing) == (before, after, missing)


def test_who_answers_nothing_and_is_not_answered_has_no_thread(lumbre, feed):
    ingest.store(feed, page(item(1)), seen_at=NOON)
    assert not around.thread(named(1))


def test_many_answers_are_cut(talk, monkeypatch):
    monkeypatch.setattr(around, "REPLIES", 1)
    thread = around.thread(named(1))
    assert (numbers(thread.after), thread.more) == ([2], True)


def test_ids_that_mean_something_only_inside_a_source_are_found_there(lumbre, feed):
    other = factories.source(lumbre, "https://other.example/feed")
    for source in (feed, other):
        items = [types.Item("1", "uno", posted_at=NOON, id_is_global=False)]
        items += [types.Item("2", "dos", posted_at=NOON, id_is_global=False, reply_to="1")]
        ingest.store(source, page(*items), seen_at=NOON)
    first = Mention.objects.select_related("source").get(external_id=f"{feed.public_id}/1")
    second = Mention.objects.select_related("source").get(external_id=f"{feed.public_id}/2")
    assert [m.pk for m in around.thread(first).after] == [second.pk]
    assert [m.pk for m in around.thread(second).before] == [first.pk]


def test_what_an_author_said_before(lumbre, feed, monkeypatch):
    ana, eva = types.Author("ana", name="Ana"), types.Author("eva", name="Eva")
    items = [item(n, f"texto {n}", author=eva if n == 9 else ana) for n in range(1, 10)]
    ingest.store(feed, page(*items), seen_at=NOON)
    author = Author.objects.get(name="Ana")
    said = around.said_by(author, but=named(2))
    assert numbers(said.last) == [1, 3, 4, 5, 6]
    assert (said.count, said.since) == (8, NOON - timedelta(minutes=8))
    monkeypatch.setattr(around, "COUNT_UP_TO", 3)
    assert around.said_by(author, but=named(2)).count == 4
    corrections.hide_author(lumbre, author)
    assert numbers(around.said_by(author, but=named(1)).last) == [2, 3, 4, 5, 6]


def test_topics_come_with_the_words_by_which_they_match(lumbre, feed):
    ingest.store(feed, page(item(1, "El CAFÉ con leche, otro café y la leche fría")), seen_at=NOON)
    mention = named(1)
    for name, query in (("Zumo", "leche"), ("Bebidas", 'café OR "leche fria"'), ("Otro", "té")):
        topic = Topic.objects.create(brand=lumbre, name=name, query=query)
        if name != "Otro":
            MentionTopic.objects.create(mention=mention, topic=topic, posted_at=mention.posted_at)
    found = [(one["topic"].name, one["words"]) for one in shown.topics(mention)]
    assert found == [("Bebidas", ["CAFÉ", "leche fría"]), ("Zumo", ["leche"])]
