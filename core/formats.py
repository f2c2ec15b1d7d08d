"""Numbers, dates and spans of time as the reader's language writes them: the rules of the CLDR, through Babel.

Spanish groups from four digits on (5.830), and a negative number carries a true minus sign (U+2212).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel import Locale, dates, lists, numbers
from django.utils import timezone
from django.utils.translation import get_language, to_locale

from core import clock

Number = int | float | Decimal

RECENT = timedelta(days=7)
UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))

# English the way most of its readers outside the USA expect it: 24 Nov, not Nov 24.
REGIONS = {"en": "en_GB"}
LONG_DAYS = {"es": "EEEE d 'de' MMMM", "pt": "EEEE, d 'de' MMMM", "en": "EEEE d MMMM"}
THEIR_YEARS = {"es": " 'de' y", "pt": " 'de' y", "en": " y"}


def locale() -> Locale:
    """The Babel locale of the language in force; English where none is."""
    name = to_locale(get_language() or "en")
    return Locale.parse(REGIONS.get(name, name))


def _true_minus(text: str) -> str:
    return text.replace("-", "\u2212")


def number(value: Number, places: int = 0, *, signed: bool = False) -> str:
    """5830 → "5.830"; -0.4 with one place → "−0,4"; `signed` puts + before what is above zero."""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = _true_minus(numbers.format_decimal(value, format=pattern, locale=locale()))
    return f"+{text}" if signed and value > 0 else text


def percent(share: Number, places: int = 0) -> str:
    """0.1243 → "12 %", with one place "12,4 %". Takes a share of one, not of a hundred."""
    pattern = locale().percent_formats[None].pattern
    whole = pattern.replace("#,##0", "#,##0" + ("." + "0" * places if places else ""))
    return _true_minus(numbers.format_percent(share, format=whole, locale=locale()))


def compact(value: Number) -> str:
    """41200 → "41 mil": for places too narrow for the digits; the exact number goes in the title."""
    return _true_minus(numbers.format_compact_decimal(value, locale=locale(), fraction_digits=1))


def day(value: date, *, with_year: bool = False) -> str:
    """24 nov, or 24 nov 2026. A datetime is taken in the current time zone."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return dates.format_skeleton("yMMMd" if with_year else "MMMd", local, locale=locale())


def month(value: date, *, short: bool = False) -> str:
    """noviembre de 2026, or nov 2026."""
    return dates.format_skeleton("yMMM" if short else "yMMMM", value, locale=locale())


def days(first: date, last: date) -> str:
    """16–22 nov 2026, 30 nov – 6 dic 2026: from one day to another, what they share said once."""
    return dates.format_interval(first, last, "yMMMd", locale=locale())


def listed(words: Sequence[str]) -> str:
    """lunes, martes y jueves."""
    return lists.format_list(words, locale=locale())


def weekday(value: int) -> str:
    """lun, mar, …: `value` from 1, Monday, to 7, Sunday (ISO 8601)."""
    return str(locale().days["stand-alone"]["abbreviated"][value - 1])


def long_weekday(value: int) -> str:
    """lunes, martes, …: as `weekday`."""
    return str(locale().days["stand-alone"]["wide"][value - 1])


def long_day(value: date, *, with_year: bool = False) -> str:
    """martes 24 de noviembre, Tuesday 24 November; or martes 24 de noviembre de 2026, Tuesday 24 November 2026."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    spoken = locale().language
    pattern = LONG_DAYS.get(spoken, "full") + (THEIR_YEARS.get(spoken, "") if with_year else "")
    return dates.format_date(local, pattern, locale=locale())


def time_of_day(value: datetime) -> str:
    """13:00, in the current time zone; 24 hours in every language."""
    return timezone.localtime(value).strftime("%H:%M")


def moment(value: datetime) -> str:
    """24 nov 2026, 07:59: exact, in the current time zone."""
    return f"{day(value, with_year=True)}, {time_of_day(value)}"


def span(length: timedelta) -> str:
    """Two days and a half → “2 días”: the largest whole unit."""
    return dates.format_timedelta(length, threshold=1, locale=locale())


def ago(value: datetime) -> str:
    """ "hace 42 min" within a week, then the day, with its year if that is another one. The future: "en 3 h"."""
    since = value - clock.now()
    if abs(since) < RECENT:
        unit = next((unit for unit in UNITS if abs(since) >= unit), UNITS[-1])
        least = unit if since > timedelta(0) else -unit
        whole = int(since / unit) * unit or least  # 59 min 59 s is 59 minutes; below a minute it is one
        return dates.format_timedelta(whole, threshold=1, add_direction=True, format="short", locale=locale())
    return day(value, with_year=timezone.localtime(value).year != timezone.localtime(clock.now()).year)
