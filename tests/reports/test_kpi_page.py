"""The KPI page and the API say what was measured, lead to what is behind it, and cost the same for any period."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from brands.scope import brand_scope
from monitoring.models import Mention
from reports import shown
from reports.kpis.registry import KPIS
from reports.measuring import measure
from reports.periods import week_of
from tests.conftest import join

pytestmark = pytest.mark.django_db
WEEK = week_of(date(2026, 3, 31))
DAYS = f"from={WEEK.first}&to={WEEK.last}"


def address(brand, said: str = "") -> str:
    return reverse("reports:kpis", args=[brand.public_id]) + (f"?{said}" if said else "")


def page(client, brand, said: str = "") -> str:
    response = client.get(address(brand, said))
    assert response.status_code == 200
    return response.content.decode()


def test_each_kpi_has_its_value_change_formula_and_caveat(world, bobs):
    html = page(bobs, world)  # last week, by itself
    measured = measure(world, WEEK)
    for key, figure in measured.figures.items():
        wanted = shown.value(figure.kpi.unit, figure.value, signed=key == "followers_change")
        card = re.search(rf'<article[^>]*>\s*<a class="kpi-label" href="[^"]*kpi={key}.*?</article>', html, re.DOTALL)
        assert card or key == "mentions"
        card = card[0] if card else html[html.index("<article") : html.index("</article>")]
        assert f'<span class="kpi-value">{wanted}' in card
        assert escape(str(figure.kpi.formula)) in card
        assert escape(str(figure.kpi.caveat)) in card
        assert shown.change(figure).text in card
        for note in figure.notes:
            assert escape(note) in card


def test_as_a_table(world, bobs):
    html = page(bobs, world, f"{DAYS}&view=table")
    assert html.count("<tr>") > len(KPIS)
    for figure in measure(world, WEEK).figures.values():
        assert escape(str(figure.kpi.name)) in html
        assert shown.value(figure.kpi.unit, figure.value) in html
    assert "<article" not in html


@pytest.mark.parametrize("key", KPIS)
def test_the_course_of_any(world, bobs, key):
    html = page(bobs, world, f"{DAYS}&kpi={key}")
    assert f'id="course-title">{KPIS[key].name}</h2>' in html
    figure = measure(world, WEEK)[key]
    if figure.value is not None:
        for point in figure.days:
            assert shown.value(figure.kpi.unit, point.value, signed=key == "followers_change") in html


def test_numbers_lead_to_what_is_behind_them(world, bobs):
    html = page(bobs, world, "from=2026-03-01&to=2026-04-07")
    brand = world.public_id
    links = set(re.findall(r'class="kpi-behind" href="([^"]*)"', html))
    span = "from=2026-03-01&amp;to=2026-04-07"
    assert links == {
        f"/b/{brand}/mentions/?{span}",
        f"/b/{brand}/mentions/?sentiment=negative&amp;{span}",
        f"/b/{brand}/mentions/?sentiment=negative&amp;sentiment=neutral&amp;sentiment=positive&amp;{span}",
        f"/b/{brand}/overview/?{span}#voice-title",
        f"/b/{brand}/calendar/?view=month&amp;day=2026-03-01&amp;state=done",
        f"/b/{brand}/channels/",
        f"/b/{brand}/crisis/",
        f"/b/{brand}/crisis/alerts/",
    }
    for link in links:
        assert bobs.get(link.replace("&amp;", "&").partition("#")[0]).status_code == 200


def test_an_empty_brand_is_told_what_helps(at_that_time, in_brand, bobs):
    html = page(bobs, in_brand)
    assert "Nothing to measure in these days" in html
    assert "<article" not in html


@pytest.mark.parametrize("said", ["kpi=x", "view=x", "period=x", "from=x", "from=1990-01-01&to=2026-01-01"])
def test_what_there_is_not(world, bobs, said):
    assert bobs.get(address(world, said)).status_code == 404


def test_a_client_and_a_stranger_see_nothing(world, charlie, client, bobs):
    client.force_login(charlie)
    assert client.get(address(world)).status_code == 404
    from tests.conftest import make_user

    guest = make_user("Dora")
    join(world, guest, "client")
    client.force_login(guest)
    assert client.get(address(world)).status_code == 403


def test_queries_do_not_grow(world, bobs):
    def queries(said: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(bobs, world, said)
        return len(captured)

    few = queries(DAYS)
    with brand_scope(world.pk):
        assert Mention.objects.count() > 0
    assert queries("from=2025-01-01&to=2026-04-07") == few
    assert few < 40


class TestApi:
    def ask(self, client, brand, said: str = ""):
        return client.get(reverse("api:kpis", args=[brand.public_id]) + (f"?{said}" if said else ""))

    def test_all_of_them(self, world, bobs):
        told = self.ask(bobs, world).json()
        measured = measure(world, WEEK)
        assert (told["from"], told["to"]) == (WEEK.first.isoformat(), WEEK.last.isoformat())
        assert [one["key"] for one in told["kpis"]] == list(KPIS)
        for one in told["kpis"]:
            figure = measured[one["key"]]
            assert (one["value"], one["before"], one["change"]) == (figure.value, figure.before, figure.change)
            assert (one["why"], one["why_before"], one["notes"]) == (figure.why, figure.why_before, list(figure.notes))
            assert [point["value"] for point in one["days"]] == [point.value for point in figure.days]
            assert (one["unit"], one["better"]) == (figure.kpi.unit, figure.kpi.better)

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            (DAYS, 200),
            ("to=2026-04-05", 200),
            ("from=2026-04-05", 200),
            ("from=2024-01-01&to=2026-04-05", 400),
            ("from=2026-04-05&to=2026-04-04", 400),
            ("to=0001-01-01", 400),
            ("from=x", 400),
        ],
    )
    def test_days(self, world, bobs, said, status):
        assert self.ask(bobs, world, said).status_code == status

    def test_a_stranger_gets_nothing(self, world, charlie, client):
        client.force_login(charlie)
        assert self.ask(client, world).status_code == 404
