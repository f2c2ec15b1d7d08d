"""Writing a topic in Chromium: what it finds while one types, where a mistake is, what a click puts in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from brands.scope import brand_scope
from core import clock
from monitoring import ingest, rematching
from monitoring.models import Topic
from tests.browser.axe import violations
from tests.browser.conftest import PHONE
from tests.conftest import join, make_user
from tests.monitoring import factories

pytestmark = pytest.mark.browser

TEXTS = ("Un café con leche", "El té 👍 de la casa", "Café caro y malo", "Sorteo de café", "Un vino")


@pytest.fixture
def ana(brand):
    """A community manager of the brand, which has heard TEXTS."""
    user = make_user("Ana", language="en")
    join(brand, user, "community")
    now = clock.now()
    items = [factories.item(n, text, posted_at=now - timedelta(minutes=n)) for n, text in enumerate(TEXTS)]
    ingest.store(factories.source(brand), factories.page(*items), seen_at=now)
    return user


def query(page):
    return page.locator("[data-query]")


def found(page):
    return page.locator("#preview-said strong")


def mark(page):
    return page.locator("[data-query-mirror] mark")


def open_new(visit, ana, brand, **how):
    page = visit(ana, **how)
    page.goto(f"/b/{brand.public_id}/topics/new/")
    return page


def test_what_it_finds_follows_what_is_typed(visit, ana, brand):
    page = open_new(visit, ana, brand)
    query(page).press_sequentially("café", delay=20)
    expect(found(page)).to_have_text("3 of the latest 5 mentions match.")
    expect(page.locator("#preview mark.hit")).to_have_text(["café", "Café", "café"])
    query(page).press_sequentially(" -sorteo")
    expect(found(page)).to_have_text("2 of the latest 5 mentions match.")
    assert violations(page) == []


def test_a_mistake_is_marked_under_its_character(visit, ana, brand):
    page = open_new(visit, ana, brand)
    query(page).fill("👍 té\n(café OR vino")
    expect(mark(page)).to_have_text("(")
    expect(page.locator("#query-said")).to_contain_text("This parenthesis is never closed.")
    expect(query(page)).to_have_attribute("aria-invalid", "true")
    under, line = mark(page).bounding_box(), query(page).bounding_box()
    assert line["y"] < under["y"] < line["y"] + line["height"]
    assert under["x"] < line["x"] + 30  # the first character of the second line
    assert violations(page) == []
    query(page).press("End")
    query(page).press_sequentially(")")
    expect(mark(page)).to_have_count(0)
    expect(query(page)).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#query-said")).to_be_empty()


def test_examples_and_exclusions_are_put_in_by_a_click(visit, ana, brand):
    page = open_new(visit, ana, brand)
    query(page).fill("café OR té")
    page.get_by_role("button", name="Without raffles").click()
    words = (
        'sorteo* OR sorteamos OR "participa y gana" OR giveaway* OR raffle* OR sweepstake* OR sorteio* OR passatempo*'
    )
    before = f"(café OR té) -({words})"
    expect(query(page)).to_have_value(before)
    expect(found(page)).to_have_text("3 of the latest 5 mentions match.")
    page.get_by_role("button", name="Without raffles").click()
    expect(query(page)).to_have_value(before)
    page.get_by_label("Words that mean something else").fill('malo, "de la casa"')
    page.keyboard.press("Enter")
    expect(query(page)).to_have_value(f'{before} -(malo OR "de la casa")')
    expect(found(page)).to_have_text("1 of the latest 5 mentions matches.")
    query(page).fill("vino")
    page.get_by_role("button", name="café OR té", exact=True).click()
    expect(query(page)).to_have_value("vino café OR té")


def test_from_the_first_word_to_its_mentions_and_back(visit, ana, brand):
    page = open_new(visit, ana, brand)
    page.get_by_label("Name", exact=True).fill("Coffee")
    query(page).fill("café")
    page.get_by_role("button", name="Start listening").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Coffee")
    expect(page.locator("#standing .job")).to_contain_text("Looking through what was heard in the last 90 days")
    assert violations(page) == []
    while rematching.run_due():
        pass
    expect(page.locator("#standing .job")).to_have_count(0)
    expect(page.locator("#standing .kpi-value").first).to_have_text("3")
    page.get_by_role("link", name="Its mentions").click()
    expect(page.locator("[data-list-item]")).to_have_count(3)
    page.go_back()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".snack")).to_contain_text("Coffee removed. Its mentions stay.")
    page.locator(".snack button", has_text="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Coffee")
    with brand_scope(brand.pk):
        assert Topic.objects.get().query == "café"


def test_on_a_phone_the_preview_stands_before_the_help(visit, ana, brand):
    page = open_new(visit, ana, brand, viewport=PHONE)
    query(page).fill("café")
    expect(found(page)).to_have_text("3 of the latest 5 mentions match.")
    preview, help_ = page.locator(".topic-preview").bounding_box(), page.locator(".query-help").bounding_box()
    assert preview["y"] < help_["y"]
    assert help_["height"] < 80  # closed
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []
