"""The Mastodon network: hashtags and public posts of accounts for everybody, more for an account of the brand's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from django.utils.translation import gettext_noop

from core import http
from networks import http_errors, loose, plain
from networks.errors import Broken, Gone, NetworkError, Rejected
from networks.mastodon import addresses, counting, limits, parse
from networks.mastodon.addresses import Place
from networks.mastodon.client import NOT_MASTODON, Get, instance
from networks.mastodon.joining import Joining
from networks.mastodon.publishing import Publishing
from networks.mastodon.reading import Reading
from networks.mastodon.timeline import walk
from networks.publishing import Length, Limits, Option, Part, Problem
from networks.types import Capability, Cursor, Found, Guess, Item, Page

NOT_AN_ADDRESS = gettext_noop("This names neither a hashtag with its instance nor an account.")
NAME_THE_INSTANCE = gettext_noop(
    "Name an instance after the hashtag, as in #café mastodon.social: each one knows other posts."
)
_PATIENCE = http.Patience(connect=5, read=10, total=15)  # somebody is looking at the page


class Mastodon(Joining, Publishing, Reading):
    """Any instance of Mastodon, and other servers that speak its API."""

    key: ClassVar[str] = "mastodon"
    name: ClassVar[str] = "Mastodon"
    sdk: ClassVar[tuple[str, ...]] = ("mastodon",)
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
    example: ClassVar[str] = "#café mastodon.social"
    offers: ClassVar[str] = gettext_noop(
        "A hashtag as one instance sees it, or the public posts of an account. Instances do not search words for "
        "strangers: add a source for each hashtag."
    )

    def poll(self, address: str, cursor: Cursor) -> Page:
        """What is new at `address` since `cursor`, and the last posts before it again, as they are now."""
        place = addresses.read(address)
        if place is None:
            raise Rejected(NOT_AN_ADDRESS)
        get = instance(place.base)
        account = _account_id(get, place, cursor)
        walked = walk(lambda asked: _statuses(get, place, account, asked), cursor)
        items, skipped = parse.items(walked.rows, place.base)
        return Page(
            items=items,
            cursor=walked.cursor | ({"account": account} if account else {}),
            title=_title(place, items),
            home_url=place.address,
            complete_since=walked.complete_since,
            poll_again_after=walked.again_after,
            skipped=skipped,
        )

    def discover(self, address: str) -> list[Found]:
        """The place that `address` names, if its instance shows it to strangers. An account is asked for at its home,
        which knows all its posts; where that is closed, at the instance that was named."""
        place = addresses.read(address)
        if place is None:
            raise Rejected(NAME_THE_INSTANCE if address.strip().startswith("#") else NOT_AN_ADDRESS)
        failure: NetworkError | None = None
        for candidate in _candidates(place):
            try:
                return [_found(candidate)]
            except NetworkError as error:
                failure = failure or error
        raise failure or Rejected(NOT_AN_ADDRESS)

    def recognises(self, typed: str) -> Guess:
        """See networks.base.Discoverer."""
        if addresses.read(typed):
            return Guess.YES
        return Guess.MAYBE if typed.strip().startswith("#") else Guess.NO

    def limits(self, facts: Mapping[str, Any]) -> Limits:
        return limits.limits(facts)

    def count(self, text: str, facts: Mapping[str, Any]) -> Length:
        return counting.count(text, facts)

    def problems(self, part: Part, facts: Mapping[str, Any]) -> list[Problem]:
        return limits.problems(part, facts)

    def options(self, facts: Mapping[str, Any]) -> Sequence[Option]:
        return (limits.VISIBILITY,)


def _candidates(place: Place) -> Sequence[Place]:
    """Where `place` may be asked for, the best first."""
    user, _, home = place.name.partition("@")
    if place.kind == "account" and home:
        return (Place(f"https://{home}", "account", user), place)
    return (place,)


def _found(place: Place) -> Found:
    """`place`, after a look at its newest post."""
    get = instance(place.base, _PATIENCE)
    try:
        account = _account_id(get, place, {})
    except (Broken, Gone):
        elsewhere = _served_at(place)
        if elsewhere is None:
            raise
        return _found(elsewhere)
    items, _ = parse.items(_statuses(get, place, account, {"limit": "1"}), place.base)
    return Found(place.address, _title(place, items) or place.title, "posts")


def _served_at(place: Place) -> Place | None:
    """Where an account really lives, as WebFinger (RFC 7033) tells: example.org may be served by social.example.org."""
    if place.kind != "account" or "@" in place.name:
        return None
    asked = f"{place.base}/.well-known/webfinger?resource=acct:{quote(place.name)}@{place.host}"
    try:
        answer = http_errors.read(asked, timeout=_PATIENCE)
    except NetworkError:
        return None
    for link in loose.objects(loose.mapping(loose.json(answer.body)).get("links")):
        there = addresses.read(loose.text(link.get("href"))) if "profile-page" in loose.text(link.get("rel")) else None
        if there and there.base != place.base and "@" not in there.name:
            return there
    return None


def _account_id(get: Get, place: Place, cursor: Cursor) -> str:
    """The instance's id of the account at `place`, "" for a hashtag. What the cursor knows is not asked for again."""
    if place.kind == "tag" or cursor.get("account"):
        return str(cursor.get("account", ""))
    try:
        found = get("/api/v1/accounts/lookup", {"acct": place.name})
    except Gone:  # no such account; or, before Mastodon 3.4 and on some other servers, no such question
        found = get(f"/api/v1/accounts/{quote(place.name)}", {})
    own_id = loose.text(loose.mapping(found).get("id"))
    if not own_id:
        raise Broken(NOT_MASTODON)
    return own_id


def _statuses(get: Get, place: Place, account: str, asked: dict[str, str]) -> list[Any]:
    if place.kind == "tag":
        answer = get(f"/api/v1/timelines/tag/{quote(place.name)}", asked)
    else:
        answer = get(f"/api/v1/accounts/{quote(account)}/statuses", {"exclude_reblogs": "true", **asked})
    if not isinstance(answer, list):
        raise Broken(NOT_MASTODON)
    return answer


def _title(place: Place, items: Sequence[Item]) -> str:
    """What people call `place`; of an account that has said nothing lately we do not know its name."""
    if place.kind == "tag":
        return place.title
    author = items[0].author if items else None
    return plain.one_line(f"{author.name} ({place.title})", 200) if author and author.name else ""
