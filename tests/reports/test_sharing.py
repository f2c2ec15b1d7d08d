from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core import clock
from reports import sharing
from reports.models import ReportLink
from reports.weekly import drafting, issuing
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def report(in_brand, alice):
    row = sample.report(in_brand)
    drafting.approve(row, by=alice)
    return row


@pytest.fixture
def shared(report, alice):
    return sharing.make(report, days=7, name="Marta", by=alice)[1]


def look(secret: str, name: str = "shared_report"):
    return Client().get(reverse(name, args=[secret]))


def test_a_link_shows_the_report_and_nothing_of_the_product(report, shared):
    response = look(shared)
    page = response.content.decode()
    assert response.status_code == 200
    assert "2.421" in page
    assert 'class="rail"' not in page
    assert f"/b/{report.brand.public_id}/" not in page
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex, nofollow, noarchive", "no-referrer")
    assert response["Cache-Control"] == "private, no-store"


def test_its_pdf_is_the_one_that_was_issued(report, shared):
    response = look(shared, "shared_report_pdf")
    assert response.content == issuing.file(report, "pdf", "es")
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_the_secret_is_kept_nowhere(shared):
    row = ReportLink.objects.get()
    assert shared not in str(row.__dict__)
    assert len(row.token_hash) == 64


def test_a_guess_an_expired_and_a_revoked_link_are_one_clear_page(report, shared, alice):
    guessed = look("A" * 32)
    assert "En esta dirección no hay nada" in guessed.content.decode()
    assert (guessed.status_code, guessed["X-Robots-Tag"]) == (404, "noindex, nofollow, noarchive")
    ReportLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    expired = look(shared)
    ReportLink.objects.update(expires_at=clock.now() + timedelta(days=1))
    sharing.revoke(ReportLink.objects.select_related("brand", "report").get(), by=alice)
    revoked = look(shared)
    assert (expired.status_code, revoked.status_code) == (410, 410)
    assert "Este enlace ha terminado" in expired.content.decode()
    assert "Este enlace ha terminado" in revoked.content.decode()
    assert b"2.421" not in expired.content
    for name in ("shared_report_pdf", "shared_report_look", "shared_report_logo"):
        assert look(shared, name).status_code == 410


def test_who_guesses_is_stopped(shared):
    answers = [look(f"{n:032}").status_code for n in range(sharing.WRONG_A_MINUTE + 2)]
    assert answers == [404] * sharing.WRONG_A_MINUTE + [429, 429]
    assert look(shared).status_code == 200


def test_a_deleted_brand_shares_nothing(report, shared):
    report.brand.deleted_at = clock.now()
    report.brand.save()
    assert look(shared).status_code == 404


def test_a_report_that_is_not_approved_cannot_be_shared(in_brand, alice):
    draft = sample.report(in_brand)
    client = Client()
    client.force_login(alice)
    response = client.post(reverse("reports:make_link", args=[in_brand.public_id, draft.public_id]), {"days": "7"})
    assert response.status_code == 404
    assert not ReportLink.objects.exists()


def test_the_address_is_shown_once(report, alice):
    client = Client()
    client.force_login(alice)
    page = reverse("reports:report", args=[report.brand.public_id, report.public_id])
    made = client.post(reverse("reports:make_link", args=[report.brand.public_id, report.public_id]), {"days": "7"})
    assert "/r/" in made.content.decode()
    assert "/r/" not in client.get(page).content.decode()
