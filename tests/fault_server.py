"""A real server on loopback that misbehaves as it is told: one thread a connection, raw sockets, no HTTP library."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

REASONS = {200: "OK", 304: "Not Modified", 429: "Too Many Requests"}


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


Fault = Callable[[socket.socket, Request], None]


@dataclass
class FaultServer:
    """Answers every path whose beginning stands in `routes`; the longest one wins."""

    routes: dict[str, Fault] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> FaultServer:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listener.close()

    @property
    def pair(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.pair}{path}"

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                data = connection.recv(65536)
                if not data:
                    return
                head += data
            lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            method, path, _ = lines[0].split(" ", 2)
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
            request = Request(method, path, headers)
            # Read to its end in any case: what is left unread turns our answer into a reset.
            request.body = _body(connection, head.partition(b"\r\n\r\n")[2], int(headers.get("content-length", 0)))
            self.requests.append(request)
            known = [route for route in self.routes if path.startswith(route)]
            fault = self.routes[max(known, key=len)] if known else reply(404)
            fault(connection, request)


def _body(connection: socket.socket, begun: bytes, length: int) -> bytes:
    body = begun
    while len(body) < length and (data := connection.recv(65536)):
        body += data
    return body


def reply(status: int = 200, body: bytes = b"", /, **headers: str) -> Fault:
    """A plain answer. Header names are written with underscores."""

    def answer(connection: socket.socket, request: Request) -> None:
        lines = {"Content-Length": str(len(body)), "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        connection.sendall(head.encode() + b"\r\n" + (b"" if request.method == "HEAD" else body))

    return answer


def raw(data: bytes) -> Fault:
    """These bytes and nothing more."""
    return lambda connection, _: connection.sendall(data)


def hang(connection: socket.socket, _: Request) -> None:
    """Take the request and say nothing until the other side gives up."""
    connection.settimeout(30)
    connection.recv(1)


def reset(connection: socket.socket, _: Request) -> None:
    """Take the request and answer with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def half(connection: socket.socket, _: Request) -> None:
    """Promise 1,000 bytes, send 10, hang up."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789")


def drip(connection: socket.socket, _: Request) -> None:
    """A byte now and then, each well inside the read time-out, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def drip_headers(connection: socket.socket, _: Request) -> None:
    """The same, inside a header."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def flood(total: int, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Fault:
    """`total` bytes with no length announced."""

    def answer(connection: socket.socket, _: Request) -> None:
        connection.sendall(head)
        for _ in range(total // 65536):
            connection.sendall(b"x" * 65536)

    return answer


class Unreachable:
    """A port that never answers a connection attempt: its queue is full and nobody accepts."""

    def __enter__(self) -> Unreachable:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port = self._listener.getsockname()[1]
        self._fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self._fillers.append(filler)
        return self

    def __exit__(self, *_: object) -> None:
        for filler in self._fillers:
            filler.close()
        self._listener.close()


def closed_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
