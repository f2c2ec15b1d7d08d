"""What a standing hold will stop is said before its time: in the composer, on the post's page, in the calendar."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from brands.scope import brand_scope
from calendar_app import foreseeing, holds, reviewing, scheduling
from calendar_app.catching import Scope
from calendar_app.models import Publication
from core import clock
from crisis import incidents
from crisis.models import IncidentHold
from tests.calendar_app.publishing import factories


@pytest.fixture
def bobs(bob, bob_in) -> Client:
    bob.language = "en"
    bob.save()
    client = Client()
    client.force_login(bob)
    return client


@pytest.fixture
def hold(in_brand, alice):
    return holds.place(in_brand, Scope(words=("avena",)), reason="Retirada de la avena", by=alice)


def a_post(brand, alice, text="Galletas de avena", *, account="c1", scheduled=True):
    post = factories.post(brand, factories.account(brand, account, network="mastodon"), by=alice, text=text)
    if scheduled:
        scheduling.schedule(post, by=alice)
    return post


def page_of(bobs, brand, post) -> str:
    return " ".join(bobs.get(reverse("posts:post", args=[brand.public_id, post.public_id])).content.decode().split())


def chips(bobs, brand, *, agency=False) -> dict[str, str]:
    day = (clock.now() + timedelta(hours=1)).astimezone(brand.zone).date()
    url = reverse("calendar:agency_events") if agency else reverse("calendar:events", args=[brand.public_id])
    found = bobs.get(f"{url}?view=list&day={day}").json()["events"]
    return {event["id"]: event["extendedProps"]["caught"] for event in found if "id" in event}


WILL = "A crisis hold stands: this would not go out on"


def test_the_page_of_what_would_be_held_says_so(bobs, brand, in_brand, alice, hold):
    caught, free = a_post(brand, alice), a_post(brand, alice, "Pan de hoy", account="c2")
    said = page_of(bobs, brand, caught)
    assert WILL in said
    assert "Retirada de la avena" in said
    assert "See the incident" not in said  # it was placed without one
    assert WILL not in page_of(bobs, brand, free)


def test_it_leads_to_the_incident(bobs, brand, in_brand, alice, hold):
    incident = incidents.open_one(in_brand, title="Avena", level="crisis", by=alice)
    IncidentHold.objects.create(brand=in_brand, incident=incident, hold=hold)
    said = page_of(bobs, brand, a_post(brand, alice))
    assert f'href="{reverse("crisis:incident", args=[brand.public_id, incident.public_id])}"' in said


def test_what_is_held_already_says_that_itself(bobs, brand, in_brand, alice):
    post = a_post(brand, alice)
    holds.place(in_brand, Scope(), by=alice)
    assert WILL not in page_of(bobs, brand, post)
    assert chips(bobs, brand) == {post.public_id: ""}


def test_what_was_let_go_in_spite_of_it_is_not_warned_of(bobs, brand, in_brand, alice):
    post = a_post(brand, alice)
    hold = holds.place(in_brand, Scope(), by=alice)
    reviewing.keep_time(post, by=alice)
    assert Publication.objects.get(post=post).state == "waiting"
    assert WILL not in page_of(bobs, brand, post)
    holds.lift(hold, by=alice)
    assert WILL not in page_of(bobs, brand, post)


@pytest.mark.parametrize("agency", [False, True])
def test_chips_of_the_calendar(bobs, brand, in_brand, alice, hold, agency):
    caught, free = a_post(brand, alice), a_post(brand, alice, "Pan de hoy", account="c2")
    assert chips(bobs, brand, agency=agency) == {
        caught.public_id: "Will be held: Retirada de la avena",
        free.public_id: "",
    }


def test_without_a_hold_the_calendar_asks_nothing_more(bobs, brand, in_brand, alice, django_assert_max_num_queries):
    a_post(brand, alice)
    hold = holds.place(in_brand, Scope(words=("nada",)), by=alice)
    chips(bobs, brand)
    with django_assert_max_num_queries(60) as standing:
        chips(bobs, brand)
    holds.lift(hold, by=alice)
    with django_assert_max_num_queries(60) as lifted:
        chips(bobs, brand)
    assert len(standing) == len(lifted) + 1


def test_another_brands_hold_warns_nobody(bobs, brand, other_brand, alice, charlie):
    with brand_scope(other_brand.pk):
        holds.place(other_brand, Scope(), by=charlie)
    with brand_scope(brand.pk):
        post = a_post(brand, alice)
    assert WILL not in page_of(bobs, brand, post)
    assert chips(bobs, brand, agency=True) == {post.public_id: ""}


def test_the_composer_says_it_while_one_types(bobs, brand, in_brand, alice, hold):
    account = factories.account(brand, "c1", network="mastodon")

    def said(text):
        state = {"content": {"text": text}, "own": {account.public_id: {}}, "tab": ""}
        answer = bobs.post(reverse("posts:check", args=[brand.public_id]), {"state": json.dumps(state)})
        return " ".join(answer.content.decode().split())

    assert WILL in said("Café con avena")
    assert WILL not in said("Café solo")


@pytest.mark.parametrize(
    ("scope", "why"),
    [
        (Scope(), "a crisis hold stops everything"),
        (Scope(words=("avena", "leche")), "a crisis hold stops «avena» and «leche»"),
        (Scope(networks=("mastodon",), campaign="Verano"), "a crisis hold stops Mastodon and Verano"),
    ],
)
def test_without_a_reason_it_says_what_it_stops(in_brand, alice, scope, why):
    with translation.override("en"):
        assert foreseeing.why(holds.place(in_brand, scope, by=alice)) == why
