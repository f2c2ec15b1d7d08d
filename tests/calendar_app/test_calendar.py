"""The calendar's page and its posts: what a span shows, what filters leave, and how little is asked for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from brands.roles import Role
from brands.scope import brand_scope
from calendar_app.models import PublishingRules
from tests.calendar_app import planned
from tests.conftest import join

NOW = datetime(2026, 11, 23, 9, 21, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(client, alice, in_brand):
    alice.language = "en"
    alice.save()
    client.force_login(alice)
    return f"/b/{in_brand.public_id}/calendar/"


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def events(client, page, query=""):
    answer = client.get(f"{page}events/?{query}")
    assert answer.status_code == 200, answer
    return answer.json()["events"]


def titles(client, page, query="view=month&day=2026-11-23"):
    return [event["title"] for event in events(client, page, query)]


def test_a_month_shows_posts_in_the_brands_wall_time_with_network_state_and_words(client, page):
    lumbre = planned.account("Lumbre")
    planned.post("Latte de avena\ny canela", at(24), lumbre, planned.account("Otra", "bluesky"), state="held")
    (event,) = events(client, page, "view=month&day=2026-11-23")
    shown = event["extendedProps"]
    assert (event["title"], event["start"]) == ("Latte de avena y canela", "2026-11-24T13:00:00")
    assert [key for key, _name, _icon in shown["networks"]] == ["mastodon", "bluesky"]
    assert (shown["state"], shown["icon"], shown["word"], shown["movable"]) == ("held", "hand-stop", "Held", True)
    assert shown["label"] == "Latte de avena y canela, Mastodon Lumbre, Bluesky Otra, Tuesday 24 November, 13:00, Held"


def test_what_needs_people_most_is_the_state_of_the_whole(client, page):
    one = planned.post("A", at(20), planned.account("Lumbre"), state="done")
    planned.Publication.objects.create(post=one, account=planned.account("Otra"), state="unknown", due_at=at(20))
    (event,) = events(client, page)
    assert (event["extendedProps"]["state"], event["startEditable"]) == ("unknown", False)


def test_a_full_day_of_a_month_says_how_many_more_and_leads_to_them(client, page):
    lumbre = planned.account()
    for minute in range(5):
        planned.post(f"Post {minute}", at(24, 8, minute), lumbre, state="waiting")
    found = events(client, page)
    assert [event["title"] for event in found] == ["Post 0", "Post 1", "Post 2", "2 more"]
    url = found[-1]["extendedProps"]["url"]
    assert url == f"{page}?view=day&day=2026-11-24"
    assert len(titles(client, page, "view=day&day=2026-11-24")) == 5


def test_the_questions_asked_do_not_grow_with_posts_and_accounts(client, page, django_assert_num_queries, in_brand):
    accounts = [planned.account(f"A{n}") for n in range(4)]
    planned.post("One", at(24), accounts[0], state="waiting")
    client.get(page), client.get(f"{page}events/")

    def asked(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = asked(page), asked(f"{page}events/")
    for day in range(1, 29):
        planned.post(f"Day {day}", at(day), *accounts, state="waiting")
    assert (asked(page), asked(f"{page}events/")) == before


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("network=bluesky", ["Sky"]),
        ("network=bluesky&network=mastodon", ["Alice's", "Sky", "Draft"]),
        ("state=done", ["Alice's"]),
        ("state=draft", ["Draft"]),
        ("state=draft&state=held", ["Sky", "Draft"]),
        ("author=me", ["Alice's"]),
    ],
)
def test_filters_narrow(client, page, alice, query, left):
    lumbre, sky = planned.account("Lumbre"), planned.account("Sky", "bluesky")
    planned.post("Alice's", at(20), lumbre, state="done", author=alice)
    planned.post("Sky", at(24), sky, state="held")
    planned.post("Draft", at(25), lumbre)
    assert titles(client, page, query) == left


def test_an_account_and_a_member_narrow_and_those_of_others_are_not_there(client, page, bob, in_brand, other_brand):
    role = join(in_brand, bob, Role.COMMUNITY)
    lumbre, otra = planned.account("Lumbre"), planned.account("Otra")
    planned.post("By Bob", at(20), lumbre, state="done", author=bob)
    planned.post("Another", at(21), otra, state="done")
    assert titles(client, page, f"account={otra.public_id}") == ["Another"]
    assert titles(client, page, f"author={role.member.public_id}") == ["By Bob"]
    with brand_scope(other_brand.pk):
        theirs = planned.account("La Molinera")
    for query in (f"account={theirs.public_id}", "author=0000000000000", "state=nothing", "view=year", "day=yesterday"):
        assert client.get(f"{page}?{query}").status_code == 404, query
        assert client.get(f"{page}events/?{query}").status_code == 404, query


def test_posts_of_another_brand_are_not_in_it(client, page, other_brand):
    with brand_scope(other_brand.pk):
        planned.post("Charlie's", at(24), planned.account("La Molinera"), state="waiting")
    assert titles(client, page) == []


def test_days_are_the_brands_and_weeks_begin_on_monday(client, page):
    lumbre = planned.account()
    planned.post("Sunday, late", datetime(2026, 11, 22, 22, 59, tzinfo=UTC), lumbre, state="done")
    planned.post("Monday, first minute", datetime(2026, 11, 22, 23, 0, tzinfo=UTC), lumbre, state="done")
    assert titles(client, page, "view=week&day=2026-11-25") == ["Monday, first minute"]
    assert titles(client, page, "view=day&day=2026-11-22") == ["Sunday, late"]


def test_the_page_names_its_span_the_ways_on_and_the_holidays(client, page, in_brand):
    planned.account()
    PublishingRules.objects.create(brand=in_brand, region="VC")
    answer = client.get(f"{page}?view=month&day=2026-10-20&state=draft").content.decode()
    assert "<h1>October 2026</h1>" in answer
    assert f'href="{page}?view=month&amp;day=2026-09-01&amp;state=draft"' in answer
    assert f'href="{page}?view=month&amp;day=2026-11-01&amp;state=draft"' in answer
    assert '"2026-10-09": "Valencian Community Day"' in answer
    week = client.get(f"{page}?view=week&day=2026-12-01").content.decode()
    assert "<h1>30 Nov\u2009–\u20096 Dec 2026</h1>" in week


def test_without_an_account_the_page_leads_to_one(client, page):
    answer = client.get(page).content.decode()
    assert "No account to publish on yet" in answer
    assert 'id="calendar"' not in answer


def test_a_draft_without_a_day_waits_beside_the_calendar(client, page):
    planned.post("An idea", None, planned.account())
    answer = client.get(page).content.decode()
    assert "An idea" in answer
    assert titles(client, page) == []


def test_clashes_and_days_without_a_post_are_told(client, page):
    lumbre = planned.account()
    planned.post("One", at(24, 12, 0), lumbre, state="waiting")
    planned.post("Two", at(24, 12, 10), lumbre, state="waiting")
    planned.post("Elsewhere at once", at(24, 12, 0), planned.account("Otra"), state="waiting")
    answer = client.get(page).content.decode()
    assert "1 clash" in answer
    assert "Lumbre: two posts 10 min apart, 24 Nov, 13:00" in answer
    assert "13 days without a post" in answer


def test_a_reader_sees_and_moves_nothing(client, page, bob, in_brand):
    join(in_brand, bob, Role.ANALYST)
    client.force_login(bob)
    planned.post("One", at(24), planned.account(), state="waiting")
    (event,) = events(client, page)
    assert (event["startEditable"], event["extendedProps"]["movable"]) == (False, False)
    answer = client.get(page).content.decode()
    assert 'id="calendar-bulk"' not in answer
    assert "New post" not in answer
    assert date(2026, 11, 24) - timedelta(days=1) == NOW.date()
