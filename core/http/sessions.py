"""A requests session for SDKs, with the door's guard, time-outs and pinning underneath."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from core.http.addresses import look_up, parse
from core.http.errors import NotConnected, Refused
from core.http.fetching import PATIENCE, user_agent
from core.http.wire import Patience


def requests_session(*, patience: Patience = PATIENCE, guarded: bool = True) -> requests.Session:
    """A session to give to an SDK: guarded, time-outs on every call, no retries, no proxy from the environment.

    Its errors are those of requests: `ConnectionError` and `ConnectTimeout` while connecting (a refusal by the guard
    among them), `ReadTimeout` and the rest after something was sent. The connector that owns the SDK maps them.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 5
    session.headers["User-Agent"] = user_agent()
    adapter = _Door(patience, guarded)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class _Door(HTTPAdapter):
    """Looks up, checks and pins at each new connection; fills in the time-outs that SDKs forget."""

    def __init__(self, patience: Patience, guarded: bool) -> None:
        self._patience = patience
        self._guarded = guarded
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        http = type("Http", (_PinnedHttp,), {"guarded": self._guarded})
        https = type("Https", (_PinnedHttps,), {"guarded": self._guarded})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("HttpPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
            "https": type("HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
        }

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        waits = timeout or (self._patience.connect, self._patience.read)
        return super().send(request, stream, waits, verify, cert, None)


def _connect(connection: HTTPConnection, guarded: bool) -> socket.socket:
    """A socket to one of the checked addresses of `connection`'s host."""
    seconds = connection.timeout if isinstance(connection.timeout, int | float) else PATIENCE.connect
    failure: Exception | None = None
    try:
        target = parse(f"http://{_bracketed(connection.host)}:{connection.port}/")
        for address in look_up(target, guarded=guarded, seconds=seconds):
            try:
                return socket.create_connection((address, connection.port), seconds)
            except OSError as error:
                failure = error
    except (Refused, NotConnected) as error:
        failure = error
    raise NewConnectionError(connection, str(failure)) from failure


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


class _PinnedHttp(HTTPConnection):
    guarded = True

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.guarded)


class _PinnedHttps(HTTPSConnection):
    guarded = True

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.guarded)
