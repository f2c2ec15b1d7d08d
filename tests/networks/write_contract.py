"""What every publishing connector does where the call that makes something public goes wrong. Parametrised in
test_write_contract.py.

The line that matters runs between «it certainly did not happen», which may be tried again, and everything else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from networks import errors
from networks.accounts import Login
from networks.publishing import Media, Part
from tests import fault_server as wire
from tests.networks.contract import ANSWERS as READ
from tests.networks.contract import _answering, _never_connected, _no_such_name, _refused

HTML = b"<!doctype html><html><body>Hola</body></html>"
JSON = {"Content_Type": "application/json"}

# fault: (how the server behaves, what `commit` raises)
ANSWERS: dict[str, tuple[wire.Fault, type[errors.NetworkError]]] = {
    "time-out after accept": (wire.hang, errors.OutcomeUnknown),
    "reset after accept": (wire.reset, errors.OutcomeUnknown),
    "half an answer": (wire.half, errors.OutcomeUnknown),
    "slow drip": (wire.drip, errors.OutcomeUnknown),
    "not HTTP": (wire.raw(b"SSH-2.0-OpenSSH_9.2\r\n"), errors.OutcomeUnknown),
    "200 with broken JSON": (wire.reply(200, b'{"id": "1', **JSON), errors.OutcomeUnknown),
    "200 with JSON that says nothing": (wire.reply(200, b"{}", **JSON), errors.OutcomeUnknown),
    "200 with a list": (wire.reply(200, b"[1]", **JSON), errors.OutcomeUnknown),
    "200 with HTML": (wire.reply(200, HTML, Content_Type="text/html"), errors.OutcomeUnknown),
    "200 with nothing": (wire.reply(200), errors.OutcomeUnknown),
    "204": (wire.reply(204), errors.OutcomeUnknown),
    "damaged gzip": (wire.reply(200, b"\x1f\x8b\x08\x00zzzz", Content_Encoding="gzip"), errors.OutcomeUnknown),
    "30 MB": (wire.flood(30 * 1024 * 1024), errors.OutcomeUnknown),
    "301": (wire.reply(301, Location="/elsewhere"), errors.Rejected),
    "302": (wire.reply(302, Location="/elsewhere"), errors.OutcomeUnknown),
    "303": (wire.reply(303, Location="/elsewhere"), errors.OutcomeUnknown),
    "308": (wire.reply(308, Location="/elsewhere"), errors.Rejected),
    "307 into a private network": (wire.reply(307, Location="http://10.0.0.1/"), errors.Rejected),
    "400": (wire.reply(400), errors.Rejected),
    "401": (wire.reply(401), errors.AuthExpired),
    "403": (wire.reply(403), errors.NotAllowed),
    "404": (wire.reply(404), errors.Gone),
    "408": (wire.reply(408), errors.OutcomeUnknown),
    "413": (wire.reply(413), errors.Rejected),
    "413 in HTML": (wire.reply(413, HTML, Content_Type="text/html"), errors.Rejected),
    "422": (wire.reply(422), errors.Rejected),
    "429 with reset": (wire.reply(429, Retry_After="120"), errors.RateLimited),
    "429 without reset": (wire.reply(429), errors.RateLimited),
    "500": (wire.reply(500), errors.OutcomeUnknown),
    "500 in HTML": (wire.reply(500, HTML, Content_Type="text/html"), errors.OutcomeUnknown),
    "502": (wire.reply(502), errors.OutcomeUnknown),
    "503": (wire.reply(503), errors.OutcomeUnknown),
    "503 with reset": (wire.reply(503, Retry_After="120"), errors.OutcomeUnknown),
}
COMMIT = {name: (_answering(fault), expected) for name, (fault, expected) in ANSWERS.items()} | {
    "DNS": (_no_such_name, errors.Unavailable),
    "refused": (_refused, errors.Unavailable),
    "time-out before send": (_never_connected, errors.Unavailable),
}
# Where repeating does no harm, an answer that did not come is no more than that.
PREPARE = {name: (_answering(fault), expected) for name, (fault, expected) in READ.items() if "304" not in name}

PART = Part(
    "0123456789abc-1",
    "Mañana a las nueve",
    datetime(2026, 11, 1, 10, tzinfo=UTC),
    title="Abrimos",
    media=(Media("image/jpeg", "Una taza", 3, lambda **_: (b"abc", "image/jpeg"), 4, 3, name="taza.jpg"),),
)


@dataclass(frozen=True)
class Stage:
    """A network that publishes, for the contract: who publishes there, what proves it, and what its server answers."""

    handle: dict[str, Any]
    answer: dict[str, Any]
    """To the call that makes it public."""
    set_up: Callable[[object, str], str] = lambda settings, base: base.rstrip("/")
    external_id: str = "did:plc:ana"
    secret: dict[str, str] = field(default_factory=dict)
    prepares: bool = True
    """It asks its server for anything before."""

    def login(self, settings: object, base: str) -> Login:
        return Login(self.external_id, "@ana", self.set_up(settings, base), self.secret)

    @property
    def good(self) -> wire.Fault:
        return wire.reply(200, json.dumps(self.answer).encode(), **JSON)


def _demo(settings: Any, base: str) -> str:
    settings.CMHUB_DEMO_NETWORK_URL = base
    return base


STAGES = {
    "wordpress": Stage(
        {"post": 7},
        {"id": 7, "status": "publish", "link": "https://blog.example/abrimos/"},
        set_up=lambda settings, base: f"{base}wp-json/",
        secret={"user": "ana", "password": "abcd"},
    ),
    "mastodon": Stage(
        {"key": "k-1", "after": "", "media": []},
        {"id": "110", "uri": "https://a.example/users/ana/statuses/110", "url": "https://a.example/@ana/110"},
        external_id="1@a.example",
        secret={"token": "t"},
    ),
    "bluesky": Stage(
        {"rkey": "3k1", "record": {"text": "Hola"}},
        {"uri": "at://did:plc:ana/app.bsky.feed.post/3k1", "cid": "bafy"},
        secret={"access": "a.b.c"},
    ),
    "demo": Stage(
        {"key": "k-1"},
        {"id": "demo-post-k-1", "url": "http://127.0.0.1/posts/k-1"},
        set_up=_demo,
        external_id="demo-account-ana",
        secret={"token": "t"},
        prepares=False,
    ),
}
