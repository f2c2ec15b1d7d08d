"""Times as people say them, Spanish and English: «mañana a las 9», «el viernes a las 18:30», «in 2 hours».

Words are taken out of what was said one kind after the other: a distance, a day, a time of day. What is left over must
be little words; anything else means that it was not understood, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.text import fold

LONGEST = 200
"""Characters that are read."""
FARTHEST = timedelta(days=366 * 5)

_WEEKDAYS = (
    r"lunes|lun|monday|mon",
    r"martes|mar|tuesday|tues?",
    r"miercoles|mie|wednesday|wed",
    r"jueves|jue|thursday|thu(?:rs)?",
    r"viernes|vie|friday|fri",
    r"sabado|sab|saturday|sat",
    r"domingo|dom|sunday|sun",
)
_MONTHS = (
    r"enero|january|ene|jan",
    r"febrero|february|feb",
    r"marzo|march|mar",
    r"abril|april|abr|apr",
    r"mayo|may",
    r"junio|june|jun",
    r"julio|july|jul",
    r"agosto|august|ago|aug",
    r"septiembre|setiembre|september|sept?",
    r"octubre|october|oct",
    r"noviembre|november|nov",
    r"diciembre|december|dic|dec",
)
_NUMBERS = {
    **dict.fromkeys(("un", "una", "uno", "a", "an", "one"), 1),
    **dict.fromkeys(("dos", "two", "a couple of"), 2),
    **dict.fromkeys(("tres", "three"), 3),
    **dict.fromkeys(("cuatro", "four"), 4),
    **dict.fromkeys(("cinco", "five"), 5),
    **dict.fromkeys(("seis", "six"), 6),
    **dict.fromkeys(("siete", "seven"), 7),
    **dict.fromkeys(("ocho", "eight"), 8),
    **dict.fromkeys(("nueve", "nine"), 9),
    **dict.fromkeys(("diez", "ten"), 10),
    **dict.fromkeys(("once", "eleven"), 11),
    **dict.fromkeys(("doce", "twelve"), 12),
    **dict.fromkeys(("quince", "fifteen"), 15),
    **dict.fromkeys(("veinte", "twenty"), 20),
    **dict.fromkeys(("treinta", "thirty"), 30),
}
_UNITS = {
    r"minutos?|min|mins|minutes?": timedelta(minutes=1),
    r"horas?|h|hours?|hrs?": timedelta(hours=1),
    r"dias?|days?": timedelta(days=1),
    r"semanas?|weeks?": timedelta(weeks=1),
}
_PARTS = {
    "morning": r"(?:de|por|en) la manana|in the morning|this morning|esta manana|morning",
    "afternoon": r"(?:de|por|en) la tarde|esta tarde|in the afternoon|this afternoon|afternoon",
    "evening": r"in the evening|this evening|evening",
    "night": r"(?:de|por|en) la noche|esta noche|tonight|at night|night",
    "small": r"de la madrugada",
}
_USUAL = {"morning": time(9), "afternoon": time(17), "evening": time(19), "night": time(21), "small": time(5)}
"""What «por la tarde» means where no hour is said."""
_TODAY = re.compile(r"\b(?:esta (?:manana|tarde|noche)|tonight|this (?:morning|afternoon|evening))\b")
_LITTLE = {"el", "la", "las", "los", "a", "de", "del", "al", "en", "on", "at", "the", "of", "para", "y", "and", "by"}

_NUMBER = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WEEKDAY = "|".join(f"(?P<d{n}>{names})" for n, names in enumerate(_WEEKDAYS))
_MONTH = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(_MONTHS, 1))
_NEXT_WEEK = r"(?:(?:de )?la (?:proxima semana|semana que viene|semana proxima)|(?:of )?next week)"


@dataclass(frozen=True, slots=True)
class Said:
    """A day and a time of somebody's clock; the time is None where none was said."""

    day: date
    at: time | None


class _Text:
    """What has not been understood yet."""

    def __init__(self, said: str) -> None:
        self.rest = said

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first place where `pattern` stands as whole words; it is taken out."""
        found = re.search(rf"(?<![\w:/.-])(?:{pattern})(?![\w:/-])", self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        return found


def read(said: str, now: datetime) -> Said | None:
    """The day and time that `said` names, seen from the wall time `now`; None where it is not understood.

    A time of day alone is the next one; a weekday is the next one, today only if its time is still to come. Nothing
    that lies more than five years away is believed.
    """
    text = _Text(" ".join(fold(said[:LONGEST]).replace("ñ", "n").replace(",", " ").split()).removesuffix("."))
    try:
        found = _read(text, now)
    except (ValueError, OverflowError):  # the 31st of February, the year 9999
        return None
    left = set(text.rest.replace(".", " ").split()) - _LITTLE
    if found is None or left or abs(found.day - now.date()) > FARTHEST:
        return None
    return found


def _read(text: _Text, now: datetime) -> Said | None:
    this_day = bool(_TODAY.search(text.rest))
    if (length := _distance(text)) is not None:
        return _after(length, text, now)
    day = _named_day(text, now)
    part, at = _part(text), _clock(text)
    at = _in_part(at, part)
    if this_day and day is None:
        day = now.date()
    weekday = None if day else _weekday(text, now)
    if weekday is not None:
        day = weekday[0] if not (weekday[1] and at and at > now.time()) else now.date()
    if day is None and at is None:
        return None
    return Said(day or _next(at, now), at)


def _after(length: timedelta, text: _Text, now: datetime) -> Said:
    """«in 3 days at 9»: hours and minutes count from now, days keep the time that is said with them."""
    then = now + length
    at = _in_part(_clock(text), _part(text))
    whole_days = length % timedelta(days=1) == timedelta()
    return Said(then.date(), at if whole_days else then.time().replace(second=0, microsecond=0))


def _distance(text: _Text) -> timedelta | None:
    before = r"(?:en|dentro de|de aqui a|in)"
    halves = {
        rf"{before} (?:media hora|half an hour)": timedelta(minutes=30),
        rf"{before} (?:una )?hora y media|in an hour and a half": timedelta(minutes=90),
        rf"{before} (?:un )?cuarto de hora|in a quarter of an hour": timedelta(minutes=15),
    }
    for pattern, length in halves.items():
        if text.take(pattern):
            return length
    for unit, one in _UNITS.items():
        if found := text.take(rf"{before} (?P<n>{_NUMBER})\s?(?:{unit})(?P<half> y media| and a half)?"):
            return _number(found["n"]) * one + (one / 2 if found["half"] else timedelta())
    return None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS[said]


def _named_day(text: _Text, now: datetime) -> date | None:
    """A day that needs no counting from its name: tomorrow, a date, next week."""
    today = now.date()
    for pattern, days in {
        r"pasado manana|(?:the )?day after tomorrow": 2,
        r"(?<!la )(?<!esta )manana(?! por la manana)|tomorrow": 1,
        r"manana(?= por la manana)": 1,
        r"hoy(?: mismo)?|today": 0,
    }.items():
        if text.take(pattern):
            return today + timedelta(days=days)
    return _date(text, today) or _of_next_week(text, today)


def _of_next_week(text: _Text, today: date) -> date | None:
    if found := text.take(rf"(?:el |on )?(?:{_WEEKDAY}) {_NEXT_WEEK}"):
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + _which(found, "d"))
    return today + timedelta(days=7) if text.take(_NEXT_WEEK) else None


def _date(text: _Text, today: date) -> date | None:
    if found := text.take(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"):
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    if found := text.take(r"(?P<d>\d{1,2})[-/](?P<m>\d{1,2})(?:[-/](?P<y>\d{4}|\d{2}))?"):
        return _coming(today, int(found["d"]), int(found["m"]), found["y"])
    year = r"(?:,? (?:del? )?(?P<y>\d{4}))?"
    for pattern in (
        rf"(?:dia )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: de| of)? (?:{_MONTH}){year}",
        rf"(?:{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?{year}",
    ):
        if found := text.take(pattern):
            text.take(_named_weekday())
            return _coming(today, int(found["d"]), _which(found, "m"), found["y"])
    if found := text.take(r"(?:el dia |el |the |on the )(?P<d>\d{1,2})(?:st|nd|rd|th)?"):
        return _day_of_month(today, int(found["d"]))
    return None


def _named_weekday() -> str:
    return "|".join(_WEEKDAYS)


def _which(found: re.Match[str], kind: str) -> int:
    """The number of the weekday (from 0) or month (from 1) that was named."""
    return next(int(name[1:]) for name, said in found.groupdict().items() if said and re.fullmatch(rf"{kind}\d+", name))


def _coming(today: date, day: int, month: int, year: str | None) -> date:
    """That day of that year, or without one the next that comes."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return next(found for found in _existing(today, month, day) if found >= today)


def _existing(today: date, month: int, day: int) -> Iterator[date]:
    for year in range(today.year, today.year + 9):
        try:
            yield date(year, month, day)
        except ValueError:
            if day > 29 or month != 2:
                raise


def _day_of_month(today: date, day: int) -> date:
    """The next month's day with that number, today included."""
    for months in range(13):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        try:
            found = date(year, month + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(day)


def _weekday(text: _Text, now: datetime) -> tuple[date, bool] | None:
    """The next such weekday, and whether it may be today as well."""
    after = r"(?P<after> que viene| proximo)?"
    found = text.take(rf"(?P<next>proximo |next |siguiente )?(?P<this>este |this )?(?:{_WEEKDAY}){after}")
    if found is None:
        return None
    ahead = (_which(found, "d") - now.weekday()) % 7
    may_be_today = ahead == 0 and not found["next"] and not found["after"]
    return now.date() + timedelta(days=ahead or 7), may_be_today


def _part(text: _Text) -> str:
    return next((name for name, pattern in _PARTS.items() if text.take(pattern)), "")


def _clock(text: _Text) -> time | None:
    if text.take(r"(?:al? |at |a las? )?(?:mediodia|midday|noon)"):
        return time(12)
    if text.take(r"(?:a (?:la )?|at )?(?:medianoche|midnight)"):
        return time(0)
    if found := text.take(r"(?P<what>half|quarter) (?P<side>past|to) (?P<h>" + _NUMBER + ")"):
        minutes = {"half": 30, "quarter": 15}[found["what"]]
        return _moved(_number(found["h"]), minutes if found["side"] == "past" else -minutes)
    if found := text.take(rf"(?:a )?(?:las? )?(?P<h>{_NUMBER}) (?P<side>y|menos) (?P<m>media|cuarto|{_NUMBER})"):
        minutes = {"media": 30, "cuarto": 15}.get(found["m"]) or _number(found["m"])
        return _moved(_number(found["h"]), minutes if found["side"] == "y" else -minutes)
    return _digital(text)


def _digital(text: _Text) -> time | None:
    half = r"\s?(?P<half>[ap])\.?\s?m\.?"
    if found := text.take(rf"(?P<h>\d{{1,2}})(?:[:.h](?P<m>\d{{2}}))?{half}"):
        hour = int(found["h"])
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        return time(hour % 12 + (12 if found["half"] == "p" else 0), int(found["m"] or 0))
    if found := text.take(r"(?P<h>\d{1,2})[:.h](?P<m>\d{2})(?:\s?h(?:oras|rs|s)?)?"):
        return time(int(found["h"]) % 24 if found["h"] == "24" else int(found["h"]), int(found["m"]))
    if found := text.take(r"(?P<h>\d{1,2})\s?h(?:oras|rs|s)?"):
        return time(int(found["h"]))
    if found := text.take(rf"(?:a las?|las?|at|sobre las|around) (?P<h>{_NUMBER})(?: en punto| o'clock)?"):
        return time(_number(found["h"]))
    if found := text.take(rf"(?P<h>{_NUMBER}) (?:en punto|o'clock)"):
        return time(_number(found["h"]))
    if re.fullmatch(r"\W*\d{1,2}\W*", text.rest):  # all that is left is a number: «mañana 9»
        said, text.rest = text.rest, ""
        return time(int(re.sub(r"\D", "", said)))
    return None


def _moved(hour: int, minutes: int) -> time:
    if not 0 <= hour <= 23:
        raise ValueError(hour)
    return (datetime.combine(date(2000, 1, 2), time(hour)) + timedelta(minutes=minutes)).time()


def _in_part(at: time | None, part: str) -> time | None:
    """«a las 9 de la noche» is 21:00; «por la tarde» alone is a usual hour; «12 de la noche» is midnight."""
    if not part:
        return at
    if at is None:
        return _USUAL[part]
    if part == "night" and at.hour == 12:
        return at.replace(hour=0)
    late = part in {"afternoon", "evening", "night"} and 1 <= at.hour < 12
    return at.replace(hour=at.hour + 12) if late else at


def _next(at: time | None, now: datetime) -> date:
    return now.date() if at is None or at > now.time() else now.date() + timedelta(days=1)
