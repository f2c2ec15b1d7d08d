"""What an answer's headers say about when to come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core import clock

_FAR = timedelta(days=366)  # past this a moment is nonsense, and adding it to a date could overflow
_EPOCH = 1_000_000_000  # a reset above this counts from 1970, below from now: networks do both


@dataclass(frozen=True, slots=True)
class Rate:
    """A budget as headers tell it; None for what they do not tell."""

    limit: int | None
    remaining: int | None
    reset: datetime | None


def retry_after(headers: Mapping[str, str]) -> datetime | None:
    """The moment in Retry-After (RFC 9110 §10.2.3: seconds or an HTTP date), aware; None if absent or unreadable."""
    return _moment(headers.get("retry-after", ""))


def rate(headers: Mapping[str, str]) -> Rate:
    """X-RateLimit-*, X-Rate-Limit-* (X) or RateLimit-* (the IETF draft), whichever is there."""

    def told(name: str) -> str:
        spellings = (f"x-ratelimit-{name}", f"x-rate-limit-{name}", f"ratelimit-{name}")
        return next((headers[s] for s in spellings if s in headers), "")

    return Rate(_number(told("limit")), _number(told("remaining")), _moment(told("reset")))


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """Cache-Control's max-age; None where there is none or the answer may not be kept."""
    control = headers.get("cache-control", "").lower()
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", control)
    if not found or "no-store" in control or "no-cache" in control:
        return None
    return min(timedelta(seconds=int(found[1])), _FAR)


def _number(text: str) -> int | None:
    found = re.match(r"\s*([0-9]{1,15})", text)
    return int(found[1]) if found else None


def _moment(text: str) -> datetime | None:
    text, now = text.strip(), clock.now()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", text):
        seconds = float(text)
        moment = now + timedelta(seconds=min(seconds, _FAR.total_seconds()))
        if seconds >= _EPOCH:
            moment = datetime.fromtimestamp(min(seconds, (now + _FAR).timestamp()), UTC)
        return moment
    for read in (parsedate_to_datetime, datetime.fromisoformat):  # HTTP's form; Mastodon writes ISO 8601
        try:
            moment = read(text)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        return min(moment, now + _FAR)
    return None
