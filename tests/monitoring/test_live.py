"""Open pages ask for news without costing a database connection."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from brands.access import BrandAccess
from monitoring import live, passes

pytestmark = pytest.mark.django_db


def url(brand) -> str:
    return f"/b/{brand.public_id}/live/"


@pytest.fixture
def live_pass(brand, alice) -> str:
    return passes.issue(BrandAccess(brand, alice, "owner"))


def test_an_unchanged_version_is_a_304_without_a_query(client, brand, live_pass):
    """The page asks without its cookies: a session would be looked up."""
    first = client.get(url(brand), headers={"X-Live-Pass": live_pass})
    assert first.json() == {"version": str(live.version(brand.public_id))}
    with CaptureQueriesContext(connections["default"]) as queries:
        again = client.get(url(brand), headers={"X-Live-Pass": live_pass, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert list(queries) == []


def test_a_change_is_a_200(client, brand, live_pass, django_capture_on_commit_callbacks):
    tag = client.get(url(brand), headers={"X-Live-Pass": live_pass}).headers["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        live.announce(brand.public_id)
    again = client.get(url(brand), headers={"X-Live-Pass": live_pass, "If-None-Match": tag})
    assert again.status_code == 200
    assert int(again.json()["version"]) == int(tag.strip('"')) + 1


@pytest.mark.parametrize("given", ["", "nonsense", "nonsense:1:2"])
def test_without_a_pass_nothing_is_told(client, brand, given):
    assert client.get(url(brand), headers={"X-Live-Pass": given}).status_code == 403


def test_a_pass_of_one_brand_does_not_open_another(client, other_brand, live_pass):
    assert client.get(url(other_brand), headers={"X-Live-Pass": live_pass}).status_code == 403


def test_a_pass_lasts_ten_minutes(client, brand, live_pass, monkeypatch):
    import time

    later = time.time() + timedelta(minutes=10, seconds=5).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(url(brand), headers={"X-Live-Pass": live_pass}).status_code == 403


def test_the_pass_is_given_by_guarded_pages_only(client, brand, charlie):
    client.force_login(charlie)
    assert client.get(f"/b/{brand.public_id}/mentions/news/").status_code == 404
