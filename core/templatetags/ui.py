"""Template tags and filters of the design system. `docs/design.md` shows each with an example."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django import template
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import escape, format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from plotly.utils import PlotlyJSONEncoder

from core import formats, svg
from core.ui import UNDO

register = template.Library()

TONES = 6

NETWORK_ICONS = {
    "feed": "rss",
    "reviews": "star",
    "demo": "flask",
    "jetstream": "brand-bluesky",
} | {
    key: f"brand-{key}"
    for key in (
        "bluesky",
        "facebook",
        "instagram",
        "linkedin",
        "mastodon",
        "threads",
        "tiktok",
        "wordpress",
        "x",
        "youtube",
    )
}

register.filter("day", formats.day)
register.filter("long_day", formats.long_day)
register.filter("time_of_day", formats.time_of_day)
register.filter("moment", formats.moment)
register.filter("compact", formats.compact)


class Sign(NamedTuple):
    """How one sentiment is shown: never by colour alone."""

    css: str
    sign: str
    word: Promise


SIGNS = {
    "positive": Sign("pos", "+", _("Positive")),
    "neutral": Sign("neu", "=", _("Neutral")),
    "mixed": Sign("mix", "±", _("Mixed")),
    "negative": Sign("neg", "\u2212", _("Negative")),
}
UNSCORED = Sign("none", "?", _("Not scored"))


@register.filter
def number(value: formats.Number | None, places: int = 0) -> str:
    """{{ 5830|number }} → 5.830; a missing value is a dash."""
    return "—" if value is None else formats.number(value, places)


@register.filter
def signed(value: formats.Number | None, places: int = 0) -> str:
    """{{ score|signed:2 }} → −0,74 or +0,04."""
    return "—" if value is None else formats.number(value, places, signed=True)


@register.filter
def percent(share: formats.Number | None, places: int = 0) -> str:
    """{{ 0.1243|percent:1 }} → 12,4 %."""
    return "—" if share is None else formats.percent(share, places)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", css: str = "") -> SafeString:
    """An outline of the sprite. size "s" or "l"; without a label it is decoration."""
    classes = css or ("icon" + (f" icon-{size}" if size else ""))
    href = f"{_sprite()}#i-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@cache
def _sprite() -> str:
    """The address of the sprite: a list of fifty mentions draws two hundred icons."""
    return static("img/icons.svg")


@register.simple_tag
def net(key: str, label: str = "") -> SafeString:
    """The icon of a network in its own colour: {% net "mastodon" "Mastodon" %}; a globe for one without an icon."""
    return icon(NETWORK_ICONS.get(key, "world"), label=label, css=f"net net-{key}")


def initials(name: str) -> str:
    """Two letters of a name: of its first two words, else its first two letters; "?" for none."""
    found: list[str] = re.findall(r"[^\W_]+", name)
    words = [word for word in found if len(word) > 2] or found  # not the little words: Valencia a Cucharadas is VC
    if not words:
        return "?"
    return (words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]).upper()


def tone(name: str) -> int:
    """A number from 1 to 6 that is always the same for a name."""
    return zlib.crc32(name.encode()) % TONES + 1


@register.simple_tag
def monogram(name: str, image: str = "") -> SafeString:
    """The square of a brand: its logo, else its letters."""
    if image:
        return format_html('<img class="monogram" src="{}" alt="" width="28" height="28">', image)
    return format_html('<span class="monogram monogram-{}" aria-hidden="true">{}</span>', tone(name), initials(name))


@register.simple_tag
def face(name: str, size: str = "", network: str = "", network_label: str = "") -> SafeString:
    """The circle of a person: their letters, and the icon of a network as a badge."""
    badge = net(network, network_label) if network else ""
    classes = f"face face-{tone(name)}" + (f" face-{size}" if size else "")
    return format_html('<span class="{}"><span aria-hidden="true">{}</span>{}</span>', classes, initials(name), badge)


@register.simple_tag
def sentiment(label: str | None) -> SafeString:
    """Sign and word: {% sentiment "negative" %}; None is "not scored"."""
    shown = SIGNS.get(label or "", UNSCORED)
    return format_html('<span class="sent {}"><b aria-hidden="true">{}</b>{}</span>', shown.css, shown.sign, shown.word)


@register.filter
def sentiment_word(label: str | None) -> str:
    """The word alone, translated."""
    return str(SIGNS.get(label or "", UNSCORED).word)


@register.simple_tag
def ago(value: datetime | None) -> SafeString:
    """<time> with the span since then, the exact moment in its title."""
    if value is None:
        return SafeString("—")
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        value.isoformat(timespec="seconds"),
        formats.moment(value),
        formats.ago(value),
    )


@register.simple_tag
def split(negative: float = 0, neutral: float = 0, positive: float = 0, mixed: float = 0) -> SafeString:
    """Shares of sentiment as one bar, always in the order − = ± +."""
    return svg.split([("neg", negative), ("neu", neutral), ("mix", mixed), ("pos", positive)])


@register.simple_tag
def sparkline(values: Sequence[float], usual: float | str | None = None) -> SafeString:
    """The course of a figure, its usual level dotted (none where the template's variable is missing)."""
    return svg.sparkline(values, float(usual) if usual not in ("", None) else None)


@register.simple_tag
def bar(done: float, total: float = 1, tone: str = "acc") -> SafeString:
    """Progress of a long job or towards a goal."""
    return svg.bar(done / total if total else 0.0, tone)


def _marked(text: str, marks: Sequence[tuple[str, str]]) -> SafeString:
    """The text, escaped, with <mark class> around what each pattern finds: pairs of pattern and class."""
    parts, end = [], 0
    pattern = "|".join(f"({pattern})" for pattern, _css in marks) or "(?!)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        css = marks[(match.lastindex or 1) - 1][1]
        parts += [
            escape(text[end : match.start()]),
            format_html('<mark class="{}">{}</mark>', css, match.group()),
        ]
        end = match.end()
    return SafeString("".join([*parts, escape(text[end:])]))


@register.filter
def highlight(text: str, query: str | None) -> SafeString:
    """The text, escaped, with every word of the query underlined."""
    return _marked(text, [(re.escape(word), "hit") for word in (query or "").split() if len(word) > 1])


@register.filter
def weighed(text: str, words: Iterable[tuple[str, float]]) -> SafeString:
    """The text with the words that made its score marked by direction: pairs of word and weight."""
    longest_first = sorted(words, key=lambda pair: len(pair[0]), reverse=True)
    return _marked(
        text,
        [(rf"(?<!\w){re.escape(word)}(?!\w)", "w-neg" if weight < 0 else "w-pos") for word, weight in longest_first],
    )


@register.inclusion_tag("components/_toast.html", takes_context=True)
def toast(context: template.Context, message: Message) -> dict[str, Any]:
    """One message of Django's framework as a toast, with its undo if `core.ui.toast` gave one."""
    undo = next((tag[len(UNDO) :] for tag in message.tags.split() if tag.startswith(UNDO)), "")
    return {"text": message.message, "undo": undo, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def field(bound: BoundField, **attributes: str) -> SafeString:
    """One field of a form, with more attributes for its control: {% field form.email autocomplete="email" %}."""
    bound.field.widget.attrs.update({name.replace("_", "-"): value for name, value in attributes.items()})
    return bound.as_field_group()


@register.simple_tag
def chart_data(figure: dict[str, Any], chart_id: str) -> SafeString:
    """A figure of plotly.py as a JSON script, which charts.js draws; nothing in it can end the script."""
    return json_script(figure, f"{chart_id}-figure", encoder=PlotlyJSONEncoder)
