"""The server that accounts of Bluesky live on, on loopback, after its lexicon: sessions, blobs, records, and what it
hands on from the AppView. `putRecord` means what it means there: the same record under the same key changes nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from core import clock
from networks.bluesky.parse import POST

Answer = tuple[int, dict[str, Any]]
_EXPIRED: Answer = (400, {"error": "ExpiredToken", "message": "Token has expired"})


@dataclass
class Pds:
    """Some accounts and their posts."""

    passwords: dict[str, str] = field(default_factory=lambda: {"did:plc:ana": "abcd-efgh"})
    handles: dict[str, str] = field(
        default_factory=lambda: {"ana.example": "did:plc:ana", "bea.example": "did:plc:bea"}
    )
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Account and kind, by token."""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Posts by address, oldest first."""
    blobs: list[tuple[str, bytes]] = field(default_factory=list)
    said_to: list[tuple[str, str, str]] = field(default_factory=list)
    """Account, reason and address of what was said to it."""
    commits: int = 0
    own_password: bool = False
    """Sessions are of the account's own password."""

    def session(self, did: str) -> dict[str, Any]:
        made = {}
        for name, kind, life in (("accessJwt", "access", timedelta(hours=2)), ("refreshJwt", "refresh", timedelta(90))):
            scope = "com.atproto.access" if self.own_password else "com.atproto.appPass"
            claims = {"scope": scope, "sub": did, "exp": int((clock.now() + life).timestamp())}
            payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
            made[name] = f"e30.{payload}.{secrets.token_hex(8)}"
            self.tokens[made[name]] = (did, kind)
        return {"did": did, "handle": self._handle(did), **made}

    def say(self, did: str, text: str, *, to: str = "", reason: str = "reply", **more: Any) -> str:
        """A post of `did`, a notification of `to`; its address."""
        uri = f"at://{did}/{POST}/3k{len(self.records):011}"
        self._write(uri, {"$type": POST, "text": text, "createdAt": clock.now().isoformat(), **more})
        if to:
            self.said_to.append((to, reason, uri))
        return uri

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """The WSGI application."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        method = environ["PATH_INFO"].removeprefix("/xrpc/")
        if environ["REQUEST_METHOD"] == "GET":
            status, answer = self._query(method, parse_qs(environ.get("QUERY_STRING", "")), token)
        else:
            status, answer = self._procedure(method, body, environ.get("CONTENT_TYPE", ""), token)
        start_response(f"{status} Status", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def _procedure(self, method: str, body: bytes, mime: str, token: str) -> Answer:
        if method == "com.atproto.server.createSession":
            said = json.loads(body)
            did = self.handles.get(said["identifier"], said["identifier"])
            if self.passwords.get(did) != said["password"]:
                return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            return 200, self.session(did)
        did, kind = self.tokens.get(token, ("", ""))
        if method == "com.atproto.server.refreshSession":
            if kind != "refresh":
                return _EXPIRED
            del self.tokens[token]
            return 200, self.session(did)
        if kind != "access":
            return _EXPIRED
        if method == "com.atproto.repo.uploadBlob":
            self.blobs.append((mime, body))
            link = hashlib.sha256(body).hexdigest()
            return 200, {"blob": {"$type": "blob", "ref": {"$link": link}, "mimeType": mime, "size": len(body)}}
        if method == "com.atproto.repo.putRecord":
            return self._put(did, json.loads(body))
        return 501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"}

    def _put(self, did: str, said: dict[str, Any]) -> Answer:
        if said["repo"] != did:
            return 401, {"error": "AuthMissing", "message": "Authentication Required"}
        if len(said["record"]["text"]) > 300:
            message = "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes"
            return 400, {"error": "InvalidRequest", "message": message}
        uri = f"at://{did}/{said['collection']}/{said['rkey']}"
        known = self.records.get(uri)
        if known and known["value"] == said["record"]:
            return 200, {"uri": uri, "cid": known["cid"]}
        if known and "swapRecord" in said:
            return 400, {"error": "InvalidSwap", "message": f"Record was at {known['cid']}"}
        return 200, {"uri": uri, "cid": self._write(uri, said["record"])["cid"]}

    def _write(self, uri: str, record: dict[str, Any]) -> dict[str, Any]:
        self.commits += 1
        cid = "bafy" + hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:20]
        self.records[uri] = {"uri": uri, "cid": cid, "value": record, "at": clock.now().isoformat()}
        return self.records[uri]

    def _query(self, method: str, asked: dict[str, list[str]], token: str) -> Answer:
        one = {name: values[-1] for name, values in asked.items()}
        if method == "com.atproto.repo.getRecord":
            found = self.records.get(f"at://{one['repo']}/{one['collection']}/{one['rkey']}")
            return (200, found) if found else (400, {"error": "RecordNotFound", "message": "Could not locate record"})
        if method == "com.atproto.identity.resolveHandle":
            did = self.handles.get(one["handle"])
            return (
                (200, {"did": did})
                if did
                else (400, {"error": "InvalidRequest", "message": "Unable to resolve handle"})
            )
        did, kind = self.tokens.get(token, ("", ""))
        if kind != "access":
            return _EXPIRED
        match method:
            case "com.atproto.server.getSession":
                return 200, {"did": did, "handle": self._handle(did)}
            case "app.bsky.actor.getProfile":
                return 200, {"did": did, "handle": self._handle(did), "displayName": "Ana", "followersCount": 1204}
            case "app.bsky.feed.getPosts":
                return 200, {"posts": [self._view(uri) for uri in asked["uris"] if uri in self.records]}
            case "app.bsky.feed.searchPosts":
                hits = [uri for uri, kept in self.records.items() if one["q"] in kept["value"]["text"]]
                return 200, {"posts": [self._view(uri) for uri in reversed(hits)]}
            case "app.bsky.feed.getAuthorFeed":
                own = [uri for uri in self.records if uri.startswith(f"at://{one['actor']}/")]
                return 200, {"feed": [{"post": self._view(uri)} for uri in reversed(own)]}
            case "app.bsky.notification.listNotifications":
                heard = [(r, uri) for whom, r, uri in self.said_to if whom == did and r in asked["reasons"]]
                return 200, {"notifications": [{**self._view(uri), "reason": r} for r, uri in reversed(heard)]}
        return 501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"}

    def _view(self, uri: str) -> dict[str, Any]:
        kept, did = self.records[uri], uri.split("/")[2]
        replies = sum(
            1 for r in self.records.values() if r["value"].get("reply", {}).get("parent", {}).get("uri") == uri
        )
        author = {"did": did, "handle": self._handle(did)}
        figures = {"likeCount": 0, "repostCount": 0, "quoteCount": 0, "replyCount": replies}
        return {
            "uri": uri,
            "cid": kept["cid"],
            "author": author,
            "record": kept["value"],
            "indexedAt": kept["at"],
            **figures,
        }

    def _handle(self, did: str) -> str:
        return next(handle for handle, known in self.handles.items() if known == did)
