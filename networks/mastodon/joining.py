"""Connecting an account on any instance, by OAuth: https://docs.joinmastodon.org/client/authorized/ ."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from core import http
from networks import loose
from networks.accounts import Asked, Identity, Journey, Login
from networks.errors import Broken, Gone, NotAllowed, Rejected
from networks.mastodon import addresses, limits, parse
from networks.mastodon.client import NOT_MASTODON, Instance, member
from networks.types import Capability

SCOPES = "read write:statuses write:media"
GUIDE = gettext_noop(
    "Write the address of the instance that the account lives on: what stands after the second @ of its name. You will "
    "be sent there to sign in, and to let cmhub publish for the account."
)
NOT_AN_INSTANCE = gettext_noop("This is no address of an instance. It looks like mastodon.social.")
SAID_NO = gettext_noop("The account was not connected: on the instance somebody said no.")
MAY_NOT_WRITE = gettext_noop("The instance did not give the right to publish. Connect again, and agree to all of it.")
_PATIENCE = http.Patience(connect=5, read=10, total=15)  # somebody is looking at the page


class Joining:
    """See networks.accounts.Joinable."""

    asks: ClassVar[Sequence[Asked]] = (Asked("instance", gettext_noop("Instance"), example="mastodon.social"),)
    guide: ClassVar[str] = GUIDE
    by_journey: ClassVar[bool] = True

    def connect(self, typed: Mapping[str, str]) -> Identity:
        raise Rejected(GUIDE)

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey:
        """Make ourselves known to the instance, each time anew: that costs nothing, and keeps no secret of ours."""
        base = _base(typed.get("instance", ""))
        ours = {
            "client_name": "cmhub",
            "redirect_uris": redirect_url,
            "scopes": SCOPES,
            "website": settings.CMHUB_PUBLIC_URL,
        }
        made = loose.mapping(Instance(base, patience=_PATIENCE).post("/api/v1/apps", ours))
        known, secret = loose.text(made.get("client_id")), loose.text(made.get("client_secret"))
        if not (known and secret):
            raise Broken(NOT_MASTODON)
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": known,
            "redirect_uri": redirect_url,
            "scope": SCOPES,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        kept = {"base": base, "client_id": known, "client_secret": secret, "verifier": verifier}
        return Journey(f"{base}/oauth/authorize?{urlencode(asked)}", kept)

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        code = answer.get("code", "")
        if not code:
            raise NotAllowed(SAID_NO)
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": kept["client_id"],
            "client_secret": kept["client_secret"],
            "redirect_uri": redirect_url,
            "code_verifier": kept["verifier"],
        }
        given = loose.mapping(Instance(kept["base"], patience=_PATIENCE).post("/oauth/token", asked))
        token = loose.text(given.get("access_token"))
        if not token:
            raise Broken(NOT_MASTODON)
        return _identity(Login("", "", kept["base"], {"token": token, "scope": loose.text(given.get("scope"))}))

    def check(self, login: Login) -> Identity:
        return _identity(login)

    def refresh(self, login: Login) -> Identity:
        """Mastodon's tokens do not expire: the live check tells whether this one still stands."""
        return _identity(login)


def _base(typed: str) -> str:
    """https://host, of an instance or of an account on it."""
    typed = typed.strip()
    if place := addresses.read(typed):
        return f"https://{place.name.partition('@')[2]}" if "@" in place.name else place.base
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        known = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        known = None
    if not known or not ("." in parts.netloc or ":" in parts.netloc):
        raise Rejected(NOT_AN_INSTANCE)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _identity(login: Login) -> Identity:
    there = member(login)
    account = loose.mapping(there.get("/api/v1/accounts/verify_credentials", {}))
    shown = parse.author(account, there.base)
    number = parse.status_id(account)
    if shown is None or not number:
        raise Broken(NOT_MASTODON)
    scope = loose.text(login.secret.get("scope")).split()
    writes = not scope or "write" in scope or "write:statuses" in scope
    return Identity(
        external_id=f"{number}@{urlsplit(there.base).netloc}",
        handle=shown.handle,
        base=there.base,
        secret=login.secret,
        name=shown.name,
        url=shown.url,
        avatar_url=shown.avatar_url,
        followers=shown.followers,
        facts=limits.facts(_about(there)),
        lacks={} if writes else {Capability.PUBLISH: MAY_NOT_WRITE},
    )


def _about(there: Instance) -> Any:
    """What the instance says about itself; before Mastodon 4.0 and on some other servers under an older address."""
    try:
        return there.get("/api/v2/instance", {})
    except Gone:
        return there.get("/api/v1/instance", {})
