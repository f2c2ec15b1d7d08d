"""2,000 generated and 50 hand-written bad feeds, each polled twice, from the bytes to the database.

Nothing raises but the family; the second poll adds nothing and changes nothing; what is kept can be shown.
"""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType

import pytest
from django.utils.html import escape

from core.http import Response
from monitoring import ingest, sentiment
from monitoring.ingest import Stored
from monitoring.models import Author, HourlyCount, Mention, Source
from networks import http_errors
from networks.errors import NetworkError
from networks.feeds.connector import Feeds
from tests.monitoring import factories
from tests.monitoring.factories import NOON
from tests.networks.hostile import HAND_WRITTEN, generate

PARTS = 8  # so that workers can share them
SCORE = sentiment.score  # the product's own: hostile texts are scored too


@pytest.fixture
def serve(lumbre, monkeypatch):
    """A source whose address answers with these bytes."""
    monkeypatch.setattr(sentiment, "score", SCORE)

    def serving(body: bytes, address: str) -> Source:
        answer = Response(200, MappingProxyType({"etag": '"1"'}), body, address)
        monkeypatch.setattr(http_errors, "read", lambda url, **_: answer)
        return factories.source(lumbre, address)

    return serving


def poll(source: Source) -> Stored | None:
    try:
        page = Feeds().poll(source.address, source.cursor)
    except NetworkError:
        return None
    source.cursor = dict(page.cursor)
    return ingest.store(source, page, seen_at=NOON)


def twice(source: Source) -> int:
    """Poll `source` twice; how many mentions it brought."""
    first = poll(source)
    before = list(Mention.objects.filter(source=source).order_by("pk").values())
    second = poll(source)
    assert (first is None) == (second is None)
    if first is None:
        return 0
    assert second == Stored(too_old=first.too_old)
    assert list(Mention.objects.filter(source=source).order_by("pk").values()) == before
    assert len(before) == first.new
    return first.new


def is_safe(mention: Mention) -> bool:
    links = (mention.url, mention.author.url, mention.author.avatar_url) if mention.author else (mention.url,)
    return mention.posted_at.tzinfo is not None and all(
        link == "" or (link.lower().startswith(("http://", "https://")) and escape(link).isprintable())
        for link in links
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_generated_feeds(serve, part):
    new = 0
    for number, (name, body) in enumerate(islice(generate(), part, None, PARTS)):
        try:
            new += twice(serve(body, f"https://blog.example/feed/{number}"))
            assert [m.external_id for m in Mention.objects.select_related("author") if not is_safe(m)] == []
        except Exception as error:
            raise AssertionError(name) from error
        Mention.objects.all().delete()  # feeds of the generator share ids: the next one brings its own again
    assert new == sum(HourlyCount.objects.values_list("n", flat=True))
    assert new > 200  # or the generator breaks everything, and this test tests nothing
    assert Author.objects.exists()


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_hand_written_feeds(serve, name):
    twice(serve(HAND_WRITTEN[name], "https://blog.example/feed/"))
