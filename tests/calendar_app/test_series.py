"""Posts that repeat: the same time on the clock over every clock change, made once, never past the horizon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from brands.models import Brand
from brands.scope import brand_scope
from calendar_app import scheduling, series
from calendar_app.models import Occurrence, Post, Publication, Series
from tests.calendar_app import planned

NOW = datetime(2026, 11, 23, 9, 21, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def at(moment: datetime):
    return time_machine.travel(moment, tick=False)


@pytest.fixture(autouse=True)
def _monday():
    with at(NOW):
        yield


@pytest.fixture
def lumbre(in_brand):
    return planned.account()


@pytest.fixture
def first(lumbre) -> Post:
    """Scheduled for tomorrow, Tuesday 24, 13:00."""
    return planned.post("Martes de cata", datetime(2026, 11, 24, 12, 0, tzinfo=UTC), lumbre, state="waiting")


def walls(found: Series) -> list[str]:
    posts = Post.objects.filter(series=found).order_by("due_at")
    return [f"{post.wall_date} {post.wall_time:%H:%M}" for post in posts]


def test_posts_are_made_sixty_days_ahead_scheduled_as_the_first(first, alice):
    found = series.begin(first, "FREQ=WEEKLY;BYDAY=TU", by=alice)
    assert walls(found) == [
        "2026-11-24 13:00", "2026-12-01 13:00", "2026-12-08 13:00", "2026-12-15 13:00", "2026-12-22 13:00",
        "2026-12-29 13:00", "2027-01-05 13:00", "2027-01-12 13:00", "2027-01-19 13:00",
    ]  # fmt: skip
    assert set(Publication.objects.values_list("state", flat=True)) == {"waiting"}
    assert {post.scheduled_by for post in Post.objects.exclude(pk=first.pk)} == {alice}
    assert {post.content["text"] for post in Post.objects.all()} == {"Martes de cata"}


def test_a_rule_without_an_end_goes_on_with_the_days_and_makes_each_once(first, alice):
    found = series.begin(first, "FREQ=DAILY", by=alice)
    assert Post.objects.count() == 60
    assert (series.extend(found), series.extend_due(), Post.objects.count()) == (0, 0, 60)
    with at(NOW + timedelta(days=3)):
        assert series.extend_due() == 3
        assert series.extend_due() == 0
    days = list(Occurrence.objects.order_by("day").values_list("day", flat=True))
    assert days == [date(2026, 11, 24) + timedelta(days=n) for n in range(63)]


def test_what_was_missed_while_nobody_looked_is_not_made_up_for(first, alice):
    found = series.begin(first, "FREQ=DAILY", by=alice)
    with at(NOW + timedelta(days=200)):
        series.extend_due()
        made = Post.objects.filter(series=found, due_at__gt=NOW + timedelta(days=61)).order_by("due_at").first()
        assert made.wall_date == date(2027, 6, 11)


def test_counted_ones_end(first, alice):
    assert len(walls(series.begin(first, "FREQ=WEEKLY;BYDAY=TU;COUNT=3", by=alice))) == 3


@pytest.mark.parametrize(
    ("zone", "start", "at_noon", "offsets"),
    [
        # the hour that clocks are ahead of UTC before the change, and after it
        ("Europe/Madrid", "2027-03-26", "09:00", [1, 1, 2, 2]),
        ("America/Santiago", "2027-04-02", "09:00", [-3, -3, -4, -4]),
        ("America/Tijuana", "2027-03-12", "09:00", [-8, -8, -7, -7]),
        ("Africa/Casablanca", "2027-02-05", "09:00", [1, 1, 0, 0]),
        ("America/Mexico_City", "2027-04-02", "09:00", [-6, -6, -6, -6]),
    ],
)
def test_the_time_on_the_clock_stays_when_clocks_change(in_brand, lumbre, alice, zone, start, at_noon, offsets):
    Brand.objects.filter(pk=in_brand.pk).update(time_zone=zone)
    in_brand.refresh_from_db()
    day = date.fromisoformat(start)
    with at(datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=5)):
        post = planned.post("Hola", None, lumbre)
        hour = int(at_noon[:2])
        scheduling.move(post, day=day, at=datetime(2000, 1, 1, hour).time(), zone=zone, seen=post.version, by=alice)
        found = series.begin(Post.objects.get(pk=post.pk), "FREQ=DAILY;COUNT=4", by=alice)
    assert [wall[-5:] for wall in walls(found)] == [at_noon] * 4
    dues = Post.objects.filter(series=found).order_by("due_at").values_list("due_at", flat=True)
    assert [hour - due.hour for due in dues] == offsets


def test_in_a_gap_it_moves_on_and_of_an_overlap_it_is_the_first(in_brand, lumbre, alice):
    def due(start: date) -> list[datetime]:
        with at(datetime.combine(start, datetime.min.time(), UTC) - timedelta(days=2)):
            post = planned.post("Hola", None, lumbre)
            scheduling.move(
                post,
                day=start,
                at=datetime(2000, 1, 1, 2, 30).time(),
                zone="Europe/Madrid",
                seen=post.version,
                by=alice,
            )
            found = series.begin(Post.objects.get(pk=post.pk), "FREQ=DAILY;COUNT=3", by=alice)
        return list(Post.objects.filter(series=found).order_by("due_at").values_list("due_at", flat=True))

    assert [f"{moment:%d %H:%M}" for moment in due(date(2027, 3, 27))] == ["27 01:30", "28 01:30", "29 00:30"]
    assert [f"{moment:%d %H:%M}" for moment in due(date(2027, 10, 30))] == ["30 00:30", "31 00:30", "01 01:30"]


def test_one_is_left_out_and_does_not_come_back(first, alice):
    found = series.begin(first, "FREQ=WEEKLY;BYDAY=TU;COUNT=3", by=alice)
    series.skip(found, date(2026, 12, 1), by=alice)
    assert walls(found) == ["2026-11-24 13:00", "2026-12-08 13:00"]
    Series.objects.update(made_until=None)
    series.extend(found)
    assert walls(found) == ["2026-11-24 13:00", "2026-12-08 13:00"]


def test_one_is_changed_alone_then_with_the_following_then_all(first, alice):
    found = series.begin(first, "FREQ=WEEKLY;BYDAY=TU;COUNT=4", by=alice)
    third = Post.objects.get(wall_date="2026-12-08")
    Post.objects.filter(pk=third.pk).update(content={"text": "Nueva"}, wall_time="18:30")
    assert sorted(p.content["text"] for p in Post.objects.all()) == ["Martes de cata"] * 3 + ["Nueva"]

    third.refresh_from_db()
    assert series.spread(third, by=alice, every=False) == (1, 0)
    assert walls(found)[-1] == "2026-12-15 18:30"
    assert sorted(p.content["text"] for p in Post.objects.all()) == ["Martes de cata"] * 2 + ["Nueva"] * 2
    assert series.spread(third, by=alice, every=True) == (3, 0)
    assert {p.content["text"] for p in Post.objects.all()} == {"Nueva"}
    assert set(Publication.objects.values_list("state", flat=True)) == {"waiting"}
    digests = set(Publication.objects.exclude(post=third).values_list("digest", flat=True))
    assert len(digests) == 1, "what was let go is what is said now"


def test_stopped_it_makes_no_more_and_what_is_ahead_goes(first, alice):
    found = series.begin(first, "FREQ=DAILY", by=alice)
    with at(NOW + timedelta(days=2)):
        assert series.stop(found, by=alice) == 59
        assert Post.objects.count() == 1
        assert (series.extend(found), series.extend_due()) == (0, 0)


def test_drafts_repeat_as_drafts_and_without_a_time_nothing_does(lumbre, alice):
    draft = planned.post("Idea", datetime(2026, 11, 24, 12, 0, tzinfo=UTC), lumbre)
    series.begin(draft, "FREQ=DAILY;COUNT=3", by=alice)
    assert {post.stage for post in Post.objects.all()} == {"draft"}
    with pytest.raises(series.NoTime):
        series.begin(planned.post("Sin hora", None, lumbre), "FREQ=DAILY", by=alice)
    with pytest.raises(series.AlreadyRepeats):
        series.begin(
            Post.objects.get(pk=Post.objects.filter(series=None).exclude(due_at=None).first() or draft.pk),
            "FREQ=DAILY",
            by=alice,
        )


def test_an_account_that_is_gone_leaves_drafts(first, alice, lumbre):
    found = series.begin(first, "FREQ=WEEKLY;BYDAY=TU", by=alice)
    lumbre.deleted_at = NOW
    lumbre.save()
    with at(NOW + timedelta(days=14)):
        assert series.extend_due() == 2
    made = Post.objects.filter(series=found).order_by("-due_at").first()
    assert (made.stage, made.publications.count()) == ("draft", 0)


def test_it_is_begun_changed_and_stopped_on_its_pages(client, first, alice, in_brand, other_brand, charlie):
    alice.language = "en"
    alice.save()
    client.force_login(alice)
    page = f"/b/{in_brand.public_id}/calendar/"
    answer = client.get(f"{page}repeat/{first.public_id}/").content.decode()
    assert "Every month on the fourth Tuesday" in answer
    given = {"every": "week", "interval": "1", "weekdays": ["1"], "count": "3"}
    both = client.post(f"{page}repeat/{first.public_id}/", given | {"until": "2026-12-30"})
    assert (both.status_code, Series.objects.count()) == (422, 0)
    begun = client.post(f"{page}repeat/{first.public_id}/", given)
    found = Series.objects.get()
    assert begun.url == f"{page}series/{found.public_id}/"
    answer = client.get(begun.url).content.decode()
    assert "Every week on Tuesday, 3 times" in answer
    assert "Every post says the same." in answer
    second = Post.objects.get(wall_date="2026-12-01")
    client.post(f"{begun.url}{second.public_id}/skip/")
    assert not Post.objects.filter(pk=second.pk).exists()
    client.post(f"{begun.url}stop/")
    assert Post.objects.count() == 0
    with brand_scope(other_brand.pk):
        theirs = planned.post(
            "Charlie's", datetime(2026, 11, 24, 12, 0, tzinfo=UTC), planned.account(), state="waiting"
        )
    assert client.post(f"{page}repeat/{theirs.public_id}/", given).status_code == 404


def test_what_its_network_would_not_take_stays_a_draft(first, alice):
    Post.objects.filter(pk=first.pk).update(content={"text": "a" * 501})
    first.refresh_from_db()
    series.begin(first, "FREQ=WEEKLY;COUNT=3", by=alice)
    made = Post.objects.exclude(pk=first.pk)
    assert [(post.stage, len(post.content["text"])) for post in made] == [("draft", 501)] * 2
