from __future__ import annotations

from contextvars import copy_context
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from brands.models import Event, Notice
from brands.scope import brand_scope
from core import clock
from crisis import alerts, tasks, watching
from crisis.models import Alert, Watch
from monitoring.models import Author, Mention, Rematch
from tests.crisis import counted
from tests.crisis.counted import HOUR

MINUTE = timedelta(minutes=1)


@pytest.fixture
def topic(in_brand):
    made = counted.topic(in_brand)
    counted.past(made)
    return made


def told(brand):
    return [(alert.metric, alert.scale, alert.observed) for alert in watching.look(brand)]


def test_samples_differ_in_what_they_say(in_brand, topic):
    for said in ("La avena sabe a plástico", "LA AVENA sabe a plastico", "Devolved el dinero de la avena"):
        counted.heard(topic, 10, "negative", text=said, ago=MINUTE)
    (alert,) = watching.look(in_brand)
    samples = Mention.objects.filter(public_id__in=alert.explanation["samples"]).values_list("text", flat=True)
    assert len(samples) == 2
    assert any("dinero" in text for text in samples)


def test_many_negative_mentions_are_told_with_what_they_are_against(in_brand, topic, bob_in):
    counted.heard(topic, 30, "negative", text="La avena sabe a plástico", ago=MINUTE)
    counted.heard(topic, 3, text="Avena", ago=MINUTE)
    (alert,) = watching.look(in_brand)
    assert (alert.metric, alert.scale, alert.observed, alert.state) == ("negative", "five", 30, "new")
    assert alert.expected == pytest.approx(1, abs=0.01)
    assert 15 <= alert.threshold < 30
    assert alert.share == pytest.approx(30 / 33)
    assert alert.usual_share == pytest.approx(0.25)
    assert alert.explanation["terms"] == [["plástico", 30]]
    assert [n for _author, n in alert.explanation["authors"]] == [30]
    assert alert.explanation["networks"] == [["feed", 30]]
    assert len(alert.explanation["samples"]) == 1, "thirty times the same is shown once"
    assert Event.objects.get(verb="alert.raised").object_name == "Avena"
    assert set(Notice.objects.values_list("user__name", "kind")) == {
        ("Alice", "alert.negative"),
        ("Bob", "alert.negative"),
    }
    assert Notice.objects.filter(mail_at__isnull=False).count() == 2


def test_many_mentions_of_all_moods_are_told_as_many(in_brand, topic):
    counted.heard(topic, 40, ago=MINUTE)
    counted.heard(topic, 12, "negative", ago=MINUTE)
    assert told(in_brand) == [("volume", "five", 52)]


def test_the_same_is_told_once(in_brand, topic):
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert len(told(in_brand)) == 1
    assert told(in_brand) == []
    with clock.shifted(10 * MINUTE):
        counted.heard(topic, 60, "negative")
        assert told(in_brand) == []  # the first hour is still that of the alert
        assert Alert.objects.get().peak == 90


def test_what_becomes_twice_as_bad_is_told_again(in_brand, topic):
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert len(told(in_brand)) == 1
    with clock.shifted(3 * HOUR):
        counted.heard(topic, 50, "negative")
        assert told(in_brand) == []
        counted.heard(topic, 10, "negative")
        assert told(in_brand) == [("negative", "five", 60)]


def test_after_its_quiet_time_it_is_told_again(in_brand, topic):
    counted.heard(topic, 30, "negative", ago=MINUTE)
    Watch.objects.create(brand=in_brand, topic=topic, sensitivity="normal", quiet_hours=3)
    assert len(told(in_brand)) == 1
    with clock.shifted(3 * HOUR + MINUTE):
        counted.heard(topic, 30, "negative")
        assert told(in_brand) == [("negative", "five", 30)]


def test_what_came_late_into_an_hour_that_is_over_is_told(in_brand, topic):
    counted.heard(topic, 30, "negative", ago=100 * MINUTE)
    assert [alert.scale for alert in watching.look(in_brand)] == ["hour"]


def test_after_a_standstill_old_news_is_not_told(in_brand, topic):
    counted.heard(topic, 300, "negative", ago=5 * HOUR)
    assert told(in_brand) == []
    assert not Alert.objects.exists()


def test_what_still_goes_on_after_a_standstill_is_told(in_brand, topic):
    for hours in (5, 4, 3, 2):
        counted.heard(topic, 40, "negative", ago=hours * HOUR)
    counted.heard(topic, 40, "negative")
    assert told(in_brand) == [("negative", "five", 40)]


@pytest.mark.parametrize(
    ("settings", "n"),
    [
        ({"sensitivity": "off"}, None),
        ({"sensitivity": "normal", "fewest": 31}, None),
        ({"sensitivity": "normal", "fewest": 30}, 30),
        ({"sensitivity": "calm"}, 30),
        ({"sensitivity": "normal", "muted_until": HOUR}, None),
        ({"sensitivity": "normal", "muted_until": -HOUR}, 30),
    ],
)
def test_a_topic_is_watched_as_people_say(in_brand, topic, settings, n):
    if "muted_until" in settings:
        settings = settings | {"muted_until": clock.now() + settings["muted_until"]}
    Watch.objects.create(brand=in_brand, topic=topic, **settings)
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert told(in_brand) == ([("negative", "five", n)] if n else [])


def test_a_few_words_say_how_sensitive(in_brand, topic):
    counted.heard(topic, 10, "negative", ago=MINUTE)
    assert told(in_brand) == []
    alerts.change(watching.watch_of(topic), seen=1, by=None, sensitivity="keen")
    assert told(in_brand) == [("negative", "five", 10)]


def test_competitors_are_watched_calmly(in_brand):
    assert watching.watch_of(counted.topic(in_brand, kind="competitor")).sensitivity == "calm"


@pytest.mark.parametrize("days", [0, 1, 2])
def test_without_three_days_of_past_nothing_is_told(in_brand, days):
    topic = counted.topic(in_brand)
    counted.past(topic, days=days)
    counted.heard(topic, 300, "negative", ago=MINUTE)
    assert told(in_brand) == []


def test_a_topic_whose_past_is_being_found_is_not_told_of(in_brand, topic):
    Rematch.objects.create(
        brand=in_brand, topic=topic, query_version=1, since=clock.now() - 90 * 24 * HOUR, state="running"
    )
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert told(in_brand) == []


def test_hidden_and_deleted_mentions_raise_nothing(in_brand, topic):
    counted.heard(topic, 30, "negative", ago=MINUTE, hidden=True)
    assert told(in_brand) == []


def test_a_mute_ends_by_itself_and_by_hand(in_brand, topic, alice):
    until = alerts.mute(topic, 4, by=alice)
    assert until == Watch.objects.get().muted_until
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert told(in_brand) == []
    alerts.unmute(topic, by=alice)
    assert len(told(in_brand)) == 1
    verbs = Event.objects.filter(verb__startswith="watch.").order_by("pk").values_list("verb", "after")
    assert list(verbs) == [("watch.muted", {"hours": 4}), ("watch.unmuted", {})]


def test_dismissed_it_nags_no_more(in_brand, topic, alice, bob, bob_in):
    counted.heard(topic, 30, "negative", ago=MINUTE)
    (alert,) = watching.look(in_brand)
    assert alerts.dismiss(alert, reason="Un sorteo nuestro", by=bob)
    assert not alerts.dismiss(alert, reason="Otra cosa", by=alice)
    alert.refresh_from_db()
    assert (alert.state, alert.reason, alert.decided_by) == ("dismissed", "Un sorteo nuestro", bob)
    assert not Notice.objects.filter(settled_at=None).exists()
    assert told(in_brand) == []


def test_the_task_looks_at_each_brand(in_brand, topic, other_brand):
    counted.heard(topic, 30, "negative", ago=MINUTE)
    assert (tasks.watch_counts(), tasks.watch_counts()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_raise_one(brand):
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        counted.past(topic)
        counted.heard(topic, 30, "negative", ago=MINUTE)
    together, raised = Barrier(2), []

    def work():
        with brand_scope(brand.pk):
            together.wait()
            raised.extend(watching.look(brand))
        connection.close()

    workers = [Thread(target=copy_context().run, args=[work]) for _ in range(2)]  # by the test's clock
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with brand_scope(brand.pk):
        assert [alert.pk for alert in raised] == [Alert.objects.get().pk]
        assert Notice.objects.filter(user=brand.workspace.owner).count() == 1


def test_an_alert_with_an_important_voice_says_who_and_shows_it_first(in_brand, topic):
    counted.heard(topic, 29, "negative", ago=MINUTE)
    vip = Author.objects.create(network="feed", external_id="vip", name="Zoé", vip=True)
    counted.heard(topic, 1, "negative", ago=2 * MINUTE)
    Mention.objects.filter(pk=Mention.objects.latest("pk").pk).update(author=vip)
    (alert,) = watching.look(in_brand)
    assert alert.vips == 1
    assert alert.explanation["vips"] == [[vip.public_id, 1]]
    assert Mention.objects.get(public_id=alert.explanation["samples"][0]).author == vip
