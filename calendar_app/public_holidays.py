"""Public holidays of a brand's country and region, named in the reader's language (package `holidays`)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import get_language


def between(country: str, region: str, first: date, end: date) -> dict[date, str]:
    """Holidays from `first` to the day before `end`; {} for a country that the package does not know.

    `country` is ISO 3166-1, `region` the second part of ISO 3166-2 ("VC" for the Comunitat Valenciana), "" for none.
    """
    years = range(first.year, end.year + 1)
    found: dict[date, str] = {}
    for year in years:
        found |= _of_year(country, region, year, get_language() or "en")
    last = end - timedelta(days=1)
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def regions(country: str) -> list[tuple[str, str]]:
    """(code, name) of the parts of `country` that have holidays of their own, by name; [] where there are none."""
    known = _country(country)
    if known is None:
        return []
    names = {code: name for name, code in known.subdivisions_aliases.items()}
    return sorted(((code, names.get(code, code)) for code in known.subdivisions), key=lambda pair: pair[1])


@lru_cache(maxsize=256)
def _of_year(country: str, region: str, year: int, language: str) -> dict[date, str]:
    known = _country(country)
    if known is None:
        return {}
    spoken = _spoken(language, known.supported_languages)
    return dict(known(years=year, subdiv=region if region in known.subdivisions else None, language=spoken))


def _country(code: str) -> type[holidays.HolidayBase] | None:
    if code not in holidays.list_supported_countries():
        return None
    found: type[holidays.HolidayBase] = getattr(holidays, code)
    return found


def _spoken(language: str, offered: tuple[str, ...]) -> str | None:
    """The offered language nearest to the reader's; None leaves the country's own."""
    short = language.split("-", maxsplit=1)[0]
    return next((one for one in offered if one.split("_", maxsplit=1)[0] == short), None)
