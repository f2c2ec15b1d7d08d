"""The library in Chromium: files are chosen and dropped, described, cropped by keyboard, deleted and brought back."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import expect

from brands.scope import brand_scope
from media.models import File
from tests.browser.axe import violations
from tests.browser.conftest import PHONE
from tests.conftest import join, make_user
from tests.media import samples

pytestmark = pytest.mark.browser

DROP = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  const how = { dataTransfer, bubbles: true, cancelable: true };
  document.querySelector("main").dispatchEvent(new DragEvent("drop", how));
}"""


@pytest.fixture
def ana(brand):
    user = make_user("Ana", language="en")
    join(brand, user, "community")
    return user


def chosen(name: str, data: bytes, mime: str = "image/jpeg") -> dict[str, object]:
    return {"name": name, "mimeType": mime, "buffer": data}


def cards(page):
    return page.locator(".file-card")


def kept(brand) -> File:
    with brand_scope(brand.pk):
        return File.objects.get(name="Terrace.jpg")


def test_the_whole_way_of_a_file(visit, ana, brand):
    page = visit(ana)
    page.goto(f"/b/{brand.public_id}/library/")
    page.set_input_files("[data-upload-input]", chosen("Terrace.jpg", samples.jpeg()))
    expect(cards(page)).to_have_count(1)

    film = base64.b64encode(samples.video(seconds=2)).decode()
    page.evaluate(DROP, ["Roaster.mp4", "video/mp4", film])
    expect(cards(page)).to_have_count(2)
    page.evaluate(DROP, ["drawing.svg", "image/svg+xml", base64.b64encode(samples.SVG).decode()])
    expect(page.locator(".upload-row.bad")).to_contain_text("Export the drawing as PNG")
    expect(cards(page)).to_have_count(2)
    assert violations(page) == []

    page.get_by_role("link", name="Terrace.jpg").click()
    page.locator("#detail textarea").fill("A terrace in the sun")
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("#toasts")).to_contain_text("Alternative text saved.")
    assert kept(brand).alt == "A terrace in the sun"
    page.locator("#detail textarea").press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Choose a file")).to_be_visible()

    page.get_by_role("link", name="Terrace.jpg").click()
    page.locator(".crop-tile").first.click()
    frame = page.locator("[data-crop-frame]")
    frame.press("-")
    frame.press("ArrowLeft")
    assert violations(page) == []
    page.get_by_role("button", name="Keep this part").click()
    expect(page.locator("#toasts")).to_contain_text("The part for 1:1 is kept.")
    left, top, width, height = kept(brand).crops["1:1"]
    assert (width, height) == (571, 571)
    assert (left, top) == (107, 15)

    page.get_by_role("button", name="Delete the file").click()
    expect(cards(page)).to_have_count(1)
    page.locator("#toasts button").click()
    expect(page.get_by_role("heading", name="Terrace.jpg", level=1)).to_be_visible()


def test_on_a_phone_a_file_is_a_page(visit, ana, brand):
    page = visit(ana, viewport=PHONE)
    page.goto(f"/b/{brand.public_id}/library/")
    page.set_input_files("[data-upload-input]", chosen("Terrace.jpg", samples.jpeg()))
    expect(cards(page)).to_have_count(1)
    cards(page).locator("a").click()
    expect(page.get_by_role("heading", name="Terrace.jpg", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert violations(page) == []
