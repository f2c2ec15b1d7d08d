"""When a post goes out, in words: what a clock change does to it, and how far away it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from calendar_app.scheduling import FURTHEST
from calendar_app.wall_time import Change, instant
from core import clock, formats


@dataclass(frozen=True, slots=True)
class Told:
    """A wall time, explained."""

    at: datetime
    words: str
    change: Change
    note: str
    """What a clock change does, or why it cannot be; "" where all is plain."""
    wrong: bool = False
    """It cannot be scheduled then."""
    choices: tuple[str, str] | None = None
    """Of a time that comes twice: the names of the first and the second."""


def told(day: date, at: time, zone: str, fold: int) -> Told:
    """The wall time in `zone` (IANA) as the composer explains it."""
    moment = instant(day, at, zone, fold)
    local = moment.at.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    said = {"day": formats.long_day(local.date()), "time": f"{local:%H:%M}", "place": place}
    words = _("%(day)s at %(time)s, %(place)s time") % said
    if wrong := _wrong(moment.at):
        return Told(moment.at, words, moment.change, wrong, wrong=True)
    if moment.change is Change.GAP:
        note = _("Clocks go forward then: %(wanted)s does not exist that day, so it goes out at %(time)s.")
        return Told(moment.at, words, moment.change, note % {"wanted": f"{at:%H:%M}", "time": said["time"]})
    if moment.change is Change.OVERLAP:
        note = _("Clocks go back then, so %(time)s comes twice. Choose which one.") % said
        return Told(
            moment.at, words, moment.change, note, choices=(_choice(day, at, zone, 0), _choice(day, at, zone, 1))
        )
    return Told(moment.at, words, moment.change, "")


def _wrong(at: datetime) -> str:
    now = clock.now()
    if at <= now:
        return _("That time has passed. Choose a later one, or publish it now.")
    return _("That is more than five years away. Choose an earlier day.") if at > now + FURTHEST else ""


def _choice(day: date, at: time, zone: str, fold: int) -> str:
    """«the first 02:30 (UTC+2)»."""
    moment = instant(day, at, zone, fold).at.astimezone(ZoneInfo(zone))
    offset = f"{moment:%z}"
    shown = f"UTC{offset[:3]}" if offset.endswith("00") else f"UTC{offset[:3]}:{offset[3:]}"
    names = {"time": f"{at:%H:%M}", "offset": shown}
    return (_("The second %(time)s (%(offset)s)") if fold else _("The first %(time)s (%(offset)s)")) % names
