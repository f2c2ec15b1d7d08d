"""A whole installation, a real blog, a real browser: what the blog publishes stands on the open page."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cmhub.config import BASE_DIR
from tests.browser.conftest import ARGUMENTS, OPERATOR, PASSWORD
from tests.gates import CHROMIUM
from tests.launcher.conftest import PATIENCE, Installation
from tests.realservers.wordpress import WordPress

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


@pytest.fixture
def site(blog: WordPress, tmp_path) -> Iterator[Installation]:
    """An installation that may read the blog, and nothing else on this machine."""
    installation = Installation(tmp_path / "data")
    try:
        installation.start("--empty", CMHUB_ALLOW_PRIVATE=f"127.0.0.1:{blog.port}")
        command = [sys.executable, "manage.py", "create_owner", OPERATOR, "--name", "Alice"]
        subprocess.run(
            command, cwd=BASE_DIR, env=installation.environment(), input=PASSWORD, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        yield installation
    finally:
        if installation.process and installation.process.poll() is None:
            installation.end(signal.SIGTERM)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, site: Installation) -> Page:
    """Signed in through the page."""
    context = browser.new_context(locale="es-ES", base_url=f"http://localhost:{site.port}")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", OPERATOR)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def printed(site: Installation, code: str) -> str:
    ran = site.manage("shell", "-c", code)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()[-1]


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
