from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brands.roles import Role
from brands.scope import brand_scope
from calendar_app import holds, scheduling
from calendar_app.catching import Scope
from calendar_app.models import Hold, Post, Publication
from calendar_app.publishing import loop
from core import clock
from crisis import incidents
from crisis.models import Incident, IncidentHold, IncidentNote, IncidentTask
from tests.calendar_app.publishing import factories
from tests.crisis import counted


@pytest.fixture(autouse=True)
def _any_text_is_taken(monkeypatch):
    """The fake network says nothing of lengths."""
    monkeypatch.setattr("calendar_app.readiness.refuse_blocked", lambda post: None)


@pytest.fixture
def incident(brand, alice) -> Incident:
    with brand_scope(brand.pk):
        topic = counted.topic(brand)
        counted.heard(topic, 3, "negative", ago=timedelta(minutes=1))
        return incidents.open_one(brand, title="Avena en Valencia", level="alert", by=alice, topic=topic)


@pytest.fixture
def scheduled(brand, alice, fake):
    """Three posts for the next hour, each on an account of its own: oats, oats, bread."""
    with brand_scope(brand.pk):
        texts = ("Latte de avena", "Galletas de avena", "Pan de hoy")
        posts = [
            factories.post(brand, factories.account(brand, f"c{n}"), by=alice, text=t) for n, t in enumerate(texts)
        ]
        for post in posts:
            scheduling.schedule(post, by=alice)
    return posts


def url(name, brand, *ids):
    return reverse(f"crisis:{name}", args=[brand.public_id, *ids])


def text(page) -> str:
    return " ".join(page.content.decode().split())


def states(brand, posts):
    with brand_scope(brand.pk):
        return [Publication.objects.get(post=post).state for post in posts]


def read(brand, model):
    with brand_scope(brand.pk):
        return model.objects.get()


def test_without_incidents_the_list_says_what_one_is(bobs, brand):
    said = text(bobs.get(url("incidents", brand)))
    assert "When something goes wrong, open an incident" in said
    assert url("incident_new", brand) in said


def test_the_list_is_narrowed(bobs, brand, incident):
    here = url("incidents", brand)
    assert "Avena en Valencia" in text(bobs.get(here))
    assert "No incident fits these filters." in text(bobs.get(here + "?state=closed"))
    assert "No incident fits these filters." in text(bobs.get(here + "?level=crisis"))
    assert "Avena en Valencia" in text(bobs.get(here + "?state=all&level=alert"))
    assert bobs.get(here + "?level=doom").status_code == 404


def test_it_is_opened_by_hand(bobs, bob_in, brand):
    here = url("incident_new", brand)
    assert bobs.post(here, {"level": "crisis"}).status_code == 422
    lead = bob_in.member.public_id
    page = bobs.post(here, {"title": "Avena 🥛 حليب", "level": "crisis", "lead": lead}, follow=True)
    assert "Avena 🥛 حليب" in text(page)
    assert "led by Bob" in text(page)
    assert read(brand, Incident).level == "crisis"


def test_it_is_edited_and_nobody_is_written_over(bobs, brand, incident):
    here = url("incident_edit", brand, incident.public_id)
    given = {"title": "Avena", "level": "crisis", "summary": "Lote 2611-A", "version": "1"}
    assert "Lote 2611-A" in text(bobs.post(here, given, follow=True))
    assert bobs.post(here, given | {"title": "Leche"}).status_code == 409
    assert read(brand, Incident).title == "Avena"


def test_plan_and_notes(bobs, bob_in, brand, incident):
    page = bobs.post(url("incident_task", brand, incident.public_id), {"text": ""})
    assert (page.status_code, "Say what is to be done." in text(page)) == (422, True)
    given = {"text": "Llamar a Calidad", "who": bob_in.member.public_id, "due_at": "2026-01-01T10:30"}
    said = text(bobs.post(url("incident_task", brand, incident.public_id), given, follow=True))
    assert "Llamar a Calidad" in said
    assert "late ·" in said
    task = read(brand, IncidentTask)
    assert task.due_at.astimezone(brand.zone).strftime("%H:%M") == "10:30"
    bobs.post(url("incident_task_done", brand, incident.public_id, task.public_id), {"done": "1"})
    assert read(brand, IncidentTask).done_at
    bobs.post(url("incident_task_done", brand, incident.public_id, task.public_id), {"done": "0"})
    assert read(brand, IncidentTask).done_at is None
    assert "Vamos" in text(bobs.post(url("incident_note", brand, incident.public_id), {"text": "Vamos"}, follow=True))
    assert bobs.post(url("incident_note", brand, incident.public_id), {"text": " "}).status_code == 422
    assert read(brand, IncidentNote).text == "Vamos"


def test_closing_asks_for_the_lesson(bobs, brand, incident):
    here = url("incident_close", brand, incident.public_id)
    assert bobs.post(here, {"lesson": ""}).status_code == 422
    assert "Avisar antes" in text(bobs.post(here, {"lesson": "Avisar antes"}, follow=True))
    assert read(brand, Incident).closed_by.name == "Bob"
    bobs.post(url("incident_reopen", brand, incident.public_id))
    assert read(brand, Incident).closed_at is None


def test_who_closes_second_is_told_and_loses_nothing(bobs, brand, incident, alice):
    with brand_scope(brand.pk):
        incidents.close(incident, "La de Alice", by=alice)
    page = bobs.post(url("incident_close", brand, incident.public_id), {"lesson": "La de Bob"})
    said = text(page)
    assert page.status_code == 409
    assert "Alice closed this incident before you did" in said
    assert "La de Alice" in said
    assert "La de Bob</textarea>" in said
    assert read(brand, Incident).lesson == "La de Alice"


def test_a_hold_is_shown_before_it_is_placed(bobs, brand, incident, scheduled):
    here = url("hold", brand, incident.public_id)
    assert "3 publications are scheduled." in text(bobs.get(here))
    said = text(bobs.get(here + "?words=avena&preview=1"))
    assert "2 publications would be held" in said
    assert "Latte de avena" in said
    assert "Pan de hoy" not in said
    assert states(brand, scheduled) == ["waiting"] * 3
    page = bobs.post(here, {"words": "avena"}, follow=True)
    assert "2 publications are held." in text(page)
    assert "«avena»" in text(page)
    assert states(brand, scheduled) == ["held", "held", "waiting"]
    assert read(brand, IncidentHold).incident == incident


def test_everything_is_held_only_where_that_is_said(bobs, brand, incident, scheduled):
    here = url("hold", brand, incident.public_id)
    page = bobs.post(here, {"words": " , "})
    assert (page.status_code, "Say what to hold, or hold everything." in text(page)) == (422, True)
    assert states(brand, scheduled) == ["waiting"] * 3
    bobs.post(here, {"everything": "1"})
    assert states(brand, scheduled) == ["held"] * 3


@pytest.fixture
def held(brand, alice, incident, scheduled):
    with brand_scope(brand.pk):
        hold = holds.place(brand, Scope(), by=alice)
        IncidentHold.objects.create(brand=brand, incident=incident, hold=hold)
    return scheduled


def test_a_hold_is_lifted_and_what_it_holds_stays_held(bobs, brand, incident, held):
    hold = read(brand, Hold)
    page = bobs.post(url("hold_lift", brand, incident.public_id, hold.public_id), follow=True)
    assert "Hold lifted. 3 publications stay held until each is decided." in text(page)
    with clock.shifted(timedelta(hours=2)):
        loop.publish_due(threads=0)
    assert states(brand, held) == ["held"] * 3


def test_each_post_is_decided(bobs, brand, incident, held, fake):
    here = url("review", brand, incident.public_id)
    now, keep, drop = held
    assert "3 posts are held" in text(bobs.get(here))
    bobs.post(here, {"one": f"now:{now.public_id}"})
    bobs.post(here, {"one": f"keep:{keep.public_id}"})
    bobs.post(here, {"one": f"drop:{drop.public_id}"})
    assert "Every post that was held is decided." in text(bobs.get(here))
    loop.publish_due(threads=0)
    assert states(brand, held[:2]) == ["done", "waiting"]
    assert [said for _key, said in fake.taken] == ["Latte de avena"]
    with brand_scope(brand.pk):
        assert not Post.objects.filter(pk=drop.pk).exists()
    said = text(bobs.get(url("incident", brand, incident.public_id)))
    assert "let the held post «Latte de avena» go out at once" in said


def test_several_are_decided_only_by_choosing(bobs, brand, incident, held):
    here = url("review", brand, incident.public_id)
    assert "Choose at least one post" in text(bobs.post(here, {"act": "keep"}, follow=True))
    assert states(brand, held) == ["held"] * 3
    chosen = [held[0].public_id, held[1].public_id]
    assert "2 posts decided." in text(bobs.post(here, {"act": "keep", "post": chosen}, follow=True))
    assert states(brand, held) == ["waiting", "waiting", "held"]
    assert "Choose at least one post" in text(bobs.post(here, {"act": "move", "post": chosen}, follow=True))


def test_what_has_passed_says_so(bobs, brand, incident, held):
    here = url("review", brand, incident.public_id)
    with clock.shifted(timedelta(hours=2)):
        said = text(bobs.get(here))
        assert "has passed." in said
        assert "keep:" not in said
        refused = text(bobs.post(here, {"one": f"keep:{held[0].public_id}"}, follow=True))
        assert "Its time has passed. Publish it now, or move it to another time." in refused
    assert states(brand, held) == ["held"] * 3


def test_a_post_is_moved(bobs, brand, incident, held):
    here, one = url("review", brand, incident.public_id), held[0].public_id
    assert "Choose a day and a time" in text(bobs.post(here, {"one": f"move:{one}"}, follow=True))
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    bobs.post(here, {"one": f"move:{one}", f"day-{one}": day, f"time-{one}": "10:30"})
    assert states(brand, held) == ["waiting", "held", "held"]
    with brand_scope(brand.pk):
        assert Post.objects.get(pk=held[0].pk).wall_date.isoformat() == day


@pytest.mark.parametrize("role", [Role.ANALYST])
def test_who_only_reads_changes_nothing(bobs, brand, incident, held):
    assert "Avena en Valencia" in text(bobs.get(url("incident", brand, incident.public_id)))
    said = text(bobs.get(url("review", brand, incident.public_id)))
    assert "Publish now" not in said
    refused = [
        bobs.post(url("review", brand, incident.public_id), {"one": f"now:{held[0].public_id}"}),
        bobs.post(url("incident_close", brand, incident.public_id), {"lesson": "x"}),
        bobs.post(url("hold", brand, incident.public_id), {"everything": "1"}),
        bobs.post(url("incident_note", brand, incident.public_id), {"text": "x"}),
    ]
    assert [page.status_code for page in refused] == [403] * 4
    assert states(brand, held) == ["held"] * 3
    assert read(brand, Incident).closed_at is None


def test_a_post_of_another_brand_is_not_decided(bobs, brand, incident, held, other_brand, charlie):
    with brand_scope(other_brand.pk):
        foreign = factories.post(other_brand, factories.account(other_brand), by=charlie)
        scheduling.schedule(foreign, by=charlie)
        holds.place(other_brand, Scope(), by=charlie)
    page = bobs.post(url("review", brand, incident.public_id), {"one": f"now:{foreign.public_id}"})
    assert page.status_code == 404
    assert states(other_brand, [foreign]) == ["held"]
