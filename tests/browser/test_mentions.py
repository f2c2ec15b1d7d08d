"""Listening as people do it: add a source and see it, work through the list, by mouse and by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from brands.models import Brand
from brands.scope import brand_scope
from core import clock
from monitoring import ingest, polling
from monitoring.models import Labeller, Mention, Reading, Source
from tests.browser.conftest import PHONE
from tests.fault_server import reply
from tests.monitoring import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valencia a Cucharadas</title>
<link>http://{pair}/</link>{items}</channel></rss>"""
ITEM = "<item><guid>http://{pair}/{n}</guid><link>http://{pair}/{n}</link><description>{text}</description></item>"


def feed(pair: str, *texts: str):
    items = "".join(ITEM.format(pair=pair, n=n, text=text) for n, text in enumerate(texts))
    return reply(200, FEED.format(pair=pair, items=items).encode(), Content_Type="application/rss+xml")


def hear(source: Source, *texts: str) -> None:
    now = clock.now()
    items = [factories.item(text, text, posted_at=now - timedelta(minutes=n)) for n, text in enumerate(texts)]
    ingest.store(source, factories.page(*items), seen_at=now)


@pytest.fixture
def reader(alice) -> User:
    """Alice reads English, so that the test does too."""
    User.objects.filter(pk=alice.pk).update(language="en")
    return alice


@pytest.fixture
def source(brand) -> Source:
    return factories.source(brand)


def mentions(brand: Brand) -> str:
    return f"/b/{brand.public_id}/mentions/"


def opener(page: Page, text: str):
    """The link that covers the row of the mention that says so."""
    return page.locator("#rows article").filter(has_text=text).locator("[data-list-open]")


def test_a_blog_is_added_on_the_empty_page_and_its_posts_appear_without_reload(visit, web, reader, brand, settings):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({web.blog.pair})
    web.blog.routes["/feed"] = feed(web.blog.pair, "El latte es una maravilla")
    page = visit(reader)
    page.goto(mentions(brand))
    page.get_by_label("What to listen to").fill(web.blog.url("/feed"))
    page.get_by_role("button", name="Start listening").click()
    expect(page.get_by_role("heading", name="Nothing heard yet")).to_be_visible()
    page.evaluate("window.sameDocument = true")

    assert polling.poll_due() == 1
    expect(page.get_by_text("El latte es una maravilla")).to_be_visible(timeout=10_000)

    web.blog.routes["/feed"] = feed(web.blog.pair, "El latte es una maravilla", "Pues a mí me sentó fatal")
    Source.all_brands.update(not_before=clock.now())
    assert polling.poll_due() == 1
    expect(page.get_by_text("Pues a mí me sentó fatal")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("link", name="1 new")).to_be_visible()
    assert page.evaluate("window.sameDocument")


def test_filter_open_correct_and_undo(visit, reader, brand, source):
    hear(source, "Me encanta el café", "El café es horrible", "Abren el lunes")
    page = visit(reader)
    page.goto(mentions(brand))
    page.locator("#filters summary", has_text="Sentiment").click()
    page.get_by_role("checkbox", name="Negative").check()
    page.get_by_role("search").get_by_role("button", name="Apply").locator("visible=true").click()
    expect(page.get_by_role("status").filter(has_text="1 mention")).to_be_visible()
    assert page.url.endswith("?sentiment=negative")

    opener(page, "El café es horrible").click()
    pane = page.get_by_role("complementary", name="The mention you chose")
    expect(pane.get_by_text("Why “negative”")).to_be_visible()
    pane.get_by_role("button", name="Positive").click()
    expect(pane.get_by_text("Alice corrected it.")).to_be_visible()
    toast = page.locator("#toasts").get_by_text("Corrected: positive.")
    expect(toast).to_be_visible()
    with brand_scope(brand.pk):
        assert Mention.objects.get(text="El café es horrible").sentiment_by == Labeller.PERSON

    page.keyboard.press("Escape")
    expect(pane.get_by_text("Choose a mention")).to_be_visible()
    assert page.url.endswith("?sentiment=negative")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts").get_by_text("Undone.")).to_be_visible()
    with brand_scope(brand.pk):
        mention = Mention.objects.get(text="El café es horrible")
        assert (mention.sentiment, mention.sentiment_by) == ("negative", Labeller.MACHINE)

    page.goto(mentions(brand) + "?sentiment=negative")
    page.get_by_role("link", name="Remove the filter Sentiment").click()
    expect(page.get_by_role("status").filter(has_text="3 mentions")).to_be_visible()


def settled(page) -> None:
    """Wait until htmx has put the new piece in and knows its forms; a toast comes a moment before."""
    page.wait_for_function(
        "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
    )


def test_by_keyboard_alone(visit, reader, brand, source):
    hear(source, "uno bueno", "dos malo", "tres")
    page = visit(reader)
    page.goto(mentions(brand))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    pane = page.get_by_role("complementary", name="The mention you chose")
    expect(pane.get_by_text("uno bueno")).to_be_visible()
    settled(page)
    page.keyboard.press("j")
    expect(pane.get_by_text("dos malo")).to_be_visible()
    settled(page)
    page.keyboard.press("s")
    expect(pane.get_by_role("button", name="Star (S)")).to_have_attribute("aria-pressed", "true")
    settled(page)
    page.keyboard.press("n")
    page.keyboard.type("llamar mañana: s j k")
    expect(pane.get_by_role("textbox", name="Note for the team")).to_have_value("llamar mañana: s j k")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts").get_by_text("Note saved.")).to_be_visible()
    settled(page)
    page.keyboard.press("t")
    page.keyboard.type("Queja")
    page.keyboard.press("Enter")
    expect(pane.locator(".tag-list").get_by_text("Queja")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(pane.get_by_text("Choose a mention")).to_be_visible()
    with brand_scope(brand.pk):
        mention = Mention.objects.get(text="dos malo")
        assert mention.note == "llamar mañana: s j k"
        assert Reading.objects.get(mention=mention).starred_at
        assert Reading.objects.filter(read_at__isnull=False).count() == 2


def test_single_letters_are_off_for_who_switched_them_off(visit, reader, brand, source):
    hear(source, "uno bueno")
    User.objects.filter(pk=reader.pk).update(shortcuts=False)
    page = visit(reader)
    page.goto(mentions(brand))
    opener(page, "uno bueno").click()
    expect(page.get_by_role("button", name="Star (S)")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Star (S)")).to_have_attribute("aria-pressed", "false")
    with brand_scope(brand.pk):
        assert not Reading.objects.filter(starred_at__isnull=False).exists()


def test_on_a_phone_a_mention_is_a_page_and_the_way_back_keeps_the_filter(visit, reader, brand, source):
    hear(source, "uno bueno", "dos malo")
    page = visit(reader, viewport=PHONE)
    page.goto(mentions(brand) + "?q=malo")
    opener(page, "dos malo").click()
    expect(page.get_by_role("heading", level=1, name="Mention")).to_be_visible()
    assert "/mentions/" in page.url
    assert "?q=" not in page.url
    page.get_by_role("link", name="All mentions").click()
    expect(page.get_by_role("status").filter(has_text="1 mention")).to_be_visible()
    assert page.url.endswith("?q=malo")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_ticked_mentions_are_tagged_together_and_it_can_be_undone(visit, reader, brand, source):
    hear(source, "uno bueno", "dos malo", "tres")
    page = visit(reader)
    page.goto(mentions(brand))
    page.get_by_role("checkbox", name="Choose all that are shown").check()
    expect(page.get_by_text("3 chosen")).to_be_visible()
    page.locator(".bulk summary", has_text="Tag").click()
    page.locator("#bulk-tag").fill("Junio")
    page.get_by_role("button", name="Add the tag").click()
    expect(page.locator("#toasts").get_by_text("3 tagged “Junio”.")).to_be_visible()
    expect(page.locator("#rows .cm-tag")).to_have_count(3)
    page.keyboard.press("z")
    expect(page.locator("#toasts").get_by_text("Undone.")).to_be_visible()
    expect(page.locator("#rows .cm-tag")).to_have_count(0)


def test_letters_work_on_a_row_that_is_not_open(visit, reader, brand, source):
    hear(source, "uno bueno", "dos malo", "tres")
    page = visit(reader)
    page.goto(mentions(brand))
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 chosen")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("n")
    pane = page.get_by_role("complementary", name="The mention you chose")
    expect(pane.get_by_text("dos malo")).to_be_visible()
    expect(page.locator("#detail-note")).to_be_focused()
    page.keyboard.press("Escape")
    settled(page)
    page.keyboard.press("l")
    page.keyboard.press("1")
    expect(page.locator("#toasts").get_by_text("Corrected: positive.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("#toasts").get_by_text("Marked as unread.")).to_be_visible()


def test_a_view_is_saved_chosen_and_deleted(visit, reader, brand, source):
    hear(source, "uno bueno", "dos malo", "tres")
    page = visit(reader)
    page.goto(mentions(brand) + "?sentiment=negative")
    page.locator("#views summary").click()
    page.get_by_role("button", name="Save these filters").click()
    page.get_by_label("Name", exact=True).fill("Enfados")
    page.get_by_role("button", name="Save the view").click()
    expect(page.locator("#views summary")).to_contain_text("Enfados")
    page.goto(mentions(brand))
    page.locator("#views summary").click()
    page.get_by_role("link", name="Enfados").click()
    expect(page.get_by_role("status").filter(has_text="1 mention")).to_be_visible()
    page.locator("#views summary").click()
    page.get_by_role("button", name="Rename or delete views").click()
    page.get_by_role("button", name="Delete the view Enfados").click()
    expect(page.locator("#toasts").get_by_text("View “Enfados” deleted.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#toasts").get_by_text("View “Enfados” is back.")).to_be_visible()
