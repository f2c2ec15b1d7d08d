"""The API: the same access as pages, one shape of errors, and writes that may be sent twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from brands import idempotency
from brands.api.bearer import Pace
from brands.models import Event, StoredAnswer
from brands.scope import brand_scope
from core import clock
from monitoring import ingest
from monitoring.models import Mention, Source
from tests.monitoring import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(brand) -> Source:
    return factories.source(brand)


@pytest.fixture
def mention(source) -> Mention:
    now = clock.now()
    items = [factories.item(n, f"bien {n}", posted_at=now - timedelta(minutes=n)) for n in range(1, 4)]
    ingest.store(source, factories.page(*items), seen_at=now)
    with brand_scope(source.brand_id):
        return Mention.objects.order_by("-posted_at").first()


@pytest.fixture
def api(client, bob, bob_in) -> Client:
    client.force_login(bob)
    return client


def at(brand, path: str = "") -> str:
    return f"/api/v1/brands/{brand.public_id}/{path}"


def send(client: Client, method: str, url: str, body: dict, key: str = "", **headers):
    headers |= {"Idempotency-Key": key} if key else {}
    return client.generic(method, url, data=json.dumps(body), content_type="application/json", headers=headers)


def test_brands_are_mine_only(api, brand, other_brand):
    assert [found["id"] for found in api.get("/api/v1/brands/").json()["results"]] == [brand.public_id]
    assert api.get(at(brand)).json()["role"] == "community"


def test_a_stranger_gets_404_and_nobody_401_in_one_shape(client, charlie, brand, mention):
    anonymous = client.get(at(brand, "mentions/"))
    assert (anonymous.status_code, anonymous.json()["error"]["code"]) == (401, "sign_in")
    client.force_login(charlie)
    for path in ("", "mentions/", f"mentions/{mention.public_id}/", "sources/", "counts/"):
        answer = client.get(at(brand, path))
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", ["analyst"])
def test_a_member_without_the_permission_gets_403_and_nothing_changes(api, brand, mention):
    assert api.get(at(brand, "mentions/")).status_code == 200
    answer = send(api, "PATCH", at(brand, f"mentions/{mention.public_id}/"), {"note": "x", "version": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    assert send(api, "POST", at(brand, "sources/"), {"address": "https://a.example/feed"}).status_code == 403
    with brand_scope(brand.pk):
        assert Mention.objects.get(pk=mention.pk).note == ""
        assert Source.objects.count() == 1


def test_pages_of_mentions_follow_one_another(api, brand, mention):
    first = api.get(at(brand, "mentions/?limit=2")).json()
    second = api.get(first["next"]).json()
    assert [row["text"] for row in first["results"] + second["results"]] == ["bien 1", "bien 2", "bien 3"]
    assert second["next"] is None
    assert api.get(at(brand, "mentions/?limit=0")).json()["error"]["code"] == "invalid"


def test_a_filter_by_another_brands_source_is_404(api, brand, mention, other_brand):
    theirs = factories.source(other_brand)
    assert api.get(at(brand, f"mentions/?source={theirs.public_id}")).status_code == 404


def test_patch_changes_what_it_names(api, brand, mention, bob_in):
    change = {
        "read": True, "starred": True, "sentiment": "negative", "tags": ["Queja", "Avena"],
        "assigned": bob_in.member.public_id, "note": "call them", "version": 1,
    }  # fmt: skip
    answer = send(api, "PATCH", at(brand, f"mentions/{mention.public_id}/"), change).json()
    assert (answer["read"], answer["starred"], answer["note"], answer["version"]) == (True, True, "call them", 2)
    assert (answer["sentiment"]["label"], answer["sentiment"]["by"]) == ("negative", "person")
    assert (answer["tags"], answer["assigned"]) == (["Avena", "Queja"], bob_in.member.public_id)


def test_a_note_over_an_unseen_one_is_refused_whole(api, brand, mention):
    url = at(brand, f"mentions/{mention.public_id}/")
    send(api, "PATCH", url, {"note": "theirs", "version": 1})
    answer = send(api, "PATCH", url, {"sentiment": "negative", "note": "mine", "version": 1})
    assert answer.status_code == 409
    assert answer.json()["error"]["current"] == {"note": "theirs", "version": 2}
    assert api.get(url).json()["sentiment"]["by"] == "machine"


def test_a_stranger_as_assignee_is_404_and_nothing_changes(api, brand, mention, other_brand, charlie):
    from brands.models import Member

    stranger = Member.objects.get(user=charlie)
    url = at(brand, f"mentions/{mention.public_id}/")
    answer = send(api, "PATCH", url, {"starred": True, "assigned": stranger.public_id})
    assert answer.status_code == 404
    assert (api.get(url).json()["starred"], api.get(url).json()["assigned"]) == (False, None)


def test_sources_are_added_changed_and_removed(api, brand):
    made = send(api, "POST", at(brand, "sources/"), {"address": "https://a.example/feed", "title": "A"})
    assert made.status_code == 201
    url = at(brand, f"sources/{made.json()['id']}/")
    changed = send(api, "PATCH", url, {"poll_minutes": 30, "paused": True, "version": 1}).json()
    assert (changed["poll_minutes"], changed["paused"]) == (30, True)
    assert send(api, "POST", at(brand, "sources/"), {"address": "https://a.example/feed"}).status_code == 409
    assert send(api, "DELETE", url, {}).status_code == 204
    assert api.get(at(brand, "sources/")).json()["results"] == []


def test_what_is_wrong_is_said_by_field(api, brand):
    error = send(api, "POST", at(brand, "sources/"), {"address": "javascript:alert(1)"}).json()["error"]
    assert error["code"] == "invalid"
    assert list(error["fields"]) == ["address"]


def test_counts(api, brand, mention):
    counted = api.get(at(brand, "counts/")).json()
    assert len(counted["days"]) == 14
    assert sum(day["total"] for day in counted["days"]) == 3
    assert counted["networks"] == {"feed": 3}
    assert api.get(at(brand, "counts/?from=2026-01-01&to=2020-01-01")).status_code == 400


def test_writes_need_a_csrf_token(bob, bob_in, brand):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    answer = send(strict, "POST", at(brand, "sources/"), {"address": "https://a.example/feed"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "permission_denied"
    with brand_scope(brand.pk):
        assert not Source.objects.exists()


def test_the_same_key_gets_the_first_answer_and_another_body_409(api, brand):
    body = {"address": "https://a.example/feed"}
    first = send(api, "POST", at(brand, "sources/"), body, key="k1")
    again = send(api, "POST", at(brand, "sources/"), body, key="k1")
    assert (again.status_code, again.json()) == (201, first.json())
    other = send(api, "POST", at(brand, "sources/"), {"address": "https://b.example/feed"}, key="k1")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "key_reused")
    assert Event.objects.filter(brand=brand, verb="source.added").count() == 1


def test_a_write_that_failed_leaves_its_key_free(api, brand, source):
    body = {"address": source.address}
    assert send(api, "POST", at(brand, "sources/"), body, key="k1").status_code == 409
    with brand_scope(brand.pk):
        assert not StoredAnswer.objects.exists()


def test_a_key_is_forgotten_after_a_day(api, brand, mention):
    url = at(brand, f"mentions/{mention.public_id}/")
    send(api, "PATCH", url, {"starred": True}, key="k1")
    with clock.shifted(idempotency.KEPT + timedelta(minutes=1)):
        assert send(api, "PATCH", url, {"starred": False}, key="k1").json()["starred"] is False
        assert idempotency.sweep() == 0
    with clock.shifted(2 * idempotency.KEPT + timedelta(minutes=2)):
        assert idempotency.sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_writes_once(bob, bob_in, brand):
    def add(_n: int) -> tuple[int, str]:
        client = Client()
        client.force_login(bob)
        answer = send(client, "POST", at(brand, "sources/"), {"address": "https://a.example/feed"}, key="k1")
        connection.close()
        return answer.status_code, answer.json().get("id")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(add, range(6)))
    assert {status for status, _id in answers} == {201}
    assert len({made for _status, made in answers}) == 1
    assert Event.objects.filter(brand=brand, verb="source.added").count() == 1


def test_addresses_that_do_not_exist_answer_in_the_same_shape(api):
    answer = api.get("/api/v1/nothing/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_who_asks_too_often_is_told_how_long_to_wait(api, brand, monkeypatch):
    cache.clear()
    monkeypatch.setattr(Pace, "rate", "2/min", raising=False)
    url = f"/api/v1/brands/{brand.public_id}/"
    assert [api.get(url).status_code for _ in range(3)] == [200, 200, 429]
    refused = api.get(url)
    assert refused.json()["error"]["code"] == "too_many"
    assert 0 < int(refused["Retry-After"]) <= 60
    cache.clear()
