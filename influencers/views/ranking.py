from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands import events
from brands.roles import Need
from brands.views.base import BrandView
from core import clock, formats
from core.sheets import writing
from core.sheets.table import Cell
from core.text import whole
from influencers import ranking
from influencers.models import Person
from influencers.ranking import NO_CARD, SORTS, Asked, Voice
from monitoring import filters, periods, queries
from monitoring.charts.parts import Drill
from monitoring.filters import BadFilter, Filters
from monitoring.models import Mention, Source, TopDay, Topic
from monitoring.periods import Period
from monitoring.views import period_bar
from monitoring.views.chips import Chip
from networks.naming import network_name

MOST_PAGES = 1000
MOST_EXPORTED = 10_000
_TYPES = {"csv": "text/csv; charset=utf-8"}
_TYPES |= {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Narrowed(BrandView):
    """What the ranking and its file share: what the address asks for."""

    need = Need.READ_MENTIONS
    section, tab = "people", "ranking"

    def read(self) -> tuple[Period, Asked, Filters]:
        """Raises Http404 for a value that cannot be, or that belongs to another brand."""
        given = self.request.GET
        kind, by = given.get("kind", ""), given.get("by", SORTS[0])
        if kind not in {"", NO_CARD, *Person.Kind.values} or by not in SORTS:
            raise Http404
        sorted_by = given.copy()
        sorted_by.setlist("by", [])  # there it is the writer's name
        try:
            said = filters.parse(sorted_by)
            today = timezone.localtime(clock.now(), self.brand.zone).date()
            period = periods.chosen(given, said, today)
            topic = queries.named(Topic, "topic", said.topic) if said.topic else None
        except BadFilter as error:
            raise Http404 from error
        return period, Asked(said.text, topic, said.network, kind, said.vip, by), said


class RankingPage(Narrowed):
    """Who speaks about the brand, by weight."""

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        period, asked, said = self.read()
        page = min(whole(request.GET.get("page", "")) or 1, MOST_PAGES)
        found = ranking.of(period, asked, page=page)
        topics = list(Topic.objects.order_by("sort_key"))
        here = reverse("people:ranking", args=[brand])
        bar = period_bar.of(period, asked.topic, topics, here)
        shown = _Shown(period, asked, said, here)
        context = {
            **bar,
            **shown.periods(bar),
            "chips": self._chips(shown, topics),
            "query": asked.text,
            "rows": [self._row(voice, period, asked) for voice in found.voices],
            "ranking": found,
            "silent": formats.listed([network_name(key) for key in found.silent]),
            "sort_by": asked.by if asked.by != SORTS[0] else "",
            "sorts": [shown.sort(name) for name in SORTS],
            "pages": shown.pages(page, found.total),
            "narrowed": bool(asked.text or asked.topic or asked.networks or asked.kind or asked.vip),
            "clear_url": here,
            "heard": found.total > 0 or Mention.objects.exists(),
            "counting": TopDay.objects.filter(built_at=None).exists(),
            "keeps": self.access.allows(Need.KEEP_PEOPLE),
            "export_url": reverse("people:export", args=[brand]) + f"?{shown.said()}",
            "exports": self.access.allows(Need.EXPORT),
        }
        return render(request, "influencers/ranking.html", context)

    def _chips(self, shown: _Shown, topics: list[Topic]) -> list[Chip]:
        kinds = [*Person.Kind.choices, (NO_CARD, _("Without a card"))]
        keys = dict.fromkeys([*_networks(), *shown.asked.networks])
        chosen = (shown.asked.topic.public_id,) if shown.asked.topic else ()
        offered = [
            shown.chip("topic", _("Topic"), "hash", [(topic.public_id, topic.name) for topic in topics], chosen),
            shown.chip(
                "network", _("Network"), "world", [(key, network_name(key)) for key in keys], shown.asked.networks
            ),
            shown.chip("kind", pgettext("of person", "Kind"), "id-badge", kinds, (shown.asked.kind,)),
            shown.chip(
                "vip",
                pgettext("person", "VIP"),
                "crown",
                [("1", pgettext("vip", "Only these"))],
                ("1",) * shown.asked.vip,
            ),
        ]
        return [chip for chip in offered if chip.options]

    def _row(self, voice: Voice, period: Period, asked: Asked) -> dict[str, Any]:
        mentions = reverse("monitoring:mentions", args=[self.brand.public_id])
        narrowed = Filters(since=period.first, until=period.last, topic=asked.topic.public_id if asked.topic else "")
        card = [self.brand.public_id, voice.person.public_id] if voice.person else []
        said = Drill(mentions, narrowed).to(author=voice.authors[0].public_id)
        if len(voice.authors) > 1:
            said = reverse("people:person", args=card) + "#handles"
        return {
            "voice": voice,
            "author": voice.authors[0],
            "networks": [(author.network, network_name(author.network)) for author in voice.authors],
            "said_url": said,
            "card_url": reverse("people:person", args=card) if card else "",
        }


class _Shown:
    """Addresses of the ranking: each part of what was asked, changed one at a time."""

    def __init__(self, period: Period, asked: Asked, said: Filters, here: str) -> None:
        self.asked, self.here = asked, here
        self._pairs: list[tuple[str, str]] = []
        if asked.text:
            self._pairs.append(("q", asked.text))
        if period.name:
            self._pairs += [("period", period.name)] if period.name != periods.USUAL else []
        else:
            self._pairs += [("from", period.first.isoformat()), ("to", period.last.isoformat())]
        named = {"topic": said.topic, "kind": asked.kind, "vip": "1" if asked.vip else ""}
        self._pairs += [(name, value) for name, value in named.items() if value]
        self._pairs += [("network", key) for key in asked.networks]
        if asked.by != SORTS[0]:
            self._pairs.append(("by", asked.by))

    def said(self, *without: str, **more: str) -> str:
        left_out = {*without, *more}
        if "period" in more:
            left_out |= {"from", "to"}
        return urlencode([pair for pair in self._pairs if pair[0] not in left_out] + list(more.items()))

    def link(self, *without: str, **more: str) -> str:
        said = self.said(*without, **more)
        return f"{self.here}?{said}" if said else self.here

    def periods(self, bar: dict[str, Any]) -> dict[str, Any]:
        """Of monitoring's bar, with the other filters kept."""
        usual = zip(bar["spans"], map(str, periods.LAST_DAYS), strict=True)
        months = zip(bar["dates"]["presets"], (periods.THIS_MONTH, periods.LAST_MONTH), strict=True)
        presets = [(label, self.link(period=name)) for (label, _url), name in months]
        dates = bar["dates"] | {"presets": presets, "clear_url": self.link("period", "from", "to")}
        return {"spans": [(label, self.link(period=name), on) for (label, _url, on), name in usual], "dates": dates}

    def chip(self, name: str, label: str, icon: str, choices: list[Any], on: tuple[str, ...]) -> Chip:
        options = [(value, str(words), value in on) for value, words in choices]
        value = ", ".join(words for _value, words, chosen in options if chosen)
        return Chip(name, label, icon, options, name == "network", value, self.link(name) if value else "")

    def sort(self, name: str) -> dict[str, Any]:
        words = {
            "score": _("Weight"),
            "reach": _("Reach"),
            "resonance": _("Resonance"),
            "relevance": _("Relevance"),
            "mentions": _("Mentions"),
        }
        more = {} if name == SORTS[0] else {"by": name}
        return {"name": name, "label": words[name], "url": self.link("by", **more), "on": name == self.asked.by}

    def pages(self, page: int, total: int) -> dict[str, Any]:
        last = -(-total // ranking.PAGE)
        return {
            "page": page,
            "last": last,
            "before": self.link("page", page=str(page - 1)) if page > 1 else "",
            "after": self.link("page", page=str(page + 1)) if page < last else "",
        }


def _networks() -> list[str]:
    return list(Source.objects.order_by("network").values_list("network", flat=True).distinct())


class Export(Narrowed):
    """The same ranking as a file, CSV or XLSX."""

    need = Need.EXPORT

    def get(self, request: HttpRequest, brand: str) -> HttpResponseBase:
        period, asked, _said = self.read()
        kind = request.GET.get("format", "csv")
        if kind not in _TYPES:
            raise Http404
        found = ranking.of(period, asked, size=MOST_EXPORTED)
        events.record("voices.exported", self.brand, brand=self.brand, after={"format": kind.upper()})
        out = TemporaryFile()  # noqa: SIM115  closed with the response
        rows = [_cells(voice) for voice in found.voices]
        if kind == "xlsx":
            writing.write_xlsx(out, _heads(), rows, name=_("Opinion leaders"))
        else:
            out.writelines(line.encode() for line in writing.csv_lines(_heads(), rows))
        out.seek(0)
        name = f"people-{period.first.isoformat()}-{period.last.isoformat()}.{kind}"
        return FileResponse(out, as_attachment=True, filename=name, content_type=_TYPES[kind])


def _heads() -> list[str]:
    who = [_("Place"), _("Name"), _("Handles"), _("Networks"), pgettext("of person", "Kind"), pgettext("person", "VIP")]
    counted = [_("Mentions"), _("Negative"), _("Positive"), _("Audience"), _("Answers")]
    return [*who, *counted, _("Reach"), _("Resonance"), _("Relevance"), _("Weight")]


def _cells(voice: Voice) -> list[Cell]:
    parts = voice.parts
    return [
        voice.place,
        voice.name,
        ", ".join(author.handle for author in voice.authors if author.handle),
        ", ".join(dict.fromkeys(network_name(author.network) for author in voice.authors)),
        str(voice.person.get_kind_display()) if voice.person else "",
        _("yes") if voice.person and voice.person.vip else "",
        *(voice.mentions, voice.negatives, voice.positives, voice.audience, voice.answers),
        *(None if part is None else round(100 * part) for part in (parts.reach, parts.resonance, parts.relevance)),
        round(100 * parts.score),
    ]
