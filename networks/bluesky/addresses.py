"""What people write for an account, read one way."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from networks.types import Guess

WEB = "https://bsky.app"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = re.compile(rf"(?i)(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?\Z")
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,200}\Z")
_PAGES = frozenset(
    ("bsky.app", "www.bsky.app", "main.bsky.dev", "staging.bsky.app", "deer.social", "blacksky.community")
)


def actor(typed: str) -> str:
    """The handle or DID that `typed` names, "" if none: `ana.bsky.social`, `@ana.example`, `did:plc:…`,
    `https://bsky.app/profile/ana.example`, `at://did:plc:…`. Handles come in lower case."""
    typed = typed.strip()[:1000]
    name = _in_address(typed) or typed.removeprefix("at://").partition("/")[0].removeprefix("@")
    if _DID.match(name):
        return name
    return name.lower() if _HANDLE.match(name) else ""


def profile(name: str) -> str:
    """The page that shows the account `name` to people; how a source is named in rows."""
    return f"{WEB}/profile/{name}"


def recognises(typed: str) -> Guess:
    """Whether `typed` names an account. A bare domain may be a handle, and mostly is a web site."""
    typed = typed.strip()
    if not actor(typed):
        return Guess.NO
    certain = _in_address(typed) or typed.startswith(("@", "did:", "at://")) or typed.lower().endswith(".bsky.social")
    return Guess.YES if certain else Guess.MAYBE


def _in_address(typed: str) -> str:
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    found = re.match(r"/profile/([^/?#]+)", unquote(parts.path))
    if parts.scheme in ("http", "https") and found and host in _PAGES:
        return found[1].removeprefix("@")
    return f"{host}" if host.endswith(".bsky.social") and "://" in typed and parts.path in ("", "/") else ""
