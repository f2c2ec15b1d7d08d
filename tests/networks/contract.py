"""What every listening connector does, and what it raises for each fault. Parametrised in test_contract.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from core import clock
from core.http import Patience
from core.http import addresses as door
from networks import errors
from networks.types import Author, Item, Page
from tests import fault_server as wire
from tests.fault_server import FaultServer, Unreachable, closed_port

SHORT = Patience(connect=0.5, read=0.5, total=1)

# fault: (how the server behaves, what the connector raises)
ANSWERS: dict[str, tuple[wire.Fault, type[errors.NetworkError]]] = {
    "time-out after send": (wire.hang, errors.Unavailable),
    "reset": (wire.reset, errors.Unavailable),
    "half an answer": (wire.half, errors.Unavailable),
    "slow drip": (wire.drip, errors.Unavailable),
    "not HTTP": (wire.raw(b"SSH-2.0-OpenSSH_9.2\r\n"), errors.Unavailable),
    "200 with a broken body": (wire.reply(200, b"\x00{<rs"), errors.Broken),
    "200 with another's body": (wire.reply(200, b"<!doctype html><html><body>Hola</body></html>"), errors.Broken),
    "200 with nothing": (wire.reply(200), errors.Broken),
    "204": (wire.reply(204), errors.Broken),
    "304 unasked": (wire.reply(304), errors.Broken),
    "damaged gzip": (wire.reply(200, b"\x1f\x8b\x08\x00zzzzzzzzzz", Content_Encoding="gzip"), errors.Broken),
    "30 MB": (wire.flood(30 * 1024 * 1024), errors.Broken),
    "30 MB announced": (wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 31457280\r\n\r\n"), errors.Broken),
    "redirect without end": (wire.reply(302, Location="?"), errors.Broken),
    "redirect into a private network": (wire.reply(302, Location="http://10.0.0.1/"), errors.Rejected),
    "400": (wire.reply(400), errors.Rejected),
    "401": (wire.reply(401), errors.AuthExpired),
    "403": (wire.reply(403), errors.NotAllowed),
    "404": (wire.reply(404), errors.Gone),
    "410": (wire.reply(410), errors.Gone),
    "408": (wire.reply(408), errors.Unavailable),
    "429 with reset": (wire.reply(429, Retry_After="120"), errors.RateLimited),
    "429 with a rate header": (
        wire.reply(429, X_RateLimit_Remaining="0", X_RateLimit_Reset="120"),
        errors.RateLimited,
    ),
    "429 without reset": (wire.reply(429), errors.RateLimited),
    "429 until next year": (wire.reply(429, Retry_After="99999999"), errors.RateLimited),
    "500": (wire.reply(500), errors.Unavailable),
    "502": (wire.reply(502), errors.Unavailable),
    "503": (wire.reply(503), errors.Unavailable),
    "503 with reset": (wire.reply(503, Retry_After="120"), errors.RateLimited),
}

WAITED_FOR = {"time-out before send", "time-out after send", "time-out after accept", "slow drip"}
"""The faults in which nothing but our patience ends the wait; for them alone it is made SHORT. A busy machine may be
slower than SHORT about an answer that comes."""

UNTIL: dict[str, timedelta | None] = {
    "429 with reset": timedelta(seconds=120),
    "429 with a rate header": timedelta(seconds=120),
    "429 without reset": None,
    "429 until next year": timedelta(days=1),
    "503 with reset": timedelta(seconds=120),
}


def _answering(fault: wire.Fault) -> Callable[[object, object], object]:
    @contextmanager
    def prepare(settings: object, monkeypatch: object) -> Iterator[str]:
        with FaultServer({"/": fault}) as server:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
            yield server.url()

    return prepare


@contextmanager
def _no_such_name(settings, monkeypatch) -> Iterator[str]:
    def resolve(host, port):
        raise OSError("Name or service not known")

    monkeypatch.setattr(door, "resolve", resolve)
    yield "http://nowhere.example/"


@contextmanager
def _refused(settings, monkeypatch) -> Iterator[str]:
    pair = f"127.0.0.1:{closed_port()}"
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
    yield f"http://{pair}/"


@contextmanager
def _never_connected(settings, monkeypatch) -> Iterator[str]:
    with Unreachable() as nobody:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{nobody.port}"})
        yield f"http://127.0.0.1:{nobody.port}/"


FAULTS = {name: (_answering(fault), expected) for name, (fault, expected) in ANSWERS.items()} | {
    "DNS": (_no_such_name, errors.Unavailable),
    "refused": (_refused, errors.Unavailable),
    "time-out before send": (_never_connected, errors.Unavailable),
}


def check_page(page: Page) -> None:
    """A page is frozen data of the right types, with a cursor that can be kept as JSON."""
    import json

    assert isinstance(page, Page)
    assert json.loads(json.dumps(dict(page.cursor))) == dict(page.cursor)
    assert isinstance(page.items, tuple)
    assert not (page.unchanged and page.items)
    for moment in (page.complete_since, page.poll_again_after, *(i.posted_at for i in page.items)):
        assert moment is None or moment.tzinfo is not None
    for item in page.items:
        assert isinstance(item, Item)
        assert item.external_id
        assert item.kind in ("post", "article", "comment", "review")
        assert item.author is None or (isinstance(item.author, Author) and item.author.external_id)
    ids = [item.external_id for item in page.items]
    assert len(ids) == len(set(ids))


def check_until(name: str, error: errors.NetworkError) -> None:
    """A rate limit says until when, where the server said so; nothing waits longer than a day."""
    if not isinstance(error, errors.RateLimited):
        return
    expected = UNTIL[name]
    if expected is None:
        assert error.until is None
    else:
        assert error.until is not None
        assert abs(error.until - clock.now() - expected) < timedelta(seconds=10)
