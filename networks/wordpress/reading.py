"""What became of the account's articles: comments below one, and everything it has published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from networks import loose, plain
from networks.accounts import Login
from networks.errors import Gone
from networks.publishing import Metrics, Sent
from networks.types import Cursor, Item, Page
from networks.wordpress.client import rendered, site

_PAGE = 50
_OVERLAP = timedelta(seconds=1)
"""WordPress keeps whole seconds: what changed in the same one as the last that was read comes again."""


class Reading:
    """See networks.publishing.Measured; `own_posts` as in networks.accounts.Recalling."""

    def metrics(self, login: Login, sent: Sent) -> Metrics:
        """The number of approved comments: WordPress itself counts nothing else."""
        there = site(login)
        if sent.external_id.startswith("comment-"):
            return Metrics({})
        try:
            shown = loose.mapping(there.get(f"posts/{sent.external_id}", context="edit").content)
        except Gone:
            return Metrics({}, gone=True)
        if shown.get("status") != "publish":
            return Metrics({}, gone=True)
        total = there.get("comments", post=sent.external_id, per_page=1).total
        return Metrics({} if total is None else {"replies": total})

    def own_posts(self, login: Login, cursor: Cursor) -> Page:
        """What the person has published since the last time, by us or on the site; the first time the newest."""
        asked: dict[str, str | int] = {"author": login.external_id.partition("@")[0], "per_page": _PAGE}
        since = loose.moment(cursor.get("since"))
        if since:
            asked |= {"modified_after": since.strftime("%Y-%m-%dT%H:%M:%SZ"), "orderby": "modified", "order": "asc"}
        rows = loose.objects(site(login).get("posts", context="edit", **asked).content)
        items = tuple(item for row in rows if (item := _item(row)))
        changed = [at - _OVERLAP for row in rows if (at := loose.moment(row.get("modified_gmt")))]
        newest = max(filter(None, (since, *changed)), default=None)
        kept = {"since": newest.isoformat()} if newest else {}
        return Page(items=items, cursor=kept, skipped=len(rows) - len(items))


def _item(row: Mapping[str, Any]) -> Item | None:
    number = loose.text(row.get("id"))
    if not number:
        return None
    return Item(
        external_id=number,
        text=plain.from_html(rendered(row.get("content"))),
        title=plain.one_line(plain.from_html(rendered(row.get("title")))),
        url=plain.link(loose.text(row.get("link"))),
        posted_at=loose.moment(row.get("date_gmt")),
        kind="article",
        id_is_global=False,
    )
