"""Plain text and safe links out of whatever a network sends: no markup and no trick characters leave this module."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree

TEXT_LIMIT = 20_000
"""Characters of a text that are kept: four times a long article, cut at a word where one is near."""
TITLE_LIMIT = 500
LINK_LIMIT = 2_000
_HTML_LIMIT = 1_000_000  # characters of markup that are looked at

# What HTML does not show, or shows only to be filled in.
_DROPPED = frozenset(
    (
        *("script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "title"),
        *("textarea", "select", "button", "audio", "video"),
    )
)
_PARAGRAPHS = frozenset(
    (
        *("p", "div", "section", "article", "aside", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("ul", "ol", "dl", "table", "blockquote", "pre", "figure", "figcaption", "caption", "address", "form", "hr"),
    )
)
_LINES = frozenset(("br", "li", "tr", "dt", "dd"))
_CELLS = frozenset(("td", "th"))

# Plain text that is markup after all: a tag that HTML knows, a comment, a closing tag.
_LOOKS_LIKE_HTML = re.compile(
    r"(?i)<(?:!--|!doctype|!\[cdata|/[a-z]|\?xml|(?:a|abbr|audio|b|base|big|blockquote|body|br|button|center|code|del|"
    r"details|div|em|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img|input|ins|li|link|marquee|math|meta|object|ol|"
    r"option|p|pre|q|s|script|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|th|title|tr|"
    r"tt|u|ul|video)(?:[\s/>]|$))"
)

# Invisible characters: controls but tab and line feed, what turns the direction of writing, zero-width spaces and
# joiners of words, soft hyphens, language tags, unassigned specials, halves of surrogate pairs. Zero-width joiner and
# non-joiner stay, because emoji, Persian and the scripts of India are written with them, but not in rows.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e001f]"
)
_LANGUAGE_TAGS = re.compile("(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")  # flags use them
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]{3,}|[\u200c\u200d]+(?=\\s|\\Z)")
_STACKED = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
_PILED = re.compile("[\u0300-\u036f]{5}|[\u200c\u200d]|[\ufe00-\ufe0f]{3}")  # where one of the two above may match
_WIDE = re.compile(r"  |[^\S\n ]")  # where _SPACES would change something
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_READS_AS_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#]\S*)?\Z")
_BREAKS = re.compile(r" ?\n ?")


def from_html(html: str, limit: int = TEXT_LIMIT, *, links: bool = False) -> str:
    """The words of `html`, paragraphs apart by an empty line, entities decoded once; with `links` written out."""
    source = visible(html[:_HTML_LIMIT])
    parser = etree.HTMLParser(target=_Linked() if links else _Words(), encoding="utf-8", remove_pis=True)
    try:
        words = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError:  # nothing in it that is a document: it says nothing
        words = ""
    return tidy(words or "", limit)


def from_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """`text` that its source calls plain. Where it is markup after all, as feeds often have it, its words."""
    return from_html(text, limit) if _LOOKS_LIKE_HTML.search(text) else tidy(text, limit)


def visible(text: str) -> str:
    """`text` without characters that show nothing, line ends as line feeds: safe to encode and to parse."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def tidy(text: str, limit: int = TEXT_LIMIT) -> str:
    """`text` in NFC without invisible characters, single spaces, at most one empty line, at most `limit` characters."""
    text = text[: 4 * limit]
    if not text.replace("\n", "").isprintable():  # most texts are, and what is printable is visible
        text = _LANGUAGE_TAGS.sub("", visible(text))
    text = unicodedata.normalize("NFC", text)
    if _PILED.search(text):
        text = _JOINERS.sub("", _STACKED.sub(r"\1", text))
    if _WIDE.search(text):
        text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = re.sub(r"\n{3,}", "\n\n", _BREAKS.sub("\n", text))
    return shorten(text.strip(), limit)


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """`text`, already plain, on one line."""
    return shorten(" ".join(text.split()), limit)


def shorten(text: str, limit: int) -> str:
    """`text` of at most `limit` characters, with … where something was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > limit - 40 else cut).rstrip() + "…"


def link(address: str, base: str = "") -> str:
    """`address` made absolute against `base`, percent-encoded; "" unless it is http or https and not overlong."""
    try:
        typed = _INVISIBLE.sub("", address).replace("\n", "").replace("\t", "").strip()
        joined = urljoin(base, typed) if typed else ""
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    encoded = quote(joined, safe="%/:?#[]@!$&'()*+,;=~") if usable else ""
    return encoded if len(encoded) <= LINK_LIMIT else ""


def written_out(shown: str, address: str) -> str:
    """What stands in plain text for a link to `address` that is shown as `shown`: the whole address where only its
    beginning is shown, as clients do; words that are a link keep it behind them in brackets."""
    begun = _bare(shown.strip().removesuffix("…").removesuffix("..."))
    if not (shown.strip() and address) or shown.strip() == address:
        return shown
    return address if _READS_AS_ADDRESS.match(begun) and _bare(address).startswith(begun) else f"{shown} ({address})"


def _bare(address: str) -> str:
    return re.sub(r"(?i)\A(?:https?://)?(?:www\.)?", "", address.strip()).lower()


class _Words:
    """Collects text while lxml walks over the markup; builds no tree."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._dropping = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _DROPPED:
            self._dropping += 1
        elif tag == "img":
            self.data(_emoji(attributes.get("alt", "")))
        else:
            self._leave(_gap(tag))

    def end(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
        elif tag in _PARAGRAPHS:
            self._leave(_gap(tag))

    def data(self, text: str) -> None:
        if not self._dropping:
            self._pieces.append(_SPACES.sub(" ", text.replace("\n", " ")))

    def comment(self, text: str) -> None:
        pass

    def close(self) -> str:
        return "".join(self._pieces)

    def _leave(self, gap: str) -> None:
        """One gap of a kind in a row: a page of empty boxes says no more than one."""
        if gap and self._pieces and self._pieces[-1] != gap:
            self._pieces.append(gap)


class _Linked(_Words):
    """Writes links out, where they are not mentions of people or hashtags."""

    def __init__(self) -> None:
        super().__init__()
        self._href = ""
        self._begin = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "a":
            self._href, self._begin = link(attributes.get("href", "")), len(self._pieces)

    def end(self, tag: str) -> None:
        if tag == "a" and self._href:
            shown = "".join(self._pieces[self._begin :])
            if not shown.strip().startswith(("@", "#")):
                self._pieces[self._begin :] = [written_out(shown, self._href)]
            self._href = ""
        super().end(tag)


def _gap(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""


def _emoji(alt: str) -> str:
    """WordPress and others draw emoji as pictures whose alt text is the emoji: those are words, others are not."""
    return alt if len(alt) <= 16 and not any(c.isalnum() or c in "<>" for c in alt.strip()) else ""
