from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from calendar_app.wall_time import Change, instant, wall


@pytest.mark.parametrize(
    ("zone", "day", "at", "fold", "expected", "change"),
    [
        ("Europe/Madrid", date(2026, 7, 1), time(9), 0, datetime(2026, 7, 1, 7), Change.NONE),
        ("Europe/Madrid", date(2026, 3, 29), time(2, 30), 0, datetime(2026, 3, 29, 1, 30), Change.GAP),
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), 0, datetime(2026, 10, 25, 0, 30), Change.OVERLAP),
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), 1, datetime(2026, 10, 25, 1, 30), Change.OVERLAP),
        # Chile changes at midnight: the 6th of September begins at 01:00
        ("America/Santiago", date(2026, 9, 6), time(0, 30), 0, datetime(2026, 9, 6, 4, 30), Change.GAP),
        ("America/Tijuana", date(2026, 3, 8), time(2, 30), 0, datetime(2026, 3, 8, 10, 30), Change.GAP),
        # Mexico gave clock changes up in 2022
        ("America/Mexico_City", date(2026, 4, 5), time(2, 30), 0, datetime(2026, 4, 5, 8, 30), Change.NONE),
        # Morocco goes back for Ramadan, and forward again after it
        ("Africa/Casablanca", date(2026, 2, 15), time(2, 30), 0, datetime(2026, 2, 15, 1, 30), Change.OVERLAP),
        ("Africa/Casablanca", date(2026, 3, 22), time(2, 30), 0, datetime(2026, 3, 22, 2, 30), Change.GAP),
    ],
)
def test_instant(zone, day, at, fold, expected, change):
    moment = instant(day, at, zone, fold)
    assert (moment.at, moment.change) == (expected.replace(tzinfo=UTC), change)


def test_wall_is_the_way_back():
    for hour in (0, 1):
        at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert instant(*_args(wall(at, "Europe/Madrid"), "Europe/Madrid")).at == at


def _args(shown, zone):
    day, at, fold = shown
    return day, at, zone, fold
