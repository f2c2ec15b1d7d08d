"""The charts of a report, each defined once, from what the report kept. Call in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from brands.places import language_name
from core import formats
from core.documents.charts import Chart, Series
from monitoring.charts.parts import KINDS, Drill, Kind
from networks.naming import network_name
from reports.weekly.content import Content, FrozenFigure, Moods, Part

HOURS = range(24)
LISTENING = ("volume", "mood", "weeks", "networks", "topics", "voice", "languages", "hours", "terms")
PUBLISHING = ("posts", "interactions", "reach")
COMMUNITY = ("followers", "accounts")
_NONE: FrozenFigure = {"value": None, "before": None, "days": [], "days_before": []}


def of(content: Content, drill: Drill | None = None) -> dict[str, Chart]:
    """Every chart by its key, in the order of the report. `drill` leads to the mentions, for who may read them."""
    made = (
        _volume(content, drill),
        _mood(content, drill),
        _weeks(content, drill),
        _networks(content, drill),
        _topics(content, drill),
        _voice(content),
        _languages(content, drill),
        _hours(content, drill),
        _terms(content, drill),
        _posts(content),
        _interactions(content),
        _reach(content),
        _followers(content),
        _accounts(content),
    )
    return {chart.key: chart if chart.empty else replace(chart, empty=_empty(chart)) for chart in made}


def days_of(content: Content) -> list[date]:
    """Monday to Sunday."""
    first = date.fromisoformat(content["first"])
    return [first + timedelta(days=n) for n in range(7)]


def _empty(chart: Chart) -> str:
    """Why there is nothing to draw; empty where there is. Zero all week is not the same as unknown."""
    values = [value for series in chart.series for value in series.values]
    if any(values):
        return ""
    if chart.key in LISTENING:
        return _("Nothing was heard of this in the week.")
    if chart.key == "posts":
        return _("Nothing was published in the week.")
    told = any(value is not None for value in values)
    return _("It was zero all week.") if told else _("No network told this in the week.")


def _axis(content: Content) -> dict[str, Any]:
    days = days_of(content)
    return {
        "axis": _("Day"),
        "labels": tuple(formats.long_day(day) for day in days),
        "short": tuple(f"{formats.weekday(day.isoweekday())} {day.day}" for day in days),
    }


def _volume(content: Content, drill: Drill | None) -> Chart:
    days, moods = days_of(content), content["moods"]
    series = [
        _mood_series(kind, moods, [_to(drill, since=d, until=d, sentiment=(kind.sentiment.value,)) for d in days])
        for kind in _kinds(moods)
    ]
    if content["moods_before"]:
        before = tuple(float(sum(day.values())) for day in content["moods_before"])
        series.append(Series(_("The week before"), before, "ink-3", dotted=True))
    measure = _("Mentions by day and sentiment")
    return Chart("volume", "columns", measure, measure, series=tuple(series), **_axis(content))


def _mood(content: Content, drill: Drill | None) -> Chart:
    figure = content["figures"].get("sentiment_index", _NONE)
    links = tuple(_to(drill, since=day, until=day) for day in days_of(content))
    measure = _("Net sentiment by day, in points")
    note = _("Positive minus negative mentions, for every hundred whose sentiment is known: from −100 to +100.")
    series = _with_before(_("This week"), figure, links)
    unit = _("points")
    return Chart("mood", "lines", measure, measure, series=series, unit=unit, signed=True, note=note, **_axis(content))


def _weeks(content: Content, drill: Drill | None) -> Chart:
    mondays = [date.fromisoformat(monday) for monday, _moods in content["weeks"]]
    moods = [counted for _monday, counted in content["weeks"]]
    ends = [monday + timedelta(days=6) for monday in mondays]
    series = [
        _mood_series(
            kind,
            moods,
            [
                _to(drill, since=first, until=last, sentiment=(kind.sentiment.value,))
                for first, last in zip(mondays, ends, strict=True)
            ],
        )
        for kind in _kinds(moods)
    ]
    measure = _("Mentions by week and sentiment")
    labels = tuple(formats.days(first, last) for first, last in zip(mondays, ends, strict=True))
    short = tuple(formats.day(monday) for monday in mondays)
    return Chart("weeks", "columns", measure, measure, _("Week"), labels, tuple(series), short=short)


def _networks(content: Content, drill: Drill | None) -> Chart:
    return _parts(
        "networks", _("Mentions by network"), _("Network"), content["networks"], network_name, drill, "network"
    )


def _languages(content: Content, drill: Drill | None) -> Chart:
    return _parts(
        "languages", _("Mentions by language"), _("Language"), content["languages"], language_name, drill, "language"
    )


def _topics(content: Content, drill: Drill | None) -> Chart:
    made = _parts("topics", _("Mentions by topic"), _("Topic"), content["topics"], str, drill, "topic")
    return replace(made, note=_("A mention that two topics match counts in both."))


def _parts(
    key: str, measure: str, axis: str, parts: Sequence[Part], named: Callable[[str], str], drill: Drill | None, by: str
) -> Chart:
    moods = [part["moods"] for part in parts]
    whole = sum(sum(counted.values()) for counted in moods)

    def links(kind: Kind) -> list[str]:
        only = {"sentiment": (kind.sentiment.value,)}
        return [_to(drill, **{by: part["key"] if by == "topic" else (part["key"],)}, **only) for part in parts]

    series = tuple(_mood_series(kind, moods, links(kind)) for kind in _kinds(moods))
    labels = tuple(part["name"] or named(part["key"]) for part in parts)
    totals = [sum(counted.values()) for counted in moods]
    ends = tuple(
        f"{formats.number(n)} · {formats.percent(n / whole)}" if whole and by != "topic" else formats.number(n)
        for n in totals
    )
    return Chart(key, "rows", measure, measure, axis, labels, series, ends=ends)


def _voice(content: Content) -> Chart:
    voices = content["voices"]
    own = tuple(100 * one["share"] if one["own"] else 0.0 for one in voices)
    others = tuple(0.0 if one["own"] else 100 * one["share"] for one in voices)
    series = (Series(_("The brand"), own, "accent"), Series(_("Competitors"), others, "s6"))
    ends = tuple(f"{formats.percent(one['share'])}{_former(one['share_before'])}" for one in voices)
    measure = _("Share of voice, in percent")
    return Chart(
        "voice",
        "rows",
        measure,
        measure,
        _("Topic"),
        tuple(one["name"] for one in voices),
        series if voices else (),
        unit="%",
        places=1,
        ends=ends,
        note=_("The part that each topic of kind brand or competitor has of all that those topics were mentioned."),
        empty="" if voices else _("There is no competitor among the topics to compare the brand with."),
    )


def _former(share: float | None) -> str:
    return "" if share is None else " · " + _("%(share)s before") % {"share": formats.percent(share)}


def _hours(content: Content, drill: Drill | None) -> Chart:
    counted = {(day, hour): n for day, hour, n in content["hours"]}
    series = tuple(
        Series(
            formats.weekday(day),
            tuple(float(counted.get((day, hour), 0)) for hour in HOURS),
            links=tuple(_to(drill, weekday=day, hour=hour) for hour in HOURS),
        )
        for day in range(1, 8)
    )
    measure = _("Mentions by weekday and hour")
    return Chart("hours", "heat", measure, measure, _("Hour"), tuple(f"{hour:02}:00" for hour in HOURS), series)


def _terms(content: Content, drill: Drill | None) -> Chart:
    measure = _("Most frequent terms, in mentions")
    words = tuple(word for word, _n in content["terms"])
    links = tuple(_to(drill, word=word) for word in words)
    series = (Series(_("Mentions"), tuple(float(n) for _word, n in content["terms"]), links=links),)
    return Chart("terms", "rows", measure, measure, _("Term"), words, series if words else ())


def _posts(content: Content) -> Chart:
    return _daily(content, "posts_published", "posts", _("Posts by day"), _("Posts"))


def _interactions(content: Content) -> Chart:
    return _daily(content, "interactions", "interactions", _("Interactions by day"), _("Interactions"))


def _reach(content: Content) -> Chart:
    return _daily(content, "reach", "reach", _("Reach by day, in people"), _("Reach"))


def _daily(content: Content, kpi: str, key: str, measure: str, name: str) -> Chart:
    series = _with_before(name, content["figures"].get(kpi, _NONE), ())
    return Chart(key, "columns", measure, measure, series=series, **_axis(content))


def _followers(content: Content) -> Chart:
    """Columns from zero would hide what a week changes: the line has its own scale, in what was won since Monday."""
    figure = content["figures"].get("followers", _NONE)
    known = [value for value in figure["days"] if value is not None]
    eve = figure["days_before"][-1:]  # as the figure of followers won is counted
    base = next((value for value in (*eve, *known) if value is not None), 0)
    won = tuple(None if value is None else value - base for value in figure["days"])
    measure = _("Followers won since Monday, all accounts")
    series = (Series(_("Followers won"), won),) if len(known) > 1 else ()
    empty = "" if len(known) > 1 else _("No network told the followers of two days of the week.")
    return Chart("followers", "lines", measure, measure, series=series, signed=True, empty=empty, **_axis(content))


def _accounts(content: Content) -> Chart:
    rows = [row for row in content["accounts"] if row["interactions"] is not None]
    rows.sort(key=lambda row: -(row["interactions"] or 0))
    measure = _("Interactions by account")
    series = (Series(_("Interactions"), tuple(float(row["interactions"] or 0) for row in rows)),)
    labels = tuple(f"{network_name(row['network'])} {row['name']}" for row in rows)
    return Chart("accounts", "rows", measure, measure, _("Account"), labels, series if rows else ())


def _with_before(name: str, figure: FrozenFigure, links: tuple[str, ...]) -> tuple[Series, ...]:
    now, before = tuple(figure["days"]), tuple(figure["days_before"])
    made = [Series(name, now or (None,) * 7, links=links)]
    if len(before) == 7 and any(value is not None for value in before):
        made.append(Series(_("The week before"), before, "ink-3", dotted=True))
    return tuple(made)


def _mood_series(kind: Kind, moods: Sequence[Moods], links: Sequence[str]) -> Series:
    values = tuple(float(counted.get(kind.sentiment.value, 0)) for counted in moods)
    return Series(str(kind.name), values, kind.token, kind.sign, links=tuple(links))


def _kinds(moods: Sequence[Moods]) -> tuple[Kind, ...]:
    """What is not scored is drawn only where there is any."""
    return KINDS if any(counted.get("unscored") for counted in moods) else KINDS[:-1]


def _to(drill: Drill | None, **only: Any) -> str:
    return drill.to(**only) if drill else ""
