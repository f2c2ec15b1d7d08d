"""Day and time of a row as a wall time of the brand, or what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from calendar_app import natural_times, times, wall_time
from calendar_app.drafting import When
from calendar_app.times import Told
from calendar_app.wall_time import Change
from core import clock, formats
from core.sheets import cells, moments
from core.sheets.moments import Order, Written
from core.sheets.table import Cell

EMPTY = (None, "")


class BadTime(Exception):
    """str() says what is wrong; `in_time` whether it is the cell of the time that is to blame."""

    def __init__(self, message: str, *, in_time: bool = False) -> None:
        super().__init__(message)
        self.in_time = in_time


def read(
    cell: Cell, at: Cell, *, order: Order, zone: str, now: datetime, usual: time | None = None
) -> tuple[When, Told] | None:
    """The wall time in `zone` (IANA) that a row names, and how the composer explains it; None where it names none.

    `at` is the cell of a column for times alone; `usual` is for rows with a day alone. Words such as «mañana a las 9»
    are seen from `now`. Raises BadTime: unreadable, past, years away, a time that does not exist or comes twice.
    """
    if cell in EMPTY and at in EMPTY:
        return None
    if cell in EMPTY:
        raise BadTime(_("There is a time and no day."))
    found = moments.written(cell, at, order=order) or _spoken(cell, at, zone, now)
    if found is None:
        raise _unreadable(cell, at, order)
    if found.at is None and usual is None:
        raise BadTime(_("There is a day and no time. Write one, 00:00 for midnight."), in_time=True)
    when = _on_our_clock(replace(found, at=found.at or usual), zone)
    return when, _checked(when, zone, named=found.zone is not None)


def _spoken(cell: Cell, at: Cell, zone: str, now: datetime) -> Written | None:
    if not isinstance(cell, str):
        return None
    said = natural_times.read(f"{cell} {_clock(at)}".strip(), now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    return Written(said.day, said.at) if said else None


def _clock(at: Cell) -> str:
    return f"{at:%H:%M}" if isinstance(at, time | datetime) else cells.text(at)


def _unreadable(cell: Cell, at: Cell, order: Order) -> BadTime:
    if at not in EMPTY and moments.written(cell, None, order=order):
        return BadTime(_("“%(said)s” is no time of day. Write it as 09:00.") % {"said": _short(at)}, in_time=True)
    message = _("“%(said)s” is no day that can be read. Write it as 28/11/2026 or 2026-11-28.")
    return BadTime(message % {"said": _short(cell)})


def _short(cell: Cell) -> str:
    return cells.text(cell)[:60]


def _on_our_clock(found: Written, zone: str) -> When:
    """To the minute; what names its zone is taken at its word and turned into the brand's."""
    plain = found.naive.replace(second=0, microsecond=0)
    if found.zone is None:
        return When(plain.date(), plain.time())
    try:
        return When(*wall_time.wall(plain.replace(tzinfo=found.zone), zone))
    except (OverflowError, ValueError) as error:
        raise BadTime(_("This is not a day that anything is published on.")) from error


def _checked(when: When, zone: str, *, named: bool) -> Told:
    try:
        told = times.told(when.day, when.at, zone, when.fold)
    except (OverflowError, ValueError) as error:
        raise BadTime(_("This is not a day that anything is published on.")) from error
    if told.wrong:
        raise BadTime(_wrong(told, zone))
    words = {"time": f"{when.at:%H:%M}"}
    if told.change is Change.GAP:
        message = _("Clocks go forward that day and %(time)s does not exist. Write another time.")
        raise BadTime(message % words, in_time=True)
    if told.change is Change.OVERLAP and not named:
        first, second = told.choices or ("", "")
        message = _("Clocks go back that day and %(time)s comes twice: %(first)s, %(second)s. Write which offset.")
        raise BadTime(message % {**words, "first": first, "second": second}, in_time=True)
    return replace(told, note="")


def _wrong(told: Told, zone: str) -> str:
    """Past or years away, as the composer finds it, with the moment as it was read."""
    local = told.at.astimezone(ZoneInfo(zone))
    words = {"day": formats.long_day(local.date(), with_year=True), "time": f"{local:%H:%M}"}
    if told.at <= clock.now():
        return _("%(day)s, %(time)s, has passed. Write a later one.") % words
    return _("%(day)s, %(time)s, is more than five years away. Write an earlier day.") % words


def is_plain(cell: Cell, at: Cell, order: Order) -> bool:
    """Whether day and time are written as such, not in words that mean another day tomorrow."""
    return moments.written(cell, at, order=order) is not None
