"""A network where accounts can be connected, and which does what a test tells it to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from networks.accounts import Asked, Identity, Journey, Login
from networks.errors import NetworkError
from networks.types import Capability, Cursor, Page

SECRET = "sup3r-s3cr3t-app-password"


class Fake:
    """Signs anybody in, unless `refuses` is set; counts what it is asked."""

    key = "fake"
    name = "Fakebook"
    capabilities = frozenset(
        {Capability.ACCOUNTS, Capability.PUBLISH, Capability.OWN_POSTS, Capability.MENTIONS, Capability.SEARCH}
    )
    asks = (
        Asked("site", "Site", example="https://fake.example"),
        Asked("password", "Application password", help="Not the one that you sign in with.", secret=True),
    )
    guide = "Open your settings there."
    by_journey = False

    def __init__(self) -> None:
        self.external_id, self.handle = "id-1", "@lumbre"
        self.followers: int | None = None
        self.expires_at: datetime | None = None
        self.renewable = False
        self.lacks: dict[Capability, str] = {}
        self.refuses: Exception | None = None
        self.refuses_refresh: Exception | None = None
        self.page: Page = Page()
        self.asked: list[str] = []
        self.logins: list[Login] = []
        self.on_refresh: Any = None

    def identity(self, secret: Mapping[str, str]) -> Identity:
        return Identity(
            self.external_id,
            self.handle,
            "https://fake.example",
            secret,
            name="Cafés Lumbre",
            url="https://fake.example/@lumbre",
            followers=self.followers,
            expires_at=self.expires_at,
            renewable=self.renewable,
            facts={"longest": 500},
            lacks=self.lacks,
        )

    def _note(self, what: str, refusal: Exception | None) -> None:
        self.asked.append(what)
        if refusal:
            raise refusal

    def connect(self, typed: Mapping[str, str]) -> Identity:
        self._note("connect", self.refuses)
        return self.identity({"password": typed["password"]})

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey:
        self._note("begin", self.refuses)
        self.state, self.redirect_url = state, redirect_url
        return Journey(f"https://fake.example/authorize?state={state}", {"client_secret": SECRET})

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        self._note("finish", self.refuses)
        assert kept == {"client_secret": SECRET}
        assert redirect_url == self.redirect_url
        return self.identity({"token": f"token of {answer['code']}"})

    def check(self, login: Login) -> Identity:
        self.logins.append(login)
        self._note("check", self.refuses)
        return self.identity(login.secret)

    def refresh(self, login: Login) -> Identity:
        self._note("refresh", self.refuses_refresh)
        if self.on_refresh:
            self.on_refresh()
        return self.identity({"token": f"new after {login.secret.get('token', login.secret.get('password'))}"})

    def notifications(self, login: Login, cursor: Cursor) -> Page:
        self.logins.append(login)
        self._note("notifications", self.refuses)
        return self.page

    def search(self, login: Login, query: str, cursor: Cursor) -> Page:
        self._note(f"search {query}", self.refuses)
        return self.page

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        self._note("own_posts", self.refuses)
        return self.page


class FakeOAuth(Fake):
    key = "fakeoauth"
    by_journey = True
    asks = (Asked("instance", "Instance", example="fake.example"),)


Refusal = NetworkError
