"""Wall time and zone to an instant: what people mean by «the 28th at 9», also where clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib import metadata
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo


class Change(StrEnum):
    """What a clock change does to a wall time."""

    NONE = ""
    GAP = "gap"
    """That time does not exist: clocks jump over it."""
    OVERLAP = "overlap"
    """That time comes twice."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time, settled."""

    at: datetime
    """The instant, UTC."""
    change: Change = Change.NONE


def instant(day: date, at: time, zone: str, fold: int = 0) -> Moment:
    """The instant of `day` at `at` in `zone` (an IANA name; raises ZoneInfoNotFoundError).

    A time in a gap is moved on by the gap's length, as PEP 495's fold=0 reads it (02:30 becomes 03:30); of a time that
    comes twice, `fold` says which: 0 the first.
    """
    tz = ZoneInfo(zone)
    naive = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first, second = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC))
    # PEP 495: in a gap fold=0 uses the offset before the change, which is the smaller; in an overlap the larger.
    gap = (first.utcoffset() or timedelta()) < (second.utcoffset() or timedelta())
    if gap:
        return Moment(first.astimezone(UTC), Change.GAP)
    return Moment((second if fold else first).astimezone(UTC), Change.OVERLAP)


def wall(at: datetime, zone: str) -> tuple[date, time, int]:
    """Day, time and fold that a clock in `zone` shows at the instant `at`."""
    local = at.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(fold=0), local.fold


@cache
def version() -> str:
    """The release of the zone data that this process reads, «2025b»: what instants were derived with."""
    # zoneinfo looks into TZPATH first, then into the package tzdata; zic writes the release into tzdata.zi
    for folder in TZPATH:
        compiled = Path(folder) / "tzdata.zi"
        if compiled.exists():
            with compiled.open() as lines:
                return lines.readline().removeprefix("# version").strip()[:16]
    return metadata.version("tzdata")[:16]
