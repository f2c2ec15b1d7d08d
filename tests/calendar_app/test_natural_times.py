"""Times as people say them: a table, seen from a Sunday morning in November."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from calendar_app.natural_times import read

NOW = datetime(2026, 11, 22, 10, 15)
"""A Sunday."""

TABLE = [
    # a day and a time
    ("mañana a las 9", "2026-11-23 09:00"),
    ("Mañana a las 9:30", "2026-11-23 09:30"),
    ("mañana a las 9.30", "2026-11-23 09:30"),
    ("mañana 9h", "2026-11-23 09:00"),
    ("mañana 9", "2026-11-23 09:00"),
    ("mañana a las 18:30h", "2026-11-23 18:30"),
    ("mañana a las nueve", "2026-11-23 09:00"),
    ("mañana a la una", "2026-11-23 01:00"),
    ("mañana a la una de la tarde", "2026-11-23 13:00"),
    ("mañana a las 9 y media", "2026-11-23 09:30"),
    ("mañana a las nueve y cuarto", "2026-11-23 09:15"),
    ("mañana a las 10 menos cuarto", "2026-11-23 09:45"),
    ("mañana a las 9 de la noche", "2026-11-23 21:00"),
    ("mañana por la mañana", "2026-11-23 09:00"),
    ("mañana por la tarde", "2026-11-23 17:00"),
    ("mañana por la noche", "2026-11-23 21:00"),
    ("mañana a mediodía", "2026-11-23 12:00"),
    ("mañana al mediodía", "2026-11-23 12:00"),
    ("mañana a medianoche", "2026-11-23 00:00"),
    ("mañana a las 12 de la noche", "2026-11-23 00:00"),
    ("pasado mañana a las 10", "2026-11-24 10:00"),
    ("hoy a las 18", "2026-11-22 18:00"),
    ("hoy a las 8 de la tarde", "2026-11-22 20:00"),
    ("tomorrow at 9", "2026-11-23 09:00"),
    ("tomorrow 9am", "2026-11-23 09:00"),
    ("tomorrow at 9 pm", "2026-11-23 21:00"),
    ("tomorrow at 9:15 p.m.", "2026-11-23 21:15"),
    ("tomorrow at 12am", "2026-11-23 00:00"),
    ("tomorrow at 12pm", "2026-11-23 12:00"),
    ("tomorrow at noon", "2026-11-23 12:00"),
    ("tomorrow at half past nine", "2026-11-23 09:30"),
    ("tomorrow at quarter to ten", "2026-11-23 09:45"),
    ("tomorrow morning", "2026-11-23 09:00"),
    ("tomorrow evening", "2026-11-23 19:00"),
    ("tomorrow in the afternoon", "2026-11-23 17:00"),
    ("the day after tomorrow at 10", "2026-11-24 10:00"),
    ("today at 6pm", "2026-11-22 18:00"),
    ("9am tomorrow", "2026-11-23 09:00"),
    # weekdays
    ("el viernes a las 18:30", "2026-11-27 18:30"),
    ("viernes 18:30", "2026-11-27 18:30"),
    ("el viernes que viene a las 9", "2026-11-27 09:00"),
    ("el próximo viernes a las 9", "2026-11-27 09:00"),
    ("este viernes a las 9", "2026-11-27 09:00"),
    ("el lunes por la mañana", "2026-11-23 09:00"),
    ("el miércoles a las 7 de la tarde", "2026-11-25 19:00"),
    ("sábado a mediodía", "2026-11-28 12:00"),
    ("el martes de la semana que viene a las 9", "2026-11-24 09:00"),
    ("el domingo a las 18", "2026-11-22 18:00"),
    ("el domingo a las 9", "2026-11-29 09:00"),
    ("el próximo domingo a las 18", "2026-11-29 18:00"),
    ("next Monday 9am", "2026-11-23 09:00"),
    ("on Friday at 6:30 pm", "2026-11-27 18:30"),
    ("friday 18:30", "2026-11-27 18:30"),
    ("Tuesday next week at 9", "2026-11-24 09:00"),
    ("thu 8am", "2026-11-26 08:00"),
    ("this Saturday at noon", "2026-11-28 12:00"),
    # dates
    ("el 28 a las 9", "2026-11-28 09:00"),
    ("el día 5 a las 9", "2026-12-05 09:00"),
    ("el 31 a las 9", "2026-12-31 09:00"),
    ("28 de noviembre a las 9", "2026-11-28 09:00"),
    ("el 3 de enero a las 12:00", "2027-01-03 12:00"),
    ("3 de enero de 2028 a las 12:00", "2028-01-03 12:00"),
    ("sábado 28 de noviembre a las 9", "2026-11-28 09:00"),
    ("28/11 a las 9", "2026-11-28 09:00"),
    ("28/11/2026 9:00", "2026-11-28 09:00"),
    ("28-11-26 9:00", "2026-11-28 09:00"),
    ("2026-11-28 09:00", "2026-11-28 09:00"),
    ("1/3 a las 8", "2027-03-01 08:00"),
    ("29 de febrero a las 9", "2028-02-29 09:00"),
    ("november 28 at 9am", "2026-11-28 09:00"),
    ("November 28th, 2026 at 9am", "2026-11-28 09:00"),
    ("the 28th of november at 9", "2026-11-28 09:00"),
    ("28 nov 9:00", "2026-11-28 09:00"),
    ("on the 5th at 9am", "2026-12-05 09:00"),
    ("may 1 at 9am", "2027-05-01 09:00"),
    ("el 3 de mayo a las 9", "2027-05-03 09:00"),
    ("marzo 15 a las 10", "2027-03-15 10:00"),
    # distances
    ("en 2 horas", "2026-11-22 12:15"),
    ("dentro de dos horas", "2026-11-22 12:15"),
    ("en media hora", "2026-11-22 10:45"),
    ("en una hora y media", "2026-11-22 11:45"),
    ("en 20 minutos", "2026-11-22 10:35"),
    ("dentro de un cuarto de hora", "2026-11-22 10:30"),
    ("en 3 días a las 9", "2026-11-25 09:00"),
    ("dentro de una semana a las 10", "2026-11-29 10:00"),
    ("in 2 hours", "2026-11-22 12:15"),
    ("in half an hour", "2026-11-22 10:45"),
    ("in 45 minutes", "2026-11-22 11:00"),
    ("in a week at 9am", "2026-11-29 09:00"),
    ("in three days at 9", "2026-11-25 09:00"),
    ("in 14 hours", "2026-11-23 00:15"),
    # a time alone is the next one
    ("a las 18:30", "2026-11-22 18:30"),
    ("a las 9", "2026-11-23 09:00"),
    ("18:30", "2026-11-22 18:30"),
    ("9am", "2026-11-23 09:00"),
    ("esta noche", "2026-11-22 21:00"),
    ("esta tarde a las 7", "2026-11-22 19:00"),
    ("tonight at 9", "2026-11-22 21:00"),
    ("this evening", "2026-11-22 19:00"),
]

DAYS = [
    ("mañana", "2026-11-23"),
    ("el viernes", "2026-11-27"),
    ("el 28", "2026-11-28"),
    ("la semana que viene", "2026-11-29"),
    ("next week", "2026-11-29"),
    ("en 3 días", "2026-11-25"),
    ("hoy", "2026-11-22"),
]

NOT_UNDERSTOOD = [
    "",
    "   ",
    "cuando puedas",
    "mañana a las 25",
    "mañana a las 9:75",
    "el 31 de febrero a las 9",
    "el 32 a las 9",
    "99/99",
    "tomorrow at 14pm",
    "mañana a las 9 y no sé",
    "9 patatas",
    "el 3 de enero de 9999",
    "1 de enero de 2045 a las 9",
    "en 999 semanas",
    "\u200b\u202e",
    "mañana " * 500,
    "9" * 500,
]


@pytest.mark.parametrize(("said", "meant"), TABLE)
def test_a_day_and_a_time(said, meant):
    found = read(said, NOW)
    assert found is not None
    assert datetime.combine(found.day, found.at).strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize(("said", "meant"), DAYS)
def test_a_day_without_a_time(said, meant):
    found = read(said, NOW)
    assert found is not None
    assert (found.day, found.at) == (date.fromisoformat(meant), None)


@pytest.mark.parametrize("said", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_not_guessed(said):
    assert read(said, NOW) is None
