from __future__ import annotations

import json
from datetime import timedelta

import pytest

from brands import webhooks
from brands.models import Delivery
from brands.scope import brand_scope
from calendar_app import holds, reviewing, scheduling
from calendar_app.catching import Scope
from core import clock
from crisis import incidents, watching
from crisis.models import Alert, Incident, IncidentHold
from monitoring.models import Topic
from tests.calendar_app.publishing import factories
from tests.crisis import counted


@pytest.fixture(autouse=True)
def _a_receiver(in_brand):
    address, wanted = "https://hooks.example/lumbre", ("alert.raised", "incident.opened", "incident.closed")
    webhooks.add(in_brand, name="CRM", address=address, wanted=wanted)


@pytest.fixture
def alert(in_brand) -> Alert:
    topic = counted.topic(in_brand)
    counted.past(topic)
    counted.heard(topic, 30, "negative", ago=timedelta(minutes=1), text="La avena sabe raro")
    (made,) = watching.look(in_brand)
    return made


def at(brand, path: str) -> str:
    return f"/api/v1/brands/{brand.public_id}/{path}"


def told() -> list[tuple[str, dict]]:
    return [(row.event, json.loads(row.body)["data"]) for row in Delivery.objects.order_by("pk")]


def test_an_alert_with_what_moved(bobs, brand, alert):
    (listed,) = bobs.get(at(brand, "alerts/")).json()["results"]
    found = bobs.get(at(brand, f"alerts/{alert.public_id}/")).json()
    assert listed == found
    assert (found["topic"], found["metric"], found["observed"]) == (
        {"id": alert.topic.public_id, "name": "Avena"},
        "negative",
        30,
    )
    assert (found["state"], found["incident"], found["share"]) == ("new", None, 1.0)
    assert {"key": "raro", "n": 30} in found["explanation"]["terms"]
    assert len(found["explanation"]["samples"]) == 1
    assert told() == [
        (
            "alert.raised",
            {
                "alert": alert.public_id,
                "topic": found["topic"],
                "metric": "negative",
                "observed": 30,
                "expected": found["expected"],
                "threshold": found["threshold"],
                "share": 1.0,
                "raised_at": json.loads(Delivery.objects.get().body)["data"]["raised_at"],
            },
        )
    ]


def test_alerts_are_narrowed(bobs, brand, in_brand, alert):
    def ids(query):
        return [one["id"] for one in bobs.get(at(brand, f"alerts/?{query}")).json()["results"]]

    other = counted.topic(in_brand, "Pan", query="pan")
    assert ids("state=new&metric=negative") == ids(f"topic={alert.topic.public_id}") == [alert.public_id]
    assert ids("state=dismissed") == ids("metric=volume") == ids(f"topic={other.public_id}") == []
    later = (clock.now() + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert ids(f"since={later}") == []
    assert bobs.get(at(brand, "alerts/?state=doom")).status_code == 400


def test_a_topic_of_another_brand_is_not_there(bobs, brand, other_brand):
    with brand_scope(other_brand.pk):
        theirs = Topic.objects.create(brand=other_brand, name="Té", query="té")
    assert bobs.get(at(brand, f"alerts/?topic={theirs.public_id}")).status_code == 404


def test_an_incident_with_what_became_of_what_was_held(bobs, brand, in_brand, alice, bob_in, alert, fake):
    incident = incidents.open_one(
        in_brand, title="Avena", level="crisis", by=alice, alert=alert, lead=bob_in.member, summary="Sabe raro"
    )
    task = incidents.add_task(incident, "Llamar", by=alice, who=bob_in.member)
    incidents.note(incident, "Calidad lo mira", by=alice)
    posts = [
        factories.post(in_brand, factories.account(in_brand, name), by=alice, text=name) for name in ("uno", "dos")
    ]
    for post in posts:
        scheduling.schedule(post, by=alice)
    hold = holds.place(in_brand, Scope(), reason="Retirada", by=alice)
    IncidentHold.objects.create(brand=in_brand, incident=incident, hold=hold)
    reviewing.drop(posts[0], by=alice)

    found = bobs.get(at(brand, f"incidents/{incident.public_id}/")).json()
    assert (found["title"], found["level"], found["lead"], found["closed_at"]) == ("Avena", "crisis", "Bob", None)
    assert found["alerts"] == [alert.public_id]
    assert [(one["id"], one["text"], one["who"], one["done_at"]) for one in found["tasks"]] == [
        (task.public_id, "Llamar", "Bob", None)
    ]
    assert [(one["text"], one["by"]) for one in found["notes"]] == [("Calidad lo mira", "Alice")]
    (held,) = found["holds"]
    assert (held["id"], held["reason"], held["words"], held["lifted_at"]) == (hold.public_id, "Retirada", [], None)
    assert (held["caught"], held["undecided"]) == (2, 1)
    assert {one["post"]: (one["state"], one["decision"]) for one in found["held"]} == {
        posts[0].public_id: ("draft", "dropped"),
        posts[1].public_id: ("held", ""),
    }
    (listed,) = bobs.get(at(brand, "incidents/?state=open&level=crisis")).json()["results"]
    assert listed == {name: found[name] for name in listed}
    assert bobs.get(at(brand, "incidents/?state=closed")).json()["results"] == []


def test_programs_hear_of_incidents_that_open_and_close(in_brand, alice):
    incident = incidents.open_one(in_brand, title="Avena", level="alert", by=alice)
    incidents.close(incident, "Avisar antes", by=alice)
    (opened, first), (closed, second) = told()
    assert (opened, first["incident"], first["level"], first["closed_at"]) == (
        "incident.opened",
        incident.public_id,
        "alert",
        None,
    )
    assert (closed, second["title"], second["topic"], second["lead"]) == ("incident.closed", "Avena", None, None)
    assert second["closed_at"] is not None


def test_what_is_rolled_back_is_not_told(in_brand, alice):
    incident = incidents.open_one(in_brand, title="Avena", level="alert", by=alice)
    incidents.close(incident, "Avisar antes", by=alice)
    with pytest.raises(incidents.AlreadyClosed):
        incidents.close(Incident.objects.get(), "Otra", by=alice)
    assert [event for event, _data in told()] == ["incident.opened", "incident.closed"]


@pytest.mark.parametrize("role", ["client"])
@pytest.mark.parametrize("path", ["alerts/", "incidents/"])
def test_clients_read_neither(bobs, brand, path):
    assert bobs.get(at(brand, path)).status_code == 403


@pytest.mark.parametrize("path", ["alerts/", "incidents/"])
def test_strangers_do_not_find_them(client, charlie, brand, path):
    client.force_login(charlie)
    assert client.get(at(brand, path)).status_code == 404
