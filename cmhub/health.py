"""Two questions that machines ask: does the process answer, and could it do its work now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views import View

from brands.roles import Need
from core import clock, jobs
from monitoring.streaming import position

LATE = timedelta(minutes=15)
log = logging.getLogger(__name__)


class Alive(View):
    """200 while the process answers at all."""

    need = Need.ANYONE

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"status": "ok"})


class Ready(View):
    """200 with each check's answer; 503 where one failed."""

    need = Need.ANYONE

    def get(self, request: HttpRequest) -> JsonResponse:
        answers = {name: check() for name, check in CHECKS.items()}
        ready = all(answer["ok"] for answer in answers.values())
        status = "ok" if ready else "unavailable"
        return JsonResponse({"status": status, "checks": answers}, status=200 if ready else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("the database does not answer: %s", error)
        return {"ok": False}
    return {"ok": True}


def _broker() -> dict[str, Any]:
    try:
        with redis.Redis.from_url(settings.CMHUB_REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        log.warning("the broker does not answer: %s", error)
        return {"ok": False}
    return {"ok": True}


def _jobs() -> dict[str, Any]:
    """How long the oldest due job waits, in seconds. Late work is reported, and past LATE it is a failure."""
    try:
        since = jobs.overdue_since()
    except DatabaseError:
        return {"ok": False}
    now = clock.now()
    waits = {job._meta.label: round((now - due).total_seconds()) for job, due in since.items()}
    return {"ok": max(waits.values(), default=0) < LATE.total_seconds(), "oldest_overdue_seconds": waits}


def _streams() -> dict[str, Any]:
    """How far behind each stream is, in seconds. Told, and no failure: it is the network that is late, or was away."""
    try:
        lags = position.lags()
    except DatabaseError:
        return {"ok": False}
    behind = {network: round(lag.total_seconds()) for network, lag in lags.items()}
    late = sorted(network for network, lag in lags.items() if lag > position.LATE)
    return {"ok": True, "behind_seconds": behind} | ({"late": late} if late else {})


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "broker": _broker,
    "jobs": _jobs,
    "streams": _streams,
}
