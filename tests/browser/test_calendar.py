"""The calendar as people use it: dragged, moved by keyboard alone, filtered, many at once, on a phone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from brands.models import Brand
from brands.scope import brand_scope
from calendar_app.models import Post
from calendar_app.wall_time import instant
from core import clock
from tests.browser.conftest import PHONE
from tests.calendar_app import planned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader(alice) -> User:
    """Alice reads English, so that the test does too."""
    User.objects.filter(pk=alice.pk).update(language="en")
    return alice


@pytest.fixture
def month(brand) -> datetime:
    """A day in the middle of next month, so that days around it are in sight and ahead."""
    first = clock.now().astimezone(brand.zone).date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=12)


@pytest.fixture
def posts(in_brand, month) -> list[Post]:
    lumbre, sky = planned.account("Lumbre"), planned.account("Sky", "bluesky")
    at = instant(month, time(13, 0), in_brand.time_zone).at
    return [
        planned.post("Latte de avena", at, lumbre, state="waiting"),
        planned.post("Cata de otoño", at + timedelta(hours=4), sky, state="waiting"),
        planned.post("Ya publicada", clock.now() - timedelta(days=1), lumbre, state="done"),
    ]


def opened(page: Page, brand: Brand, query: str = "") -> Page:
    page.goto(f"/b/{brand.public_id}/calendar/?{query}")
    expect(page.locator("#calendar .fc-event").first).to_be_visible()
    return page


def chip(page: Page, text: str):
    return page.locator("#calendar [data-post]").filter(has_text=text)


def wall(brand: Brand, post: Post) -> tuple[str, str]:
    with brand_scope(brand.pk):
        fresh = Post.objects.get(pk=post.pk)
    return fresh.wall_date.isoformat(), f"{fresh.wall_time:%H:%M}"


def test_a_post_is_dragged_to_another_day_and_undone(visit, reader, brand, posts, month):
    page = opened(visit(reader), brand, f"day={month}")
    there = month + timedelta(days=1)
    chip(page, "Latte").drag_to(page.locator(f"#calendar td[data-date='{there}']"))
    expect(page.locator("#toasts")).to_contain_text("Moved to")
    expect(page.locator(f"#calendar td[data-date='{there}']").get_by_text("Latte de avena")).to_be_visible()
    assert wall(brand, posts[0]) == (there.isoformat(), "13:00")
    page.keyboard.press("z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert wall(brand, posts[0]) == (month.isoformat(), "13:00")


def test_what_would_be_in_the_past_springs_back_with_the_reason(visit, reader, brand, in_brand):
    ahead = clock.now().astimezone(brand.zone) + timedelta(days=1)
    post = planned.post(
        "Latte", ahead.replace(hour=13, minute=0, second=0, microsecond=0), planned.account(), state="waiting"
    )
    page = opened(visit(reader), brand, f"day={ahead.date()}")
    before = wall(brand, post)
    first = page.locator("#calendar td[data-date]").first
    chip(page, "Latte").drag_to(first)
    expect(page.get_by_role("alert")).to_contain_text("That time has passed")
    expect(page.locator(f"#calendar td[data-date='{ahead.date()}']").get_by_text("Latte")).to_be_visible()
    assert wall(brand, post) == before


def test_by_keyboard_alone_a_post_is_found_and_moved(visit, reader, brand, posts, month):
    page = opened(visit(reader), brand, f"day={month}")
    page.locator(f"#calendar td[data-date='{month - timedelta(days=7)}']").focus()
    page.keyboard.press("ArrowDown")
    expect(chip(page, "Latte")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(chip(page, "Cata")).to_be_focused()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Cata de otoño")
    there = month + timedelta(days=2)
    dialog.get_by_label("Day").fill(there.isoformat())
    dialog.get_by_label("Time").fill("18:45")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("18:45")
    expect(chip(page, "Cata")).to_be_focused()
    assert wall(brand, posts[1]) == (there.isoformat(), "18:45")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/posts/{posts[1].public_id}/")


def test_the_day_that_has_the_focus_is_the_new_posts_day(visit, reader, brand, posts, month):
    page = opened(visit(reader), brand, f"day={month}")
    page.locator(f"#calendar td[data-date='{month}']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    page.wait_for_url(f"**/posts/new/?day={month + timedelta(days=1)}")


def test_filters_are_in_the_address_and_the_back_button_takes_them_back(visit, reader, brand, posts, month):
    page = opened(visit(reader), brand, f"view=month&day={month}")
    page.locator("form.filters summary").filter(has_text="Network").click()
    page.get_by_role("checkbox", name="Bluesky").check()
    page.locator("form.filters details[open]").get_by_role("button", name="Apply").click()
    expect(chip(page, "Latte")).to_have_count(0)
    expect(chip(page, "Cata")).to_be_visible()
    assert page.url.endswith(f"view=month&day={month}&network=bluesky")
    page.get_by_role("link", name="Next month").click()
    expect(page.get_by_text("Nothing of this span with these filters.")).to_be_visible()
    page.go_back()
    expect(chip(page, "Cata")).to_be_visible()
    page.go_back()
    expect(chip(page, "Latte")).to_be_visible()


def test_many_are_chosen_by_ctrl_and_moved_together(visit, reader, brand, posts, month):
    page = opened(visit(reader), brand, f"day={month}")
    chip(page, "Latte").click(modifiers=["Control"])
    chip(page, "Cata").click(modifiers=["Control"])
    bar = page.get_by_role("form", name="The chosen posts")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_label("Days").fill("3")
    bar.get_by_role("button", name="Move").click()
    expect(page.get_by_text("2 posts moved.")).to_be_visible()
    there = month + timedelta(days=3)
    assert [wall(brand, post)[0] for post in posts[:2]] == [there.isoformat()] * 2


def test_on_a_phone_the_week_is_a_list_with_ticks(visit, reader, brand, posts, month):
    page = visit(reader, viewport=PHONE)
    opened(page, brand, f"day={month}")
    expect(page.locator("#calendar tr.fc-list-event")).to_have_count(2)
    assert "view=list" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("checkbox", name="Latte de avena").check()
    expect(page.get_by_role("form", name="The chosen posts")).to_contain_text("1 chosen")
