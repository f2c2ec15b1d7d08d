"""What people write for a hashtag or an account, read one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

_HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?|\[[0-9a-fA-F:]+\](?::[0-9]{1,5})?)"
_TAG = r"[#＃](?P<tag>[^\s#@/?&]+)"
_USER = r"@(?P<user>[\w.-]*\w)"
_TYPED = (
    re.compile(
        rf"{_TAG}\s*(?:@|\bon\b|\ben\b|\bem\b)?\s*(?:(?P<scheme>https?)://)?{_HOST}/?\Z"
    ),  # #café mastodon.social
    re.compile(rf"(?:(?P<scheme>https?)://)?{_HOST}/?\s+{_TAG}\Z"),
    re.compile(rf"(?:acct:)?@?(?P<user>[\w.-]*\w)@{_HOST}\Z"),  # @user@host
)
# As an instance or one of its cousins writes them: /tags/café, /tag/café, /@user, /@user@home, /users/user.
_TAG_PATH = re.compile(r"/(?:web/)?(?:(?:timelines/)?tags?|discover/tags)/(?P<tag>[^\s/?&#]+)/?\Z")
_USER_PATH = re.compile(rf"/(?:web/)?(?:{_USER}(?:@(?P<home>[\w.:-]+))?|users/(?P<user2>[\w.-]*\w))(?:/.*)?\Z")
# They write people's pages with @, too, and are none of ours.
_OTHERS = re.compile(
    r"(?i)(?:\A|\.)(?:medium\.com|youtube\.com|tiktok\.com|threads\.(?:net|com)|substack\.com|bsky\.app)\Z"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A hashtag or an account, on one instance."""

    base: str
    """https://host, without a slash at its end."""
    kind: Literal["tag", "account"]
    name: str
    """The tag without #; the account as `user`, or `user@home` where another instance is its home."""

    @property
    def address(self) -> str:
        """The page that shows it to people; how a source is named in rows."""
        return f"{self.base}/tags/{self.name}" if self.kind == "tag" else f"{self.base}/@{self.name}"

    @property
    def host(self) -> str:
        return self.base.partition("://")[2]

    @property
    def title(self) -> str:
        """As people call it."""
        if self.kind == "tag":
            return f"#{self.name} · {self.host}"
        return f"@{self.name}" if "@" in self.name else f"@{self.name}@{self.host}"


def read(typed: str) -> Place | None:
    """The place that `typed` names, None if it names none of Mastodon's: `#café mastodon.social`, `@user@host`,
    `https://host/tags/café`, `https://host/@user`. Nothing is asked of anybody."""
    typed = typed.strip()[:1000]
    return _from_words(typed) or _from_address(typed)


def _from_words(typed: str) -> Place | None:
    for pattern in _TYPED:
        if found := pattern.match(typed):
            said = found.groupdict()
            base = f"{said.get('scheme') or 'https'}://{said['host'].lower()}"
            if said.get("tag"):
                return Place(base, "tag", said["tag"])
            return Place(base, "account", said["user"])
    return None


def _from_address(typed: str) -> Place | None:
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, path = parts.netloc.lower(), unquote(parts.path)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in host or _OTHERS.search(host):
        return None
    base = f"{parts.scheme}://{host}"
    if found := _TAG_PATH.match(path):
        return Place(base, "tag", found["tag"])
    if found := _USER_PATH.match(path):
        home = found["home"]
        user = found["user"] or found["user2"]
        return Place(base, "account", f"{user}@{home}" if home and home.lower() != host else user)
    return None
