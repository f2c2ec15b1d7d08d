"""Publishing on the real Bluesky: an app password, pictures, threads, figures, what is said to the account."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from core import http
from core.http import transport
from networks import errors, registry
from networks.accounts import Login
from networks.publishing import Media, Part, Place, Sent
from tests.fault_server import FaultServer, reply
from tests.realservers.bluesky import OWN_PASSWORD, Bluesky, Person

pytestmark = pytest.mark.realserver

NOW = datetime.now(UTC).replace(microsecond=123_000)
PAGE = b"""<html><head><title>no</title><meta property="og:title" content="La carta de oto&ntilde;o">
<meta name="description" content="Caf&eacute; y bollos"><meta property="og:image" content="/taza.png"></head></html>"""


@pytest.fixture(scope="session")
def ana(whole_bluesky) -> Person:
    return whole_bluesky.person("ana")


@pytest.fixture(scope="session")
def bea(whole_bluesky) -> Person:
    return whole_bluesky.person("bea")


@pytest.fixture
def sky(whole_bluesky, settings) -> Bluesky:
    settings.CMHUB_OUTBOUND_ALLOW = whole_bluesky.pairs
    settings.CMHUB_BLUESKY_URL = whole_bluesky.appview
    return whole_bluesky


@pytest.fixture
def connector():
    return registry.connector("bluesky")


@pytest.fixture
def login(sky, connector, ana) -> Login:
    typed = {"handle": f"@{ana.handle}", "password": ana.app_password, "server": sky.pds}
    return as_login(connector.connect(typed))


def as_login(identity) -> Login:
    return Login(identity.external_id, identity.handle, identity.base, identity.secret, identity.facts)


def part(text: str, key: str, **more) -> Part:
    return Part(key, text, NOW, languages=("es",), **more)


def picture(mime: str = "image/png") -> Media:
    def rendition(*, max_bytes, max_side, mimes) -> tuple[bytes, str]:
        made = io.BytesIO()
        Image.new("RGB", (60, 40), "brown").save(made, "PNG")
        assert mime in mimes
        return made.getvalue(), mime

    return Media(mime, "Una taza de café", 300, rendition, 60, 40)


def kept(sky: Bluesky, uri: str) -> dict:
    did, collection, rkey = uri.removeprefix("at://").split("/")
    return sky.ask("com.atproto.repo.getRecord", repo=did, collection=collection, rkey=rkey)


def records(sky: Bluesky, person: Person) -> int:
    asked = {"repo": person.did, "collection": "app.bsky.feed.post", "limit": "100"}
    return len(sky.ask("com.atproto.repo.listRecords", **asked)["records"])


class TestConnecting:
    def test_who_it_is(self, sky, connector, login, ana):
        identity = connector.check(login)
        assert (identity.external_id, identity.handle, identity.base) == (ana.did, "@ana.test", sky.pds)
        assert identity.renewable
        assert timedelta(minutes=5) < identity.expires_at - datetime.now(UTC) < timedelta(days=1)
        assert ana.app_password not in repr(identity)

    def test_new_tokens(self, connector, login):
        renewed = as_login(connector.refresh(login))
        assert renewed.secret["refresh"] != login.secret["refresh"]
        assert connector.check(renewed).external_id == login.external_id

    def test_after_a_long_sleep_the_app_password_brings_it_back(self, connector, login):
        asleep = replace(login, secret={**login.secret, "access": "", "refresh": login.secret["access"]})
        assert connector.check(as_login(connector.refresh(asleep))).external_id == login.external_id

    def test_a_wrong_password(self, sky, connector, ana):
        with pytest.raises(errors.AuthExpired):
            connector.connect({"handle": ana.handle, "password": "no", "server": sky.pds})

    def test_the_accounts_own_password_is_not_taken(self, sky, connector, ana):
        with pytest.raises(errors.Rejected, match="app password"):
            connector.connect({"handle": ana.handle, "password": OWN_PASSWORD, "server": sky.pds})

    def test_signed_out(self, connector, login):
        with pytest.raises(errors.AuthExpired):
            connector.check(replace(login, secret={**login.secret, "access": login.secret["refresh"]}))


class TestPublishing:
    def test_pictures_links_mentions_and_tags(self, sky, connector, login, ana, bea):
        text = "Mañana ☕ con @bea.test y @nadie.test: https://example.com/carta?a=1. #Café y marca.shop"
        post = part(text, "pictures-1", media=(picture(), picture()))
        handle = connector.prepare(login, post)
        assert connector.look_up(login, post, handle).absent
        sent = connector.commit(login, post, handle)
        record = kept(sky, sent.external_id)
        assert record["cid"] == sent.proof["cid"]
        value, raw = record["value"], text.encode()
        marked = {
            raw[m["index"]["byteStart"] : m["index"]["byteEnd"]].decode(): m["features"][0] for m in value["facets"]
        }
        assert {shown: feature["$type"].partition("#")[2] for shown, feature in marked.items()} == {
            "@bea.test": "mention",
            "https://example.com/carta?a=1": "link",
            "#Café": "tag",
            "marca.shop": "link",
        }
        assert marked["@bea.test"]["did"] == bea.did
        assert (marked["#Café"]["tag"], marked["marca.shop"]["uri"]) == ("Café", "https://marca.shop")
        images = value["embed"]["images"]
        assert [(i["alt"], i["aspectRatio"]) for i in images] == [("Una taza de café", {"width": 60, "height": 40})] * 2
        assert (value["langs"], value["createdAt"]) == (["es"], NOW.strftime("%Y-%m-%dT%H:%M:%S.123Z"))
        assert sent.url == f"https://bsky.app/profile/ana.test/post/{sent.external_id.rpartition('/')[2]}"
        assert connector.look_up(login, post, handle).found == sent

    def test_repeating_writes_nothing(self, sky, connector, login, ana):
        post = part("Otra vez", "again-1")
        handle = connector.prepare(login, post)
        sent = connector.commit(login, post, handle)
        count, root = records(sky, ana), sky.ask("com.atproto.sync.getLatestCommit", did=ana.did)
        assert [connector.commit(login, post, handle) for _ in range(3)] == [sent] * 3
        assert connector.commit(login, post, connector.prepare(login, post)) == sent
        assert (records(sky, ana), sky.ask("com.atproto.sync.getLatestCommit", did=ana.did)) == (count, root)

    def test_something_else_is_not_written_over(self, sky, connector, login):
        post = part("Lo primero", "over-1")
        sent = connector.commit(login, post, connector.prepare(login, post))
        other = connector.prepare(login, replace(post, text="Lo segundo"))
        with pytest.raises(errors.Rejected):
            connector.commit(login, post, other)
        assert kept(sky, sent.external_id)["value"]["text"] == "Lo primero"

    def test_the_answer_was_lost(self, sky, connector, login, ana, monkeypatch):
        post = part("Se pierde la respuesta", "lost-1")
        handle, count = connector.prepare(login, post), records(sky, ana)
        exchange = transport.fetching.exchange

        def losing(*asked, **how):
            exchange(*asked, **how)
            raise http.NoAnswer("lost on the way")

        with monkeypatch.context() as during:
            during.setattr(transport.fetching, "exchange", losing)
            with pytest.raises(errors.OutcomeUnknown):
                connector.commit(login, post, handle)
        found = connector.look_up(login, post, handle).found
        assert found == connector.commit(login, post, handle)
        assert records(sky, ana) == count + 1

    def test_a_thread_and_a_first_comment(self, sky, connector, login):
        first = second = None
        sent = []
        for number in range(3):
            post = part(f"Hilo {number}", f"thread-{number}", first=first, before=second)
            post = replace(post, place=Place.THREAD if number else Place.POST)
            second = connector.commit(login, post, connector.prepare(login, post))
            first = first or second
            sent.append(second)
        comment = part("Comentario", "thread-9", first=first, before=second, place=Place.COMMENT)
        sent.append(connector.commit(login, comment, connector.prepare(login, comment)))
        replies = [kept(sky, one.external_id)["value"].get("reply") for one in sent]
        assert replies[0] is None
        assert [r["root"] for r in replies[1:]] == [{"uri": first.external_id, "cid": first.proof["cid"]}] * 3
        assert [r["parent"]["uri"] for r in replies[1:]] == [sent[n].external_id for n in (0, 1, 0)]
        sky.until(lambda: connector.metrics(login, first).values.get("replies") == 2)

    def test_a_link_card(self, sky, connector, login, settings):
        png, mime = picture().rendition(max_bytes=0, max_side=0, mimes=("image/png",))
        pages = {"/": reply(200, PAGE, Content_Type="text/html"), "/taza.png": reply(200, png, Content_Type=mime)}
        with FaultServer(pages) as server:
            settings.CMHUB_OUTBOUND_ALLOW = sky.pairs | {server.pair}
            post = part("Con tarjeta", "card-1", link=server.url("/carta"))
            sent = connector.commit(login, post, connector.prepare(login, post))
        card = kept(sky, sent.external_id)["value"]["embed"]["external"]
        assert (card["title"], card["description"]) == ("La carta de otoño", "Café y bollos")
        assert card["thumb"]["mimeType"] == "image/png"

    def test_a_card_of_a_page_that_must_not_be_read(self, sky, connector, login):
        post = part("Con tarjeta", "card-2", link="http://10.0.0.1/carta")
        sent = connector.commit(login, post, connector.prepare(login, post))
        card = kept(sky, sent.external_id)["value"]["embed"]["external"]
        assert card == {"uri": "http://10.0.0.1/carta", "title": "10.0.0.1/carta", "description": ""}

    def test_whatwhole_bluesky_refuses_is_told_in_its_words(self, sky, connector, login, ana):
        post, count = part("ñ" * 301, "long-1"), records(sky, ana)
        with pytest.raises(errors.Rejected, match="grapheme"):
            connector.commit(login, post, connector.prepare(login, post))
        assert records(sky, ana) == count


class TestAfterwards:
    def test_figures_and_what_is_said_to_the_account(self, sky, connector, login, ana, bea):
        post = part("¿Qué os parece la palabra quetzalcoatl?", "said-1")
        sent = connector.commit(login, post, connector.prepare(login, post))
        ref = {"uri": sent.external_id, "cid": sent.proof["cid"]}
        sky.until(lambda: connector.metrics(login, sent).values)
        begun = connector.notifications(login, {})
        sky.record(bea, "app.bsky.feed.like", subject=ref)
        sky.record(bea, "app.bsky.feed.repost", subject=ref)
        answer = sky.say(bea, "Muy bien", reply={"root": ref, "parent": ref})
        quote = sky.say(bea, "Miren esto", embed={"$type": "app.bsky.embed.record", "record": ref})
        everything = {"likes": 1, "reposts": 1, "quotes": 1, "replies": 1}
        sky.until(lambda: connector.metrics(login, sent).values == everything)
        page = sky.until(lambda: _with(connector.notifications(login, begun.cursor), answer["uri"], quote["uri"]))
        heard = {item.external_id: item for item in page.items}
        assert (heard[answer["uri"]].text, heard[answer["uri"]].reply_to) == ("Muy bien", sent.external_id)
        assert heard[answer["uri"]].author.handle == "@bea.test"
        found = sky.until(lambda: _with(connector.search(login, "quetzalcoatl", {}), sent.external_id))
        assert [item.text for item in found.items] == [post.text]

    def test_own_posts_and_what_is_gone(self, sky, connector, login, ana):
        mine = sky.say(ana, "Escrito en la aplicación")
        page = sky.until(lambda: _with(connector.own_posts(login, {}), mine["uri"]))
        own = {item.external_id: item.text for item in page.items}
        # The person's own server knows what it has just taken; the AppView, which anybody may ask, a moment later.
        heard = sky.until(lambda: _with(connector.poll("ana.test", {}), *own))
        assert {item.external_id: item.text for item in heard.items} == own
        rkey = mine["uri"].rpartition("/")[2]
        deleted = {"repo": ana.did, "collection": "app.bsky.feed.post", "rkey": rkey}
        sky.call("com.atproto.repo.deleteRecord", ana.token, **deleted)
        assert sky.until(lambda: connector.metrics(login, Sent(mine["uri"])).gone)


def _with(page, *ids: str):
    """`page` once all of `ids` are on it."""
    return page if set(ids) <= {item.external_id for item in page.items} else None
