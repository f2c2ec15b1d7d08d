"""Accounts on the demo network, and publishing there: no keys, nobody reads it. Its proof is a key of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext_noop

from networks import checks, http_errors, loose
from networks.accounts import Asked, Identity, Journey, Login
from networks.counting import graphemes
from networks.errors import Broken, Gone, OutcomeUnknown, Rejected, Unavailable
from networks.http_errors import NO_SENSE
from networks.publishing import Handle, Length, Limits, Metrics, Option, Part, Problem, Sent, Verdict
from networks.types import Author, Cursor, Item, Page

NOT_SERVED = gettext_noop("The demo network is not running on this installation.")
UNREADABLE = gettext_noop("The demo network's answer cannot be read.")
GUIDE = gettext_noop(
    "The demo network is part of cmhub: nothing leaves this machine, and everybody on it is invented. Choose any name."
)
FOUND = gettext_noop("The demo network has the post.")
ABSENT = gettext_noop("The demo network does not have the post.")
LIMITS = Limits(
    text=500, images=4, videos=1, alt=1_000, threads=True, comments=True, warnings=True, link_cards=True,
    video_bytes=100_000_000,
)  # fmt: skip


class Publishing:
    """See networks.accounts.Joinable, networks.publishing.Publisher and Measured."""

    asks: ClassVar[Sequence[Asked]] = (Asked("name", gettext_noop("Name of the account"), example="Café Lumbre"),)
    guide: ClassVar[str] = GUIDE
    by_journey: ClassVar[bool] = False
    settles: ClassVar[timedelta] = timedelta(0)

    def connect(self, typed: Mapping[str, str]) -> Identity:
        if not typed.get("name", "").strip():
            raise Rejected(GUIDE)
        made = _read(_post("/v1/accounts", {"name": typed["name"]}, {}).body)
        account = loose.text(made.get("id"))
        if not account:
            raise Broken(UNREADABLE)
        secret = {"token": loose.text(made.get("token"))}
        name, followers = loose.text(made.get("name")), loose.count(made.get("followers"))
        return Identity(account, f"@{loose.text(made.get('handle'))}", base_url(), secret, name, followers=followers)

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey:
        raise Rejected(GUIDE)

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        raise Rejected(GUIDE)

    def check(self, login: Login) -> Identity:
        followers = loose.count(_get(login, "").get("followers"))
        return Identity(login.external_id, login.handle, base_url(), login.secret, followers=followers)

    def refresh(self, login: Login) -> Identity:
        return self.check(login)

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return LIMITS

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        return Length(graphemes(text), LIMITS.text)

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        return checks.common(part, self.count(part.text, facts), LIMITS, ())

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]:
        return ()

    def prepare(self, login: Login, part: Part) -> Handle:
        """The demo keeps no files: that they can be made to fit is all that is looked at."""
        for one in part.media:
            one.rendition(max_bytes=LIMITS.video_bytes if one.is_video else LIMITS.image_bytes, mimes=(one.mime,))
        return {"key": part.key}

    def commit(self, login: Login, part: Part, handle: Handle) -> Sent:
        answered = part.before or part.first
        said = {
            "key": handle["key"],
            "text": part.text,
            "warning": part.warning,
            "reply_to": answered.external_id if answered else "",
            "media": [one.alt for one in part.media],
        }
        answer = _post(f"/v1/accounts/{quote(login.external_id)}/posts", said, _signed(login), public=True)
        sent = _sent(loose.mapping(loose.json(answer.body)))
        if sent is None:
            raise OutcomeUnknown(NO_SENSE)
        return sent

    def look_up(self, login: Login, part: Part, handle: Handle) -> Verdict:
        try:
            sent = _sent(_get(login, f"/posts/{quote(str(handle['key']))}"))
        except Gone:
            return Verdict(absent=True, evidence=ABSENT)
        return Verdict(sent, evidence=FOUND)

    def metrics(self, login: Login, sent: Sent) -> Metrics:
        try:
            shown = _get(login, f"/posts/{quote(sent.external_id.removeprefix('demo-post-'))}")
        except Gone:
            return Metrics({}, gone=True)
        told = {name: loose.count(figure) for name, figure in loose.mapping(shown.get("figures")).items()}
        return Metrics({name: figure for name, figure in told.items() if figure is not None})

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        rows = loose.objects(_get(login, "/posts").get("posts"))
        items = tuple(_item(login, row) for row in rows if row.get("id"))
        return Page(items=items, complete_since=loose.EARLIEST, skipped=len(rows) - len(items))


def base_url() -> str:
    """Where the service answers: a setting, for its port changes from start to start. Raises Unavailable."""
    if not settings.CMHUB_DEMO_NETWORK_URL:
        raise Unavailable(NOT_SERVED)
    return str(settings.CMHUB_DEMO_NETWORK_URL).rstrip("/")


def _get(login: Login, path: str) -> Mapping[str, Any]:
    url = f"{base_url()}/v1/accounts/{quote(login.external_id)}{path}"
    return _read(http_errors.read(url, headers=_signed(login), guarded=False).body)


def _post(path: str, said: Mapping[str, Any], headers: Mapping[str, str], *, public: bool = False) -> Any:
    sent = {"Content-Type": "application/json", **headers}
    return http_errors.write(
        f"{base_url()}{path}", body=json.dumps(said).encode(), headers=sent, public=public, guarded=False
    )


def _signed(login: Login) -> dict[str, str]:
    return {"Authorization": f"Bearer {login.secret.get('token', '')}"}


def _read(body: bytes) -> Mapping[str, Any]:
    shown = loose.mapping(loose.json(body))
    if not shown:
        raise Broken(UNREADABLE)
    return shown


def _sent(shown: Mapping[str, Any]) -> Sent | None:
    known = loose.text(shown.get("id"))
    return Sent(known, loose.text(shown.get("url"))) if known else None


def _item(login: Login, row: Mapping[str, Any]) -> Item:
    reply_to = loose.text(row.get("reply_to"))
    return Item(
        external_id=loose.text(row.get("id")),
        text=loose.text(row.get("text")),
        url=loose.text(row.get("url")),
        author=Author(login.external_id, handle=login.handle),
        posted_at=loose.moment(row.get("posted_at")),
        kind="comment" if reply_to else "post",
        reply_to=reply_to,
    )
