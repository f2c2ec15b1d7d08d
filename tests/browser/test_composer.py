"""Writing a post in Chromium: saved while one types, counted live, by keyboard alone, kept without a network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from brands.scope import brand_scope
from calendar_app import drafting
from calendar_app.models import Post
from tests.browser import axe
from tests.calendar_app import written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def composer(visit, brand, alice):
    alice.language = "en"
    alice.save()
    with brand_scope(brand.pk):
        written.account("bluesky", "Lumbre B")
        written.account("mastodon", "Lumbre M")

    def start(path: str = "posts/new/", **how):
        page = visit(alice, **how)
        page.goto(f"/b/{brand.public_id}/{path}")
        return page

    return start


def post(brand) -> Post:
    with brand_scope(brand.pk):
        return Post.objects.get()


def test_by_keyboard_alone(composer, brand):
    page = composer()
    page.locator("[data-account]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Text", exact=True).focus()
    page.keyboard.type("El primer café lo ponemos nosotros #café")
    expect(page.locator("#counts")).to_contain_text("40 / 300")
    expect(page.locator("[data-save-said]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    page.get_by_role("tab", name="Common").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name=re.compile("Lumbre B"))).to_be_focused()
    page.get_by_label("Text", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Solo aquí")
    expect(page.locator("[data-own-of=text]")).to_be_visible()
    page.get_by_label("In your words").focus()
    page.keyboard.type("5 de marzo de 2031 a las 9")
    page.keyboard.press("Enter")
    expect(page.locator("#post-day")).to_have_value("2031-03-05")
    expect(page.locator("#said-when")).to_contain_text("5 March at 09:00, Madrid time")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="What happened on each account")).to_be_visible()
    made = post(brand)
    with brand_scope(brand.pk):
        own = sorted(row.own.get("text", "") for row in made.publications.all())
    assert (made.stage, made.content["text"], own) == (
        "scheduled",
        "El primer café lo ponemos nosotros #café",
        ["", "Solo aquí"],
    )


def test_without_a_network_the_text_is_kept_here(composer, brand):
    page = composer()
    page.locator("[data-account]").first.click()
    page.get_by_label("Text", exact=True).fill("Uno")
    expect(page.locator("[data-save-said]")).to_have_text(re.compile("^Saved "))
    page.route("**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Text", exact=True).fill("Uno y dos")
    expect(page.locator("[data-save-said]")).to_have_text(
        "Not saved: no connection. Your text is kept in this browser."
    )
    assert post(brand).content == {"text": "Uno"}
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Uno y dos")
    page.unroute("**/edit/")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-said]")).to_have_text(re.compile("^Saved "))
    assert post(brand).content == {"text": "Uno y dos"}


def test_two_people_and_both_texts(composer, brand, alice, bob, bob_in):
    with brand_scope(brand.pk):
        made = written.draft(brand, alice, "Primera")
    page = composer(f"posts/{made.public_id}/edit/")
    with brand_scope(brand.pk):
        drafting.save(made, written.wanted("La de Bob"), seen=made.version, by=bob)
    page.get_by_label("Text", exact=True).fill("La de Alice")
    dialog = page.get_by_role("dialog", name="Somebody saved before you")
    expect(dialog).to_contain_text("La de Bob")
    expect(dialog).to_contain_text("La de Alice")
    dialog.get_by_role("button", name="Merge by hand").click()
    expect(page.get_by_role("heading", name="As it stands now")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("La de Alice y la de Bob")
    expect(page.locator("[data-save-said]")).to_have_text(re.compile("^Saved "))
    assert post(brand).content == {"text": "La de Alice y la de Bob"}


def test_emoji_are_found_and_put_where_the_caret_is(composer):
    page = composer()
    page.get_by_label("Text", exact=True).fill("Buenos días")
    page.get_by_role("button", name="Emoji").click()
    page.get_by_role("searchbox", name="Search emoji").fill("coffee")
    page.get_by_role("button", name="cafe", exact=True).click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Buenos días☕")


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_stands_in_the_way_of_anybody(composer, width):
    page = composer(viewport={"width": width, "height": 900})
    page.locator("[data-account]").first.click()
    page.locator("[data-account]").last.click()
    page.locator("[data-more] > summary").click()
    page.get_by_role("button", name="Add a part").click()
    page.get_by_label("Text", exact=True).fill("a" * 301)
    expect(page.locator("#said-text")).to_contain_text("301 of 300")
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
