"""Bluesky with an account of one's own: sessions, records that are written once, figures, what was said to it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from wsgiref.simple_server import make_server

import pytest

from core import clock
from networks import errors, registry
from networks.accounts import Login
from networks.bluesky import facets, joining
from networks.bluesky.publishing import rkey
from networks.demo.server import Server, _Quiet
from networks.publishing import Media, Part, Place, Sent
from tests.networks.bluesky_pds import Pds

PART = Part("0123456789abc-1", "Hola", datetime(2026, 11, 1, 10, 0, 0, 5000, tzinfo=UTC), languages=("es", "en"))


@pytest.fixture
def pds(settings):
    there = Pds()
    with make_server("127.0.0.1", 0, there, Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there.base = f"http://127.0.0.1:{server.server_port}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{server.server_port}"})
        yield there
        server.shutdown()


@pytest.fixture
def sky():
    return registry.connector("bluesky")


def as_login(identity) -> Login:
    return Login(identity.external_id, identity.handle, identity.base, identity.secret, identity.facts)


@pytest.fixture
def login(pds, sky) -> Login:
    return as_login(sky.connect({"handle": "ana.example", "password": "abcd-efgh", "server": pds.base}))


def publish(sky, login, part) -> Sent:
    return sky.commit(login, part, sky.prepare(login, part))


class TestConnecting:
    def test_who_it_is_and_how_long(self, pds, sky, login):
        identity = sky.check(login)
        assert (identity.external_id, identity.handle, identity.name) == ("did:plc:ana", "@ana.example", "Ana")
        assert (identity.base, identity.followers) == (pds.base, 1204)
        assert identity.renewable
        assert abs(identity.expires_at - clock.now() - timedelta(hours=2)) < timedelta(minutes=1)
        assert not any(secret in repr(identity) for secret in login.secret.values())

    def test_the_accounts_own_password_is_not_kept(self, pds, sky):
        pds.own_password = True
        with pytest.raises(errors.Rejected, match="app password"):
            sky.connect({"handle": "ana.example", "password": "abcd-efgh", "server": pds.base})

    def test_a_wrong_password(self, pds, sky):
        with pytest.raises(errors.AuthExpired, match="Invalid identifier"):
            sky.connect({"handle": "ana.example", "password": "no", "server": pds.base})

    @pytest.mark.parametrize("handle", ["", "ana", "https://example.com/ana"])
    def test_no_name(self, pds, sky, handle):
        with pytest.raises(errors.Rejected):
            sky.connect({"handle": handle, "password": "abcd-efgh", "server": pds.base})

    @pytest.mark.parametrize("server", ["ftp://x.example", "http://[", "https://a:b@x.example"])
    def test_no_server(self, sky, server):
        with pytest.raises(errors.Rejected):
            sky.connect({"handle": "ana.example", "password": "x", "server": server})

    def test_new_tokens_and_after_those_a_new_session(self, pds, sky, login):
        renewed = as_login(sky.refresh(login))
        assert renewed.secret["refresh"] != login.secret["refresh"]
        again = as_login(sky.refresh(login))  # its refresh token was used up: the app password helps
        assert sky.check(again).external_id == "did:plc:ana"
        pds.passwords.clear()
        with pytest.raises(errors.AuthExpired):
            sky.refresh(login)

    def test_a_dead_token_is_told_from_a_bad_post(self, pds, sky, login):
        handle = sky.prepare(login, PART)
        pds.tokens.clear()
        with pytest.raises(errors.AuthExpired):
            sky.commit(login, PART, handle)
        assert pds.commits == 0

    def test_where_the_account_lives(self):
        document = {"service": [{"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://morel.example/"}]}
        assert joining._home({"didDoc": document}) == "https://morel.example"
        assert joining._home({"didDoc": {"service": [{"type": "Other", "serviceEndpoint": "https://x.example"}]}}) == ""
        assert joining._home({}) == ""


class TestPublishing:
    def test_the_whole_record_lies_in_the_handle(self, pds, sky, login):
        picture = Media("image/jpeg", "Una taza", 3, lambda **_: (b"abc", "image/jpeg"), 40, 30)
        handle = sky.prepare(login, replace(PART, media=(picture,)))
        assert pds.commits == 0
        assert handle["record"]["createdAt"] == "2026-11-01T10:00:00.005Z"
        assert handle["record"]["langs"] == ["es", "en"]
        image = handle["record"]["embed"]["images"][0]
        assert (image["alt"], image["aspectRatio"], image["image"]["size"]) == (
            "Una taza",
            {"width": 40, "height": 30},
            3,
        )
        sent = sky.commit(login, PART, handle)
        assert sky.look_up(login, PART, handle).found == sent == sky.commit(login, PART, handle)
        assert pds.commits == 1
        assert sent.url == f"https://bsky.app/profile/ana.example/post/{handle['rkey']}"

    def test_a_thread(self, sky, pds, login):
        first = publish(sky, login, PART)
        second = publish(sky, login, replace(PART, key="k-2", place=Place.THREAD, first=first, before=first))
        third = publish(sky, login, replace(PART, key="k-3", place=Place.THREAD, first=first, before=second))
        reply = pds.records[third.external_id]["value"]["reply"]
        assert reply["root"] == {"uri": first.external_id, "cid": first.proof["cid"]}
        assert reply["parent"] == {"uri": second.external_id, "cid": second.proof["cid"]}
        assert sky.metrics(login, first).values == {"likes": 0, "reposts": 0, "quotes": 0, "replies": 1}

    def test_keys_are_tids_that_stay(self):
        keys = {rkey(replace(PART, key=f"0123456789abc-{number}")) for number in range(300)}
        assert len(keys) == 300
        assert all(len(key) == 13 and key[0] in "234567abcdefghij" for key in keys)
        assert rkey(PART) == rkey(replace(PART, text="Otra cosa"))
        later = replace(PART, moment=PART.moment + timedelta(milliseconds=2))
        assert rkey(PART) < rkey(later)

    def test_what_is_refused(self, pds, sky, login):
        with pytest.raises(errors.Rejected, match="300 graphemes"):
            publish(sky, login, replace(PART, text="a" * 301))
        assert pds.commits == 0


class TestAfterwards:
    def test_what_was_said_to_the_account(self, pds, sky, login):
        sent = publish(sky, login, PART)
        answer = pds.say("did:plc:bea", "Hola, Ana", to="did:plc:ana", reply={"parent": {"uri": sent.external_id}})
        pds.say("did:plc:bea", "me gusta", to="did:plc:ana", reason="like")
        page = sky.notifications(login, {})
        assert [(i.external_id, i.text, i.reply_to, i.author.handle) for i in page.items] == [
            (answer, "Hola, Ana", sent.external_id, "@bea.example")
        ]
        later = pds.say("did:plc:bea", "@ana.example mira", to="did:plc:ana", reason="mention")
        assert later in [i.external_id for i in sky.notifications(login, page.cursor).items]

    def test_what_bluesky_finds_and_what_the_account_said(self, pds, sky, login):
        own = publish(sky, login, replace(PART, text="Lumbre abre"))
        other = pds.say("did:plc:bea", "He ido a Lumbre")
        assert [i.external_id for i in sky.search(login, "Lumbre", {}).items] == [other, own.external_id]
        assert [i.external_id for i in sky.own_posts(login, {}).items] == [own.external_id]
        del pds.records[own.external_id]
        assert sky.metrics(login, own).gone


def marked(text: str) -> dict[str, str]:
    raw = text.encode()
    found = facets.of(text, lambda handle: f"did:plc:{handle}" if handle != "nadie.example" else "")
    spans = [(f["index"]["byteStart"], f["index"]["byteEnd"], f["features"][0]) for f in found]
    assert spans == sorted(spans, key=lambda span: span[:2])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    return {
        raw[start:end].decode(): feature.get("uri") or feature.get("did") or f"#{feature['tag']}"
        for start, end, feature in spans
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nada", {}),
        ("👨‍👩‍👧‍👦 ver https://example.com/ñ.", {"https://example.com/ñ": "https://example.com/ñ"}),
        (
            "(https://es.wikipedia.org/wiki/Café_(bebida))",
            {"https://es.wikipedia.org/wiki/Café_(bebida)": "https://es.wikipedia.org/wiki/Café_(bebida)"},
        ),
        ("marca.shop/x, y otra.cosa", {"marca.shop/x": "https://marca.shop/x"}),
        ("http://localhost:8000/x", {"http://localhost:8000/x": "http://localhost:8000/x"}),
        ("hola @bea.example!", {"@bea.example": "did:plc:bea.example"}),
        ("hola @nadie.example y correo@bea.example", {}),
        ("#café, #2026 #a1b. x#no ##no", {"#café": "#café", "#a1b": "#a1b"}),
        ("#" + "a" * 65, {}),
        ("https://example.com/#café #té", {"https://example.com/#café": "https://example.com/#café", "#té": "#té"}),
        ("https://", {}),
    ],
)
def test_links_mentions_and_tags(text, expected):
    assert marked(text) == expected
