"""An incident on paper: what is known and was learnt, why there was an alert, the plan, what was held, the course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from brands import colours
from brands.models import Brand
from calendar_app.models import Hold
from calendar_app.states import LOOKS
from channels.naming import label
from core import clock, formats
from core.documents import drawing, typesetting
from core.documents.charts import Chart, Series
from core.templatetags.ui import initials
from crisis import chart, outcomes, saying, series, timeline
from crisis.models import Alert, Incident, IncidentTask
from crisis.outcomes import Outcome
from crisis.wording import DECISIONS, rules
from monitoring.models import Mention
from networks.naming import network_name

_TEMPLATE = Path(__file__).parent / "documents" / "incident.typ"
_ALERTS, _SAMPLES, _SAMPLE, _HELD = 4, 3, 280, 60
_LOGO = "logo.png"
_TEXT = 90
"""Characters of a post."""


def pdf(brand: Brand, incident: Incident, *, language: str) -> bytes:
    """The report of `incident` in `language`, which is in force as are the brand's time zone and its scope; tagged."""
    accent = colours.accent(brand.colour).light if brand.colour else drawing.ACCENT
    logo = _logo(brand)
    return typesetting.pdf(_TEMPLATE, data(brand, incident, accent, bool(logo)), language=language, files=logo)


def data(brand: Brand, incident: Incident, accent: str, logo: bool) -> dict[str, Any]:
    """What documents/incident.typ reads."""
    caught, holds = outcomes.of(incident), list(outcomes.holds_of(incident))
    entries = timeline.of(incident)[::-1]
    words = {"brand": brand.name, "moment": formats.moment(clock.now())}
    return {
        "title": incident.title,
        "accent": accent,
        "logo": f"/{_LOGO}" if logo else None,
        "monogram": initials(brand.name),
        "brand": brand.name,
        "kind": _("Report of an incident"),
        "foot": _("%(brand)s · as it stood on %(moment)s") % words,
        "level": incident.level,
        "level-word": incident.get_level_display(),
        "lasted": _lasted(incident),
        "facts": _facts(incident, caught),
        "summary": {"head": _("What is known"), "text": incident.summary},
        "lesson": {"head": _("What was learnt"), "text": incident.lesson, "who": _name(incident.closed_by)},
        "alerts": _alerts(brand, incident, accent),
        "tasks": [_task(task) for task in _tasks(incident)],
        "holds": [{"what": rules(hold), "why": hold.reason, "when": _stood(hold)} for hold in holds],
        "held": [_held(one) for one in caught[:_HELD]],
        "more-held": _more(len(caught) - _HELD),
        "days": _days(entries),
        "more-entries": _("Older entries are in the history.") if len(entries) == timeline.MOST else "",
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "alerts": _("Why there was an alert"),
        "terms": _("Said more than usual:"),
        "samples": _("Some of what was said"),
        "plan": pgettext("incident", "Plan"),
        "plan-head": [_("What"), _("Who"), _("Until"), _("Done")],
        "held": _("What was held"),
        "held-head": [_("Post"), _("Account"), _("Was due"), _("What became of it")],
        "happened": _("What happened"),
    }


def _logo(brand: Brand) -> dict[str, bytes]:
    if not brand.logo or not default_storage.exists(brand.logo):
        return {}
    with default_storage.open(brand.logo) as stored:
        return {_LOGO: stored.read()}


def _lasted(incident: Incident) -> str:
    if incident.closed_at is None:
        return _("open since %(moment)s") % {"moment": formats.moment(incident.opened_at)}
    return _("closed after %(time)s") % {"time": formats.span(incident.closed_at - incident.opened_at)}


def _facts(incident: Incident, caught: list[Outcome]) -> list[list[str]]:
    opened = {"moment": formats.moment(incident.opened_at), "name": _name(incident.opened_by)}
    found = [[pgettext("incident", "Opened"), _("%(moment)s by %(name)s") % opened]]
    if incident.closed_at:
        closed = {"moment": formats.moment(incident.closed_at), "name": _name(incident.closed_by)}
        found.append([pgettext("incident", "Closed"), _("%(moment)s by %(name)s") % closed])
    if incident.lead:
        found.append([_("Led by"), incident.lead.user.display_name])
    if incident.topic:
        found.append([_("Topic"), incident.topic.name])
    if caught:
        n = len({one.publication.post_id for one in caught})
        found.append([pgettext("posts", "Held"), ngettext("%(n)s post", "%(n)s posts", n) % {"n": formats.number(n)}])
    return found


def _name(user: Any) -> str:
    return user.display_name if user else "—"


def _alerts(brand: Brand, incident: Incident, accent: str) -> list[dict[str, Any]]:
    rows = Alert.objects.filter(incident=incident).select_related("topic").order_by("raised_at", "pk")[:_ALERTS]
    return [_alert(brand, alert, accent) for alert in rows]


def _alert(brand: Brand, alert: Alert, accent: str) -> dict[str, Any]:
    told = alert.explanation
    return {
        "title": f"{alert.topic} · {formats.moment(alert.raised_at)}",
        "said": saying.of(alert),
        "chart": _chart(brand, alert, accent),
        "terms": [[word, formats.number(n)] for word, n in told["terms"]],
        "samples": _samples(told["samples"]),
    }


def _chart(brand: Brand, alert: Alert, accent: str) -> dict[str, Any] | None:
    known = series.of(brand, alert.topic, min(clock.now(), alert.at + chart.AFTER * series.HOUR))
    drawn = chart.points(known, alert.metric, alert.at)
    if not drawn:
        return None
    negative = alert.metric == Alert.Metric.NEGATIVE
    counted = _("Negative mentions") if negative else _("Mentions")
    one = Chart(
        key="course",
        kind="lines",
        title=chart.title(alert),
        measure=_("Negative mentions by hour") if negative else _("Mentions by hour"),
        axis=_("Hour"),
        labels=tuple(point.label for point in drawn),
        short=tuple(_short(point.at) for point in drawn),
        series=(
            Series(counted, tuple(point.n for point in drawn), "neg-fill" if negative else "accent"),
            Series(_("Usual at this time"), tuple(point.usual for point in drawn), "ink-3", dotted=True),
        ),
    )
    return drawing.drawn(one, accent)


def _short(at: datetime) -> str:
    return formats.day(at.date()) if at.hour < 6 else formats.time_of_day(at)


def _samples(keys: list[str]) -> list[dict[str, str]]:
    """Mentions that are still there, in the order of the alert."""
    rows = Mention.objects.filter(public_id__in=keys, hidden=False, gone_at=None).select_related("author")
    there = {one.public_id: one for one in rows}
    found = [there[key] for key in keys if key in there][:_SAMPLES]
    return [{"text": _cut(one.text or one.title, _SAMPLE), "who": _who(one)} for one in found]


def _who(mention: Mention) -> str:
    author = str(mention.author) if mention.author else ""
    parts = [author, network_name(mention.network), formats.moment(mention.posted_at)]
    return " · ".join(part for part in parts if part)


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _tasks(incident: Incident) -> Iterable[IncidentTask]:
    return IncidentTask.objects.filter(incident=incident).select_related("who__user").order_by("pk")


def _task(task: IncidentTask) -> list[str]:
    who = task.who.user.display_name if task.who else "—"
    return [task.text, who, *(formats.moment(at) if at else "—" for at in (task.due_at, task.done_at))]


def _stood(hold: Hold) -> str:
    words = {"from": formats.moment(hold.placed_at), "name": _name(hold.placed_by)}
    if hold.lifted_at is None:
        return _("since %(from)s, by %(name)s") % words
    return _("%(from)s – %(until)s, by %(name)s") % {**words, "until": formats.moment(hold.lifted_at)}


def _held(one: Outcome) -> list[str]:
    row = one.publication
    said = _cut(str(row.post), _TEXT) or _("Post without a text")
    return [said, label(row.account), formats.moment(row.due_at) if row.due_at else "—", _became(one)]


def _became(one: Outcome) -> str:
    row = one.publication
    if one.waits:
        return _("held still")
    if row.post.deleted_at:
        return _("dropped")
    decided = str(DECISIONS.get(one.decision, ""))
    if row.published_at:
        public = _("public since %(moment)s") % {"moment": formats.moment(row.published_at)}
        return ", ".join(part for part in (decided, public) if part)
    return ", ".join(part for part in (decided, str(LOOKS[row.state].word).lower()) if part)


def _more(n: int) -> str:
    return npgettext("held", "and %(n)s more", "and %(n)s more", n) % {"n": formats.number(n)} if n > 0 else ""


def _days(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The timeline by days of the zone in force, the first first."""
    dated = [(timeline.day_of(entry["at"]), entry) for entry in entries]
    return [
        {"name": formats.long_day(day, with_year=True), "entries": [_entry(entry) for _day, entry in of_day]}
        for day, of_day in groupby(dated, key=lambda pair: pair[0])
    ]


def _entry(entry: dict[str, Any]) -> dict[str, str]:
    return {
        "when": formats.time_of_day(entry["at"]),
        "tone": entry["tone"],
        "who": entry["actor"],
        "text": entry["text"],
    }
