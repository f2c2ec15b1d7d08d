"""Servers of Bluesky, asked through atproto and our door. Answers are taken as they stand.

Two kinds: the public AppView, which needs no account, and the server that an account lives on (its PDS), which hands on
to the AppView what it does not know itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose
from networks.accounts import Login
from networks.errors import AuthExpired, Broken, Gone, NetworkError, NotAllowed, OutcomeUnknown

if TYPE_CHECKING:
    from atproto_client.client.base import ClientBase
    from atproto_client.request import Response

MAX_BYTES = 8 * 1024 * 1024
UPLOADING = http.Patience(connect=10, read=60, total=120)

NOT_BLUESKY = gettext_noop("What answers there does not speak Bluesky's language.")
NO_SUCH_ACCOUNT = gettext_noop("There is no such account on Bluesky. Check its name for a mistyped letter.")
CLOSED_ACCOUNT = gettext_noop("This account was closed, by its owner or by Bluesky.")
FOR_MEMBERS = gettext_noop("This account shows its posts only to people who are signed in.")
SIGNED_OUT = gettext_noop("Bluesky does not accept the account's sign-in any more.")

_SAID = {
    "AccountTakedown": Gone(CLOSED_ACCOUNT),
    "AccountDeactivated": Gone(CLOSED_ACCOUNT),
    "BlockedActor": NotAllowed(FOR_MEMBERS),
    "BlockedByActor": NotAllowed(FOR_MEMBERS),
    "AuthMissing": NotAllowed(FOR_MEMBERS),
}
_SAID_TO_MEMBERS = {
    "AccountTakedown": AuthExpired(CLOSED_ACCOUNT),
    "AccountDeactivated": AuthExpired(CLOSED_ACCOUNT),
    "AuthMissing": AuthExpired(SIGNED_OUT),
    "ExpiredToken": AuthExpired(SIGNED_OUT),
    "InvalidToken": AuthExpired(SIGNED_OUT),
}

Ask = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


@contextmanager
def appview(patience: http.Patience | None = None) -> Iterator[Ask]:
    """A function that asks a query of the public AppView (`app.bsky.…`) with parameters, and gives the object it
    answers. It raises NetworkError."""
    with _connected(settings.CMHUB_BLUESKY_URL, trusted=True, patience=patience) as client:
        yield Server(client).ask


@contextmanager
def server(base: str, token: str, patience: http.Patience | None = None) -> Iterator[Server]:
    """The server at `base` (https://host), asked with `token`, "" for none."""
    with _connected(base, trusted=False, patience=patience) as client:
        yield Server(client, token)


@contextmanager
def member(login: Login) -> Iterator[Server]:
    """The server that `login` has an account on, asked as that account."""
    with server(login.base, login.secret.get("access", ""), UPLOADING) as there:
        yield there


class Server:
    """Queries and procedures of one server. Each raises NetworkError."""

    def __init__(self, client: ClientBase, token: str | None = None) -> None:
        """`token` is None where strangers ask, "" where somebody signs in."""
        self._client = client
        self._token = token

    def ask(self, query: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """The object that `query` answers."""
        from atproto_client.models.dot_dict import DotDict

        return self._invoke(
            lambda: self._client.invoke_query(query, params=DotDict(dict(params)), headers=self._ours())
        )

    def call(self, procedure: str, data: Mapping[str, Any] | None = None, *, public: bool = False) -> Mapping[str, Any]:
        """What `procedure` answers, called once with `data`. See http_errors.write for `public`."""
        body = {"content": json.dumps(data).encode()} if data is not None else {}
        kind = {"Content-Type": "application/json"} if data is not None else {}
        return self._invoke(lambda: self._post(procedure, self._ours() | kind, body), public=public)

    def upload(self, body: bytes, mime: str) -> Mapping[str, Any]:
        """A reference to the blob made of `body`, as records hold it."""
        sent = {"Content-Type": mime}
        answer = self._invoke(lambda: self._post("com.atproto.repo.uploadBlob", self._ours() | sent, {"content": body}))
        blob = loose.mapping(answer.get("blob"))
        if not blob:
            raise Broken(NOT_BLUESKY)
        return blob

    def _post(self, procedure: str, headers: dict[str, str], body: dict[str, bytes]) -> Response:
        # a write that leads elsewhere is answered, not sent again
        return self._client.invoke_procedure(procedure, headers=headers, follow_redirects=False, **body)

    def _ours(self) -> dict[str, str]:
        signed = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return {"User-Agent": http.user_agent(), **signed}

    def _invoke(self, asking: Callable[[], Response], *, public: bool = False) -> Mapping[str, Any]:
        import httpx
        from atproto_client.exceptions import AtProtocolError

        unread = OutcomeUnknown(http_errors.NO_SENSE) if public else Broken(NOT_BLUESKY)
        try:
            answer = asking()
        except http.HttpError as error:
            raise (http_errors.from_door_of_write if public else http_errors.from_door)(error) from error
        except httpx.HTTPError as error:
            raise Broken(http_errors.TOO_MANY_REDIRECTS) from error
        except AtProtocolError as error:
            raise self._refusal(getattr(error, "response", None), unread, public=public) from error
        except ValueError as error:  # announced as JSON, and is none
            raise unread from error
        content = answer.content
        shown = loose.mapping(loose.json(content) if isinstance(content, bytes) else content)
        if answer.status_code != 200 or not shown:
            raise unread
        return shown

    def _refusal(self, response: Response | None, unread: NetworkError, *, public: bool) -> NetworkError:
        """What a status and XRPC's name for the error mean. 400 is also how «no such profile» comes."""
        if response is None:
            return unread
        name = loose.text(getattr(response.content, "error", ""))
        said = loose.text(getattr(response.content, "message", ""))
        if known := (_SAID if self._token is None else _SAID_TO_MEMBERS).get(name):
            return type(known)(known.detail)
        if name == "RecordNotFound":
            return Gone(said)
        status = http.Response(response.status_code, response.headers, b"", "")
        if public:
            return http_errors.from_status_of_write(status, said)
        if response.status_code in (400, 404) and ("not found" in said.lower() or "resolve" in said.lower()):
            return Gone(NO_SUCH_ACCOUNT)
        return http_errors.from_status(status, "" if self._token is None else said)


@contextmanager
def _connected(base: str, *, trusted: bool, patience: http.Patience | None) -> Iterator[ClientBase]:
    """Only the SDK's lower half is used: its models refuse a whole page for one field that is not as the lexicon has
    it, and they take seconds to load, so they are loaded when somebody asks."""
    from atproto_client.client.base import ClientBase
    from atproto_client.request import Request

    from core.http.transport import Transport

    request = Request(
        transport=Transport(trusted=base if trusted else "", patience=patience, max_bytes=MAX_BYTES),
        trust_env=False,
        max_redirects=http.MAX_REDIRECTS,
    )
    try:
        yield ClientBase(f"{base}/xrpc", request)
    finally:
        request.close()
