"""WebSockets that are only listened to. Their address is a setting of the operator's: private ones are allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync import client

from core.http.errors import NoAnswer, NotConnected
from core.http.wire import tls_context

MAX_FRAME = 4 * 1024**2  # bytes, after decompression
_OPEN, _CLOSE = 10.0, 1.0  # seconds
_UNREAD = (512, 128)  # frames: from the first on the server has to wait, until the second is reached


class _Here(client.reconnect):
    """Stays where it was sent: no redirects."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Frames:
    """An open connection, frame by frame."""

    def __init__(self, connection: client.ClientConnection) -> None:
        self._connection = connection

    def next(self, timeout: float) -> str | bytes | None:
        """The next frame; None where none came in `timeout` seconds. Raises NoAnswer once the connection is over."""
        try:
            return self._connection.recv(timeout=timeout)
        except TimeoutError:
            return None
        except ConnectionClosed as error:
            raise NoAnswer(str(error)) from error


@contextmanager
def listen(url: str, *, max_frame: int = MAX_FRAME) -> Iterator[Frames]:
    """Connect to `url` (ws or wss), and close at the end of the block.

    Raises NotConnected, where the server refused with the HTTP status as detail. Redirects are not followed, proxies
    of the environment are not used. A server that has gone without a word is one that says nothing any more: that
    is for the caller to notice.
    """
    try:
        connection = _Here(
            url,
            ssl=tls_context() if urlsplit(url).scheme == "wss" else None,
            proxy=None,
            open_timeout=_OPEN,
            ping_interval=None,  # its answer waits behind all frames that we have still to read
            close_timeout=_CLOSE,
            max_size=max_frame,
            max_queue=_UNREAD,
        ).connect()
    except InvalidStatus as error:
        raise NotConnected(f"HTTP {error.response.status_code}") from error
    except (OSError, WebSocketException, ValueError) as error:
        raise NotConnected(str(error) or type(error).__name__) from error
    with connection:
        yield Frames(connection)
