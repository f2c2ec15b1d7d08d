"""Dates and times as other suites write them, in Spanish, English and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def moment(cell: Cell, at: Cell, *, order: Order, zone: tzinfo) -> datetime | None:
    """When a row was posted: `cell` has the date, and the time unless `at` has it. None: it cannot be read.

    A value that names its zone is taken at its word, others are `zone`'s. Numbers are Excel's days, or Unix seconds.
    """
    found = _moment(cell, order)
    if found is None:
        return None
    if at not in (None, ""):
        clock_time = _time_of(at)
        if clock_time is None:
            return None
        found = datetime.combine(found.date(), clock_time, clock_time.tzinfo or found.tzinfo)
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def guess(cells: Iterable[Cell], *, now: datetime) -> Order:
    """Which order makes sense of these dates: no month beyond twelve, none in the future, and close to one another.

    Where both do, the day stands first, as our people write it.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return min(Order, key=lambda order: (*_strangeness(texts, order, now), order != Order.DAY))


def is_ambiguous(cell: Cell) -> bool:
    """Whether the two orders read `cell` as different days."""
    if not isinstance(cell, str):
        return False
    by_day, by_month = _moment(cell, Order.DAY), _moment(cell, Order.MONTH)
    return by_day != by_month


def _strangeness(texts: Sequence[str], order: Order, now: datetime) -> tuple[int, int, timedelta]:
    """Dates that cannot be, dates to come, and how far neighbours lie apart in all: exports are sorted by time."""
    read = [_moment(text, order) for text in texts]
    plain = [moment.replace(tzinfo=None) for moment in read if moment]
    ahead = now.replace(tzinfo=None) + timedelta(days=2)
    steps = sum((abs(b - a) for a, b in pairwise(plain)), timedelta())
    return len(read) - len(plain), sum(moment > ahead for moment in plain), steps


def _moment(cell: Cell, order: Order) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _counted(cell)
    if not isinstance(cell, str) or not cell.strip() or len(cell) > 4 * _LONGEST:
        return None
    text = " ".join(fold(cell).replace("\u202f", " ").split())[:_LONGEST].strip("\"' ")
    if _NUMBER.match(text) and not _TOGETHER.match(text):
        return _counted(float(text.replace(",", ".")))
    try:
        return _written(text, order)
    except ValueError:  # the 31st of February
        return None


def _counted(number: float) -> datetime | None:
    if _SERIALS[0] <= number <= _SERIALS[1]:
        # A day's fraction is kept to a second: Excel's floats know no better.
        return _DAY_ZERO + timedelta(seconds=round(number * 86_400))
    for unit in (1, 1_000, 1_000_000):
        if _SECONDS[0] <= number / unit <= _SECONDS[1]:
            return datetime.fromtimestamp(number / unit, UTC)
    return None


def _written(text: str, order: Order) -> datetime | None:
    if together := _TOGETHER.match(text):
        return datetime.strptime("".join(filter(None, together.groups())).ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    zone, text = _zone(text)
    found, rest = _taken_time(text)
    day = _day(rest.strip(" ,t-|·").replace(" as ", " ").replace(" a las ", " "), order)
    return datetime.combine(day, found or time(), zone) if day else None


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
