"""Texts as each network counts them, and the command that says so."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cmhub.config import BASE_DIR
from networks import registry
from networks.counting import graphemes

FAMILY = "👨‍👩‍👧‍👦"


def length(network, text, **facts):
    return registry.writable(network).count(text, facts).length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("año", 3),
        ("an\u0303o", 3),
        (FAMILY, 1),
        ("🇪🇸🇲🇽", 2),
        ("👍🏽", 1),
        ("\r\n", 1),
        ("क्षि", 1),
        ("a\nb", 3),
    ],
)
def test_graphemes(text, expected):
    assert graphemes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hola", 4),
        (FAMILY, 1),
        ("https://example.com/" + "x" * 200, 23),
        ("ver https://example.com/ñandú?q=ñ&r=1#fin.", 4 + 23 + 1),
        ("(https://es.wikipedia.org/wiki/Café_(bebida))", 1 + 23 + 1),
        ("http://a.co,http://b.co", 23 + 1 + 23),
        ("example.com/no", 14),
        ("https://no-such.zzzz/x", 22),
        ("@ana@mastodon.social hola", 4 + 5),
        ("@ana hola", 9),
        ("correo@ana@mastodon.social", 26),
        ("https://mastodon.social/@ana@example.org", 23),
        ("ftp://example.com/largo", 23),
        ("https://example.com:8443/x y", 25),
    ],
)
def test_mastodon(text, expected):
    assert length("mastodon", text) == expected


def test_a_mastodon_instance_has_its_own_figures():
    counted = registry.writable("mastodon").count("x https://example.com/", {"characters": 5000, "url_length": 30})
    assert (counted.length, counted.limit, counted.fits) == (32, 5000, True)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("a" * 300, (300, 300, True)),
        ("a" * 301, (301, 300, False)),
        ("ñ" * 300, (300, 300, True)),
        (FAMILY * 120, (120, 300, True)),  # 25 bytes each
        (FAMILY * 121, (121, 300, False)),
        ("https://example.com/" + "x" * 100, (120, 300, True)),
    ],
)
def test_bluesky(text, counted):
    said = registry.writable("bluesky").count(text, {})
    assert (said.length, said.limit, said.fits) == counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hola", 4),
        ("mañana", 6),
        ("an\u0303o", 3),
        ("日本", 4),
        ("…", 2),
        ("—", 1),
        (FAMILY, 2),
        ("👨🏽‍🦽‍➡️", 2),
        ("🇪🇸", 2),
        ("1️⃣", 2),
        ("#1", 2),
        ("❤️", 2),
        ("ver https://example.com/un/camino/muy/largo y ya", 4 + 23 + 5),
        ("marca.shop", 23),
        ("x" * 281, 281),
    ],
)
def test_x(text, expected):
    assert length("x", text) == expected


def test_youtube_counts_bytes_and_the_rest_of_them_characters():
    assert length("youtube", "ñ") == 2
    assert length("linkedin", "ñ") == 1
    assert length("threads", "ñ") == 1


class TestTheCommand:
    def run(self, *arguments, given):
        """Without a store: nothing listens where this environment says."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CMHUB_")}
        environment |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
        command = [sys.executable, "manage.py", "count_text", *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=environment, input=given, capture_output=True, check=False)

    def test_bluesky(self):
        ran = self.run("bluesky", given=f"hola\n{FAMILY * 121}\r\n\nfin".encode())
        assert ran.stdout.decode() == "4\t300\ttrue\n121\t300\tfalse\n0\t300\ttrue\n3\t300\ttrue\n"
        assert (ran.returncode, ran.stderr) == (0, b"")

    def test_mastodon_with_the_limit_of_an_instance(self):
        assert self.run("mastodon", given=b"hola\n").stdout == b"4\t500\ttrue\n"
        assert self.run("mastodon", "--limit", "3", given=b"hola\n").stdout == b"4\t3\tfalse\n"

    def test_wordpress_and_bytes_that_are_no_text(self):
        assert self.run("wordpress", given=b"\xff\xc3\xb1\n").stdout == b"2\t1000000\ttrue\n"
