"""The pages of a brand's sources: adding, renaming, pausing, removing."""

from __future__ import annotations

import pytest

from brands.scope import brand_scope
from monitoring import sources
from monitoring.models import Source
from networks.errors import Unavailable
from networks.types import Found
from tests.monitoring import factories
from tests.monitoring.pages import url

pytestmark = pytest.mark.django_db


def test_a_source_is_renamed_paused_and_removed_and_comes_back(bobs, brand, source):
    factories.topic(brand, "lumbre")  # without one, nothing would be kept
    here = {"source": source.public_id}
    change = {"poll_minutes": 30, "keep": "matching", "version": 1}
    bobs.post(url("source", brand, **here), {"title": "El blog", **change})
    stale = bobs.post(url("source", brand, **here), {"title": "Otro", **change})
    assert stale.status_code == 409
    bobs.post(url("source_pause", brand, **here))
    with brand_scope(brand.pk):
        row = Source.objects.get()
        assert (row.title, row.poll_minutes, row.keep, row.paused) == ("El blog", 30, "matching", True)
        bobs.post(url("source_remove", brand, **here))
        assert not Source.objects.exists()
        bobs.post(url("source_restore", brand, **here))
        assert Source.objects.get().title == "El blog"


@pytest.mark.parametrize("role", ["analyst"])
def test_who_may_not_manage_sources_sees_no_button_and_changes_nothing(bobs, brand, source):
    page = bobs.get(url("source", brand, source=source.public_id)).content.decode()
    assert "Poll now" not in page
    assert bobs.post(url("source_remove", brand, source=source.public_id)).status_code == 403
    assert bobs.post(url("sources", brand), {"address": "https://a.example"}).status_code == 403
    with brand_scope(brand.pk):
        assert Source.objects.count() == 1


def test_the_demo_network_is_offered_where_it_runs(bobs, brand, settings):
    settings.CMHUB_DEMO_NETWORK_URL = ""
    assert "Add the demo network" not in bobs.get(url("mentions", brand)).content.decode()
    bobs.post(url("demo_source", brand))
    with brand_scope(brand.pk):
        assert not Source.objects.exists()
    settings.CMHUB_DEMO_NETWORK_URL = "http://127.0.0.1:9"
    assert "Add the demo network" in bobs.get(url("mentions", brand)).content.decode()
    bobs.post(url("demo_source", brand))
    bobs.post(url("demo_source", brand))
    with brand_scope(brand.pk):
        assert Source.objects.get().network == "demo"
        here = {"source": Source.objects.get().public_id}
    assert bobs.get(url("source", brand, **here)).status_code == 200


def test_several_feeds_behind_an_address_are_chosen_from(bobs, brand, monkeypatch):
    found = [Found("https://a.example/feed", "A", "posts"), Found("https://a.example/comments", "A says", "comments")]
    monkeypatch.setattr(sources, "discover", lambda network, address: found)
    page = bobs.post(url("sources", brand), {"address": "a.example"})
    assert "Found: RSS, Atom, JSON Feed" in page.content.decode()
    bobs.post(url("sources", brand), {"address": "a.example", "choice": ["https://a.example/comments"]})
    with brand_scope(brand.pk):
        assert [(row.address, row.kind) for row in Source.objects.all()] == [("https://a.example/comments", "comments")]


def test_an_address_without_a_feed_says_what_to_do(bobs, brand, monkeypatch):
    monkeypatch.setattr(sources, "discover", lambda network, address: [])
    page = bobs.post(url("sources", brand), {"address": "a.example"})
    assert page.status_code == 422
    assert "There is no feed at a.example. Look for an RSS" in page.content.decode()
    monkeypatch.setattr(sources, "discover", refuse)
    assert "does not answer" in bobs.post(url("sources", brand), {"address": "a.example"}).content.decode()


def test_a_hashtag_is_shown_before_it_is_listened_to(bobs, brand, monkeypatch):
    asked = []
    found = [Found("https://m.example/tags/cafe", "#cafe · m.example", "posts")]
    monkeypatch.setattr(sources, "discover", lambda *what: asked.append(what) or found)
    page = bobs.post(url("sources", brand), {"address": "#cafe m.example"})
    shown = page.content.decode()
    assert "Found: Mastodon" in shown
    assert "Instances do not search words for strangers" in shown
    assert '<option value="mastodon" selected>' in shown
    with brand_scope(brand.pk):
        assert not Source.objects.exists()
    factories.topic(brand, "lumbre")  # without one, nothing would be kept
    chosen = {"network": "mastodon", "choice": "https://m.example/tags/cafe", "keep": "matching"}
    bobs.post(url("sources", brand), {"address": "#cafe m.example", **chosen})
    with brand_scope(brand.pk):
        row = Source.objects.get()
    assert (row.network, row.address, row.title, row.keep) == (
        "mastodon",
        "https://m.example/tags/cafe",
        "#cafe · m.example",
        "matching",
    )
    assert asked == [("mastodon", "#cafe m.example")] * 2


def test_what_a_network_can_and_cannot_is_said(bobs, brand, source):
    page = bobs.get(url("sources", brand)).content.decode()
    for words in ("Instances do not search words for strangers", "The public posts and answers of an account."):
        assert words in page


def refuse(network: str, address: str):
    raise Unavailable("refused")
