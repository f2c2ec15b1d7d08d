"""What can be wrong with a part on any network, by its limits: said in the composer, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop

from networks.counting import graphemes
from networks.publishing import Length, Limits, Media, Option, Part, Place, Problem

EMPTY = gettext_noop("There is nothing in it yet. Write a text or add a picture.")
TOO_LONG = gettext_noop("The text is too long: {length} of {limit}. Take out {over}, or continue in a thread.")
TOO_MANY_BYTES = gettext_noop("The text takes {length} bytes of {limit}: emoji and accents count more. Shorten it.")
TOO_MANY_IMAGES = gettext_noop("There are {count} pictures, and {limit} at most can go out in one post.")
TOO_MANY_VIDEOS = gettext_noop("There are {count} videos, and {limit} at most can go out in one post.")
MIXED = gettext_noop("Pictures and a video cannot go out in one post there. Leave one or the other.")
NO_IMAGES = gettext_noop("Pictures cannot go out there. Take them out of this variant.")
NO_VIDEOS = gettext_noop("Videos cannot go out there. Take the video out of this variant.")
WRONG_VIDEO = gettext_noop("“{name}” is a video of a kind that is not taken there ({mime}). Export it as MP4.")
VIDEO_TOO_BIG = gettext_noop("“{name}” has {size} MB, and {limit} MB is the most there. Export it smaller.")
VIDEO_TOO_LONG = gettext_noop("“{name}” lasts {seconds} s, and {limit} s is the most there. Cut it.")
NO_ALT = gettext_noop("“{name}” has no description: people who cannot see it will not know what it shows.")
ALT_TOO_LONG = gettext_noop("The description of “{name}” has {length} characters, and {limit} is the most there.")
NO_POLLS = gettext_noop("There are no polls there: leave this variant without one.")
POLL_SHAPE = gettext_noop("A poll needs 2 to {limit} different answers.")
POLL_ANSWER = gettext_noop("The answer “{answer}” is too long: {length} of {limit}.")
POLL_WITH_MEDIA = gettext_noop("A poll cannot go out together with pictures or a video there.")
NO_WARNING = gettext_noop("There are no content warnings there: it goes out without one.")
NO_TITLE = gettext_noop("There are no titles there: the title is left out.")
NO_CARD = gettext_noop("There are no link cards to choose there: write the address into the text.")
NO_THREADS = gettext_noop("There are no threads there: write everything in one post.")
NO_COMMENT = gettext_noop("There is no first comment there: it is left out.")
UNKNOWN_OPTION = gettext_noop("The setting “{name}” has a value that is not known there.")


def common(part: Part, length: Length, limits: Limits, options: Sequence[Option]) -> list[Problem]:
    """What `limits` say against `part`, whose text has `length`."""
    return [
        *_text(part, length, limits),
        *_media(part.media, limits),
        *_poll(part, limits),
        *_place(part, limits),
        *_options(part, options),
    ]


def _text(part: Part, length: Length, limits: Limits) -> Iterator[Problem]:
    if not (part.text.strip() or part.media or part.poll or (limits.titles and part.title.strip())):
        yield Problem(EMPTY)
    if length.length > length.limit:
        said = {"length": length.length, "limit": length.limit, "over": length.length - length.limit}
        yield Problem(TOO_LONG, said)
    elif not length.fits:
        yield Problem(TOO_MANY_BYTES, {"length": length.size, "limit": length.size_limit})
    if part.title and not limits.titles:
        yield Problem(NO_TITLE, blocks=False, field="title")
    if part.warning and not limits.warnings:
        yield Problem(NO_WARNING, blocks=False, field="warning")
    if part.link and not limits.link_cards and part.link not in part.text:
        yield Problem(NO_CARD, blocks=False, field="link")


def _media(media: Sequence[Media], limits: Limits) -> Iterator[Problem]:
    videos = [one for one in media if one.is_video]
    images = len(media) - len(videos)
    if images > limits.images:
        many = {"count": images, "limit": limits.images}
        yield Problem(TOO_MANY_IMAGES if limits.images else NO_IMAGES, many, field="media")
    if len(videos) > limits.videos:
        many = {"count": len(videos), "limit": limits.videos}
        yield Problem(TOO_MANY_VIDEOS if limits.videos else NO_VIDEOS, many, field="media")
    if images and videos and limits.videos and not limits.mixed_media:
        yield Problem(MIXED, field="media")
    for video in videos if limits.videos else ():
        yield from _video(video, limits)
    for one in media if limits.alt else ():
        yield from _alt(one, limits)


def _video(video: Media, limits: Limits) -> Iterator[Problem]:
    if video.mime not in limits.video_mimes:
        yield Problem(WRONG_VIDEO, {"name": video.name, "mime": video.mime}, field="media")
    if limits.video_bytes and video.size > limits.video_bytes:
        said = {"name": video.name, "size": -(-video.size // 10**6), "limit": limits.video_bytes // 10**6}
        yield Problem(VIDEO_TOO_BIG, said, field="media")
    if limits.video_seconds and video.seconds > limits.video_seconds:
        said = {"name": video.name, "seconds": round(video.seconds), "limit": limits.video_seconds}
        yield Problem(VIDEO_TOO_LONG, said, field="media")


def _alt(one: Media, limits: Limits) -> Iterator[Problem]:
    if not one.alt.strip():
        yield Problem(NO_ALT, {"name": one.name}, blocks=False, field="alt")
    elif (length := graphemes(one.alt)) > limits.alt:
        yield Problem(ALT_TOO_LONG, {"name": one.name, "length": length, "limit": limits.alt}, field="alt")


def _poll(part: Part, limits: Limits) -> Iterator[Problem]:
    if not part.poll:
        return
    if not limits.polls:
        yield Problem(NO_POLLS, field="poll")
        return
    answers = [answer.strip() for answer in part.poll.options]
    if not 2 <= len(answers) <= limits.polls or len(set(answers)) < len(answers) or not all(answers):
        yield Problem(POLL_SHAPE, {"limit": limits.polls}, field="poll")
    for answer in answers:
        if (length := graphemes(answer)) > limits.poll_option:
            said = {"answer": answer, "length": length, "limit": limits.poll_option}
            yield Problem(POLL_ANSWER, said, field="poll")
    if part.media:
        yield Problem(POLL_WITH_MEDIA, field="poll")


def _place(part: Part, limits: Limits) -> Iterator[Problem]:
    if part.place is Place.THREAD and not limits.threads:
        yield Problem(NO_THREADS, field="thread")
    if part.place is Place.COMMENT and not limits.comments:
        yield Problem(NO_COMMENT, blocks=False, field="comment")


def _options(part: Part, options: Sequence[Option]) -> Iterator[Problem]:
    for option in options:
        chosen = str(part.options.get(option.name) or option.default)
        if option.choices and chosen and chosen not in dict(option.choices):
            yield Problem(UNKNOWN_OPTION, {"name": option.label}, field="options")
