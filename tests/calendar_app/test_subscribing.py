"""The calendar by its secret address: what it says, to whom, and that it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine

from brands.models import BrandRole
from brands.roles import Role
from calendar_app import subscribing
from calendar_app.models import CalendarLink
from tests.calendar_app import planned

NOW = datetime(2026, 11, 23, 9, 21, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.CMHUB_PUBLIC_URL = "https://cm.example"


@pytest.fixture
def secret(client, alice, in_brand) -> str:
    """Made on the page, read off it once."""
    alice.language = "en"
    alice.save()
    client.force_login(alice)
    answer = client.post(f"/b/{in_brand.public_id}/calendar/subscribe/", {"what": "make"})
    client.logout()
    return answer.context["address"].removeprefix("https://cm.example")


def test_it_says_when_each_post_is_and_how_it_stands(client, secret, in_brand):
    post = planned.post("Latte de avena", NOW + timedelta(days=1), planned.account(), state="waiting")
    planned.post("Too old", NOW - timedelta(days=40), planned.account("Otra"), state="done")
    planned.post("Idea", None, planned.account("Tercera"))
    answer = client.get(secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["summary"]), str(event["uid"])) == ("Scheduled: Latte de avena", f"{post.public_id}@cmhub")
    assert event.decoded("dtstart") == NOW + timedelta(days=1)
    assert str(event["url"]) == f"https://cm.example/b/{in_brand.public_id}/posts/{post.public_id}/"


def test_only_its_digest_is_kept_and_another_one_ends_it(client, secret, alice, in_brand):
    plain = secret.rsplit("/", 1)[1].removesuffix(".ics")
    link = CalendarLink.objects.get()
    assert plain not in str(vars(link))
    assert client.get(secret.replace(plain[:4], "aaaa")).status_code == 404
    subscribing.make(BrandRole.objects.get(brand=in_brand, member__user=alice))
    assert client.get(secret).status_code == 404


def test_it_ends_with_the_role_and_when_it_is_ended(client, secret, alice, in_brand):
    assert client.get(secret).status_code == 200
    BrandRole.objects.filter(member__user=alice).update(role=Role.CLIENT)
    assert client.get(secret).status_code == 404
    BrandRole.objects.filter(member__user=alice).update(role=Role.OWNER)
    client.force_login(alice)
    client.post(f"/b/{in_brand.public_id}/calendar/subscribe/", {"what": "revoke"})
    assert (client.get(secret).status_code, CalendarLink.objects.count()) == (404, 0)


def test_it_is_not_read_without_end(client, secret):
    assert {client.get(secret).status_code for _ in range(subscribing.A_MINUTE)} == {200}
    assert client.get(secret).status_code == 429
