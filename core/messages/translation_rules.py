"""What a translation must keep, and what no text of ours may say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

from core.messages.catalogue import forms
from core.messages.problems import has_words

# printf-style with or without a name, and str.format; "% d" is left out on purpose, "12 % de" is a percentage.
_PERCENT = re.compile(r"%\(\w+\)[#0+-]*\d*(?:\.\d+)?[a-zA-Z]|%[#0+-]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]\b")
_BRACE = re.compile(r"\{[^{}]*\}")
_PLAIN_BRACE = re.compile(r"\{\w*(?::[^{}()\[\]]*)?\}")
_TAG = re.compile(r"</?\w[^<>]*>")

_SOURCE_WORDS = {
    r"\bplease\b": "no “please”: say what to do",
    r"!": "no exclamation marks",
    r"\b(?:oops|whoops|uh-oh)\b": "say what happened",
}
_SPANISH_WORDS = {
    r"\bpor favor\b": "no «por favor»: di qué hacer",
    r"[¡!]": "no exclamation marks",
    r"\bups\b": "say what happened",
    r"^\W*(?:aceptar|ok|okay)\W*$": "a button repeats its verb",
    r"\b(?:usted|ustedes)\b": "tú, not usted",
    r"\b(?:schedul|poste(?:ar|ad|as?\b|o\b)|linkea|loguea|clicke|rankea|trackea)\w*": "say it in Spanish",
    r"\b(?:dashboard|inbox|login|e-?mails?|feedback|links?|settings)\b": "say it in Spanish",
    r"\b\w+(?:o/a|a/o|os/as|as/os)\b": "name the person or the role’s work, no slashes",
    r"[“”]": "quotation marks are «»",
}
FORBIDDEN = {"es": _SPANISH_WORDS}


def source_faults(message: Message) -> Iterator[str]:
    """What is wrong with the English of `message`, whatever its translations say."""
    for text in forms(message.id):
        for brace in _BRACE.findall(text):
            if not _PLAIN_BRACE.fullmatch(brace):
                yield f"{brace} looks like an f-string: give the value a name"
        if len([name for name in _PERCENT.findall(text) if not name.startswith("%(")]) > 1:
            yield "two placeholders without names cannot change places in a translation"
        yield from _forbidden(text, _SOURCE_WORDS)


def translation_faults(message: Message, locale: str) -> Iterator[str]:
    """What is wrong with the translation of `message` into `locale`."""
    if message.fuzzy:
        yield "fuzzy"
    translated = forms(message.string)
    if not all(text.strip() for text in translated):
        yield "not translated"
        return
    for place, text in enumerate(translated):
        yield from _lost(message, place, text)
        yield from _forbidden(text, FORBIDDEN.get(locale, {}))


def is_left_in_english(message: Message) -> bool:
    """Whether a translation equals its source although that has words: sometimes right, so only a warning."""
    source = forms(message.id)
    return any(text in source and has_words(_TAG.sub("", without_placeholders(text))) for text in forms(message.string))


def without_placeholders(text: str) -> str:
    """`text` without the places where values go."""
    return _BRACE.sub("", _PERCENT.sub("", text))


def _lost(message: Message, place: int, text: str) -> Iterator[str]:
    """Values and tags that this form of the translation lost or made up. The form for one may follow either source
    form, since English may write its "one" in words."""
    sources = forms(message.id)
    wanted = sources if place == 0 else sources[-1:]
    for name, parts in (("placeholders", _placeholders), ("tags", _tags)):
        if parts(text) not in [parts(source) for source in wanted]:
            expected = " ".join(parts(wanted[-1])) or "none"
            yield f"{name} differ: {' '.join(parts(text)) or 'none'} instead of {expected}"
    if _has_bare_percent(text) and not any(_has_bare_percent(source) for source in wanted):
        yield "a bare % stops the formatting: write %%"


def _has_bare_percent(text: str) -> bool:
    return "%" in _PERCENT.sub("", text).replace("%%", "")


def _placeholders(text: str) -> list[str]:
    """Named ones once each, since a translation may repeat a value; the others as often as they stand."""
    found = _PERCENT.findall(text) + _BRACE.findall(text)
    named = {part for part in found if re.match(r"%\(|\{\w", part)}
    return sorted(named) + sorted(part for part in found if part not in named)


def _tags(text: str) -> list[str]:
    return sorted(_TAG.findall(text))


def _forbidden(text: str, words: dict[str, str]) -> Iterator[str]:
    for pattern, advice in words.items():
        found = re.search(pattern, _TAG.sub("", without_placeholders(text)), re.IGNORECASE)
        if found:
            yield f"“{found.group()}”: {advice}"
