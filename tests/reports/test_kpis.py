"""KPIs as functions, and how they are written: by hand, on numbers that one can check in one's head."""

from __future__ import annotations

import pytest
from django.utils import translation

from reports import shown
from reports.kpis import page
from reports.kpis.audience import followers, followers_change
from reports.kpis.listening import mentions, negative_share, sentiment_index, share_of_voice
from reports.kpis.protecting import alert_response
from reports.kpis.publishing import (
    engagement_by_followers,
    engagement_rate,
    interactions,
    lateness_median,
    lateness_p95,
    views,
)
from reports.kpis.registry import GROUPS, KPIS, Unit
from reports.measuring import Figure


def test_missing_is_not_zero():
    assert (mentions([]), mentions([None, None]), mentions([0, None]), mentions([2, 3])) == (None, None, 0, 5)
    assert (views([None]), views([-2, 5])) == (None, 3)
    assert interactions(None, None, None, None, None) is None
    assert interactions(3, None, None, 2, None) == 5
    assert followers([]) is None
    assert followers([10, None, 0]) == 10


def test_moods_of_what_is_scored():
    assert (sentiment_index(0, 0, 0), negative_share(0, 0, 0)) == (None, None)
    assert (sentiment_index(1, 5, 4), negative_share(1, 5, 4)) == (30, 10)
    assert (sentiment_index(7, 0, 0), sentiment_index(0, 0, 7)) == (-100, 100)


def test_shares_and_rates():
    assert (share_of_voice(0, 0), share_of_voice(0, 5), share_of_voice(1, 3)) == (None, 0, 25)
    assert (engagement_rate(5, 100), engagement_rate(None, 100), engagement_rate(5, None)) == (5, None, None)
    assert (engagement_rate(5, 0), engagement_rate(-1, 100)) == (None, -1)
    assert (engagement_by_followers(3, 200), engagement_by_followers(3, 0)) == (1.5, None)


def test_changes_of_accounts():
    assert followers_change([]) is None
    assert followers_change([(None, 5), (5, None)]) is None
    assert followers_change([(10, 7), (None, 5), (3, 3)]) == -3


def test_ranks_between_two_values():
    assert (lateness_median([]), lateness_p95([])) == (None, None)
    assert (lateness_median([4]), lateness_p95([4])) == (4, 4)
    assert (lateness_median([1, 10, 2, 3]), lateness_p95(range(101))) == (2.5, 95)
    assert alert_response([60, 600, 120]) == 120


def test_docs_are_those_of_the_code():
    assert page.PATH.read_text() == page.text(), "run manage.py describe_kpis"


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_each_says_what_it_is(kpi):
    said = page.definition(kpi)
    assert all(said.values())
    assert said["Unit"].startswith(kpi.unit.value)
    assert kpi.group in GROUPS
    assert (kpi.key, kpi.function.__name__) == (kpi.key, kpi.key)


class TestWriting:
    @pytest.mark.parametrize(
        ("unit", "number", "english", "spanish"),
        [
            (Unit.MENTIONS, None, "—", "—"),
            (Unit.MENTIONS, 12345.0, "12,345", "12.345"),
            (Unit.POINTS, 12.4, "+12", "+12"),
            (Unit.POINTS, -12.4, "−12", "−12"),
            (Unit.PERCENT, 4.24, "4.2%", "4,2\xa0%"),
            (Unit.SECONDS, 0.4, "0\xa0s", "0\xa0s"),
            (Unit.SECONDS, 45.2, "45\xa0s", "45\xa0s"),
            (Unit.SECONDS, 200, "3\xa0min 20\xa0s", "3\xa0min 20\xa0s"),
            (Unit.SECONDS, 7200, "2\xa0h", "2\xa0h"),
            (Unit.SECONDS, 90_000, "1\xa0d 1\xa0h", "1\xa0d 1\xa0h"),
        ],
    )
    def test_numbers(self, unit, number, english, spanish):
        found = []
        for language in ("en", "es"):
            with translation.override(language):
                found.append(shown.value(unit, number))
        assert found == [english, spanish]

    @pytest.mark.parametrize(
        ("key", "value", "before", "text", "tone", "note"),
        [
            ("mentions", 110, 100, "▲ 10%", "flat", "· 100 before"),
            ("interactions", 80, 100, "▼ 20%", "bad", "· 100 before"),
            ("interactions", 5, 0, "▲ 5", "good", "· 0 before"),
            ("interactions", 100.2, 100, "=", "flat", "· 100 before"),
            ("sentiment_index", 12, 9.2, "▲ 3 points", "good", "· +9 before"),
            ("negative_share", 12.34, 10, "▲ 2.3 points", "bad", "· 10.0% before"),
            ("incidents", 4, 1, "▲ 3", "bad", "· 1 before"),
            ("followers_change", 4, -1, "▲ 5", "good", "· −1 before"),
            ("lateness_median", 30, 90, "▼ 1\xa0min", "good", "· 1\xa0min 30\xa0s before"),
            ("mentions", 5, None, "", "", "nothing to compare with"),
            ("mentions", None, 5, "", "", ""),
        ],
    )
    def test_changes(self, key, value, before, text, tone, note):
        why = "" if before is not None else "nothing to compare with"
        figure = Figure(KPIS[key], value, "", before, why, (), ())
        with translation.override("en"):
            assert shown.change(figure) == shown.Change(text, tone, note)
