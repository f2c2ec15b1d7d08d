"""Dates and times as people and other programs write them into tables, in Spanish, English and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from itertools import pairwise

from core.sheets.table import Cell
from core.text import fold


class Order(StrEnum):
    """What stands first where a date is three numbers: 03/04/2026."""

    DAY = "day"
    MONTH = "month"


# Month names by their first three letters; what folds to the same in two languages is the same month.
_MONTHS = {
    "ene": 1,
    "jan": 1,
    "feb": 2,
    "fev": 2,
    "mar": 3,
    "abr": 4,
    "apr": 4,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "jul": 7,
    "ago": 8,
    "aug": 8,
    "sep": 9,
    "set": 9,
    "oct": 10,
    "out": 10,
    "nov": 11,
    "dic": 12,
    "dec": 12,
    "dez": 12,
}
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "brt": -3,
    "art": -3,
}
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:h](\d{2}))(?:[:m](\d{2})(?:[.,](\d{1,9}))?)?\s*s?(?!\d)\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)?"
)
_HOUR = re.compile(r"(?<![\d:/.-])(\d{1,2})\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)")
_DOTTED = re.compile(r"(?<=\s)(\d{1,2})\.(\d{2})(?:\.(\d{2}))?\Z")
_OFFSET = re.compile(r"(?:\b(?:utc|gmt)\s*)?([+-])(\d{2}):?(\d{2})?(?!\d)|(?:utc|gmt)([+-])(\d{1,2})\b")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|º|o|ª)?[\s./,-]*(?:de\s+)?([a-zç]{3,10})[\s.,/-]*(?:del?\s+)?(\d{4}|\d{2})\b"
)
_MONTH_DAY = re.compile(r"\b([a-zç]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?\Z")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\Z")
_WORD = re.compile(r"\b[a-z]{1,4}\b")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  what Excel counts from; its zone is whoever's wrote it
_SERIALS = (20_000, 80_000)  # 1954 to 2119
_SECONDS = (631_152_000, 4_102_444_800)  # 1990 to 2100
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A day and a time as a table has them."""

    day: date
    at: time | None = None
    """None where no time was written."""
    zone: tzinfo | None = None
    """The one that was named."""

    @property
    def naive(self) -> datetime:
        """Day and time, midnight where none was written, without the zone."""
        return datetime.combine(self.day, self.at or time())


def written(cell: Cell, at: Cell, *, order: Order) -> Written | None:
    """What `cell` (a date, perhaps with its time) and `at` (a time of its own, which wins) say. None: unreadable.

    Numbers are Excel's days, or Unix seconds, which name their zone. A date that a workbook holds at midnight has no
    time: spreadsheets keep a day that way.
    """
    found = _written_cell(cell, order)
    if found is None or at in (None, ""):
        return found
    clock_time = _time_of(at)
    if clock_time is None:
        return None
    return Written(found.day, clock_time.replace(tzinfo=None), clock_time.tzinfo or found.zone)


def moment(cell: Cell, at: Cell, *, order: Order, zone: tzinfo) -> datetime | None:
    """The instant that a row names, UTC: `cell` has the date, and the time unless `at` has it. None: unreadable.

    A value that names its zone is taken at its word, others are `zone`'s.
    """
    found = written(cell, at, order=order)
    if found is None:
        return None
    try:
        return found.naive.replace(tzinfo=found.zone or zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def guess(cells: Iterable[Cell], *, now: datetime, coming: bool = False) -> Order:
    """Which order makes sense of these dates: no month beyond twelve, none in the future (`coming`: none in the past),
    and close to one another.

    Where both do, the day stands first, as our people write it.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return min(Order, key=lambda order: (*_strangeness(texts, order, now, coming=coming), order != Order.DAY))


def is_ambiguous(cell: Cell) -> bool:
    """Whether the two orders read `cell` as different days."""
    if not isinstance(cell, str):
        return False
    return _written_cell(cell, Order.DAY) != _written_cell(cell, Order.MONTH)


def _strangeness(texts: Sequence[str], order: Order, now: datetime, *, coming: bool) -> tuple[int, int, timedelta]:
    """Dates that cannot be, dates on the wrong side of today, and how far neighbours lie apart in all.

    Rows are sorted by time, mostly.
    """
    read = [_written_cell(text, order) for text in texts]
    plain = [one.naive for one in read if one]
    today, leeway = now.replace(tzinfo=None), timedelta(days=2)
    wrong = sum(one < today - leeway if coming else one > today + leeway for one in plain)
    steps = sum((abs(b - a) for a, b in pairwise(plain)), timedelta())
    return len(read) - len(plain), wrong, steps


def _written_cell(cell: Cell, order: Order) -> Written | None:
    if isinstance(cell, datetime):
        return _of(cell)
    if isinstance(cell, date):
        return Written(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _counted(cell)
    if not isinstance(cell, str) or not cell.strip() or len(cell) > 4 * _LONGEST:
        return None
    text = " ".join(fold(cell).replace("\u202f", " ").split())[:_LONGEST].strip("\"' ")
    if _NUMBER.match(text) and not _TOGETHER.match(text):
        return _counted(float(text.replace(",", ".")))
    try:
        return _said(text, order)
    except ValueError:  # the 31st of February
        return None


def _of(found: datetime) -> Written:
    at = found.time()
    return Written(found.date(), at if at != time() or found.tzinfo else None, found.tzinfo)


def _counted(number: float) -> Written | None:
    if _SERIALS[0] <= number <= _SERIALS[1]:
        # A day's fraction is kept to a second: Excel's floats know no better.
        return _of(_DAY_ZERO + timedelta(seconds=round(number * 86_400)))
    for unit in (1, 1_000, 1_000_000):
        if _SECONDS[0] <= number / unit <= _SECONDS[1]:
            return _of(datetime.fromtimestamp(number / unit, UTC))
    return None


def _said(text: str, order: Order) -> Written | None:
    if together := _TOGETHER.match(text):
        digits = [part for part in together.groups() if part]
        found = datetime.strptime("".join(digits).ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007
        return Written(found.date(), found.time() if len(digits) > 3 else None)
    zone, text = _zone(text)
    at, rest = _taken_time(text)
    day = _day(rest.strip(" ,t-|·").replace(" as ", " ").replace(" a las ", " "), order)
    return Written(day, at, zone) if day else None


def _zone(text: str) -> tuple[tzinfo | None, str]:
    """The zone that stands at the end or is named, and the text without it."""
    has_time = _TIME.search(text)
    start = has_time.end() if has_time else len(text)
    behind = text[start:]
    if offset := _OFFSET.search(behind):
        sign, hours, minutes = offset[1] or offset[4], offset[2] or offset[5], offset[3] or "0"
        away = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-away if sign == "-" else away)
    else:
        offset = next((word for word in _WORD.finditer(behind) if word[0] in _ZONES), None)
        if offset is None:
            return None, text
        zone = timezone(timedelta(hours=_ZONES[offset[0]]))
    return zone, text[: start + offset.start()] + text[start + offset.end() :].replace("()", "")


def _taken_time(text: str) -> tuple[time | None, str]:
    seconds: str | None = None
    half, micro = None, 0
    if found := _TIME.search(text):
        hours, minutes, seconds, fraction, half = found.groups()
        micro = int((fraction or "0").ljust(6, "0")[:6])
    elif found := _HOUR.search(text):
        (hours, half), minutes = found.groups(), "0"
    elif found := _DOTTED.search(text):
        hours, minutes, seconds = found.groups()
    else:
        return None, text
    hour = _on_the_clock(int(hours), half)
    taken = time(hour, int(minutes), min(int(seconds or 0), 59), micro)
    return taken, f"{text[: found.start()]} {text[found.end() :]}"


def _on_the_clock(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        return hour  # 13:00 pm, as some write
    return hour % 12 + (12 if half.startswith("p") else 0)


def _time_of(cell: Cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.timetz()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return (_DAY_ZERO + cell % timedelta(days=1)).time()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (_DAY_ZERO + timedelta(seconds=round(cell % 1 * 86_400))).time()
    if not isinstance(cell, str):
        return None
    text = " ".join(fold(cell).split())[:_LONGEST]
    zone, text = _zone(text)
    try:
        found, rest = _taken_time(text)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found and not rest.strip(" h.") else None


def _day(text: str, order: Order) -> date | None:
    if numbers := _NUMBERS.search(text):
        first, _, second, third = numbers.groups()
        if len(first) == 4:
            return date(int(first), int(second), int(third))
        if len(first) > 2 or len(third) not in (2, 4):
            return None
        day, month = (first, second) if order is Order.DAY else (second, first)
        return date(_year(third), int(month), int(day))
    named = _DAY_MONTH.search(text)
    if named and (month := _MONTHS.get(named[2][:3])):
        return date(_year(named[3]), month, int(named[1]))
    named = _MONTH_DAY.search(text)
    if named and (month := _MONTHS.get(named[1][:3])):
        return date(int(named[3]), month, int(named[2]))
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
