from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import translation

from brands.models import Event, Notice
from brands.scope import brand_scope
from calendar_app import holds
from calendar_app.catching import Scope
from core.versions import StaleWrite
from crisis import incidents, timeline, watching
from crisis.incidents import AlreadyClosed, StillHolds
from crisis.models import Alert, Incident, IncidentHold, IncidentTask
from tests.crisis import counted


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def incident(in_brand, alice) -> Incident:
    return incidents.open_one(in_brand, title="Avena en Valencia", level="alert", by=alice)


@pytest.fixture
def alert(in_brand) -> Alert:
    topic = counted.topic(in_brand)
    counted.past(topic)
    counted.heard(topic, 30, "negative", ago=timedelta(minutes=1))
    (made,) = watching.look(in_brand)
    return made


def verbs():
    return list(Event.objects.filter(object_kind="incident").order_by("pk").values_list("verb", "after"))


def test_an_incident_takes_its_alert_over(in_brand, alert, alice, bob):
    made = incidents.open_one(in_brand, title="Avena", level="crisis", by=alice, alert=alert)
    alert.refresh_from_db()
    assert (alert.state, alert.incident, alert.decided_by, made.topic) == ("incident", made, alice, alert.topic)
    assert not Notice.objects.filter(settled_at=None).exists()
    again = incidents.open_one(in_brand, title="Otra vez", level="watch", by=bob, alert=alert)
    assert (again, Incident.objects.count()) == (made, 1)
    assert [entry["text"] for entry in timeline.of(made)][-1] == "Alert: Avena is out of the ordinary."


def test_the_timeline_writes_itself(in_brand, incident, alice, bob_in):
    changed = incidents.edit(incident, seen=1, by=alice, level="crisis", lead=bob_in.member)
    incidents.note(incident, "Calidad retiró el lote", by=alice)
    task = incidents.add_task(incident, "Llamar", by=alice, who=bob_in.member)
    incidents.set_done(task, True, by=alice)
    incidents.set_done(task, True, by=alice)
    hold = holds.place(in_brand, Scope(words=("avena",)), by=alice)
    IncidentHold.objects.create(brand=in_brand, incident=incident, hold=hold)
    holds.lift(hold, by=alice)
    incidents.close(incident, "Avisar antes", by=alice)
    assert changed.lead == bob_in.member
    told = [(entry["actor"], entry["text"]) for entry in reversed(timeline.of(incident))]
    assert told == [
        ("", "Alice opened the incident."),
        ("", "Alice changed the level to «Crisis»."),
        ("", "Alice changed what the incident says."),
        ("Alice", "Calidad retiró el lote"),
        ("", "Alice added to the plan: Llamar"),
        ("", "Alice has done: Llamar"),
        ("", "Alice placed a hold on what is scheduled."),
        ("", "Publications held at once: 0."),
        ("", "Alice lifted the hold. What is held waits for a decision."),
        ("", "Alice closed the incident."),
    ]


def test_what_somebody_has_changed_meanwhile_is_not_written_over(incident, alice):
    incidents.edit(Incident.objects.get(), seen=1, by=alice, title="Avena")
    with pytest.raises(StaleWrite):
        incidents.edit(incident, seen=1, by=alice, title="Leche")
    assert Incident.objects.get().title == "Avena"


def test_it_closes_once_with_its_lesson_and_opens_again(incident, alice, bob):
    incidents.close(incident, "Avisar antes", by=alice)
    with pytest.raises(AlreadyClosed) as refused:
        incidents.close(incident, "Otra lección", by=bob)
    assert refused.value.incident.lesson == "Avisar antes"
    row = Incident.objects.get()
    assert (row.closed_by, row.lesson) == (alice, "Avisar antes")
    incidents.reopen(row, by=bob)
    incidents.reopen(row, by=bob)
    row = Incident.objects.get()
    assert (row.closed_at, row.closed_by, row.lesson) == (None, None, "Avisar antes")
    assert [verb for verb, _after in verbs()] == ["incident.opened", "incident.closed", "incident.reopened"]


def test_with_a_hold_that_stands_it_does_not_close(in_brand, incident, alice):
    hold = holds.place(in_brand, Scope(), by=alice)
    IncidentHold.objects.create(brand=in_brand, incident=incident, hold=hold)
    with pytest.raises(StillHolds):
        incidents.close(incident, "x", by=alice)
    assert Incident.objects.get().closed_at is None
    holds.lift(hold, by=alice)
    incidents.close(incident, "x", by=alice)


def test_a_task_is_done_and_not_after_all(incident, alice):
    task = incidents.add_task(incident, "Llamar", by=alice)
    incidents.set_done(task, True, by=alice)
    assert IncidentTask.objects.get().done_by == alice
    incidents.set_done(task, False, by=alice)
    assert (IncidentTask.objects.get().done_at, IncidentTask.objects.get().done_by) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_wins(brand, alice, bob, bob_in):
    with brand_scope(brand.pk):
        incident = incidents.open_one(brand, title="Avena", level="alert", by=alice)
    together, outcomes = Barrier(2), []

    def close(person):
        with brand_scope(brand.pk):
            together.wait()
            try:
                incidents.close(incident, f"De {person.name}", by=person)
                outcomes.append((person.name, "closed"))
            except AlreadyClosed as error:
                outcomes.append((error.incident.closed_by.name, "told"))
        connection.close()

    people = [Thread(target=close, args=[person]) for person in (alice, bob)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with brand_scope(brand.pk):
        row = Incident.objects.select_related("closed_by").get()
    winner = row.closed_by.name
    assert sorted(outcomes) == [(winner, "closed"), (winner, "told")]
    assert row.lesson == f"De {winner}"
