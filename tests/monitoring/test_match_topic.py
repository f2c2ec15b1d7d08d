"""`manage.py match_topic`: the lines that match, byte for byte."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import ManagementUtility
from django.utils.translation import override


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    """Runs the command as the shell does, in English; what it writes, its words on stderr, its exit."""

    def run_on(given: bytes, *arguments: str) -> tuple[bytes, str, int]:
        out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        code = 0
        try:
            with override("en"):
                ManagementUtility(["manage.py", "match_topic", *arguments]).execute()
        except SystemExit as left:
            code = left.code
        return out.buffer.getvalue(), err.getvalue(), code

    return run_on


def test_matching_lines_come_out_unchanged_in_their_order(run):
    given = "  El año\t nuevo \r\nano\n\nAÑO\n".encode()
    assert run(given, "año") == ("  El año\t nuevo \r\nAÑO\n".encode(), "", 0)


def test_a_last_line_without_an_end_gets_one(run):
    assert run(b"pan\nvino", "vino") == (b"vino\n", "", 0)


def test_bytes_that_are_no_utf8_are_kept(run):
    assert run(b"pan \xff\xfe\nvino\n", "pan") == (b"pan \xff\xfe\n", "", 0)


def test_nothing_in_nothing_out(run):
    assert run(b"", "pan") == (b"", "", 0)
    assert run(b"vino\n", "pan") == (b"", "", 0)


MENTIONS = [
    {"text": "pan", "author": "Ana Pérez", "network": "mastodon", "lang": "es"},
    {"text": "pan", "author": "@luis@b.es", "network": "rss", "lang": "en"},
    {"text": "vino \ud83d", "author": None},
    {"author": "Ana"},
]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("pan", [0, 1]),
        ("pan lang:es", [0]),
        ("pan -lang:es", [1]),
        ("network:rss", [1]),
        ("author:ana", [0, 3]),
        ('author:"ana perez"', [0]),
        ("author:@luis", [1]),
        ("vino", [2]),
        ("mastodon", []),
        ("text", []),
    ],
)
def test_an_object_says_text_author_network_and_language(run, query, numbers):
    lines = [json.dumps(mention).encode() + b"\n" for mention in MENTIONS]
    assert run(b"".join(lines), query) == (b"".join(lines[n] for n in numbers), "", 0)


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "pan"',
        '{"title": "pan"}',
        '{"text": ["pan"]}',
        '{"text": {"pan": 1}}',
        '["pan"]',
        '"pan"',
        "{pan}",
        '{"text":' + "[" * 100_000 + '"pan"',
        '{"a": ' + "9" * 5_000 + ', "text": "pan"}',
    ],
)
def test_what_is_no_such_object_is_plain_text(run, line):
    given = line.encode() + b"\n"
    assert run(given, "pan") == (given, "", 0)


def test_a_byte_order_mark_does_not_hide_an_object(run):
    given = '\ufeff{"text": "vino", "lang": "es"}\n'.encode()
    assert run(given, "lang:es") == (given, "", 0)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pan (vino", "This parenthesis is never closed.\npan (vino\n    ^\n"),
        ("site:elpais.com", None),
        ("", "The query is empty. Write at least one word to look for.\n\n^\n"),
        ("-pan", None),
        ("--", None),
    ],
)
def test_a_bad_query_is_pointed_at_and_nothing_is_read(run, query, words):
    out, err, code = run(b"pan\n", query)
    assert (out, code) == (b"", 2)
    sentence, line, carets, end = err.split("\n")
    assert words is None or err == words
    assert sentence.endswith(".")
    assert line == query
    assert set(carets.strip()) == {"^"}
    assert end == ""


def test_a_query_may_begin_with_a_minus(run):
    assert run(b"pan con vino\npan\n", "-vino pan")[0] == b"pan\n"
    assert run(b"pan con vino\npan\n", "-(vino)pan")[0] == b"pan\n"
