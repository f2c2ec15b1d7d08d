"""Every KPI equals SQL written by hand, on a random world by seed; what is not known is said and never 0."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from brands.scope import brand_scope
from calendar_app.models import Measurement, Post, Publication
from channels.models import Account, FollowerCount
from core import clock
from crisis.models import Incident
from monitoring import recounting
from monitoring.models import HourlyCount, Mention, Topic
from reports.kpis.registry import KPIS, Unit
from reports.measuring import measure
from reports.models import DailyAccount
from reports.periods import Period, days_of, week_of
from tests.calendar_app import planned
from tests.reports import by_hand
from tests.reports import world as made

pytestmark = pytest.mark.django_db
WEEK = week_of(date(2026, 3, 31))
"""The first of summer time: its Monday comes after the night with 23 hours."""
SHORT = Period(date(2026, 3, 29), date(2026, 3, 29))


def close(value):
    return None if value is None else pytest.approx(float(value))


@pytest.mark.parametrize("period", [WEEK, SHORT, WEEK.before, Period(date(2026, 3, 1), date(2026, 4, 7))], ids=str)
def test_each_kpi_equals_sql_written_by_hand(world, period):
    wanted = by_hand.everything(world, period)
    measured = measure(world, period)
    assert wanted.keys() == KPIS.keys()
    assert {key: figure.value for key, figure in measured.figures.items()} == {k: close(v) for k, v in wanted.items()}


def test_the_one_before_is_that_of_as_many_days_before(world):
    measured, before = measure(world, WEEK), by_hand.everything(world, WEEK.before)
    for key, figure in measured.figures.items():
        assert (key, figure.before, figure.why_before) == (key, close(before[key]), figure.why_before)
        assert bool(figure.why_before) == (figure.before is None)
    assert sum(figure.before is not None for figure in measured.figures.values()) >= 14


def test_the_course_is_each_day_by_itself(world):
    measured = measure(world, WEEK)
    for day in days_of(WEEK):
        wanted = by_hand.everything(world, Period(day, day))
        found = {k: point.value for k, f in measured.figures.items() for point in f.days if point.day == day}
        assert found == {key: close(value) for key, value in wanted.items()}
    for figure in measured.figures.values():
        if figure.kpi.adds_up and figure.value is not None:
            assert sum(point.value or 0 for point in figure.days) == figure.value


def test_the_figures_of_accounts_add_up(world):
    measured = measure(world, WEEK)
    rows = measured.accounts
    assert [row.account.network for row in rows] == ["instagram", "mastodon", "wordpress"]
    assert sum(row.posts for row in rows) == measured["posts_published"].value
    assert sum(row.interactions or 0 for row in rows) == measured["interactions"].value
    assert sum(row.followers or 0 for row in rows) == measured["followers"].value
    assert [row.followers for row in rows].count(None) == 1  # a blog has none
    assert [row.views is None for row in rows] == [False, True, True]


def test_moods_are_the_mentions_of_the_days(world):
    measured = measure(world, WEEK)
    assert [day.date for day in measured.moods] == days_of(WEEK)
    assert sum(day.total for day in measured.moods) == measured["mentions"].value
    assert sum(day.total for day in measured.moods_before) == measured["mentions"].before


class TestNothingKnown:
    def test_an_empty_brand_has_no_number_and_says_why(self, at_that_time, in_brand):
        in_brand.created_at = made.NOW
        in_brand.save()
        measured = measure(in_brand, WEEK)
        assert {key: figure.value for key, figure in measured.figures.items()} == dict.fromkeys(KPIS)
        assert all(figure.why.endswith(".") for figure in measured.figures.values())
        assert all(figure.notes == () for figure in measured.figures.values())
        assert measured["mentions"].why == "Nothing was listened to in these days."
        assert measured["share_of_voice"].why == "Nothing was listened to in these days."
        assert measured["interactions"].why == "No account was connected in these days."
        assert measured["followers"].why == "No account is connected whose network tells followers."
        assert measured["incidents"].why == "The brand was not here in these days."
        assert measured.accounts == ()

    def test_days_to_come_have_none(self, world):
        measured = measure(world, Period(date(2027, 1, 4), date(2027, 1, 10)))
        assert {figure.value for figure in measured.figures.values()} == {None}
        assert measured["mentions"].why == "These days are still to come."

    def test_today_is_the_last_day_and_not_over(self, world):
        measured = measure(world, Period(date(2026, 4, 6), date(2026, 4, 12)))
        assert (measured.period.last, measured.period.days) == (date(2026, 4, 8), 3)
        assert measured["mentions"].notes == ("Today is not over: its numbers still move.",)

    def test_one_data_point(self, at_that_time, in_brand):
        account = planned.account()
        FollowerCount.objects.create(account=account, day=date(2026, 4, 1), followers=10, at=made.NOW)
        measured = measure(in_brand, WEEK)
        assert (measured["followers"].value, measured["followers_change"].value) == (10, 0)
        assert (measured["followers"].before, measured["followers"].change, measured["followers"].ratio) == (None,) * 3
        known = "nothing to compare with: known since 1 Apr 2026"
        assert (measured["followers"].why_before, measured["followers_change"].why_before) == (known, known)
        assert [point.value for point in measured["followers"].days] == [None, None, 10, 10, 10, 10, 10]
        assert [point.value for point in measured["followers_change"].days] == [None, None, 0, 0, 0, 0, 0]

    def test_all_zeros_are_zeros(self, world):
        Mention.objects.update(hidden=True)
        recounting.recount(world)
        hour = made.NOW - timedelta(days=40)
        HourlyCount.objects.create(brand=world, hour=hour, sentiment="neutral", n=1)  # heard long before
        Incident.objects.all().delete()
        measured = measure(world, WEEK)
        assert (measured["mentions"].value, measured["mentions"].before) == (0, 0)
        assert (measured["mentions"].change, measured["mentions"].ratio) == (0, None)
        assert (measured["incidents"].value, measured["sentiment_index"].value) == (0, None)
        assert measured["sentiment_index"].why == "No mention in these days has a sentiment."
        assert measured["share_of_voice"].why == "None of these topics was mentioned in these days."

    def test_half_a_period_before_is_no_comparison(self, world):
        cut = made.NOW - timedelta(days=12)
        Mention.objects.filter(posted_at__lt=cut).update(hidden=True)
        recounting.recount(world)
        measured = measure(world, WEEK)
        assert measured["mentions"].value == by_hand.heard(world, WEEK)
        assert measured["mentions"].before is None
        assert measured["mentions"].why_before.startswith("nothing to compare with: known since 2")

    def test_known_in_the_middle_of_the_period_is_said(self, world):
        Mention.objects.filter(posted_at__lt=made.NOW - timedelta(days=6)).update(hidden=True)
        recounting.recount(world)
        figure = measure(world, WEEK)["mentions"]
        assert figure.notes == ("Known since 2 Apr 2026.",)
        assert [point.value is None for point in figure.days] == [True, True, True, False, False, False, False]

    def test_share_of_voice_needs_somebody_to_compare_with(self, world):
        for topic in Topic.objects.filter(kind="competitor"):
            topic.delete()
        figure = measure(world, WEEK)["share_of_voice"]
        assert (figure.value, figure.why) == (None, "It needs a topic of kind own brand and one of kind competitor.")


class TestGaps:
    def test_a_network_that_stopped_telling_is_named(self, world):
        Measurement.objects.filter(publication__account__network="instagram", at__gte="2026-03-29T23:00Z").delete()
        made.build_all(world)
        measured = measure(world, WEEK)
        assert (measured["views"].value, measured["reach"].value) == (None, None)
        assert measured["views"].why == "None of the connected networks tells this."
        assert measured["views"].before is not None
        wanted = "Told before, but not in these days: Instagram @instagram."
        assert wanted in measured["interactions"].notes
        assert measured["interactions"].value == close(by_hand.everything(world, WEEK)["interactions"])

    def test_who_does_not_tell_is_named(self, world):
        assert measure(world, WEEK)["views"].notes == ("Not told by Mastodon @mastodon and WordPress @wordpress.",)

    def test_followers_stand_in_for_a_week_and_no_longer(self, world):
        account = Account.objects.get(network="mastodon")
        FollowerCount.objects.filter(account=account, day__gt=date(2026, 3, 25)).delete()
        FollowerCount.objects.update_or_create(
            account=account, day=date(2026, 3, 25), defaults={"followers": 7000, "at": made.NOW}
        )
        days = [measure(world, Period(day, day)) for day in (date(2026, 4, 1), date(2026, 4, 2))]
        rows = [next(row for row in one.accounts if row.account == account) for one in days]
        assert [row.followers for row in rows] == [7000, None]
        wanted = "Not counted, because nothing was read for more than 7 days: Mastodon @mastodon."
        assert [wanted in one["followers"].notes for one in days] == [False, True]

    def test_an_account_that_came_meanwhile_brings_no_gain(self, world):
        period = Period(date(2026, 3, 20), date(2026, 4, 7))
        measured = measure(world, period)
        assert measured["followers_change"].value < 300
        assert "New in these days: Instagram @instagram." in measured["followers"].notes

    def test_deleted_posts_do_not_count(self, world):
        before = measure(world, WEEK)["posts_published"].value
        public = Publication.objects.filter(published_at__gte="2026-03-30T00:00Z", published_at__lt="2026-04-05T00:00Z")
        deleted = Post.objects.filter(pk__in=public.values("post")).update(deleted_at=made.NOW)
        assert deleted > 0
        assert measure(world, WEEK)["posts_published"].value == before - deleted


def test_the_same_number_of_queries_however_much_there_is(world, other_brand):
    def queries(brand, period) -> int:
        with brand_scope(brand.pk), CaptureQueriesContext(connection) as captured:
            measure(brand, period)
        return len(captured)

    assert queries(world, WEEK) == queries(world, Period(date(2025, 1, 1), date(2026, 4, 7))) == 12
    assert queries(other_brand, WEEK) == 12


def test_another_brand_has_none_of_it(world, other_brand):
    with brand_scope(other_brand.pk):
        measured = measure(other_brand, WEEK)
    assert {figure.value for key, figure in measured.figures.items() if key != "incidents"} == {None}


def test_ratios_are_of_what_was_before(world):
    for figure in measure(world, WEEK).figures.values():
        if figure.kpi.unit in {Unit.PERCENT, Unit.POINTS} or not figure.before:
            assert figure.ratio is None
        elif figure.value is not None:
            assert figure.ratio == pytest.approx((figure.value - figure.before) / abs(figure.before))


def test_a_reading_is_in_no_day_twice(world):
    """The gains of all days are what the last readings tell, less what was there before anybody looked."""
    whole = Period(date(2026, 2, 1), clock.now().date())
    wanted = by_hand.gained(world, whole, "likes")
    found = {
        row["account__network"]: row["n"]
        for row in DailyAccount.objects.values("account__network").annotate(n=Sum("likes"))
    }
    assert found == {network: n and int(n) for network, n in wanted.items()}
