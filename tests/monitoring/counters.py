"""Counters as tests compare them."""

from __future__ import annotations

from brands.models import Brand
from monitoring import recounting
from monitoring.models import DailyCount, HourlyCount

HOURLY = ("topic", "hour", "sentiment")
DAILY = ("topic", "day", "network", "language", "sentiment")


def hourly() -> dict[tuple, int]:
    return {tuple(key): n for *key, n in HourlyCount.objects.exclude(n=0).values_list(*HOURLY, "n")}


def daily() -> dict[tuple, int]:
    return {tuple(key): n for *key, n in DailyCount.objects.exclude(n=0).values_list(*DAILY, "n")}


def both() -> tuple[dict[tuple, int], dict[tuple, int]]:
    return hourly(), daily()


def agree(brand: Brand) -> bool:
    """Whether the counters are those that a recount builds; they are afterwards."""
    before = both()
    recounting.recount(brand)
    return both() == before


def by_language(topic: int | None = None) -> dict[tuple[str, str], int]:
    """Mentions by language and sentiment, of a topic or of all."""
    found: dict[tuple[str, str], int] = {}
    for (of, _, _, language, sentiment), n in daily().items():
        if of == topic:
            found[language, sentiment] = found.get((language, sentiment), 0) + n
    return found
