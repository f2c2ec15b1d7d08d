"""Statuses of Mastodon and its cousins: recorded ones where they are at hand, and small ones of every odd shape."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from networks.mastodon import parse
from networks.types import Author, Item
from tests.networks.cassettes import statuses

BASE = "https://mastodon.example"
NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ACCOUNT = {
    "id": "7",
    "username": "ana",
    "acct": "ana",
    "display_name": "Ana :verified: 🌻",
    "url": "https://mastodon.example/@ana",
    "avatar": "https://mastodon.example/a.png",
    "followers_count": 12,
    "emojis": [{"shortcode": "verified", "url": "https://mastodon.example/v.png"}],
}
AUTHOR = Author(
    "https://mastodon.example/@ana",
    name="Ana 🌻",
    handle="@ana@mastodon.example",
    url="https://mastodon.example/@ana",
    avatar_url="https://mastodon.example/a.png",
    followers=12,
)


def status(**more):
    return {
        "id": "110",
        "uri": "https://mastodon.example/users/ana/statuses/110",
        "url": "https://mastodon.example/@ana/110",
        "created_at": "2026-11-01T12:00:00.000Z",
        "content": "<p>Hola</p>",
        "visibility": "public",
        "language": "es",
        "spoiler_text": "",
        "account": ACCOUNT,
        "reblog": None,
        "media_attachments": [],
        **more,
    }


def read(row) -> Item:
    (item,), skipped = parse.items([row], BASE)
    assert skipped == 0
    return item


def test_a_status():
    assert read(status()) == Item(
        external_id="https://mastodon.example/users/ana/statuses/110",
        text="Hola",
        url="https://mastodon.example/@ana/110",
        author=AUTHOR,
        posted_at=NOON,
        language="es",
        reach=12,
    )


class TestWords:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("<p>Uno<br>dos<br/>tres</p><p>cuatro</p>", "Uno\ndos\ntres\n\ncuatro"),
            (
                (
                    '<p>Ver <a href="https://a.example/uno/dos" rel="nofollow"><span class="invisible">https://</span>'
                    '<span class="ellipsis">a.example/uno</span><span class="invisible">/dos</span></a></p>'
                ),
                "Ver https://a.example/uno/dos",
            ),
            (
                '<span class="h-card"><a href="https://b.example/@bea" class="mention">@<span>bea</span></a></span> sí',
                "@bea sí",
            ),
            ('Rico <a href="https://b.example/tags/cafe" class="mention hashtag">#<span>café</span></a>', "Rico #café"),
            ("Uno &amp; dos\nsin marcas &lt;3", "Uno & dos\nsin marcas <3"),
            ("<p>:blobcat: gato &#128512;</p>", ":blobcat: gato 😀"),
            ("<p>Hola<script>alert(1)</script></p>", "Hola"),
        ],
    )
    def test_content(self, content, words):
        assert read(status(content=content)).text == words

    def test_a_warning_is_the_title(self):
        item = read(status(spoiler_text="Política &amp; más", sensitive=True))
        assert (item.title, item.text) == ("Política & más", "Hola")

    def test_polls_and_descriptions_are_read(self):
        poll = {"options": [{"title": "Solo", "votes_count": 3}, {"title": "Con leche"}, {"title": None}]}
        media = [{"type": "image", "description": "Una taza"}, {"type": "image", "description": None}]
        item = read(status(poll=poll, media_attachments=media))
        assert item.text == "Hola\n\n• Solo\n• Con leche\n\n[Una taza]"

    def test_a_picture_without_words_is_still_a_post(self):
        assert read(status(content="", media_attachments=[{"type": "image"}])).text == ""

    def test_what_is_quoted_is_another_s(self):
        quote = {"state": "accepted", "quoted_status": status(content="<p>Malo</p>")}
        assert read(status(quote=quote)).text == "Hola"


class TestAnswers:
    def test_to_oneself_names_the_status_itself(self):
        item = read(status(in_reply_to_id="109", in_reply_to_account_id="7"))
        assert (item.kind, item.reply_to) == ("comment", "https://mastodon.example/users/ana/statuses/109")

    def test_to_somebody_names_where_this_instance_shows_it(self):
        mentions = [{"id": "8", "acct": "bea@b.example"}]
        item = read(status(in_reply_to_id="109", in_reply_to_account_id="8", mentions=mentions))
        assert item.reply_to == "https://mastodon.example/@bea@b.example/109"

    def test_to_nobody_knows_whom(self):
        assert read(status(in_reply_to_id=109)).reply_to == "https://mastodon.example/@_/109"


class TestIdentity:
    def test_the_same_post_seen_from_two_instances_is_one(self):
        there = {**ACCOUNT, "id": "99", "acct": "ana@mastodon.example"}
        other = parse.items([status(id="555", account=there)], "https://b.example")[0][0]
        assert (other.external_id, other.author) == (read(status()).external_id, AUTHOR)

    @pytest.mark.parametrize(
        ("uri", "url", "external_id"),
        [
            (None, "https://p.example/p/ana/1", "https://p.example/p/ana/1"),
            ("", None, "https://mastodon.example/statuses/AbC-9"),
            ("https://p.example/objects/0b-1", None, "https://p.example/objects/0b-1"),
        ],
    )
    def test_without_a_uri_the_next_best_counts(self, uri, url, external_id):
        assert read(status(id="AbC-9", uri=uri, url=url)).external_id == external_id

    def test_ids_may_be_numbers(self):
        assert read(status(id=110, uri=None, url=None)).external_id == "https://mastodon.example/statuses/110"

    def test_boosts_are_left_out_and_not_counted(self):
        assert parse.items([status(reblog=status(id="1"), content="")], BASE) == ((), 0)

    def test_each_comes_once(self):
        assert len(parse.items([status(), status()], BASE)[0]) == 1


class TestAuthors:
    @pytest.mark.parametrize(
        ("account", "external_id", "handle", "name"),
        [
            ({"username": "ana", "url": "https://p.example/ana"}, "https://p.example/ana", "@ana@p.example", "ana"),
            ({"acct": "ana@p.example"}, "@ana@p.example", "@ana@p.example", "@ana@p.example"),
            ({"acct": "@ana"}, "@ana@mastodon.example", "@ana@mastodon.example", "@ana@mastodon.example"),
            ({"uri": "https://p.example/users/1"}, "https://p.example/users/1", "", ""),
            (
                {"url": "javascript:x", "acct": "ana", "display_name": "<b>Ana</b>"},
                "@ana@mastodon.example",
                None,
                "Ana",
            ),
            (
                {"acct": "ana", "display_name": ":cat:", "emojis": [{"shortcode": "cat"}], "username": "ana"},
                None,
                None,
                "ana",
            ),
            ({"acct": "ana", "display_name": "a :cat: b", "emojis": None}, None, None, "a :cat: b"),
        ],
    )
    def test_with_what_there_is(self, account, external_id, handle, name):
        author = read(status(account=account)).author
        assert author.name == name
        assert author.external_id == external_id or external_id is None
        assert author.handle == handle or handle is None

    @pytest.mark.parametrize("account", [None, {}, [], "ana", {"display_name": "Ana"}])
    def test_nobody(self, account):
        assert read(status(account=account)).author is None

    def test_followers_as_text(self):
        assert read(status(account={**ACCOUNT, "followers_count": "12"})).reach == 12


@pytest.mark.parametrize(
    "row", [None, 7, "x", [], {}, {"id": "1"}, {"id": "1", "content": None}, {"content": "<p>sin id</p>"}]
)
def test_a_row_that_cannot_be_read_costs_only_itself(row):
    items, skipped = parse.items([status(), row], BASE)
    assert (len(items), skipped) == (1, 1)


FIELDS = [
    *("id", "url", "created_at", "visibility", "language", "spoiler_text", "account", "media_attachments", "poll"),
    *("in_reply_to_id", "in_reply_to_account_id", "mentions", "emojis", "tags", "card", "edited_at", "quote"),
]


@pytest.mark.parametrize("value", [None, 0, "", "x", [], [None, 7, "x"], {}, {"options": "x"}, True, 1e400])
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_another_kind_is_as_if_it_were_absent(field, value):
    assert read(status(**{field: value})).text == "Hola"


@pytest.fixture(scope="module")
def recorded(contracts):
    return [(f"https://{uri.split('/')[2]}", row) for _, uri, row in statuses(contracts / "mastodon-payloads")]


@pytest.mark.payloads
class TestRecorded:
    """What live servers answered to Mastodon.py's own tests."""

    def test_every_status_is_read(self, recorded):
        assert len(recorded) >= 80
        for base, row in recorded:
            items, skipped = parse.items([row], base)
            assert skipped == 0
            assert len(items) == (0 if row["reblog"] else 1)

    def test_none_loses_its_words_or_its_people(self, recorded):
        for base, row in recorded:
            for item in parse.items([row], base)[0]:
                assert item.external_id == row["uri"]
                assert item.posted_at.isoformat()[:19] == row["created_at"][:19]
                assert item.author.followers == row["account"]["followers_count"]
                assert item.author.handle.startswith(f"@{row['account']['acct']}")
                assert item.text or row["media_attachments"]
                assert bool(item.reply_to) == bool(row["in_reply_to_id"])
                assert not set("<>") & set(item.text.replace("<3", "").replace("->", ""))
                for tag in row["tags"]:
                    assert f"#{tag['name']}".lower() in item.text.lower()
