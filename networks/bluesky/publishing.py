"""Publishing by a record key of our own: written twice, the same record under the same key changes nothing.

`com.atproto.repo.putRecord` compares the content: the same is answered with success and makes no commit. Therefore the
whole record lies in the handle, from its date to its blobs. `swapRecord: null` says that nothing else may be there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from networks import loose
from networks.accounts import Login
from networks.bluesky import card, facets, parse
from networks.bluesky.client import Server, member
from networks.bluesky.limits import IMAGE_BYTES, IMAGE_SIDE, LIMITS, MOST_LANGUAGES
from networks.errors import Gone, OutcomeUnknown, Rejected
from networks.http_errors import NO_SENSE
from networks.publishing import Handle, Media, Part, Place, Sent, Verdict

FOUND = gettext_noop("The account has a post under the key that was chosen for it.")
ABSENT = gettext_noop("The account has no post under the key that was chosen for it.")
NOTHING_TO_ANSWER = gettext_noop("The post that this one answers is not known.")

_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"


class Publishing:
    """See networks.publishing.Publisher."""

    settles: ClassVar[timedelta] = timedelta(0)

    def prepare(self, login: Login, part: Part) -> Handle:
        with member(login) as there:
            return {"rkey": rkey(part), "record": _record(there, part)}

    def commit(self, login: Login, part: Part, handle: Handle) -> Sent:
        written = {
            "repo": login.external_id,
            "collection": parse.POST,
            "rkey": handle["rkey"],
            "record": handle["record"],
            "swapRecord": None,
        }
        with member(login) as there:
            answer = there.call("com.atproto.repo.putRecord", written, public=True)
        sent = _sent(login, answer)
        if sent is None:
            raise OutcomeUnknown(NO_SENSE)
        return sent

    def look_up(self, login: Login, part: Part, handle: Handle) -> Verdict:
        asked = {"repo": login.external_id, "collection": parse.POST, "rkey": handle["rkey"]}
        with member(login) as there:
            try:
                found = _sent(login, there.ask("com.atproto.repo.getRecord", asked))
            except Gone:
                return Verdict(absent=True, evidence=ABSENT)
        return Verdict(found, evidence=FOUND if found else "")


def rkey(part: Part) -> str:
    """A TID (https://atproto.com/specs/tid) made from the part's moment and key: always the same for the same part.

    53 bits of microseconds since 1970, below which the milliseconds are the part's own, and 10 bits against collisions.
    """
    chance = int.from_bytes(hashlib.sha256(part.key.encode()).digest()[:8])
    micros = int(part.moment.timestamp() * 1000) * 1000 + chance % 1000
    bits = (micros & (1 << 53) - 1) << 10 | chance // 1000 % 1024
    return "".join(_BASE32[bits >> shift & 31] for shift in range(60, -1, -5))


def _record(there: Server, part: Part) -> dict[str, Any]:
    written = part.moment.astimezone(UTC)
    record: dict[str, Any] = {
        "$type": parse.POST,
        "text": part.text,
        "createdAt": f"{written:%Y-%m-%dT%H:%M:%S}.{written.microsecond // 1000:03}Z",
    }
    if marks := facets.of(part.text, lambda handle: _did(there, handle)):
        record["facets"] = marks
    if part.languages:
        record["langs"] = list(part.languages[:MOST_LANGUAGES])
    if part.place is not Place.POST:
        record["reply"] = _reply(part)
    if part.media:
        images = [_image(there, one) for one in part.media]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    elif part.link:
        record["embed"] = card.of(there, part.link)
    return record


def _image(there: Server, media: Media) -> dict[str, Any]:
    body, mime = media.rendition(max_bytes=IMAGE_BYTES, max_side=IMAGE_SIDE, mimes=LIMITS.image_mimes)
    image = {"alt": media.alt, "image": there.upload(body, mime)}
    if media.width and media.height:
        image["aspectRatio"] = {"width": media.width, "height": media.height}
    return image


def _did(there: Server, handle: str) -> str:
    """The account called `handle`, "" if there is none."""
    try:
        return loose.text(there.ask("com.atproto.identity.resolveHandle", {"handle": handle}).get("did"))
    except Rejected:  # Gone among them: a name that nobody has
        return ""


def _reply(part: Part) -> dict[str, Any]:
    """What the part answers: the one before it, a first comment the whole."""
    parent = part.first if part.place is Place.COMMENT else part.before or part.first
    if part.first is None or parent is None:
        raise Rejected(NOTHING_TO_ANSWER)
    return {"root": _reference(part.first), "parent": _reference(parent)}


def _reference(sent: Sent) -> dict[str, Any]:
    return {"uri": sent.external_id, "cid": loose.text(sent.proof.get("cid"))}


def _sent(login: Login, answer: Mapping[str, Any]) -> Sent | None:
    uri, cid = loose.text(answer.get("uri")), loose.text(answer.get("cid"))
    did, key = parse.at_uri(uri)
    if not (did and cid):
        return None
    return Sent(uri, f"{parse.WEB}/profile/{login.handle.removeprefix('@') or did}/post/{key}", {"cid": cid})
