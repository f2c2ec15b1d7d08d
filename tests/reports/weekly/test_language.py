"""A report speaks one language from end to end, whoever reads it: also what was written down when it was drafted."""

from __future__ import annotations

import io
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core.messages.catalogue import catalogue_files, forms, messages_of, read
from reports.weekly import drafting, issuing
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.fixture(params=["of nothing", "of a full week"])
def report(request, in_brand, alice, time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    if request.param == "of nothing":
        return drafting.draft(in_brand, date(2026, 11, 16), by=alice)
    return sample.report(in_brand)


def sentences(language: str) -> set[str]:
    """What cmhub says in `language` and not in the other, where it has no gaps to fill and is no single word."""
    (file,) = catalogue_files()
    told = set()
    for message in messages_of(read(file)):
        for english, spanish in zip(forms(message.id), forms(message.string), strict=False):
            if english != spanish and "%" not in english + spanish and len(english) > 12:
                told.add(flat(english if language == "en" else spanish))
    return told


def flat(text: str) -> str:
    """Without what only lays out; a PDF breaks words where a line ends."""
    return "".join(unescape(text).split())


@pytest.mark.parametrize(("language", "other"), [("es", "en"), ("en", "es")])
def test_it_says_nothing_in_the_other_language(report, alice, language, other):
    alice.language = language
    alice.save()
    client = Client()
    client.force_login(alice)
    address = reverse("reports:report", args=[report.brand.public_id, report.public_id])
    page = flat(client.get(f"{address}?language={language}").content.decode())
    pdf = flat("".join(p.extract_text() for p in PdfReader(io.BytesIO(issuing.file(report, "pdf", language))).pages))
    for said in (page, pdf):
        assert {sentence for sentence in sentences(other) if sentence in said} == set()
        assert {sentence for sentence in sentences(language) if sentence in said}
