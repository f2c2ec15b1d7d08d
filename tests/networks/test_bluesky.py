"""The Bluesky connector against a fake AppView."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from core import clock
from networks import loose
from networks.bluesky import addresses, client
from networks.bluesky.connector import NOT_AN_ADDRESS, Bluesky
from networks.errors import Broken, Gone, NotAllowed, RateLimited, Rejected, Unavailable
from networks.types import Found, Guess
from tests.fault_server import FaultServer, reply
from tests.networks.bluesky_fake import AppView
from tests.networks.contract import check_page
from tests.networks.mastodon_fake import serve


@pytest.fixture
def appview(settings):
    held = AppView()
    with serve(held) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.CMHUB_BLUESKY_URL = f"http://127.0.0.1:{server.server_port}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset()  # the setting itself is trusted
        yield held
        server.shutdown()


class Reader:
    """Polls a source as the job does, and keeps what it holds."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cursor: dict = {}
        self.texts: dict[str, str] = {}
        self.page = None

    def poll(self) -> list[str]:
        self.page = Bluesky().poll(self.address, self.cursor)
        check_page(self.page)
        self.cursor = dict(self.page.cursor)
        new = [item.text for item in self.page.items if item.external_id not in self.texts]
        self.texts |= {item.external_id: item.text for item in self.page.items}
        return new

    @property
    def missing(self) -> set[str]:
        return set(self.texts) - {item.external_id for item in self.page.items}


@pytest.fixture
def ana(appview):
    return Reader("https://bsky.app/profile/ana.example")


def talk(appview, first: int, last: int) -> list[str]:
    begun = clock.now() - timedelta(days=1)
    return [appview.post(f"Post {n}", at=begun + timedelta(seconds=n)) for n in range(first, last + 1)]


def said(first: int, last: int) -> set[str]:
    return {f"Post {n}" for n in range(first, last + 1)}


class TestPosts:
    def test_what_is_there_and_then_what_is_new(self, appview, ana):
        talk(appview, 1, 3)
        assert ana.poll() == ["Post 3", "Post 2", "Post 1"]
        assert ana.page.title == "Ana (@ana.example)"
        assert ana.page.home_url == "https://bsky.app/profile/ana.example"
        assert {item.reach for item in ana.page.items} == {12}
        talk(appview, 4, 5)
        assert ana.poll() == ["Post 5", "Post 4"]

    def test_reposts_are_left_out(self, appview, ana):
        appview.post("Mío")
        appview.post("De otros", reason={"$type": "app.bsky.feed.defs#reasonRepost"})
        assert ana.poll() == ["Mío"]

    def test_a_first_read_takes_the_newest_pages(self, appview, ana):
        talk(appview, 1, 500)
        ana.poll()
        assert set(ana.texts.values()) == said(201, 500)

    def test_however_much_came_in_between_nothing_is_left_out(self, appview, ana):
        talk(appview, 1, 20)
        ana.poll()
        talk(appview, 21, 2600)
        for _ in range(3):
            ana.poll()
        assert set(ana.texts.values()) == said(1, 2600)
        assert "older" not in ana.cursor
        talk(appview, 2601, 2602)
        assert set(ana.poll()) == said(2601, 2602)

    def test_a_quiet_account_costs_two_calls(self, appview, ana):
        talk(appview, 1, 250)
        ana.poll()
        appview.asked.clear()
        ana.poll()
        assert [method for method, _ in appview.asked] == ["app.bsky.actor.getProfile", "app.bsky.feed.getAuthorFeed"]

    def test_a_budget_spent_half_way_is_gone_on_from(self, appview, ana):
        talk(appview, 1, 20)
        ana.poll()
        talk(appview, 21, 520)
        appview.budget = 3
        ana.poll()
        assert ana.page.poll_again_after > clock.now() + timedelta(minutes=2)
        assert ana.page.complete_since is None
        appview.budget = None
        ana.poll()
        assert set(ana.texts.values()) == said(1, 520)


class TestChanges:
    def test_what_was_deleted_is_missing_from_where_the_page_is_complete(self, appview, ana):
        uris = talk(appview, 1, 150)
        ana.poll()
        appview.delete(uris[100])
        appview.delete(uris[10])
        ana.poll()
        oldest = min(item.posted_at for item in ana.page.items)
        assert ana.page.complete_since == oldest
        assert uris[100] in ana.missing
        appview.delete(uris[149])
        ana.poll()
        assert uris[149] in ana.missing

    def test_a_short_feed_is_whole(self, appview, ana):
        uris = talk(appview, 1, 5)
        ana.poll()
        appview.delete(uris[0])
        ana.poll()
        assert (ana.missing, ana.page.complete_since) == ({uris[0]}, loose.EARLIEST)

    def test_who_changes_their_handle_is_followed(self, appview, ana):
        appview.post("Uno")
        ana.poll()
        assert ana.page.address == ""
        appview.handle = "ana-lumbre.example"
        appview.post("Dos")
        assert ana.poll() == ["Dos"]
        assert ana.page.address == "https://bsky.app/profile/ana-lumbre.example"


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "error", "message", "expected", "detail"),
        [
            (400, "InvalidRequest", "Profile not found", Gone, client.NO_SUCH_ACCOUNT),
            (400, "InvalidRequest", "Unable to resolve handle", Gone, client.NO_SUCH_ACCOUNT),
            (400, "AccountTakedown", "Account has been suspended", Gone, client.CLOSED_ACCOUNT),
            (400, "AccountDeactivated", "Account is deactivated", Gone, client.CLOSED_ACCOUNT),
            (400, "BlockedActor", "Requester has blocked actor", NotAllowed, client.FOR_MEMBERS),
            (400, "InvalidRequest", "Error: actor must be a valid did or a handle", Rejected, "HTTP 400"),
            (401, "AuthMissing", "Authentication Required", NotAllowed, client.FOR_MEMBERS),
            (502, "UpstreamFailure", "", Unavailable, "HTTP 502"),
            (413, "PayloadTooLarge", "", Rejected, "HTTP 413"),
        ],
    )
    def test_what_the_appview_says(self, appview, ana, status, error, message, expected, detail):
        appview.refuses = (status, {"error": error, "message": message}, {})
        for ask in (ana.poll, lambda: Bluesky().discover("ana.example")):
            with pytest.raises(expected) as caught:
                ask()
            assert type(caught.value) is expected
            assert caught.value.detail == detail

    def test_a_spent_budget_waits_for_its_reset(self, appview, ana):
        appview.budget = 0
        with pytest.raises(RateLimited) as caught:
            ana.poll()
        assert abs(caught.value.until - clock.now() - timedelta(minutes=3)) < timedelta(seconds=5)

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"<!doctype html>", "text/html"),
            (b"{", "application/json"),
            (b"[]", "application/json"),
            (b'{"did": 7}', "application/json"),
            (b'{"did": "did:plc:ana", "feed": "x"}', "application/json; charset=utf-8"),
        ],
    )
    def test_what_is_not_bluesky(self, settings, body, kind):
        with FaultServer({"/": reply(200, body, Content_Type=kind)}) as server:
            settings.CMHUB_BLUESKY_URL = f"http://{server.pair}"
            with pytest.raises(Broken) as caught:
                Bluesky().poll("ana.example", {})
            assert caught.value.detail == client.NOT_BLUESKY
            assert server.requests[0].headers["user-agent"].startswith("cmhub/")

    @pytest.mark.parametrize("typed", ["", "hola", "https://bsky.app/", "#café"])
    def test_what_is_no_address(self, typed):
        for ask in (lambda: Bluesky().poll(typed, {}), lambda: Bluesky().discover(typed)):
            with pytest.raises(Rejected) as caught:
                ask()
            assert caught.value.detail == NOT_AN_ADDRESS


def test_discovery(appview):
    found = Bluesky().discover("@ana.example")
    assert found == [Found("https://bsky.app/profile/ana.example", "Ana (@ana.example)", "posts")]
    assert [query["actor"] for _, query in appview.asked] == ["ana.example", "did:plc:ana"]


@pytest.mark.parametrize(
    ("typed", "actor", "guess"),
    [
        ("ana.bsky.social", "ana.bsky.social", Guess.YES),
        ("@Ana.Example", "ana.example", Guess.YES),
        ("did:plc:z72i7hdynmk6r22z27h6tvur", "did:plc:z72i7hdynmk6r22z27h6tvur", Guess.YES),
        ("did:web:ana.example", "did:web:ana.example", Guess.YES),
        ("https://bsky.app/profile/ana.example", "ana.example", Guess.YES),
        ("https://bsky.app/profile/did:plc:ana/post/3k1?x=1", "did:plc:ana", Guess.YES),
        ("bsky.app/profile/@ana.example", "ana.example", Guess.YES),
        ("https://ana.bsky.social/", "ana.bsky.social", Guess.YES),
        ("at://did:plc:ana/app.bsky.feed.post/3k1", "did:plc:ana", Guess.YES),
        ("ana.example", "ana.example", Guess.MAYBE),
        ("https://ana.example/profile/x", "", Guess.NO),
        ("https://ana.example", "", Guess.NO),
        ("@ana@mastodon.social", "", Guess.NO),
        ("ana", "", Guess.NO),
        ("-ana-.example", "", Guess.NO),
        ("ana.123", "", Guess.NO),
        ("http://[::1", "", Guess.NO),
        ("a." * 300 + "example", "", Guess.NO),
    ],
)
def test_what_people_type(typed, actor, guess):
    assert (addresses.actor(typed), Bluesky().recognises(typed)) == (actor, guess)
