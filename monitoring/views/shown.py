"""Mentions as templates take them: rows with what the reader alone has done to them, and one mention whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from brands.access import BrandAccess
from brands.models import Brand, BrandRole, Department, Event
from brands.places import language_name
from brands.roles import Need
from brands.wording import sentence
from core import formats
from core.text import fold
from monitoring import around, cleaning, fulltext, queries
from monitoring.language import UNKNOWN
from monitoring.matching import QueryError, highlights, parse
from monitoring.models import Labeller, Mention, Reading
from networks.naming import network_name

LONG = 1500
"""A text of more letters is folded."""
LOOKED_AT = 20_000
"""So many letters are searched for the words of a topic."""


def rows(access: BrandAccess, mentions: Iterable[Mention], *, query: str = "") -> list[dict[str, Any]]:
    """`mentions` (from queries.page) as components/_mention.html takes them; `query` is what was searched for."""
    asked = fulltext.terms(query)
    return [row(access, mention) | {"hits": _hits(asked, mention)} for mention in mentions]


def _hits(asked: Sequence[fulltext.Term], mention: Mention) -> str:
    return " ".join(fulltext.hits(asked, f"{mention.title} {mention.text[:LONG]}")) if asked else ""


def row(access: BrandAccess, mention: Mention, *, current: bool = False) -> dict[str, Any]:
    """One mention as a row."""
    own: Reading | None = next(iter(mention.own), None)  # type: ignore[attr-defined]
    here = {"brand": access.brand.public_id, "mention": mention.public_id}
    author = mention.author
    return {
        "public_id": mention.public_id,
        "network": mention.network,
        "network_name": network_name(mention.network),
        "author_name": str(author or mention.source or ""),
        "vip": bool(author and author.vip),
        "author_handle": (author.handle or str(mention.source or "")) if author else "",
        "title": mention.title,
        "text": mention.text,
        "language": mention.language,
        "posted_at": mention.posted_at,
        "sentiment": mention.sentiment,
        "reach": mention.reach,
        "tags": [tagged.tag.name for tagged in mention.tags],  # type: ignore[attr-defined]
        "assignee": mention.assigned_to.user.display_name if mention.assigned_to else "",
        "department": mention.department.name if mention.department else "",
        "open_url": reverse("monitoring:mention", kwargs=here),
        "star_url": reverse("monitoring:star", kwargs=here),
        "unread": own is None or own.read_at is None,
        "starred": bool(own and own.starred_at),
        "handled": mention.handled_at is not None,
        "current": current,
        "gone_at": mention.gone_at,
    }


def whole(access: BrandAccess, mention: Mention) -> dict[str, Any]:
    """One mention (from queries.one) as monitoring/_detail.html takes it."""
    in_title = not mention.text
    brand, triages = access.brand, access.allows(Need.TRIAGE)
    corrected = mention.sentiment_by == Labeller.PERSON
    return {
        "mention": mention,
        "row": row(access, mention),
        "title_reading": marked(mention.title, mention.evidence) if in_title else mention.title,
        "reading": marked(mention.text, mention.evidence),
        "language": mention.language if mention.language != UNKNOWN else "",
        "weights": [(word, weight) for word, weight, _start, _end in heaviest(mention.evidence)],
        "confidence": confidence(mention.confidence),
        "corrected_by": corrector(brand, mention) if corrected else "",
        "language_name": language_name(mention.language),
        "original": cleaning.address(mention.url),
        "tags": [tagged.tag for tagged in mention.tags],  # type: ignore[attr-defined]
        "all_tags": queries.tags(brand) if triages else [],
        "members": members(brand, mention) if triages else [],
        "departments": departments(brand, mention) if triages else [],
        "languages": languages(brand, mention) if triages else [],
        "history": history(brand, mention),
        "long": len(mention.text) > LONG,
        "thread": _thread(access, mention),
        "topics": topics(mention),
        "said": _said(access, mention) if mention.author else None,
        "triages": triages,
        "note_conflict": None,
        "note_text": None,
        "list_url": reverse("monitoring:mentions", args=[brand.public_id]),
    }


def topics(mention: Mention) -> list[dict[str, Any]]:
    """Topics that match `mention`, each with the words by which it does."""
    return [{"topic": topic, "words": _words_of(topic.query, mention)} for topic in around.topics_of(mention)]


def _words_of(query: str, mention: Mention, most: int = 4) -> list[str]:
    said = f"{mention.title} {mention.text}"[:LOOKED_AT]
    try:
        found = [said[start:end] for start, end in highlights(parse(query), said)]
    except QueryError:  # the language of queries has become stricter since it was written
        return []
    once = {fold(word): word for word in reversed(found)}
    return list(once.values())[::-1][:most]


def _thread(access: BrandAccess, mention: Mention) -> dict[str, Any] | None:
    talk = around.thread(mention)
    if not talk:
        return None
    sides = {"before": talk.before, "after": talk.after}
    lines = {name: [_line(access, one) for one in side] for name, side in sides.items()}
    return {**lines, "more": talk.more, "missing": talk.missing}


def _said(access: BrandAccess, mention: Mention) -> dict[str, Any]:
    assert mention.author is not None
    said = around.said_by(mention.author, but=mention)
    n = min(said.count, around.COUNT_UP_TO)
    return {
        "last": [_line(access, one) for one in said.last],
        "n": n,
        "count": formats.number(n) + ("+" if said.count > n else ""),
        "since": said.since,
    }


def _line(access: BrandAccess, mention: Mention) -> dict[str, Any]:
    """A mention as one line of the pane."""
    return {
        "url": reverse("monitoring:mention", args=[access.brand.public_id, mention.public_id]),
        "author_name": str(mention.author or ""),
        "text": mention.title or mention.text,
        "sentiment": mention.sentiment,
        "posted_at": mention.posted_at,
    }


def marked(text: str, evidence: Sequence[Sequence[Any]]) -> SafeString:
    """`text`, escaped, with the words that made its score marked where they stand and by direction."""
    parts: list[str] = []
    end = 0
    for _word, weight, start, stop in sorted(evidence, key=lambda one: one[2]):
        if start < end or stop > len(text):
            continue
        css = "w-neg" if weight < 0 else "w-pos"
        parts += [conditional_escape(text[end:start]), format_html('<mark class="{}">{}</mark>', css, text[start:stop])]
        end = stop
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308  every part is escaped above


def heaviest(evidence: Sequence[Sequence[Any]], most: int = 6) -> list[Sequence[Any]]:
    """What weighed most, first; a word that was said twice stands once."""
    once = {(str(one[0]).lower(), one[1]): one for one in reversed(evidence)}
    return sorted(once.values(), key=lambda one: -abs(one[1]))[:most]


def confidence(share: float | None) -> str:
    """A probability in words."""
    if share is None:
        return ""
    if share >= 0.75:
        return _("high confidence")
    return _("medium confidence") if share >= 0.5 else _("low confidence")


def corrector(brand: Brand, mention: Mention) -> str:
    """Who corrected the sentiment of `mention` last, by name."""
    told = Event.objects.filter(brand=brand, object_id=mention.public_id, verb="mention.label_corrected")
    return told.order_by("-at", "-id").values_list("actor_name", flat=True).first() or _("Somebody")


def history(brand: Brand, mention: Mention, most: int = 8) -> list[dict[str, Any]]:
    """What people did with `mention`, the newest first, for the timeline."""
    told = Event.objects.filter(brand=brand, object_id=mention.public_id).order_by("-at", "-id")[:most]
    return [{"at": event.at, "text": sentence(event)} for event in told]


def members(brand: Brand, mention: Mention | None = None) -> list[tuple[str, str, bool]]:
    """The team as choices: public id, name, whether `mention` is theirs."""
    roles = BrandRole.objects.filter(brand=brand).select_related("member__user")
    held = mention.assigned_to_id if mention else None
    found = [(r.member.public_id, r.member.user.display_name, r.member_id == held) for r in roles]
    return sorted(found, key=lambda choice: choice[1].casefold())


def departments(brand: Brand, mention: Mention | None = None) -> list[tuple[str, str, bool]]:
    """The departments as choices: public id, name, whether `mention` is theirs."""
    held = mention.department_id if mention else None
    return [(d.public_id, d.name, d.pk == held) for d in Department.objects.filter(brand=brand).order_by("name")]


def languages(brand: Brand, mention: Mention) -> list[tuple[str, str, bool]]:
    """The brand's languages, and the mention's own, as choices."""
    codes = dict.fromkeys([*brand.languages, mention.language])
    return [(code, language_name(code), code == mention.language) for code in codes]
