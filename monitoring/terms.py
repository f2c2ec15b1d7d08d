"""How people write what the daily tops count: the terms, hashtags and links of a text, each by its key. Pure.

What is in a text is for PostgreSQL to say (monitoring_folded, monitoring_hashtags, monitoring_links): lists of mentions
ask the same, and find what was counted. The keys here are those of these functions; a word that they cut otherwise
(at the virama of Hindi) is not listed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from core.text import fold

LONGEST = 60
"""Characters of the longest word that is a term; what is longer is no word."""
LONGEST_LINK = 500
LOOKED_AT = 50_000
"""Characters of a text: as many as monitoring_said gives."""
_STOP_WORDS = Path(__file__).parent / "data" / "stop_words.txt"
# Vowel signs of Arabic, Hindi, Thai and others belong to their word; Python's \w leaves them out.
_MARKS = "".join(chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)) in {"Mn", "Mc"})
_WORD = rf"(?:[^\W_]++|[{_MARKS}])++"
_PIECE = re.compile(
    rf"((?:\bhttps?://|\bwww\.)[^\s<>\"«»]+)"
    rf"|(?<![\w{_MARKS}])[#＃]([\w{_MARKS}]+)"
    rf"|[\w.+-]{{0,64}}+@[\w.@-]+"  # handles and addresses of mail: people, not words
    rf"|({_WORD})",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[].,;:!?'’”»…*_)]+\Z")
_BARE = (
    (_TAIL, ""),
    (re.compile(r"#.*\Z"), ""),
    (re.compile(r"^(https?://)?([^/?@]*@)?(www\.)?", re.IGNORECASE), ""),
    (
        re.compile(
            r"([?&])(?:utm_[a-z_]+|(?:fb|g|d|ms|y)clid|igshid|igsh|mc_[ce]id|ref_src|ref_url)=[^&]*", re.IGNORECASE
        ),
        r"\1",
    ),
    (re.compile(r"([?&])&+"), r"\1"),
    (re.compile(r"[?&]+\Z"), ""),
    (re.compile(r"^([^?]*[^/?])/+(\?|\Z)"), r"\1\2"),
)
_HOST = re.compile(r"[^\W_](?:[\w.-]*\w)?(?::\d{1,5})?\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says: keys, and how each is written there (last, if in several ways)."""

    terms: dict[str, str]
    """Folded words, without stop words, numbers and single letters."""
    hashtags: dict[str, str]
    """Both without their #."""
    links: dict[str, str]
    """Written as an address that begins with http:// or https://."""


def read(text: str) -> Said:
    """The terms, hashtags and links in `text`."""
    said = Said({}, {}, {})
    for written, tag, word in _PIECE.findall(text[:LOOKED_AT]):
        if word:
            if key := _term(word):
                said.terms[key] = word
        elif tag:
            if len(tag) <= LONGEST and not tag.isdecimal() and (key := fold(tag).replace("_", " ").strip()):
                said.hashtags[key] = tag
        elif written:
            key, address = link(written)
            if key:
                said.links[key] = address
    return said


def link(written: str) -> tuple[str, str]:
    """Key and address of a link as it is `written` in a text: https://… or www.…, with punctuation behind it.

    Two links are one where host, path and question are; neither www nor what only tracks readers is part of them.
    Both are empty where it leads nowhere.
    """
    bare = written
    for pattern, put in _BARE:
        bare = pattern.sub(put, bare)
    host = re.split(r"[/?]", bare, maxsplit=1)[0]
    key = host.lower() + bare[len(host) :]
    if "." not in host or not _HOST.match(host) or len(key) > LONGEST_LINK or not _leads_somewhere(written):
        return "", ""
    scheme = "http" if written[:7].lower() == "http://" else "https"
    www = "www." if re.match(r"(https?://)?www\.", written, re.IGNORECASE) else ""
    closed = ")" if key.count("(") > key.count(")") else ""  # the key has lost it with the tail
    return key, f"{scheme}://{www}{key}{closed}"


def _leads_somewhere(written: str) -> bool:
    try:
        return bool(urlsplit(written if "//" in written else f"//{written}").port or True)
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def _term(word: str) -> str:
    """The key of a word; empty where it says nothing."""
    key = fold(word)
    return key if says_something(key) else ""


@lru_cache(maxsize=65_536)
def says_something(key: str) -> bool:
    """Whether a folded word is more than a stop word, a number or a letter."""
    if not 2 <= len(key) <= LONGEST or key in stop_words():
        return False
    return not key[0].isdecimal() and any(map(str.isalpha, key))


@cache
def stop_words() -> frozenset[str]:
    """Folded words of all languages that say nothing about what is talked of."""
    lines = _STOP_WORDS.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith(("#", "[")))
    return frozenset(fold(piece.group()) for piece in re.finditer(_WORD, words))
