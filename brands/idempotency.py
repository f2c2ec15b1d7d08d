"""Writes that may be sent twice. The same key and the same request get the first answer again; nothing runs twice.

Two requests with one key at the same moment: the second insert waits on the unique constraint until the first has
committed, and then reads its answer. A write that failed is rolled back with its row, so it may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from brands.models import Brand, StoredAnswer
from core import clock

KEPT = timedelta(hours=24)
MAX_KEY = 200

Answer = tuple[int, Any]
"""Status and JSON body."""


class KeyReused(Exception):
    """The key came before with another request."""


def fingerprint(method: str, path: str, body: Any) -> str:
    """What makes two requests the same one; `body` is the parsed JSON, so that spaces and order do not count."""
    said = json.dumps([method, path, body], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def once(brand: Brand, user: User, key: str, mark: str, write: Callable[[], Answer]) -> Answer:
    """The answer of `write`, which runs at most once for `key`; call in the brand's scope.

    `mark` is the request's fingerprint. What `write` raises passes through, with all that it wrote rolled back and the
    key free again. Raises KeyReused where the key belongs to another request.
    """
    mine = StoredAnswer.objects.filter(user=user, key=key)
    mine.filter(created_at__lt=clock.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return _first(brand, user, key, mark, write)
    except _Repeated:
        kept: StoredAnswer = mine.get()
        if kept.fingerprint != mark:
            raise KeyReused(key) from None
        return kept.status, kept.body


def sweep() -> int:
    """Delete answers older than KEPT, of all brands. Returns how many."""
    deleted, _by_model = StoredAnswer.all_brands.filter(created_at__lt=clock.now() - KEPT).delete()
    return int(deleted)


class _Repeated(Exception):
    pass


def _first(brand: Brand, user: User, key: str, mark: str, write: Callable[[], Answer]) -> Answer:
    try:
        with transaction.atomic():
            row = StoredAnswer.objects.create(brand=brand, user=user, key=key, fingerprint=mark)
    except IntegrityError as error:
        raise _Repeated from error
    status, body = write()
    row.status, row.body = status, body
    row.save(update_fields=["status", "body"])
    return status, body
