"""Two questions that machines ask: does the process answer, and could it do its work now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

log = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 with each check's answer; 503 where one failed."""
    answers = {name: check() for name, check in CHECKS.items()}
    ready = all(answer["ok"] for answer in answers.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", "checks": answers}, status=200 if ready else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return {"ok": False}
    return {"ok": True}


def _broker() -> dict[str, Any]:
    try:
        with redis.Redis.from_url(settings.CMHUB_REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        log.exception("the broker does not answer")
        return {"ok": False}
    return {"ok": True}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {"database": _database, "broker": _broker}
