"""One instance, asked through Mastodon.py and our door. What it answers is taken as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose
from networks.accounts import Login
from networks.errors import Broken, Gone, NetworkError, NotAllowed, OutcomeUnknown, Rejected

MAX_BYTES = 5 * 1024 * 1024
"""Forty long statuses with everything around them are half a megabyte."""
UPLOADING = http.Patience(connect=10, read=60, total=300)

TOKEN_NEEDED = gettext_noop(
    "This instance shows public posts only to people with an account on it. Ask another instance."
)
NOT_MASTODON = gettext_noop(
    "What answers there is not Mastodon, nor anything that speaks its language. Check the address of the instance."
)
NO_SUCH_PLACE = gettext_noop("The instance knows nobody and nothing of this name. Check it for a mistyped letter.")

Get = Callable[[str, Mapping[str, str]], Any]
_NO_HEADERS: Mapping[str, str] = {}


def instance(base: str, patience: http.Patience | None = None) -> Get:
    """A function that GETs a path of the instance at `base` with parameters, and gives the JSON that it answers.

    It raises NetworkError. Mastodon.py makes the requests; its own reading of answers is passed by, for it gives up on
    versions, dates and rate headers that other servers write their own way, and turns what it cannot cast into None.
    """
    return Instance(base, patience=patience).get


def member(login: Login) -> Instance:
    """The instance that `login` has an account on, asked as that account."""
    return Instance(login.base, login.secret.get("token", ""), patience=UPLOADING)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status of 2xx, and the JSON that came with it."""

    status: int
    content: Any


class Instance:
    """The instance at `base` (https://host); with `token`, as an account sees it."""

    def __init__(self, base: str, token: str = "", *, patience: http.Patience | None = None) -> None:
        self.base = base
        self._token = token
        self._last: list[requests.Response] = []
        self._session = http.requests_session(patience=patience, max_bytes=MAX_BYTES)
        self._session.hooks["response"].append(lambda response, **_: self._last.append(response))
        self._api = _api(base, token, self._session)

    def get(self, path: str, params: Mapping[str, Any]) -> Any:
        """The JSON at `path`. Raises NetworkError."""
        answer = self._ask("GET", path, params)
        if answer.status not in (200, 206):
            raise Broken(NOT_MASTODON)
        return answer.content

    def look(self, path: str) -> Answer:
        """What is at `path`, with its status: 206 says that it is not ready. Raises NetworkError."""
        return self._ask("GET", path, {})

    def post(
        self,
        path: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        public: bool = False,
    ) -> Any:
        """POST once, without following redirects; the JSON that was answered. Raises NetworkError; see
        http_errors.write for `public`."""
        return self._ask("POST", path, params, files=files, headers=headers, public=public).content

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        public: bool = False,
    ) -> Answer:
        from mastodon.errors import MastodonError

        self._last.clear()
        try:
            response = self._api.answer(method, path, dict(params), files or {}, dict(headers))
        except MastodonError as error:
            raise self._from_sdk(error, public=public) from error
        if not 200 <= response.status_code < 300:
            raise self._refusal(response, public=public)
        try:
            return Answer(response.status_code, response.json())
        except (ValueError, RecursionError) as error:
            raise (OutcomeUnknown(http_errors.NO_SENSE) if public else Broken(NOT_MASTODON)) from error

    def _from_sdk(self, error: Exception, *, public: bool) -> NetworkError:
        """What an error of Mastodon.py means: what the door said, else what the status says."""
        if said := http.told(error):
            return http_errors.from_door_of_write(said) if public else http_errors.from_door(said)
        if not self._last:
            return OutcomeUnknown(http_errors.NO_SENSE) if public else Broken(http_errors.TOO_MANY_REDIRECTS)
        return self._refusal(self._last[-1], public=public)

    def _refusal(self, response: requests.Response, *, public: bool) -> NetworkError:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = http.Response(response.status_code, headers, response.content, response.url)
        words = _words(response)
        if public:
            return http_errors.from_status_of_write(status, words)
        if response.is_redirect:
            return Broken(http_errors.TOO_MANY_REDIRECTS)
        if self._token:
            return http_errors.from_status(status, words)
        return _to_strangers(status, words)


def _api(base: str, token: str, session: requests.Session) -> Any:
    from mastodon import Mastodon

    class Raw(Mastodon):
        def answer(
            self, method: str, path: str, params: dict[str, Any], files: Mapping[str, Any], headers: dict[str, str]
        ) -> requests.Response:
            """The raw answer. The library has no public name for this; `__` in it is Python's own mangling."""
            request = self._Mastodon__api_request  # type: ignore[attr-defined]
            return request(  # type: ignore[no-any-return]
                *(method, path, params, files, headers),
                use_json=method == "POST" and not files,
                do_ratelimiting=False,
                return_response_object=True,
            )

    return Raw(
        access_token=token or None,
        api_base_url=base,
        session=_in_place(session),
        user_agent="",
        version_check_mode="none",
        ratelimit_method="throw",
    )


def _in_place(session: requests.Session) -> requests.Session:
    """`session`, following redirects for reads only: a write that leads elsewhere is answered, not sent again."""
    send = session.send
    session.send = lambda request, **how: send(  # type: ignore[method-assign]
        request, **how | ({} if request.method == "GET" else {"allow_redirects": False})
    )
    return session


def _to_strangers(status: http.Response, words: str) -> NetworkError:
    """What a refusal means for somebody without an account."""
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
    error = said.get("error_description") or said.get("error") or said.get("errors")
    inner = loose.mapping(error)
    return loose.text(error) or loose.text(inner.get("detail")) or loose.text(inner.get("message"))


def _asks_for_token(status: int, words: str) -> bool:
    """422 is what Mastodon answers where its public timelines are closed, and for parameters that it does not like."""
    return status in (401, 403) or any(hint in words.lower() for hint in ("authent", "authori", "token", "log", "sign"))
