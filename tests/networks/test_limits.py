"""What is said before a post is sent that would not be taken, or would look different there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from networks import checks, registry
from networks.bluesky import limits as bluesky
from networks.mastodon import limits as mastodon
from networks.publishing import Media, Part, Place, Poll
from networks.wordpress import limits as wordpress

PART = Part("k-1", "Hola", timezone.now(), title="")


def media(mime="image/jpeg", alt="Una taza", **more):
    return Media(mime, alt, more.pop("size", 1000), lambda **_: (b"", mime), name="taza", **more)


def said(network, part, **facts):
    return {problem.sentence: problem for problem in registry.writable(network).problems(part, facts)}


@pytest.mark.parametrize("network", ["mastodon", "bluesky"])
class TestBoth:
    def test_what_fits(self, network):
        assert said(network, replace(PART, media=(media(),) * 4, place=Place.THREAD)) == {}

    def test_nothing(self, network):
        assert list(said(network, replace(PART, text=" \n"))) == [checks.EMPTY]

    def test_a_picture_alone_is_something(self, network):
        assert said(network, replace(PART, text="", media=(media(),))) == {}

    def test_too_long(self, network):
        counted = registry.writable(network).count("", {})
        found = said(network, replace(PART, text="a" * (counted.limit + 2)))
        assert list(found) == [checks.TOO_LONG]
        assert found[checks.TOO_LONG].words == {"length": counted.limit + 2, "limit": counted.limit, "over": 2}

    def test_too_many_pictures(self, network):
        found = said(network, replace(PART, media=(media(),) * 5))
        assert list(found) == [checks.TOO_MANY_IMAGES]
        assert (found[checks.TOO_MANY_IMAGES].words, found[checks.TOO_MANY_IMAGES].blocks) == (
            {"count": 5, "limit": 4},
            True,
        )

    def test_no_description_is_a_warning(self, network):
        found = said(network, replace(PART, media=(media(alt=" "),)))
        assert [(p.sentence, p.blocks, p.field) for p in found.values()] == [(checks.NO_ALT, False, "alt")]

    def test_a_description_that_is_too_long(self, network):
        assert list(said(network, replace(PART, media=(media(alt="a" * 2001),)))) == [checks.ALT_TOO_LONG]

    def test_a_title_is_left_out(self, network):
        found = said(network, replace(PART, title="Título"))
        assert [(p.sentence, p.blocks) for p in found.values()] == [(checks.NO_TITLE, False)]


class TestMastodon:
    def test_pictures_and_a_video(self):
        video = media("video/mp4", seconds=5)
        assert list(said("mastodon", replace(PART, media=(media(), video)))) == [checks.MIXED]
        assert list(said("mastodon", replace(PART, media=(video, video)))) == [checks.TOO_MANY_VIDEOS]

    def test_a_video_that_is_too_big_for_this_instance(self):
        found = said("mastodon", replace(PART, media=(media("video/mp4", size=2_000_001),)), video_bytes=1_000_000)
        assert found[checks.VIDEO_TOO_BIG].words == {"name": "taza", "size": 3, "limit": 1}

    @pytest.mark.parametrize(
        ("poll", "sentence"),
        [
            (Poll(("a",)), checks.POLL_SHAPE),
            (Poll(("a", "a ")), checks.POLL_SHAPE),
            (Poll(("a", "")), checks.POLL_SHAPE),
            (Poll(("a", "b", "c", "d", "e")), checks.POLL_SHAPE),
            (Poll(("a", "b" * 51)), checks.POLL_ANSWER),
            (Poll(("a", "b"), hours=31 * 24), mastodon.POLL_TIME),
            (Poll(("a", "b"), hours=0), mastodon.POLL_TIME),
        ],
    )
    def test_polls(self, poll, sentence):
        assert list(said("mastodon", replace(PART, poll=poll))) == [sentence]

    def test_a_poll_and_a_picture(self):
        assert list(said("mastodon", replace(PART, poll=Poll(("a", "b")), media=(media(),)))) == [
            checks.POLL_WITH_MEDIA
        ]

    def test_the_warning_counts(self):
        part = replace(PART, text="a" * 490, warning="b" * 11)
        assert said("mastodon", part)[mastodon.WARNING_COUNTS].words == {"length": 501, "limit": 500}
        assert said("mastodon", part, characters=501) == {}

    def test_an_option_that_is_not_one(self):
        found = said("mastodon", replace(PART, options={"visibility": "direct"}))
        assert [(p.sentence, p.field) for p in found.values()] == [(checks.UNKNOWN_OPTION, "options")]
        assert said("mastodon", replace(PART, options={"visibility": "unlisted"})) == {}

    def test_figures_of_an_instance(self):
        told = {
            "configuration": {
                "statuses": {"max_characters": 5000, "max_media_attachments": 6, "characters_reserved_per_url": 23},
                "media_attachments": {"supported_mime_types": ["image/png", "video/webm"], "image_size_limit": 10**6},
                "polls": {"max_options": 7, "max_characters_per_option": 80, "min_expiration": "300"},
            }
        }
        facts = mastodon.facts(told)
        limits = mastodon.limits(facts)
        assert (limits.text, limits.images, limits.polls, limits.poll_option) == (5000, 6, 7, 80)
        assert (limits.image_mimes, limits.video_mimes, limits.image_bytes) == (
            ("image/png",),
            ("video/webm",),
            10**6,
        )
        assert mastodon.facts(["nonsense"]) == mastodon.facts({"configuration": {"statuses": 3}}) == {}


class TestBluesky:
    def test_bytes(self):
        found = said("bluesky", replace(PART, text="👨‍👩‍👧‍👦" * 121))
        assert found[checks.TOO_MANY_BYTES].words == {"length": 3025, "limit": 3000}

    def test_a_video(self):
        assert list(said("bluesky", replace(PART, media=(media("video/mp4"),)))) == [bluesky.NO_VIDEO_SERVICE]

    def test_pictures_instead_of_a_card(self):
        found = said("bluesky", replace(PART, media=(media(),), link="https://example.com/"))
        assert [(p.sentence, p.blocks) for p in found.values()] == [(bluesky.CARD_OR_PICTURES, False)]

    def test_a_poll_and_a_warning(self):
        found = said("bluesky", replace(PART, poll=Poll(("a", "b")), warning="Ojo"))
        assert [(p.sentence, p.blocks) for p in found.values()] == [(checks.NO_WARNING, False), (checks.NO_POLLS, True)]


class TestWordPress:
    def test_it_needs_a_title(self):
        assert list(said("wordpress", PART)) == [wordpress.NO_TITLE]
        assert said("wordpress", replace(PART, title="Hola", text="")) == {}
        assert said("wordpress", replace(PART, place=Place.COMMENT)) == {}

    def test_its_categories(self):
        part = replace(PART, title="Hola", options={"category": "7"})
        facts = {"categories": [[7, "Noticias"]]}
        assert said("wordpress", part, **facts) == {}
        assert list(said("wordpress", part, categories=[[8, "Otras"]])) == [checks.UNKNOWN_OPTION]
        assert [o.name for o in registry.writable("wordpress").options({})] == ["tags"]
