"""The demo network: an HTTP service like any other, on this machine."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from networks import http_errors
from networks.demo.parse import parse
from networks.demo.publishing import Publishing, base_url
from networks.demo.timeline import CHANGES_WITHIN
from networks.types import Capability, Cursor, Page

_DEFAULT_BRAND = "lumbre"
TOLD_ELSEWHERE = "story:"
"""So begins the address of a source that the demo workspace fills by itself: the service has nothing there."""


class Demo(Publishing):
    """Invented people about an invented brand, plainly labelled."""

    key: ClassVar[str] = "demo"
    name: ClassVar[str] = "Demo"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.LISTEN,
            Capability.ACCOUNTS,
            Capability.PUBLISH,
            Capability.POST_METRICS,
            Capability.ACCOUNT_METRICS,
            Capability.OWN_POSTS,
        }
    )

    def poll(self, address: str, cursor: Cursor) -> Page:
        """Everything since the last poll, and what may still have been edited or deleted before it.

        Of `address` only the query counts: `?brand=lumbre&wave=2026-11-22T10:00:00Z`. Where the service answers is a
        setting, for its port changes from start to start.
        """
        if address.startswith(TOLD_ELSEWHERE):
            return Page(cursor=dict(cursor))
        query = _query(address, cursor)
        url = f"{base_url()}/v1/posts?{urlencode(query)}"
        items, now, complete_since = parse(http_errors.read(url, guarded=False).body)
        return Page(items=items, cursor={"read_at": now}, title=self.name, complete_since=complete_since)


def _query(address: str, cursor: Cursor) -> dict[str, str]:
    asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
    query = {"brand": asked.get("brand", _DEFAULT_BRAND)}
    if "wave" in asked:
        query["wave"] = asked["wave"]
    if "read_at" in cursor:
        query["since"] = (datetime.fromisoformat(str(cursor["read_at"])) - CHANGES_WITHIN).isoformat()
    return query
