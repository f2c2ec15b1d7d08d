"""An instance of Mastodon on loopback, after its documentation: `python -m tests.networks.mastodon_fake --port 8099`.

It serves hashtag timelines, accounts and their statuses without a token, pages by max_id, since_id and min_id with Link
headers, demands a token or limits the rate where it is told to, and can misbehave as its cousins do. Its members' half
is in mastodon_member.py. From the command line it speaks by itself: invented people say something every few seconds,
edit now and then, delete now and then. With `--payloads FOLDER` recorded statuses of real servers are among what they
say.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from core import clock
from networks.demo import texts
from networks.demo.server import Server
from tests.networks.mastodon_member import Members, Request

LABEL = "cmhub's fake of Mastodon: every person and post in it is invented."
EPOCH_SHIFT = 16
"""Mastodon's ids are milliseconds since 1970, shifted by 16 bits, with a counter below."""


@dataclass
class Instance:
    """What one instance holds, and how it behaves."""

    host: str = "mastodon.example"
    statuses: dict[int, dict[str, Any]] = field(default_factory=dict)
    closed: tuple[int, str] | None = None
    """Status and error for everybody who brings no token."""
    budget: int | None = None
    """Requests that are answered until `reset`; None: any number."""
    reset: datetime | None = None
    ignores: frozenset[str] = frozenset()
    """Parameters that it does not know, as some servers do not know min_id."""
    shape: Callable[[dict[str, Any]], Any] = lambda row: row
    """What a status looks like from outside."""
    own_id: Callable[[int], Any] = str
    """How ids are written."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    """Called before each answer."""

    def __post_init__(self) -> None:
        self.members = Members(self)

    def post(
        self, text: str, *, by: str = "ana", tags: Iterable[str] = (), at: datetime | None = None, **more: Any
    ) -> int:
        """Say `text`; the id that it got."""
        at = at or clock.now()
        number = int(at.timestamp() * 1000) << EPOCH_SHIFT
        while number in self.statuses:
            number += 1
        written = at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
        self.statuses[number] = {
            "created_at": written,
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": "public",
            "language": "es",
            "uri": f"https://{self.host}/users/{by}/statuses/{number}",
            "url": f"https://{self.host}/@{by}/{number}",
            "content": f"<p>{text}</p>",
            "edited_at": None,
            "reblog": None,
            "account": self.account(by),
            "media_attachments": [],
            "mentions": [],
            "tags": [{"name": tag, "url": f"https://{self.host}/tags/{tag}"} for tag in tags],
            "emojis": [],
            "poll": None,
            **more,
        }
        return number

    def edit(self, number: int, text: str) -> None:
        self.statuses[number] |= {"content": f"<p>{text}</p>", "edited_at": clock.now().isoformat()}

    def delete(self, number: int) -> None:
        del self.statuses[number]

    def account(self, name: str) -> dict[str, Any]:
        return {
            "id": str(1000 + sum(name.encode())),
            "username": name,
            "acct": name,
            "display_name": name.title(),
            "url": f"https://{self.host}/@{name}",
            "uri": f"https://{self.host}/users/{name}",
            "avatar": f"https://{self.host}/avatars/{name}.png",
            "followers_count": 10 * len(name),
            "emojis": [],
        }

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """The WSGI application."""
        self.before()
        request = _request(environ)
        path, query = request.path, request.query
        self.asked.append((path, query))
        base = f"http://{environ['HTTP_HOST']}"
        status, answer, headers = self._answer(request, base)
        page = isinstance(answer, str)
        body = answer.encode() if page else json.dumps(answer, ensure_ascii=False).encode()
        kept = {
            "Content-Type": "text/html; charset=utf-8" if page else "application/json; charset=utf-8",
            "Content-Length": str(len(body)),
            **self._rate(),
            **headers,
        }
        start_response(f"{status} Status", list(kept.items()))
        return [body]

    def _answer(self, request: Request, base: str) -> tuple[int, Any, dict[str, str]]:
        path, query = request.path, request.query
        if path == "/healthz":
            return 200, {"status": "ok", "label": LABEL}, {}
        if self.budget is not None:
            if self.budget <= 0:
                return 429, {"error": "Too many requests"}, {}
            self.budget -= 1
        if answered := self.members.answer(request):
            return answered
        if self.closed and not request.token:
            return self.closed[0], {"error": self.closed[1]}, {}
        if found := re.fullmatch(r"/api/v1/timelines/tag/(.+)", path):
            tag = found[1].lower()
            return self._page(
                path, query, base, lambda row: any(t["name"].lower() == tag for t in row.get("tags") or ())
            )
        if path == "/api/v1/accounts/lookup" or re.fullmatch(r"/api/v1/accounts/[^/]+", path):
            name = query.get("acct", path.rpartition("/")[2]).removesuffix(f"@{self.host}")
            people = {row["account"]["acct"]: row["account"] for row in self.statuses.values() if row.get("account")}
            return (200, people[name], {}) if name in people else (404, {"error": "Record not found"}, {})
        if found := re.fullmatch(r"/api/v1/accounts/([^/]+)/statuses", path):
            return self._page(path, query, base, lambda row: row["account"]["id"] == found[1])
        return 404, {"error": "Not Found"}, {}

    def _page(
        self, path: str, query: dict[str, str], base: str, wanted: Callable[[dict[str, Any]], bool]
    ) -> tuple[int, Any, dict[str, str]]:
        known = {self.own_id(number): number for number in self.statuses}
        bound = {
            name: known.get(query[name]) or _number(query[name])
            for name in ("max_id", "since_id", "min_id")
            if name in query and name not in self.ignores
        }
        limit = min(int(query.get("limit", 20)), 40)
        rows = [(n, row) for n, row in sorted(self.statuses.items(), reverse=True) if wanted(row)]
        if query.get("exclude_reblogs") == "true":
            rows = [(n, row) for n, row in rows if not row["reblog"]]
        rows = [(n, row) for n, row in rows if n < bound.get("max_id", n + 1)]
        rows = [(n, row) for n, row in rows if n > max(bound.get("since_id", 0), bound.get("min_id", 0))]
        rows = rows[-limit:] if "min_id" in bound else rows[:limit]
        links = []
        if rows:
            first, last = self.own_id(rows[0][0]), self.own_id(rows[-1][0])
            links = [f'<{base}{quote(path)}?min_id={first}>; rel="prev"']
            if len(rows) == limit:
                links.insert(0, f'<{base}{quote(path)}?max_id={last}>; rel="next"')
        shown = [self.shape({"id": self.own_id(number), **row}) for number, row in rows]
        return 200, shown, {"Link": ", ".join(links)} if links else {}

    def _rate(self) -> dict[str, str]:
        if self.budget is None:
            return {}
        reset = (self.reset or clock.now() + timedelta(minutes=5)).astimezone(UTC)
        return {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": str(max(self.budget, 0)),
            "X-RateLimit-Reset": reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }


def _request(environ: dict[str, Any]) -> Request:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    kind = environ.get("CONTENT_TYPE", "")
    fields: dict[str, Any] = {}
    files: dict[str, tuple[str, str, bytes]] = {}
    if kind.startswith("application/json"):
        fields = json.loads(body or b"{}")
    elif kind.startswith("multipart/"):
        for piece in BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts():
            name, content = piece.get_param("name", header="content-disposition"), piece.get_payload(decode=True)
            if filename := piece.get_filename():
                files[name] = (filename, piece.get_content_type(), content)
            else:
                fields[name] = content.decode()
    else:
        fields = {name: values[-1] for name, values in parse_qs(body.decode("latin-1")).items()}
    return Request(
        environ["REQUEST_METHOD"],
        unquote(environ["PATH_INFO"].encode("latin-1").decode()),
        {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()},
        fields,
        files,
        environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer "),
        environ.get("HTTP_IDEMPOTENCY_KEY", ""),
    )


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else 0


@dataclass
class Talk:
    """Invented people talk by themselves: every `every` seconds somebody says something. The same for the same seed."""

    instance: Instance
    tag: str
    every: float
    seed: int
    recorded: list[dict[str, Any]] = field(default_factory=list)
    said: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begun = clock.now() - timedelta(seconds=60 * self.every)  # an hour of them is there from the beginning
        self.instance.before = self.go_on
        self._lock = threading.Lock()

    def go_on(self) -> None:
        """Say what is due by now."""
        with self._lock:
            while (at := self.begun + timedelta(seconds=len(self.said) * self.every)) <= clock.now():
                self._say(len(self.said), at)

    def _say(self, turn: int, at: datetime) -> None:
        rng = random.Random(f"{self.seed}/{turn}")
        language = rng.choice(("es", "es", "es", "en", "pt"))
        mood = rng.choice((texts.POSITIVE, texts.NEUTRAL, texts.NEGATIVE))
        words = {
            "brand": "Lumbre",
            "place": "Malasaña",
            "rival": "Molino",
            "min": "20",
            "hour": "9:30",
            "price": "3,20",
        }
        words |= {"drink": rng.choice(texts.DRINKS[language]), "food": rng.choice(texts.FOODS[language])}
        text = rng.choice(texts.TEXTS[language][mood]).format(**words)
        page = f"https://{self.instance.host}/tags/{self.tag}"
        link = f'<a href="{page}" class="mention hashtag" rel="tag">#<span>{self.tag}</span></a>'
        by = rng.choice(("ana", "bea", "carlos", "dora", "emil"))
        number = self.instance.post(f"{text} {link}", by=by, tags=[self.tag], at=at, language=language)
        if self.recorded and turn % 3 == 0:
            heard = {**self.recorded[turn // 3 % len(self.recorded)], "created_at": at.isoformat()}
            del heard["id"]
            heard |= {"uri": f"{heard['uri']}#{turn}", "tags": [*heard["tags"], {"name": self.tag}]}
            self.instance.statuses[number] |= heard
        self.said.append(number)
        if turn % 7 == 6 and self.said[turn - 3] in self.instance.statuses:
            self.instance.edit(self.said[turn - 3], f"{text} (corregido) {link}")
        if turn % 11 == 10:
            self.instance.statuses.pop(self.said[turn - 4], None)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class names it so
        """The connector's side logs each call already."""


def serve(instance: Instance, port: int = 0) -> WSGIServer:
    """A server on 127.0.0.1, bound and not yet running."""
    return make_server("127.0.0.1", port, instance, Server, _Quiet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tag", default="cafe")
    parser.add_argument("--every", type=float, default=5, help="seconds between posts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--payloads", type=Path, help="folder with recorded exchanges (mastodon-payloads)")
    asked = parser.parse_args()
    recorded = []
    if asked.payloads:
        from tests.networks.cassettes import statuses

        recorded = [status for _, _, status in statuses(asked.payloads) if status["visibility"] == "public"]
    instance = Instance(host=f"127.0.0.1:{asked.port}")
    Talk(instance, asked.tag, asked.every, asked.seed, recorded)
    with serve(instance, asked.port) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
