"""The calendar of several brands: a post is dragged, moved by M, and posts of two brands are taken together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from brands import workspaces
from brands.models import Brand
from brands.scope import brand_scope
from calendar_app.models import Post
from core import clock
from tests.calendar_app import planned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader(alice) -> User:
    """Alice owns both brands, reads English, and lives in their time zone."""
    User.objects.filter(pk=alice.pk).update(language="en", time_zone="Europe/Madrid")
    return alice


@pytest.fixture
def verdea(workspace) -> Brand:
    return workspaces.create_brand(workspace, "Verdea")


@pytest.fixture
def month(brand) -> date:
    first = clock.now().astimezone(brand.zone).date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=12)


@pytest.fixture
def posts(brand, verdea, month) -> list[Post]:
    made = []
    for one, words in ((brand, "Latte de avena"), (verdea, "Ensalada de temporada")):
        with brand_scope(one.pk):
            at = datetime.combine(month, time(13, 0), one.zone)
            made.append(planned.post(words, at, planned.account(one.name), state="waiting"))
    return made


def opened(page: Page, month: date) -> Page:
    page.goto(f"{reverse('calendar:agency')}?day={month}")
    expect(page.locator("#calendar .fc-event")).to_have_count(2)
    return page


def chip(page: Page, text: str):
    return page.locator("#calendar [data-post]").filter(has_text=text)


def wall(post: Post) -> tuple[str, str]:
    with brand_scope(post.brand_id):
        fresh = Post.objects.get(pk=post.pk)
    return fresh.wall_date.isoformat(), f"{fresh.wall_time:%H:%M}"


def test_a_post_of_another_brand_is_dragged(visit, reader, posts, month):
    page = opened(visit(reader), month)
    there = month + timedelta(days=1)
    chip(page, "Ensalada").drag_to(page.locator(f"#calendar td[data-date='{there}']"))
    expect(page.locator(f"#calendar td[data-date='{there}']").get_by_text("Ensalada")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("Moved to")
    assert [wall(post) for post in posts] == [(month.isoformat(), "13:00"), (there.isoformat(), "13:00")]


def test_m_moves_the_post_that_has_the_focus(visit, reader, posts, month):
    page = opened(visit(reader), month)
    chip(page, "Ensalada").focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    there = month + timedelta(days=2)
    dialog.get_by_label("Day").fill(there.isoformat())
    dialog.get_by_label("Time").fill("18:30")
    page.keyboard.press("Enter")
    expect(page.locator(f"#calendar td[data-date='{there}']").get_by_text("Ensalada")).to_be_visible()
    assert [wall(post) for post in posts] == [(month.isoformat(), "13:00"), (there.isoformat(), "18:30")]


def test_posts_of_two_brands_are_moved_together_and_each_brand_says_so(visit, reader, posts, month):
    page = opened(visit(reader), month)
    for words in ("Latte", "Ensalada"):
        chip(page, words).click(modifiers=["Control"])
    bar = page.get_by_role("form", name="The chosen posts")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_label("Days").fill("3")
    bar.get_by_role("button", name="Move").click()
    there = (month + timedelta(days=3)).isoformat()
    expect(page.get_by_text("Cafés Lumbre: 1 post moved.")).to_be_visible()
    expect(page.get_by_text("Verdea: 1 post moved.")).to_be_visible()
    expect(bar).to_be_hidden()
    expect(page.locator(f"#calendar td[data-date='{there}'] .fc-event")).to_have_count(2)
    assert [wall(post)[0] for post in posts] == [there, there]


def test_what_one_brand_refuses_does_not_hold_up_the_other(visit, reader, posts, month):
    page = opened(visit(reader), month)
    for words in ("Latte", "Ensalada"):
        chip(page, words).click(modifiers=["Control"])
    with brand_scope(posts[0].brand_id):
        Post.objects.filter(pk=posts[0].pk).delete()
    bar = page.get_by_role("form", name="The chosen posts")
    bar.get_by_label("Days").fill("3")
    bar.get_by_role("button", name="Move").click()
    expect(page.get_by_text("Verdea: 1 post moved.")).to_be_visible()
    expect(page.locator("#calendar-refused")).to_contain_text("Cafés Lumbre: This post is not there any more.")
    assert wall(posts[1])[0] == (month + timedelta(days=3)).isoformat()
