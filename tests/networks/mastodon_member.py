"""What an instance lets its members do: sign in by OAuth, publish, upload, read what was said to them.

Idempotency-Key as Mastodon keeps it: for an hour, set once the status is made, for each account apart
(https://docs.joinmastodon.org/methods/statuses/#create).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core import clock

if TYPE_CHECKING:
    from tests.networks.mastodon_fake import Instance

KEPT = timedelta(hours=1)
FIGURES = {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23}
TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"]
Answer = tuple[int, Any, dict[str, str]]


@dataclass
class Request:
    """One call of the API, its body read whatever its kind."""

    method: str
    path: str
    query: dict[str, Any]
    body: dict[str, Any]
    files: dict[str, tuple[str, str, bytes]]
    token: str
    key: str


@dataclass
class Members:
    """The members' half of `instance`."""

    instance: Instance
    apps: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Member and scope by token."""
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    working: int = 0
    """So many looks at an upload answer that it is not ready."""
    keys: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    sources: dict[int, tuple[str, str]] = field(default_factory=dict)
    heard: list[tuple[str, int]] = field(default_factory=list)
    """Whom a status was said to, and its number."""
    posts: int = 0
    """Statuses that were made by members."""

    def sign_in(self, member: str = "ana", scope: str = "read write") -> str:
        """A token of `member`."""
        token = secrets.token_hex(8)
        self.tokens[token] = (member, scope)
        return token

    def say_to(self, member: str, text: str, *, by: str = "bea", **more: Any) -> int:
        """A status that `member` gets a notification of."""
        number = self.instance.post(text, by=by, **more)
        self.heard.append((member, number))
        return number

    def answer(self, asked: Request) -> Answer | None:
        """None for what is no business of members alone."""
        match asked.method, asked.path:
            case "POST", "/api/v1/apps":
                return self._register(asked.body)
            case "GET", "/oauth/authorize":
                return self._page(asked.query)
            case "POST", "/oauth/authorize":
                return self._agree(asked.body)
            case "POST", "/oauth/token":
                return self._token(asked.body)
            case "GET", "/api/v2/instance":
                return 200, self._about(), {}
        if asked.path == "/api/v2/search" or not asked.path.startswith(("/api/v1/timelines", "/api/v1/accounts/")):
            return self._for_members(asked)
        if asked.path == "/api/v1/accounts/verify_credentials":
            return self._for_members(asked)
        return None

    def _for_members(self, asked: Request) -> Answer:
        if asked.token not in self.tokens:
            return 401, {"error": "The access token is invalid"}, {}
        member, scope = self.tokens[asked.token]
        if asked.method == "POST" and "write" not in scope:
            return 403, {"error": "This action is outside the authorized scopes"}, {}
        found = re.fullmatch(r"/api/v1/(statuses|media)/([^/]+)(/source)?", asked.path)
        match asked.method, asked.path:
            case "GET", "/api/v1/accounts/verify_credentials":
                return 200, self.instance.account(member), {}
            case "POST", "/api/v2/media":
                return self._upload(asked)
            case "POST", "/api/v1/statuses":
                return self._post(member, asked)
            case "GET", "/api/v1/notifications":
                return self._notifications(member, asked.query)
            case "GET", "/api/v2/search":
                return self._search(asked.query)
        if found and found[1] == "media":
            return self._uploaded(found[2])
        if found:
            return self._status(found[2], source=bool(found[3]))
        return 404, {"error": "Not Found"}, {}

    def _register(self, body: dict[str, Any]) -> Answer:
        known = secrets.token_hex(8)
        self.apps[known] = {**body, "client_secret": secrets.token_hex(8)}
        return 200, {"client_id": known, "client_secret": self.apps[known]["client_secret"]}, {}

    def _page(self, query: dict[str, str]) -> Answer:
        """Where a person agrees. It is the one page that people see; Mastodon's own looks otherwise."""
        app = self.apps.get(query.get("client_id", ""))
        if app is None or query.get("redirect_uri") != app["redirect_uris"]:
            return 400, {"error": "Client authentication failed"}, {}
        fields = "".join(f'<input type="hidden" name="{k}" value="{html.escape(v)}">' for k, v in query.items())
        choices = '<button name="answer" value="yes">Authorize</button> <button name="answer" value="no">Deny</button>'
        page = f"<title>Authorize</title><h1>{html.escape(app['client_name'])} wants to use your account</h1>"
        return 200, f'{page}<form method="post" action="/oauth/authorize">{fields}{choices}</form>', {}

    def _agree(self, body: dict[str, str]) -> Answer:
        if body.get("answer") == "no":
            back = {"error": "access_denied", "state": body["state"]}
        else:
            code = secrets.token_hex(8)
            self.codes[code] = body
            back = {"code": code, "state": body["state"]}
        return 302, {}, {"Location": f"{body['redirect_uri']}?{urlencode(back)}"}

    def _token(self, body: dict[str, str]) -> Answer:
        agreed = self.codes.pop(body.get("code", ""), None)
        app = self.apps.get(body.get("client_id", ""), {})
        if agreed is None or app.get("client_secret") != body.get("client_secret"):
            return 400, {"error": "invalid_grant", "error_description": "The provided grant is invalid"}, {}
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if agreed["redirect_uri"] != body["redirect_uri"] or agreed["code_challenge"] != proof:
            return 400, {"error": "invalid_grant", "error_description": "The provided grant is invalid"}, {}
        token = self.sign_in("ana", agreed["scope"])
        return 200, {"access_token": token, "token_type": "Bearer", "scope": agreed["scope"]}, {}

    def _about(self) -> dict[str, Any]:
        media = {"supported_mime_types": TYPES, "image_size_limit": 16 * 1024**2, "video_size_limit": 99 * 1024**2}
        polls = {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2629746}
        configuration = {"statuses": FIGURES, "media_attachments": {**media, "description_limit": 1500}, "polls": polls}
        return {"domain": self.instance.host, "version": "4.3.0", "configuration": configuration}

    def _upload(self, asked: Request) -> Answer:
        _, mime, body = asked.files["file"]
        if mime not in TYPES or not body:
            return 422, {"error": "Validation failed: File content type is invalid"}, {}
        number = str(9000 + len(self.media))
        kept = {"id": number, "type": mime.partition("/")[0], "description": asked.body.get("description")}
        self.media[number] = {**kept, "size": len(body), "left": self.working}
        return (202 if self.working else 200), kept, {}

    def _uploaded(self, number: str) -> Answer:
        kept = self.media.get(number)
        if kept is None:
            return 404, {"error": "Record not found"}, {}
        kept["left"] = max(kept["left"] - 1, -1)
        return (206 if kept["left"] >= 0 else 200), {k: v for k, v in kept.items() if k != "left"}, {}

    def _post(self, member: str, asked: Request) -> Answer:
        said, known = asked.body, self.keys.get((member, asked.key))
        if asked.key and known and clock.now() - known[1] < KEPT and known[0] in self.instance.statuses:
            return 200, self._shown(known[0]), {}
        text, media = said.get("status") or "", [self.media.get(str(one)) for one in said.get("media_ids") or ()]
        if None in media or any(one["left"] >= 0 for one in media):
            return 422, {"error": "Cannot attach files that have not finished processing. Try again in a moment!"}, {}
        if not (text or media or said.get("poll")):
            return 422, {"error": "Validation failed: Text can't be blank"}, {}
        if len(text) > 500:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}, {}
        number = self._make(member, text, said, media)
        if asked.key:
            self.keys[member, asked.key] = (number, clock.now())
        return 200, self._shown(number), {}

    def _make(self, member: str, text: str, said: dict[str, Any], media: list[Any]) -> int:
        self.posts += 1
        poll = said.get("poll")
        number = self.instance.post(
            html.escape(text).replace("\n", "<br>"),
            by=member,
            tags=re.findall(r"#(\w+)", text),
            visibility=said.get("visibility", "public"),
            spoiler_text=said.get("spoiler_text", ""),
            sensitive=bool(said.get("sensitive")),
            language=said.get("language", "es"),
            in_reply_to_id=said.get("in_reply_to_id"),
            media_attachments=[{k: v for k, v in one.items() if k != "left"} for one in media],
            poll=poll and {"options": [{"title": o} for o in poll["options"]], "multiple": poll["multiple"]},
            favourites_count=0,
            reblogs_count=0,
            replies_count=0,
        )
        self.sources[number] = (text, said.get("spoiler_text", ""))
        parent = self.instance.statuses.get(int(said.get("in_reply_to_id") or 0))
        if parent:
            parent["replies_count"] = parent.get("replies_count", 0) + 1
        return number

    def _shown(self, number: int) -> Any:
        return self.instance.shape({"id": self.instance.own_id(number), **self.instance.statuses[number]})

    def _status(self, written: str, *, source: bool) -> Answer:
        number = next((n for n in self.instance.statuses if self.instance.own_id(n) == written), None)
        if number is None:
            return 404, {"error": "Record not found"}, {}
        if source:
            text, warning = self.sources.get(number, ("", ""))
            return 200, {"id": written, "text": text, "spoiler_text": warning}, {}
        return 200, self._shown(number), {}

    def _notifications(self, member: str, query: dict[str, Any]) -> Answer:
        rows = [(n, row) for n, (whom, row) in enumerate(self.heard, 1) if whom == member]
        after = int(query.get("min_id") or 0)
        limit = int(query.get("limit", 40))
        rows = [one for one in rows if one[0] > after]
        rows = rows[:limit] if after else rows[-limit:]
        listed = [{"id": str(n), "type": "mention", "status": self._shown(row)} for n, row in reversed(rows)]
        return 200, listed, {}

    def _search(self, query: dict[str, Any]) -> Answer:
        after = int(query.get("min_id") or 0)
        found = [
            n for n, row in self.instance.statuses.items() if query["q"].lower() in row["content"].lower() and n > after
        ]
        return 200, {"accounts": [], "hashtags": [], "statuses": [self._shown(n) for n in sorted(found)[::-1]]}, {}
