"""What cmhub's users publish on the demo network: the one thing that it keeps, a line of JSON for each post.

Under the same key there is one post, whatever is sent how often. Figures are a pure function of key and age.
"""

from __future__ import annotations

import hashlib
import json
import math
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from core import clock

_HALF_LIFE = timedelta(hours=6)
"""After so long a post has half of what it will ever have."""

_OPENED = datetime(2026, 6, 1, tzinfo=UTC)
"""From this day on accounts of the demo network gain followers."""


@dataclass(frozen=True, slots=True)
class Published:
    """One post of an account."""

    account: str
    key: str
    text: str
    posted_at: str
    reply_to: str = ""
    warning: str = ""
    media: tuple[str, ...] = ()
    """What each picture or video shows, in words: the demo keeps no files."""

    @property
    def id(self) -> str:
        return f"demo-post-{self.key}"


class Kept:
    """The posts in `file`, or in memory where that is None."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._posts: dict[str, Published] = {}
        self._lock = threading.Lock()
        for line in file.read_text().splitlines() if file and file.exists() else ():
            if line.endswith("}"):  # half a line was written while the machine went down, and never answered for
                row = json.loads(line)
                self._posts.setdefault(row["key"], Published(**row | {"media": tuple(row["media"])}))

    def add(self, account: str, said: dict[str, Any]) -> Published:
        """The post under the key in `said`, made now where there was none. Raises KeyError, ValueError."""
        post = Published(
            account,
            str(said["key"]),
            str(said["text"]),
            clock.now().isoformat(),
            str(said.get("reply_to", "")),
            str(said.get("warning", "")),
            tuple(map(str, said.get("media", ()))),
        )
        if not post.key or not (post.text.strip() or post.media):
            raise ValueError("a post needs a key and something to show")
        with self._lock:
            if post.key not in self._posts:
                if self._file:
                    with self._file.open("a") as out:
                        out.write("\n" + json.dumps(asdict(post), ensure_ascii=False))
                self._posts[post.key] = post
            return self._posts[post.key]

    def get(self, key: str) -> Published | None:
        return self._posts.get(key)

    def of(self, account: str) -> list[Published]:
        """An account's posts, oldest first."""
        return [post for post in self._posts.values() if post.account == account]


def figures(post: Published) -> dict[str, int]:
    """What the invented people did with `post` by now: it never shrinks."""
    age = clock.now() - datetime.fromisoformat(post.posted_at)
    reached = 1 - math.exp2(-max(age / _HALF_LIFE, 0))
    chance = hashlib.sha256(post.key.encode()).digest()
    views = 300 + int.from_bytes(chance[:2]) % 5_000
    most = {
        "views": views,
        "likes": views * (20 + chance[2] % 40) // 1_000,
        "reposts": views * (2 + chance[3] % 10) // 1_000,
        "replies": views * (1 + chance[4] % 6) // 1_000,
    }
    return {name: int(figure * reached) for name, figure in most.items()}


def followers(account: str) -> int:
    """How many invented people follow `account` by now: some more each day, fewer of them at night."""
    chance = hashlib.sha256(account.encode()).digest()
    days = (clock.now() - _OPENED) / timedelta(days=1)
    swing = math.sin(2 * math.pi * days) + 3 * math.sin(2 * math.pi * (days + chance[3]) / 17)
    return max(0, 200 + int.from_bytes(chance[:2]) % 3_000 + int((2 + chance[2] % 9) * days + swing))


def page(post: Published, label: str) -> str:
    """The post as people see it there."""
    text = escape(post.text).replace("\n", "<br>")
    media = "".join(f"<li>{escape(alt) or '…'}</li>" for alt in post.media)
    told = " · ".join(f"{name} {figure}" for name, figure in figures(post).items())
    return (
        f"<!doctype html><meta charset=utf-8><title>Demo</title><p><em>{escape(label)}</em></p>"
        f"<article><h1>{escape(post.account.removeprefix('demo-account-'))}</h1>"
        f"<p>{escape(post.warning)}</p><p>{text}</p><ul>{media}</ul>"
        f"<p><time>{escape(post.posted_at)}</time> · {escape(told)}</p></article>"
    )
