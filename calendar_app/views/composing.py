"""What stands around a post that is being written: accounts with their limits, checks, previews, differences."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brands.access import BrandAccess
from brands.models import Brand
from brands.roles import Need
from calendar_app import checking, comparing, emoji, files, foreseeing, previews, readiness, times
from calendar_app.checking import Checked, Complaint
from calendar_app.comparing import Difference, Wordings
from calendar_app.content import Content, FileUse
from calendar_app.models import HashtagGroup, Post, Publication, PublishingRules, Revision
from calendar_app.views.state import Asked, variant
from channels.models import Account
from channels.naming import label
from core import clock, formats
from media import cropping
from media import shown as media_shown
from media.errors import bytes_words
from media.models import File
from networks.naming import network_name
from networks.publishing import Limits

MOST_IMAGES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as previews and the editor show it."""

    public_id: str
    name: str
    alt: str
    thumb_url: str
    preview_url: str
    is_video: bool
    take_url: str = ""
    """Where it is downloaded as it goes out."""


def accounts(post: Post | None = None) -> list[Account]:
    """The accounts that a post can go out on, and those that `post` has although they are gone."""
    rows = Account.with_deleted.filter(deleted_at=None)
    if post is not None:
        chosen = Publication.objects.filter(post=post).values("account_id")
        rows = Account.with_deleted.filter(Q(deleted_at=None) | Q(pk__in=chosen))
    found = list(rows.order_by("network", "name", "pk"))
    return [account for account in found if checking.network(account) is not None]


def page(
    access: BrandAccess, said: dict[str, Any], accounts: Sequence[Account], post: Post | None = None
) -> dict[str, Any]:
    """What calendar_app/composer.html takes."""
    brand = access.brand.public_id
    rules = PublishingRules.objects.filter(brand=access.brand).first()
    states = dict(Publication.objects.filter(post=post).values_list("account_id", "state")) if post else {}
    used = Content.of(said["content"]).files
    for own in said["own"].values():
        used = (*used, *Content.of(own).files)
    return {
        "post": post,
        "state": said,
        "accounts": [described(account, states.get(account.pk, "")) for account in accounts],
        "groups": HashtagGroup.objects.order_by("sort_key"),
        "emoji": emoji.groups(),
        "utm": rules.utm if rules else {},
        "may_schedule": access.allows(Need.SCHEDULE_POSTS),
        "zone": access.brand.time_zone.rpartition("/")[2].replace("_", " "),
        "key": secrets.token_urlsafe(16),
        "shapes": [name for name in cropping.RATIOS if name != cropping.FREE],
        "uploads": media_shown.uploads(brand),
        "accounts_url": reverse("channels:connect", args=[brand]) if access.allows(Need.MANAGE_CHANNELS) else "",
        "accounts_word": _("Connect an account"),
        "config": {
            "accounts": {account.public_id: _limits(account, states.get(account.pk, "")) for account in accounts},
            "files": {public_id: media_shown.plain(file, brand) for public_id, file in files.of(used).items()},
            "shapes": {name: float(ratio) if ratio else 0 for name, ratio in cropping.RATIOS.items()},
            "words": _words(),
            "kept": f"cmhub:{brand}:{post.public_id if post else 'new'}",
            "postUrl": reverse("posts:post", args=[brand, post.public_id]) if post else "",
        },
    }


def described(account: Account, state: str) -> dict[str, Any]:
    """An account as a choice of the composer."""
    return {
        "row": account,
        "network_name": network_name(account.network),
        "options": checking.options(account),
        "state": state,
        "out": state in {Publication.State.DONE, Publication.State.HANDED, Publication.State.UNKNOWN},
    }


def _limits(account: Account, state: str) -> dict[str, Any]:
    """What of the editor is there for this account."""
    found = checking.limits(account)
    return {
        "name": str(account),
        "network": account.network,
        "has": {
            "title": found.titles,
            "media": bool(found.images or found.videos),
            "thread": found.threads,
            "warning": found.warnings,
            "poll": bool(found.polls),
            "link": found.link_cards,
            "first_comment": found.comments,
            "options": bool(checking.options(account)),
        },
        **_videos(label(account), found),
        "shapes": found.shapes,
        "out": state in {Publication.State.DONE, Publication.State.HANDED, Publication.State.UNKNOWN},
    }


def _videos(account: str, found: Limits) -> dict[str, Any]:
    """The largest video that `account` takes (None: of any size), and what is said of a larger one before it came."""
    if not found.videos:
        said = _("%(account)s takes no videos from cmhub: take it out of that variant.") % {"account": account}
        return {"videoBytes": 0, "videoTooLarge": said}
    said = _("%(account)s takes videos of up to %(most)s: this one cannot go out there as it is.")
    words = {"account": account, "most": bytes_words(found.video_bytes)}
    return {"videoBytes": found.video_bytes or None, "videoTooLarge": said % words}


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "kept": _("Not saved: no connection. Your text is kept in this browser."),
        "signedOut": _("Not saved: you are signed out. Sign in in another tab; your text is kept in this browser."),
        "scheduled": _("Changed, not saved: it goes out as it was until you save."),
        "back": _("Your text that was not saved is back, from this browser."),
        "own": pgettext("variant", "Own"),
        "part": _("Part %(n)s of the thread"),
        "answer": _("Answer %(n)s"),
        "uploading": _("A file is still on its way. Wait for it, or stop it, then try again."),
        "notUnderstood": _("We did not understand that. Try “tomorrow at 9” or “Friday 18:30”."),
        "merging": _("Theirs stands above your text. Take what you need; the next save writes yours."),
    }


def checked(access: BrandAccess, asked: Asked) -> dict[str, Any]:
    """What calendar_app/_check.html takes: counts, complaints where they belong, previews, the time in words, and the
    holds that will stop it."""
    wanted, brand = asked.wanted, access.brand
    chosen = [a for a in Account.objects.filter(public_id__in=list(wanted.own)) if checking.network(a) is not None]
    chosen.sort(key=lambda account: list(wanted.own).index(account.public_id))
    found = readiness.check_all({account: variant(asked, account.public_id) for account in chosen})
    in_sight = [one for one in found if asked.tab in ("", one.account.public_id)]
    library = files.of({file for one in found for file in one.content.files})
    when = wanted.when
    return {
        "found": [row(brand, one, library) for one in found],
        "shown": asked.tab or (chosen[0].public_id if chosen else ""),
        "places": places(in_sight, alone=bool(asked.tab)),
        "blocked": sum(one.blocked for one in found),
        "when": times.told(when.day, when.at, brand.time_zone, when.fold) if when else None,
        "fold": when.fold if when else 0,
        "caught": foreseeing.of_writing(access, {one.account: one.content for one in found}, wanted.campaign),
        "brand": brand,
    }


def places(found: Sequence[Checked], *, alone: bool) -> dict[str, list[dict[str, Any]]]:
    """Complaints by the field where they are shown; the same one of several accounts is said once."""
    at: dict[str, dict[tuple[str, bool], dict[str, Any]]] = {
        name: {} for name in ("text", "title", "media", "poll", "warning", "link", "thread", "comment", "options")
    }
    for one in found:
        for complaint in one.complaints:
            said = _said(complaint)
            rows = at[_place(complaint)]
            shared = rows.setdefault(
                (said, complaint.blocks), {"text": said, "blocks": complaint.blocks, "networks": []}
            )
            known = (one.account.network, network_name(one.account.network))
            if not alone and known not in shared["networks"]:
                shared["networks"].append(known)
    return {name: list(rows.values()) for name, rows in at.items()}


def _place(complaint: Complaint) -> str:
    if complaint.part:
        return "comment" if complaint.field == "comment" else "thread"
    return {"alt": "media"}.get(complaint.field, complaint.field)


def _said(complaint: Complaint) -> str:
    if not complaint.part or complaint.field in {"comment", "thread"}:
        return complaint.text
    return _("Part %(n)s: %(what)s") % {"n": complaint.part + 1, "what": complaint.text}


def row(brand: Brand, one: Checked, library: Mapping[str, File]) -> dict[str, Any]:
    """A variant with its counts and its preview."""
    content, account = one.content, one.account
    comment = 1 if content.first_comment.strip() else 0
    lengths = one.lengths[: len(one.lengths) - comment] if one.lengths else ()
    seen = checking.taken(account, content)
    parts = [(seen.text, seen.media), *((part.text, part.media) for part in seen.thread)]
    return {
        "account": account,
        "network_name": network_name(account.network),
        "length": lengths[0] if lengths else None,
        "part_lengths": lengths[1:],
        "blocked": one.blocked,
        "title": seen.title,
        "warning": seen.warning,
        "poll": seen.poll,
        "link": seen.link,
        "comment": previews.pieces(seen.first_comment),
        "parts": [{"pieces": previews.pieces(text), "media": _grid(brand, media, library)} for text, media in parts],
    }


def _grid(brand: Brand, uses: Sequence[FileUse], library: Mapping[str, File]) -> dict[str, Any]:
    found = [shown(brand, library[use.file], use) for use in uses if use.file in library]
    return {"files": found[:MOST_IMAGES_SHOWN], "more": max(len(found) - MOST_IMAGES_SHOWN, 0), "n": min(len(found), 4)}


def shown(brand: Brand, file: File, use: FileUse) -> Shown:
    """`file` as it is used, with its addresses."""
    here = [brand.public_id, file.public_id]
    thumb, preview, take = (reverse(f"media:{name}", args=here) for name in ("thumb", "preview", "clean"))
    if use.crop and cropping.is_name(use.crop) and not file.moves:
        part = f"{reverse('media:cropped', args=here)}?{urlencode({'ratio': use.crop})}"
        thumb, preview, take = part, part, f"{part}&full=1"
    return Shown(file.public_id, file.name, use.alt, thumb, preview, file.is_video, take)


def differences(theirs: Mapping[str, Any], asked: Asked) -> list[Difference]:
    """Where what stands now (as state.of gives it) and what was refused differ."""
    mine = asked.wanted
    now, refused = (theirs["content"], theirs["own"]), (mine.content.json(), mine.own)
    here = f"{asked.day or ''} {f'{asked.at:%H:%M}' if asked.at else ''}"
    plan = [
        (_("Objective"), theirs["objective"], mine.objective),
        (_("Campaign"), theirs["campaign"], mine.campaign),
        (_("Time"), f"{theirs['day']} {theirs['time']}", here),
    ]
    said = comparing.differences(now, refused, Wordings((now, refused)))
    return said + [Difference(*row) for row in plan if row[1] != row[2]]


def last_writer(post: Post) -> str:
    """Who saved last."""
    last = Revision.objects.filter(post=post).select_related("by").order_by("-number").first()
    return last.by.display_name if last and last.by else _("Somebody")


def moment(post: Post) -> str:
    """When `post` goes out, in the brand's clock."""
    due: datetime = post.due_at or clock.now()
    return formats.moment(due)
