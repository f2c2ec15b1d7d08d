"""Bluesky's records and feeds, as the lexicon has them and as servers really send them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from networks.bluesky import parse
from networks.types import Author, Item

DID = "did:plc:ana"
NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def record(text: str = "Hola", **more):
    return {"$type": parse.POST, "text": text, "createdAt": "2026-11-01T12:00:00.000Z", **more}


def link(text: str, shown: str, uri: str):
    start = text.encode().index(shown.encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(shown.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}],
    }


def view(rkey: str = "3k1", **more):
    author = {"did": DID, "handle": "ana.example", "displayName": "Ana 🌻", "avatar": "https://cdn.example/a.jpg"}
    post = {"uri": f"at://{DID}/{parse.POST}/{rkey}", "cid": "b", "author": author, "record": record(**more)}
    return {"post": {**post, "indexedAt": "2026-11-01T12:00:02.123Z", "likeCount": 3}}


def said(text: str, **more) -> str:
    return parse.item(DID, "3k1", record(text, **more)).text


class TestARecord:
    def test_alone(self):
        assert parse.item(DID, "3k1", record(langs=["pt-BR", "en"])) == Item(
            external_id=f"at://{DID}/app.bsky.feed.post/3k1",
            text="Hola",
            url=f"https://bsky.app/profile/{DID}/post/3k1",
            author=Author(DID, url=f"https://bsky.app/profile/{DID}"),
            posted_at=NOON,
            language="pt",
        )

    def test_an_answer_names_what_it_answers(self):
        refs = {"root": {"uri": "at://did:plc:b/app.bsky.feed.post/1"}, "parent": {"uri": "at://did:plc:c/x/2"}}
        read = parse.item(DID, "3k1", record(reply=refs))
        assert (read.kind, read.reply_to) == ("comment", "at://did:plc:c/x/2")

    @pytest.mark.parametrize(
        ("created", "indexed", "posted"),
        [
            ("2026-11-01T12:00:00Z", "2026-11-01T12:00:05Z", NOON),
            ("2031-01-01T00:00:00Z", "2026-11-01T12:00:00Z", NOON),
            ("1970-01-01T00:00:00Z", "2026-11-01T12:00:00Z", NOON),
            ("pronto", "2026-11-01T12:00:00Z", NOON),
            (None, None, None),
        ],
    )
    def test_its_date_is_its_author_s_unless_that_cannot_be(self, created, indexed, posted):
        assert parse.item(DID, "3k1", record(createdAt=created), indexed_at=indexed).posted_at == posted

    @pytest.mark.parametrize(
        ("did", "rkey", "kept"),
        [
            (DID, "3k1", {"$type": "app.bsky.feed.like", "subject": {}}),
            (DID, "3k1", {}),
            (DID, "3k1", {"text": None}),
            (DID, "3k1", {"text": "  \u200b "}),
            (DID, "", record()),
            ("ana.example", "3k1", record()),
        ],
    )
    def test_what_is_no_post_is_none(self, did, rkey, kept):
        assert parse.item(did, rkey, kept) is None

    @pytest.mark.parametrize("field", ["facets", "embed", "reply", "langs", "tags", "createdAt", "labels"])
    @pytest.mark.parametrize("value", [None, 7, "x", [None], {"$type": "com.example#new"}, [[{}]], {"parent": "x"}])
    def test_a_field_of_another_kind_is_as_if_it_were_absent(self, field, value):
        assert parse.item(DID, "3k1", record(**{field: value})).text.startswith("Hola")


class TestWords:
    def test_a_shortened_link_is_whole(self):
        text = "¡Café ☕! blog.example/2026/11/el-mej… y más"
        facet = link(text, "blog.example/2026/11/el-mej…", "https://www.blog.example/2026/11/el-mejor?a=1")
        assert said(text, facets=[facet]) == "¡Café ☕! https://www.blog.example/2026/11/el-mejor?a=1 y más"

    def test_words_that_are_a_link_keep_it(self):
        text = "Léelo aquí, por favor"
        facets = [link(text, "aquí", "https://blog.example/1")]
        assert said(text, facets=facets) == "Léelo aquí (https://blog.example/1), por favor"

    def test_mentions_and_tags_stay_as_they_are(self):
        text = "@ana.example prueba #café"
        mention = {"index": {"byteStart": 0, "byteEnd": 12}, "features": [{"did": DID}]}
        tag = {"index": {"byteStart": 20, "byteEnd": 26}, "features": [{"tag": "café"}]}
        assert said(text, facets=[mention, tag]) == text

    @pytest.mark.parametrize(
        "index",
        [
            {"byteStart": 2, "byteEnd": 99},
            {"byteStart": 3, "byteEnd": 3},
            {"byteStart": -4, "byteEnd": 2},
            {"byteStart": 4, "byteEnd": 5},  # the middle of é
            {"byteStart": "a"},
            None,
        ],
    )
    def test_a_facet_that_cannot_be_is_left_alone(self, index):
        facets = [{"index": index, "features": [{"uri": "https://a.example/"}]}]
        assert said("café solo", facets=facets) == "café solo"

    def test_of_facets_that_overlap_the_first_counts(self):
        text = "mira a.example ya"
        facets = [link(text, "a.example ya", "https://b.example/"), link(text, "a.example", "https://a.example/x")]
        assert said(text, facets=facets) == "mira https://a.example/x ya"

    def test_an_address_that_is_not_of_the_web_is_no_link(self):
        text = "pulsa aquí"
        assert said(text, facets=[link(text, "aquí", "javascript:alert(1)")]) == text

    def test_tags_outside_the_text_come_after_it(self):
        assert said("Hola #Café", tags=["café", "madrid"]) == "Hola #Café #madrid"

    @pytest.mark.parametrize(
        "embed",
        [
            {"$type": "app.bsky.embed.images", "images": [{"alt": "Una taza"}, {"alt": ""}, {"alt": "La barra"}]},
            {"$type": "app.bsky.embed.gallery", "items": [{"alt": "Una taza"}, {"alt": "La barra"}]},
            {
                "$type": "app.bsky.embed.recordWithMedia",
                "record": {"record": {"uri": "at://did:plc:b/app.bsky.feed.post/1"}},
                "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "Una taza"}, {"alt": "La barra"}]},
            },
        ],
    )
    def test_descriptions_of_pictures_are_read(self, embed):
        assert said("Hola", embed=embed) == "Hola\n\n[Una taza]\n\n[La barra]"

    def test_a_film_s_description_is_read(self):
        assert said("", embed={"$type": "app.bsky.embed.video", "alt": "El molino"}) == "[El molino]"

    def test_a_card_adds_its_title_and_its_address_once(self):
        card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://a.example/1", "title": "El café"}}
        assert said("Mirad", embed=card) == "Mirad\n\n[El café] https://a.example/1"
        assert said("Mirad https://a.example/1", embed=card) == "Mirad https://a.example/1\n\n[El café]"

    def test_a_picture_without_words_is_still_a_post(self):
        assert said("", embed={"$type": "app.bsky.embed.images", "images": [{"image": {}}]}) == ""

    def test_long_texts_and_many_facets_are_cut(self):
        facets = [link("a.example", "a.example", "https://a.example/")] * 10_000
        assert len(said("a.example " + "x" * 200_000, facets=facets)) <= 20_000


class TestAFeed:
    def test_rows_become_items(self):
        read = parse.feed({"feed": [view()], "cursor": "older"}, followers=12)
        author = Author(
            DID,
            name="Ana 🌻",
            handle="@ana.example",
            url="https://bsky.app/profile/ana.example",
            avatar_url="https://cdn.example/a.jpg",
            followers=12,
        )
        url = "https://bsky.app/profile/ana.example/post/3k1"
        uri = f"at://{DID}/app.bsky.feed.post/3k1"
        assert read.items == (Item(uri, "Hola", url=url, author=author, posted_at=NOON, reach=12),)
        assert (read.older, read.skipped) == ("older", 0)

    def test_reposts_and_closed_places_are_nobody_s_fault(self):
        repost = view("3k2") | {"reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": {}}}
        pin = view("3k3") | {"reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
        gone = {"post": {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x/y/z", "notFound": True}}
        blocked = {"post": {"$type": "app.bsky.feed.defs#blockedPost", "blocked": True, "author": {"did": DID}}}
        read = parse.feed({"feed": [repost, pin, gone, blocked, view("3k1")]})
        assert [i.external_id.rpartition("/")[2] for i in read.items] == ["3k3", "3k1"]
        assert read.skipped == 0

    def test_a_broken_row_costs_only_itself(self):
        rows = [None, 7, {}, {"post": None}, {"post": {"uri": 5}}, view(), view(), {"post": {"record": {"text": "x"}}}]
        read = parse.feed({"feed": rows})
        assert (len(read.items), read.skipped) == (1, 6)

    @pytest.mark.parametrize("answer", [None, [], "x", {}, {"feed": None}, {"feed": {}}])
    def test_what_is_no_feed_is_empty(self, answer):
        assert parse.feed(answer) == parse.Feed((), "", 0)

    def test_a_handle_that_leads_nowhere_is_not_shown(self):
        row = view()
        row["post"]["author"] = {"did": DID, "handle": "handle.invalid"}
        read = parse.feed({"feed": [row]}).items[0]
        assert (read.author.handle, read.author.name, read.url) == ("", "", f"https://bsky.app/profile/{DID}/post/3k1")


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        (f"at://{DID}/app.bsky.feed.post/3k1", (DID, "3k1")),
        (f"at://{DID}/app.bsky.feed.like/3k1", ("", "")),
        (f"at://{DID}/app.bsky.feed.post/3k1/4", ("", "")),
        ("https://bsky.app/profile/a/post/1", ("", "")),
        ("", ("", "")),
    ],
)
def test_at_uri(uri, parts):
    assert parse.at_uri(uri) == parts
