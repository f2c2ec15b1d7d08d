"""Reports that name a person who is erased: drafts lose the name, approved ones keep it and are listed before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from influencers import erasing, people
from influencers.models import Person
from reports import naming
from reports.models import WeeklyReport
from reports.weekly import drafting, writing
from reports.weekly.writing import Wanted
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db
NAME = "Jana Quílez"
"""She is among those who wrote most in the sample."""


@pytest.fixture
def card(in_brand, alice) -> Person:
    return people.add(in_brand, by=alice, name=NAME)


@pytest.fixture
def approved(in_brand, alice) -> WeeklyReport:
    report = sample.report(in_brand, first=sample.MONDAY - timedelta(weeks=1))
    drafting.approve(report, by=alice)
    return report


def test_a_draft_is_counted_again_without_her(in_brand, alice, card):
    report = sample.report(in_brand)
    assert naming.drafts([NAME]).get() == report
    plan = erasing.plan(in_brand, person=card)
    assert plan.kept == ()
    erasing.erase(in_brand, plan, by=alice)
    report.refresh_from_db()
    assert NAME not in str(report.content)
    assert not naming.drafts([NAME]).exists()


def test_an_approved_one_stays_and_the_plan_says_so(in_brand, alice, card, approved):
    (kept,) = erasing.plan(in_brand, person=card).kept
    assert kept.url == reverse("reports:report", args=[in_brand.public_id, approved.public_id])
    client = Client()
    client.force_login(alice)
    page = client.get(reverse("people:erase", args=[in_brand.public_id, card.public_id])).content.decode()
    assert kept.url in page
    before = approved.content
    erasing.erase(in_brand, erasing.plan(in_brand, person=card), by=alice)
    approved.refresh_from_db()
    assert approved.content == before
    assert NAME in str(approved.content)


def test_what_somebody_wrote_of_her_is_listed(in_brand, alice, card):
    draft = sample.report(in_brand, conclusions=f"Hablar con {NAME}.")
    decided = sample.report(in_brand, first=sample.MONDAY - timedelta(weeks=2))
    wanted = [Wanted("", what=f"Invitar a {NAME}", who="Marta", until=None)]
    writing.save(decided, seen=1, title="", conclusions="", language="es", wanted=wanted, settled=())
    urls = {one.url.rstrip("/").rpartition("/")[2] for one in erasing.plan(in_brand, person=card).kept}
    assert urls == {draft.public_id, decided.public_id}


def test_others_are_not(in_brand, alice, approved, other_brand):
    other = people.add(in_brand, by=alice, name="Teo Bellver")
    assert erasing.plan(in_brand, person=other).kept == ()
    assert naming.kept(in_brand, []) == []
