"""The dashboard as people use it: a click on a part of a bar, and the same by keyboard, lead to those mentions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from core import clock
from monitoring import ingest
from tests.browser.conftest import PHONE
from tests.monitoring import factories, scores

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dashboard(visit, alice, brand, monkeypatch) -> Page:
    """A day on which three of five mentions are negative; Alice reads English."""
    monkeypatch.setattr("monitoring.sentiment.score", scores.score)
    User.objects.filter(pk=alice.pk).update(language="en")
    now = clock.now()
    texts = ("malo uno", "malo dos", "malo tres", "bueno", "nada")
    items = [factories.item(text, text, posted_at=now - timedelta(seconds=n)) for n, text in enumerate(texts)]
    ingest.store(factories.source(brand), factories.page(*items), seen_at=now)
    page: Page = visit(alice)
    page.goto(f"/b/{brand.public_id}/overview/?period=7")
    expect(page.locator("[data-chart=volume-figure][data-drawn]")).to_be_visible()
    return page


@pytest.mark.parametrize(("height", "sentiment", "n"), [(0.9, "negative", 3), (0.3, "neutral", 1)])
def test_a_click_on_a_part_of_a_bar_leads_to_its_mentions(dashboard, height, sentiment, n):
    area = dashboard.locator("[data-chart=volume-figure] .nsewdrag").bounding_box()
    at = (area["x"] + area["width"] * 13 / 14, area["y"] + area["height"] * height)
    dashboard.mouse.move(*at)
    expect(dashboard.locator("[data-chart=volume-figure] .hoverlayer text").first).to_be_visible()
    dashboard.mouse.click(*at)
    dashboard.wait_for_url(lambda url: f"sentiment={sentiment}" in url)
    expect(dashboard.locator("#rows article")).to_have_count(n)


def test_the_table_leads_there_by_keyboard(dashboard):
    card = dashboard.locator(".chart-card", has=dashboard.locator("#volume-title"))
    card.get_by_role("button", name="Table").press("Enter")
    link = card.get_by_role("row").last.get_by_role("link", name="3")
    link.press("Enter")
    dashboard.wait_for_url(lambda url: "sentiment=negative" in url)
    expect(dashboard.locator("#rows article")).to_have_count(3)


def test_charts_further_down_are_drawn_when_they_come_into_sight(dashboard):
    dashboard.set_viewport_size(PHONE)
    dashboard.reload()
    hours = dashboard.locator("[data-chart=hours-figure]")
    expect(hours).not_to_have_attribute("data-drawn", "true")
    hours.scroll_into_view_if_needed()
    expect(hours).to_have_attribute("data-drawn", "true")
