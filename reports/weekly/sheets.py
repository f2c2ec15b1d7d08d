"""The report as a workbook: the same numbers as cells, the same charts as the reader's program draws them."""

from __future__ import annotations

import io

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents import workbooks
from core.documents.workbooks import Number, Page, Table
from reports.kpis.registry import KPIS, Unit
from reports.models import WeeklyReport
from reports.weekly import charts, telling
from reports.weekly.telling import DecisionSaid, Item, Kpi, Report

PATTERNS = {
    Unit.PERCENT: '0.0" %"',
    Unit.POINTS: "+0;\u22120;0",
    Unit.SECONDS: "#,##0",
}
"""How cells of a unit are written; all others are whole numbers."""


def xlsx(report: WeeklyReport, language: str) -> bytes:
    """`report` in `language`. Call in the brand's scope."""
    out = io.BytesIO()
    with translation.override(language):
        told = telling.of(report, language)
        workbooks.write(out, _pages(told), title=f"{told.brand} · {told.days}", author=told.brand, accent=told.accent)
    return out.getvalue()


def _pages(told: Report) -> list[Page]:
    return [
        Page(_("Summary"), [_week(told), _figures(told), *_said(told)], (44, 16, 16, 16, 60)),
        Page(pgettext("part of a report", "Listening"), told.charted(charts.LISTENING)),
        Page(pgettext("part of a report", "Publishing"), [*told.charted(charts.PUBLISHING), _posts(told)]),
        Page(_("Community"), told.charted(charts.COMMUNITY)),
        Page(_("Mentions"), [_mentions(told), _writers(told), _troubles(told)], (60, 12, 26, 20, 20, 44)),
    ]


def _week(told: Report) -> Table:
    return Table(told.title, [told.brand, told.week, told.days], [[told.as_of], [_zone(told)]])


def _zone(told: Report) -> str:
    return _("Days and hours of %(zone)s") % {"zone": told.zone}


def _figures(told: Report) -> Table:
    heads = [_("Figure"), _("This week"), _("Week before"), pgettext("of a figure", "Change"), _("Remarks")]
    return Table(_("All figures"), heads, [_figure(kpi) for kpi in told.kpis])


def _figure(kpi: Kpi) -> list[str | Number | None]:
    unit = KPIS[kpi.key].unit
    pattern = PATTERNS.get(unit, "#,##0")
    name = _("%(figure)s (seconds)") % {"figure": kpi.name} if unit is Unit.SECONDS else kpi.name
    remarks = " ".join(filter(None, (kpi.note if kpi.number is None else "", *kpi.caveats)))
    return [name, Number(kpi.number, pattern), Number(kpi.number_before, pattern), kpi.change, remarks]


def _said(told: Report) -> list[Table]:
    sentences = ["".join(part.text for part in told.lede), *(finding.text for finding in told.findings)]
    blocks = [Table(_("What the numbers say"), [], [[sentence] for sentence in sentences if sentence])]
    if told.conclusions:
        blocks.append(Table(_("Conclusions"), [], [[part] for part in told.conclusions]))
    if told.decisions:
        heads = [_("Decision"), _("Who, until when")]
        blocks.append(Table(_("Decisions"), heads, [[one.what, one.meta] for one in told.decisions]))
    if told.former:
        heads = [_("Decision"), _("Who, until when"), _("Outcome"), _("What came of it")]
        blocks.append(Table(_("What came of earlier decisions"), heads, [_former(one) for one in told.former]))
    return blocks


def _former(one: DecisionSaid) -> list[str | Number | None]:
    return [one.what, one.meta, one.outcome, one.came]


def _posts(told: Report) -> Table:
    heads = [_("Text"), _("Interactions"), _("Reach"), _("Network"), _("Account"), _("Published"), _("Address")]
    return Table(_("Best posts"), heads, [_item(item) for item in told.posts])


def _mentions(told: Report) -> Table:
    heads = [_("Text"), _("Reach"), _("Author"), _("Network"), _("Date"), _("Address")]
    return Table(_("Mentions that most people could see"), heads, [_item(item) for item in told.mentions])


def _writers(told: Report) -> Table:
    heads = [_("Author"), _("Mentions"), _("Followers"), _("Handle"), _("Network")]
    return Table(_("Who said most"), heads, [_item(item) for item in told.writers])


def _troubles(told: Report) -> Table:
    heads = [
        _("Incident"),
        _("Level"),
        pgettext("incident", "Opened"),
        pgettext("incident", "Closed"),
        _("What was learnt"),
    ]
    return Table(_("What happened"), heads, [[item.text, *item.facts, *item.numbers] for item in told.troubles])


def _item(item: Item) -> list[str | Number | None]:
    return [item.text, *(Number(n) for n in item.counts), *item.facts, item.url]
