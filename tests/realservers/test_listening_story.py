"""A community manager's first day of listening, in Chromium, from the topic to the export.

The blog is a real WordPress; Mastodon is the fake that answers with the recorded shapes; Bluesky's firehose comes from
the generator; another suite's export is a file. Everything else is the product as ./run starts it.
"""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OPERATOR
from tests.launcher.conftest import PATIENCE
from tests.networks import mastodon_fake
from tests.networks.jetstream_fake import FakeJetstream
from tests.networks.jetstream_world import World
from tests.networks.mastodon_fake import Instance
from tests.realservers.conftest import installed, printed, sign_in

pytestmark = [pytest.mark.realserver, pytest.mark.browser]

PATIENT = {"timeout": PATIENCE * 1000}
NAME = "lumbre"
_BRAND = f"""
from accounts.models import User
from brands import workspaces
User.objects.filter(email="{OPERATOR}").update(language="%s")
ana = User.objects.get(email="{OPERATOR}")
print(workspaces.create_brand(workspaces.create_workspace(ana, "Lumbre"), "Cafés Lumbre").public_id)
"""


def export_of_another_suite() -> bytes:
    """Two rows about the brand, one that cannot be read, and one that was said before the brand keeps."""
    day = datetime.now(UTC) - timedelta(days=2)
    rows = [
        ["Date", "Author", "Text", "URL", "Platform"],
        [f"{day:%Y-%m-%d %H:%M}", "Bea", "Qué buen café en Lumbre, volveré", "https://x.example/bea/1", "twitter"],
        [f"{day:%Y-%m-%d %H:%M}", "Leo", "Lumbre closed early again, awful", "https://x.example/leo/2", "instagram"],
        ["not a date at all", "Eve", "", "", "twitter"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


class Firehose:
    """Frames of now, one in five about the brand, until the story is over."""

    def __init__(self) -> None:
        self.server = FakeJetstream()
        self._over = threading.Event()

    def __enter__(self) -> Firehose:
        self.server.__enter__()
        self._talk = threading.Thread(target=self._go_on, daemon=True)
        self._talk.start()
        return self

    def __exit__(self, *what: object) -> None:
        self.fall_silent()
        self.server.__exit__(*what)

    def fall_silent(self) -> None:
        """Nobody says anything any more."""
        self._over.set()
        self._talk.join()

    def _go_on(self) -> None:
        step = timedelta(milliseconds=100)
        world = World(1, datetime.now(UTC), step, mentioned=(NAME,), share=0.2)
        for frame in world:
            if self._over.wait(step.total_seconds()):
                return
            self.server.tell([frame])


@contextmanager
def serving(instance: Instance) -> Iterator[int]:
    """The instance answers inside the block; its port."""
    with mastodon_fake.serve(instance) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(("language", "locale"), [("es", "es-ES"), ("en", "en-GB")])
def test_from_a_topic_to_an_export(blog, browser, tmp_path, language, locale):
    mastodon = Instance()
    mastodon.post("Un #cafe en Lumbre y a trabajar", tags=["cafe"])
    mastodon.post("The #cafe next door is full", by="tom", tags=["cafe"])
    blog.publish("Abrimos a las ocho", "El café de Lumbre sabe a gloria")
    with Firehose() as firehose, serving(mastodon) as port:
        settings = {
            "CMHUB_ALLOW_PRIVATE": f"127.0.0.1:{blog.port},127.0.0.1:{port}",
            "CMHUB_JETSTREAM": firehose.server.url,
        }
        with installed(tmp_path / "data", **settings) as site:
            brand = printed(site, _BRAND % language)
            page = sign_in(browser, site, locale)
            add_topic(page, brand)
            add_sources(page, brand, blog.address, f"http://127.0.0.1:{port}/tags/cafe")
            import_file(page, brand)
            mentions_arrive(page, brand, blog)
            firehose.fall_silent()
            drill(page, brand)
            correct_a_label(page, brand)
            export(page, brand)


def add_topic(page: Page, brand: str) -> None:
    page.goto(f"/b/{brand}/topics/new/")
    page.fill("input[name=name]", "Lumbre")
    query = page.locator("textarea[name=query]")
    query.press_sequentially("lumbre AND (")
    expect(page.locator("#query-said")).not_to_be_empty(**PATIENT)  # an error that says where
    query.fill("")
    query.press_sequentially(f"{NAME} -sorteo")
    expect(page.locator("#query-said")).to_be_empty(**PATIENT)
    expect(page.locator("#preview-said strong")).to_be_visible(**PATIENT)
    page.locator("#topic-form button[type=submit].btn-primary").click()
    page.wait_for_url(re.compile(r"/topics/(?!new)"))


def add_sources(page: Page, brand: str, blog: str, hashtag: str) -> None:
    for address in (blog, hashtag):
        page.goto(f"/b/{brand}/sources/")
        page.fill("input[name=address]", address)
        page.press("input[name=address]", "Enter")
        page.locator("input[name=choice]").first.wait_for()
        page.locator("form:has(input[name=choice]) button[type=submit]").click()
        page.wait_for_load_state()
    page.goto(f"/b/{brand}/sources/")
    page.locator("form[action$='/sources/stream/'] button[type=submit]").click()
    page.wait_for_load_state()
    page.goto(f"/b/{brand}/sources/")
    expect(page.locator("tbody tr")).to_have_count(3)


def import_file(page: Page, brand: str) -> None:
    page.goto(f"/b/{brand}/imports/")
    file = {"name": "brandwatch.csv", "mimeType": "text/csv", "buffer": export_of_another_suite()}
    page.set_input_files("input[type=file]", file)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.locator("#preview").wait_for()
    page.locator(".form-acts button[type=submit]").click()
    expect(page.locator("#import .kpis")).to_be_visible(**PATIENT)
    expect(page.locator("#import")).to_contain_text("2")


def mentions_arrive(page: Page, brand: str, blog) -> None:
    """From all four, without reload: the blog's newest is published while the page is open."""
    page.goto(f"/b/{brand}/mentions/")
    page.evaluate("window.neverReloaded = true")
    blog.publish("Novedad de hoy", "Una taza más en Lumbre")
    other = page.context.new_page()
    other.goto(f"/b/{brand}/sources/")
    other.locator("tr", has_text="/feed/").locator("th a.linky").first.click()
    other.locator("form[action$='/poll/'] button").click()
    other.wait_for_load_state()
    other.close()
    page.locator(".cm-mention-title", has_text="Novedad de hoy").wait_for(**PATIENT)
    assert page.evaluate("window.neverReloaded")
    for network in ("feed", "mastodon", "bluesky", "x", "instagram"):
        until(page, f"/b/{brand}/mentions/?network={network}", "article.cm-mention", f"nothing from {network}")


def until(page: Page, path: str, selector: str, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        page.goto(path)
        if page.locator(selector).count():
            return
        assert time.monotonic() < end, what
        time.sleep(1)


def drill(page: Page, brand: str) -> None:
    """From a figure of the dashboard's table to the mentions behind it."""
    page.goto(f"/b/{brand}/overview/")
    page.locator("[data-chart-view=table]").first.click()
    figure = page.locator("[data-chart-table] td a", has_text=re.compile(r"^[1-9]")).first
    shown = int(figure.inner_text())
    page.goto(figure.get_attribute("href"))
    assert page.locator("article.cm-mention").count() == min(shown, 50), "the list holds what the figure counts"


def correct_a_label(page: Page, brand: str) -> None:
    """A person's word counts: the brand's negatives grow by one."""
    before = -1
    while before != (before := negatives(page, brand)):  # until what was on its way has come in
        time.sleep(3)
    page.goto(f"/b/{brand}/mentions/?network=feed&sentiment=positive&sentiment=neutral")
    page.locator("article.cm-mention a").first.click()
    page.locator("#label-negative").click()
    expect(page.locator("#label-negative")).to_have_attribute("aria-pressed", "true", **PATIENT)
    assert negatives(page, brand) == before + 1


def negatives(page: Page, brand: str) -> int:
    """As the counters have them, over the last weeks."""
    answer = page.request.get(f"/api/v1/brands/{brand}/counts/")
    assert answer.ok, answer.text()
    return sum(day["negative"] for day in answer.json()["days"])


def export(page: Page, brand: str) -> None:
    page.goto(f"/b/{brand}/mentions/?network=feed")
    shown = page.locator("article.cm-mention").count()
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("#export button[value=csv]").click()
    rows = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + shown
