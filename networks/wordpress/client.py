"""One site's REST API (https://developer.wordpress.org/rest-api/), asked with an application password."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose, plain
from networks.accounts import Login
from networks.errors import AuthExpired, Broken, Duplicate, Gone, NetworkError, NotAllowed, OutcomeUnknown

UPLOADING = http.Patience(connect=10, read=60, total=240)
"""Pictures are made into a dozen sizes before the answer comes."""
NOT_WORDPRESS = gettext_noop("What answers there is not WordPress's REST API. Check the address of the site.")
SIGNED_OUT = gettext_noop(
    "The site did not accept the user name and the application password. Make a new one and connect again; if it is "
    "right, the site's host removes the Authorization header."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """JSON, and what stood around it."""

    content: Any
    headers: Mapping[str, str]

    @property
    def total(self) -> int | None:
        """Rows of a list, on all its pages."""
        return loose.count(self.headers.get("x-wp-total"))


@dataclass(frozen=True, slots=True)
class Site:
    """A site, as one of its users sees it. `base` is the root of its REST API: …/wp-json/, or …/?rest_route=/ where
    addresses are plain."""

    base: str
    user: str
    password: str = field(repr=False)

    def get(self, path: str, **asked: str | int) -> Answer:
        """A list or an object under `wp/v2/`. Raises NetworkError."""
        try:
            response = http.fetch(self._address(path, asked), headers=self._headers())
        except http.HttpError as error:
            raise http_errors.from_door(error) from error
        if response.status != 200:
            raise _from_status(response, public=False)
        return _answer(response, Broken(NOT_WORDPRESS))

    def post(self, path: str, fields: Mapping[str, Any], *, public: bool = False) -> Mapping[str, Any]:
        """Create or change what stands at `path`; the object as it is now. Raises NetworkError; see http_errors.write
        for `public`."""
        return self._write(self._address(path), json.dumps(fields).encode(), "application/json", {}, public=public)

    def upload(self, body: bytes, mime: str, *, filename: str, slug: str) -> Mapping[str, Any]:
        """A new file in the media library. Raises NetworkError."""
        named = {"Content-Disposition": f'attachment; filename="{filename}"'}
        return self._write(self._address("media", {"slug": slug}), body, mime, named, public=False)

    def _write(
        self, url: str, body: bytes, mime: str, headers: Mapping[str, str], *, public: bool
    ) -> Mapping[str, Any]:
        sent = {**self._headers(), "Content-Type": mime, **headers}
        try:
            response = http.fetch(url, method="POST", headers=sent, body=body, timeout=UPLOADING)
        except http.HttpError as error:
            raise (http_errors.from_door_of_write if public else http_errors.from_door)(error) from error
        if response.status not in (200, 201):
            raise _from_status(response, public=public)
        unread = OutcomeUnknown(http_errors.NO_SENSE) if public else Broken(NOT_WORDPRESS)
        content = _answer(response, unread).content
        if not isinstance(content, Mapping) or not content.get("id"):
            raise unread
        return content

    def _address(self, path: str, asked: Mapping[str, str | int] | None = None) -> str:
        query = urlencode(asked or {}, safe=",")
        if not query:
            return f"{self.base}wp/v2/{path}"
        return f"{self.base}wp/v2/{path}{'&' if '?' in self.base else '?'}{query}"

    def _headers(self) -> dict[str, str]:
        written = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {written}", "Accept": "application/json"}


def site(login: Login) -> Site:
    """The site that `login` has an account on."""
    return Site(login.base, login.secret.get("user", ""), login.secret.get("password", ""))


def rendered(field_of_post: Any) -> str:
    """The text of a field that WordPress gives as {"raw": …, "rendered": …}, as it was typed where we may know."""
    shown = loose.mapping(field_of_post)
    return loose.text(shown.get("raw")) or loose.text(shown.get("rendered"))


def _answer(response: http.Response, unread: NetworkError) -> Answer:
    content = loose.json(response.body)
    if not isinstance(content, Mapping | list):
        raise unread
    return Answer(content, response.headers)


def _from_status(response: http.Response, *, public: bool) -> NetworkError:
    """What WordPress means, which names its errors by `code` and tells people about them in `message`."""
    said = loose.mapping(loose.json(response.body))
    code = loose.text(said.get("code"))
    words = plain.one_line(plain.from_html(loose.text(said.get("message"))), 300)
    match response.status, code:
        case 409, "comment_duplicate":
            return Duplicate(words)
        case 400, _ if _is_for_members(said):
            return AuthExpired(SIGNED_OUT)
        case 401, _ if code:
            return AuthExpired(SIGNED_OUT)
        case 403, _ if code:
            return NotAllowed(words or code)
        case 404, "":
            return Gone(NOT_WORDPRESS)
    if public:
        return http_errors.from_status_of_write(response, words)
    return http_errors.from_status(response, words)


def _is_for_members(said: Mapping[str, Any]) -> bool:
    """What somebody gets who asks for drafts without being signed in: not 401, but a refusal of the parameter."""
    details = loose.mapping(loose.mapping(said.get("data")).get("details"))
    return loose.mapping(details.get("status")).get("code") == "rest_forbidden_status"
