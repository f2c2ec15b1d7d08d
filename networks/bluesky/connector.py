"""The Bluesky network: public posts of accounts for everybody, more for an account of the brand's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from core import http
from networks import loose, plain
from networks.bluesky import addresses, counting, limits, parse
from networks.bluesky.client import NOT_BLUESKY, Ask, appview
from networks.bluesky.joining import Joining
from networks.bluesky.publishing import Publishing
from networks.bluesky.reading import Reading
from networks.bluesky.timeline import LIMIT, walk
from networks.errors import Broken, Rejected
from networks.publishing import Length, Limits, Option, Part, Problem
from networks.types import Capability, Cursor, Found, Guess, Page

NOT_AN_ADDRESS = gettext_noop("This names no account of Bluesky.")
_PATIENCE = http.Patience(connect=5, read=10, total=15)  # somebody is looking at the page


class Bluesky(Joining, Publishing, Reading):
    """Accounts on any server of the AT protocol, as the AppView of Bluesky shows them."""

    key: ClassVar[str] = "bluesky"
    name: ClassVar[str] = "Bluesky"
    sdk: ClassVar[tuple[str, ...]] = (
        *("atproto_client.client.base", "atproto_client.models.dot_dict"),
        *("core.http.transport", "httpx"),
    )
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.LISTEN,
            Capability.DISCOVER,
            Capability.ACCOUNTS,
            Capability.PUBLISH,
            Capability.POST_METRICS,
            Capability.ACCOUNT_METRICS,
            Capability.MENTIONS,
            Capability.OWN_POSTS,
            Capability.SEARCH,
        }
    )
    example: ClassVar[str] = "marca.bsky.social"
    offers: ClassVar[str] = gettext_noop("The public posts and answers of an account.")

    def poll(self, address: str, cursor: Cursor) -> Page:
        """The account's newest posts back to what `cursor` knows, and as many before it as come with them.

        The cursor keeps the account's DID: who changes their handle is followed.
        """
        name = addresses.actor(address)
        if not name:
            raise Rejected(NOT_AN_ADDRESS)
        with appview() as ask:
            return _read(ask, name, cursor)

    def discover(self, address: str) -> list[Found]:
        """The account that `address` names."""
        name = addresses.actor(address)
        if not name:
            raise Rejected(NOT_AN_ADDRESS)
        with appview(_PATIENCE) as ask:
            profile = ask("app.bsky.actor.getProfile", {"actor": name})
            shown = parse.author_of(_did(profile), profile)
            ask("app.bsky.feed.getAuthorFeed", {"actor": shown.external_id, "limit": 1})
        return [Found(shown.url, _title(shown.name, shown.handle), "posts")]

    def recognises(self, typed: str) -> Guess:
        """See networks.base.Discoverer."""
        return addresses.recognises(typed)

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return limits.LIMITS

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        return counting.count(text)

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        return limits.problems(part)

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]:
        return ()


def _read(ask: Ask, name: str, cursor: Cursor) -> Page:
    profile = ask("app.bsky.actor.getProfile", {"actor": str(cursor.get("did") or name)})
    shown = parse.author_of(_did(profile), profile)

    def turn(older: str) -> parse.Feed:
        asked = {"actor": shown.external_id, "limit": LIMIT, "filter": "posts_with_replies"}
        answer = ask("app.bsky.feed.getAuthorFeed", asked | ({"cursor": older} if older else {}))
        if not isinstance(answer.get("feed"), list):
            raise Broken(NOT_BLUESKY)
        return parse.feed(answer, followers=shown.followers)

    walked, kept = walk(turn, cursor)
    renamed = shown.handle and name not in (shown.external_id, shown.handle.removeprefix("@"))
    return Page(
        items=tuple(walked.items.values()),
        cursor={"did": shown.external_id, **kept},
        title=_title(shown.name, shown.handle),
        home_url=shown.url,
        complete_since=walked.complete_since,
        address=shown.url if renamed else "",
        poll_again_after=walked.again_after,
        skipped=walked.skipped,
    )


def _did(profile: Any) -> str:
    did = loose.text(loose.mapping(profile).get("did"))
    if not did.startswith("did:"):
        raise Broken(NOT_BLUESKY)
    return did


def _title(name: str, handle: str) -> str:
    named = name if name == handle.removeprefix("@") else f"{name} ({handle})"
    return plain.one_line(named if handle else name, 200)
