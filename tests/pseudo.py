"""A language in which every translated text is seen at once: «Save» becomes «⟦Šáṽé⟧».

`pseudo_language()` installs it, `untranslated(page, data)` names what a rendered page says outside it. Three kinds of
text come without accents and are fine: data (names from the database, given by the caller), names that no language
changes (`core.messages.problems.NAMES`), and what Babel formats. Django's own words for dates and errors pass through
gettext and get accents like ours; Babel has data of its own and answers in English for a variant of English, so its
words for dates beside a figure, and its names of languages, countries and zones, are known here.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import available_timezones

import django
from babel import Locale
from babel.dates import format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from django.apps import apps
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from lxml import html as lxml_html

from core.messages.catalogue import messages_of
from core.messages.extraction import collect
from core.messages.problems import NAMES
from core.messages.template_text import QUIET_ELEMENTS, is_shown

# A variant of English: Django and Babel take its formats from English. Variants have five letters at least (BCP 47),
# and a person's language has a place for eight.
CODE = "en-pseud"
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "ÁɃÇĐÉƑĜĤÍĴĶĹⱮÑÓÞɊŔŠŢÚṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN + _PLAIN.lower(), _ACCENTED + _ACCENTED.lower())
_KEPT = re.compile(r"(%\(\w+\)[\d.#0+-]*[a-zA-Z]|%[\d.]*[a-zA-Z]\b|%%|\{[^{}]*\}|<[^<>]+>|&#?\w+;)")
_SHOWN_IN_TAG = re.compile(r"((?:title|alt|placeholder|aria-label)=\")([^\"]*)")
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://\S+|\bwww\.\S+")
_WITH_FIGURES = re.compile(r"\w*\d\w*")


def pseudo(text: str) -> str:
    """`text` in the pseudo-language: accents on every letter, placeholders, tags and entities as they are."""
    if not _LETTER.search(_KEPT.sub("", text)):
        return text
    return f"⟦{_accented(text)}⟧"


def _accented(text: str) -> str:
    parts = _KEPT.split(text)
    kept = [_SHOWN_IN_TAG.sub(lambda found: found[1] + _accented(found[2]), part) for part in parts[1::2]]
    changed = [part.translate(_ACCENTS) for part in parts[::2]]
    return "".join(a + b for a, b in zip(changed, [*kept, ""], strict=True))


@contextmanager
def pseudo_language() -> Iterator[str]:
    """While open, CODE is a language of the site and the one that a request without a choice of its own gets.

    It knows what the Spanish catalogues know: ours, Django's and those of installed packages. A text that is marked
    but in none of them stays plain, as it would for a Spanish reader.
    """
    before = translation.get_language()
    with tempfile.TemporaryDirectory(prefix="cmhub-pseudo-") as folder:
        target = Path(folder) / translation.to_locale(CODE) / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        target.write_bytes(_compiled())
        with (
            override_settings(
                LANGUAGES=[*settings.LANGUAGES, (CODE, pseudo("Pseudo"))],
                LANGUAGE_CODE=CODE,
                LOCALE_PATHS=[folder, *settings.LOCALE_PATHS],
            ),
            translation.override(CODE),
        ):
            yield CODE
    if before:
        translation.activate(before)  # changed settings make Django forget it


@cache
def _compiled() -> bytes:
    catalogue = Catalog(locale="en")
    for message in [*_messages_of_packages(), *messages_of(collect())]:
        text = tuple(map(pseudo, message.id)) if message.pluralizable else pseudo(message.id)
        context = message.context.decode() if isinstance(message.context, bytes) else message.context
        catalogue.add(message.id, text, context=context)  # Babel reads the context of a .mo as bytes
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _messages_of_packages() -> Iterator:
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    for folder in folders:
        compiled = folder / "locale/es/LC_MESSAGES/django.mo"
        if compiled.exists():
            with compiled.open("rb") as file:
                yield from messages_of(read_mo(file))


def visible_text(page: str) -> list[str]:
    """What a person reads or hears on a page, in order: text nodes and shown attributes, spaces folded.

    Left out: scripts, styles, code, keys, `translate="no"`, and elements with a `lang` of their own.
    """
    texts = [" ".join(text.split()) for text in _texts(lxml_html.document_fromstring(page))]
    return [text for text in texts if text]


def _texts(element) -> Iterator[str]:
    if isinstance(element.tag, str) and not _is_quiet(element):
        values = {name: value or "" for name, value in element.attrib.items()}
        yield from (value for name, value in values.items() if is_shown(element.tag, name, values))
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _is_quiet(element) -> bool:
    own_language = "lang" in element.attrib and element.tag != "html"
    return element.tag in QUIET_ELEMENTS or element.get("translate") == "no" or own_language


def untranslated(page: str, data: Iterable[str] = ()) -> list[str]:
    """The texts of `page`, rendered in the pseudo-language, that hold letters without accents which are not in `data`.

    Data inside a translated sentence counts too: «⟦Šéñţ ƀý Draft⟧» is named unless "Draft" is data.
    """
    known = {" ".join(text.split()) for text in data}
    whole = known | _babel_names()
    return [text for text in visible_text(page) if text not in whole and _plain(text, known)]


def _plain(text: str, known: set[str]) -> bool:
    rest = _ADDRESS.sub(" ", _without(text, known))
    if _WITH_FIGURES.search(rest) or rest in _babel_date_words():
        rest = _without(rest, _babel_date_words())
    words = re.findall(r"[^\W\d_]+", _WITH_FIGURES.sub(" ", rest))
    return any(word not in NAMES and set(word) - set(_ACCENTED + _ACCENTED.lower()) for word in words)


def _without(text: str, known: Iterable[str]) -> str:
    """`text` without the whole words of `known`, and without a beginning of one of them that ends in "…"."""
    for one in sorted(filter(_LETTER.search, known), key=len, reverse=True):
        if one in text:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
    return re.sub(r"[^⟦⟧…]+(?= ?…)", lambda cut: _without_beginning(cut[0], known), text)


def _without_beginning(cut: str, known: Iterable[str]) -> str:
    starts = (word.start() for word in re.finditer(r"(?<!\w)\w+", cut))
    return next((cut[:at] for at in starts if any(one.startswith(cut[at:]) for one in known)), cut)


@cache
def _babel_date_words() -> frozenset[str]:
    """Months, days, parts of the day and units of time as Babel writes them in English."""
    english = Locale("en")
    found = [english.periods, *_leaves(english.months), *_leaves(english.days)]
    words = {word for table in found for word in table.values()} | {"AM", "PM", "a.m.", "p.m."}
    for unit in ("second", "minute", "hour", "day", "week", "month", "year"):
        for amount in (timedelta(days=4000), -timedelta(days=4000), timedelta(seconds=1)):
            for style in ("long", "short", "narrow"):
                written = format_timedelta(amount, unit, 9e9, add_direction=True, format=style, locale=english)
                words.update(re.findall(r"[a-z]+", written))
    return frozenset(words | {"thousand", "million", "billion"})


def _leaves(tables) -> Iterator:
    return (table for widths in tables.values() for table in widths.values())


@cache
def _babel_names() -> frozenset[str]:
    english = Locale("en")
    return frozenset([*english.languages.values(), *english.territories.values(), *available_timezones()])
