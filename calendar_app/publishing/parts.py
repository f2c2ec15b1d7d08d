"""From what people wrote to the messages that go out: the post, its thread, its first comment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from calendar_app.content import Content, FileUse
from calendar_app.models import Post, Publication
from channels.models import Account
from media.models import File
from media.renditions import outgoing
from networks.errors import Rejected
from networks.publishing import Limits, Media, Part, Place, Poll

MISSING = gettext_noop("A file of this post is not in the library any more. Choose another one.")


def content_of(post: Post, publication: Publication) -> Content:
    """What the variant says, whole."""
    return Content.of(post.content).with_own(publication.own)


def build(content: Content, publication: Publication, account: Account, limits: Limits, at: datetime) -> list[Part]:
    """The messages in the order in which they go out. Threads and first comments only where the network has them.

    `at` is when they are said to be written. Raises Rejected for a file that is gone. Call in the brand's scope.
    """
    languages = (content.language,) if content.language else ()

    def part(number: int, place: Place, text: str, files: Sequence[FileUse], **more: object) -> Part:
        made: dict[str, object] = {"languages": languages, "media": tuple(map(_media, files)), **more}
        return Part(publication.key(number), text, at, place=place, **made)  # type: ignore[arg-type]

    options = content.options.get(account.network, {})
    poll = content.poll and Poll(content.poll.options, content.poll.hours, content.poll.multiple)
    said: dict[str, object] = {"title": content.title, "poll": poll, "link": content.link}
    built = [part(0, Place.POST, content.text, content.media, warning=content.warning, options=options, **said)]
    for more in content.thread if limits.threads else ():
        built.append(part(len(built), Place.THREAD, more.text, more.media, warning=content.warning, options=options))
    if content.first_comment and limits.comments:
        built.append(part(len(built), Place.COMMENT, content.first_comment, ()))
    return built


def count(content: Content, limits: Limits) -> int:
    """How many messages `build` makes."""
    thread = len(content.thread) if limits.threads else 0
    return 1 + thread + bool(content.first_comment and limits.comments)


def _media(use: FileUse) -> Media:
    """A file as a connector takes it. Raises Rejected where it is gone."""
    file = File.objects.filter(public_id=use.file).first()
    if file is None:
        raise Rejected(MISSING)
    return outgoing(file, alt=use.alt, crop=use.crop or None)
