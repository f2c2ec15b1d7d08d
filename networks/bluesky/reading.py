"""What an account sees of its own: figures of its posts, who spoke to it, what Bluesky finds, what it said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from networks import loose
from networks.accounts import Login
from networks.bluesky import parse
from networks.bluesky.client import NOT_BLUESKY, Server, member
from networks.bluesky.timeline import LIMIT, walk
from networks.errors import Broken, Gone
from networks.publishing import Metrics, Sent
from networks.types import Cursor, Page

_NOTIFICATIONS = "app.bsky.notification.listNotifications"
_FIGURES = {"likes": "likeCount", "reposts": "repostCount", "quotes": "quoteCount", "replies": "replyCount"}


class Reading:
    """See networks.publishing.Measured and networks.accounts.Hearing."""

    def metrics(self, login: Login, sent: Sent) -> Metrics:
        with member(login) as there:
            found = loose.objects(there.ask("app.bsky.feed.getPosts", {"uris": [sent.external_id]}).get("posts"))
            if not found:
                return Metrics({}, gone=_is_gone(there, sent.external_id))
        told = {name: loose.count(found[0].get(theirs)) for name, theirs in _FIGURES.items()}
        return Metrics({name: figure for name, figure in told.items() if figure is not None})

    def notifications(self, login: Login, cursor: Cursor) -> Page:
        asked = {"limit": LIMIT, "reasons": ["mention", "reply", "quote"]}
        return _pages(
            login, cursor, "app.bsky.notification.listNotifications", asked, "notifications", parse.notifications
        )

    def search(self, login: Login, query: str, cursor: Cursor) -> Page:
        asked = {"q": query, "sort": "latest", "limit": LIMIT}
        return _pages(login, cursor, "app.bsky.feed.searchPosts", asked, "posts", parse.found)

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        asked = {"actor": login.external_id, "limit": LIMIT, "filter": "posts_with_replies"}
        return _pages(login, cursor, "app.bsky.feed.getAuthorFeed", asked, "feed", parse.feed, whole=True)


def _pages(
    login: Login,
    cursor: Cursor,
    query: str,
    asked: Mapping[str, Any],
    rows: str,
    read: Callable[[Any], parse.Feed],
    *,
    whole: bool = False,
) -> Page:
    """What `query` answers as `rows`, back to what `cursor` knows. `whole`: what is not among it was deleted."""
    with member(login) as there:

        def turn(older: str) -> parse.Feed:
            answer = there.ask(query, {**asked, **({"cursor": older} if older else {})})
            if not isinstance(answer.get(rows), list):
                raise Broken(NOT_BLUESKY)
            return read(answer)

        walked, kept = walk(turn, cursor)
    return Page(
        items=tuple(walked.items.values()),
        cursor=kept,
        complete_since=walked.complete_since if whole else None,
        poll_again_after=walked.again_after,
        skipped=walked.skipped,
    )


def _is_gone(there: Server, uri: str) -> bool:
    """Whether the account's own server has it no more: the AppView may only be late."""
    did, rkey = parse.at_uri(uri)
    try:
        there.ask("com.atproto.repo.getRecord", {"repo": did, "collection": parse.POST, "rkey": rkey})
    except Gone:
        return True
    return False
