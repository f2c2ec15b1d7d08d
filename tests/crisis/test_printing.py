"""An incident on paper: everything that its page tells, tagged, with names of every script."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from brands import profile
from brands.scope import brand_scope
from calendar_app import holds, reviewing, scheduling
from calendar_app.catching import Scope
from core import clock
from crisis import incidents, watching
from crisis.models import Incident, IncidentHold
from tests.brands.test_logos import png
from tests.calendar_app.publishing import factories
from tests.crisis import counted


@pytest.fixture
def incident(brand, alice, bob_in) -> Incident:
    """A whole one, closed."""
    with brand_scope(brand.pk):
        topic = counted.topic(brand, "Avena 🥛")
        counted.past(topic)
        counted.heard(topic, 30, "negative", ago=timedelta(minutes=1), text="El latte de avena sabe raro, حليب سيئ 😡")
        (alert,) = watching.look(brand)
        made = incidents.open_one(
            brand,
            title="Avena en Valencia 🥛 حليب",
            level="crisis",
            by=alice,
            alert=alert,
            lead=bob_in.member,
            summary="Un lote de bebida de avena sabe raro en tres locales.",
        )
        task = incidents.add_task(made, "Llamar a Calidad", by=alice, who=bob_in.member)
        incidents.set_done(task, True, by=alice)
        incidents.add_task(made, "Avisar a los locales", by=alice)
        incidents.note(made, "Calidad retiró el lote 4471.", by=alice)
        texts = ("Latte de avena a 2 €", "Galletas de avena", "Pan de hoy")
        accounts = [factories.account(brand, f"lumbre{n}", network="mastodon") for n in range(3)]
        posts = [factories.post(brand, one, by=alice, text=text) for one, text in zip(accounts, texts, strict=True)]
        for post in posts:
            scheduling.schedule(post, by=alice)
        hold = holds.place(brand, Scope(words=("avena",)), reason="Retirada", by=alice)
        IncidentHold.objects.create(brand=brand, incident=made, hold=hold)
        reviewing.drop(posts[0], by=alice)
        reviewing.keep_time(posts[1], by=alice)
        holds.lift(hold, by=alice)
        return incidents.close(made, "Avisar a los locales antes de publicar sobre un producto retirado.", by=alice)


def printed(client, brand, incident):
    return client.get(f"/b/{brand.public_id}/crisis/incidents/{incident.public_id}/pdf/")


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_tells_what_the_page_tells(bobs, brand, incident, tmp_path):
    answer = printed(bobs, brand, incident)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith('attachment; filename="avena-en-valencia-')
    pdf = answer.content
    (tmp_path / "incident.pdf").write_bytes(pdf)
    assert b"/MarkInfo" in pdf or b"/StructTreeRoot" in pdf
    said = words_of(pdf)
    for words in (
        "Crisis",
        "Un lote de bebida de avena sabe raro",
        "What was learnt",
        "Avisar a los locales antes de publicar",
        "30 negative mentions",
        "Calidad retiró el lote 4471.",
        "Llamar a Calidad",
        "Latte de avena a 2 €",
        "dropped",
        "kept at its time",
        "Alice closed the incident.",
    ):
        assert words in said
    assert "Pan de hoy" not in said


def test_an_incident_about_nothing_yet(bobs, brand, alice):
    with brand_scope(brand.pk):
        made = incidents.open_one(brand, title="<b>#let x</b> \\ $ «raro»", level="watch", by=alice)
    said = words_of(printed(bobs, brand, made).content)
    assert "<b>#let x</b> \\ $ «raro»" in said
    assert "What was held" not in said


def test_the_brands_logo_stands_on_it(bobs, brand, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with brand_scope(brand.pk):
        made = incidents.open_one(brand, title="Avena", level="watch", by=alice)
    assert b"/Subtype/Image" not in printed(bobs, brand, made).content
    profile.set_logo(brand, png())
    assert b"/Subtype/Image" in printed(bobs, brand, made).content


def test_the_same_twice_is_the_same_file(bobs, brand, incident, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    assert printed(bobs, brand, incident).content == printed(bobs, brand, incident).content


@pytest.mark.parametrize("role", ["client"])
def test_clients_get_none(bobs, brand, alice):
    with brand_scope(brand.pk):
        made = incidents.open_one(brand, title="Avena", level="watch", by=alice)
    assert printed(bobs, brand, made).status_code == 403
