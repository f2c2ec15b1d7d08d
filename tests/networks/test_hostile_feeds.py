"""2,000 generated and 50 hand-written bad feeds: nothing raises but the family, every item is clean and stable."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from core import clock
from networks import plain
from networks.errors import NetworkError
from networks.feeds.items import EARLIEST
from networks.feeds.parse import parse
from networks.types import Author, Item
from tests.networks.hostile import HAND_WRITTEN, generate

ADDRESS = "https://blog.example/feed/"
COUNT = 2000


def read(body: bytes) -> list[Item] | type[NetworkError]:
    try:
        return list(parse(body, address=ADDRESS).items)
    except NetworkError as error:
        return type(error)


def check(body: bytes) -> list[Item]:
    """Reads `body` twice. Returns its items, every one of which has been looked at."""
    first, second = read(body), read(body)
    assert first == second
    if isinstance(first, type):
        return []
    ids = [item.external_id for item in first]
    assert len(set(ids)) == len(ids)
    for item in first:
        check_item(item)
    return first


def check_item(item: Item) -> None:
    author = item.author or Author("-")
    lengths = ((item.external_id, 500), (item.title, plain.TITLE_LIMIT), (item.text, plain.TEXT_LIMIT))
    lengths += ((item.reply_to, 500), (author.external_id, 300), (author.name, 200), (item.url, 2000))
    assert [text for text, limit in lengths if len(text) > limit] == []
    assert item.external_id
    assert author.external_id
    assert item.kind in ("article", "comment")
    assert re.fullmatch(r"([a-z]{2})?", item.language)
    if item.posted_at is not None:
        assert item.posted_at.tzinfo is not None
        assert EARLIEST <= item.posted_at <= clock.now() + timedelta(days=1)
    for link in (item.url, author.url, author.avatar_url):
        assert link == "" or (urlsplit(link).scheme in ("http", "https") and urlsplit(link).hostname)
        assert not re.search(r"[\s<>\"\\`]", link)
    for text in (item.external_id, item.title, item.text, author.name, author.external_id, item.reply_to):
        text.encode()  # would fail on half a surrogate pair
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ufdd0\uffff]", text)
    assert "\n" not in item.title + item.external_id + author.name


def test_generated_feeds():
    items = 0
    for name, body in generate(COUNT):
        try:
            items += len(check(body))
        except Exception as error:
            raise AssertionError(name) from error
    assert items > COUNT  # or the generator breaks everything, and this test tests nothing


def test_the_generator_is_the_same_each_time():
    assert list(generate(20)) == list(generate(20))
    assert list(generate(20)) != list(generate(20, seed=1))


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_hand_written_feeds(name):
    check(HAND_WRITTEN[name])


def test_there_are_fifty():
    assert len(HAND_WRITTEN) == 50
