"""The demo as a whole: what is in it, that it goes on, its crisis, and that it leaves others alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from brands import attention, workspaces
from brands.access import BrandAccess
from brands.models import Brand, BrandRole, Department, Workspace
from brands.scope import brand_scope
from calendar_app.models import Measurement, Post, Publication, Series
from channels.models import FollowerCount
from core import clock
from crisis import watching
from crisis.models import Alert, Incident
from demo import living, making, stories
from demo.models import Demo
from monitoring import recounting
from monitoring.models import DailyTop, HourlyCount, Mention, Source, TopDay, Topic

pytestmark = pytest.mark.django_db
State = Publication.State
PAGES = (
    "today:brand",
    "monitoring:overview",
    "monitoring:mentions",
    "monitoring:topics",
    "monitoring:sources",
    "calendar:calendar",
    "crisis:incidents",
    "crisis:alerts",
    "channels:list",
    "people:board",
    "reports:reports",
    "reports:kpis",
)


@pytest.fixture(scope="module")
def agency(django_db_setup, django_db_blocker):
    """Made once for all tests here: each takes back what it has changed, and at the end all of it goes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.create("demo@cmhub.example", "correct horse battery")
        transaction.set_rollback(True)


@pytest.fixture
def owner(agency, db) -> User:
    return User.objects.get(email="demo@cmhub.example")


def _brand(agency, key="lumbre") -> Brand:
    return Brand.objects.get(public_id=Demo.objects.get(workspace=agency).brands[key])


def _accesses(agency, owner):
    return [BrandAccess(brand, owner, "owner") for brand in Brand.objects.filter(workspace=agency).order_by("pk")]


def test_it_is_an_agency_with_three_brands_and_a_team(agency, owner):
    assert owner.is_operator
    assert agency.is_demo
    assert list(agency.brands.order_by("pk").values_list("name", flat=True)) == [
        "Cafés Lumbre",
        "Altavela",
        "Museo Azogue",
    ]
    roles = BrandRole.objects.filter(brand=_brand(agency)).values_list("role", flat=True)
    assert sorted(roles) == ["client", "community", "manager", "owner", "strategist"]
    assert not any(user.has_usable_password() for user in User.objects.exclude(pk=owner.pk))


def test_each_brand_has_ninety_days_behind_it(agency, owner):
    for key in stories.KEYS:
        story, brand = stories.story(key), _brand(agency, key)
        with brand_scope(brand.pk):
            n = Mention.objects.count()
            assert 0.8 * 90 * story.per_day < n < 1.6 * 90 * story.per_day
            assert Topic.objects.count() == len(story.topics)
            assert Department.objects.count() == len(story.departments)
            assert set(Source.objects.values_list("network", flat=True)) == {"demo"}
            assert set(Mention.objects.values_list("network", flat=True)) == {"mastodon", "bluesky", "feed"}
            shares = {s: Mention.objects.filter(sentiment=s).count() / n for s in ("positive", "neutral", "negative")}
            assert min(shares.values()) > 0.1, (key, shares)
            assert not TopDay.objects.filter(state="waiting").exists()
            assert DailyTop.objects.exists()


def test_its_counts_are_those_of_its_mentions(agency, owner):
    brand = _brand(agency)
    with brand_scope(brand.pk):
        kept = list(
            HourlyCount.objects.filter(n__gt=0)
            .order_by("topic", "hour", "sentiment")
            .values_list("topic", "hour", "sentiment", "n")
        )
        recounting.recount(brand)
        again = list(
            HourlyCount.objects.filter(n__gt=0)
            .order_by("topic", "hour", "sentiment")
            .values_list("topic", "hour", "sentiment", "n")
        )
    assert kept == again


def test_what_was_published_has_figures_and_two_weeks_are_planned(agency, owner):
    for key in stories.KEYS:
        with brand_scope(_brand(agency, key).pk):
            out = Publication.objects.filter(state=State.DONE)
            assert out.count() > 80
            assert not out.filter(due_at__gt=clock.now()).exists()
            old = out.filter(due_at__lt=clock.now() - timedelta(days=3))
            assert (
                Measurement.objects.filter(publication__in=old).values("publication").distinct().count() == old.count()
            )
            assert Publication.objects.filter(state=State.WAITING, due_at__gt=clock.now()).count() > 6
            assert Post.objects.filter(stage=Post.Stage.DRAFT).count() == 2
            assert Series.objects.count() == 1


def test_it_knows_how_many_followed_on_each_day(agency, owner):
    for key in stories.KEYS:
        brand = _brand(agency, key)
        with brand_scope(brand.pk):
            days = list(FollowerCount.objects.order_by("day").values_list("day", "followers"))
        today = clock.now().astimezone(brand.zone).date()
        assert [day for day, _ in days] == [today - timedelta(days=n) for n in range(90, -1, -1)]
        assert days[0][1] < days[-1][1]


def test_a_past_crisis_was_found_by_the_product_and_closed_with_a_lesson(agency, owner):
    with brand_scope(_brand(agency, "altavela").pk):
        incident = Incident.objects.get()
        assert incident.lesson
        assert incident.closed_at < clock.now() - timedelta(days=20)
        alert = Alert.objects.get(incident=incident)
        assert alert.observed > 2 * alert.expected
        assert not Alert.objects.filter(state__in=("new", "seen")).exists()


def test_today_tells_what_is_there(agency, owner):
    counted = attention.counts(_accesses(agency, owner))
    kinds = Counter(key for _brand, key in counted)
    assert kinds == {"post.failed": 3, "post.handed": 3, "report.completed": 1, "report.draft": 2}
    assert set(counted.values()) == {1}
    client = Client()
    client.force_login(owner)
    User.objects.filter(pk=owner.pk).update(language="en")
    assert "9 things are waiting" in client.get("/", follow=True).content.decode()


def test_every_page_of_the_rail_answers(agency, owner):
    client = Client()
    client.force_login(owner)
    for brand in agency.brands.all():
        for name in PAGES:
            answer = client.get(reverse(name, args=[brand.public_id]))
            assert answer.status_code == 200, name
            assert 'class="demo-strip"' in answer.content.decode(), name


def test_it_goes_on_and_two_workers_tell_it_once(agency, owner):
    with clock.shifted(timedelta(hours=2)):
        new = living.go_on()
        assert 3 * 2 * 4 - 6 <= new < 80
        assert living.go_on() == 0


def test_the_crisis_raises_an_alert_at_once_and_only_once(agency, owner):
    brand = _brand(agency)
    assert living.start_crisis(agency)
    assert not living.start_crisis(agency)
    with brand_scope(brand.pk):
        raised = watching.look(brand)
        assert [(one.topic.name, one.metric) for one in raised][:1] == [("Cafés Lumbre", "negative")]
        assert raised[0].observed >= 20
    with clock.shifted(timedelta(minutes=10)):
        assert living.go_on() > 40


def test_quiet_times_raise_nothing(agency, owner):
    for minutes in (0, 30, 90, 240):
        with clock.shifted(timedelta(minutes=minutes)):
            living.go_on()
            for brand in agency.brands.all():
                with brand_scope(brand.pk):
                    assert watching.look(brand) == []


def test_deleting_it_leaves_others_as_they_are(agency, owner, other_brand, charlie):
    mine = workspaces.create_workspace(owner, "Mi empresa")
    making.delete(agency)
    assert set(Workspace.objects.all()) == {mine, other_brand.workspace}
    assert set(User.objects.all()) == {owner, charlie}
    with pytest.raises(Demo.DoesNotExist):
        making.delete(mine)
    with pytest.raises(Demo.DoesNotExist):
        living.start_crisis(other_brand.workspace)
    with pytest.raises(CommandError, match="There is no demo workspace here"):
        call_command("demo", "reset")


def test_only_its_owner_plays_with_it(agency, owner, other_brand, charlie):
    client = Client()
    colleague = User.objects.get(name="Iker Zabala")
    for who, status in ((colleague, 403), (charlie, 404)):
        client.force_login(who)
        for name in ("demo:crisis", "demo:again", "demo:delete"):
            assert client.post(reverse(name, args=[agency.public_id])).status_code == status
    assert Demo.objects.get(workspace=agency).crisis_at is None
    client.force_login(charlie)
    answer = client.post(reverse("demo:delete", args=[other_brand.workspace.public_id]))
    assert answer.headers["Location"] == reverse("brands:workspace", args=[other_brand.workspace.public_id])
    assert Workspace.objects.filter(pk=other_brand.workspace_id).exists()


def test_starting_over_makes_the_same_again(agency, owner, other_brand):
    before = {key: _brand(agency, key).name for key in stories.KEYS}
    began = Demo.objects.get(workspace=agency).begun_at
    with brand_scope(_brand(agency).pk):
        n = Mention.objects.filter(posted_at__lt=began - timedelta(days=1)).count()
    living.start_crisis(agency)
    client = Client()
    client.force_login(owner)
    assert client.post(reverse("demo:again", args=[agency.public_id])).status_code == 302
    again = Workspace.objects.get(is_demo=True)
    assert again.pk != agency.pk
    assert Demo.objects.get(workspace=again).crisis_at is None
    assert {key: _brand(again, key).name for key in stories.KEYS} == before
    with brand_scope(_brand(again).pk):
        assert abs(Mention.objects.filter(posted_at__lt=began - timedelta(days=1)).count() - n) < 30
    assert client.get("/").headers["Location"] == reverse("today:all")
