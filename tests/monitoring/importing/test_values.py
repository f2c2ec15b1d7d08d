"""Numbers, ids, languages and networks as files have them."""

from __future__ import annotations

import pytest

from monitoring.importing import values
from networks import names


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("812", 812),
        ("12.345", 12345),
        ("12,345", 12345),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("1.2K", 1200),
        ("1,2 mil", 1200),
        ("3 mil", 3000),
        ("2M", 2_000_000),
        ("1,5 M", 1_500_000),
        ("812.0", 812),
        (812.0, 812),
        (812, 812),
        ("", None),
        (None, None),
        ("muchos", None),
        (-1, None),
        (True, None),
        (float("nan"), None),
        ("9" * 50, None),
    ],
)
def test_whole_numbers(cell, number):
    assert values.number(cell) == number


@pytest.mark.parametrize(
    ("cell", "identity"),
    [
        ("1791000000000000003", "1791000000000000003"),
        (179112345678, "179112345678"),
        (179112345678.0, "179112345678"),
        ("12", ""),
        ("1.79E+18", ""),
        ("1,79E+18", ""),
        (1.791e18, ""),
        ("doc-0001", "doc-0001"),
        ("no es un id", ""),
        (None, ""),
    ],
)
def test_ids_that_tell_mentions_apart(cell, identity):
    assert values.identity(cell) == identity


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("pt_BR", "pt"),
        ("Spanish", "es"),
        ("Español", "es"),
        ("espanhol", "es"),
        ("Portuguese (Brazil)", "pt"),
        ("inglés", "en"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_languages_by_code_and_name(said, code):
    assert values.language(said) == code


def test_tags_are_apart_and_once():
    assert values.tags("Producto, café; CAFÉ | Queja") == ("Producto", "CAFÉ", "Queja")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("https://x.com/a", "https://x.com/a"),
        ("www.blog.example/a", "https://www.blog.example/a"),
        ("javascript:alert(1)", ""),
        ("x.com/ana/status/1", "https://x.com/ana/status/1"),
        ("no hay", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_addresses_are_of_the_web(cell, address):
    assert values.address(cell) == address


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Twitter", "x"),
        ("X (Twitter)", "x"),
        ("X", "x"),
        ("x", "x"),
        ("Instagram", "instagram"),
        ("SOCIALMEDIA_TIKTOK", "tiktok"),
        ("Facebook Pages", "facebook"),
        ("Online News", "news"),
        ("Noticias", "news"),
        ("Foros", "forum"),
        ("Reseñas", "reviews"),
        ("Blogs", "blog"),
        ("El País", ""),
        ("", ""),
    ],
)
def test_networks_as_suites_call_them(said, key):
    assert names.called(said) == key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://x.com/a", "x"),
        ("https://m.facebook.com/1", "facebook"),
        ("https://fox.com/a", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_networks_by_address(address, key):
    assert names.at(address) == key
