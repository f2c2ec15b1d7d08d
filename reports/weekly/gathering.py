"""Reads a week and freezes it: the only place where a report looks at the world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation

from brands.colours import accent
from brands.models import Brand
from core.documents.drawing import ACCENT
from crisis.models import Incident
from monitoring import breakdowns, counts, top_lists
from monitoring.charts import voice
from monitoring.counts import Day, hour_of
from monitoring.models import DailyTop, Mention, Topic
from monitoring.models.mention import LISTED
from monitoring.periods import Period
from reports import measuring, posts
from reports.measuring import AccountFigures, Figure, Measured
from reports.posts import BestPost
from reports.weekly import findings
from reports.weekly.content import (
    VERSION,
    Account,
    Content,
    FrozenFigure,
    Moods,
    Part,
    Post,
    Reasons,
    Said,
    Trouble,
    Voice,
    Writer,
)

WEEKS = 8
MENTIONS, POSTS, WRITERS, TERMS, PARTS = 6, 5, 8, 10, 10
OF_ONE, LOOKED_AT = 2, 10
"""Mentions of one author at most, or a loud one would fill the list; so many times as many are looked through."""
SNIPPET = 320
"""Characters of a text that a report keeps."""


def gather(brand: Brand, period: Period) -> Content:
    """Everything that a report of `period` shows, as it is counted now. Call in the brand's scope."""
    by_language = _measured(brand, period)
    measured = by_language[settings.LANGUAGE_CODE.partition("-")[0]]
    networks, languages = breakdowns.by_network_and_language(period, None)
    tops = top_lists.between(period.first, period.last, most=max(TERMS, WRITERS))
    content: Content = {
        "version": VERSION,
        "brand": brand.name,
        "monogram": brand.monogram,
        "accent": accent(brand.colour).light if brand.colour else ACCENT,
        "logo": brand.logo,
        "zone": brand.time_zone,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "figures": {key: _figure(figure) for key, figure in measured.figures.items()},
        "reasons": {language: _reasons(told) for language, told in by_language.items()},
        "moods": [_moods(day) for day in measured.moods],
        "moods_before": [_moods(day) for day in measured.moods_before] if _heard(measured) else [],
        "weeks": _weeks(brand, period),
        "networks": _parts(networks),
        "languages": _parts(languages),
        "topics": _topics(period),
        "voices": _voices(period, comparable=_heard(measured)),
        "hours": [(day, hour, n) for (day, hour), n in sorted(breakdowns.by_hour_of_week(brand, period, None).items())],
        "terms": [(entry.written, entry.n) for entry in tops[DailyTop.Kind.TERM].entries[:TERMS]],
        "hashtags": [(entry.written, entry.n) for entry in tops[DailyTop.Kind.HASHTAG].entries[:TERMS]],
        "accounts": [_account(row) for row in measured.accounts],
        "posts": [_post(best) for best in posts.best(brand, period, limit=POSTS)],
        "mentions": _mentions(brand, period),
        "writers": _writers(tops[DailyTop.Kind.AUTHOR].entries[:WRITERS]),
        "troubles": _troubles(brand, period),
        "findings": [],
    }
    content["findings"] = findings.of(content)
    return content


def _figure(figure: Figure) -> FrozenFigure:
    return {
        "value": figure.value,
        "before": figure.before,
        "days": [point.value for point in figure.days],
        "days_before": [point.value for point in figure.days_before],
    }


def _measured(brand: Brand, period: Period) -> dict[str, Measured]:
    """The figures with what stands beside them, in every language that somebody may read the report in."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = measuring.measure(brand, period)
    return told


def _reasons(measured: Measured) -> dict[str, Reasons]:
    return {
        key: {"why": figure.why, "why_before": figure.why_before, "notes": list(figure.notes)}
        for key, figure in measured.figures.items()
    }


def _heard(measured: Measured) -> bool:
    """Whether the brand was heard during all of the week before: half a week is no comparison."""
    return measured["mentions"].before is not None


def _moods(day: Day) -> Moods:
    return {str(sentiment): n for sentiment, n in day.by_sentiment.items()}


def _weeks(brand: Brand, period: Period) -> list[tuple[str, Moods]]:
    """This week and those before it, from the one in which the brand was first heard."""
    first, heard = period.first - timedelta(weeks=WEEKS - 1), counts.heard_since(brand)
    days = counts.by_day(brand, first, period.last)
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return [(week[0].date.isoformat(), _sum(week)) for week in weeks if heard and week[-1].date >= heard]


def _sum(days: Sequence[Day]) -> Moods:
    return {str(sentiment): sum(day.by_sentiment[sentiment] for day in days) for sentiment in days[0].by_sentiment}


def _parts(counted: dict[str, dict[str, int]]) -> list[Part]:
    parts: list[Part] = [{"key": key, "name": "", "moods": dict(moods)} for key, moods in counted.items()]
    return parts[:PARTS]


def _topics(period: Period) -> list[Part]:
    counted = breakdowns.by_topic(period)
    found: list[Part] = [
        {"key": topic.public_id, "name": topic.name, "moods": dict(counted[topic.pk])}
        for topic in Topic.objects.order_by("sort_key")
        if topic.pk in counted and any(counted[topic.pk].values())
    ]
    return sorted(found, key=lambda part: (-sum(part["moods"].values()), part["name"]))[:PARTS]


def _voices(period: Period, *, comparable: bool) -> list[Voice]:
    topics = list(Topic.objects.order_by("sort_key"))
    now = {pk: sum(moods.values()) for pk, moods in breakdowns.by_topic(period).items()}
    earlier = breakdowns.by_topic(period.before) if comparable else None
    before = None if earlier is None else {pk: sum(moods.values()) for pk, moods in earlier.items()}
    found = voice.voices(topics, now, before)
    if not voice.comparable(found):
        return []
    return [
        {"name": one.name, "own": one.own, "n": one.n, "share": one.share, "share_before": one.share_before}
        for one in found[:PARTS]
    ]


def _account(row: AccountFigures) -> Account:
    return {
        "network": row.account.network,
        "name": row.account.handle or str(row.account),
        "posts": row.posts,
        "reach": row.reach,
        "interactions": row.interactions,
        "followers": row.followers,
        "followers_change": row.followers_change,
    }


def _post(best: BestPost) -> Post:
    publication = best.publication
    return {
        "id": publication.post.public_id,
        "text": _snippet(str(publication.post.content.get("text") or publication.post)),
        "network": publication.account.network,
        "account": publication.account.handle or str(publication.account),
        "at": _moment(publication.published_at),
        "interactions": best.interactions,
        "reach": best.reach,
        "url": publication.url,
    }


def _mentions(brand: Brand, period: Period) -> list[Said]:
    """Those that most people could see, few of one author; where nobody tells the reach, the newest."""
    start, end = hour_of(period.first, brand.zone), hour_of(period.last + timedelta(days=1), brand.zone)
    rows = Mention.objects.filter(LISTED & Q(posted_at__gte=start, posted_at__lt=end)).select_related("author")
    widest = rows.order_by(F("reach").desc(nulls_last=True), "-posted_at", "-id")[: MENTIONS * LOOKED_AT]
    by_author: Counter[int | None] = Counter()
    chosen = []
    for mention in widest:
        by_author[mention.author_id] += 1
        if mention.author_id is None or by_author[mention.author_id] <= OF_ONE:
            chosen.append(mention)
    return [_said(mention) for mention in chosen[:MENTIONS]]


def _said(mention: Mention) -> Said:
    author = mention.author
    return {
        "id": mention.public_id,
        "author": str(author) if author else "",
        "handle": author.handle if author else "",
        "network": mention.network,
        "text": _snippet(" ".join(filter(None, (mention.title, mention.text)))),
        "language": mention.language,
        "sentiment": mention.sentiment,
        "reach": mention.reach,
        "at": _moment(mention.posted_at),
        "url": mention.url,
    }


def _writers(entries: Iterable[top_lists.Entry]) -> list[Writer]:
    return [
        {
            "id": entry.author.public_id,
            "name": str(entry.author),
            "handle": entry.author.handle,
            "network": entry.author.network,
            "followers": entry.author.followers,
            "n": entry.n,
        }
        for entry in entries
        if entry.author
    ]


def _troubles(brand: Brand, period: Period) -> list[Trouble]:
    """Incidents that were open at some moment of the week, in the order in which they began."""
    start, end = hour_of(period.first, brand.zone), hour_of(period.last + timedelta(days=1), brand.zone)
    during = Q(opened_at__lt=end) & (Q(closed_at=None) | Q(closed_at__gte=start))
    return [
        {
            "id": incident.public_id,
            "title": incident.title,
            "level": incident.level,
            "opened_at": _moment(incident.opened_at),
            "closed_at": _moment(incident.closed_at),
            "lesson": incident.lesson,
        }
        for incident in Incident.objects.filter(during).order_by("opened_at")
    ]


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _snippet(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SNIPPET else f"{plain[: SNIPPET - 1].rstrip()}…"
