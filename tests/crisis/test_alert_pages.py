from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brands.roles import Role
from brands.scope import brand_scope
from core import clock
from crisis import watching
from crisis.models import Alert, Watch
from monitoring.models import Author
from tests.crisis import counted


@pytest.fixture
def alert(brand) -> Alert:
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        counted.past(topic)
        counted.heard(topic, 30, "negative", text="La avena sabe a plástico", ago=timedelta(minutes=1))
        (made,) = watching.look(brand)
    return made


def url(name, brand, *ids):
    return reverse(f"crisis:{name}", args=[brand.public_id, *ids])


def text(page) -> str:
    return " ".join(page.content.decode().split())


def fresh(alert) -> Alert:
    with brand_scope(alert.brand_id):
        return Alert.objects.get(pk=alert.pk)


def test_without_alerts_the_list_says_what_they_are(bobs, brand):
    said = text(bobs.get(url("alerts", brand)))
    assert "Nothing out of the ordinary so far" in said
    assert reverse("monitoring:topics", args=[brand.public_id]) in said


def test_the_list_shows_what_is_to_decide(bobs, brand, alert):
    assert url("alert", brand, alert.public_id) in text(bobs.get(url("alerts", brand)))
    assert "No alert is in this state" in text(bobs.get(url("alerts", brand) + "?state=dismissed"))
    assert bobs.get(url("alerts", brand) + "?state=nothing").status_code == 404


def test_an_alert_explains_itself(bobs, brand, alert):
    page = bobs.get(url("alert", brand, alert.public_id))
    said = text(page)
    assert "there were 30 negative mentions of Avena." in said
    assert "At this time of day the usual is 1; from 15 on we tell you." in said
    assert "100% of them all are negative; usually it is 25%." in said
    assert "plástico <span" in said
    assert "La avena sabe a plástico" in said
    points = page.context["chart"]["rows"]
    assert sum(row[1].value for row in points if row[1].url) == 30 + 1 * 35
    assert fresh(alert).state == "seen"


def test_every_number_opens_what_it_counts(bobs, brand, alert):
    context = bobs.get(url("alert", brand, alert.public_id)).context
    hour = next(row[1] for row in context["chart"]["rows"] if row[1].value == 30)
    for address in (context["behind"], context["terms"][0][2], context["authors"][0][2], hour.url):
        assert bobs.get(address).content.decode().count('id="mention-') == 30, address


@pytest.mark.parametrize("role", [Role.ANALYST])
def test_who_only_reads_changes_nothing(bobs, brand, alert):
    said = text(bobs.get(url("alert", brand, alert.public_id)))
    assert url("alert_dismiss", brand, alert.public_id) not in said
    assert url("alert_mute", brand, alert.public_id) not in said
    assert bobs.post(url("alert_dismiss", brand, alert.public_id), {"reason": "x"}).status_code == 403
    assert fresh(alert).state == "new"


def test_it_is_dismissed_with_a_reason(bobs, brand, alert):
    here = url("alert_dismiss", brand, alert.public_id)
    refused = bobs.post(here, {"reason": " "})
    assert refused.status_code == 422
    assert "Say in a few words why it is nothing." in text(refused)
    assert fresh(alert).state == "new"
    page = bobs.post(here, {"reason": "Un sorteo"}, follow=True)
    assert "Dismissed by Bob" in text(page)
    assert "Un sorteo" in text(page)
    again = bobs.post(here, {"reason": "Otra cosa"}, follow=True)
    assert "Somebody was faster" in text(again)
    assert fresh(alert).reason == "Un sorteo"


def test_its_topic_is_muted_and_watched_again(bobs, brand, alert):
    here = url("alert_mute", brand, alert.public_id)
    assert "No alerts about Avena until" in text(bobs.post(here, {"hours": "4"}, follow=True))
    with brand_scope(brand.pk):
        assert Watch.objects.get().muted_until > clock.now()
    bobs.post(here, {"hours": "5"})
    with brand_scope(brand.pk):
        assert Watch.objects.get().muted_until is None


def test_how_a_topic_is_watched_is_chosen_in_words(bobs, brand, alert):
    here = url("watch", brand, alert.topic.public_id)
    page = bobs.post(here, {"sensitivity": "keen", "fewest": "20", "quiet_hours": "", "version": "1"}, follow=True)
    assert "Keen: early, and sometimes for nothing" in text(page)
    with brand_scope(brand.pk):
        watch = Watch.objects.get()
    assert (watch.sensitivity, watch.fewest, watch.quiet_hours, watch.version) == ("keen", 20, None, 2)
    stale = bobs.post(here, {"sensitivity": "off", "fewest": "", "quiet_hours": "", "version": "1"})
    assert stale.status_code == 409
    with brand_scope(brand.pk):
        assert Watch.objects.get().sensitivity == "keen"
    assert bobs.post(here, {"sensitivity": "loud", "version": "2"}).status_code == 422


def test_alerts_with_important_voices_stand_above_newer_ones(bobs, brand, alert):
    with brand_scope(brand.pk):
        vip = Author.objects.create(network="feed", external_id="vip", name="Zoé", vip=True)
        other = Alert.objects.get(pk=alert.pk)
        other.pk, other.public_id, other.scale = None, "zzzzzzzzzzzzz", "hour"
        other.raised_at = alert.raised_at - timedelta(hours=5)
        other.vips, other.explanation = 1, alert.explanation | {"vips": [[vip.public_id, 3]]}
        other.save(force_insert=True)
    rows = bobs.get(url("alerts", brand)).context["page"].object_list
    assert [row.vips for row in rows] == [1, 0]
    assert "1 VIP speaks in it:" in text(bobs.get(url("alert", brand, "zzzzzzzzzzzzz")))
    assert "VIP speaks" not in text(bobs.get(url("alert", brand, alert.public_id)))
