"""Networks by name alone: where an imported mention was said, whether or not this installation can listen there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.text import fold

WEB = "web"
NAMES: dict[str, str | Promise] = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "reddit": "Reddit",
    "pinterest": "Pinterest",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "telegram": "Telegram",
    "news": pgettext_lazy("network", "News"),
    "blog": pgettext_lazy("network", "Blogs"),
    "forum": pgettext_lazy("network", "Forums"),
    "reviews": pgettext_lazy("network", "Reviews"),
    WEB: pgettext_lazy("network", "Web"),
    "import": pgettext_lazy("network", "Import"),
}

# How suites call them, folded; the longest that a name begins with or holds wins.
_CALLED = {
    "twitter": "x",
    "tuit": "x",
    "facebook": "facebook",
    "instagram": "instagram",
    "threads": "threads",
    "tiktok": "tiktok",
    "tik tok": "tiktok",
    "youtube": "youtube",
    "linkedin": "linkedin",
    "reddit": "reddit",
    "pinterest": "pinterest",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
    "telegram": "telegram",
    "blog": "blog",
    "tumblr": "blog",
    "forum": "forum",
    "foro": "forum",
    "review": "reviews",
    "resena": "reviews",
    "reseña": "reviews",
    "avaliac": "reviews",
    "avaliaç": "reviews",
    "trustpilot": "reviews",
    "tripadvisor": "reviews",
    "google my business": "reviews",
    "app store": "reviews",
    "news": "news",
    "noticia": "news",
    "prensa": "news",
    "press": "news",
    "imprensa": "news",
    "periodico": "news",
    "newspaper": "news",
    "magazine": "news",
    "revista": "news",
    "medios online": "news",
    "online media": "news",
    "broadcast": "news",
    "radio": "news",
    "television": "news",
    "web": WEB,
    "sitio": WEB,
    "site": WEB,
}
_SHORT = {"x": "x", "fb": "facebook", "ig": "instagram", "yt": "youtube", "tw": "x", "li": "linkedin", "tv": "news"}
_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "linkedin.com": "linkedin",
    "reddit.com": "reddit",
    "pinterest.com": "pinterest",
    "bsky.app": "bluesky",
    "t.me": "telegram",
    "trustpilot.com": "reviews",
}


def called(name: str) -> str:
    """The key of the network that somebody calls `name` («Twitter», «X (Twitter)», «Facebook Pages»); "" if none."""
    words = " ".join(fold(name).replace("_", " ").split())
    if words in _SHORT or words in NAMES:
        return _SHORT.get(words, words)
    if words.startswith(("x ", "x(", "x/")):
        return "x"
    found = [called for called in _CALLED if called in words]
    return _CALLED[max(found, key=len)] if found else ""


def at(address: str) -> str:
    """The key of the network that an address is of, by its host; "" where it is not one of theirs."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    parts = host.split(".")
    return next((_HOSTS[end] for n in range(len(parts)) if (end := ".".join(parts[n:])) in _HOSTS), "")
