"""A blog as WordPress serves it publishes, edits and deletes while it is polled: the table holds what the blog holds.

WordPress derives ETag and Last-Modified of a feed from its newest post alone: an older one edited or deleted is a 304.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType

import pytest

from core import clock, jobs
from core.http import Response
from monitoring import polling
from monitoring.models import HourlyCount, Mention, Source
from networks import http_errors
from tests.monitoring.factories import NOON

SHOWN = 10


class Blog:
    """Posts by number, the newest ten in its feed."""

    def __init__(self) -> None:
        self.posts: dict[int, tuple[datetime, str]] = {}
        self.answered: list[int] = []

    def publish(self, number: int, text: str = "muy bueno") -> None:
        self.posts[number] = (NOON - timedelta(days=30) + timedelta(hours=number), text)

    def edit(self, number: int, text: str) -> None:
        self.posts[number] = (self.posts[number][0], text)

    def read(self, url: str, *, headers: dict[str, str], **_: object) -> Response:
        newest = sorted(self.posts, reverse=True)[:SHOWN]
        tag = f'"{newest[0] if newest else 0}"'
        status = 304 if headers.get("if-none-match") == tag else 200
        self.answered.append(status)
        body = "" if status == 304 else FEED.format(items="".join(self._row(n) for n in newest))
        headers_ = {"etag": tag, "content-type": "application/rss+xml; charset=UTF-8"}
        return Response(status, MappingProxyType(headers_), body.encode(), url)

    def _row(self, number: int) -> str:
        at, text = self.posts[number]
        return (
            f"<item><title>Post {number}</title><link>https://blog.example/{number}/</link>"
            f'<guid isPermaLink="false">https://blog.example/?p={number}</guid>'
            f"<pubDate>{format_datetime(at)}</pubDate><description>{text}</description></item>"
        )


FEED = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Blog</title>'
    "<link>https://blog.example</link><generator>https://wordpress.org/?v=6.8</generator>{items}</channel></rss>"
)


@pytest.fixture
def blog(feed, monkeypatch) -> Blog:
    blog = Blog()
    monkeypatch.setattr(http_errors, "read", blog.read)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return blog


def polls(times: int) -> None:
    for _ in range(times):
        Source.objects.update(not_before=NOON)
        (source,) = jobs.claim_due(polling.queue(), limit=1)
        assert polling.poll(source) is not None


def listed() -> dict[int, str]:
    """Number → text of what lists show."""
    return {int(m.external_id.partition("=")[2]): m.text for m in Mention.objects.filter(gone_at=None)}


def texts(blog: Blog) -> dict[int, str]:
    return {number: text for number, (_, text) in blog.posts.items()}


def total() -> int:
    return sum(HourlyCount.objects.values_list("n", flat=True))


def test_what_is_published_edited_and_deleted_is_followed(blog):
    for number in range(1, 6):
        blog.publish(number)
    polls(2)
    assert listed() == texts(blog)
    blog.publish(6, "the good")
    polls(1)
    assert listed() == texts(blog)
    blog.edit(2, "muy malo")  # not the newest: the feed's ETag stays
    polls(5)
    assert listed() == texts(blog)
    del blog.posts[3], blog.posts[1]
    polls(6)
    assert listed() == texts(blog)
    assert total() == 4
    blog.answered.clear()
    polls(4)
    assert blog.answered.count(304) >= 3


def test_what_slides_off_the_end_is_not_deleted(blog):
    for number in range(1, 9):
        blog.publish(number)
    polls(2)
    for number in range(9, 25):
        blog.publish(number)
        if number % 4 == 0:
            polls(1)
    polls(6)
    assert listed() == texts(blog)
    assert total() == 24


def test_the_newest_is_deleted_from_a_full_feed(blog):
    for number in range(1, 21):
        blog.publish(number)
        polls(1)
    del blog.posts[20]
    polls(6)
    assert listed() == texts(blog)
    assert total() == 19


def test_all_are_deleted(blog):
    for number in range(1, 4):
        blog.publish(number)
    polls(2)
    blog.posts.clear()
    polls(6)
    assert listed() == {}
    assert total() == 0
