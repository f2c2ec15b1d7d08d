"""One instance, asked through Mastodon.py and our door. What it answers is taken as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests
from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose
from networks.errors import Broken, Gone, NetworkError, NotAllowed, Rejected

MAX_BYTES = 5 * 1024 * 1024
"""Forty long statuses with everything around them are half a megabyte."""

TOKEN_NEEDED = gettext_noop(
    "This instance shows public posts only to people with an account on it. Ask another instance."
)
NOT_MASTODON = gettext_noop(
    "What answers there is not Mastodon, nor anything that speaks its language. Check the address of the instance."
)
NO_SUCH_PLACE = gettext_noop("The instance knows nobody and nothing of this name. Check it for a mistyped letter.")

Get = Callable[[str, Mapping[str, str]], Any]


def instance(base: str, patience: http.Patience | None = None) -> Get:
    """A function that GETs a path of the instance at `base` with parameters, and gives the JSON that it answers.

    It raises NetworkError. Mastodon.py makes the requests; its own reading of answers is passed by, for it gives up on
    versions, dates and rate headers that other servers write their own way, and turns what it cannot cast into None.
    """
    with_last: list[requests.Response] = []
    session = http.requests_session(patience=patience, max_bytes=MAX_BYTES)
    session.hooks["response"].append(lambda response, **_: with_last.append(response))
    api = _api(base, session)

    def get(path: str, params: Mapping[str, str]) -> Any:
        from mastodon.errors import MastodonError

        with_last.clear()
        try:
            return _json(api.answer(path, dict(params)))
        except MastodonError as error:
            raise _from_sdk(error, with_last[-1] if with_last else None) from error

    return get


def _api(base: str, session: requests.Session) -> Any:
    from mastodon import Mastodon

    class Instance(Mastodon):
        def answer(self, path: str, params: dict[str, str]) -> requests.Response:
            """The raw answer. The library has no public name for this; `__` in it is Python's own mangling."""
            request = self._Mastodon__api_request  # type: ignore[attr-defined]
            return request("GET", path, params, do_ratelimiting=False, return_response_object=True)  # type: ignore[no-any-return]

    return Instance(
        api_base_url=base, session=session, user_agent="", version_check_mode="none", ratelimit_method="throw"
    )


def _json(response: requests.Response) -> Any:
    try:
        if response.status_code == 200:
            return response.json()
    except (ValueError, RecursionError):
        pass
    raise Broken(NOT_MASTODON)


def _from_sdk(error: Exception, response: requests.Response | None) -> NetworkError:
    """What an error of Mastodon.py means: what the door said, else what the status says."""
    if said := http.told(error):
        return http_errors.from_door(said)
    if response is None or response.is_redirect:
        return Broken(http_errors.TOO_MANY_REDIRECTS)
    headers = {name.lower(): value for name, value in response.headers.items()}
    status = http.Response(response.status_code, headers, response.content, response.url)
    words = _words(response)
    if status.status in (401, 403, 422) and words:
        return NotAllowed(TOKEN_NEEDED) if _asks_for_token(status.status, words) else Rejected(words)
    if status.status in (404, 410) and words:
        return Gone(NO_SUCH_PLACE)
    return http_errors.from_status(status)


def _words(response: requests.Response) -> str:
    """What the server says went wrong, as Mastodon's API says it; "" where something else speaks."""
    try:
        said = loose.mapping(response.json())
    except (ValueError, RecursionError):
        return ""
    error = said.get("error") or said.get("errors")
    inner = loose.mapping(error)
    return loose.text(error) or loose.text(inner.get("detail")) or loose.text(inner.get("message"))


def _asks_for_token(status: int, words: str) -> bool:
    """422 is what Mastodon answers where its public timelines are closed, and for parameters that it does not like."""
    return status in (401, 403) or any(hint in words.lower() for hint in ("authent", "authori", "token", "log", "sign"))
