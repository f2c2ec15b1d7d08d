"""The filters of the mentions page as chips, each of them one parameter of the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.models import Brand, Department
from brands.places import language_name
from core import clock, formats
from core.templatetags.ui import sentiment_word
from monitoring import queries
from monitoring.filters import ME, NOBODY, Filters
from monitoring.models import Author, Sentiment, Source, Topic
from monitoring.views.shown import members
from networks.naming import network_name

Choices = Sequence[tuple[str, str]]
_ALWAYS = frozenset({"topic", "sentiment", "read", "network"})
_REACHES = (100, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Chip:
    """As components/_chip.html takes it."""

    name: str
    label: str
    icon: str
    options: list[tuple[str, str, bool]]
    many: bool
    value: str
    clear_url: str

    @property
    def shown(self) -> bool:
        """Whether it stands in the bar: always, or because it is used; else in the menu of the others."""
        return bool(self.value) or self.name in _ALWAYS


def bar(brand: Brand, filters: Filters, page: str) -> list[Chip]:
    """All chips, in the order of the bar. `page` is the address without filters."""
    sources = list(Source.objects.order_by("title", "address"))
    topics = Topic.objects.order_by("sort_key")
    tags = [(tag.public_id, tag.name) for tag in queries.tags(brand)]
    people = [(ME, _("Me")), (NOBODY, _("Nobody"))] + [(pk, name) for pk, name, _on in members(brand)]
    departments = [(d.public_id, d.name) for d in Department.objects.filter(brand=brand).order_by("name")]
    networks = dict.fromkeys([*(source.network for source in sources), *filters.network])
    languages = dict.fromkeys([*brand.languages, "und", *filters.language])
    reaches = sorted({*_REACHES, filters.reach} - {0})
    build = _Builder(filters, page)
    offered = [
        build.one("topic", _("Topic"), "hash", [(topic.public_id, topic.name) for topic in topics]),
        build.many("sentiment", _("Sentiment"), "", [(s, sentiment_word(s)) for s in Sentiment.values]),
        build.one("read", _("Read state"), "eye", [("unread", _("Unread")), ("read", _("Read"))]),
        build.one("starred", _("Starred"), "star", [("1", pgettext("starred", "Yes"))]),
        build.one("vip", pgettext("person", "VIP"), "crown", [("1", pgettext("vip", "Only theirs"))]),
        build.one("source", _("Source"), "rss", [(source.public_id, str(source)) for source in sources]),
        build.many("network", _("Network"), "world", [(key, network_name(key)) for key in networks]),
        build.many("language", _("Language"), "language", [(code, language_name(code)) for code in languages]),
        build.one("reach", _("Reach"), "users", [(str(n), _at_least(n)) for n in reaches]),
        build.one("tag", _("Tag"), "tag", tags),
        build.one("assigned", _("Assigned to"), "user-check", people),
        build.one("department", _("Department"), "building", departments),
        build.one("gone", _("Deleted at the source"), "trash", [("1", pgettext("gone", "Only these"))]),
        build.one("author", _("Author"), "user", _author(filters)),
        *_drilled(build, filters),
    ]
    return [chip for chip in offered if chip.options]


def dates(brand: Brand, filters: Filters, page: str) -> dict[str, Any]:
    """The chip of days, as monitoring/_dates_chip.html takes it."""
    today = timezone.localtime(clock.now(), brand.zone).date()
    lifted = filters.without("since").without("until")
    spans = [(_("Today"), 1), (_("Last 7 days"), 7), (_("Last 30 days"), 30)]
    presets = []
    for label, days in spans:
        first = today - timedelta(days=days - 1)
        here = lifted.query_string(**{"from": first.isoformat(), "to": today.isoformat()})
        presets.append((label, f"{page}?{here}"))
    return {
        "first": filters.since.isoformat() if filters.since else "",
        "last": filters.until.isoformat() if filters.until else "",
        "words": span_in_words(filters.since, filters.until),
        "clear_url": _address(page, lifted),
        "presets": presets,
        "shorter": presets[1:],
    }


def span_in_words(first: date | None, last: date | None) -> str:
    """«11 Nov to 24 Nov», «since 11 Nov», «24 Nov»; empty where no day is chosen."""
    if first and last:
        if first == last:
            return formats.day(first, with_year=True)
        return _("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last, with_year=True)}
    if first:
        return _("since %(day)s") % {"day": formats.day(first, with_year=True)}
    return _("until %(day)s") % {"day": formats.day(last, with_year=True)} if last else ""


def in_force(chips: Sequence[Chip], days: dict[str, Any], filters: Filters, page: str) -> list[dict[str, str]]:
    """The filters that narrow, in words, the last one first: what a page without results offers to lift."""
    used = [{"words": f"{chip.label}: {chip.value}", "clear_url": chip.clear_url} for chip in chips if chip.value]
    if days["words"]:
        used.insert(0, {"words": days["words"], "clear_url": days["clear_url"]})
    if filters.writer:
        lifted = _address(page, filters.without("writer"))
        used.insert(0, {"words": _("Author’s name: %(text)s") % {"text": filters.writer}, "clear_url": lifted})
    if filters.text:
        lifted = _address(page, filters.without("text"))
        used.insert(0, {"words": _("Search: %(text)s") % {"text": filters.text}, "clear_url": lifted})
    return used[::-1]


def writer(filters: Filters, page: str) -> dict[str, str]:
    """The chip of the author's name, as monitoring/_writer_chip.html takes it."""
    return {"value": filters.writer, "clear_url": _address(page, filters.without("writer"))}


def _at_least(n: int) -> str:
    return _("%(n)s or more") % {"n": formats.number(n)}


def _drilled(build: _Builder, filters: Filters) -> list[Chip]:
    """What the dashboard narrows to, and nobody chooses here."""
    weekday, hour = filters.weekday, filters.hour
    return [
        build.one("word", _("Word"), "list", _itself(filters.word)),
        build.one("hashtag", _("Hashtag"), "hash", _itself(filters.hashtag, "#")),
        build.one("link", _("Link"), "link", _itself(filters.link)),
        build.one(
            "weekday",
            _("Weekday"),
            "calendar",
            [] if weekday is None else [(str(weekday), formats.long_weekday(weekday))],
        ),
        build.one("hour", _("Hour"), "alarm", [] if hour is None else [(str(hour), f"{hour:02}:00–{hour:02}:59")]),
    ]


def _itself(value: str, sign: str = "") -> list[tuple[str, str]]:
    return [(value, sign + value)] if value else []


def _author(filters: Filters) -> list[tuple[str, str]]:
    if not filters.author:
        return []
    return [(author.public_id, str(author)) for author in Author.objects.filter(public_id=filters.author)]


def _address(page: str, filters: Filters) -> str:
    said = filters.query_string()
    return f"{page}?{said}" if said else page


@dataclass(frozen=True, slots=True)
class _Builder:
    filters: Filters
    page: str

    def many(self, name: str, label: str, icon: str, choices: Choices) -> Chip:
        return self._chip(name, label, icon, choices, getattr(self.filters, name), many=True)

    def one(self, name: str, label: str, icon: str, choices: Choices) -> Chip:
        value = getattr(self.filters, name)
        chosen = ("1",) if value is True else (str(value),) if name in self.filters.active else ()
        return self._chip(name, label, icon, choices, chosen, many=False)

    def _chip(self, name: str, label: str, icon: str, choices: Choices, on: Sequence[str], *, many: bool) -> Chip:
        options = [(value, words, value in on) for value, words in choices]
        shown = ", ".join(words for _value, words, chosen in options if chosen)
        lifted = _address(self.page, self.filters.without(name))
        return Chip(name, label, icon, options, many, shown, lifted if on else "")
