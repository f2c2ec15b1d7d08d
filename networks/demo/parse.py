"""The demo service's JSON to items."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from networks.errors import Broken
from networks.types import Author, Item


def parse(body: bytes) -> tuple[tuple[Item, ...], str, datetime]:
    """Items, the service's own time (ISO 8601) and from when on they are all there. Raises Broken."""
    try:
        answer = json.loads(body)
        return tuple(map(_item, answer["posts"])), str(answer["now"]), datetime.fromisoformat(answer["complete_since"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Broken("The demo network's answer cannot be read.") from None


def _item(row: dict[str, Any]) -> Item:
    return Item(
        external_id=row["id"],
        text=row["text"],
        author=_author(row["author"]),
        posted_at=datetime.fromisoformat(row["posted_at"]),
        kind=row["kind"],
        language=row["language"],
        reply_to=row["reply_to"],
        reach=row["reach"],
    )


def _author(row: dict[str, Any]) -> Author:
    return Author(row["id"], name=row["name"], handle=f"@{row['handle']}", followers=row["followers"])
