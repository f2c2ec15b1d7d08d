"""What each network says to a post before it is sent: how long its texts are, what is wrong with them. Asks nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from calendar_app.content import Content, FileUse
from channels.models import Account
from core import clock
from media import cropping
from media.errors import BadCrop
from media.models import File
from media.renditions import outgoing
from networks import registry
from networks.publishing import Length, Limits, Media, Option, Part, Place, Poll, Problem, Writable
from networks.types import Capability

FILE_GONE = gettext_noop("A file of this post is not in the library any more. Take it out or upload it again.")

BAD_CROP = gettext_noop("The part of “{name}” that was chosen does not lie inside it. Choose it anew.")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One problem, in the reader's language."""

    part: int
    """0 is the post itself, then the thread in order, the first comment last."""
    field: str
    """See networks.publishing.Problem."""
    text: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A variant, held against its network."""

    account: Account
    content: Content
    lengths: tuple[Length, ...]
    """Of each part, in order."""
    complaints: tuple[Complaint, ...]

    @property
    def blocked(self) -> bool:
        """It would not be taken as it is."""
        return any(one.blocks for one in self.complaints)


def network(account: Account) -> Writable | None:
    """The connector that posts for `account` are written for; None where nothing can be published on its network."""
    try:
        found = registry.writable(account.network)
    except KeyError:  # a network that an earlier version had
        return None
    return found if {Capability.PUBLISH, Capability.BY_HAND} & found.capabilities else None


def limits(account: Account) -> Limits:
    """What one message may hold on `account`."""
    connector = network(account)
    return connector.limits(account.facts) if connector else Limits(text=0)


def options(account: Account) -> Sequence[Option]:
    """What can be chosen on `account` beside the content."""
    connector = network(account)
    return connector.options(account.facts) if connector else ()


def taken(account: Account, content: Content) -> Content:
    """`content` without what has no place on `account`: what previews show, and what people publish by hand.

    A link card stands only where no file does: networks show the one or the other.
    """
    there = limits(account)
    return replace(
        content,
        title=content.title if there.titles else "",
        thread=content.thread if there.threads else (),
        warning=content.warning if there.warnings else "",
        poll=content.poll if there.polls else None,
        link=content.link if there.link_cards and not content.media else "",
        first_comment=content.first_comment if there.comments else "",
    )


def check(account: Account, content: Content, files: Mapping[str, File]) -> Checked:
    """What `account` says to `content`; `files` are those of the library that it uses, by public id."""
    connector = network(account)
    if connector is None:
        message = _("cmhub cannot publish on this network. Take the account out of the post.")
        return Checked(account, content, (), (Complaint(0, "text", message, blocks=True),))
    written = parts(content, account.network, files)
    lengths = tuple(connector.count(part.text, account.facts) for part in written)
    found = [(n, problem) for n, part in enumerate(written) for problem in connector.problems(part, account.facts)]
    found += [(0, Problem(FILE_GONE, field="media")) for _file in set(content.files) - files.keys()]
    found += [(0, problem) for use in content.uses if (problem := _bad_crop(use, files))]
    return Checked(account, content, lengths, tuple(_complaint(n, problem) for n, problem in found))


def parts(content: Content, network_key: str, files: Mapping[str, File]) -> list[Part]:
    """The messages of `content` as they would go out, to be looked at: without keys, never to be sent."""
    now = clock.now()
    languages = (content.language,) if content.language else ()
    first = Part(
        key="",
        text=content.text,
        moment=now,
        title=content.title,
        media=_media(content.media, files),
        warning=content.warning,
        poll=Poll(content.poll.options, content.poll.hours, content.poll.multiple) if content.poll else None,
        link=content.link,
        languages=languages,
        options=content.options.get(network_key, {}),
    )
    thread = [
        Part("", part.text, now, Place.THREAD, media=_media(part.media, files), languages=languages)
        for part in content.thread
    ]
    comment = [Part("", content.first_comment, now, Place.COMMENT)] if content.first_comment.strip() else []
    return [first, *thread, *comment]


def _media(uses: Sequence[FileUse], files: Mapping[str, File]) -> tuple[Media, ...]:
    """As `outgoing` gives them; one with a crop that is none of it, whole."""
    return tuple(
        outgoing(files[use.file], alt=use.alt, crop=None if _bad_crop(use, files) else use.crop or None)
        for use in uses
        if use.file in files
    )


def _bad_crop(use: FileUse, files: Mapping[str, File]) -> Problem | None:
    if not use.crop or use.file not in files:
        return None
    try:
        cropping.box_of(files[use.file], use.crop)
    except BadCrop:
        return Problem(BAD_CROP, {"name": files[use.file].name}, field="media")
    return None


def _complaint(part: int, problem: Problem) -> Complaint:
    return Complaint(part, problem.field, _(problem.sentence).format(**problem.words), problem.blocks)
