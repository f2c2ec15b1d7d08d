"""The demo network's service, as a WSGI application: `networks.demo.wsgi:application`. Needs no settings, no stores.

GET /v1/posts?brand=lumbre&since=ISO&wave=ISO   posts from `since` on, oldest first; `wave` starts a wave of complaints
GET /healthz                                    ok
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from core import clock
from networks.demo.timeline import DENSE, HISTORY, Post, posts

LABEL = "Demo network of cmhub: every person, post and brand in it is invented."

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    status, answer = _answer(environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", ""))
    body = json.dumps({"label": LABEL, **answer}, ensure_ascii=False).encode()
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(status, headers)
    return [body]


def _answer(path: str, query: str) -> tuple[str, dict[str, Any]]:
    asked = {name: values[-1] for name, values in parse_qs(query).items()}
    if path == "/healthz":
        return "200 OK", {"status": "ok"}
    if path != "/v1/posts":
        return "404 Not Found", {"error": "There is nothing here."}
    now = clock.now()
    try:
        since = _moment(asked["since"]) if "since" in asked else now - HISTORY
        wave = _moment(asked["wave"]) if "wave" in asked else None
        listed = [_public(post) for post in posts(asked.get("brand", ""), since, now, wave=wave)]
    except ValueError:
        return "400 Bad Request", {"error": "since and wave are moments like 2026-11-22T10:00:00+00:00."}
    except KeyError:
        return "404 Not Found", {"error": "The demo does not know this brand."}
    complete = max(since, now - DENSE)  # what is older is thinned: missing there does not mean deleted
    return "200 OK", {"now": now.isoformat(), "complete_since": complete.isoformat(), "posts": listed}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))  # a + that nobody encoded
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _public(post: Post) -> dict[str, Any]:
    moments = {"posted_at": post.posted_at.isoformat(), "edited_at": post.edited_at and post.edited_at.isoformat()}
    return {**asdict(post), **moments}
