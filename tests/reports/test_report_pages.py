from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from brands.roles import Role
from reports import recipients
from reports.models import Decision, ReportDelivery, ReportRecipient, WeeklyReport
from reports.weekly import drafting, issuing
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def report(in_brand):
    return sample.report(in_brand)


@pytest.fixture
def client(alice):
    signed_in = Client()
    signed_in.force_login(alice)
    return signed_in


def at(report: WeeklyReport, name: str = "report", *more: str) -> str:
    return reverse(f"reports:{name}", args=[report.brand.public_id, report.public_id, *more])


def typed(**changes: object) -> dict[str, object]:
    rows = {"decision": [""], "what": [""], "who": [""], "until": [""]}
    return {"version": "1", "title": "", "conclusions": "", "language": "es"} | rows | changes


def test_what_is_typed_is_saved_and_answers_with_the_rows(report, client):
    said = typed(conclusions="Una", decision=["", ""], what=["Llamar", ""], who=["Ana", ""], until=["2026-12-04", ""])
    answer = client.post(at(report, "write"), said, headers=JSON)
    assert (answer.status_code, answer.json()["version"], len(answer.json()["decisions"])) == (200, 2, 1)
    report.refresh_from_db()
    assert report.conclusions == "Una"
    again = typed(version="2", conclusions="Dos", decision=answer.json()["decisions"], what=["Llamar hoy"])
    assert client.post(at(report, "write"), again, headers=JSON).json()["version"] == 3
    assert list(Decision.objects.values_list("what", flat=True)) == ["Llamar hoy"]


def test_two_who_write_lose_nothing(report, client):
    client.post(at(report, "write"), typed(conclusions="La de Ana"), headers=JSON)
    late = client.post(at(report, "write"), typed(conclusions="La mía"), headers=JSON)
    assert (late.status_code, late.json()["theirs"]["conclusions"]) == (409, "La de Ana")
    page = client.post(at(report, "write"), typed(conclusions="La mía", what=["Mi decisión"]))
    text = page.content.decode()
    assert page.status_code == 409
    assert "La de Ana" in text
    assert "La mía" in text
    assert "Mi decisión" in text
    report.refresh_from_db()
    assert report.conclusions == "La de Ana"


def test_a_date_that_is_none_is_told_and_stays_in_the_form(report, client):
    page = client.post(at(report, "write"), typed(what=["Llamar"], until=["mañana"]))
    assert page.status_code == 422
    assert "Llamar" in page.content.decode()
    assert "mañana" in page.content.decode()
    assert client.post(at(report, "write"), typed(what=["Llamar"], until=["mañana"]), headers=JSON).status_code == 422
    assert not Decision.objects.exists()


def test_from_draft_to_a_planned_mail(report, client, alice, in_brand):
    recipients.add(in_brand, by=alice, email="marta@cliente.example", language="es")
    client.post(at(report, "complete"))
    client.post(at(report, "approve"))
    report.refresh_from_db()
    assert report.state == "approved"
    assert ReportDelivery.objects.count() == 1
    page = client.get(at(report)).content.decode()
    assert "marta@cliente.example" in page
    assert client.get(at(report, "write")).status_code == 302
    late = client.post(at(report, "write"), typed(conclusions="Tarde"), headers=JSON)
    assert (late.status_code, "no cambia" in late.json()["message"]) == (409, True)


def test_the_file_is_the_one_that_was_issued(report, client, alice):
    drafting.approve(report, by=alice)
    response = client.get(at(report, "report_pdf"))
    assert response.content == issuing.file(report, "pdf", "es")
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert client.get(f"{at(report, 'report_xlsx')}?language=en").content.startswith(b"PK")
    assert client.get(f"{at(report, 'report_pdf')}?language=xx").status_code == 404


@pytest.mark.parametrize("role", [Role.CLIENT, Role.ANALYST])
def test_who_writes_no_reports_sees_approved_ones_alone(report, bob_in, alice):
    client = Client()
    client.force_login(bob_in.member.user)
    listed = reverse("reports:reports", args=[report.brand.public_id])
    assert client.get(at(report)).status_code == 404
    assert at(report) not in client.get(listed).content.decode()
    drafting.approve(report, by=alice)
    assert client.get(at(report)).status_code == 200
    assert at(report) in client.get(listed).content.decode()


@pytest.mark.parametrize("role", [Role.COMMUNITY])
def test_who_may_not_approve_changes_nothing(report, bob_in):
    client = Client()
    client.force_login(bob_in.member.user)
    assert client.post(at(report, "approve")).status_code == 403
    report.refresh_from_db()
    assert (report.state, report.written) == ("draft", None)


def test_the_page_is_in_the_language_that_is_asked_for(report, client):
    assert "The brand was mentioned" in client.get(f"{at(report)}?language=en").content.decode()
    assert "Se mencionó la marca" in client.get(at(report)).content.decode()


def test_numbers_lead_to_mentions_only_for_who_may_read_them(report, client, bob, alice):
    mentions = reverse("monitoring:mentions", args=[report.brand.public_id])
    assert f"{mentions}?" in client.get(at(report)).content.decode()


def test_recipients_are_added_changed_and_removed(client, in_brand, alice):
    page = reverse("reports:recipients", args=[in_brand.public_id])
    values = {
        "email": "Marta@Cliente.example",
        "name": "Marta",
        "language": "en",
        "weekday": "2",
        "hour": "8",
        "pdf": "on",
    }
    assert client.post(page, values).status_code == 302
    row = ReportRecipient.objects.get()
    assert (row.email, row.language, row.weekday, row.hour, row.pdf, row.xlsx) == (
        "marta@cliente.example",
        "en",
        2,
        8,
        True,
        False,
    )
    assert client.post(page, values).status_code == 422
    one = reverse("reports:recipient", args=[in_brand.public_id, row.public_id])
    assert client.post(one, {**values, "hour": "10", "version": "1"}).status_code == 302
    assert client.post(one, {**values, "hour": "11", "version": "1"}).status_code == 409
    assert ReportRecipient.objects.get().hour == 10
    client.post(reverse("reports:recipient_remove", args=[in_brand.public_id, row.public_id]))
    assert not ReportRecipient.objects.exists()


def test_nobody_outside_the_team_is_a_member_recipient(client, in_brand, charlie):
    page = reverse("reports:recipients", args=[in_brand.public_id])
    values = {"who": charlie.public_id, "language": "es", "weekday": "1", "hour": "9"}
    assert client.post(page, values).status_code == 422
    assert not ReportRecipient.objects.exists()
