"""An httpx transport for SDKs, whose every request goes through the door. Beside the rest, since importing httpx takes
a tenth of a second that most processes need not spend."""

from __future__ import annotations

import httpx

from core.http import fetching
from core.http.addresses import parse
from core.http.wire import Deadline, Patience

_OURS = frozenset(("host", "content-length", "connection", "transfer-encoding", "accept-encoding"))


class Transport(httpx.BaseTransport):
    """Guarded, bounded in time and size; httpx follows redirects, each through here.

    Raises core.http.errors, which httpx hands on as they are. `trusted` is an API's base address out of the settings:
    its origin is not guarded, everything else is.
    """

    def __init__(
        self, *, trusted: str = "", patience: Patience | None = None, max_bytes: int = fetching.MAX_BYTES
    ) -> None:
        self._trusted = parse(trusted).origin if trusted else None
        self._patience = patience or fetching.PATIENCE
        self._max_bytes = max_bytes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        target = parse(str(request.url))
        headers = {name: value for name, value in request.headers.items() if name not in _OURS}
        answer = fetching.exchange(
            request.method,
            target,
            fetching.prepared(headers),
            request.read() or None,
            max_bytes=self._max_bytes,
            patience=self._patience,
            deadline=Deadline(self._patience.total),
            guarded=target.origin != self._trusted,
        )
        unpacked = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
        return httpx.Response(answer.status, headers=unpacked, content=answer.body, request=request)
