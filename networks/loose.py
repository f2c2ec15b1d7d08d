"""Reading JSON of servers that keep to no schema: what is not as it should be counts as absent. Nothing raises."""

from __future__ import annotations

import json as decoder
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Older dates are a server's way to say that it knows none."""
_MILLISECONDS = 100_000_000_000
"""A number above this counts milliseconds since 1970; as seconds it would be the year 5138."""
_BIGGEST = 2**63 - 1
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?![A-Za-z])")
# A fraction of a second has one to nine digits in the wild; Python reads six at most.
_FRACTION = re.compile(r"(\d{2}:\d{2}:\d{2})[.,](\d{1,6})\d*")


def json(body: bytes) -> Any:
    """What `body` says as JSON; None for what is not, or is nested past reason."""
    try:
        return decoder.loads(body)
    except (ValueError, RecursionError):
        return None


def text(value: Any) -> str:
    """`value` if it is a string; a whole number as digits, since ids come as both; else nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def rows(value: Any) -> Sequence[Any]:
    """`value` if it is an array, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects in `value`, if that is an array."""
    return [row for row in rows(value) if isinstance(row, Mapping)]


def count(value: Any) -> int | None:
    """A number of people or things, 0 and above; also one that comes as a string or a float."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,18}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if 0 <= value <= _BIGGEST else None


def language(value: Any) -> str:
    """The ISO 639-1 code at the start of a BCP 47 tag, as in pt-BR; "" for codes of three letters and anything else."""
    found = _LANGUAGE.match(text(value))
    return found[1].lower() if found else ""


def moment(value: Any) -> datetime | None:
    """An aware moment since 1990 out of ISO 8601, RFC 2822 or a Unix time in seconds or milliseconds.

    Without a zone it is UTC.
    """
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _unix(float(value))
    written = text(value).strip()
    if re.fullmatch(r"[0-9]{9,13}", written):
        return _unix(float(written))
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _aware(read(_FRACTION.sub(_six_digits, written)))
        except (ValueError, OverflowError, TypeError):
            continue
    return None


def _six_digits(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[2]:0<6}"


def _aware(read: datetime) -> datetime | None:
    try:
        aware = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except OverflowError:  # the year 1 or 9999, moved across its edge
        return None
    return aware if aware >= EARLIEST else None


def _unix(seconds: float) -> datetime | None:
    try:
        return _aware(datetime.fromtimestamp(seconds / 1000 if abs(seconds) > _MILLISECONDS else seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None
