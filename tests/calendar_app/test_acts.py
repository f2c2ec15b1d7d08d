"""Posts are moved, copied, taken back and deleted from the calendar, one or many, and each of it can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from brands.roles import Role
from brands.scope import brand_scope
from calendar_app.models import Post, Publication
from tests.calendar_app import planned
from tests.conftest import join

NOW = datetime(2026, 11, 23, 9, 21, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
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


@pytest.fixture
def lumbre(in_brand):
    return planned.account()


def move(client, page, post, day="2026-11-26", at="18:30", **more):
    fields = {"post": post.public_id, "day": day, "at": at, "seen": post.version, **more}
    return client.post(f"{page}move/", fields)


def act(client, page, what, *posts, days=1):
    return client.post(f"{page}act/", {"what": what, "days": days, "post": [post.public_id for post in posts]})


def wall(post) -> tuple[str, str]:
    fresh = Post.with_deleted.get(pk=post.pk)
    return fresh.wall_date.isoformat(), f"{fresh.wall_time:%H:%M}"


def test_a_post_is_moved_and_moved_back(client, page, lumbre):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    answer = move(client, page, post)
    assert answer.json()["toast"] == "Moved to Thursday 26 November, 18:30."
    assert wall(post) == ("2026-11-26", "18:30")
    publication = Publication.objects.get(post=post)
    assert publication.not_before == publication.due_at == datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
    assert client.post(answer.json()["undo"], headers={"Referer": f"http://testserver{page}?view=week"}).url.endswith(
        "?view=week"
    )
    assert wall(post) == ("2026-11-24", "13:00")


def test_to_the_past_it_is_not_moved_and_the_reason_is_said(client, page, lumbre):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    answer = move(client, page, post, day="2026-11-22")
    assert answer.status_code == 409
    assert answer.json()["refused"] == ["That time has passed. Choose a later one, or publish it now."]
    assert answer.json()["toast"] == ""
    assert wall(post) == ("2026-11-24", "13:00")


@pytest.mark.parametrize("state", ["done", "unknown"])
def test_what_is_public_or_may_be_stays_where_it_is(client, page, lumbre, state):
    post = planned.post("Latte", NOW - timedelta(days=1), lumbre, state=state)
    assert move(client, page, post).status_code == 409
    assert wall(post) == ("2026-11-22", "10:21")


def test_who_moves_what_somebody_has_changed_is_told(client, page, lumbre):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    answer = move(client, page, post, seen=post.version + 1)
    assert answer.status_code == 409
    assert answer.json()["refused"] == ["Somebody has changed this post since. It is shown as it is now; try again."]
    assert wall(post) == ("2026-11-24", "13:00")


@pytest.mark.parametrize(("day", "at"), [("tomorrow", "09:00"), ("2026-11-26", "late"), ("", "")])
def test_what_is_no_time_changes_nothing(client, page, lumbre, day, at):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    assert move(client, page, post, day=day, at=at).status_code == 422
    assert wall(post) == ("2026-11-24", "13:00")


def test_a_time_in_the_gap_of_a_clock_change_is_told(client, page, lumbre):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    answer = move(client, page, post, day="2027-03-28", at="02:30")
    said = "Moved to Sunday 28 March, 03:30: clocks go forward that night, and 02:30 does not exist."
    assert answer.json()["toast"] == said
    assert Post.objects.get().due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_copy_is_a_draft_at_the_other_time_and_goes_again(client, page, lumbre):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    answer = move(client, page, post, copy="1")
    assert answer.json()["toast"] == "Copied as a draft to Thursday 26 November, 18:30."
    made = Post.objects.exclude(pk=post.pk).get()
    assert (made.stage, wall(made), made.content) == ("draft", ("2026-11-26", "18:30"), post.content)
    assert wall(post) == ("2026-11-24", "13:00")
    client.post(answer.json()["undo"])
    assert list(Post.objects.all()) == [post]


def test_a_draft_without_a_day_is_given_one_and_loses_it_again(client, page, lumbre):
    post = planned.post("Idea", None, lumbre)
    answer = move(client, page, post)
    assert wall(post) == ("2026-11-26", "18:30")
    client.post(answer.json()["undo"])
    post.refresh_from_db()
    assert (post.wall_date, post.wall_time, post.due_at) == (None, None, None)


def test_many_are_shifted_by_days_and_those_that_cannot_be_are_told(client, page, lumbre):
    one = planned.post("One", TOMORROW, lumbre, state="waiting")
    two = planned.post("Two", TOMORROW + timedelta(hours=1), lumbre, state="waiting")
    old = planned.post("Old", NOW - timedelta(days=5), lumbre, state="done")
    answer = act(client, page, "shift", one, two, old, days=7).json()
    assert answer["toast"] == "2 posts moved."
    assert answer["refused"] == [
        "1 post stays as it is:",
        "This post is public on all its accounts, so its time cannot be changed any more.",
    ]
    assert (wall(one), wall(two)) == (("2026-12-01", "13:00"), ("2026-12-01", "14:00"))
    client.post(answer["undo"])
    assert (wall(one), wall(two)) == (("2026-11-24", "13:00"), ("2026-11-24", "14:00"))


def test_many_keep_their_wall_time_over_a_clock_change(client, page, lumbre):
    post = planned.post("One", datetime(2027, 3, 26, 8, 0, tzinfo=UTC), lumbre, state="waiting")
    act(client, page, "shift", post, days=7)
    assert wall(post) == ("2027-04-02", "09:00")
    assert Post.objects.get().due_at == datetime(2027, 4, 2, 7, 0, tzinfo=UTC)


def test_many_are_copied_taken_back_deleted_and_brought_back(client, page, lumbre):
    one = planned.post("One", TOMORROW, lumbre, state="waiting")
    two = planned.post("Two", TOMORROW + timedelta(hours=1), lumbre, state="waiting")
    assert act(client, page, "copy", one, two, days=-3).json()["refused"] != []
    assert Post.objects.count() == 2, "a copy in the past is not left behind"
    assert act(client, page, "copy", one, two, days=3).json()["toast"] == "2 posts copied as drafts."
    assert Post.objects.filter(stage="draft", wall_date="2026-11-27").count() == 2

    taken = act(client, page, "unschedule", one, two).json()
    assert taken["toast"] == "2 posts taken back: they are drafts again."
    assert set(Publication.objects.filter(post__in=[one, two]).values_list("state", flat=True)) == {"draft"}
    client.post(taken["undo"])
    assert set(Publication.objects.filter(post__in=[one, two]).values_list("state", flat=True)) == {"waiting"}

    gone = act(client, page, "remove", one, two).json()
    assert not Post.objects.filter(pk__in=[one.pk, two.pk]).exists()
    client.post(gone["undo"])
    assert set(Publication.objects.filter(post__in=[one, two]).values_list("state", flat=True)) == {"waiting"}


def test_nobody_moves_the_post_of_another_brand_or_undoes_in_their_name(
    client, page, lumbre, other_brand, bob, in_brand
):
    with brand_scope(other_brand.pk):
        theirs = planned.post("Charlie's", TOMORROW, planned.account(), state="waiting")
    assert move(client, page, theirs).status_code == 404
    assert act(client, page, "remove", theirs).status_code == 404
    with brand_scope(other_brand.pk):
        assert (theirs.wall_time, Post.objects.count()) == (time(13, 0), 1)
    mine = planned.post("Mine", TOMORROW, lumbre, state="waiting")
    way_back = move(client, page, mine).json()["undo"]
    join(in_brand, bob, Role.COMMUNITY)
    client.force_login(bob)
    client.post(way_back)
    assert wall(mine) == ("2026-11-26", "18:30")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CLIENT])
def test_who_may_not_schedule_changes_nothing(client, page, lumbre, bob, bob_in, in_brand):
    post = planned.post("Latte", TOMORROW, lumbre, state="waiting")
    client.force_login(bob)
    assert (move(client, page, post).status_code, act(client, page, "remove", post).status_code) == (403, 403)
    assert wall(post) == ("2026-11-24", "13:00")
