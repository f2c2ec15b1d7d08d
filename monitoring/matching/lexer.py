"""A typed query cut into tokens: parentheses, operators, terms. What can be wrong with one of them is said here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.matching.errors import QueryError
from monitoring.matching.query import Field, Term
from monitoring.matching.tokens import Word, key_of, plain_words, query_words

MAX_CHARACTERS, MAX_TERMS, MAX_BETWEEN = 4000, 500, 100
FIELDS = ("lang", "network", "author")

_QUOTES = '"“”„‟«»＂'  # keyboards of phones and Spanish texts write these too
_GAP = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)")
_CHUNK = re.compile(f"[^\\s(){_QUOTES}]+")
_PREFIX = re.compile(r"([^\W\d_]\w*):(?!//)")
_VALUES = {"lang": re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)*"), "network": re.compile(r"[a-z][a-z0-9_]*")}
_FEWEST_LETTERS = 3

Kind = Literal["(", ")", "AND", "OR", "NOT", "NEAR", "term"]


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a query, `text[position : position + length]`; a term has its `node`, NEAR its number of words."""

    kind: Kind
    position: int
    length: int
    node: Term | Field | None = None
    between: int = 0

    @property
    def end(self) -> int:
        return self.position + self.length


def tokens(text: str) -> list[Token]:
    """All of `text`. Raises QueryError for what cannot be part of any query, and for a query that is too long."""
    if len(text) > MAX_CHARACTERS:
        message = _("A query has at most %(most)d characters; this one has %(count)d. Make two topics of it.")
        raise QueryError(
            message % {"most": MAX_CHARACTERS, "count": len(text)}, MAX_CHARACTERS, len(text) - MAX_CHARACTERS
        )
    found, terms = [], 0
    for token in _tokens(text):
        terms += len(token.node.words) if isinstance(token.node, Term) else token.node is not None
        if terms > MAX_TERMS:
            message = _("A query has at most %(most)d words. Make two topics of it.")
            raise QueryError(message % {"most": MAX_TERMS}, token.position, len(text) - token.position)
        found.append(token)
    return found


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        if at >= len(text):
            return
        token = _token(text, at)
        at = token.end
        yield token


def _token(text: str, at: int) -> Token:
    character = text[at]
    if character in "()":
        return Token("(" if character == "(" else ")", at, 1)
    if character in _QUOTES:
        words, end = _phrase(text, at)
        return Token("term", at, end - at, Term(words))
    if character in "-−–":
        return _minus(text, at)
    return _chunk(text, at)


def _minus(text: str, at: int) -> Token:
    if at + 1 == len(text) or _GAP.match(text, at + 1) or text[at + 1] == ")":
        raise QueryError(_("The minus needs the word that it excludes right after it: -word."), at)
    return Token("NOT", at, 1)


def _chunk(text: str, at: int) -> Token:
    match = _CHUNK.match(text, at)
    assert match is not None
    chunk = match.group()
    if chunk in ("AND", "OR", "NOT"):
        return Token("AND" if chunk == "AND" else "OR" if chunk == "OR" else "NOT", at, len(chunk))
    if chunk == "NEAR" or chunk.startswith("NEAR/"):
        return Token("NEAR", at, len(chunk), between=_between(chunk, at))
    prefix = _PREFIX.match(chunk)
    if prefix:
        return _field(text, at, prefix)
    if chunk[0] == "~":
        raise QueryError(_("~ means nothing here. For words close together write NEAR/5 between them."), at, len(chunk))
    return Token("term", at, len(chunk), Term(_words(chunk, at)))


def _between(chunk: str, at: int) -> int:
    number = chunk.removeprefix("NEAR").removeprefix("/")
    if not (number.isascii() and number.isdigit()) or len(number) > 4 or int(number) > MAX_BETWEEN:
        message = _(
            "NEAR needs the number of words that may stand between, from 0 to %(most)d: NEAR/5. "
            "If you look for the word itself, write it in lower case."
        )
        raise QueryError(message % {"most": MAX_BETWEEN}, at, len(chunk))
    return int(number)


def _words(chunk: str, at: int) -> tuple[Word, ...]:
    """The words of a chunk without spaces; the last one with its asterisk."""
    body = chunk.removesuffix("*")
    if "*" in body:
        message = _("The asterisk stands only at the end of a word: coca*.")
        raise QueryError(message, at + body.index("*"))
    words = query_words(body)
    if body != chunk:
        return _prefixed(words, at + len(body))
    if not words:
        message = _(
            "There is nothing to look for in “%(text)s”: it has no letter, digit or emoji. "
            "Leave it out, or put the whole name in quotation marks."
        )
        shown = chunk[:20].encode(errors="replace").decode()  # halves of a surrogate pair cannot be sent to a browser
        raise QueryError(message % {"text": shown}, at, len(chunk))
    return words


def _prefixed(words: tuple[Word, ...], asterisk: int) -> tuple[Word, ...]:
    letters = sum(character.isalnum() for character in words[-1].key) if words else 0
    if letters < _FEWEST_LETTERS:
        message = ngettext(
            "The asterisk needs at least %(fewest)d letters before it; here is %(count)d.",
            "The asterisk needs at least %(fewest)d letters before it; here are %(count)d.",
            letters,
        )
        raise QueryError(message % {"fewest": _FEWEST_LETTERS, "count": letters}, asterisk)
    return (*words[:-1], replace(words[-1], prefix=True))


def _phrase(text: str, at: int) -> tuple[tuple[Word, ...], int]:
    """The words in quotes from `at`, and where they end."""
    match = _QUOTED.match(text, at)
    assert match is not None
    if not match.group(2):
        raise QueryError(_("This quotation mark is never closed."), at)
    words: list[Word] = []
    for chunk in re.finditer(r"\S+", match.group(1)):
        if "*" in chunk.group() or plain_words(chunk.group()):  # a lone dash between words is no word
            words += _words(chunk.group(), match.start(1) + chunk.start())
    if not words:
        raise QueryError(_("There are no words between these quotation marks."), at, match.end() - at)
    return tuple(words), match.end()


def _field(text: str, at: int, prefix: re.Match[str]) -> Token:
    name, start = prefix.group(1).lower(), at + prefix.end()
    if name not in FIELDS:
        _unknown(prefix, at)
    quoted = _QUOTED.match(text, start)
    match = quoted or _CHUNK.match(text, start)
    value = match.group(1 if quoted else 0) if match else ""
    end = match.end() if match else start
    if quoted and not quoted.group(2):
        raise QueryError(_("This quotation mark is never closed."), start)
    return Token("term", at, end - at, Field(name, _value(name, value, at, end)))


def _unknown(prefix: re.Match[str], at: int) -> NoReturn:
    message = _(
        "There is no %(prefix)s here, only lang:, network: and author:. "
        "If you look for this text, put it in quotation marks."
    )
    raise QueryError(message % {"prefix": prefix.group()[:30]}, at, prefix.end())


def _value(name: str, typed: str, at: int, end: int) -> str:
    value = " ".join(key_of(typed).split())
    good = plain_words(value) and "*" not in value if name == "author" else _VALUES[name].fullmatch(value)
    if good:
        return value
    raise QueryError(_value_wanted(name), at, end - at)


def _value_wanted(name: str) -> str:
    if name == "author":
        return _('After author: comes a name or a handle, without an asterisk: author:ana or author:"Ana Pérez".')
    if name == "lang":
        return _("After lang: comes the code of a language: lang:es, lang:en, lang:pt.")
    return _("After network: comes the name of a network in one word: network:mastodon.")
