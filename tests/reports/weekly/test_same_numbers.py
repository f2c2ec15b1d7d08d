"""Page, PDF, workbook and mail say the same: each is read back and compared with the others."""

from __future__ import annotations

import email
import email.policy
import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from core.jobs import Job
from mail import composing
from reports import recipients, sending, shown
from reports.kpis.registry import KPIS
from reports.models import ReportDelivery
from reports.weekly import charts, drafting, issuing, telling
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db


def flat(text: str) -> str:
    """Without what only lays out: tags, line ends, thin spaces."""
    plain = unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"[\s\u00a0\u202f\u2009]+", "", plain)


def same(row: list, wanted: list) -> bool:
    """Cells keep fifteen digits."""
    numbers = [(a, b) for a, b in zip(row, wanted, strict=False) if isinstance(b, float)]
    words = [(a, b) for a, b in zip(row, wanted, strict=False) if not isinstance(b, float)]
    return all(a == b for a, b in words) and all(isinstance(a, int | float) and abs(a - b) < 1e-9 for a, b in numbers)


@pytest.fixture
def report(in_brand, alice):
    row = sample.report(in_brand, conclusions="La app promete lo que la tienda no ve.\n\nSin ese tema, +20.")
    recipients.add(in_brand, by=alice, email="marta@cliente.example", name="Marta", language="es", xlsx=True)
    drafting.approve(row, by=alice)
    sending.plan(row)
    return row


@pytest.fixture
def mail(report, settings):
    settings.CMHUB_MAIL_URL = "smtp://127.0.0.1:1"
    ReportDelivery.objects.update(not_before=report.approved_at)
    assert sending.run_due() == 1
    delivery = ReportDelivery.objects.get()
    assert delivery.state == Job.State.DONE, delivery.last_error_detail
    return email.message_from_bytes(composing.as_bytes(delivery.mail), policy=email.policy.default)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_figure_reads_the_same_everywhere(report, alice, language):
    with translation.override(language):
        told = telling.of(report, language)
    client = Client()
    client.force_login(alice)
    address = reverse("reports:report", args=[report.brand.public_id, report.public_id])
    page = flat(client.get(f"{address}?language={language}").content.decode())
    pdf = flat("".join(p.extract_text() for p in PdfReader(io.BytesIO(issuing.file(report, "pdf", language))).pages))
    sheet = load_workbook(io.BytesIO(issuing.file(report, "xlsx", language))).worksheets[0]
    cells = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    assert len(told.kpis) == len(report.content["figures"])
    for kpi in told.kpis:
        assert flat(kpi.value) in page, kpi.key
        assert flat(kpi.value) in pdf, kpi.key
        assert flat(kpi.before) in page, kpi.key
        assert flat(kpi.change) in pdf, kpi.key
        named = next(row for name, row in cells.items() if str(name).startswith(kpi.name))
        with translation.override(language):
            signed = kpi.key == "followers_change"
            assert shown.value(KPIS[kpi.key].unit, named[1].value, signed=signed) == kpi.value, kpi.key
            assert shown.value(KPIS[kpi.key].unit, named[2].value, signed=signed) == kpi.before, kpi.key
        assert (named[3].value or "") == kpi.change, kpi.key


def test_every_sentence_and_every_text_is_on_page_and_paper_and_in_the_sheet(report, alice):
    with translation.override("es"):
        told = telling.of(report, "es")
    client = Client()
    client.force_login(alice)
    page = flat(client.get(reverse("reports:report", args=[report.brand.public_id, report.public_id])).content.decode())
    pdf = flat("".join(p.extract_text() for p in PdfReader(io.BytesIO(issuing.file(report, "pdf", "es"))).pages))
    book = load_workbook(io.BytesIO(issuing.file(report, "xlsx", "es")))
    cells = flat(
        " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
    )
    said = [finding.text.replace("\u2068", "").replace("\u2069", "") for finding in told.findings]
    for text in [*said, *told.conclusions, *(item.text for item in told.posts)]:
        assert flat(text) in page.replace("\u2068", "").replace("\u2069", "")
        assert flat(text) in cells.replace("\u2068", "").replace("\u2069", "")
        assert flat(text.replace("☕", "")) in pdf.replace("☕", "")


def test_the_numbers_of_every_chart_are_in_its_sheet(report):
    with translation.override("es"):
        drawn = charts.of(report.content)
        book = load_workbook(io.BytesIO(issuing.file(report, "xlsx", "es")))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    for chart in drawn.values():
        for place, label in enumerate(chart.labels):
            wanted = [label, *(series.values[place] for series in chart.series)]
            assert any(same(row[: len(wanted)], wanted) for row in rows), (chart.key, wanted)


def test_the_mail_says_the_headlines_in_text_and_html(report, mail):
    with translation.override("es"):
        told = telling.of(report, "es")
    text, html = (flat(mail.get_body((kind,)).get_content()) for kind in ("plain", "html"))
    assert len(told.headlines) == 8
    for kpi in told.headlines:
        assert flat(kpi.name) in text
        assert flat(kpi.name) in html
        assert flat(kpi.value) in text
        assert flat(kpi.value) in html
        assert flat(kpi.change) in text
        assert flat(kpi.change) in html
    for finding in told.findings:
        assert flat(finding.text) in text
        assert flat(finding.text) in html


def test_the_mail_carries_its_charts_inside_and_its_files_beside(report, mail):
    html = mail.get_body(("html",)).get_content()
    asked = re.findall(r'src="cid:([^"]+)"', html)
    inside = {part["Content-ID"].strip("<>"): part for part in mail.walk() if part["Content-ID"]}
    assert asked
    assert set(asked) == set(inside)
    assert all(part.get_content().startswith(b"\x89PNG") for part in inside.values())
    beside = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert beside == {
        "cafés-lumbre-2026-11-16.pdf": issuing.file(report, "pdf", "es"),
        "cafés-lumbre-2026-11-16.xlsx": issuing.file(report, "xlsx", "es"),
    }


def test_the_line_of_followers_ends_at_what_was_won(report):
    chart = charts.of(report.content)["followers"]
    assert chart.series[0].values[-1] == report.content["figures"]["followers_change"]["value"] == 440
