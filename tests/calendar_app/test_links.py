"""Links of a post: found in its text, marked for analytics, and looked at as people would open them."""

from __future__ import annotations

import socket

import pytest
from django.utils import translation

from calendar_app import links
from calendar_app.content import Content, ThreadPart
from tests.fault_server import FaultServer, reply


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


MARKS = {"source": "bluesky", "medium": "social", "campaign": "{campaign}"}


def test_links_are_found_without_the_punctuation_around_them():
    text = "Mira (https://lumbre.example/a), «https://lumbre.example/b_(c)» y https://lumbre.example/a. http:// no."
    assert links.found(text) == ["https://lumbre.example/a", "https://lumbre.example/b_(c)"]


def test_all_places_of_a_post_are_looked_through():
    content = Content(
        text="https://a.example", link="https://b.example", thread=(ThreadPart("https://a.example https://c.example"),)
    )
    assert links.of_content(content) == ["https://a.example", "https://b.example", "https://c.example"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example", "https://a.example?utm_source=x&utm_medium=social"),
        ("https://a.example/?q=1#top", "https://a.example/?q=1&utm_source=x&utm_medium=social#top"),
        ("https://a.example/?utm_source=old&b=", "https://a.example/?b=&utm_source=x&utm_medium=social"),
        ("https://a.example/?q=caf%C3%A9", "https://a.example/?q=caf%C3%A9&utm_source=x&utm_medium=social"),
    ],
)
def test_marks_are_added_and_replaced_never_doubled(url, expected):
    once = links.marked(url, {"source": " x ", "medium": "social", "campaign": " "})
    assert once == expected
    assert links.marked(once, {"source": "x", "medium": "social"}) == once


def test_placeholders_are_filled_and_what_stays_empty_is_left_out():
    filled = links.filled(MARKS, network="bluesky", campaign="20 años de Lumbre")
    assert filled == {"source": "bluesky", "medium": "social", "campaign": "20-anos-de-lumbre"}
    assert links.filled(MARKS, network="bluesky", campaign="") == {"source": "bluesky", "medium": "social"}


@pytest.mark.parametrize(
    ("status", "fine", "sure", "words"),
    [
        (200, True, True, "It works."),
        (403, True, False, "It turns programs away (403)"),
        (404, False, True, "There is no such page (404)."),
        (500, False, False, "It answers with an error (500)."),
    ],
)
def test_what_stands_behind_a_link_is_said(settings, status, fine, sure, words):
    with FaultServer({"/x": reply(status, b"<p>")}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        (seen,) = links.look([server.url("/x")])
    assert (seen.fine, seen.sure, seen.leads_to) == (fine, sure, "")
    assert words in seen.words


def test_no_link_leads_into_the_house(settings):
    with FaultServer({"/": reply(200, b"secret")}) as server:
        (inside, nobody) = links.look([server.url(), "http://169.254.169.254/latest/meta-data/"])
        assert server.requests == []
    assert "leads to no public place" in inside.words
    assert "leads to no public place" in nobody.words
    assert (inside.fine, nobody.fine) == (False, False)


def test_where_nobody_listens_is_said(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{port}"})
        (seen,) = links.look([f"http://127.0.0.1:{port}/"])
    assert (seen.fine, seen.words) == (False, "There is no such place, or it does not let anybody connect.")
