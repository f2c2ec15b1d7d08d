"""The demo network's service, as a WSGI application. Needs no settings, no stores.

GET  /v1/posts?brand=lumbre&since=ISO&wave=ISO   posts from `since` on, oldest first; `wave` starts a wave of complaints
POST /v1/accounts                  {"name"}: an account of that name, with the token that its other calls need
POST /v1/accounts/ID/posts         {"key", "text", "reply_to", "warning", "media"}: the same key again, the same post
GET  /v1/accounts/ID/posts         what the account has published
GET  /v1/accounts/ID/posts/KEY     one of them, with its figures
GET  /posts/KEY                    the same for people
GET  /healthz                      ok
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from core import clock
from networks.demo import published
from networks.demo.published import Kept, Published
from networks.demo.timeline import DENSE, HISTORY, Post, posts

LABEL = "Demo network of cmhub: every person, post and brand in it is invented."
ACCOUNT = "demo-account-"
_LARGEST = 1_000_000

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Answer = tuple[str, dict[str, Any] | str]
_NOTHING: Answer = ("404 Not Found", {"error": "There is nothing here."})


class Network:
    """The service, over what it keeps."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        status, answer = self._answer(environ)
        is_page = isinstance(answer, str)
        told = answer if isinstance(answer, str) else json.dumps({"label": LABEL, **answer}, ensure_ascii=False)
        body = told.encode()
        headers = [
            ("Content-Type", f"{'text/html' if is_page else 'application/json'}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, headers)
        return [body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        path = environ.get("PATH_INFO", "/")
        if environ.get("REQUEST_METHOD") == "POST":
            return self._write(path, environ)
        if path == "/healthz":
            return "200 OK", {"status": "ok"}
        if path == "/v1/posts":
            return _listed(environ.get("QUERY_STRING", ""))
        if found := re.fullmatch(r"/posts/([\w.-]+)", path):
            post = self._kept.get(found[1])
            return ("200 OK", published.page(post, LABEL)) if post else _NOTHING
        if found := re.fullmatch(rf"/v1/accounts/({ACCOUNT}[\w-]+)(?:/posts(?:/([\w.-]+))?)?", path):
            return self._own(found[1], found[2], environ)
        return _NOTHING

    def _own(self, account: str, key: str | None, environ: dict[str, Any]) -> Answer:
        if not _signed(environ, account):
            return "401 Unauthorized", {"error": "The token is not this account's."}
        if key is None:
            told = {"id": account, "followers": published.followers(account)}
            return "200 OK", told | {"posts": [_shown(post, environ) for post in self._kept.of(account)]}
        post = self._kept.get(key)
        if post is None or post.account != account:
            return _NOTHING
        return "200 OK", _shown(post, environ) | {"figures": published.figures(post)}

    def _write(self, path: str, environ: dict[str, Any]) -> Answer:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > _LARGEST:
            return "413 Content Too Large", {"error": "This is too large."}
        try:
            said = json.loads(environ["wsgi.input"].read(length))
            if path == "/v1/accounts":
                return "201 Created", account(str(said["name"]))
            found = re.fullmatch(rf"/v1/accounts/({ACCOUNT}[\w-]+)/posts", path)
            if found is None:
                return _NOTHING
            if not _signed(environ, found[1]):
                return "401 Unauthorized", {"error": "The token is not this account's."}
            return "201 Created", _shown(self._kept.add(found[1], said), environ)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return "422 Unprocessable Content", {"error": "A post needs a key, and a text or a picture."}


def account(name: str) -> dict[str, Any]:
    """Whoever asks for it gets it: id, name, handle and token. Raises ValueError for a name without letters."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"\W+", "-", plain)[:40].strip("-")
    if not slug:
        raise ValueError("an account needs a name")
    known, followers = ACCOUNT + slug, published.followers(ACCOUNT + slug)
    return {"id": known, "name": name.strip()[:100], "handle": slug, "token": _token(known), "followers": followers}


def _token(account: str) -> str:
    """What the account's calls are signed with. It guards nothing: everything here is invented."""
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def _signed(environ: dict[str, Any], account: str) -> bool:
    return hmac.compare_digest(environ.get("HTTP_AUTHORIZATION", "").encode(), f"Bearer {_token(account)}".encode())


def _shown(post: Published, environ: dict[str, Any]) -> dict[str, Any]:
    url = f"http://{environ.get('HTTP_HOST', '127.0.0.1')}/posts/{post.key}"
    return {"id": post.id, "url": url, **asdict(post)}


def _listed(query: str) -> Answer:
    asked = {name: values[-1] for name, values in parse_qs(query).items()}
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
