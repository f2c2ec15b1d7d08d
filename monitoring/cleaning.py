"""Items of connectors made fit for their columns. Nothing here raises: what cannot be kept is cut or left out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitoring.identities import Identity
from monitoring.models import Source
from networks.types import Author, Item

MAX_TEXT = 100_000
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_YOUNGEST = timedelta(days=1)
_KINDS = frozenset({"post", "article", "comment", "review"})
_BIGGEST = 2**63 - 1
# NUL, which PostgreSQL refuses, the other controls except tab and newlines, and halves of surrogate pairs.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it will stand in the table."""

    network: str
    external_id: str
    kind: str
    url: str
    title: str
    text: str
    reply_to: str
    posted_at: datetime | None
    """None: the source gave no date that can be."""
    reach: int | None
    author: Author | None

    @property
    def identity(self) -> Identity:
        """What makes it one mention within its brand: an import brings rows of several networks."""
        return self.network, self.external_id

    @property
    def body(self) -> str:
        """What is read for language and sentiment."""
        return self.text or self.title


def row(source: Source, item: Item, *, seen_at: datetime) -> Row:
    """`item` of `source`, clean and cut to the columns' sizes."""
    own_id = item.external_id if item.id_is_global else f"{source.public_id}/{item.external_id}"
    return Row(
        network=_UNFIT.sub("", item.network).strip()[:20] or source.network,
        external_id=identity(own_id, 500),
        kind=item.kind if item.kind in _KINDS else "post",
        url=address(item.url),
        title=text(item.title)[:500],
        text=text(item.text)[:MAX_TEXT],
        reply_to=identity(item.reply_to, 500),
        posted_at=possible(item.posted_at, seen_at),
        reach=_count(item.reach),
        author=_author(item.author),
    )


def text(value: str) -> str:
    """`value` composed (NFC), without what PostgreSQL or a page cannot hold."""
    return unicodedata.normalize("NFC", _UNFIT.sub("", value)).strip()


def address(value: str) -> str:
    """`value` if it is a web address that fits its column, else nothing: half an address leads elsewhere."""
    value = _UNFIT.sub("", value).strip()
    return value if value.lower().startswith(("http://", "https://")) and len(value) <= 2000 else ""


def identity(value: str, size: int) -> str:
    """`value` as an id of at most `size` characters; what is longer ends in its own hash, so that it stays unique."""
    value = _UNFIT.sub("", value).strip()
    if len(value) <= size:
        return value
    return f"{value[: size - 65]}#{hashlib.sha256(value.encode()).hexdigest()}"


def _author(author: Author | None) -> Author | None:
    if author is None or not (external_id := identity(author.external_id, 300)):
        return None
    return Author(
        external_id=external_id,
        name=text(author.name)[:200],
        handle=text(author.handle)[:200],
        url=address(author.url),
        avatar_url=address(author.avatar_url),
        followers=_count(author.followers),
    )


def possible(posted_at: datetime | None, seen_at: datetime) -> datetime | None:
    """`posted_at` if something first seen at `seen_at` can have been posted then: 1990 to a day ahead."""
    if posted_at is None or posted_at.tzinfo is None:
        return None
    return posted_at if _OLDEST <= posted_at <= seen_at + _YOUNGEST else None


def _count(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= _BIGGEST else None
