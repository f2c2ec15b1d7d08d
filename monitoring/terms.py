"""What a text says, word by word: the terms, hashtags and links that the daily tops count. Pure."""

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
_LONGEST_WRITTEN = 2000
_STOP_WORDS = Path(__file__).parent / "data" / "stop_words.txt"
# Vowel signs of Arabic, Hindi, Thai and others belong to their word; Python's \w leaves them out.
_MARKS = "".join(chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)) in {"Mn", "Mc"})
_WORD = rf"[\w{_MARKS}]"
_PIECE = re.compile(
    rf"(?P<link>\bhttps?://[^\s<>\"«»]+|\bwww\.[^\s<>\"«»]+)"
    rf"|(?<!{_WORD})[#＃](?P<hashtag>{_WORD}+)"
    rf"|[\w.+-]{{0,64}}@[\w.@-]+"  # handles and addresses of mail: people, not words
    rf"|(?P<term>{_WORD}+)",
    re.IGNORECASE,
)
_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_[ce]id|yclid|ref_src|ref_url)\Z", re.I
)
_OPENS = {")": "(", "]": "["}
_HOST = re.compile(r"[^\W_](?:[\w.-]*\w)?\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says, each thing once: its key, and how it is written there (last, if in several ways)."""

    terms: dict[str, str]
    """Folded words, without stop words, numbers and single letters."""
    hashtags: dict[str, str]
    """Folded, both without their #."""
    links: dict[str, str]
    """Keys and addresses as of `link`."""


def read(text: str) -> Said:
    """The terms, hashtags and links in `text`."""
    said = Said({}, {}, {})
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "term":
                word = piece.group()
                if key := _term(word):
                    said.terms[key] = word
            case "hashtag":
                tag = piece["hashtag"]
                if len(tag) <= LONGEST and not tag.isdecimal():
                    said.hashtags[fold(tag)] = tag
            case "link":
                key, address = link(piece.group())
                if key:
                    said.links[key] = address
    return said


def link(written: str) -> tuple[str, str]:
    """Key and address of a link as it is `written` in a text: https://… or www.…, with punctuation behind it.

    Neither holds what only tracks readers. Two links are one where host (without www), path and query are: the key.
    Both are empty where it leads nowhere.
    """
    if len(written) > _LONGEST_WRITTEN:
        return "", ""
    address = _without_tail(written if written[:4].lower() == "http" else f"https://{written}")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    if "." not in host or not _HOST.match(host):
        return "", ""
    asked = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.split("=")[0]))
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    path = parts.path.rstrip("/") + (f"?{asked}" if asked else "")
    if len(place + path) > LONGEST_LINK:
        return "", ""
    return place.removeprefix("www.") + path, f"{parts.scheme.lower()}://{place}{path}"


def _without_tail(address: str) -> str:
    """`address` without the punctuation of the sentence it ends; a bracket that opens inside it stays."""
    while address and (
        address[-1] in ".,;:!?'’”»…*_"
        or (address[-1] in _OPENS and address.count(address[-1]) > address.count(_OPENS[address[-1]]))
    ):
        address = address[:-1]
    return address


@lru_cache(maxsize=65_536)
def _term(word: str) -> str:
    """The key of `word`; empty where it says nothing."""
    key = fold(word)
    if not 2 <= len(key) <= LONGEST or key in stop_words():
        return ""
    return "" if key[0].isdecimal() or not any(map(str.isalpha, key)) else key


@cache
def stop_words() -> frozenset[str]:
    """Folded words of all languages that say nothing about what is talked of."""
    lines = _STOP_WORDS.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith(("#", "[")))
    return frozenset(fold(piece.group()) for piece in re.finditer(rf"{_WORD}+", words))
