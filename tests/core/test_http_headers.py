"""Rates, pauses and redaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from core.http import redact
from core.http.rates import max_age, rate, retry_after

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("120", NOW + timedelta(seconds=120)),
        ("0", NOW),
        ("Sun, 22 Nov 2026 12:05:00 GMT", NOW + timedelta(minutes=5)),
        ("Sunday, 22-Nov-26 12:05:00 GMT", NOW + timedelta(minutes=5)),
        ("999999999", NOW + timedelta(days=366)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=366)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after(value, moment):
    assert retry_after({"retry-after": value}) == moment


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-22T12:05:00.000Z"},
            (300, 0, NOW + timedelta(minutes=5)),
        ),
        (
            {"x-rate-limit-limit": "15", "x-rate-limit-remaining": "3", "x-rate-limit-reset": "1795349100"},
            (15, 3, NOW + timedelta(minutes=5)),
        ),
        ({"ratelimit-limit": "10, 10;w=1", "ratelimit-reset": "7"}, (10, None, NOW + timedelta(seconds=7))),
        ({"x-ratelimit-limit": "many", "x-ratelimit-reset": "never"}, (None, None, None)),
    ],
)
def test_rate(headers, expected):
    told = rate(headers)
    assert (told.limit, told.remaining, told.reset) == expected


@pytest.mark.parametrize(
    ("value", "age"),
    [
        ("max-age=300", timedelta(minutes=5)),
        ('public, Max-Age="60"', timedelta(minutes=1)),
        ("s-maxage=9", None),
        ("no-cache, max-age=300", None),
        ("", None),
    ],
)
def test_max_age(value, age):
    assert max_age({"cache-control": value}) == age


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://ana:pa55@host/x", "https://***@host/x"),
        ("/x?access_token=abc&page=2", "/x?access_token=***&page=2"),
        ("/x?page=2&api_key=abc#f", "/x?page=2&api_key=***#f"),
        ("/x?appsecret_proof=ab&code=cd", "/x?appsecret_proof=***&code=***"),
        ("/x?X-Amz-Signature=abc", "/x?X-Amz-Signature=***"),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("{'Authorization': 'Bearer abc'}", "{'Authorization': ***"),
        ("sent bearer abcdef123 along", "sent bearer *** along"),
        ('{"refresh_token": "abc", "name": "x"}', '{"refresh_token": "***", "name": "x"}'),
        ("Set-Cookie: sessionid=abc; Path=/", "Set-Cookie: ***"),
        ("/barcode=12&monkey=3&pagecode=4", "/barcode=12&monkey=3&pagecode=4"),
        ("No such host: blog.example", "No such host: blog.example"),
    ],
)
def test_redact(text, clean):
    assert redact(text) == clean
