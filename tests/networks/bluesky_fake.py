"""Bluesky's AppView on loopback, as far as it is asked without an account, after its lexicon."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from core import clock
from networks.bluesky.parse import POST


@dataclass
class AppView:
    """One account and its posts."""

    did: str = "did:plc:ana"
    handle: str = "ana.example"
    name: str = "Ana"
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By key, newest last."""
    refuses: tuple[int, dict[str, str], dict[str, str]] | None = None
    """Status, body and headers for everybody."""
    budget: int | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def post(self, text: str, *, at: datetime | None = None, **more: Any) -> str:
        at = at or clock.now()
        key = f"3{len(self.posts):06}{int(at.timestamp() * 1000)}"
        record = {"$type": POST, "text": text, "createdAt": at.isoformat(), "langs": ["es"]}
        author = {"did": self.did, "handle": self.handle, "displayName": self.name}
        uri = f"at://{self.did}/{POST}/{key}"
        self.posts[key] = {
            "post": {"uri": uri, "author": author, "record": record, "indexedAt": at.isoformat()},
            **more,
        }
        return uri

    def delete(self, uri: str) -> None:
        del self.posts[uri.rpartition("/")[2]]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """The WSGI application."""
        query = {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        method = environ["PATH_INFO"].removeprefix("/xrpc/")
        self.asked.append((method, query))
        status, answer, headers = self._answer(method, query)
        start_response(f"{status} Status", [("Content-Type", "application/json"), *headers.items()])
        return [json.dumps(answer).encode()]

    def _answer(self, method: str, query: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if self.refuses:
            return self.refuses
        if self.budget is not None:
            if self.budget <= 0:
                reset = str(int((clock.now() + timedelta(minutes=3)).timestamp()))
                headers = {"ratelimit-limit": "3000", "ratelimit-remaining": "0", "ratelimit-reset": reset}
                return 429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, headers
            self.budget -= 1
        if query.get("actor") not in (self.did, self.handle):
            return 400, {"error": "InvalidRequest", "message": "Profile not found"}, {}
        if method == "app.bsky.actor.getProfile":
            shown = {"did": self.did, "handle": self.handle, "displayName": self.name, "followersCount": 12}
            return 200, shown, {}
        if method == "app.bsky.feed.getAuthorFeed":
            limit = int(query.get("limit", 50))
            rows = sorted(self.posts.items(), key=lambda kept: kept[1]["post"]["indexedAt"], reverse=True)
            rows = [(key, row) for key, row in rows if row["post"]["indexedAt"] < query.get("cursor", "9")]
            cursor = {"cursor": rows[limit - 1][1]["post"]["indexedAt"]} if len(rows) > limit else {}
            return 200, {"feed": [row for _, row in rows[:limit]], **cursor}, {}
        return 501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"}, {}
