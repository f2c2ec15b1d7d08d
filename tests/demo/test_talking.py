"""What is said is a pure function of story, beginning and clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo import stories, talking
from monitoring import sentiment

BEGUN = datetime(2026, 11, 23, 10, 17, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
DAY = timedelta(days=1)


def _said(story, since, until):
    return list(talking.said(story, MADRID, BEGUN, since, until))


@pytest.mark.parametrize("key", stories.KEYS)
def test_told_in_pieces_it_is_the_same_as_told_at_once(key):
    story = stories.story(key)
    whole = _said(story, BEGUN - 2 * DAY, BEGUN + DAY)
    pieces, at = [], BEGUN - 2 * DAY
    while at < BEGUN + DAY:
        step = timedelta(minutes=37)
        pieces += _said(story, at, min(at + step, BEGUN + DAY))
        at += step
    by_id = {item.external_id: item for item in whole}
    assert len(by_id) == len(whole)
    assert {item.external_id: item for item in pieces} == by_id
    assert len(pieces) == len(whole)


def test_another_day_tells_the_same_story_at_the_same_distance():
    story = stories.story("lumbre")
    week = 7 * DAY  # the same day of the week
    now = [item.text for item in _said(story, BEGUN - DAY, BEGUN)]
    then = [item.text for item in talking.said(story, MADRID, BEGUN - week, BEGUN - week - DAY, BEGUN - week)]
    assert now == then
    assert now


@pytest.mark.parametrize("key", stories.KEYS)
def test_an_ordinary_day_has_about_as_many_as_the_story_says(key):
    story = stories.story(key)
    n = len(_said(story, BEGUN - 80 * DAY, BEGUN - 40 * DAY)) / 40
    assert 0.8 * story.per_day < n < 1.4 * story.per_day


def test_while_one_looks_more_is_said_and_too_little_for_an_alert():
    for story in stories.every():
        for hour in range(48):
            since = BEGUN.replace(minute=0) + timedelta(hours=hour + 1)
            own = [item for item in _said(story, since, since + timedelta(hours=1)) if story.name in item.text]
            assert len(own) < 15
    night = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert len(_said(stories.story("azogue"), night, night + timedelta(hours=1))) >= talking.LIVELY


def test_all_gaps_of_all_texts_are_filled():
    for story in stories.every():
        for item in _said(story, BEGUN - 60 * DAY, BEGUN):
            assert "{" not in item.text + item.title
            assert item.author.name
            assert item.posted_at < BEGUN


def test_the_crisis_is_noticed_at_once_and_dies_down():
    story = stories.story(stories.IN_CRISIS)
    at_once = list(talking.outcry(story, BEGUN, BEGUN - DAY, BEGUN))
    assert 28 <= len(at_once) <= 32
    assert list(talking.outcry(story, BEGUN, BEGUN + talking.OUTCRY + timedelta(minutes=1), BEGUN + DAY)) == []
    assert len({item.external_id for item in talking.outcry(story, BEGUN, BEGUN - DAY, BEGUN + DAY)}) > 150


@pytest.mark.parametrize(("kind", "label", "least"), [("positive", "positive", 0.8), ("negative", "negative", 0.7)])
def test_people_say_what_they_mean_to_the_scorer_too(kind, label, least):
    told = [
        sentiment.score(
            text.format(**dict.fromkeys(("lugar", "cosa", "bocado", "rival", "minutos", "hora", "precio"), "7"))
        )
        for story in stories.every()
        for text in story.says[kind]
    ]
    assert sum(getattr(one, "label", "") == label for one in told) >= least * len(told)


def test_complaints_of_the_crisis_are_negative():
    told = [
        sentiment.score(text.replace("{lugar}", "Ruzafa")) for text in stories.story(stories.IN_CRISIS).says["crisis"]
    ]
    assert [getattr(one, "label", "") for one in told].count("negative") >= 9
