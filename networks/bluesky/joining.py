"""Connecting an account by an app password: https://docs.bsky.app/docs/api/com-atproto-server-create-session .

A session is two tokens, one for some hours and one for some months that renews both. The app password is kept beside
them, so that an account that slept longer comes back by itself.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from core import http
from networks import loose
from networks.accounts import Asked, Identity, Journey, Login
from networks.bluesky import addresses, parse
from networks.bluesky.client import NOT_BLUESKY, Server, member, server
from networks.errors import AuthExpired, Broken, NetworkError, Rejected

HOME = "https://bsky.social"
GUIDE = gettext_noop(
    "In Bluesky, open Settings › Privacy and security › App passwords and add one called cmhub. Copy what it shows: it "
    "is shown only once. cmhub needs no access to direct messages."
)
NOT_A_NAME = gettext_noop("This is no name of an account on Bluesky. It looks like marca.bsky.social.")
OWN_PASSWORD = gettext_noop(
    "This is the account's own password, which cmhub does not keep. Make an app password for cmhub, and use that."
)
NOT_AN_ADDRESS = gettext_noop("The server's address cannot be read. It looks like https://bsky.social.")
_PATIENCE = http.Patience(connect=5, read=15, total=20)  # somebody is looking at the page


class Joining:
    """See networks.accounts.Joinable."""

    asks: ClassVar[Sequence[Asked]] = (
        Asked("handle", gettext_noop("Account"), example="marca.bsky.social"),
        Asked("password", gettext_noop("App password"), secret=True, example="abcd-efgh-ijkl-mnop"),
        Asked(
            "server",
            gettext_noop("Server"),
            gettext_noop("Leave it empty, unless the account lives on a server of its own."),
            example=HOME,
            optional=True,
        ),
    )
    guide: ClassVar[str] = GUIDE
    by_journey: ClassVar[bool] = False

    def connect(self, typed: Mapping[str, str]) -> Identity:
        handle, password = addresses.actor(typed.get("handle", "")), typed.get("password", "").strip()
        if not handle:
            raise Rejected(NOT_A_NAME)
        return _sign_in(_address(typed.get("server", "")), handle, password)

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey:
        raise Rejected(GUIDE)

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        raise Rejected(GUIDE)

    def check(self, login: Login) -> Identity:
        with member(login) as there:
            session = there.ask("com.atproto.server.getSession", {})
        return _identity(login.base, session, login.secret)

    def refresh(self, login: Login) -> Identity:
        """New tokens by the longer one; where that is dead, a new session by the app password."""
        try:
            with server(login.base, login.secret.get("refresh", ""), _PATIENCE) as there:
                session = there.call("com.atproto.server.refreshSession")
        except AuthExpired:
            return _sign_in(login.base, login.external_id, login.secret.get("password", ""))
        return _identity(login.base, session, _secret(session, login.secret.get("password", "")))


def _sign_in(base: str, name: str, password: str) -> Identity:
    with server(base, "", _PATIENCE) as there:
        session = there.call("com.atproto.server.createSession", {"identifier": name, "password": password})
    if _claims(loose.text(session.get("accessJwt"))).get("scope") == "com.atproto.access":
        raise Rejected(OWN_PASSWORD)
    return _identity(_home(session) or base, session, _secret(session, password))


def _identity(base: str, session: Mapping[str, Any], secret: Mapping[str, str]) -> Identity:
    did, handle = loose.text(session.get("did")), loose.text(session.get("handle"))
    if not (did.startswith("did:") and secret.get("access") and secret.get("refresh")):
        raise Broken(NOT_BLUESKY)
    with server(base, secret["access"], _PATIENCE) as there:
        shown = parse.author_of(did, {"handle": handle, **_profile(there, did)})
    return Identity(
        external_id=did,
        handle=f"@{handle}",
        base=base,
        secret=secret,
        name=shown.name,
        url=shown.url,
        avatar_url=shown.avatar_url,
        followers=shown.followers,
        expires_at=_expiry(secret["access"]),
        renewable=True,
    )


def _profile(there: Server, did: str) -> Mapping[str, Any]:
    """Name, picture and followers; nothing where the AppView does not know the account yet."""
    try:
        return there.ask("app.bsky.actor.getProfile", {"actor": did})
    except NetworkError:
        return {}


def _secret(session: Mapping[str, Any], password: str) -> dict[str, str]:
    return {
        "access": loose.text(session.get("accessJwt")),
        "refresh": loose.text(session.get("refreshJwt")),
        "password": password,
    }


def _expiry(token: str) -> datetime | None:
    return loose.moment(_claims(token).get("exp"))


def _claims(token: str) -> Mapping[str, Any]:
    """What a JWT says of itself. It is not verified: it is the server's to believe in it."""
    payload = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        return loose.mapping(loose.json(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
    except ValueError:
        return {}


def _home(session: Mapping[str, Any]) -> str:
    """Where the account lives, as its DID document tells; "" where it does not."""
    for service in loose.objects(loose.mapping(session.get("didDoc")).get("service")):
        if loose.text(service.get("type")) == "AtprotoPersonalDataServer":
            try:
                return _address(loose.text(service.get("serviceEndpoint")))
            except Rejected:
                return ""
    return ""


def _address(typed: str) -> str:
    """https://host of a server; HOME where nothing was typed."""
    typed = typed.strip() or HOME
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise Rejected(NOT_AN_ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"
