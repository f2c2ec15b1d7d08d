"""A requests session for SDKs, whose every request goes through the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from core.http import fetching
from core.http.addresses import parse
from core.http.decoding import ACCEPTED
from core.http.errors import HttpError, NotConnected, Refused, TooLarge
from core.http.wire import Deadline, Patience


def requests_session(
    *, patience: Patience | None = None, guarded: bool = True, max_bytes: int = fetching.MAX_BYTES
) -> requests.Session:
    """A session to give to an SDK: guarded, bounded in time and size, no retries, no proxy from the environment.

    Its errors are those of requests, each caused by one of core.http.errors: `ConnectionError` where nothing was sent
    (a refusal by the guard among them), `ReadTimeout` after something was, `RequestException` for an answer that is
    too large. `told` finds the cause again, however deeply an SDK has wrapped it.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = fetching.MAX_REDIRECTS
    session.headers["User-Agent"] = fetching.user_agent()
    session.headers["Accept-Encoding"] = ACCEPTED
    adapter = _Door(patience or fetching.PATIENCE, guarded, max_bytes)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def told(error: BaseException) -> HttpError | None:
    """What the door said, if that is why an SDK failed."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        if isinstance(cause, HttpError):
            return cause
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return None


class _Door(BaseAdapter):
    """One request on one fresh connection, as `fetch` makes them; the session follows redirects, each through here."""

    def __init__(self, patience: Patience, guarded: bool, max_bytes: int) -> None:
        super().__init__()
        self._patience = patience
        self._guarded = guarded
        self._max_bytes = max_bytes

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        try:
            answer = fetching.exchange(
                request.method or "GET",
                parse(request.url or ""),
                {k.lower(): _text(v) for k, v in request.headers.items() if k.lower() != "transfer-encoding"},
                _bytes(request.body),
                max_bytes=self._max_bytes,
                patience=self._patience,
                deadline=Deadline(self._patience.total),
                guarded=self._guarded,
            )
        except (Refused, NotConnected) as error:
            raise requests.ConnectionError(error.detail, request=request) from error
        except TooLarge as error:
            raise requests.RequestException(error.detail, request=request) from error
        except HttpError as error:
            raise requests.ReadTimeout(error.detail, request=request) from error
        return _response(answer, request, self)

    def close(self) -> None:
        """Nothing is kept open."""


def _response(answer: fetching.Response, request: requests.PreparedRequest, adapter: _Door) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.encoding = get_encoding_from_headers(response.headers)
    response.url, response.request = answer.url, request
    made: dict[str, Any] = {"connection": adapter, "_content": answer.body, "_content_consumed": True}
    vars(response).update(made)
    return response


def _bytes(body: bytes | str | Iterable[bytes | str] | None) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
