"""Content as a page or a program sends it, checked field by field before anything else reads it.

What comes is JSON of anybody's making: wrong types, unknown fields and sizes that no network takes are refused with the
name of the field. What one network takes is another matter (calendar_app.checking): a draft may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from calendar_app.content import Content
from media import cropping

LONGEST_TEXT = 100_000
LONGEST_LINE = 500
LONGEST_LINK = 2_000
MOST_FILES = 40
MOST_PARTS = 50
MOST_ANSWERS = 12
MOST_OPTIONS = 40
MOST_HOURS = 24 * 31
_EARLIEST, _LATEST = date(1970, 1, 1), date(9000, 1, 1)
_PUBLIC_ID = re.compile(r"[0-9a-z]{13}")
_LANGUAGE = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL's text and JSON cannot hold."""


class Unreadable(Exception):
    """`field` is not what it should be; str() says it to a person."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def whole(given: Any) -> Content:
    """A complete content. Raises Unreadable."""
    return Content.of(fields(given))


def fields(given: Any) -> dict[str, Any]:
    """Some fields of a content, as a variant says them differently: an empty one is kept. Raises Unreadable."""
    if not isinstance(given, Mapping):
        raise Unreadable("content", _("The content has to be an object with fields."))
    for name in given:
        if name not in _FIELDS:
            raise Unreadable(str(name)[:40], _("There is no such field."))
    return {name: _FIELDS[name](name, value) for name, value in given.items()}


def line(name: str, value: Any, *, longest: int = LONGEST_LINE) -> str:
    """One line of text, its edges off. Raises Unreadable."""
    return " ".join(text(name, value, longest=longest).split())


def text(name: str, value: Any, *, longest: int = LONGEST_TEXT) -> str:
    """Text as it was written, with line feeds for all ends of lines. Raises Unreadable."""
    if not isinstance(value, str):
        raise Unreadable(name, _("This has to be text."))
    said = _UNSTORABLE.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    if len(said) > longest:
        message = _("At most %(most)s characters can be kept here, and these are %(n)s. Shorten it.")
        raise Unreadable(name, message % {"most": longest, "n": len(said)})
    return said


def day(value: Any) -> date | None:
    """A day, as YYYY-MM-DD or a date; None for nothing. Raises Unreadable."""
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unreadable("day", _("This is not a day. Write it as 2026-11-28.")) from error
    if not _EARLIEST <= found <= _LATEST:
        raise Unreadable("day", _("This is not a day that anything is published on."))
    return found


def time_of_day(value: Any) -> time | None:
    """A time to the minute, as HH:MM or a time; None for nothing. Raises Unreadable."""
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, time) else time.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unreadable("time", _("This is not a time of day. Write it as 09:00.")) from error
    return found.replace(tzinfo=None, second=0, microsecond=0)


def _link(name: str, value: Any) -> str:
    said = text(name, value, longest=LONGEST_LINK).strip()
    if said and not re.match(r"https?://[^\s/]+\S*\Z", said):
        raise Unreadable(name, _("Write the whole address, starting with https://"))
    return said


def _language(name: str, value: Any) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value) or len(value) > 20:
        raise Unreadable(name, _("This is not the code of a language."))
    return value


def _files(name: str, value: Any) -> list[dict[str, str]]:
    return [_file(name, use) for use in _list(name, value, MOST_FILES)]


def _file(name: str, use: Any) -> dict[str, str]:
    known = _object(name, use, {"file", "alt", "crop"})
    file, crop = known.get("file"), known.get("crop", "")
    if not isinstance(file, str) or not _PUBLIC_ID.fullmatch(file):
        raise Unreadable(name, _("This is not a file of the library."))
    crop = line("crop", crop, longest=cropping.LONGEST)
    if crop and not cropping.is_name(crop):
        raise Unreadable("crop", _("This is no part of a picture. Choose it anew."))
    return {"file": file, "alt": text("alt", known.get("alt", "")), "crop": crop}


def _thread(name: str, value: Any) -> list[dict[str, Any]]:
    parts = [_object(name, part, {"text", "media"}) for part in _list(name, value, MOST_PARTS)]
    return [{"text": text(name, p.get("text", "")), "media": _files("media", p.get("media", []))} for p in parts]


def _poll(name: str, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    known = _object(name, value, {"options", "hours", "multiple"})
    hours, multiple = known.get("hours", 24), known.get("multiple", False)
    if not isinstance(hours, int) or isinstance(hours, bool) or not 1 <= hours <= MOST_HOURS:
        raise Unreadable(name, _("A poll runs for 1 hour to 31 days."))
    if not isinstance(multiple, bool):
        raise Unreadable(name, _("Say whether several answers may be chosen: true or false."))
    answers = [line(name, answer) for answer in _list(name, known.get("options", []), MOST_ANSWERS)]
    return {"options": answers, "hours": hours, "multiple": multiple}


def _options(name: str, value: Any) -> dict[str, dict[str, str]]:
    """{network: {option: value}}, all of them text."""
    networks = _object(name, value, None)
    chosen = {str(network): _object(name, options, None) for network, options in networks.items()}
    if sum(map(len, chosen.values())) > MOST_OPTIONS or any(len(key) > 40 for key in chosen):
        raise Unreadable(name, _("These are too many settings."))
    return {
        line(name, network, longest=40): {line(name, key, longest=40): line(name, v) for key, v in options.items()}
        for network, options in chosen.items()
    }


def _list(name: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise Unreadable(name, _("This has to be a list."))
    if len(value) > most:
        raise Unreadable(name, _("At most %(most)s fit here, and these are %(n)s.") % {"most": most, "n": len(value)})
    return value


def _object(name: str, value: Any, known: set[str] | None) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or (known is not None and value.keys() - known):
        raise Unreadable(name, _("This has to be an object with its known fields."))
    return value


_FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "text": text,
    "title": line,
    "media": _files,
    "thread": _thread,
    "warning": line,
    "poll": _poll,
    "link": _link,
    "first_comment": text,
    "language": _language,
    "options": _options,
}
