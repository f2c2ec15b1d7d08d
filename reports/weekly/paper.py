"""The report as a tagged PDF: `report.typ`, with every word settled here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents import drawing, typesetting
from reports.kpis.registry import KPIS
from reports.models import WeeklyReport
from reports.weekly import charts, telling
from reports.weekly.telling import DecisionSaid, Item, Report

TEMPLATE = Path(__file__).with_name("report.typ")
LOGO = "logo.png"


def pdf(report: WeeklyReport, language: str) -> bytes:
    """`report` on A4 in `language`; one that is not approved yet says so on every page. Call in the brand's scope."""
    with translation.override(language):
        told = telling.of(report, language)
        logo = _logo(told.logo)
        data = _data(told, bool(logo), draft=not report.issued)
    return typesetting.pdf(TEMPLATE, data, language=language, files=logo)


def _logo(path: str) -> dict[str, bytes]:
    if not path or not default_storage.exists(path):
        return {}
    with default_storage.open(path) as stored:
        return {LOGO: stored.read()}


def _data(told: Report, logo: bool, *, draft: bool) -> dict[str, Any]:
    return {
        "brand": told.brand,
        "monogram": told.monogram,
        "accent": told.accent,
        "logo": f"/{LOGO}" if logo else None,
        "title": told.title,
        "document": f"{told.brand} · {told.week} · {told.days}",
        "week": told.week,
        "days": told.days,
        "as_of": told.as_of,
        "mark": pgettext("report", "Draft") if draft else None,
        "lede": [{"text": part.text, "number": bool(part.target)} for part in told.lede],
        "findings": [
            [{"text": part.text, "number": bool(part.target)} for part in finding.parts] for finding in told.findings
        ],
        "headlines": [_kpi(kpi) for kpi in told.headlines],
        "kpis": [_kpi(kpi) for kpi in told.kpis],
        "listening": _drawn(told, charts.LISTENING),
        "publishing": _drawn(told, charts.PUBLISHING),
        "community": _drawn(told, charts.COMMUNITY),
        "posts": _items(told.posts),
        "mentions": _items(told.mentions),
        "writers": _items(told.writers),
        "troubles": _items(told.troubles),
        "conclusions": list(told.conclusions),
        "decisions": [_decision(one) for one in told.decisions],
        "former": [_decision(one) for one in told.former],
        "definitions": [_definition(kpi.key) for kpi in told.kpis],
        "approved_by": told.approved_by,
        "notes": list(told.notes),
        "words": _words(),
    }


def _kpi(kpi: telling.Kpi) -> dict[str, Any]:
    return {
        "name": kpi.name,
        "value": kpi.value,
        "unit": kpi.unit,
        "before": kpi.before,
        "change": kpi.change,
        "tone": kpi.tone,
        "note": kpi.note,
    }


def _definition(key: str) -> dict[str, str]:
    """How a figure is counted, in the language in force."""
    kpi = KPIS[key]
    return {"name": str(kpi.name), "formula": str(kpi.formula), "caveat": str(kpi.caveat)}


def _drawn(told: Report, keys: Iterable[str]) -> list[dict[str, Any]]:
    return [drawing.drawn(chart, told.accent) for chart in told.charted(tuple(keys))]


def _items(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [
        {
            "text": item.text,
            "facts": [fact for fact in item.facts if fact],
            "numbers": list(item.numbers),
            "sign": item.sign,
            "sentiment": item.sentiment,
        }
        for item in items
    ]


def _decision(one: DecisionSaid) -> dict[str, str]:
    return {"what": one.what, "meta": one.meta, "outcome": one.outcome, "tone": one.tone, "came": one.came}


def _words() -> dict[str, str]:
    """The headings, in the language in force."""
    return {
        "report": _("Weekly report"),
        "glance": _("The week at a glance"),
        "found": _("What the numbers say"),
        "listening": _("What was said"),
        "publishing": _("What we published"),
        "community": _("Community"),
        "posts": _("Best posts"),
        "no_posts": _("No post of the week has been measured."),
        "mentions": _("Mentions that most people could see"),
        "no_mentions": _("Nobody mentioned the brand this week."),
        "writers": _("Who said most"),
        "writer": _("Author"),
        "network": _("Network"),
        "n": _("Mentions"),
        "followers": _("Followers"),
        "troubles": _("What happened"),
        "no_troubles": _("No incident was open during the week."),
        "lesson": _("What was learnt"),
        "conclusions": _("Conclusions"),
        "no_conclusions": _("No conclusions were written."),
        "decisions": _("Decisions"),
        "former": _("What came of earlier decisions"),
        "figures": _("All figures"),
        "figure": _("Figure"),
        "this_week": _("This week"),
        "before": _("Week before"),
        "change": pgettext("of a figure", "Change"),
        "notes": _("To read the figures well"),
        "counted": _("How each figure is counted"),
        "approved_by": _("Approved by"),
    }
