"""One post on three networks, in Chromium and in Spanish, from connecting the accounts to the links of what is public.

The blog is a real WordPress, Bluesky its own servers; Mastodon is the fake with OAuth. The worker that publishes is
killed on the way. What is public is read from each server's own answer.
"""

from __future__ import annotations

import io
import os
import re
import signal
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.launcher.conftest import PATIENCE, Installation, touching
from tests.networks.mastodon_fake import Instance
from tests.realservers.conftest import installed, printed, sign_in
from tests.realservers.test_listening_story import _BRAND, serving
from tests.realservers.wordpress import USER

pytestmark = [
    pytest.mark.realserver,
    pytest.mark.skipif(not os.environ.get("STORIES"), reason="takes seven minutes: set STORIES=1"),
]

PATIENT = {"timeout": PATIENCE * 1000}
ZONE = ZoneInfo("Europe/Madrid")
COMMON = "Abrimos el sábado con café de Etiopía. ¡Os esperamos! ☕"
ON_BLUESKY = "El sábado, café de Etiopía en la barra. #cafe"
TITLE = "Abrimos el sábado"
WIDTH = 640
ALT = "Una taza sobre la barra"
_LATE = """
from calendar_app.models import Publication
print(max(abs(p.lateness) for p in Publication.all_brands.filter(state="done")))
"""


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((WIDTH, 480), 40).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def test_one_post_on_three_networks(blog, whole_bluesky, browser, tmp_path):
    ana = whole_bluesky.person("lumbre")
    mastodon = Instance()
    with serving(mastodon) as port:
        pairs = {f"127.0.0.1:{blog.port}", f"127.0.0.1:{port}", *whole_bluesky.pairs}
        settings = {"CMHUB_ALLOW_PRIVATE": ",".join(sorted(pairs)), "CMHUB_BLUESKY_URL": whole_bluesky.appview}
        with installed(tmp_path / "data", **settings) as site:
            brand = printed(site, _BRAND % "es")
            page = sign_in(browser, site)
            connect(page, brand, "wordpress", site=blog.address, user=USER, password=blog.password)
            connect(page, brand, "bluesky", handle=ana.handle, password=ana.app_password, server=whole_bluesky.pds)
            connect_mastodon(page, brand, f"http://127.0.0.1:{port}")
            at = (datetime.now(ZONE) + timedelta(minutes=4)).replace(second=0, microsecond=0)
            post = compose(page, brand, at + timedelta(days=1))
            drag(page, brand, at.date() + timedelta(days=1), at.date())
            kill_the_publisher(site)
            wait_until(at)
            page.goto(post)
            expect(page.locator("#standing .state-ok")).to_have_count(3, **PATIENT)
            assert page.locator("#standing .post-line a[target=_blank]").count() == 3
            assert float(printed(site, _LATE)) < 60  # how late exactly, ./bench publish measures
            assert on_wordpress(blog) == [(TITLE, ALT, WIDTH)]
            assert on_bluesky(whole_bluesky, ana) == [(ON_BLUESKY, ALT)]
            assert on_mastodon(mastodon) == [COMMON]


def connect(page: Page, brand: str, network: str, **typed: str) -> None:
    page.goto(f"/b/{brand}/channels/connect/?network={network}")
    for name, value in typed.items():
        page.fill(f"main input[name={name}]", value)
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_url(re.compile(r"/channels/(?!connect)\w+/"))


def connect_mastodon(page: Page, brand: str, instance: str) -> None:
    page.goto(f"/b/{brand}/channels/connect/?network=mastodon")
    page.fill("main input[name=instance]", instance)
    page.locator("main form.card button[type=submit]").click()
    page.locator("main .ft a.btn-primary").click()
    page.locator("button").first.click()  # the instance's own page: agree
    page.wait_for_url(re.compile(r"/b/\w+/channels/(?!connect)\w+/"))


def compose(page: Page, brand: str, at: datetime) -> str:
    """A post with a variant for each network and a picture, scheduled for `at`; its address."""
    page.goto(f"/b/{brand}/posts/new/")
    chips = page.locator("[data-account]")
    expect(chips).to_have_count(3)
    for chip in chips.all():
        chip.click()
    page.fill("#post-text", COMMON)
    page.set_input_files(
        "[data-part=media] [data-upload-input]", {"name": "taza.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.locator("[data-files=media] [data-file-alt]").fill(ALT, **PATIENT)
    network_tab(page, "bluesky").click()
    page.fill("#post-text", ON_BLUESKY)
    network_tab(page, "wordpress").click()
    page.fill("#post-title", TITLE)
    expect(page.locator("[data-preview-of]")).to_have_count(3, **PATIENT)
    expect(page.locator("#counts")).to_contain_text(re.compile(r"\d"))
    page.fill("#post-day", at.date().isoformat())
    page.fill("#post-time", f"{at:%H:%M}")
    page.locator("[data-schedule]").click()
    page.wait_for_url(re.compile(r"/posts/(?!new)\w+/$"))
    return page.url


def network_tab(page: Page, network: str):
    return page.locator(f"[data-tab]:has(.net-{network})")


def drag(page: Page, brand: str, start: date, end: date) -> None:
    page.goto(f"/b/{brand}/calendar/?view=month&day={start}")
    chip = page.locator("#calendar [data-post]").first
    chip.drag_to(page.locator(f"#calendar td[data-date='{end}']"))
    expect(page.locator("#toasts")).not_to_be_empty(**PATIENT)
    expect(page.locator(f"#calendar td[data-date='{end}'] [data-post]")).to_have_count(1)


def kill_the_publisher(site: Installation) -> None:
    """As a machine short of memory would: without a word. The launcher starts another."""
    workers = [int(pid) for pid in touching(site.data) if b"\0--queues\0publish\0" in command_of(pid)]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    assert workers


def command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""  # ended meanwhile


def wait_until(at: datetime) -> None:
    time.sleep(max(0.0, (at - datetime.now(ZONE)).total_seconds()))


def on_wordpress(blog) -> list[tuple[str, str, int]]:
    """Titles of what the blog shows, each with the alternative text and the width of its picture."""
    shown = []
    for post in blog.call("GET", "posts?status=publish&context=edit"):
        picture = blog.call("GET", f"media/{post['featured_media']}")
        shown.append((post["title"]["raw"], picture["alt_text"], picture["media_details"]["width"]))
    return shown


def on_bluesky(bluesky, person) -> list[tuple[str, str]]:
    feed = bluesky.ask("app.bsky.feed.getAuthorFeed", person.token, actor=person.did)["feed"]
    return [(one["post"]["record"]["text"], one["post"]["embed"]["images"][0]["alt"]) for one in feed]


def on_mastodon(instance: Instance) -> list[str]:
    return [source for source, _warning in instance.members.sources.values()]
