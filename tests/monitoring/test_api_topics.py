"""Topics, counts, tags and sources of every network through the API."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from brands.models import Event
from brands.roles import Role
from brands.scope import brand_scope
from core import clock
from monitoring import ingest, preview, rematching
from monitoring.models import Source, Topic
from tests.monitoring import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(brand) -> Source:
    return factories.source(brand)


@pytest.fixture
def heard(source) -> None:
    now = clock.now().replace(minute=30)
    texts = ["café bueno", "café malo", "té"]
    items = [factories.item(n, text, posted_at=now - timedelta(hours=n)) for n, text in enumerate(texts)]
    ingest.store(source, factories.page(*items), seen_at=clock.now())


@pytest.fixture
def api(client, bob, bob_in) -> Client:
    client.force_login(bob)
    return client


def at(brand, path: str = "") -> str:
    return f"/api/v1/brands/{brand.public_id}/{path}"


def send(client: Client, method: str, url: str, body: dict | None = None, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.generic(method, url, json.dumps(body or {}), content_type="application/json", headers=headers)


def add(api, brand, name="Café", query="café", **more):
    return send(api, "POST", at(brand, "topics/"), {"name": name, "query": query, **more})


def test_a_topic_is_added_matched_changed_removed_and_brought_back(api, brand, heard, bob):
    made = add(api, brand, kind="competitor")
    assert made.status_code == 201
    topic = made.json()
    assert (topic["name"], topic["kind"], topic["query"], topic["version"]) == ("Café", "competitor", "café", 1)
    assert topic["matching"] == {
        "state": "waiting", "looked_at": 0, "to_look_at": 3, "matched": 0, "finished_at": None,
    }  # fmt: skip
    while rematching.run_due():
        pass
    url = at(brand, f"topics/{topic['id']}/")
    matching = api.get(url).json()["matching"]
    assert (matching["state"], matching["looked_at"], matching["matched"]) == ("done", 3, 2)
    changed = send(api, "PATCH", url, {"query": "café OR té", "version": 1}).json()
    assert (changed["query"], changed["version"], changed["matching"]["state"]) == ("café OR té", 2, "waiting")
    assert send(api, "DELETE", url).status_code == 204
    assert (api.get(url).status_code, api.get(at(brand, "topics/")).json()["results"]) == (404, [])
    assert send(api, "POST", f"{url}restore/").json()["id"] == topic["id"]
    verbs = Event.objects.filter(verb__startswith="topic.").order_by("pk").values_list("verb", "actor_name")
    assert list(verbs) == [(f"topic.{verb}", "Bob") for verb in ("added", "edited", "removed", "restored")]


def test_a_query_that_is_not_understood_is_400_with_its_place(api, brand):
    error = add(api, brand, query="  café AND (té").json()["error"]
    assert (error["code"], list(error["fields"])) == ("invalid", ["query"])
    assert error["places"] == {"query": {"position": 11, "length": 1}}
    assert "  café AND (té"[11] == "("
    with brand_scope(brand.pk):
        assert not Topic.objects.exists()


def test_a_name_is_given_once(api, brand):
    add(api, brand)
    again = add(api, brand, name="CAFE", query="té")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_there")


def test_who_writes_over_something_unseen_gets_both(api, brand):
    url = at(brand, f"topics/{add(api, brand).json()['id']}/")
    send(api, "PATCH", url, {"name": "Cafés", "version": 1})
    stale = send(api, "PATCH", url, {"name": "Coffee", "version": 1})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")
    assert (stale.json()["error"]["current"]["name"], stale.json()["error"]["current"]["version"]) == ("Cafés", 2)
    assert send(api, "PATCH", url, {"name": "Coffee"}).json()["error"]["fields"].keys() == {"version"}


def test_the_same_key_adds_once(api, brand):
    body = {"name": "Café", "query": "café"}
    first, again = (send(api, "POST", at(brand, "topics/"), body, key="k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    with brand_scope(brand.pk):
        assert Topic.objects.count() == 1


def test_lists_go_on_where_they_stopped(api, brand):
    names = ["Ácido", "agua", "Bar", "ñandú", "zumo"]
    for name in reversed(names):
        add(api, brand, name=name)
    found, url = [], at(brand, "topics/?limit=2")
    while url:
        page = api.get(url).json()
        found += [topic["name"] for topic in page["results"]]
        url = page["next"]
        if len(found) == 2:
            add(api, brand, name="abeto")  # behind us by now: neither repeats nor hides a row
    assert found == ["Ácido", "agua", "Bar", "zumo", "ñandú"]


@pytest.mark.parametrize("after", ["x", "WyJhIl0:abc", "a" * 500, "%00", "é"])
def test_a_place_that_is_none_of_ours_is_400(api, brand, after):
    answer = api.get(at(brand, f"topics/?after={after}"))
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["after"])


def test_a_place_of_another_list_is_400(api, brand, source):
    factories.source(brand, "https://two.example/feed")
    elsewhere = api.get(at(brand, "sources/?limit=1")).json()["next"].partition("after=")[2]
    assert api.get(at(brand, f"topics/?after={elsewhere}")).status_code == 400


def test_a_preview_asks_the_latest_and_writes_nothing(api, brand, heard, monkeypatch):
    said = send(api, "POST", at(brand, "topics/preview/"), {"query": "café"}).json()
    assert (said["looked_at"], said["matched"]) == (3, 2)
    assert [row["text"] for row in said["results"]] == ["café bueno", "café malo"]
    monkeypatch.setattr(preview, "LATEST", 1)
    said = send(api, "POST", at(brand, "topics/preview/"), {"query": "café"}).json()
    assert (said["looked_at"], said["matched"]) == (1, 1)
    with brand_scope(brand.pk):
        assert not Topic.objects.exists()
    wrong = send(api, "POST", at(brand, "topics/preview/"), {"query": "-café"})
    assert (wrong.status_code, list(wrong.json()["error"]["places"])) == (400, ["query"])


def test_counts_narrow_to_a_topic_and_tell_topics_apart(api, brand, heard):
    topic = add(api, brand).json()
    while rematching.run_due():
        pass
    assert send(api, "DELETE", at(brand, f"topics/{add(api, brand, 'Té', 'té').json()['id']}/")).status_code == 204
    counted = api.get(at(brand, f"counts/?topic={topic['id']}")).json()
    assert (sum(day["total"] for day in counted["days"]), counted["networks"]) == (2, {"feed": 2})
    assert api.get(at(brand, "counts/")).json()["topics"] == [{"id": topic["id"], "name": "Café", "total": 2}]
    hours = api.get(at(brand, f"counts/hours/?topic={topic['id']}")).json()["hours"]
    assert [hour["total"] for hour in hours] == [1, 1]
    assert hours[0]["hour"].endswith(":00:00Z")
    assert api.get(at(brand, "counts/?topic=0000000000000")).status_code == 404


def test_mentions_narrow_to_a_topic(api, brand, heard):
    topic = add(api, brand).json()
    while rematching.run_due():
        pass
    found = api.get(at(brand, f"mentions/?topic={topic['id']}")).json()["results"]
    assert [row["text"] for row in found] == ["café bueno", "café malo"]


def test_tags_are_listed_by_name(api, brand, heard):
    mention = api.get(at(brand, "mentions/")).json()["results"][0]
    send(api, "PATCH", at(brand, f"mentions/{mention['id']}/"), {"tags": ["Queja", "avena"]})
    assert [tag["name"] for tag in api.get(at(brand, "tags/")).json()["results"]] == ["avena", "Queja"]


@pytest.mark.parametrize("role", [Role.ANALYST])
def test_an_analyst_reads_and_stars_for_themselves_and_changes_nothing_else(api, brand, heard):
    mention = api.get(at(brand, "mentions/")).json()["results"][0]
    url = at(brand, f"mentions/{mention['id']}/")
    own = send(api, "PATCH", url, {"read": True, "starred": True}).json()
    assert (own["read"], own["starred"]) == (True, True)
    for change in (
        {"note": "x", "version": 1},
        {"read": False, "handled": True},
        {"tags": []},
        {"sentiment": "neutral"},
    ):
        assert send(api, "PATCH", url, change).status_code == 403
    after = api.get(url).json()
    assert (after["read"], after["handled_at"], after["note"]) == (True, None, "")
    assert add(api, brand).status_code == 403


@pytest.mark.parametrize(
    ("network", "address", "status"),
    [
        ("feed", "https://a.example/feed", 201),
        ("feed", "#café", 400),
        ("mastodon", "#café mastodon.social", 201),
        ("mastodon", "café", 400),
        ("bluesky", "@lumbre.bsky.social", 201),
        ("bluesky", "two words", 400),
        ("demo", "lumbre", 201),
        ("myspace", "tom", 400),
    ],
)
def test_sources_of_every_network(api, brand, network, address, status):
    answer = send(api, "POST", at(brand, "sources/"), {"network": network, "address": address})
    assert answer.status_code == status
    with brand_scope(brand.pk):
        assert Source.objects.count() == (status == 201)


def test_a_source_comes_back(api, brand, source):
    url = at(brand, f"sources/{source.public_id}/")
    assert send(api, "POST", f"{url}restore/").status_code == 404
    send(api, "DELETE", url)
    assert send(api, "POST", f"{url}restore/").json()["id"] == source.public_id
    assert api.get(url).status_code == 200
