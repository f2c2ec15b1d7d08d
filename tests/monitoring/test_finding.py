"""What people type is taken to the network it belongs to, and what goes wrong is said in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from monitoring import sources
from monitoring.finding import Finding, NothingFound, find
from networks import errors
from networks.mastodon.client import NOT_MASTODON, TOKEN_NEEDED
from networks.types import Found

FOUND = [Found("https://a.example/x", "A", "posts")]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(monkeypatch):
    """What each network answers, and which were asked."""

    class World(dict):
        asked: list[str] = []

    held = World()
    held.asked = []

    def discover(network, address):
        held.asked.append(network)
        answer = held.get(network, [])
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(sources, "discover", discover)
    return held


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("https://blog.example/feed", ["feed"]),
        ("blog.example", ["feed", "bluesky"]),
        ("#café mastodon.social", ["mastodon"]),
        ("https://mastodon.social/tags/café", ["mastodon", "feed"]),
        ("@ana@mastodon.social", ["mastodon", "feed"]),
        ("https://mastodon.social/@ana", ["mastodon", "feed"]),
        ("#café", ["mastodon"]),
        ("ana.bsky.social", ["bluesky", "feed"]),
        ("@marca.example", ["bluesky", "feed"]),
        ("https://bsky.app/profile/ana.example", ["bluesky", "feed"]),
        ("did:plc:ana", ["bluesky", "feed"]),
        ("https://medium.com/@ana", ["feed"]),
        ("hola qué tal", []),
    ],
)
def test_the_likeliest_network_is_asked_first(world, typed, asked):
    with pytest.raises(NothingFound):
        find(typed)
    assert world.asked == asked


def test_a_named_network_is_asked_alone(world):
    world["feed"] = FOUND
    assert find("https://mastodon.social/@ana", "feed") == Finding("feed", FOUND)
    with pytest.raises(NothingFound):
        find("https://blog.example", "bluesky")
    assert world.asked == ["feed", "bluesky"]


@pytest.mark.parametrize("error", [errors.Broken(NOT_MASTODON), errors.Gone("HTTP 404"), errors.Rejected("no")])
def test_where_it_is_none_of_the_likeliest_the_next_is_asked(world, error):
    world |= {"mastodon": error, "feed": FOUND}
    assert find("https://blog.example/@ana") == Finding("feed", FOUND)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.NotAllowed(TOKEN_NEEDED), TOKEN_NEEDED),
        (errors.NotAllowed("HTTP 403"), "https://m.example/@ana does not let us in."),
        (errors.AuthExpired("HTTP 401"), "https://m.example/@ana does not let us in."),
        (errors.Unavailable("refused"), "https://m.example/@ana does not answer."),
        (errors.RateLimited("HTTP 429"), "https://m.example/@ana asks us to wait."),
    ],
)
def test_a_closed_door_is_the_answer(world, error, words):
    world |= {"mastodon": error, "feed": FOUND}
    with pytest.raises(NothingFound) as caught:
        find("https://m.example/@ana")
    assert caught.value.message.startswith(words)
    assert world.asked == ["mastodon"]


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (errors.Broken(NOT_MASTODON), errors.Gone("HTTP 404"), NOT_MASTODON),
        (errors.Gone("HTTP 404"), [], "There is nothing at https://m.example/@ana."),
        (errors.Broken("HTTP 204"), errors.Unavailable("x"), "We cannot listen to https://m.example/@ana."),
    ],
)
def test_the_likeliest_network_has_the_word(world, first, then, words):
    world |= {"mastodon": first, "feed": then}
    with pytest.raises(NothingFound) as caught:
        find("https://m.example/@ana")
    assert caught.value.message.startswith(words)


def test_what_nobody_knows(world):
    with pytest.raises(NothingFound) as caught:
        find("hola qué tal")
    assert caught.value.message.startswith("We do not know what “hola qué tal” is. Paste the address of a page")
