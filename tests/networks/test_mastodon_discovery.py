"""What the Mastodon connector finds behind what people type."""

from __future__ import annotations

import pytest

from networks.mastodon import addresses
from networks.mastodon.connector import Mastodon
from networks.types import Found, Guess
from tests.fault_server import FaultServer, reply
from tests.networks.mastodon_reader import (
    fake_instance,  # noqa: F401 - fixtures
)


class TestDiscovery:
    def test_a_hashtag(self, instance):
        found = Mastodon().discover(f"http://{instance.host}/tags/café")
        assert found == [Found(f"http://{instance.host}/tags/café", f"#café · {instance.host}", "posts")]

    def test_an_account(self, instance):
        instance.post("Mío", by="ana")
        found = Mastodon().discover(f"http://{instance.host}/@ana/109")
        assert found == [Found(f"http://{instance.host}/@ana", f"Ana (@ana@{instance.host})", "posts")]

    def test_where_its_home_does_not_answer_the_named_instance_does(self, instance):
        instance.post("Mío", by="ana@127.0.0.1:9", account={**instance.account("ana"), "acct": "ana@127.0.0.1:9"})
        found = Mastodon().discover(f"http://{instance.host}/@ana@127.0.0.1:9")
        assert [one.address for one in found] == [f"http://{instance.host}/@ana@127.0.0.1:9"]

    def test_a_domain_that_another_serves(self, instance, settings):
        """@ana@example.org whose posts live at social.example.org."""
        instance.post("Mío", by="ana")
        page = (
            f'{{"links": [{{"rel": "http://webfinger.net/rel/profile-page", "href": "http://{instance.host}/@ana"}}]}}'
        )
        with FaultServer({"/.well-known/webfinger": reply(200, page.encode())}) as home:
            settings.CMHUB_OUTBOUND_ALLOW |= {home.pair}
            found = Mastodon().discover(home.url("/@ana"))
        assert [one.address for one in found] == [f"http://{instance.host}/@ana"]
        assert home.requests[-1].path == f"/.well-known/webfinger?resource=acct:ana@{home.pair}"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("#café mastodon.social", "https://mastodon.social/tags/café"),
        ("#café@mastodon.social", "https://mastodon.social/tags/café"),
        ("#café en mastodon.social", "https://mastodon.social/tags/café"),
        ("  #cafe https://Mastodon.Social/ ", "https://mastodon.social/tags/cafe"),
        ("mastodon.social #cafe", "https://mastodon.social/tags/cafe"),
        ("https://mastodon.social/tags/caf%C3%A9", "https://mastodon.social/tags/café"),
        ("https://mastodon.social/tags/café?x=1", "https://mastodon.social/tags/café"),
        ("mastodon.social/tags/cafe", "https://mastodon.social/tags/cafe"),
        ("https://pleroma.example/tag/cafe", "https://pleroma.example/tags/cafe"),
        ("https://pixelfed.example/discover/tags/cafe", "https://pixelfed.example/tags/cafe"),
        ("https://mastodon.social/web/timelines/tag/cafe", "https://mastodon.social/tags/cafe"),
        ("http://127.0.0.1:8099/tags/cafe", "http://127.0.0.1:8099/tags/cafe"),
        ("@ana@mastodon.social", "https://mastodon.social/@ana"),
        ("ana@mastodon.social", "https://mastodon.social/@ana"),
        ("acct:ana@mastodon.social", "https://mastodon.social/@ana"),
        ("https://mastodon.social/@ana", "https://mastodon.social/@ana"),
        ("https://mastodon.social/@ana/110", "https://mastodon.social/@ana"),
        ("https://mastodon.social/users/ana", "https://mastodon.social/@ana"),
        ("https://mastodon.social/@ana@b.example", "https://mastodon.social/@ana@b.example"),
        ("https://mastodon.social/@ana@mastodon.social", "https://mastodon.social/@ana"),
        ("https://ana@mastodon.social/tags/x", None),
        ("https://medium.com/@ana", None),
        ("https://www.youtube.com/@ana", None),
        ("https://blog.example/2026/11/@", None),
        ("#café", None),
        ("@ana.bsky.social", None),
        ("café", None),
        ("ftp://a.example/tags/x", None),
        ("http://[::1/tags/x", None),
        ("x" * 5000 + "@a.example", None),
    ],
)
def test_what_people_type(typed, address):
    place = addresses.read(typed)
    assert (place and place.address) == address
    if place:
        assert addresses.read(place.address) == place
        assert Mastodon().recognises(typed) is Guess.YES
