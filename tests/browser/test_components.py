"""The style guide in Chromium: accessible in both themes at every width, and every behaviour does what it says."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing(opened, theme, width):
    page = opened("/design/", width=width, theme=theme)
    page.locator("[data-chart]").first.scroll_into_view_if_needed()  # drawn when it comes near the window
    page.wait_for_selector("[data-drawn]")
    assert violations(page) == []


def test_axe_finds_planted_mistakes(opened):
    page = opened("/design/")
    page.evaluate("""
        document.querySelector("h1").style.color = "#bbb";
        document.querySelector("main input[type=search]").removeAttribute("aria-label");
    """)
    assert [rule for rule, _ in violations(page)] == ["color-contrast", "label"]


@pytest.mark.parametrize("width", [320, 390, 700, 900, 1100, 1400])
def test_nothing_scrolls_sideways(opened, width):
    page = opened("/design/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("choice", "theme"), [("auto", "light"), ("dark", "dark"), ("light", "light")])
def test_the_persons_theme_wins_over_the_systems(opened, choice, theme):
    page = opened("/design/", theme="light")
    page.evaluate("choice => { document.documentElement.dataset.themeChoice = choice }", choice)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)


def test_letters_walk_through_a_list(opened):
    page = opened("/design/")
    names = page.locator("[data-list] [data-list-open]")
    page.keyboard.press("j")
    expect(names.nth(1)).to_be_focused()  # the first is the current one
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(names.nth(1)).to_be_focused()


def test_letters_are_letters_inside_a_field_and_where_they_are_switched_off(opened):
    page = opened("/design/")
    page.keyboard.press("/")
    field = page.locator("main input[type=search]")
    expect(field).to_be_focused()
    page.keyboard.type("j?b")
    expect(field).to_have_value("j?b")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.evaluate("document.body.dataset.shortcuts = 'off'; document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(opened):
    page = opened("/design/")
    opener = page.locator("[data-dialog-open=confirm]")
    opener.click()
    expect(page.locator("#confirm")).to_be_visible()
    expect(page.locator("#confirm [data-dialog-close]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(opened):
    page = opened("/design/")
    summary = page.locator("main .btn.btn-quiet", has=page.locator("use[href$='#i-chevron-down']"))
    menu = page.locator("main details[data-menu] .menu-list a").first
    summary.click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("h1").click()
    expect(menu).to_be_hidden()


def test_a_toast_says_what_happened_undoes_by_z_and_goes(opened):
    page = opened("/design/")
    page.clock.install()
    tell = "document.dispatchEvent(new CustomEvent('cm:toast', { detail: { text: '<b>Hecho</b>', undo: '/undo/1/' } }))"
    page.evaluate(tell)
    toast = page.locator("#toasts [data-toast]")
    expect(toast.locator("p")).to_have_text("<b>Hecho</b>")
    page.clock.fast_forward(9000)
    expect(toast).to_have_count(0)
    page.evaluate(tell)
    page.route("**/undo/1/", lambda route: route.fulfill(status=200, body="undone"))
    with page.expect_request("**/undo/1/") as sent:
        page.keyboard.press("z")
    assert sent.value.method == "POST"
    assert re.search(r"csrfmiddlewaretoken=\w{32,}", sent.value.post_data)


def test_a_chart_is_drawn_in_the_themes_colours_and_has_a_table(opened):
    page = opened("/design/", theme="light")
    bars = page.locator("[data-chart] .trace.bars path")
    expect(bars).to_have_count(42)
    light = bars.first.evaluate("bar => bar.style.fill")
    page.evaluate("document.documentElement.dataset.themeChoice = 'dark'")
    page.wait_for_function(
        "old => document.querySelector('[data-chart] .trace.bars path').style.fill !== old", arg=light
    )
    assert light == "rgb(224, 100, 43)"
    assert page.locator("[data-chart] .trace.bars path").first.evaluate("bar => bar.style.fill") == "rgb(238, 122, 69)"
    page.locator("[data-chart-view=table]").click()
    expect(page.locator("[data-chart-table] tbody tr")).to_have_count(14)
    expect(page.locator("[data-chart-table]")).to_be_visible()
    expect(page.locator("[data-chart-drawing]")).to_be_hidden()


def test_empty_filters_stay_out_of_the_address(opened):
    page = opened("/design/")
    page.locator("summary.chip").first.click()
    page.locator("form[data-filters] button[type=submit]").first.click()
    page.wait_for_url("**/design/?sentiment=negative")


def test_ticks_bring_up_what_can_be_done_with_them(opened):
    page = opened("/design/")
    bulk = page.locator("[data-bulk]")
    expect(bulk).to_be_hidden()
    page.locator("[data-pick]").nth(0).check()
    page.locator("[data-pick]").nth(2).check()
    expect(bulk).to_be_visible()
    expect(bulk.locator("[data-bulk-count]")).to_have_text("2")


def test_a_phone_reaches_everything_through_its_bar(opened):
    page = opened("/design/", width=390, height=844)
    expect(page.locator(".rail")).to_be_hidden()
    page.locator(".tabbar summary").click()
    for name in ("Settings", "Profile"):
        expect(page.locator(f".tabbar a[href='#{name.lower()}']")).to_be_visible()
    assert page.locator(".tabbar-item").first.bounding_box()["height"] >= 40
