"""A whole installation, a real blog, a real browser: what the blog publishes stands on the open page."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OPERATOR
from tests.launcher.conftest import PATIENCE
from tests.realservers.conftest import printed

pytestmark = [pytest.mark.realserver, pytest.mark.browser]

AT_ONCE = 5  # seconds from being stored to being seen
_BRAND = """
from accounts.models import User
from brands import workspaces
ana = User.objects.get(email="%s")
print(workspaces.create_brand(workspaces.create_workspace(ana, "Lumbre"), "Cafés Lumbre").public_id)
"""
_SEEN = """
from monitoring.models import Mention
print(Mention.all_brands.get(title="%s").first_seen_at.timestamp())
"""


def test_what_the_blog_publishes_appears_without_reload(blog, site, page):
    post = blog.publish("Abrimos a las ocho", "El café de la mañana sabe a gloria")
    blog.comment(post, "Bea", "¡Qué rico todo, gracias!")
    brand = printed(site, _BRAND % OPERATOR)

    page.goto(f"/b/{brand}/sources/")
    page.fill("input[name=address]", blog.address)
    page.press("input[name=address]", "Enter")
    for choice in page.locator("input[name=choice]").all():
        choice.check()
    assert [c.get_attribute("value") for c in page.locator("input[name=choice]").all()] == [
        f"{blog.address}/feed/",
        f"{blog.address}/comments/feed/",
    ]
    page.locator("form:has(input[name=choice]) button[type=submit]").click()
    page.wait_for_url("**/mentions/")
    page.evaluate("window.neverReloaded = true")
    mentions = page.locator("article.cm-mention")
    expect(mentions).to_have_count(2, timeout=PATIENCE * 1000)

    waits = []
    for number in range(3):
        title = f"Novedad {number}"
        blog.publish(title, f"Una taza más, la número {number}")
        poll_now(page)
        page.locator(".cm-mention-title", has_text=title).wait_for()
        waits.append(datetime.now(UTC).timestamp() - float(printed(site, _SEEN % title) or 0))
        assert page.evaluate("window.neverReloaded")
    expect(mentions).to_have_count(5)
    print("seconds from the feed's answer to the page:", [round(wait, 1) for wait in waits])
    assert statistics.median(waits) < AT_ONCE


def poll_now(page: Page) -> None:
    """What a colleague does in another tab, for the feed of posts."""
    other = page.context.new_page()
    other.goto(page.url.replace("/mentions/", "/sources/"))
    other.locator("tr", has_not_text="/comments/feed/").locator("th a.linky").click()
    other.locator("form[action$='/poll/'] button").click()
    other.wait_for_load_state()
    other.close()
