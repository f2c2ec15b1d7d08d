"""Addresses in a post: found, marked for analytics, and looked at through the guarded door before they go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from calendar_app.content import Content
from core import http
from core.text import fold

UTM = ("source", "medium", "campaign", "term", "content")
"""https://support.google.com/analytics/answer/10917952: what analytics reads out of an address."""
MOST = 10
"""Addresses that are looked at in one go."""
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?…'’)]}"
_PATIENCE = http.Patience(connect=5, read=8, total=10)
_NOT_FOR_US = {401, 403, 405, 406, 409, 415, 429, 999}
"""Answers of a page that people can open and a program may not."""
_MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """What stands behind an address."""

    url: str
    fine: bool
    words: str
    """In the reader's language."""
    leads_to: str = ""
    """Where it ended up after redirects; "" where that is the address itself."""
    sure: bool = True
    """False: a program was turned away, people may get in."""


def found(text: str) -> list[str]:
    """The addresses in `text`, each once, without the punctuation that ends a sentence."""
    return list(dict.fromkeys(text[start:end] for start, end in spans(text)))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses of `text` stand."""
    for match in _ADDRESS.finditer(text):
        address = match[0]
        while address and address[-1] in _TRAILING and not (address[-1] == ")" and "(" in address):
            address = address[:-1]
        if urlsplit_or_none(address):
            yield match.start(), match.start() + len(address)


def urlsplit_or_none(address: str) -> bool:
    """Whether `address` can be read as one."""
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def of_content(content: Content) -> list[str]:
    """Every address that a post leads to, each once."""
    texts = [content.text, content.link, content.first_comment, *(part.text for part in content.thread)]
    return list(dict.fromkeys(url for text in texts for url in found(text)))


def marked(url: str, marks: Mapping[str, str]) -> str:
    """`url` with utm_… parameters; `marks` by the names of UTM, empty ones left out. Marks that it has are replaced."""
    parts = urlsplit(url)
    given = {f"utm_{name}": marks[name].strip() for name in UTM if marks.get(name, "").strip()}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in given]
    query = urlencode([*kept, *given.items()], quote_via=quote)
    return urlunsplit(parts._replace(query=query))


def filled(marks: Mapping[str, str], *, network: str, campaign: str) -> dict[str, str]:
    """A brand's marks with the placeholders {network} and {campaign} filled; a mark that stays empty is left out."""
    words = {"{network}": network, "{campaign}": slug(campaign)}
    done = {}
    for name in UTM:
        value = str(marks.get(name, ""))
        for placeholder, word in words.items():
            value = value.replace(placeholder, word)
        if value.strip():
            done[name] = value.strip()
    return done


def slug(text: str) -> str:
    """«20 años de Lumbre» → «20-anos-de-lumbre»: campaigns are compared letter by letter in analytics."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).replace("ñ", "n").replace("ç", "c")).strip("-")


def mark_all(text: str, marks: Mapping[str, str]) -> str:
    """`text` with every address marked."""
    done, end = [], 0
    for start, stop in spans(text):
        done += [text[end:start], marked(text[start:stop], marks)]
        end = stop
    return "".join([*done, text[end:]])


def look(urls: Sequence[str]) -> list[Look]:
    """What stands behind each of the first MOST of `urls`, asked side by side."""
    asked = list(urls)[:MOST]
    with ThreadPoolExecutor(max_workers=5) as pool:
        return [_told(url, answer) for url, answer in zip(asked, pool.map(_ask, asked), strict=True)]


def _ask(url: str) -> http.Response | http.HttpError:
    try:
        return http.fetch(url, max_bytes=_MOST_BYTES, timeout=_PATIENCE)
    except http.HttpError as error:
        return error


def _told(url: str, answer: http.Response | http.HttpError) -> Look:
    if isinstance(answer, http.Response):
        return _of_answer(url, answer)
    if isinstance(answer, http.TooLarge):
        return Look(url, fine=True, words=_("It answers; it is a large file."))
    if isinstance(answer, http.Refused):
        return Look(url, fine=False, words=_("This address leads to no public place, so nobody could open it."))
    if isinstance(answer, http.TooManyRedirects):
        return Look(url, fine=False, words=_("It redirects in a circle: nobody could open it."))
    if isinstance(answer, http.NotConnected):
        return Look(url, fine=False, words=_("There is no such place, or it does not let anybody connect."))
    return Look(url, fine=False, words=_("It did not answer within 10 seconds."), sure=False)


def _of_answer(url: str, answer: http.Response) -> Look:
    leads_to = answer.url if answer.redirects else ""
    if answer.status < 400:
        moved = _("It works, and leads to another address.") if leads_to else _("It works.")
        return Look(url, fine=True, words=moved, leads_to=leads_to)
    if answer.status in _NOT_FOR_US:
        words = _("It turns programs away (%(status)s): open it once to be sure.") % {"status": answer.status}
        return Look(url, fine=True, words=words, leads_to=leads_to, sure=False)
    if answer.status in {404, 410}:
        return Look(url, fine=False, words=_("There is no such page (%(status)s).") % {"status": answer.status})
    words = _("It answers with an error (%(status)s).") % {"status": answer.status}
    return Look(url, fine=False, words=words, leads_to=leads_to, sure=answer.status < 500)
