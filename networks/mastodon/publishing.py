"""Publishing on an instance: proof by Idempotency-Key, then by a look at the account's own statuses.

The instance keeps a key for an hour, from the moment that the status is made
(https://docs.joinmastodon.org/methods/statuses/#create). Sent again within that hour, the first status is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from django.utils.translation import gettext_noop

from core import clock
from networks import loose, plain
from networks.accounts import Login
from networks.errors import Broken, Gone, NotReady, OutcomeUnknown
from networks.http_errors import NO_SENSE
from networks.mastodon import limits, parse
from networks.mastodon.client import NOT_MASTODON, Instance, member
from networks.mastodon.timeline import order
from networks.publishing import Handle, Media, Part, Sent, Verdict

FOUND = gettext_noop("The account has this post, with the same text.")
NONE_LIKE_IT = gettext_noop("None of the account's posts since then has this text.")
TOO_MANY = gettext_noop("The account has published so much since then that not all of it could be looked at.")

_LOOK_AGAIN = timedelta(seconds=5)
_PAGE, _MOST_PAGES = 40, 5
_MOST_SIDE = 3_840
"""Mastodon shrinks pictures to 8.3 megapixels: 3,840 × 2,160."""


class Publishing:
    """See networks.publishing.Publisher."""

    settles: ClassVar[timedelta] = timedelta(minutes=2)

    def prepare(self, login: Login, part: Part) -> Handle:
        there = member(login)
        newest = _statuses(there, login, {"limit": "1"})
        uploaded = [_upload(there, one, login) for one in part.media]
        return {"key": part.key, "after": parse.status_id(newest[0]) if newest else "", "media": uploaded}

    def commit(self, login: Login, part: Part, handle: Handle) -> Sent:
        """Raises NotReady while the instance still works on a picture or a video: then nothing was sent."""
        there = member(login)
        for one in handle["media"]:
            if there.look(f"/api/v1/media/{quote(str(one))}").status == 206:
                raise NotReady(until=clock.now() + _LOOK_AGAIN)
        said = _fields(part) | ({"media_ids": list(handle["media"])} if handle["media"] else {})
        headers = {"Idempotency-Key": str(handle["key"])}
        sent = _sent(there.post("/api/v1/statuses", said, headers=headers, public=True), there.base)
        if sent is None:
            raise OutcomeUnknown(NO_SENSE)
        return sent

    def look_up(self, login: Login, part: Part, handle: Handle) -> Verdict:
        """Among the account's own statuses since the handle was made. The text is compared as it was typed, which the
        instance gives to its author alone."""
        there, after = member(login), str(handle["after"])
        for _ in range(_MOST_PAGES):
            rows = _statuses(there, login, {"limit": str(_PAGE), **({"min_id": after} if after else {})})
            for row in rows:
                if _is_it(there, loose.mapping(row), part) and (sent := _sent(row, there.base)):
                    return Verdict(sent, evidence=FOUND)
            if len(rows) < _PAGE or not after:
                return Verdict(absent=len(rows) < _PAGE, evidence=NONE_LIKE_IT if len(rows) < _PAGE else TOO_MANY)
            after = max(map(parse.status_id, rows), key=order)
        return Verdict(evidence=TOO_MANY)


def account_id(login: Login) -> str:
    """The instance's own id of the account."""
    return login.external_id.partition("@")[0]


def own_id(sent: Sent) -> str:
    """The instance's own id of what was sent; of a status that was not sent by us, the end of its address."""
    return loose.text(sent.proof.get("id")) or sent.external_id.rpartition("/")[2]


def _statuses(there: Instance, login: Login, asked: Mapping[str, str]) -> list[Any]:
    path = f"/api/v1/accounts/{quote(account_id(login))}/statuses"
    rows = there.get(path, {"exclude_reblogs": "true", **asked})
    if not isinstance(rows, list):
        raise Broken(NOT_MASTODON)
    return rows


def _upload(there: Instance, media: Media, login: Login) -> str:
    """The id of `media` on the instance, which may still be at work on it."""
    allowed = limits.limits(login.facts)
    if media.is_video:
        body, mime = media.rendition(max_bytes=allowed.video_bytes, mimes=allowed.video_mimes)
    else:
        body, mime = media.rendition(max_bytes=allowed.image_bytes, max_side=_MOST_SIDE, mimes=allowed.image_mimes)
    described = {"description": media.alt} if media.alt else {}
    name = f"file.{mime.rpartition('/')[2]}"
    made = there.post("/api/v2/media", described, files={"file": (name, body, mime)})
    if not (uploaded := parse.status_id(made)):
        raise Broken(NOT_MASTODON)
    return uploaded


def _fields(part: Part) -> dict[str, Any]:
    """The status as the API takes it."""
    said: dict[str, Any] = {
        "status": part.text,
        "visibility": str(part.options.get("visibility") or limits.VISIBILITY.default),
    }
    if part.warning:
        said |= {"spoiler_text": part.warning, "sensitive": True}
    if part.languages:
        said["language"] = part.languages[0]
    if part.poll:
        seconds = int(timedelta(hours=part.poll.hours).total_seconds())
        said["poll"] = {"options": list(part.poll.options), "expires_in": seconds, "multiple": part.poll.multiple}
    if answered := part.before or part.first:
        said["in_reply_to_id"] = own_id(answered)
    return said


def _is_it(there: Instance, row: Mapping[str, Any], part: Part) -> bool:
    """Whether a status of the account is `part`: it answers the same one, and its text is the same."""
    answered = part.before or part.first
    if loose.text(row.get("in_reply_to_id")) != (own_id(answered) if answered else ""):
        return False
    try:
        source = loose.mapping(there.get(f"/api/v1/statuses/{quote(parse.status_id(row))}/source", {}))
    except Gone:  # before Mastodon 3.5: all that is left is the text as it is shown
        return plain.tidy(parse.words(row)) == plain.tidy(part.text)
    same_warning = loose.text(source.get("spoiler_text")).strip() == part.warning.strip()
    return same_warning and loose.text(source.get("text")).strip() == part.text.strip()


def _sent(row: Any, base: str) -> Sent | None:
    status = loose.mapping(row)
    number = parse.status_id(status)
    if not number:
        return None
    url = plain.link(loose.text(status.get("url")))
    named = loose.text(status.get("uri")).strip() or url or f"{base}/statuses/{number}"
    return Sent(named, url or plain.link(named), {"id": number})
