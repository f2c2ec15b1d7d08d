"""One request's connection: to a pinned address, within one deadline, counting bytes, remembering what was sent."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
import httpcore

from core.http.errors import TooLarge

_MOST_ADDRESSES = 4
_HEADERS = 256 * 1024  # wire bytes granted on top of the body: status line, headers, chunk sizes


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection (each address tried), for the next byte, for everything together."""

    connect: float = 10
    read: float = 20
    total: float = 60


class Deadline:
    """The end of one fetch, redirects included. Counts elapsed seconds, so it reads the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def within(self, seconds: float) -> float:
        """`seconds`, or what is left if that is less. Raises httpcore.ReadTimeout when nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long altogether")
        return min(seconds, left)


@cache
def tls_context() -> ssl.SSLContext:
    """Certificates are verified, against certifi's authorities and those that the system trusts."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Wire(httpcore.NetworkBackend):
    """Connects to `addresses`, which were looked up and checked before, whatever name the request carries.

    The name stays in the Host header and in TLS (SNI and certificate), so that nothing but the look-up is replaced.
    """

    def __init__(self, addresses: list[str], patience: Patience, deadline: Deadline, max_bytes: int) -> None:
        self.patience = patience
        self.deadline = deadline
        self.bytes_left = max_bytes + _HEADERS
        self.sent = False
        self._addresses = addresses[:_MOST_ADDRESSES]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses:
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, self.deadline.within(self.patience.connect), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Metered(stream, self)
        raise failure


class _Metered(httpcore.NetworkStream):
    """A stream that obeys its wire's deadline and byte budget."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._wire.deadline.within(self._wire.patience.read))
        self._wire.bytes_left -= len(data)
        if self._wire.bytes_left < 0:
            raise TooLarge("The answer is too large.")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wire.sent = True
        self._stream.write(buffer, self._wire.deadline.within(self._wire.patience.read))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._wire.deadline.within(self._wire.patience.connect)
        return _Metered(self._stream.start_tls(ssl_context, server_hostname, seconds), self._wire)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
