"""Statuses of Mastodon's API to items. Pure, and tolerant: a row that cannot be read is left out, nothing raises.

Fields: https://docs.joinmastodon.org/entities/Status/. Pleroma, Akkoma, GoToSocial, Pixelfed and forks of Misskey speak
the same API and leave out, rename or null what they do not have: ids that are not numbers, dates without a zone,
accounts without `acct`, content without markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from networks import loose, plain
from networks.types import Author, Item

_SHORTCODE = re.compile(r"\s*:([A-Za-z0-9_@.-]+):")


def items(statuses: Iterable[Any], base: str) -> tuple[tuple[Item, ...], int]:
    """Items for `statuses` of the instance at `base` (https://host), each once, and how many could not be read.

    Boosts are left out: they are somebody else's words, and stand under their own author where they were written.
    """
    read: dict[str, Item] = {}
    skipped = 0
    for status in statuses:
        row = loose.mapping(status)
        if loose.mapping(row.get("reblog")):
            continue
        item = _item(row, base)
        if item is None:
            skipped += 1
        else:
            read.setdefault(item.external_id, item)
    return tuple(read.values()), skipped


def status_id(status: Any) -> str:
    """The instance's own id of a status, which pages are turned by; "" for what is none."""
    return loose.text(loose.mapping(status).get("id"))


def author(account: Mapping[str, Any], base: str) -> Author | None:
    """Who `account` is, by their address, which every instance gives alike; None where nothing names them."""
    url = plain.link(loose.text(account.get("url"))) or plain.link(loose.text(account.get("uri")))
    handle = _handle(account, url, base)
    if not (url or handle):
        return None
    return Author(
        external_id=url or handle,
        name=_name(account) or handle,
        handle=handle,
        url=url,
        avatar_url=plain.link(loose.text(account.get("avatar")) or loose.text(account.get("avatar_static"))),
        followers=loose.count(account.get("followers_count")),
    )


def _item(status: Mapping[str, Any], base: str) -> Item | None:
    own_id = status_id(status)
    url = plain.link(loose.text(status.get("url")))
    named = loose.text(status.get("uri")).strip() or url or (f"{base}/statuses/{own_id}" if own_id else "")
    said = words(status)
    title = plain.one_line(_from_markup(loose.text(status.get("spoiler_text"))))
    has_media = bool(loose.objects(status.get("media_attachments")))
    if not named or not (said or title or has_media):
        return None
    writer = author(loose.mapping(status.get("account")), base)
    reply_to = _answered(status, base)
    return Item(
        external_id=named,
        text=said,
        title=title,
        url=url or plain.link(named),
        author=writer,
        posted_at=loose.moment(status.get("created_at")),
        kind="comment" if reply_to else "post",
        language=loose.language(status.get("language")),
        reply_to=reply_to,
        reach=writer.followers if writer else None,
    )


def words(status: Mapping[str, Any]) -> str:
    """What was said, then the answers of a poll, then the descriptions of pictures and films in square brackets."""
    text = _from_markup(loose.text(status.get("content")))
    answers = [
        loose.text(option.get("title")) for option in loose.objects(loose.mapping(status.get("poll")).get("options"))
    ]
    poll = "\n".join(f"• {plain.one_line(unescape(answer))}" for answer in answers if answer.strip())
    media = loose.objects(status.get("media_attachments"))
    described = [f"[{alt}]" for alt in (loose.text(one.get("description")).strip() for one in media) if alt]
    return plain.tidy("\n\n".join(filter(None, [text, poll, *described])))


def _from_markup(content: str) -> str:
    """HTML to words. Some servers send text with entities and line feeds and no markup at all."""
    return plain.from_html(content if "<" in content else content.replace("\n", "<br>"), links=True)


def _name(account: Mapping[str, Any]) -> str:
    """The display name without the server's own pictures (`:verified:`); where nothing is left, the user name."""
    pictures = {loose.text(emoji.get("shortcode")) for emoji in loose.objects(account.get("emojis"))}
    shown = _SHORTCODE.sub(
        lambda found: "" if found[1] in pictures else found[0], loose.text(account.get("display_name"))
    )
    name = plain.one_line(plain.tidy(plain.from_text(shown), 200), 200)
    return name or plain.one_line(loose.text(account.get("username")), 200)


def _handle(account: Mapping[str, Any], url: str, base: str) -> str:
    """`@user@host`, which means the same on every instance."""
    acct = loose.text(account.get("acct")).strip().lstrip("@") or loose.text(account.get("username")).strip()
    if not acct:
        acct = loose.text(account.get("fqn")).strip()
    if not acct:
        return ""
    host = urlsplit(url).hostname or urlsplit(base).hostname or ""
    return f"@{acct}" if "@" in acct else f"@{acct}@{host}"


def _answered(status: Mapping[str, Any], base: str) -> str:
    """What a status answers; "" if nothing. A status names only the instance's own id of it.

    Who answers themselves does so beside their own status: its address with the other id. Somebody else's is found by
    the address that this instance shows it under.
    """
    parent = loose.text(status.get("in_reply_to_id"))
    if not parent:
        return ""
    whom, own_id = loose.text(status.get("in_reply_to_account_id")), status_id(status)
    uri = loose.text(status.get("uri"))
    if whom and whom == loose.text(loose.mapping(status.get("account")).get("id")) and uri.endswith(f"/{own_id}"):
        return f"{uri.removesuffix(own_id)}{parent}"
    return f"{base}/@{_acct(status, whom) or '_'}/{parent}"


def _acct(status: Mapping[str, Any], account_id: str) -> str:
    mentioned: Iterator[Mapping[str, Any]] = iter(loose.objects(status.get("mentions")))
    return next((loose.text(one.get("acct")) for one in mentioned if loose.text(one.get("id")) == account_id), "")
