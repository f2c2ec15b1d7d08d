"""One consumer, a Jetstream of our own, brands that listen: what arrives, once, and what does not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from brands.scope import brand_scope
from core import clock
from monitoring import polling, sources
from monitoring.models import Author, Mention, Stream, Topic
from monitoring.streaming import audience, position
from networks.streams import place
from tests.monitoring.streaming.conftest import consume, listening, reached, source_of
from tests.networks.jetstream_world import POST, World, hostile

pytestmark = pytest.mark.django_db


def world(**fields) -> World:
    return World(began=clock.now() + timedelta(seconds=1), mentioned=("Lumbre", "Verdea"), share=0.1, **fields)


def listed(brand) -> dict[str, str]:
    """Text by uri of what the brand sees."""
    with brand_scope(brand.pk):
        return dict(Mention.objects.filter(gone_at=None).values_list("external_id", "text"))


def soon() -> int:
    """A place that a consumer that starts now has not passed yet."""
    return place(clock.now()) + 60_000_000


def test_each_brand_hears_its_own_and_nothing_else(server):
    lumbre, verdea, nobody = listening("Lumbre", "lumbre"), listening("Verdea", "verdea"), listening("Nobody")
    said = world()
    frames = said.frames(800)
    server.tell(frames)
    consume(reached(frames[-1]))
    said.check("Lumbre", listed(lumbre))
    said.check("Verdea", listed(verdea))
    assert listed(nobody) == {}
    with brand_scope(lumbre.pk):
        assert set(Mention.objects.values_list("network", flat=True)) == {"bluesky"}


def test_what_was_edited_says_what_it_says_now(server):
    lumbre = listening("Lumbre", "lumbre")
    said = world(seed=3)
    frames = said.frames(800)
    server.tell(frames)
    consume(reached(frames[-1]))
    seen = listed(lumbre)
    assert {u: t.split()[:3] for u, t in seen.items()} == {u: said.posts[u].text.split()[:3] for u in seen}


def test_an_edit_reaches_a_mention_that_no_topic_would_find_any_more(server):
    lumbre = listening("Lumbre", "lumbre")
    at = soon()
    server.tell([post(at + 1, "a", "me gusta Lumbre")])
    consume(lambda: bool(listed(lumbre)))
    server.tell([post(at + 2, "a", "me gusta otra cosa", "update"), post(at + 3, "b", "y otra más", "update")])
    consume(lambda: list(listed(lumbre).values()) == ["me gusta otra cosa"])


def test_deleted_here_is_gone_there_and_counted_no_more(server):
    lumbre = listening("Lumbre", "lumbre")
    at = soon()
    server.tell([post(at + 1, "a", "Lumbre"), post(at + 2, "b", "Lumbre"), deletion(at + 3, "b")])
    consume(reached(deletion(at + 3, "b")))
    assert listed(lumbre) == {uri("a"): "Lumbre"}
    server.tell([deletion(at + 4, "a"), deletion(at + 5, "never-seen")])
    consume(reached(deletion(at + 5, "")))
    assert listed(lumbre) == {}
    with brand_scope(lumbre.pk):
        (mention,) = Mention.objects.all()
        assert mention.gone_at is not None


def test_an_account_takes_its_mentions_along_and_brings_back_those_that_it_did_not_delete(server):
    lumbre = listening("Lumbre", "lumbre")
    at = soon()
    server.tell([post(at + n, key, "Lumbre") for n, key in enumerate("abc", 1)] + [deletion(at + 4, "c")])
    consume(lambda: listed(lumbre).keys() == {uri("a"), uri("b")})
    server.tell([account(at + 5, active=False)])
    consume(lambda: not listed(lumbre))
    server.tell([deletion(at + 6, "b"), account(at + 7, active=False), account(at + 8, active=True)])
    consume(reached(account(at + 8, active=True)))
    assert listed(lumbre).keys() == {uri("a")} | {uri("b")}
    with brand_scope(lumbre.pk):
        assert list(Author.objects.values_list("gone_at", flat=True)) == [None]


def test_handles_become_known_when_somebody_takes_one(server):
    lumbre = listening("Lumbre", "lumbre")
    at = soon()
    server.tell([post(at + 1, "a", "Lumbre"), identity(at + 2, "nobody.example", "did:plc:other")])
    consume(lambda: bool(listed(lumbre)))
    with brand_scope(lumbre.pk):
        (author,) = Author.objects.all()
        assert (author.handle, str(author)) == ("", "did:plc:aaaaaaaaaaaa…")
    server.tell([identity(at + 3, "ana.example")])
    consume(reached(identity(at + 3, "")))
    with brand_scope(lumbre.pk):
        assert str(Author.objects.get()) == "@ana.example"


def test_a_topic_that_asks_for_a_language_is_not_left_to_what_authors_declare(server):
    lumbre = listening("Lumbre", "café lang:es")
    at = soon()
    server.tell([post(at + 1, "a", "el café es muy bueno y la gente también", langs=["en"])])
    consume(lambda: bool(listed(lumbre)))


def test_hostile_frames_are_counted_and_nothing_else_happens(server):
    lumbre = listening("Lumbre", "lumbre OR hola")
    at = soon()
    huge = post(at + 2, "huge", "Lumbre " + "á" * 150_000)
    past, future = post(5, "past", "hola"), post(at + 10**15, "future", "hola")
    server.tell([post(at, "", ""), *hostile(at + 1), huge, past, future, post(at + 3, "last", "Lumbre")])
    consume(reached(post(at + 3, "", "")))
    seen = listed(lumbre)
    assert seen.keys() == {uri("huge"), uri("past"), uri("future"), uri("last")}
    assert len(seen[uri("huge")]) <= 100_000
    stream = Stream.objects.get()
    assert stream.cursor == at + 3
    assert stream.unreadable == 1 + sum(_broken(frame) for frame in hostile(at)) > 20


def test_a_server_that_drops_us_again_and_again_costs_nothing(server, settings):
    lumbre = listening("Lumbre", "lumbre")
    said = world(seed=5)
    frames = said.frames(600)
    server.drop_after = [50, 100, 7]
    server.tell(frames)
    consume(reached(frames[-1]))
    said.check("Lumbre", listed(lumbre))
    cursors = [int(asked["cursor"][0]) for asked in server.asked]
    assert len(cursors) == 4
    assert cursors == sorted(cursors)
    assert source_of(lumbre).last_error == ""


def test_the_next_server_is_asked_with_the_cursor_rewound(server, settings):
    lumbre = listening("Lumbre", "lumbre")
    settings.CMHUB_JETSTREAM = ("ws://127.0.0.1:1/subscribe", server.url)
    Stream.objects.create(network="jetstream", cursor=place(clock.now()))
    last = post(soon(), "a", "Lumbre")
    server.tell([last])
    consume(reached(last))
    assert listed(lumbre).keys() == {uri("a")}
    (asked,) = server.asked
    assert place(clock.now()) - int(asked["cursor"][0]) >= 10_000_000


def test_an_outage_is_said_on_the_sources_page_and_taken_back(server):
    lumbre = listening("Lumbre", "lumbre")
    server.refuse = True
    consume(lambda: source_of(lumbre).last_error == "Unavailable")
    assert source_of(lumbre).last_error_detail == "HTTP 503"
    server.refuse = False
    server.tell([post(soon(), "a", "hola")])
    consume(lambda: source_of(lumbre).last_error == "")
    assert source_of(lumbre).last_success_at is not None


def test_what_the_server_has_forgotten_is_noticed(server):
    listening("Lumbre", "lumbre")
    then = place(clock.now() - timedelta(days=3))
    Stream.objects.create(network="jetstream", cursor=then)
    first = post(place(clock.now() - timedelta(hours=36)), "a", "hola")
    server.tell([first])
    consume(reached(first))
    stream = Stream.objects.get()
    assert timedelta(hours=35) < stream.gap_to - stream.gap_from < timedelta(hours=37)


def test_nothing_is_connected_while_nobody_listens(server):
    brand = listening("Lumbre")
    looks = []
    consume(lambda: looks.append(1) or len(looks) > 5)
    assert server.asked == []
    assert source_of(brand).state == "waiting"
    with brand_scope(brand.pk):
        Topic.objects.create(brand=brand, name="Lumbre", query="lumbre")
    last = post(soon(), "a", "Lumbre")
    server.tell([last])
    consume(reached(last))
    assert listed(brand).keys() == {uri("a")}


def test_who_comes_while_it_runs_is_heard_and_who_pauses_is_not(server):
    lumbre, verdea = listening("Lumbre", "lumbre"), listening("Verdea")
    at = soon()
    steps = iter([_pause(lumbre), _topic(verdea, "lumbre")])

    def until() -> bool:
        if len(server.asked) and (step := next(steps, None)):
            step()
            return False
        if len(server.asked):
            server.tell([post(at + 1, "a", "Lumbre")])
        return bool(listed(verdea))

    consume(until)
    assert listed(lumbre) == {}
    assert source_of(lumbre).state == "paused"


def test_a_paused_source_gets_nothing_of_a_batch_that_was_matched_before(server, monkeypatch):
    lumbre = listening("Lumbre", "lumbre")
    source = source_of(lumbre)
    at = soon()
    server.tell([post(at + 1, "a", "Lumbre")])
    seen = audience.Audience.wanting

    def then_pause(self, said, network):
        with brand_scope(lumbre.pk):
            sources.pause(source)
        return seen(self, said, network)

    monkeypatch.setattr(audience.Audience, "wanting", then_pause)
    consume(lambda: bool(server.asked) and Stream.objects.filter(cursor=None).exists())
    assert listed(lumbre) == {}


def test_one_item_that_cannot_be_written_costs_itself_alone(server, monkeypatch):
    lumbre = listening("Lumbre", "lumbre")
    from monitoring import ingest

    whole = ingest.prepare

    def prepare(source, page, **rest):
        if any("poison" in item.text for item in page.items):
            raise ValueError("a mistake of ours")
        return whole(source, page, **rest)

    monkeypatch.setattr(ingest, "prepare", prepare)
    at = soon()
    last = post(at + 3, "c", "Lumbre")
    server.tell([post(at + 1, "a", "Lumbre"), post(at + 2, "b", "Lumbre poison"), last])
    consume(reached(last))
    assert listed(lumbre).keys() == {uri("a"), uri("c")}


def test_polling_leaves_streams_alone_and_the_end_gives_them_back(server):
    lumbre = listening("Lumbre", "lumbre")
    assert polling.poll_due() == 0
    states = []
    consume(lambda: states.append(source_of(lumbre).state) or len(states) > 3)
    assert "running" in states
    source = source_of(lumbre)
    assert (source.state, source.claim) == ("waiting", None)


def test_lag_is_told_of_streams_that_somebody_hears(server):
    assert position.lags() == {}
    Stream.objects.create(network="jetstream", cursor=place(clock.now() - timedelta(minutes=7)))
    assert position.lags()["jetstream"] // timedelta(minutes=1) == 7
    Stream.objects.update(cursor=place(clock.now() + timedelta(minutes=1)))
    assert position.lags() == {"jetstream": timedelta()}
    position.forget("jetstream")
    assert position.lags() == {}


DID = "did:plc:" + "a" * 24


def uri(key: str) -> str:
    return f"at://{DID}/{POST}/{key}"


def _frame(at, kind, did=DID, **what) -> str:
    return json.dumps({"did": did, "time_us": at, "kind": kind, **what})


def post(at, key, text, operation="create", langs=("es",)) -> str:
    record = {"$type": POST, "text": text, "langs": list(langs)}
    return _frame(at, "commit", commit={"operation": operation, "collection": POST, "rkey": key, "record": record})


def deletion(at, key) -> str:
    return _frame(at, "commit", commit={"operation": "delete", "collection": POST, "rkey": key})


def account(at, *, active) -> str:
    return _frame(at, "account", account={"active": active, "did": DID, "status": None if active else "deactivated"})


def identity(at, handle, did=DID) -> str:
    return _frame(at, "identity", did=did, identity={"did": did, "handle": handle})


def _pause(brand):
    def act() -> None:
        with brand_scope(brand.pk):
            sources.pause(source_of(brand))

    return act


def _topic(brand, query):
    def act() -> None:
        with brand_scope(brand.pk):
            Topic.objects.create(brand=brand, name=query, query=query)

    return act


def _broken(frame) -> bool:
    from networks.bluesky.jetstream import Jetstream
    from networks.streams import Unread

    event = Jetstream().read(frame)
    return isinstance(event, Unread) and event.broken
