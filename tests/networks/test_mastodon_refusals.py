"""What the Mastodon connector makes of instances that refuse, break off, or are none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from networks.errors import Broken, NotAllowed, RateLimited, Rejected, Unavailable
from networks.mastodon import client
from networks.mastodon.connector import NAME_THE_INSTANCE, NOT_AN_ADDRESS, Mastodon
from tests.fault_server import FaultServer, closed_port, reply
from tests.networks.mastodon_reader import Reader, fake_instance, reader_of_cafe, said, talk  # noqa: F401 - fixtures


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (401, "This method requires an authenticated user"),
            (422, "This method requires an authenticated user"),
            (403, "authorization required for timeline view"),
            (401, "Unauthorized: token not supplied"),
            (403, {"code": "NO_PERMISSION", "message": "Credentials required"}),
        ],
    )
    def test_an_instance_that_demands_a_token_says_so(self, instance, cafe, status, words):
        instance.closed = (status, words)
        with pytest.raises(NotAllowed) as caught:
            cafe.poll()
        assert caught.value.detail == client.TOKEN_NEEDED
        with pytest.raises(NotAllowed):
            Mastodon().discover(cafe.address)

    def test_a_parameter_that_it_does_not_like(self, instance, cafe):
        instance.closed = (422, "Validation failed: tag is too long")
        with pytest.raises(Rejected) as caught:
            cafe.poll()
        assert caught.value.detail == "Validation failed: tag is too long"

    def test_a_spent_budget_waits_for_its_reset(self, instance, cafe):
        instance.budget, instance.reset = 0, clock.now() + timedelta(minutes=3)
        with pytest.raises(RateLimited) as caught:
            cafe.poll()
        assert abs(caught.value.until - instance.reset) < timedelta(seconds=1)

    def test_a_budget_spent_half_way_keeps_what_was_read(self, instance, cafe):
        talk(instance, 1, 50)
        cafe.poll()
        talk(instance, 51, 300)
        instance.budget, instance.reset = 2, clock.now() + timedelta(minutes=3)
        cafe.poll()
        assert cafe.page.complete_since is None
        assert abs(cafe.page.poll_again_after - instance.reset) < timedelta(seconds=1)
        instance.budget = None
        cafe.poll()
        assert set(cafe.texts.values()) == said(1, 300)

    @pytest.mark.parametrize(
        "answer",
        [
            reply(200, b"<!doctype html><html>Hola</html>", Content_Type="text/html"),
            reply(200, b'{"error": "no"}', Content_Type="application/json"),
            reply(200, b"[" * 100_000, Content_Type="application/json"),
            reply(200, b'"hola"', Content_Type="application/json"),
        ],
    )
    def test_what_is_not_mastodon(self, settings, answer):
        with FaultServer({"/": answer}) as server:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
            with pytest.raises(Broken) as caught:
                Mastodon().poll(server.url("/tags/cafe"), {})
            assert caught.value.detail == client.NOT_MASTODON
            with pytest.raises(Broken):
                Mastodon().discover(server.url("/@ana"))

    def test_a_redirect_into_a_private_network(self, settings, instance):
        instance.post("Secreto", tags=["cafe"])
        with FaultServer({"/": reply(302, Location=f"http://{instance.host}/api/v1/timelines/tag/cafe")}) as server:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
            with pytest.raises(Rejected):
                Mastodon().poll(server.url("/tags/cafe"), {})
        assert instance.asked == []

    def test_nobody_answers(self, settings):
        pair = f"127.0.0.1:{closed_port()}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
        with pytest.raises(Unavailable):
            Mastodon().discover(f"http://{pair}/tags/cafe")

    @pytest.mark.parametrize("typed", ["", "hola", "https://a.example/blog/1"])
    def test_what_is_no_address(self, typed):
        for ask in (lambda: Mastodon().poll(typed, {}), lambda: Mastodon().discover(typed)):
            with pytest.raises(Rejected) as caught:
                ask()
            assert caught.value.detail == NOT_AN_ADDRESS

    def test_a_hashtag_needs_an_instance(self):
        with pytest.raises(Rejected) as caught:
            Mastodon().discover("#café")
        assert caught.value.detail == NAME_THE_INSTANCE
