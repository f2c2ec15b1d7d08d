from __future__ import annotations

import pytest
from django.utils import translation

from reports.weekly import findings, sentences
from tests.reports.weekly import sample
from tests.reports.weekly.sample import figure, moods

NOTHING = {
    "figures": {},
    "moods": [moods(0, 0, 0)] * 7,
    "moods_before": [],
    "weeks": [],
    "networks": [],
    "languages": [],
    "topics": [],
    "voices": [],
    "hours": [],
    "terms": [],
    "hashtags": [],
    "accounts": [],
    "posts": [],
    "mentions": [],
    "writers": [],
    "troubles": [],
}


def rules(**changes) -> list[str]:
    return [finding["rule"] for finding in findings.of(sample.content(**changes))]


def said(language: str, **changes) -> list[str]:
    with translation.override(language):
        return [told.text for told in sentences.told(sample.content(**changes)["findings"])]


def test_a_full_week():
    assert rules() == [
        *("volume_more", "mood_worse", "incident", "negative_day", "sore_topic"),
        *("voice", "posts_before", "reactions_more", "best_post", "followers_more"),
    ]


def test_numbers_of_a_sentence_say_where_they_come_from():
    with translation.override("en"):
        told = sentences.told(sample.content()["findings"])
    assert [(part.text, part.target) for part in told[1].parts if part.target] == [
        ("+8", "kpi-sentiment_index"),
        ("+24", "kpi-sentiment_index"),
    ]


def test_sentences_in_english():
    first, mood, *_ = said("en")
    assert first == "The brand was mentioned 2,421 times, 22% more than the week before (1,986)."
    assert mood == "The mood worsened: net sentiment of +8 points, from +24 the week before."


def test_the_headline_is_the_heaviest_finding():
    with translation.override("en"):
        assert sentences.headline(sample.content()) == "A week marked by «\u2068Colas en la recogida de pedidos\u2069»"
        assert sentences.headline(sample.content(**NOTHING)) == "The week of the brand"


def test_a_week_of_which_nothing_is_known_says_nothing():
    assert rules(**NOTHING) == []


def test_a_week_of_zeros():
    zeros = {name: figure(0, 0) for name in ("mentions", "posts_published", "interactions", "followers_change")}
    assert rules(**NOTHING | {"figures": zeros}) == ["volume_none", "posts_none"]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (1, None, "volume_first"),
        (3, 1, "volume_same"),
        (44, 40, "volume_same"),
        (120, 100, "volume_same"),
        (140, 100, "volume_more"),
        (100, 140, "volume_less"),
        (100, 0, "volume_same"),
    ],
)
def test_a_change_of_volume_is_beyond_chance(now, before, expected):
    assert rules(**NOTHING | {"figures": {"mentions": figure(now, before)}})[0] == expected


def test_few_mentions_have_no_mood():
    few = {
        "figures": {"sentiment_index": figure(-50.0, 20.0)},
        "moods": [moods(5, 3, 2)],
        "moods_before": [moods(1, 3, 9)],
    }
    assert rules(**NOTHING | few) == []


def test_a_mood_within_chance_holds():
    same = {
        "figures": {"sentiment_index": figure(20.0, 14.0)},
        "moods": [moods(10, 20, 20)],
        "moods_before": [moods(12, 20, 18)],
    }
    assert "mood_same" in rules(**NOTHING | same)


def test_one_mention_is_once():
    with translation.override("en"):
        told = sentences.told(findings.of(sample.content(**NOTHING | {"figures": {"mentions": figure(1)}})))
    assert told[0].text == "The brand was mentioned once."


def test_every_rule_has_its_words_and_every_word_its_rule():
    known = {
        "volume_none",
        "volume_first",
        "volume_same",
        "volume_more",
        "volume_less",
        "posts_none",
        "posts",
        "posts_before",
    }
    assert known <= set(sentences.SENTENCES)
    for name, (sentence, headline, targets) in sentences.SENTENCES.items():
        holes = set(sentences._HOLE.findall(str(sentence)))
        assert set(targets) <= holes, name
        assert set(sentences._HOLE.findall(str(headline))) <= holes | {
            "change",
            "points",
            "share",
            "count",
            "day",
            "name",
            "topic",
        }, name


def test_a_rule_of_a_later_version_is_left_out():
    with translation.override("en"):
        assert sentences.told([{"rule": "unheard_of", "weight": 1, "values": {}}]) == []
