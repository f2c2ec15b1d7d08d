"""Bluesky's public AppView, asked through atproto and our door, without an account. Answers are taken as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose
from networks.errors import Broken, Gone, NetworkError, NotAllowed

if TYPE_CHECKING:
    from atproto_client.request import Response

MAX_BYTES = 8 * 1024 * 1024

NOT_BLUESKY = gettext_noop("What answers there does not speak Bluesky's language.")
NO_SUCH_ACCOUNT = gettext_noop("There is no such account on Bluesky. Check its name for a mistyped letter.")
CLOSED_ACCOUNT = gettext_noop("This account was closed, by its owner or by Bluesky.")
FOR_MEMBERS = gettext_noop("This account shows its posts only to people who are signed in.")

_SAID = {
    "AccountTakedown": Gone(CLOSED_ACCOUNT),
    "AccountDeactivated": Gone(CLOSED_ACCOUNT),
    "BlockedActor": NotAllowed(FOR_MEMBERS),
    "BlockedByActor": NotAllowed(FOR_MEMBERS),
    "AuthMissing": NotAllowed(FOR_MEMBERS),
}

Ask = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


@contextmanager
def appview(patience: http.Patience | None = None) -> Iterator[Ask]:
    """A function that asks a query of the AppView (`app.bsky.…`) with parameters, and gives the object it answers.

    It raises NetworkError. Only the SDK's lower half is used: its models refuse a whole page for one field that is not
    as the lexicon has it, and they take seconds to load, so they are loaded when somebody asks.
    """
    import httpx
    from atproto_client.client.base import ClientBase
    from atproto_client.exceptions import AtProtocolError
    from atproto_client.models.dot_dict import DotDict
    from atproto_client.request import Request

    from core.http.transport import Transport

    base = settings.CMHUB_BLUESKY_URL
    request = Request(
        transport=Transport(trusted=base, patience=patience, max_bytes=MAX_BYTES),
        trust_env=False,
        max_redirects=http.MAX_REDIRECTS,
    )
    client = ClientBase(f"{base}/xrpc", request)

    def ask(query: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer = client.invoke_query(query, params=DotDict(dict(params)), headers={"User-Agent": http.user_agent()})
        except http.HttpError as error:
            raise http_errors.from_door(error) from error
        except httpx.HTTPError as error:
            raise Broken(http_errors.TOO_MANY_REDIRECTS) from error
        except AtProtocolError as error:
            raise _from_sdk(getattr(error, "response", None)) from error
        except ValueError as error:  # announced as JSON, and is none
            raise Broken(NOT_BLUESKY) from error
        return _object(answer)

    try:
        yield ask
    finally:
        request.close()


def _object(answer: Response) -> Mapping[str, Any]:
    content = answer.content
    shown = loose.mapping(loose.json(content) if isinstance(content, bytes) else content)
    if answer.status_code != 200 or not shown:
        raise Broken(NOT_BLUESKY)
    return shown


def _from_sdk(response: Response | None) -> NetworkError:
    """What a status and XRPC's name for the error mean. 400 is also how «no such profile» comes."""
    if response is None:
        return Broken(NOT_BLUESKY)
    name = loose.text(getattr(response.content, "error", ""))
    said = loose.text(getattr(response.content, "message", ""))
    if known := _SAID.get(name):
        return type(known)(known.detail)
    if response.status_code in (400, 404) and ("not found" in said.lower() or "resolve" in said.lower()):
        return Gone(NO_SUCH_ACCOUNT)
    return http_errors.from_status(http.Response(response.status_code, response.headers, b"", ""))
