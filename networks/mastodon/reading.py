"""What an account sees of its own: figures of its statuses, who spoke to it, what the instance finds, what it said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from networks import loose
from networks.accounts import Login
from networks.errors import Broken, Gone, RateLimited
from networks.mastodon import parse
from networks.mastodon.client import NOT_MASTODON, Instance, member
from networks.mastodon.publishing import account_id, own_id
from networks.mastodon.timeline import order, walk
from networks.publishing import Metrics, Sent
from networks.types import Cursor, Page

_PAGE, _MOST_PAGES = 40, 5
_FIGURES = {
    "likes": "favourites_count",
    "reposts": "reblogs_count",
    "replies": "replies_count",
    "quotes": "quotes_count",
}


class Reading:
    """See networks.publishing.Measured and networks.accounts.Hearing."""

    def metrics(self, login: Login, sent: Sent) -> Metrics:
        try:
            status = loose.mapping(member(login).get(f"/api/v1/statuses/{quote(own_id(sent))}", {}))
        except Gone:
            return Metrics({}, gone=True)
        told = {name: loose.count(status.get(theirs)) for name, theirs in _FIGURES.items()}
        return Metrics({name: figure for name, figure in told.items() if figure is not None})

    def notifications(self, login: Login, cursor: Cursor) -> Page:
        """Mentions, answers among them, and quotes, forward from the last that was read; at first the newest."""
        there = member(login)
        asked = {"types[]": ["mention", "quote"], "limit": str(_PAGE)}
        rows, newest = _forward(there, "/api/v1/notifications", asked, cursor)
        return _page([row.get("status") for row in rows], there, newest)

    def search(self, login: Login, query: str, cursor: Cursor) -> Page:
        """Posts that hold `query`, as far as their authors let the instance search them."""
        there, newest = member(login), str(cursor.get("newest", ""))
        asked = {"q": query, "type": "statuses", "limit": str(_PAGE)} | ({"min_id": newest} if newest else {})
        found = loose.mapping(there.get("/api/v2/search", asked)).get("statuses")
        if not isinstance(found, list):
            raise Broken(NOT_MASTODON)
        ids = [one for one in map(parse.status_id, found) if one]
        return _page(found, there, max([newest, *ids], key=order))

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        there, path = member(login), f"/api/v1/accounts/{quote(account_id(login))}/statuses"

        def read(asked: dict[str, str]) -> list[Any]:
            rows = there.get(path, {"exclude_reblogs": "true", **asked})
            if not isinstance(rows, list):
                raise Broken(NOT_MASTODON)
            return rows

        walked = walk(read, cursor)
        items, skipped = parse.items(walked.rows, there.base)
        return Page(
            items=items,
            cursor=walked.cursor,
            complete_since=walked.complete_since,
            poll_again_after=walked.again_after,
            skipped=skipped,
        )


def _forward(
    there: Instance, path: str, asked: Mapping[str, Any], cursor: Cursor
) -> tuple[list[Mapping[str, Any]], str]:
    """Rows of a list since the id in `cursor`, oldest page first, and the newest id; _MOST_PAGES at most."""
    newest, rows = str(cursor.get("newest", "")), list[Mapping[str, Any]]()
    for _ in range(_MOST_PAGES):
        try:
            page = there.get(path, {**asked, **({"min_id": newest} if newest else {})})
        except RateLimited:
            if not rows:
                raise
            break
        if not isinstance(page, list):
            raise Broken(NOT_MASTODON)
        ids = [one for one in map(parse.status_id, page) if one]
        rows += loose.objects(page)
        if not ids or max(ids, key=order) == newest:
            break
        began, newest = bool(newest), max([newest, *ids], key=order)
        if not began or len(page) < _PAGE:
            break
    return rows, newest


def _page(statuses: list[Any], there: Instance, newest: str) -> Page:
    items, skipped = parse.items(statuses, there.base)
    return Page(items=items, cursor={"newest": newest} if newest else {}, skipped=skipped)
