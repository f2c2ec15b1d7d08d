"""Queries and texts made to hurt: refused or answered, and soon."""

from __future__ import annotations

import random
import time
from contextlib import suppress

import pytest

from monitoring.matching import Document, Matcher, QueryError, highlights, parse

SECOND = 1.0  # a machine under load; alone each takes a few milliseconds

QUERIES = {
    "10,000 terms": "palabra OR " * 10_000 + "palabra",
    "5,000 parentheses": "(" * 5_000 + "a" + ")" * 5_000,
    "parentheses as far as a query goes": "(" * 4_000,
    "closing ones": ")" * 4_000,
    "negations": "NOT " * 999 + "a",
    "minuses": "-" * 3_999 + "a",
    "quotes": '"' * 3_999,
    "asterisks": "*" * 4_000,
    "a word of asterisks": "a*" * 2_000,
    "operators": "AND OR " * 500,
    "NEAR without end": "a NEAR/1 " * 400 + "a",
    "hyphens": "-a" * 2_000,
    "handles that never end": "@a-" * 1_300,
    "handles with points": "@" + "a." * 1_990,
    "numbers": "1," * 2_000,
    "colons": "a:" * 2_000,
    "prefixes": "lang:" * 800,
    "nothing": "\u200b" * 4_000,
    "marks": "\u0301" * 4_000,
    "one letter with marks": "a" + "\u0336" * 3_999,
    "a half pair": "\ud83d" * 100,
    "null": "\0" * 100,
}
TEXTS = {
    "100 kB of one letter": "a" * 100_000,
    "100 kB of words": "pan con vino " * 8_000,
    "the same word": "pan " * 25_000,
    "only emoji": "👍👩‍💻🇪🇸❤️" * 10_000,
    "joined emoji": "👩\u200d" * 30_000,
    "zero width": "\u200b" * 100_000,
    "zero width between letters": "p\u200ba\u200bn\u200b" * 20_000,
    "Zalgo": "p\u0336\u0321\u0489a\u0334\u0301n\u20dd" * 10_000,
    "stacked marks": "a" + "\u0301" * 100_000,
    "mixed scripts": "раn東京กรุงเทพپن" * 8_000,
    "tags": "#" * 100_000,
    "tags of one letter": "#a" * 50_000,
    "handles": "@a" * 50_000,
    "a handle that never ends": "@" + "a-" * 50_000,
    "a handle with points": "@" + "a." * 50_000,
    "underscores": "#" + "_" * 100_000,
    "many underscored": "#_" * 50_000,
    "handles of underscores": "@_" * 50_000,
    "numbers": "1." * 50_000,
    "one number": "1" * 100_000,
    "links": "https://" * 12_000,
    "www": "www." * 25_000,
    "null": "\0 pan " * 10_000,
    "half pairs": "\ud83d" * 50_000,
}
ASKED = [
    "pan",
    '"pan con vino"',
    "pan NEAR/5 pan",
    "(pan OR vino OR 👍) NEAR/9 (vin* OR con)",
    '"pan* pan pan vino"',
    "#a @a",
]


@pytest.mark.parametrize("name", QUERIES)
def test_a_hostile_query_is_answered_soon(name):
    started = time.process_time()
    with suppress(QueryError):
        query = parse(QUERIES[name])
        assert parse(str(query)) == query
    assert time.process_time() - started < SECOND


@pytest.mark.parametrize("name", ["10,000 terms", "5,000 parentheses", "parentheses as far as a query goes"])
def test_what_is_too_much_is_refused(name):
    with pytest.raises(QueryError, match="at most"):
        parse(QUERIES[name])


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_answered_soon(name):
    queries = {text: parse(text) for text in ASKED}
    matcher = Matcher(queries)
    started = time.process_time()
    document = Document.of(text=TEXTS[name])
    found = matcher.match(document)
    assert found == [key for key, query in queries.items() if query.matches(document)]
    for query in queries.values():
        highlights(query, TEXTS[name])
    assert time.process_time() - started < 3 * SECOND


def test_words_are_found_under_what_is_stacked_on_them():
    assert Matcher({1: parse("pan")}).match(Document.of(text="p\u0336\u0321\u0489a\u0334\u0301n\u20dd")) == [1]
    assert Matcher({1: parse("pan")}).match(Document.of(text="\u200bp\u200ba\u2060n\ufeff")) == [1]


def test_noise_of_all_planes():
    noise = random.Random(7)
    for _ in range(200):
        text = "".join(chr(noise.choice([noise.randrange(0x110000), noise.randrange(0x3000)])) for _ in range(200))
        document = Document.of(text=text, title=text[:20], author=text[:9], handle=text[9:19])
        assert parse("pan OR lang:es").matches(document) == ("pan" in document.haystack.split())


def test_no_topics_match_nothing():
    assert Matcher({}).match(Document.of(text="pan")) == []


def test_a_group_beside_a_group_is_no_table_of_all_pairs():
    queries = {
        n: parse(f"({' OR '.join(f'a{n}x{k}' for k in range(240))}) ({' OR '.join('bcdefgh')})") for n in range(9)
    }
    matcher = Matcher(queries)
    assert matcher.match(Document.of(text="a3x17 b, a4x1")) == [3, 4]
    assert matcher.match(Document.of(text="a3x17")) == []


def test_ten_thousand_topics_are_ready_in_seconds():
    queries = {n: parse(f'(marca{n} OR "marca {n}") precio* -empleo') for n in range(10_000)}
    started = time.process_time()
    matcher = Matcher(queries)
    assert time.process_time() - started < 5 * SECOND
    assert matcher.match(Document.of(text="El precio de la marca 77 y de marca4096, mejor que marca1")) == [1, 77, 4096]
    assert len(matcher) == 10_000
