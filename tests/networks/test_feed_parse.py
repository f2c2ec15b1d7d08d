"""What a feed's rows become. The files of tests/data/feeds are read whole here, by their words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from networks.errors import Broken
from networks.feeds import xml_feed
from networks.feeds.items import complete_since
from networks.feeds.parse import Feed, parse
from networks.types import Author, Item

FILES = Path(__file__).parents[1] / "data" / "feeds"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def read(name: str, address: str = "https://blog.example/feed/") -> Feed:
    (path,) = FILES.glob(f"{name}*")
    return parse(path.read_bytes(), address=address)


def rss(items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>t</title>{head}{items}</channel></rss>'.encode()


def titles(feed: Feed) -> list[str]:
    return [item.title for item in feed.items]


def ids(feed: Feed) -> list[str]:
    return [item.external_id for item in feed.items]


def test_wordpress_posts():
    feed = read("01")
    assert feed.items[0] == Item(
        external_id="https://blog.example/?p=12",
        title="Abrimos en Lavapiés",
        text="Hoy abrimos nuestra tienda número 7.\n\nEl café es de verdad “bueno”.\nOs esperamos 😀",
        url="https://blog.example/2026/11/lavapies/",
        author=Author(external_id="blog.example/Íñigo Pérez", name="Íñigo Pérez"),
        posted_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        kind="article",
        language="es",
    )
    assert (feed.title, feed.home_url, feed.kind) == ("Blog de prueba", "https://blog.example/", "posts")
    assert (feed.ttl, feed.is_wordpress, feed.skipped) == (timedelta(minutes=30), True, 0)
    assert feed.complete_since == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)


def test_wordpress_comments():
    feed = read("02")
    (comment,) = feed.items
    assert (comment.kind, comment.text, comment.author and comment.author.name) == ("comment", "¡Por fin!", "Marta")
    assert comment.reply_to == "https://blog.example/2026/11/lavapies/"
    assert comment.external_id == "https://blog.example/?p=12#comment-31"
    assert feed.kind == "comments"


def test_atom_threading_names_what_is_answered():
    (comment,) = read("03").items
    assert (comment.kind, comment.reply_to) == ("comment", "tag:blog.example,2026:p:1")
    assert (comment.text, comment.url, comment.language) == (
        "De acuerdo & gracias",
        "https://blog.example/post#c2",
        "es",
    )
    assert comment.id_is_global is True


def test_atom_xhtml():
    (entry,) = read("04").items
    assert (entry.external_id, entry.title, entry.text) == ("urn:uuid:1", "Menos es más", "Uno\n\ndos\ntres")


def test_json_feed():
    feed = read("05", "https://j.example/feed.json")
    first, second = feed.items
    assert (first.external_id, first.id_is_global, first.url) == ("7", False, "https://j.example/a")
    assert first.author == Author("https://j.example/rui", "Rui", url="https://j.example/rui")
    assert (first.posted_at, first.language) == (datetime(2026, 11, 22, 13, tzinfo=UTC), "pt")
    assert second.text == "a < b & c"
    (old,) = read("06").items
    assert (old.text, old.url, old.author and old.author.name) == ("Resumen", "https://o.example/x", "Eva")


@pytest.mark.parametrize(("name", "title"), [("07", "Café & té"), ("08", "Uno"), ("10", "Me encanta")])
def test_older_and_other_kinds(name, title):
    assert titles(read(name)) == [title]


def test_a_blogger_comment_answers_its_post():
    (comment,) = read("10").items
    assert (comment.kind, comment.reply_to) == ("comment", "http://b.example/2026/11/x.html")


def test_an_empty_feed_is_a_feed():
    feed = read("09")
    assert (feed.items, feed.title, feed.complete_since) == ((), "Blog de prueba", None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("11", ["Año “nuevo” – café €"]),
        ("12", ["Año, señor, corazón"]),
        ("13", ["Año, señor, corazón"]),
        ("14", ["Año señor", "corazón"]),
        ("15", ["Año"]),
        ("16", ["Año"]),
        ("17", ["Año"]),
        ("18", ["コーヒー"]),
        ("19", ["It’s “good”"]),
        ("20", ["Año"]),
    ],
)
def test_charsets(name, expected):
    assert titles(read(name)) == expected


def test_the_header_tells_the_charset_where_nothing_else_does():
    body = "<rss><channel><item><title>кофе</title></item></channel></rss>".encode("koi8-r")
    assert titles(parse(body, content_type="text/xml; charset=KOI8-R")) == ["кофе"]


class TestIds:
    def test_a_guid_is_kept_as_it_is_whatever_the_address(self):
        body = rss("<item><guid>12</guid><title>a</title></item>")
        here, there = parse(body, address="https://a.example/x/"), parse(body, address="http://a.example/")
        assert ids(here) == ids(there) == ["12"]
        assert [(i.id_is_global, i.url) for i in here.items] == [(False, "")]

    def test_without_any_a_row_is_known_by_its_words(self):
        first = ids(read("21"))
        assert len(set(first)) == 2
        assert all(i.startswith("sha256:") for i in first)
        assert ids(read("21")) == first

    def test_seconds_that_change_with_each_reading_do_not_change_the_id(self):
        def at(second):
            row = f"<item><title>a</title><pubDate>Sun, 22 Nov 2026 10:00:{second} GMT</pubDate></item>"
            return ids(parse(rss(row)))

        assert at("01") == at("59")

    def test_versions_of_one_thing_are_one_item_the_latest(self):
        feed = read("22")
        assert [(i.external_id, i.title) for i in feed.items] == [("blog", "Nuevo")]
        swapped = rss(
            "<item><guid>1</guid><title>viejo</title><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item>"
            "<item><guid>1</guid><title>nuevo</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"
            "<item><guid>1</guid><title>sin fecha</title></item>"
        )
        assert titles(parse(swapped)) == ["nuevo"]

    def test_a_blank_guid_is_none(self):
        assert ids(read("23")) == ["https://blog.example/a", "https://blog.example/b"]

    def test_the_site_s_own_address_names_no_row(self):
        assert len(set(ids(read("24")))) == 2

    def test_overlong_guids_stay_apart(self):
        feed = read("25")
        assert len(set(ids(feed))) == 2
        assert max(map(len, ids(feed))) < 100

    @pytest.mark.parametrize(
        ("guid", "is_global"),
        [
            ("https://a.example/1", True),
            ("tag:a.example,2026:1", True),
            ("urn:uuid:1", True),
            ("1", False),
            ("http: x", False),
        ],
    )
    def test_which_ids_mean_something_everywhere(self, guid, is_global):
        (item,) = parse(rss(f"<item><guid>{guid}</guid></item>")).items
        assert (item.external_id, item.id_is_global) == (guid, is_global)


class TestDates:
    def test_absurd_dates_are_none(self):
        assert [item.posted_at for item in read("26").items] == [None] * 6

    def test_a_date_without_zone_is_utc(self):
        moments = [item.posted_at for item in read("27").items]
        assert moments == [datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)]

    @pytest.mark.parametrize(
        ("date", "kept"),
        [
            ("Mon, 23 Nov 2026 12:00:00 GMT", True),
            ("Mon, 23 Nov 2026 12:00:01 GMT", False),
            ("Mon, 01 Jan 1990 00:00:00 GMT", True),
            ("Sun, 31 Dec 1989 23:59:59 GMT", False),
        ],
    )
    def test_between_1990_and_tomorrow(self, date, kept):
        (item,) = parse(rss(f"<item><title>a</title><pubDate>{date}</pubDate></item>")).items
        assert (item.posted_at is not None) is kept

    def test_complete_only_newest_first_and_all_dated(self):
        def item(hour):
            return Item("x", "", posted_at=NOW - timedelta(hours=hour) if hour is not None else None)

        assert complete_since([item(1), item(1), item(3)]) == NOW - timedelta(hours=3)
        assert complete_since([item(3), item(1)]) is None
        assert complete_since([item(1), item(None)]) is None
        assert complete_since([]) is None


class TestMarkup:
    def test_scripts_in_every_field(self):
        (item,) = read("29").items
        assert (item.title, item.text, item.url) == ("Hola", "Texto", "")
        assert item.author == Author("blog.example/Ana", "Ana")
        assert item.external_id.startswith("sha256:")

    def test_entities_are_decoded_once(self):
        (item,) = read("30").items
        assert item.title == "Uso de <b>"  # what the writer wrote: text, which a page escapes

    def test_plain_text_stays_and_markup_in_it_goes(self):
        (item,) = read("31").items
        assert (item.title, item.text) == ("I <3 café & 2 < 3", "hola")

    def test_links(self):
        assert [item.url for item in read("32").items] == [
            "",
            "",
            "",
            "",
            "https://evil.example/x",
            "https://blog.example/relativo",
            "https://blog.example/feed/?q=1",
            "",
            "",
        ]

    def test_broken_markup_is_read_as_far_as_it_goes(self):
        first, second = read("35").items
        assert (first.title, first.text, second.title) == ("Pan & café hoy", "Uno\ndos\n\ntres", "Otro")
        (cdata,) = read("33").items
        assert (cdata.title, cdata.text) == ("a]]>b", "x ]]> y")

    def test_invisible_characters_go_and_emoji_stay(self):
        (item,) = read("45").items
        assert (item.title, item.text) == ("odot a %05 x", "Z̀́̂̃ fin 👩‍🚀")
        assert item.external_id == "1"
        assert item.author == Author("blog.example/Ana", "Ana")
        (nul,) = read("44").items
        assert (nul.external_id, nul.title, nul.text) == ("ab", "hola", "fin")


class TestAttacks:
    def test_entities_are_never_expanded(self):
        assert titles(read("38")) == ["&a11;"]
        assert titles(read("40")) == ["&x;"]
        assert "a" * 50 not in titles(read("39"))[0]

    @pytest.mark.parametrize("name", ["41", "42", "43"])
    def test_depth_blank_lines_and_chatter_are_harmless(self, name):
        assert len(read(name).items) == 1

    @pytest.mark.parametrize(
        "body",
        [
            b"<rss><channel>" + b"<a/>" * 400_001,
            b"<rss><channel>" + b"<item/>" * 20_001,
            b"<rss><channel><title>" + b"&amp;" * 1_000_001,
            b"<rss><channel " + b" ".join(b"x%d='1'" % n for n in range(100_000)) + b"/></rss>",
            b'{"title": "t", "items": [' + b"0," * 20_001 + b"0]}",
        ],
        ids=["tags", "rows", "references", "attributes", "JSON rows"],
    )
    def test_a_feed_that_would_take_minutes_is_refused(self, body):
        with pytest.raises(Broken) as caught:
            parse(body)
        assert caught.value.detail == xml_feed.TOO_MUCH

    def test_ten_megabytes_of_wrong_bytes_take_a_moment(self):
        started = time.process_time()
        parse(b"<rss version='2.0'><channel><item><title>" + b"\xc3\xa9\xff\x81" * 2_500_000)
        assert time.process_time() - started < 10

    def test_a_path_or_an_address_as_a_body_is_not_opened(self, tmp_path):
        path = tmp_path / "feed.xml"
        path.write_bytes(rss("<item><title>a</title></item>"))
        with pytest.raises(Broken):
            parse(str(path).encode())

    def test_a_json_feed_of_wrong_types(self):
        feed = read("47")
        assert feed.skipped == 4
        assert "12345678901234567890123456789012345678901234567890" in ids(feed)
        with pytest.raises(Broken):
            parse(b"[" * 100_000)


def test_a_page_is_told_from_a_feed():
    with pytest.raises(Broken) as caught:
        read("48")
    assert caught.value.detail == xml_feed.IS_A_PAGE


@pytest.mark.parametrize("body", [b"", b"   ", b"GIF89a", b"{}", b"[]", b"null", b"<x/>", b"\x1f\x8b\x08\x00", b"<rss"])
def test_what_is_no_feed_is_broken(body):
    with pytest.raises(Broken) as caught:
        parse(body)
    assert caught.value.detail == xml_feed.NOT_A_FEED


def test_lengths_have_bounds():
    words = "palabra " * 10_000
    (item,) = parse(rss(f"<item><title>{words}</title><description>{words}</description></item>")).items
    assert len(item.title) <= 500
    assert len(item.text) <= 20_000
    assert item.title.endswith("palabra…")


def test_three_thousand_rows_are_read():
    body = rss("".join(f"<item><guid>{n}</guid><title>Fila {n}</title></item>" for n in range(3_000)))
    assert len(parse(body).items) == 3_000
