"""What a person does in Chromium between connecting accounts and the calendar, and what the servers show of it."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.launcher.conftest import PATIENCE, Installation, poll, touching
from tests.networks.mastodon_fake import Instance
from tests.realservers.bluesky import Bluesky, Person
from tests.realservers.wordpress import WordPress

PATIENT = {"timeout": PATIENCE * 1000}
ZONE = ZoneInfo("Europe/Madrid")
_RECORDS = "app.bsky.feed.post"


@dataclass
class Scene:
    """An installation with one brand, which has an account on each of three networks, and a person who looks at it."""

    site: Installation
    page: Page
    brand: str
    blog: WordPress
    bluesky: Bluesky
    ana: Person
    mastodon: Instance
    refused: list[str] = field(default_factory=list)
    """What the browser's policy refused so far."""

    def path(self, rest: str) -> str:
        return f"/b/{self.brand}/{rest}"

    def open(self, rest: str) -> Page:
        self.page.goto(self.path(rest))
        return self.page


@dataclass
class Written:
    """What is typed into the composer: `own` by network, replacing the common text."""

    text: str
    networks: tuple[str, ...]
    own: dict[str, str] = field(default_factory=dict)
    title: str = ""
    thread: tuple[str, ...] = ()
    picture: bytes = b""
    alt: str = ""


def picture(width: int) -> bytes:
    """A JPEG of noise."""
    made = io.BytesIO()
    Image.effect_noise((width, width * 3 // 4), 40).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def connect(scene: Scene, network: str, **typed: str) -> None:
    page = scene.open(f"channels/connect/?network={network}")
    for name, value in typed.items():
        page.fill(f"main input[name={name}]", value)
    page.locator("main form.card button[type=submit]").click()
    if network == "mastodon":
        page.locator("main .ft a.btn-primary").click()
        page.locator("button").first.click()  # the instance's own page: agree
    page.wait_for_url(re.compile(r"/b/\w+/channels/(?!connect)\w+/"))


def write(scene: Scene, said: Written) -> Page:
    """The composer with all that `said` holds, counted and previewed."""
    page = scene.open("posts/new/")
    for network in said.networks:
        page.locator(f"[data-account]:has(.net-{network})").click()
    page.fill("#post-text", said.text)
    if said.picture:
        file = {"name": "taza.jpg", "mimeType": "image/jpeg", "buffer": said.picture}
        page.set_input_files("[data-part=media] [data-upload-input]", file)
        page.locator("[data-files=media] [data-file-alt]").fill(said.alt, **PATIENT)
    if said.thread:
        page.locator("[data-more] summary").click()
    for part in said.thread:
        page.locator("[data-thread-add]").click()
        page.locator("[data-thread] li").last.locator("textarea").fill(part)
    for network, text in said.own.items():
        _tab(page, network).click()
        page.fill("#post-text", text)
    if said.title:
        _tab(page, "wordpress").click()
        page.fill("#post-title", said.title)
    expect(page.locator("[data-preview-of]")).to_have_count(len(said.networks), **PATIENT)
    expect(page.locator("#counts")).to_contain_text(re.compile(r"\d"))
    return page


def _tab(page: Page, network: str) -> Locator:
    return page.locator(f"[data-tab]:has(.net-{network})")


def schedule(page: Page, day: date, at: str) -> str:
    """Schedule what the composer holds; the post's address."""
    page.fill("#post-day", day.isoformat())
    page.fill("#post-time", at)
    page.locator("[data-schedule]").click()
    page.wait_for_url(re.compile(r"/posts/(?!new)\w+/$"))
    return page.url


def publish_now(page: Page) -> str:
    """Publish what the composer holds; the post's address."""
    page.locator("[data-now-ask]").click()
    page.locator("[data-now]").click()
    page.wait_for_url(re.compile(r"/posts/(?!new)\w+/$"))
    return page.url


def import_file(page: Page, rows: Sequence[Sequence[str]]) -> None:
    """Upload rows of posts from the page of imports, look at them, and import them; returns when that is done."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    file = {"name": "mes.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    page.set_input_files("input[type=file]", file)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    expect(page.locator("#preview tbody tr")).to_have_count(len(rows) - 1, **PATIENT)
    page.locator(".form-acts button[type=submit]").click()
    expect(page.locator("#import .kpis")).to_be_visible(**PATIENT)


def whole_minute(ahead: timedelta) -> datetime:
    """The first whole minute that is at least so far ahead, on the brand's clock."""
    return (datetime.now(ZONE) + ahead + timedelta(seconds=59)).replace(second=0, microsecond=0)


def cell(page: Page, day: date) -> Locator:
    """A day of the calendar's month."""
    return page.locator(f"#calendar td[data-date='{day}']")


def drag(scene: Scene, text: str, start: date, end: date) -> None:
    """The post that begins with `text`, from day to day."""
    page = scene.open(f"calendar/?view=month&day={start}")
    cell(page, start).locator("[data-post]", has_text=text).drag_to(cell(page, end))
    expect(page.locator("#toasts")).not_to_be_empty(**PATIENT)
    expect(cell(page, end).locator("[data-post]", has_text=text)).to_have_count(1)


def kill_the_publisher(site: Installation) -> None:
    """As a machine short of memory would: without a word. Returns when the launcher has started another."""
    before = _publishers(site)
    assert before
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    poll(lambda: _publishers(site) - before, "no other publisher was started")


def _publishers(site: Installation) -> set[int]:
    return {int(pid) for pid in touching(site.data) if b"\0--queues\0publish\0" in _command_of(pid)}


def _command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""  # ended meanwhile


def until_published(page: Page, address: str, accounts: int) -> None:
    """Returns when the post's page, which looks for itself, says so of all its accounts."""
    page.goto(address)
    expect(page.locator("#standing .state-ok")).to_have_count(accounts, **PATIENT)
    assert page.locator("#standing .post-line a[target=_blank]").count() == accounts


def fits(page: Page) -> None:
    """Nothing of the page stands beyond its width, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = violations(page)
    assert not found, found


def on_wordpress(blog: WordPress) -> list[tuple[str, str, int]]:
    """Titles of what the blog shows, each with the alternative text and the width of its picture."""
    shown = []
    for post in blog.call("GET", "posts?status=publish&context=edit"):
        made = blog.call("GET", f"media/{post['featured_media']}")
        shown.append((post["title"]["raw"], made["alt_text"], made["media_details"]["width"]))
    return shown


def on_bluesky(scene: Scene) -> list[dict[str, Any]]:
    """Records of the person's posts as their own server has them: `uri`, `cid` and `value`."""
    asked = {"repo": scene.ana.did, "collection": _RECORDS}
    return list(scene.bluesky.ask("com.atproto.repo.listRecords", scene.ana.token, **asked)["records"])


def on_mastodon(instance: Instance) -> list[str]:
    """What members wrote, the oldest first."""
    return [source for source, _warning in instance.members.sources.values()]
