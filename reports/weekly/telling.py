"""A report in words: made once for a language, shown by the page, the PDF, the workbook and the mail alike.

Whoever shows a report takes strings from here and formats no number of its own, so that all agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from core import formats
from core.documents.charts import Chart
from core.templatetags.ui import SIGNS, UNSCORED
from crisis.models import Incident
from monitoring.charts.parts import Drill
from networks.naming import network_name
from reports import shown
from reports.kpis.registry import KPIS, Unit
from reports.measuring import Figure
from reports.models import Decision, WeeklyReport
from reports.weekly import charts, sentences, writing
from reports.weekly.content import Content, Reasons, Written, WrittenDecision
from reports.weekly.sentences import Told, Words

HEADLINES = (
    *("mentions", "sentiment_index", "negative_share", "share_of_voice"),
    *("posts_published", "interactions", "reach", "followers"),
)
"""KPIs at the top."""
_UNTOLD: Reasons = {"why": "", "why_before": "", "notes": []}


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure as it is read."""

    key: str
    name: str
    value: str
    unit: str
    before: str
    change: str
    tone: str
    """good, bad or flat: of the direction for the objective."""
    note: str
    """The comparison in words; where there is no number, why."""
    caveats: tuple[str, ...]
    number: float | None
    """As it was counted, for the workbook."""
    number_before: float | None


@dataclass(frozen=True, slots=True)
class Item:
    """A post, a mention, a writer or an incident: what it says, and what is known of it."""

    text: str
    facts: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    network: str = ""
    """Key, for its icon."""
    sentiment: str = ""
    sign: str = ""
    language: str = ""
    id: str = ""
    """Public id of what it is."""
    url: str = ""
    counts: tuple[int | None, ...] = ()
    """The numbers, for the workbook."""


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """A decision as it is read."""

    what: str
    meta: str
    """Who, and until when."""
    outcome: str
    tone: str
    came: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says, in one language."""

    brand: str
    monogram: str
    accent: str
    logo: str
    title: str
    week: str
    """«Week 47»."""
    days: str
    """«16–22 Nov 2026»."""
    as_of: str
    zone: str
    lede: tuple[Words, ...]
    """The first sentences, in one."""
    findings: tuple[Told, ...]
    kpis: tuple[Kpi, ...]
    charts: dict[str, Chart]
    posts: tuple[Item, ...]
    mentions: tuple[Item, ...]
    writers: tuple[Item, ...]
    troubles: tuple[Item, ...]
    conclusions: tuple[str, ...]
    """Paragraphs."""
    decisions: tuple[DecisionSaid, ...]
    former: tuple[DecisionSaid, ...]
    approved_by: str
    notes: tuple[str, ...]
    """What must be known to read the numbers well."""

    @property
    def headlines(self) -> tuple[Kpi, ...]:
        """Those at the top; one that is not known makes room for one that is."""
        first = [kpi for kpi in self.kpis if kpi.key in HEADLINES]
        spare = [kpi for kpi in self.kpis if kpi.key not in HEADLINES and kpi.number is not None]
        known = sum(kpi.number is not None for kpi in first)
        instead = {kpi.key for kpi in spare[: len(first) - known]}
        left = len(first) - known - len(instead)
        unknown = [kpi.key for kpi in first if kpi.number is None][:left]
        chosen = {kpi.key for kpi in first if kpi.number is not None} | instead | set(unknown)
        return tuple(kpi for kpi in self.kpis if kpi.key in chosen)

    def charted(self, keys: Sequence[str]) -> list[Chart]:
        """The charts with those keys."""
        return [self.charts[key] for key in keys]


def of(report: WeeklyReport, language: str, drill: Drill | None = None) -> Report:
    """`report` in the language in force, which is `language`. Call in the brand's scope."""
    content: Content = report.content
    written: Written = report.written or writing.now(report)
    with timezone.override(ZoneInfo(content["zone"])):
        findings = tuple(sentences.told(content["findings"]))
        kpis = tuple(_kpi(key, content, language) for key in KPIS if key in content["figures"])
        return Report(
            brand=content["brand"],
            monogram=content["monogram"],
            accent=content["accent"],
            logo=content["logo"],
            title=written["title"] or sentences.headline(content),
            week=_("Week %(n)s") % {"n": report.first.isocalendar().week},
            days=formats.days(report.first, report.last),
            as_of=_("Figures as of %(moment)s") % {"moment": formats.moment(report.counted_at)},
            zone=content["zone"],
            lede=_joined(findings[:3]),
            findings=findings[3:],
            kpis=kpis,
            charts=charts.of(content, drill),
            posts=tuple(_post(post) for post in content["posts"]),
            mentions=tuple(_mention(said) for said in content["mentions"]),
            writers=tuple(_writer(writer) for writer in content["writers"]),
            troubles=tuple(_trouble(trouble) for trouble in content["troubles"]),
            conclusions=tuple(part.strip() for part in written["conclusions"].split("\n\n") if part.strip()),
            decisions=tuple(_decision(one) for one in written["decisions"]),
            former=tuple(_decision(one) for one in written["former"]),
            approved_by=written["approved_by"],
            notes=tuple(dict.fromkeys(caveat for kpi in kpis for caveat in kpi.caveats)),
        )


def _joined(findings: Sequence[Told]) -> tuple[Words, ...]:
    parts: list[Words] = []
    for finding in findings:
        parts += [*([Words(" ")] if parts else []), *finding.parts]
    return tuple(parts)


def figure(key: str, content: Content, language: str) -> Figure:
    """The frozen figure as reports.shown takes it."""
    frozen = content["figures"][key]
    told = content["reasons"].get(language, {}).get(key, _UNTOLD)
    return Figure(
        kpi=KPIS[key],
        value=frozen["value"],
        why=told["why"],
        before=frozen["before"],
        why_before=told["why_before"],
        days=(),
        days_before=(),
        notes=tuple(told["notes"]),
    )


def _kpi(key: str, content: Content, language: str) -> Kpi:
    one = figure(key, content, language)
    change = shown.change(one)
    unit, signed = one.kpi.unit, key == "followers_change"
    return Kpi(
        key=key,
        name=str(one.kpi.name),
        value=shown.value(unit, one.value, signed=signed),
        unit=shown.unit_word(unit, one.value) if unit is Unit.POINTS and one.value is not None else "",
        before=shown.value(unit, one.before, signed=signed),
        change=change.text if one.value is not None else "",
        tone=change.tone or "flat",
        note=change.note if one.value is not None else one.why,
        caveats=one.notes,
        number=one.value,
        number_before=one.before,
    )


def _post(post: Any) -> Item:
    reach = post["reach"]
    numbers = [_("%(n)s interactions") % {"n": formats.number(post["interactions"])}]
    numbers += [_("%(n)s people reached") % {"n": formats.number(reach)}] if reach is not None else []
    facts = (network_name(post["network"]), post["account"], _when(post["at"]))
    counts = (post["interactions"], reach)
    return Item(post["text"], facts, tuple(numbers), post["network"], id=post["id"], url=post["url"], counts=counts)


def _mention(said: Any) -> Item:
    reach = said["reach"]
    numbers = (_("%(n)s people reached") % {"n": formats.number(reach)},) if reach is not None else ()
    sign = SIGNS.get(said["sentiment"], UNSCORED)
    facts = (said["author"] or _("Somebody"), network_name(said["network"]), _when(said["at"]))
    return Item(
        said["text"],
        facts,
        numbers,
        said["network"],
        sentiment=said["sentiment"],
        sign=f"{sign.sign} {sign.word}",
        language=said["language"],
        id=said["id"],
        url=said["url"],
        counts=(reach,),
    )


def _writer(writer: Any) -> Item:
    followers = "—" if writer["followers"] is None else formats.number(writer["followers"])
    facts = (writer["handle"], network_name(writer["network"]))
    numbers = (formats.number(writer["n"]), followers)
    counts = (writer["n"], writer["followers"])
    return Item(writer["name"] or writer["handle"], facts, numbers, writer["network"], id=writer["id"], counts=counts)


def _trouble(trouble: Any) -> Item:
    level = dict(Incident.Level.choices).get(trouble["level"], trouble["level"])
    opened = _when(trouble["opened_at"])
    ended = (
        _("closed %(moment)s") % {"moment": _when(trouble["closed_at"])} if trouble["closed_at"] else _("still open")
    )
    return Item(trouble["title"], (str(level), opened, ended), (trouble["lesson"],), id=trouble["id"])


def _decision(decision: WrittenDecision) -> DecisionSaid:
    until = decision["until"]
    by = _("by %(day)s") % {"day": formats.day(date.fromisoformat(until), with_year=True)} if until else ""
    tones = {"done": "ok", "dropped": "", "open": "warn"}
    return DecisionSaid(
        what=decision["what"],
        meta=" · ".join(filter(None, (decision["who"], by))),
        outcome=str(dict(Decision.Outcome.choices)[decision["outcome"]]),
        tone=tones[decision["outcome"]],
        came=decision["came"],
    )


def _when(moment: str) -> str:
    return formats.moment(datetime.fromisoformat(moment)) if moment else ""
