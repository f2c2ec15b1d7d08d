"""Writing a post in Chromium: saved while one types, counted live, by keyboard alone, kept without a network."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from brands.scope import brand_scope
from calendar_app import drafting
from calendar_app.models import Post
from tests.browser import axe
from tests.calendar_app import written
from tests.media import samples

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


GIVE = """([where, how, files, text]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files)
    data.items.add(new File([Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0))], name, { type }));
  if (text) data.setData("text/plain", text);
  const given = { bubbles: true, cancelable: true };
  const event = how === "drop"
    ? new DragEvent("drop", { dataTransfer: data, ...given })
    : new ClipboardEvent("paste", { clipboardData: data, ...given });
  document.querySelector(where).dispatchEvent(event);
  return event.defaultPrevented;
}"""


def give(page, where: str, how: str, *files: tuple[str, str, bytes], text: str = "") -> bool:
    """Drop or paste files there; whether the page took them."""
    coded = [[name, kind, base64.b64encode(data).decode()] for name, kind, data in files]
    return page.evaluate(GIVE, [where, how, coded, text])


TERRACE = ("Terrace.jpg", "image/jpeg", samples.jpeg())
CUP = ("Cup.png", "image/png", samples.png())


class TestFiles:
    def test_several_are_dropped_while_one_types(self, composer, brand):
        page = composer()
        page.locator("[data-account]").first.click()
        gate = []
        page.route("**/media/", lambda route: gate.append(route))
        text = page.get_by_label("Text", exact=True)
        text.type("Uno ")
        assert give(page, "#post-text", "drop", TERRACE, CUP, ("plan.pdf", "application/pdf", b"%PDF-1.7"))
        expect(page.locator(".upload-row")).to_have_count(3)
        expect(page.locator(".upload-row.bad")).to_contain_text("It is neither a picture nor a video")
        text.type("y dos")
        page.get_by_role("button", name="Schedule").click()
        expect(page.locator("[data-save-said]")).to_contain_text("A file is still on its way")
        for route in gate:
            route.continue_()
        expect(page.locator("[data-files=media] .composer-file")).to_have_count(2)
        expect(page.locator(".upload-row")).to_have_count(1)
        expect(text).to_have_value("Uno y dos")
        page.get_by_role("textbox", name="Alternative text").first.fill("Una terraza")
        page.keyboard.press("Control+s")
        expect(page.locator("[data-save-said]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
        said = post(brand).content
        assert (said["text"], sorted(bool(use["alt"]) for use in said["media"])) == ("Uno y dos", [False, True])

    def test_one_is_pasted_and_text_stays_text(self, composer):
        page = composer()
        page.locator("[data-account]").first.click()
        assert give(page, "#post-text", "paste", CUP, text="Celda") is False
        assert give(page, "#post-text", "paste", CUP) is True
        expect(page.locator("[data-files=media] .composer-file")).to_have_count(1)

    def test_one_is_stopped_and_one_refused_before_it_is_sent(self, composer):
        page = composer()
        page.locator("[data-account]").first.click()
        page.route("**/media/", lambda route: None)
        give(page, "#post-text", "drop", TERRACE)
        page.get_by_role("button", name="Stop or close: Terrace.jpg").click()
        expect(page.locator(".upload-row")).to_have_count(0)
        page.evaluate("document.querySelector('[data-upload-url]').dataset.uploadImage = '10'")
        give(page, "#post-text", "drop", TERRACE)
        expect(page.locator(".upload-row.bad")).to_contain_text("It is larger than 30 MB, the most for an image")
        page.evaluate("document.querySelector('[data-upload-url]').dataset.uploadRoom = '10'")
        give(page, "#post-text", "drop", ("Roaster.mp4", "video/mp4", b"x" * 20))
        expect(page.locator(".upload-row.bad").last).to_contain_text("There is room for 5 GB more")
        expect(page.locator("[data-files=media] .composer-file")).to_have_count(0)

    def test_what_a_network_does_not_take_is_said_before_it_has_arrived(self, composer):
        page = composer()
        page.locator("[data-account]").first.click()
        page.route("**/media/", lambda route: None)
        give(page, "#post-text", "drop", ("Roaster.mp4", "video/mp4", b"x"))
        expect(page.locator(".upload-row")).to_contain_text("Bluesky @lumbre b takes no videos from cmhub")

    def test_one_goes_to_the_part_of_the_thread_that_it_was_dropped_on(self, composer, brand):
        page = composer()
        page.locator("[data-account]").first.click()
        page.locator("[data-more] > summary").click()
        page.get_by_role("button", name="Add a part").click()
        page.get_by_label("Part 2 of the thread").type("Segunda ")
        give(page, "[data-thread] textarea", "drop", CUP)
        expect(page.locator("[data-thread] .composer-file")).to_have_count(1)
        page.get_by_label("Part 2 of the thread").type("parte")
        page.get_by_label("Text", exact=True).fill("Primera")
        expect(page.locator("[data-save-said]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
        (part,) = post(brand).content["thread"]
        assert (part["text"], len(part["media"])) == ("Segunda parte", 1)

    def test_one_is_cropped_by_keyboard_for_one_variant_alone(self, composer, brand):
        page = composer()
        for chip in page.locator("[data-account]").all():
            chip.click()
        give(page, "#post-text", "drop", TERRACE)
        expect(page.locator("[data-files=media] .composer-file")).to_have_count(1)
        page.get_by_role("tab", name=re.compile("Lumbre M")).click()
        page.get_by_role("button", name="Crop").click()
        dialog = page.get_by_role("dialog", name="Crop the picture")
        expect(dialog.get_by_role("button", name="16:9")).to_have_attribute("aria-pressed", "true")
        expect(dialog.locator("[data-crop-frame]")).to_be_focused()
        dialog.get_by_role("button", name="Any shape").click()
        frame = dialog.locator("[data-crop-frame]")
        frame.press("Shift+ArrowLeft")
        frame.press("Shift+ArrowUp")
        frame.press("ArrowRight")
        expect(dialog.locator("[data-crop-size]")).to_have_text("792 × 594 px")
        dialog.get_by_role("button", name="1:1", exact=True).click()
        expect(dialog.locator("[data-crop-size]")).to_have_text("600 × 600 px")
        assert axe.violations(page) == []
        dialog.get_by_role("button", name="Use this part").click()
        expect(page.get_by_role("button", name="Crop")).to_be_focused()
        expect(page.locator("#previews [data-preview-of]:not([hidden]) img")).to_have_attribute(
            "src", re.compile(r"ratio=100%2C0%2C600%2C600$")
        )
        expect(page.locator("[data-save-said]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
        made = post(brand)
        with brand_scope(brand.pk):
            own = [use["crop"] for row in made.publications.all() for use in row.own.get("media", [])]
        assert (made.content["media"][0]["crop"], own) == ("", ["100,0,600,600"])
