"""What the daily tops read off a text."""

from __future__ import annotations

import time

import pytest

from monitoring import terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("El CAFÉ, el café y el Cafe", {"cafe": "Cafe"}),
        ("año y ano", {"año": "año", "ano": "ano"}),
        ("Zeit 2026, 10.000 und 3º, 4k", {"zeit": "Zeit", "und": "und"}),
        ("I don't like it. Não há cafés!", {"cafes": "cafés"}),
        ("@lumbre@mastodon.example y ana@lumbre.example", {}),
        ("مَرْحَبًا بالعالم", {"مَرْحَبًا": "مَرْحَبًا", "بالعالم": "بالعالم"}),
        ("हिन्दी भाषा", {"हिन्दी": "हिन्दी", "भाषा": "भाषा"}),
        ("☕️👩‍👩‍👧 🐶", {}),
        ("x" * 61 + " " + "y" * 60, {"y" * 60: "y" * 60}),
        ("", {}),
    ],
)
def test_terms_are_folded_words_that_say_something(text, said):
    assert terms.read(text).terms == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#CafésLumbre, #cafeslumbre y ＃Verdea.", {"cafeslumbre": "cafeslumbre", "verdea": "Verdea"}),
        ("el nº 1, C#, a#b, #2026", {}),
        ("#قهوة #año_2026 ##doble", {"قهوة": "قهوة", "año 2026": "año_2026", "doble": "doble"}),
    ],
)
def test_hashtags(text, said):
    assert terms.read(text).hashtags == said


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://www.Example.com/A/b/?utm_source=x&id=3#frag", ("example.com/A/b?id=3", "https://www.example.com/A/b?id=3")),
        ("http://example.com/?fbclid=1", ("example.com", "http://example.com")),
        ("www.example.com/a_(b)", ("example.com/a_(b", "https://www.example.com/a_(b)")),
        ("https://example.com/a).", ("example.com/a", "https://example.com/a")),
        ("https://example.com:8443/a", ("example.com:8443/a", "https://example.com:8443/a")),
        ("https://lumbre.example@evil.example/", ("evil.example", "https://evil.example")),
        ("https://españa.example/café", ("españa.example/café", "https://españa.example/café")),
        *((bad, ("", "")) for bad in ("http://localhost/", "http://[::1]/", "http://[", "https://x.example:99999/")),
        ("https://example.com/" + "a" * 500, ("", "")),
        ("javascript:alert(1)//https", ("", "")),
    ],
)  # fmt: skip
def test_links_are_one_where_they_lead_to_one_page(written, link):
    assert terms.link(written) == link


def test_links_stand_in_texts_and_their_words_are_no_terms():
    said = terms.read("Mirad (https://a.example/cafe?utm_medium=b), www.b.example… y javascript:alert(1)")
    assert said.links == {"a.example/cafe": "https://a.example/cafe", "b.example": "https://www.b.example"}
    assert said.terms == {"mirad": "Mirad", "javascript": "javascript", "alert": "alert"}


def test_a_hostile_text_is_read_in_time():
    begun = time.process_time()
    for piece in (
        "http://",
        "(",
        "www.",
        "a@",
        "a.",
        "#",
        "https://a.b/)) ",
        "é" * 50,
        "https://a.b/" + ")" * 1900 + " ",
    ):
        terms.read((piece * 100_000)[:100_000])
    assert time.process_time() - begun < 5
