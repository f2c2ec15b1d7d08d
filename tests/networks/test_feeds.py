"""The feeds connector against a server: conditions, moves, pauses, deletions, discovery."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.http import Patience
from networks.errors import Broken, Gone, NotAllowed, Rejected, Unavailable
from networks.feeds import discover, xml_feed
from networks.feeds.connector import FULL_READ_EVERY, Feeds
from networks.feeds.items import EARLIEST
from networks.types import Found
from tests.fault_server import FaultServer, closed_port, reply, reset

PAGE = b"<!doctype html><html><head><title>Blog</title></head><body>Hola</body></html>"


def rss(*rows: int, generator: str = "", kind: str = "") -> bytes:
    items = "".join(
        f"<item><guid>https://b.example/?p={n}{kind}</guid><title>Fila {n}</title><link>https://b.example/{n}{kind}</link>"
        f"<pubDate>Sun, 01 Nov 2026 10:{n:02}:00 GMT</pubDate></item>"
        for n in rows
    )
    head = f"<title>Blog</title><generator>{generator}</generator>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


@pytest.fixture
def server(settings):
    with FaultServer() as running:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({running.pair})
        yield running


class TestConditions:
    def test_validators_are_sent_back_and_a_304_keeps_them(self, server):
        modified = "Sun, 01 Nov 2026 10:00:00 GMT"
        server.routes["/"] = reply(200, rss(1), ETag='W/"1"', Last_Modified=modified)
        first = Feeds().poll(server.url(), {})
        server.routes["/"] = reply(304)
        second = Feeds().poll(server.url(), first.cursor)
        third = Feeds().poll(server.url(), second.cursor)
        assert (first.unchanged, second.unchanged, third.unchanged) == (False, True, True)
        assert (second.items, second.complete_since) == ((), None)
        assert "if-none-match" not in server.requests[0].headers
        for asked in server.requests[1:]:
            assert asked.headers["if-none-match"] == 'W/"1"'
            assert asked.headers["if-modified-since"] == modified

    def test_now_and_then_everything_is_read_whatever_the_validators_say(self, server):
        """WordPress answers 304 after an older post was edited or deleted."""
        cursor = {}
        for _ in range(1 + FULL_READ_EVERY + 1 + 1):
            last = server.requests[-1] if server.requests else None
            fresh = not (cursor and cursor["unchanged"] < FULL_READ_EVERY)
            server.routes["/"] = reply(200, rss(1), ETag='"1"') if fresh else reply(304)
            cursor = dict(Feeds().poll(server.url(), cursor).cursor)
            assert server.requests[-1] is not last
        asked = ["if-none-match" in request.headers for request in server.requests]
        assert asked == [False, *[True] * FULL_READ_EVERY, False, True]

    def test_after_rows_went_the_next_read_is_whole(self, server):
        server.routes["/"] = reply(200, rss(3, 2, 1), ETag='"1"')
        cursor = Feeds().poll(server.url(), {}).cursor
        server.routes["/"] = reply(200, rss(3, 1), ETag='"2"')
        cursor = Feeds().poll(server.url(), cursor).cursor
        for _ in range(2):
            cursor = Feeds().poll(server.url(), cursor).cursor
        assert ["if-none-match" in r.headers for r in server.requests] == [False, True, False, True]

    def test_a_server_without_validators_is_read_whole(self, server):
        server.routes["/"] = reply(200, rss(1))
        first = Feeds().poll(server.url(), {})
        again = Feeds().poll(server.url(), first.cursor)
        assert again.items == first.items
        assert "if-none-match" not in server.requests[1].headers


class TestWhatIsThere:
    def test_newest_first_tells_what_is_gone(self, server):
        server.routes["/"] = reply(200, rss(9, 8, 7))
        page = Feeds().poll(server.url(), {})
        assert page.complete_since == datetime(2026, 11, 1, 10, 7, tzinfo=UTC)
        server.routes["/"] = reply(200, rss(7, 8, 9))
        assert Feeds().poll(server.url(), {}).complete_since is None

    def test_a_wordpress_that_became_shorter_shows_everything(self, server):
        """The oldest of three posts is deleted: nothing older slides in, so nothing older is left."""
        for generator, expected in (("https://wordpress.org/?v=6.1", EARLIEST), ("other", None)):
            server.routes["/"] = reply(200, rss(3, 2, 1, generator=generator))
            cursor = Feeds().poll(server.url(), {}).cursor
            server.routes["/"] = reply(200, rss(3, 2, generator=generator))
            page = Feeds().poll(server.url(), cursor)
            assert page.complete_since == (expected or datetime(2026, 11, 1, 10, 2, tzinfo=UTC))

    def test_a_wordpress_that_lost_its_last_post(self, server):
        server.routes["/"] = reply(200, rss(1, generator="https://wordpress.org/?v=6.1"))
        cursor = Feeds().poll(server.url(), {}).cursor
        server.routes["/"] = reply(200, rss(generator="https://wordpress.org/?v=6.1"))
        page = Feeds().poll(server.url(), cursor)
        assert (page.items, page.complete_since) == ((), EARLIEST)


class TestMovesAndPauses:
    def test_moved_for_good(self, server):
        server.routes |= {"/old": reply(301, Location="/new"), "/new": reply(200, rss(1))}
        assert Feeds().poll(server.url("/old"), {}).address == server.url("/new")

    def test_moved_for_now(self, server):
        server.routes |= {"/old": reply(302, Location="/new"), "/new": reply(200, rss(1))}
        page = Feeds().poll(server.url("/old"), {})
        assert (page.address, len(page.items)) == ("", 1)

    @pytest.mark.parametrize(
        ("headers", "pause"),
        [
            ({"Retry_After": "600"}, timedelta(minutes=10)),
            ({"Retry_After": "99999999"}, timedelta(days=1)),
            ({"Cache_Control": "max-age=300"}, timedelta(minutes=5)),
            ({"Cache_Control": "max-age=86400"}, timedelta(hours=1)),
            ({"Cache_Control": "no-cache, max-age=300"}, None),
            ({"Retry_After": "60", "Cache_Control": "max-age=900"}, timedelta(minutes=1)),
            ({}, None),
        ],
    )
    def test_pauses(self, server, headers, pause):
        server.routes["/"] = reply(200, rss(1), **headers)
        asked = Feeds().poll(server.url(), {}).poll_again_after
        if pause is None:
            assert asked is None
        else:
            assert asked is not None
            assert abs(asked - clock.now() - pause) < timedelta(seconds=10)

    def test_ttl_is_a_hint(self, server):
        server.routes["/"] = reply(200, rss(1).replace(b"<generator>", b"<ttl>20</ttl><generator>"))
        asked = Feeds().poll(server.url(), {}).poll_again_after
        assert asked is not None
        assert abs(asked - clock.now() - timedelta(minutes=20)) < timedelta(seconds=10)


class TestBodies:
    def test_packed(self, server):
        server.routes["/"] = reply(200, gzip.compress(rss(1)), Content_Encoding="gzip")
        assert len(Feeds().poll(server.url(), {}).items) == 1

    def test_a_bomb_is_broken(self, server):
        packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(50)) + packer.flush()
        server.routes["/"] = reply(200, bomb, Content_Encoding="gzip")
        with pytest.raises(Broken, match="too large"):
            Feeds().poll(server.url(), {})

    def test_a_page_is_told(self, server):
        server.routes["/"] = reply(200, PAGE, Content_Type="text/html")
        with pytest.raises(Broken) as caught:
            Feeds().poll(server.url(), {})
        assert caught.value.detail == xml_feed.IS_A_PAGE

    def test_links_stand_against_where_the_feed_came_from(self, server):
        body = b"<rss><channel><item><title>a</title><link>uno</link></item></channel></rss>"
        server.routes |= {"/old": reply(302, Location="/blog/feed/"), "/blog/feed/": reply(200, body)}
        (item,) = Feeds().poll(server.url("/old"), {}).items
        assert item.url == server.url("/blog/feed/uno")

    def test_the_guard_stands_before_every_feed(self, settings):
        settings.CMHUB_OUTBOUND_ALLOW = frozenset()
        with pytest.raises(Rejected, match="private network"):
            Feeds().poll("http://127.0.0.1:1/feed", {})
        with pytest.raises(Rejected):
            Feeds().discover("2130706433")


class TestDiscovery:
    def test_what_a_page_names(self, server):
        rss_link = 'link rel="alternate" type="application/rss+xml"'
        head = (
            f'<base href="/blog/"><{rss_link} title="Blog &raquo; Comentarios" href="c">'
            f'<{rss_link} href="javascript:x"><link rel=stylesheet href=x.css>'
            '<LINK REL="Alternate" TYPE="application/rss+xml" TITLE="Blog" HREF="feed/">'
            '<link rel="alternate" type="application/feed+json" title="Blog" href="https://cdn.example/feed.json">'
            f'<link rel="alternate" hreflang="en" href="/en/"><{rss_link} title="Otra vez" href="/blog/feed/">'
        )
        server.routes["/"] = reply(200, PAGE.replace(b"<title>", head.encode() + b"<title>"), Content_Type="text/html")
        assert Feeds().discover(server.url("/hola")) == [
            Found(server.url("/blog/feed/"), "Otra vez", "posts"),
            Found("https://cdn.example/feed.json", "Blog", "posts"),
            Found(server.url("/blog/c"), "Blog » Comentarios", "comments"),
        ]
        assert len(server.requests) == 1

    def test_a_feed_is_found_at_its_own_address(self, server):
        server.routes["/feed.xml"] = reply(200, rss(1))
        assert Feeds().discover(server.url("/feed.xml")) == [Found(server.url("/feed.xml"), "Blog", "posts")]

    def test_a_moved_feed_is_found_at_its_new_address(self, server):
        server.routes |= {"/old": reply(301, Location="/new"), "/new": reply(200, rss(1))}
        assert Feeds().discover(server.url("/old")) == [Found(server.url("/new"), "Blog", "posts")]

    def test_a_comment_feed_is_one(self, server):
        server.routes["/comments/feed/"] = reply(200, rss())
        server.routes["/other"] = reply(200, rss(1, kind="#comment-7"))
        assert [f.kind for f in Feeds().discover(server.url("/comments/feed/"))] == ["comments"]
        assert [f.kind for f in Feeds().discover(server.url("/other"))] == ["comments"]

    def test_the_usual_paths_where_a_page_names_none(self, server):
        server.routes |= {
            "/": reply(200, PAGE),
            "/feed/": reply(404),
            "/rss.xml": reply(200, PAGE),
            "/atom.xml": reply(200, rss(1)),
            "/comments/feed/": reply(200, rss(1, kind="#comment-1")),
        }
        assert Feeds().discover(server.url("/about/us")) == [
            Found(server.url("/atom.xml"), "Blog", "posts"),
            Found(server.url("/comments/feed/"), "Blog", "comments"),
        ]
        assert [r.path for r in server.requests] == ["/about/us", "/feed/", "/rss.xml", "/atom.xml", "/comments/feed/"]

    def test_a_page_without_any(self, server):
        server.routes["/"] = reply(404)
        server.routes["/page"] = reply(200, PAGE)
        assert Feeds().discover(server.url("/page")) == []

    def test_a_site_that_goes_down_ends_the_search(self, server):
        server.routes |= {"/": reset, "/page": reply(200, PAGE)}
        with pytest.raises(Unavailable):
            Feeds().discover(server.url("/page"))

    @pytest.mark.parametrize("typed", ["{pair}/feed", " {pair}/feed ", "feed://{pair}/feed", "feed:http://{pair}/feed"])
    def test_as_people_type(self, server, typed, monkeypatch):
        monkeypatch.setattr(discover, "PATIENCE", Patience(connect=0.5, read=0.5, total=2))
        server.routes["/feed"] = reply(200, rss(1))
        assert Feeds().discover(typed.format(pair=server.pair)) == [Found(server.url("/feed"), "Blog", "posts")]

    def test_what_cannot_be_read_is_told(self, server, settings):
        server.routes |= {"/gone": reply(404), "/closed": reply(403)}
        with pytest.raises(Gone):
            Feeds().discover(server.url("/gone"))
        with pytest.raises(NotAllowed):
            Feeds().discover(server.url("/closed"))
        pair = f"127.0.0.1:{closed_port()}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
        with pytest.raises(Unavailable):
            Feeds().discover(pair)
