"""A number for each brand that grows when its mentions change: open pages watch it without touching the database."""

from __future__ import annotations

import logging
from functools import cache

import redis
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)


def announce(brand_public_id: str) -> None:
    """After the caller's transaction has committed, say that the brand's mentions changed."""
    transaction.on_commit(lambda: _bump(brand_public_id))


def version(brand_public_id: str) -> int:
    """How often the brand's mentions changed since the store was emptied. Raises redis.RedisError."""
    return int(_redis().get(key(brand_public_id)) or 0)


def key(brand_public_id: str) -> str:
    """Where the number lies, for streams that read it on their own."""
    return f"cmhub:live:{brand_public_id}"


def _bump(brand_public_id: str) -> None:
    try:
        _redis().incr(key(brand_public_id))
    except redis.RedisError as error:
        # The change is stored; open pages only hear of it with the next one.
        logger.warning("could not announce a change", extra={"brand": brand_public_id, "error": str(error)})


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.CMHUB_REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
