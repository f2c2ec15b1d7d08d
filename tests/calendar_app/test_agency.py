"""The calendar of several brands: posts are moved where the person may schedule, by the clock that the page shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from brands import workspaces
from brands.roles import Role
from brands.scope import brand_scope
from calendar_app.models import Post
from tests.calendar_app import planned
from tests.conftest import join

NOW = datetime(2026, 11, 23, 9, 21, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mexican(workspace):
    made = workspaces.create_brand(workspace, "Molinera")
    made.time_zone = "America/Mexico_City"
    made.save()
    return made


@pytest.fixture
def posts(brand, mexican, bob, client) -> dict[str, Post]:
    """Bob schedules for one brand and only reads the other; his clock is that of Madrid."""
    join(brand, bob, Role.ANALYST)
    join(mexican, bob, Role.COMMUNITY)
    bob.language, bob.time_zone = "en", "Europe/Madrid"
    bob.save()
    client.force_login(bob)
    made = {}
    for name, one in (("read", brand), ("moved", mexican)):
        with brand_scope(one.pk):
            made[name] = planned.post(name, TOMORROW, planned.account(), state="waiting")
    return made


def events(client) -> dict[str, dict]:
    answer = client.get(reverse("calendar:agency_events"), {"day": "2026-11-24"}).json()
    return {event["title"]: event for event in answer["events"]}


def test_each_post_can_be_moved_where_its_brand_lets(client, posts, mexican):
    page = client.get(reverse("calendar:agency"), {"day": "2026-11-24"})
    assert (page.context["data"]["moves"], page.context["data"]["clock"]) == (True, "mine")
    drawn = events(client)
    assert (drawn["read"]["startEditable"], drawn["read"]["extendedProps"]["move"]) == (False, "")
    move = reverse("calendar:move", args=[mexican.public_id])
    assert (drawn["moved"]["startEditable"], drawn["moved"]["extendedProps"]["move"]) == (True, move)


def test_the_time_is_that_of_the_page(client, posts, mexican):
    post = posts["moved"]
    assert events(client)["moved"]["start"] == "2026-11-24T13:00:00"
    fields = {"post": post.public_id, "day": "2026-11-26", "at": "03:00", "seen": post.version, "clock": "mine"}
    answer = client.post(reverse("calendar:move", args=[mexican.public_id]), fields)
    assert answer.json()["toast"] == "Moved to Thursday 26 November, 03:00."
    assert events(client)["moved"]["start"] == "2026-11-26T03:00:00"
    with brand_scope(mexican.pk):
        post.refresh_from_db()
    assert (post.wall_date.isoformat(), f"{post.wall_time:%H:%M}", post.zone) == (
        "2026-11-25", "20:00", "America/Mexico_City",
    )  # fmt: skip
    client.post(answer.json()["undo"])
    assert events(client)["moved"]["start"] == "2026-11-24T13:00:00"


def test_who_only_reads_a_brand_moves_nothing_there(client, posts, brand):
    post = posts["read"]
    fields = {"post": post.public_id, "day": "2026-11-26", "at": "03:00", "seen": post.version, "clock": "mine"}
    assert client.post(reverse("calendar:move", args=[brand.public_id]), fields).status_code == 403
    with brand_scope(brand.pk):
        post.refresh_from_db()
    assert post.due_at == TOMORROW
