from __future__ import annotations

import pytest

from brands.models import Department, Event
from brands.scope import brand_scope
from core.versions import StaleWrite
from monitoring import corrections, ingest, sentiment, triage, undo
from monitoring.models import Author, Mention, MentionTag, Reading, Tag
from monitoring.sentiment.results import Unscored
from networks import types
from tests.monitoring import factories
from tests.monitoring.counters import agree, by_language
from tests.monitoring.factories import NOON, item, page


@pytest.fixture
def mentions(feed) -> list[Mention]:
    jane = types.Author("jane", name="Jane")
    items = [item(1, "muy bueno", author=jane), item(2, "muy malo", author=jane), item(3, "the good coffee")]
    ingest.store(feed, page(*items), seen_at=NOON)
    return list(Mention.objects.order_by("external_id"))


@pytest.fixture
def bob(lumbre):
    bob = factories.person("Bob")
    bob.member = factories.join(lumbre, bob)
    return bob


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_reading_is_per_person_and_not_logged(lumbre, mentions, bob):
    alice = factories.person("Alice")
    done = triage.mark_read(bob, mentions)
    assert Reading.objects.filter(user=bob, read_at__isnull=False).count() == 3
    assert Reading.objects.filter(user=alice).count() == 0
    assert triage.mark_read(bob, mentions[:1]) == triage.Undo("read_at", {})
    undo.undo(bob, lumbre, done)
    assert Reading.objects.filter(read_at__isnull=False).count() == 0
    assert verbs() == []


def test_unread_and_star_do_not_touch_each_other(lumbre, mentions, bob):
    triage.star(bob, mentions[:1])
    triage.mark_read(bob, mentions[:1])
    done = triage.mark_unread(bob, mentions[:1])
    reading = Reading.objects.get()
    assert (reading.read_at, reading.starred_at is not None) == (None, True)
    undo.undo(bob, lumbre, done)
    reading.refresh_from_db()
    assert (reading.read_at is not None, reading.starred_at is not None) == (True, True)
    undo.undo(bob, lumbre, triage.unstar(bob, mentions))
    reading.refresh_from_db()
    assert reading.starred_at is not None


def test_assign_to_somebody_of_the_team_and_back(lumbre, mentions, bob):
    done = triage.assign(lumbre, mentions[:2], bob.member)
    assert Mention.objects.filter(assigned_to=bob.member).count() == 2
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.object_id, event.object_name) == ("mention.assigned", mentions[1].public_id, "")
    assert (event.before, event.after) == ({"assigned_to": None}, {"assigned_to": bob.member.public_id})
    undo.undo(bob, lumbre, done)
    assert Mention.objects.filter(assigned_to=None).count() == 3


def test_a_stranger_is_given_nothing(lumbre, mentions, bob):
    stranger = factories.join(factories.brand("Verdea"), factories.person("Charlie"))
    with pytest.raises(triage.NotOnTeam):
        triage.assign(lumbre, mentions, stranger)
    assert Mention.objects.filter(assigned_to=None).count() == 3
    assert verbs() == []


def test_department(lumbre, mentions, bob):
    support = Department.objects.create(brand=lumbre, name="Soporte")
    done = triage.set_department(lumbre, mentions, support)
    assert Mention.objects.filter(department=support).count() == 3
    undo.undo(bob, lumbre, done)
    assert Mention.objects.filter(department=None).count() == 3


def test_handled_keeps_its_first_moment(lumbre, mentions, bob):
    triage.handle(lumbre, mentions[:1])
    first = Mention.objects.get(pk=mentions[0].pk).handled_at
    done = triage.handle(lumbre, mentions)
    assert set(done.before) == {m.public_id for m in mentions[1:]}
    assert Mention.objects.get(pk=mentions[0].pk).handled_at == first
    undo.undo(bob, lumbre, done)
    assert Mention.objects.filter(handled_at=None).count() == 2
    undo.undo(bob, lumbre, triage.reopen(lumbre, mentions))
    assert Mention.objects.filter(handled_at=None).count() == 2


def test_tags_are_one_by_their_folded_name(lumbre, mentions, bob):
    delivery = triage.tag_named(lumbre, " Envío  lento ")
    assert (delivery.name, triage.tag_named(lumbre, "ENVIO LENTO"), Tag.objects.count()) == ("Envío lento", delivery, 1)
    triage.tag(lumbre, mentions[:1], delivery)
    done = triage.tag(lumbre, mentions, delivery)
    assert set(done.before) == {m.public_id for m in mentions[1:]}
    assert verbs() == ["mention.tagged"] * 3
    undo.undo(bob, lumbre, done)
    assert list(MentionTag.objects.values_list("mention", flat=True)) == [mentions[0].pk]
    undo.undo(bob, lumbre, triage.untag(lumbre, mentions, delivery))
    assert list(MentionTag.objects.values_list("mention", flat=True)) == [mentions[0].pk]
    with pytest.raises(ValueError):
        triage.tag_named(lumbre, "  ")


def test_a_note_written_by_two_keeps_both_texts(lumbre, mentions, bob):
    mine = Mention.objects.get(pk=mentions[0].pk)
    triage.write_note(lumbre, mentions[0], "llamar\x00 hoy", seen=1)
    with pytest.raises(StaleWrite) as refused:
        triage.write_note(lumbre, mine, "no llamar", seen=1)
    assert (refused.value.current.note, refused.value.wanted) == ("llamar hoy", {"note": "no llamar"})
    assert verbs() == ["mention.noted"]
    assert Event.objects.get().after == {}


def test_undo_of_a_note_and_not_over_what_somebody_wrote_since(lumbre, mentions, bob):
    done = triage.write_note(lumbre, mentions[0], "uno", seen=1)
    undo.undo(bob, lumbre, done)
    assert Mention.objects.get(pk=mentions[0].pk).note == ""
    done = triage.write_note(lumbre, mentions[0], "dos", seen=3)
    triage.write_note(lumbre, mentions[0], "tres", seen=4)
    with pytest.raises(StaleWrite):
        undo.undo(bob, lumbre, done)
    assert Mention.objects.get(pk=mentions[0].pk).note == "tres"


def test_a_corrected_label_is_counted_and_undone(lumbre, mentions, bob):
    assert by_language() == {("es", "positive"): 1, ("es", "negative"): 1, ("en", "positive"): 1}
    done = corrections.correct_label(lumbre, mentions[:2], "neutral")
    assert by_language() == {("es", "neutral"): 2, ("en", "positive"): 1}
    event = Event.objects.first()
    assert (event.verb, event.before["sentiment"], event.after["sentiment"]) == (
        "mention.label_corrected", "positive", "neutral",
    )  # fmt: skip
    assert agree(lumbre)
    undo.undo(bob, lumbre, done)
    assert by_language() == {("es", "positive"): 1, ("es", "negative"): 1, ("en", "positive"): 1}
    assert Mention.objects.filter(sentiment_by="machine").count() == 3
    with pytest.raises(ValueError):
        corrections.correct_label(lumbre, mentions, "unscored")


def test_a_confirmed_label_is_a_persons(lumbre, mentions):
    corrections.correct_label(lumbre, mentions[:1], "positive")
    assert Mention.objects.get(pk=mentions[0].pk).sentiment_by == "person"
    assert by_language()[("es", "positive")] == 1


def test_a_corrected_language_is_scored_again_and_undone(lumbre, mentions, bob):
    done = corrections.correct_language(lumbre, mentions[:1], "fr")
    mention = Mention.objects.get(pk=mentions[0].pk)
    assert (mention.language, mention.language_by, mention.sentiment, mention.score) == (
        "fr",
        "person",
        "unscored",
        None,
    )
    assert by_language() == {("fr", "unscored"): 1, ("es", "negative"): 1, ("en", "positive"): 1}
    undo.undo(bob, lumbre, done)
    mention.refresh_from_db()
    assert (mention.language, mention.language_by, mention.sentiment, mention.score) == (
        "es",
        "machine",
        "positive",
        0.6,
    )
    assert agree(lumbre)
    with pytest.raises(ValueError):
        corrections.correct_language(lumbre, mentions, "<b>")


def test_a_persons_label_outlives_another_language(lumbre, mentions):
    corrections.correct_label(lumbre, mentions[:1], "negative")
    corrections.correct_language(lumbre, mentions[:1], "en")
    mention = Mention.objects.get(pk=mentions[0].pk)
    assert (mention.sentiment, mention.sentiment_by, mention.language) == ("negative", "person", "en")


def test_a_hidden_author_is_not_counted_and_comes_back(lumbre, mentions, bob):
    jane = Author.objects.get()
    done = corrections.hide_author(lumbre, jane)
    assert by_language() == {("en", "positive"): 1}
    assert Mention.objects.filter(hidden=True).count() == 2
    assert not corrections.hide_author(lumbre, jane)
    assert agree(lumbre)
    undo.undo(bob, lumbre, done)
    assert by_language() == {("es", "positive"): 1, ("es", "negative"): 1, ("en", "positive"): 1}
    assert verbs() == ["author.hidden", "author.shown"]


def test_mentions_of_another_brand_are_not_reached(mentions, bob):
    verdea = factories.brand("Verdea")
    with brand_scope(verdea.pk):
        assert not corrections.correct_label(verdea, mentions, "neutral")
        assert not triage.handle(verdea, mentions)
        assert not triage.tag(verdea, mentions, triage.tag_named(verdea, "x"))
        assert not triage.mark_read(bob, mentions)
    assert Mention.objects.filter(sentiment_by="machine", handled_at=None).count() == 3
    assert verbs() == []


def test_undo_leaves_what_somebody_decided_since(lumbre, mentions, bob):
    mine, two = mentions[0], mentions[:2]
    label, assigned = corrections.correct_label(lumbre, two, "neutral"), triage.assign(lumbre, two, bob.member)
    handled = triage.handle(lumbre, two)
    corrections.correct_label(lumbre, [mine], "negative")
    triage.assign(lumbre, [mine], None)
    triage.reopen(lumbre, [mine])
    assert [undo.undo(bob, lumbre, what) for what in (label, assigned, handled)] == [1, 1, 1]
    rows = Mention.objects.filter(pk__in=[m.pk for m in two]).order_by("external_id")
    assert list(rows.values_list("sentiment", "sentiment_by", "assigned_to", "handled_at")) == [
        ("negative", "person", None, None),
        ("negative", "machine", None, None),
    ]
    assert agree(lumbre)


def test_a_language_confirmed_again_is_counted_as_it_is_scored_now(lumbre, mentions, monkeypatch):
    corrections.correct_language(lumbre, mentions[:1], "es")
    monkeypatch.setattr(sentiment, "score", lambda text, **_: Unscored("es"))
    corrections.correct_language(lumbre, mentions[:1], "es")
    assert Mention.objects.get(pk=mentions[0].pk).sentiment == "unscored"
    assert agree(lumbre)
