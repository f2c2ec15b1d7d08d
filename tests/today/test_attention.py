"""What needs a person: every kind of it, for whom, in how many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brands import attention, notices
from brands.access import BrandAccess
from brands.scope import brand_scope
from calendar_app.models import PostImport, Publication
from channels import health
from channels.models import Account
from core import clock
from crisis import incidents
from crisis.models import Alert
from monitoring import silence
from monitoring.models import Import, Source
from networks.errors import AuthExpired
from tests.conftest import join
from tests.crisis import counted
from tests.today.conftest import post

pytestmark = pytest.mark.django_db
State = Publication.State


def _all(brand, user, role="owner"):
    access = BrandAccess(brand, user, role)
    found = attention.counts([access])
    return found, attention.waiting([access], found)


def _everything(brand, by):
    """One of each kind."""
    for state in (State.FAILED, State.UNKNOWN, State.HANDED, State.MISSED, State.HELD):
        post(brand, state)
    with brand_scope(brand.pk):
        broken = Account.objects.create(brand=brand, network="mastodon", external_id="1", handle="@lumbre")
        health.mark_broken(broken, AuthExpired("HTTP 401"))
        Source.objects.create(
            brand=brand, network="feed", address="https://a.example", state="failed", title="Old blog"
        )
        quiet = Source.objects.create(brand=brand, network="feed", address="https://b.example", title="Quiet blog")
        notices.tell(brand, silence.SILENT, quiet.public_id, source="Quiet blog", silent=9.0, longest=1.0)
        Import.objects.create(brand=brand, name="mentions.csv", state="failed", by=by, started_at=clock.now())
        PostImport.objects.create(brand=brand, name="posts.csv", state="failed", by=by, started_at=clock.now())
        topic = counted.topic(brand)
        hour = dict.fromkeys(("since", "until"), clock.now().isoformat())
        Alert.objects.create(
            brand=brand, topic=topic, metric="negative", scale="five", at=clock.now(), observed=40, expected=4,
            threshold=15, peak=40, sensitivity="normal",
            explanation={**{key: [] for key in ("authors", "networks", "terms", "samples")}, **hour},
        )  # fmt: skip
        incidents.open_one(brand, title="Oats in Valencia", level="crisis", by=by)


def test_each_kind_is_told_once_the_most_urgent_first(brand, alice):
    _everything(brand, alice)
    found, waiting = _all(brand, alice)
    assert [(one.kind.key, one.n) for one in waiting] == [
        ("incident.open", 1),
        ("alert.open", 1),
        ("post.failed", 1),
        ("account.broken", 1),
        ("post.unknown", 1),
        ("post.handed", 1),
        ("post.missed", 1),
        ("post.held", 1),
        ("source.stopped", 1),
        ("source.silent", 1),
        ("posts_import.failed", 1),
        ("import.failed", 1),
    ]
    assert found == {(brand.pk, one.kind.key): 1 for one in waiting}
    assert attention.total(found) == 12
    assert attention.urgent(found)


def test_each_leads_to_a_page_that_answers(brand, alice, alices):
    _everything(brand, alice)
    for one in _all(brand, alice)[1]:
        assert alices.get(one.matter.url).status_code == 200, one.kind.key
        assert one.matter.title, one.kind.key
        assert one.matter.act, one.kind.key


def test_many_of_a_kind_are_one_matter_and_count_as_many(brand, alice, alices):
    for _n in range(5):
        post(brand, State.FAILED)
    found, waiting = _all(brand, alice)
    assert attention.total(found) == 5
    ((title, n, url),) = [(one.matter.title, one.n, one.matter.url) for one in waiting]
    assert n == 5
    assert title.startswith("5 ")
    assert alices.get(url).status_code == 200


def test_counting_takes_one_query_for_all_brands_and_kinds(brand, other_brand, alice, django_assert_num_queries):
    _everything(brand, alice)
    accesses = [BrandAccess(brand, alice, "owner"), BrandAccess(other_brand, alice, "owner")]
    with django_assert_num_queries(1):
        assert attention.total(attention.counts(accesses)) == 12


def test_nobody_is_told_of_what_they_cannot_settle(brand, alice, bob):
    _everything(brand, alice)
    keys = {role: {one.kind.key for one in _all(brand, bob, role)[1]} for role in ("analyst", "client", "community")}
    assert keys["analyst"] == {"incident.open"}
    assert keys["client"] == set()
    assert len(keys["community"]) == 12


def test_what_is_settled_or_gone_is_not_told(brand, alice):
    for state in (State.DONE, State.WAITING, State.RUNNING, State.DRAFT):
        post(brand, state)
    deleted = post(brand, State.FAILED)
    old = post(brand, State.FAILED)
    with brand_scope(brand.pk):
        type(deleted.post).objects.filter(pk=deleted.post_id).update(deleted_at=clock.now())
        Publication.objects.filter(pk=old.pk).update(state=State.DONE)
        lately = Import.objects.create(brand=brand, name="old.csv", state="failed", by=alice)
        Import.objects.filter(pk=lately.pk).update(created_at=clock.now() - timedelta(days=8))
        incidents.close(incidents.open_one(brand, title="Over", level="watch", by=alice), "Rest", by=alice)
    assert _all(brand, alice) == ({}, [])


def test_of_other_brands_nothing_is_told(brand, other_brand, alice, charlie):
    _everything(other_brand, charlie)
    assert _all(brand, alice) == ({}, [])


def test_who_may_not_reconnect_is_led_to_why(brand, alice, bob):
    join(brand, bob, "community")
    with brand_scope(brand.pk):
        broken = Account.objects.create(brand=brand, network="mastodon", external_id="1", handle="@lumbre")
        health.mark_broken(broken, AuthExpired("HTTP 401"))
    (theirs,) = _all(brand, bob, "community")[1]
    (ours,) = _all(brand, alice)[1]
    assert ours.matter.url == theirs.matter.url + "reconnect/"
