"""Jetstream's frames to events, and the connection: what is asked for, and what goes wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from networks import registry
from networks.bluesky.jetstream import Jetstream, subscription
from networks.errors import Unavailable
from networks.streams import AccountState, Deleted, Renamed, Said, Unread, moment, place
from networks.types import Author
from tests.fault_server import closed_port
from tests.networks.jetstream_fake import FakeJetstream
from tests.networks.jetstream_world import POST, World, hostile

DID = "did:plc:eygmaihciaxprqvxpfvl6flk"
AT = 1_725_911_162_329_308
URI = f"at://{DID}/{POST}/3l3qo2vuowo2b"


def read(kind, **what):
    return Jetstream().read(json.dumps({"did": DID, "time_us": AT, "kind": kind, **what}))


def commit(operation, **record):
    told = {"rev": "3l3qo2vutsw2b", "operation": operation, "collection": POST, "rkey": "3l3qo2vuowo2b"}
    return read("commit", commit=told | ({"record": {"$type": POST, **record}, "cid": "bafy"} if record else {}))


def test_a_new_post():
    said = commit("create", text="El café  está muy bueno", langs=["es-ES", "en"], createdAt="2024-09-09T19:46:02.102Z")
    assert isinstance(said, Said)
    assert (said.at, said.external_id, said.text) == (AT, URI, "El café está muy bueno")
    assert (said.language, said.edited) == ("es", False)
    item = said.item()
    assert (item.external_id, item.network, item.text) == (URI, "bluesky", said.text)
    assert item.author == Author(DID, url=f"https://bsky.app/profile/{DID}")
    assert item.posted_at == datetime(2024, 9, 9, 19, 46, 2, 102000, UTC)


def test_a_date_ahead_of_the_stream_gives_way_to_it():
    said = commit("create", text="mañana", createdAt="2031-01-01T00:00:00Z")
    assert said.item().posted_at == moment(AT) == datetime(2024, 9, 9, 19, 46, 2, 329308, UTC)


def test_an_edit_a_deletion_a_handle_and_an_account():
    assert commit("update", text="otra cosa").edited
    assert commit("delete") == Deleted(AT, URI)
    assert read("identity", identity={"did": DID, "handle": "ana.example"}) == Renamed(AT, DID, "@ana.example")
    assert read("account", account={"active": False, "status": "takendown"}) == AccountState(AT, DID, visible=False)
    assert read("account", account={"active": True}) == AccountState(AT, DID, visible=True)


def test_what_is_not_for_us_is_told_from_what_cannot_be_read():
    assert read("sync", sync={}) == Unread(AT, broken=False)
    assert read("identity", identity={"did": DID}) == Unread(AT, broken=False)
    like = {"operation": "create", "collection": "app.bsky.feed.like", "rkey": "a", "record": {}}
    assert read("commit", commit=like) == Unread(AT, broken=False)
    assert Jetstream().read("{") == Unread(0, broken=True)


def test_hostile_frames_are_nobodys_words():
    for frame in hostile(AT):
        event = Jetstream().read(frame)
        assert isinstance(event, Unread) or (isinstance(event, Said) and event.item() is None), frame[:200]


@pytest.mark.parametrize("at", [0, -1, -(10**30), 10**30, 2**63])
def test_places_that_cannot_be(at):
    said = Jetstream().read(
        json.dumps(
            {"did": DID, "time_us": at, "kind": "commit", "commit": {"operation": "create",
             "collection": POST, "rkey": "k", "record": {"text": "hola"}}}
        )
    )  # fmt: skip
    assert (said.at, said.item().text) == (at, "hola")


def test_a_seeded_world_is_read_whole():
    world = World(seed=7)
    events = [Jetstream().read(frame) for frame in world.frames(2000)]
    kinds = Counter(type(event).__name__ for event in events)
    assert kinds.keys() == {"Said", "Deleted", "Renamed", "AccountState"}
    said = {event.external_id: event for event in events if isinstance(event, Said)}
    assert said.keys() - {e.external_id for e in events if isinstance(e, Deleted)} == world.posts.keys()
    assert all(said[uri].text.split()[:3] == post.text.split()[:3] for uri, post in world.posts.items())
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_what_is_asked_for():
    assert subscription("wss://a.example/subscribe", 5) == (
        f"wss://a.example/subscribe?wantedCollections={POST}&maxMessageSizeBytes=1000000&cursor=5"
    )
    assert subscription("wss://a.example/s?k=v", 5).startswith("wss://a.example/s?k=v&wantedCollections=")


def test_places_are_microseconds_since_1970():
    assert moment(AT) == datetime(2024, 9, 9, 19, 46, 2, 329308, UTC)
    assert place(moment(AT)) == AT
    assert moment(10**30) is None


class TestTheConnection:
    def test_frames_come_from_the_place_on(self):
        frames = World(seed=1).frames(20)
        at = json.loads(frames[10])["time_us"]
        with FakeJetstream(frames) as server, Jetstream().listen(server.url, at) as heard:
            assert [heard.next(5) for _ in range(10)] == frames[10:]
            assert heard.next(0.05) is None
            assert server.asked == [
                {"wantedCollections": [POST], "maxMessageSizeBytes": ["1000000"], "cursor": [str(at)]}
            ]

    def test_a_server_that_hangs_up(self):
        with FakeJetstream(World().frames(5)) as server:
            server.drop_after = [2]
            with Jetstream().listen(server.url, 0) as heard:
                assert heard.next(5)
                assert heard.next(5)
                with pytest.raises(Unavailable):
                    heard.next(5)

    def test_nobody_there(self):
        with pytest.raises(Unavailable), Jetstream().listen(f"ws://127.0.0.1:{closed_port()}/subscribe", 0):
            pass

    def test_a_server_that_refuses(self):
        with FakeJetstream() as server:
            server.refuse = True
            with pytest.raises(Unavailable) as caught, Jetstream().listen(server.url, 0):
                pass
            assert caught.value.detail == "HTTP 503"

    def test_a_frame_larger_than_was_asked_for_ends_it(self):
        large = json.dumps({"time_us": 1, "x": "a" * 9_000_000})
        with FakeJetstream([large]) as server, Jetstream().listen(server.url, 0) as heard, pytest.raises(Unavailable):
            heard.next(5)

    def test_proxies_of_the_environment_are_not_asked(self, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
        with FakeJetstream(World().frames(1)) as server, Jetstream().listen(server.url, 0) as heard:
            assert heard.next(5)


def test_the_operators_list_is_where_it_is_heard(settings):
    settings.CMHUB_JETSTREAM = ("ws://127.0.0.1:1/subscribe",)
    assert registry.connector("jetstream").servers() == ("ws://127.0.0.1:1/subscribe",)
