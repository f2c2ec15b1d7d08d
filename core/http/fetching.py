"""`fetch`: one request and its redirects, each checked like the first address."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from urllib.parse import urljoin

import httpcore
from django.conf import settings

from core import __version__
from core.http import rates
from core.http.addresses import Target, look_up, parse
from core.http.decoding import ACCEPTED, read_body
from core.http.errors import HttpError, NoAnswer, NotConnected, TooLarge, TooManyRedirects
from core.http.redact import redact
from core.http.wire import Deadline, Patience, Wire, tls_context

PATIENCE = Patience()
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5

_PERMANENT, _TEMPORARY = (301, 308), (302, 303, 307)
_CREDENTIALS = ("authorization", "cookie", "proxy-authorization")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step to another address."""

    url: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, whatever its status. Header names are lower case; a repeated header is joined by commas."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where the answer came from, after redirects."""
    redirects: tuple[Redirect, ...] = ()

    @property
    def moved_to(self) -> str:
        """The new address where the asked one moved for good; "" if it did not. A temporary step ends the trail."""
        steps = list(takewhile(lambda step: step.permanent, self.redirects))
        return steps[-1].url if steps else ""

    @property
    def retry_after(self) -> datetime | None:
        return rates.retry_after(self.headers)

    @property
    def max_age(self) -> timedelta | None:
        return rates.max_age(self.headers)

    @property
    def rate(self) -> rates.Rate:
        return rates.rate(self.headers)


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_bytes: int = MAX_BYTES,
    timeout: Patience | None = None,
    guarded: bool = True,
) -> Response:
    """Ask `url` and read the whole answer, at most `max_bytes` of it both packed and unpacked.

    Redirects (five at most) are followed for GET and HEAD; what a write is answered with is handed back as it is.
    `guarded` must stay on for every address that a person typed or a stranger sent. Off, the origin of `url` itself
    (an API's base address out of the settings) is trusted, and a redirect to anywhere else is guarded again.

    Raises one of core.http.errors; a status of 400 and above is an answer, not an error.
    """
    patience = timeout or PATIENCE
    deadline = Deadline(patience.total)
    target = parse(url)
    trusted = None if guarded else target.origin
    sent_headers = prepared(headers or {})
    trail: list[Redirect] = []
    while True:
        answer = exchange(
            method,
            target,
            sent_headers,
            body,
            max_bytes=max_bytes,
            patience=patience,
            deadline=deadline,
            guarded=target.origin != trusted,
        )
        location = answer.headers.get("location", "")
        permanent = answer.status in _PERMANENT
        if method not in ("GET", "HEAD") or not location or not (permanent or answer.status in _TEMPORARY):
            return Response(answer.status, answer.headers, answer.body, target.url, tuple(trail))
        if len(trail) == MAX_REDIRECTS:
            raise TooManyRedirects("The address leads on and on to other addresses.")
        onward = parse(_joined(target.url, location))
        if onward.origin != target.origin:
            sent_headers = {k: v for k, v in sent_headers.items() if k not in _CREDENTIALS}
        trail.append(Redirect(onward.url, permanent))
        target = onward


def user_agent() -> str:
    """Who we say we are, and where to complain."""
    return f"cmhub/{__version__} (+{settings.CMHUB_PUBLIC_URL})"


def prepared(headers: Mapping[str, str]) -> dict[str, str]:
    """`headers` with names in lower case, and ours beneath them."""
    ours = {"user-agent": user_agent(), "accept": "*/*", "accept-encoding": ACCEPTED}
    return ours | {name.lower(): value for name, value in headers.items()}


def _joined(base: str, location: str) -> str:
    """`location` against `base`; what urljoin cannot read goes on as it is, to be refused by `parse`."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def exchange(
    method: str,
    target: Target,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    max_bytes: int,
    patience: Patience,
    deadline: Deadline,
    guarded: bool,
) -> Response:
    """One request on one fresh connection, logged; redirects are answers. Raises one of core.http.errors.

    What `fetch` and the adapters for SDKs stand on. `headers` have lower-case names. A redirect's body is not read.
    """
    started = time.monotonic()
    outcome = "failed"
    try:
        try:
            addresses = look_up(target, guarded=guarded, seconds=deadline.within(patience.connect))
        except httpcore.ReadTimeout as error:
            raise NotConnected(str(error)) from None
        wire = Wire(addresses, patience, deadline, max_bytes)
        answer = _converse(wire, method, target, headers, body, max_bytes)
    except HttpError as error:
        outcome = f"{type(error).__name__}: {error.detail}"
        raise
    else:
        outcome = f"{answer.status}, {len(answer.body)} bytes"
        return answer
    finally:
        milliseconds = (time.monotonic() - started) * 1000
        logger.info("%s %s: %s in %.0f ms", method, redact(target.url), outcome, milliseconds)


def _converse(
    wire: Wire, method: str, target: Target, headers: Mapping[str, str], body: bytes | None, max_bytes: int
) -> Response:
    lines = [("host", target.netloc), *headers.items()]
    if body is not None and "content-length" not in headers:
        lines.append(("content-length", str(len(body))))
    where = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls_context(), network_backend=wire) as pool,
            pool.stream(method, where, headers=lines, content=body) as stream,
        ):
            return _answer(stream, target.url, method, max_bytes)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        words = f"{target.host}: {error}".rstrip(": ")
        raise (NoAnswer(words) if wire.sent else NotConnected(words)) from None


def _answer(stream: httpcore.Response, url: str, method: str, max_bytes: int) -> Response:
    headers: dict[str, str] = {}
    for raw_name, raw_value in stream.headers:
        name, value = raw_name.decode("latin-1").lower(), _text(raw_value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > max_bytes and method != "HEAD":
        too_large = TooLarge(f"The answer is larger than {max_bytes:,} bytes.")
        too_large.status = stream.status
        raise too_large
    wanted = not (300 <= stream.status < 400 or method == "HEAD")
    encoding = headers.get("content-encoding", "")
    try:
        body = read_body(stream.iter_stream(), encoding, max_bytes) if wanted else b""
    except TooLarge as error:
        error.status = stream.status
        raise
    return Response(stream.status, headers, body, url)


def _text(raw: bytes) -> str:
    """A header's value: UTF-8 where it is (Location often), else Latin-1, which reads anything."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
