"""Publishing in two phases: a draft under a name of ours, then its state set to published, which may be repeated.

Slugs prove nothing by themselves: drafts may share one, and a published post gets -2 silently. So a draft is looked for
before it is made, and is known by its number from then on. No date is ever sent: one in the future would schedule, one
less than a minute ahead would publish at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from networks import loose, plain
from networks.accounts import Login
from networks.errors import Gone, OutcomeUnknown, Rejected
from networks.publishing import Handle, Media, Part, Place, Sent, Verdict
from networks.wordpress import content
from networks.wordpress.client import Site, rendered, site
from networks.wordpress.limits import IMAGE_SIDE, LIMITS

PUBLISHED = gettext_noop("The site shows the article as published.")
DRAFT = gettext_noop("The article lies on the site as a draft.")
ELSEWHERE = gettext_noop("The article is neither a draft nor published on the site: somebody has changed its state.")
NOT_THERE = gettext_noop("The site has no article with this number any more: somebody has deleted it.")
COMMENTED = gettext_noop("The comment is there.")
NO_COMMENT = gettext_noop("None of the account's comments below the article has this text.")

_ANY_STATE = "draft,pending,private,future,publish"
_UNPUBLISHED = ("draft", "auto-draft", "pending")


class Publishing:
    """See networks.publishing.Publisher."""

    settles: ClassVar[timedelta] = timedelta(0)

    def prepare(self, login: Login, part: Part) -> Handle:
        if part.place is Place.COMMENT:
            return {"on": _first(part).external_id}
        there = site(login)
        slug = _slug(part.key)
        files = [_upload(there, one, f"{slug}-{number}") for number, one in enumerate(part.media, 1)]
        fields = {"slug": slug, "status": "draft", **_fields(there, part, files)}
        known = _draft(there, slug)
        made = there.post(f"posts/{known}" if known else "posts", fields)
        return {"post": int(made["id"])}

    def commit(self, login: Login, part: Part, handle: Handle) -> Sent:
        there = site(login)
        if "on" in handle:
            said = {"post": int(handle["on"]), "content": content.linked(part.text)}
            return _comment(there.post("comments", said, public=True))
        # An empty slug: WordPress makes one of the title, as it does for people.
        shown = there.post(f"posts/{handle['post']}", {"status": "publish", "slug": ""}, public=True)
        if shown.get("status") != "publish":
            raise OutcomeUnknown(ELSEWHERE)
        return _sent(shown)

    def look_up(self, login: Login, part: Part, handle: Handle) -> Verdict:
        there = site(login)
        if "on" in handle:
            return _look_for_comment(there, part, handle)
        try:
            shown = loose.mapping(there.get(f"posts/{handle['post']}", context="edit").content)
        except Gone:
            return Verdict(evidence=NOT_THERE)
        state = loose.text(shown.get("status"))
        if state == "publish":
            return Verdict(_sent(shown), evidence=PUBLISHED)
        return Verdict(absent=state in _UNPUBLISHED, evidence=DRAFT if state in _UNPUBLISHED else ELSEWHERE)


def _slug(key: str) -> str:
    """A name for the part with `key` that no person would choose, in the few characters that WordPress leaves alone."""
    return f"cmhub-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _draft(there: Site, slug: str) -> int | None:
    """The draft that an earlier attempt made, if one did."""
    found = loose.objects(there.get("posts", slug=slug, status=_ANY_STATE, context="edit").content)
    return next((number for one in found if (number := loose.count(one.get("id")))), None)


def _fields(there: Site, part: Part, files: Sequence[tuple[Media, int, str]]) -> dict[str, Any]:
    """The article: the first picture is its featured one, the rest stand below the text."""
    featured = next((one for one in files if not one[0].is_video), None)
    below = [one for one in files if one is not featured]
    fields: dict[str, Any] = {"title": part.title, "content": content.blocks(part.text, below)}
    if featured:
        fields["featured_media"] = featured[1]
    if category := loose.count(part.options.get("category")):
        fields["categories"] = [category]
    if tags := [name for one in str(part.options.get("tags") or "").split(",") if (name := one.strip(" #"))]:
        fields["tags"] = [_tag(there, name) for name in dict.fromkeys(tags)]
    return fields


def _tag(there: Site, name: str) -> int:
    """The number of the tag called `name`, made where the site has none."""
    for found in loose.objects(there.get("tags", search=name, per_page=100).content):
        if plain.from_html(loose.text(found.get("name"))).casefold() == name.casefold():
            return int(found["id"])
    return int(there.post("tags", {"name": name})["id"])


def _upload(there: Site, media: Media, slug: str) -> tuple[Media, int, str]:
    """`media` in the site's library, with its number and address there; what an earlier attempt left is used again."""
    known = loose.objects(there.get("media", slug=slug, context="edit").content)
    if known:
        shown: Mapping[str, Any] = known[0]
    else:
        pixels = {} if media.is_video else {"max_side": IMAGE_SIDE}
        most = LIMITS.video_bytes if media.is_video else LIMITS.image_bytes
        mimes = LIMITS.video_mimes if media.is_video else LIMITS.image_mimes
        body, mime = media.rendition(max_bytes=most, mimes=mimes, **pixels)
        shown = there.upload(body, mime, filename=_filename(media.name, mime), slug=slug)
    number = loose.count(shown.get("id"))
    if not number:
        raise Rejected(NOT_THERE)
    described = {"alt_text": media.alt} | ({"title": media.name} if media.name else {})
    shown = there.post(f"media/{number}", described)
    return media, number, loose.text(shown.get("source_url"))


def _filename(name: str, mime: str) -> str:
    """`name` in ASCII, with the extension of `mime`."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name.rpartition(".")[0] or name).strip("-")[:60]
    return f"{stem or 'file'}.{mime.rpartition('/')[2].replace('jpeg', 'jpg')}"


def _sent(post: Mapping[str, Any]) -> Sent:
    return Sent(str(post["id"]), plain.link(loose.text(post.get("link"))))


def _first(part: Part) -> Sent:
    if part.first is None:
        raise Rejected(NOT_THERE)
    return part.first


def _comment(comment: Mapping[str, Any]) -> Sent:
    return Sent(f"comment-{comment['id']}", plain.link(loose.text(comment.get("link"))))


def _look_for_comment(there: Site, part: Part, handle: Handle) -> Verdict:
    """The account's own comment with this text. Sending it again is safe: the site refuses it as a duplicate."""
    me = loose.mapping(there.get("users/me").content).get("id")
    asked: dict[str, str | int] = {
        "post": str(handle["on"]),
        "author": str(me),
        "status": "any",
        "context": "edit",
        "per_page": 100,
    }
    for one in loose.objects(there.get("comments", **asked).content):
        if plain.from_html(rendered(one.get("content"))) == plain.from_html(content.linked(part.text)):
            return Verdict(_comment(one), evidence=COMMENTED)
    return Verdict(absent=True, evidence=NO_COMMENT)
