"""What servers that keep to no schema send, read or left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from networks import loose

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-11-01T12:00:00.000Z", NOON),
        ("2026-11-01T12:00:00Z", NOON),
        ("2026-11-01T12:00:00", NOON),
        ("2026-11-01 12:00:00", NOON),
        ("2026-11-01T13:00:00+01:00", NOON),
        ("2026-11-01T12:00:00.000000000Z", NOON),
        ("2026-11-01T12:00:00.5Z", NOON.replace(microsecond=500_000)),
        ("2026-11-01", NOON.replace(hour=0)),
        ("Sun, 01 Nov 2026 12:00:00 GMT", NOON),
        (NOON.timestamp(), NOON),
        (int(NOON.timestamp() * 1000), NOON),
        (str(int(NOON.timestamp() * 1000)), NOON),
        (datetime(2026, 11, 1, 12, 0), NOON),
        ("1970-01-01T00:00:00.000Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2026-13-45T99:00:00Z", None),
        ("ayer", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        (1e300, None),
        ({"$date": 1}, None),
    ],
)
def test_moment(value, read):
    assert loose.moment(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [(7, 7), ("7", 7), (7.0, 7), (-1, None), (True, None), ("muchos", None), (None, None), (2**70, None), ([7], None)],
)
def test_count(value, read):
    assert loose.count(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [("es", "es"), ("pt-BR", "pt"), ("EN_us", "en"), ("cat", ""), ("", ""), (None, ""), (3, "")],
)
def test_language(value, read):
    assert loose.language(value) == read


def test_text_takes_ids_that_come_as_numbers():
    assert [loose.text(v) for v in ("a", 12, True, None, 1.5, ["a"])] == ["a", "12", "", "", "", ""]


def test_containers_of_another_kind_are_empty():
    assert (loose.mapping([1]), loose.rows({"a": 1}), loose.objects([1, {"a": 1}, None])) == ({}, (), [{"a": 1}])
