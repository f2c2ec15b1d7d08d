"""What is refused, in which words, and where the finger points."""

from __future__ import annotations

import pytest

from monitoring.matching import QueryError, parse

NO_END = "This parenthesis is never closed."
NO_START = "This parenthesis closes nothing: no other was opened before it."
NO_QUOTE = "This quotation mark is never closed."
EMPTY = "The query is empty. Write at least one word to look for."
SMALL = "If you look for the word itself, write it in lower case."
ONLY_NOT = "This only excludes, so nearly every mention would match. Add beside it what you look for: word -other."
NUMBER = f"NEAR needs the number of words that may stand between, from 0 to 100: NEAR/5. {SMALL}"
NOT_NEAR = (
    "NEAR stands only between words, phrases in quotation marks and groups of them with OR. "
    "To exclude words that are close, write NOT (a NEAR/5 b)."
)
CHAIN = "NEAR joins two things. For a third one write a second pair: (a NEAR/5 b) AND (b NEAR/5 c)."
STAR_END = "The asterisk stands only at the end of a word: coca*."
LANG = "After lang: comes the code of a language: lang:es, lang:en, lang:pt."
NETWORK = "After network: comes the name of a network in one word: network:mastodon."
AUTHOR = 'After author: comes a name or a handle, without an asterisk: author:ana or author:"Ana Pérez".'
MINUS = "The minus needs the word that it excludes right after it: -word."


def _behind(operator: str) -> str:
    return f"{operator} needs something to look for after it."


def _before(operator: str) -> str:
    return f"{operator} needs something to look for before it. {SMALL}"


def _few(count: str) -> str:
    return f"The asterisk needs at least 3 letters before it; here {count}."


def _unknown(prefix: str) -> str:
    return (
        f"There is no {prefix} here, only lang:, network: and author:. "
        "If you look for this text, put it in quotation marks."
    )


def _nothing(text: str) -> str:
    return (
        f"There is nothing to look for in “{text}”: it has no letter, digit or emoji. "
        "Leave it out, or put the whole name in quotation marks."
    )


# query, message, the carets under it
REFUSED = [
    ("", EMPTY, "^"),
    ("   ", EMPTY, "^^^"),
    ("\u200b", EMPTY, "^"),
    ("(pan", NO_END, "^"),
    ("pan (vino OR (agua)", NO_END, "    ^"),
    ("pan (", NO_END, "    ^"),
    ("pan)", NO_START, "   ^"),
    (")", NO_START, "^"),
    ("(pan) vino)", NO_START, "          ^"),
    ("pan ()", "There is nothing between these parentheses.", "    ^^"),
    ('pan "vino', NO_QUOTE, "    ^"),
    ('"', NO_QUOTE, "^"),
    ("pan «vino", NO_QUOTE, "    ^"),
    ('pan "" vino', "There are no words between these quotation marks.", "    ^^"),
    ('"—"', "There are no words between these quotation marks.", "^^^"),
    ("pan OR", f"{_behind('OR')} {SMALL}", "    ^^"),
    ("pan AND", f"{_behind('AND')} {SMALL}", "    ^^^"),
    ("pan NOT", f"{_behind('NOT')} {SMALL}", "    ^^^"),
    ("pan OR AND vino", f"{_behind('OR')} {SMALL}", "    ^^"),
    ("pan (vino OR) agua", f"{_behind('OR')} {SMALL}", "          ^^"),
    ("OR pan", _before("OR"), "^^"),
    ("AND", _before("AND"), "^^^"),
    ("pan (AND vino)", _before("AND"), "     ^^^"),
    ("pan -", MINUS, "    ^"),
    ("pan - vino", MINUS, "    ^"),
    ("(pan -)", MINUS, "     ^"),
    ("-(", NO_END, " ^"),
    ("-OR", f"{_behind('-')}", "^"),
    ("pan NEAR vino", NUMBER, "    ^^^^"),
    ("pan NEAR/ vino", NUMBER, "    ^^^^^"),
    ("pan NEAR/x vino", NUMBER, "    ^^^^^^"),
    ("pan NEAR/-1 vino", NUMBER, "    ^^^^^^^"),
    ("pan NEAR/101 vino", NUMBER, "    ^^^^^^^^"),
    ("pan NEAR/²", NUMBER, "    ^^^^^^"),
    ("pan NEAR/3", _behind("NEAR/3"), "    ^^^^^^"),
    ("NEAR/3 pan", "NEAR/3 needs something to look for before it.", "^^^^^^"),
    ("pan AND NEAR/3 vino", f"{_behind('AND')} {SMALL}", "    ^^^"),
    ("NOT pan NEAR/3 vino", NOT_NEAR, "^^^^^^^"),
    ("-pan NEAR/3 vino", NOT_NEAR, "^^^^"),
    ("pan NEAR/3 -vino", NOT_NEAR, "           ^^^^^"),
    ("(pan vino) NEAR/3 agua", NOT_NEAR, "^^^^^^^^^^"),
    ("agua NEAR/3 (pan OR (vino sal))", NOT_NEAR, "            ^^^^^^^^^^^^^^^^^^^"),
    ("pan NEAR/3 lang:es", NOT_NEAR, "           ^^^^^^^"),
    ("(a NEAR/3 b) NEAR/3 c", NOT_NEAR, "^^^^^^^^^^^^"),
    ("a NEAR/3 b NEAR/3 c", CHAIN, "           ^^^^^^"),
    ("co*", _few("are 2"), "  ^"),
    ("pan c*", _few("is 1"), "     ^"),
    ("d'or*", _few("are 2"), "    ^"),
    ("*", _few("are 0"), "^"),
    ("pan OR *", _few("are 0"), "       ^"),
    ("#co*", _few("are 2"), "   ^"),
    ('"co* de"', _few("are 2"), "   ^"),
    ('"pan *"', _few("are 0"), "     ^"),
    ("co*a", STAR_END, "  ^"),
    ("*coca", STAR_END, "^"),
    ("coca**", STAR_END, "    ^"),
    ('"vi*no tinto"', STAR_END, "   ^"),
    ("pan site:elpais.com", _unknown("site:"), "    ^^^^^"),
    ("from:ana", _unknown("from:"), "^^^^^"),
    ("marca: pan", _unknown("marca:"), "^^^^^^"),
    ("-url:pan", _unknown("url:"), " ^^^^"),
    ("lang:", LANG, "^^^^^"),
    ("pan lang: es", LANG, "    ^^^^^"),
    ("lang:español", LANG, "^^^^^^^^^^^^"),
    ("lang:(es OR en)", LANG, "^^^^^"),
    ("network:@", NETWORK, "^^^^^^^^^"),
    ('network:"x y"', NETWORK, "^^^^^^^^^^^^^"),
    ("author:", AUTHOR, "^^^^^^^"),
    ("author:ana*", AUTHOR, "^^^^^^^^^^^"),
    ('author:"ana', NO_QUOTE, "       ^"),
    ("!!! pan", _nothing("!!!"), "^^^"),
    ("pan & vino", _nothing("&"), "    ^"),
    ("pan \u3164", _nothing("\u3164"), "    ^"),
    ("🏽", _nothing("🏽"), "^"),
    ("pan #", _nothing("#"), "    ^"),
    ('"pan vino"~5', "~ means nothing here. For words close together write NEAR/5 between them.", "          ^^"),
    ("-pan", ONLY_NOT, "^^^^"),
    ("NOT pan", ONLY_NOT, "^^^^^^^"),
    ("-pan -vino", ONLY_NOT, "^^^^"),
    ("pan OR -vino", ONLY_NOT, "       ^^^^^"),
    ("pan OR (agua OR NOT vino)", ONLY_NOT, "                ^^^^^^^^"),
    ("NOT (pan -vino)", ONLY_NOT, "^^^^^^^^^^^^^^^"),
    ("-lang:es", ONLY_NOT, "^^^^^^^^"),
    ("pan NOT NOT NOT vino OR -agua", ONLY_NOT, "                        ^^^^^"),
]


@pytest.mark.parametrize(("query", "message", "carets"), REFUSED)
def test_a_mistake_is_named_and_pointed_at(query, message, carets):
    with pytest.raises(QueryError) as caught:
        parse(query)
    error = caught.value
    assert (error.message, " " * error.position + "^" * error.length) == (message, carets)
    assert str(error) == message


def test_a_query_that_is_too_long_is_pointed_at_where_it_is():
    parse("a" * 4000)
    with pytest.raises(QueryError) as caught:
        parse("a" * 4003)
    assert caught.value.message == "A query has at most 4000 characters; this one has 4003. Make two topics of it."
    assert (caught.value.position, caught.value.length) == (4000, 3)


def test_at_most_500_words_also_in_phrases():
    parse("a " * 500)
    for query in ("a " * 501, '"' + "a " * 501 + '"', "a " * 500 + "lang:es"):
        with pytest.raises(QueryError, match="A query has at most 500 words"):
            parse(query)


def test_parentheses_go_fifty_deep():
    assert str(parse("(" * 50 + "pan" + ")" * 50)) == "pan"
    with pytest.raises(QueryError, match="Parentheses go at most 50 deep") as caught:
        parse("(" * 51 + "pan" + ")" * 51)
    assert caught.value.position == 50
    parse("(pan) " * 300)


@pytest.mark.parametrize(
    ("query", "carets"),
    [
        ("pan\t(vino", "pan (vino\n    ^"),
        ("pan OR\nvino) agua", "vino) agua\n    ^"),
        ("東京 (", "東京 (\n     ^"),
        ("cafe\u0301 (", "cafe\u0301 (\n     ^"),
        ("", "\n^"),
    ],
)
def test_carets_stand_under_the_place_in_a_terminal(query, carets):
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.pointed(query) == carets
