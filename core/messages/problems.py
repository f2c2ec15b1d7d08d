"""What a check of words finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Names that are the same in every language; a text of these alone is nobody's to translate.
_SERVICES = """
    cmhub Bluesky Excel Facebook GitHub Instagram LinkedIn Mastodon Pinterest PostgreSQL Reddit Telegram Threads TikTok
    Valkey WhatsApp WordPress X YouTube
"""
_TERMS = "Alt API Atom CSV Ctrl Esc HTML HTTP HTTPS IP JSON OK OPML PDF PNG RSS SVG TOTP URL UTC XML"
_LANGUAGES = "English Español Português"
NAMES = frozenset(f"{_SERVICES} {_TERMS} {_LANGUAGES}".split())
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Problem:
    """`what` is wrong with `text` in the file `where` (path from the root, `:line` where there is one)."""

    where: str
    what: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f": «{self.text}»" if self.text else "")


def has_words(text: str) -> bool:
    """Whether `text` holds letters beyond names that are the same in every language."""
    return any(word not in NAMES for word in _WORD.findall(text))
