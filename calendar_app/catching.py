"""What a hold catches: everything, or what its words, networks, accounts and campaign say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Q, QuerySet

from calendar_app.content import Content
from calendar_app.models import Hold, Publication
from channels.models import Account
from core.text import fold


@dataclass(frozen=True, slots=True)
class Scope:
    """The rules of a hold. Kinds narrow each other, of words, networks and accounts one is enough; {} is everything."""

    words: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    accounts: tuple[str, ...] = field(default=())
    """Public ids."""
    campaign: str = ""

    @classmethod
    def of(cls, hold: Hold) -> Scope:
        return cls(tuple(hold.words), tuple(hold.networks), tuple(hold.accounts), hold.campaign)


def in_the_way(publication: Publication) -> Hold | None:
    """The standing hold that catches `publication` (post and account fetched), the oldest of several; None without.

    Holds that stood when a person let it go out in spite of them do not count.
    """
    return first_of(standing(), publication)


def standing() -> list[Hold]:
    """The holds of the brand in scope that stand, the oldest first."""
    return list(Hold.objects.filter(lifted_at=None).order_by("placed_at", "pk"))


def first_of(holds: Iterable[Hold], publication: Publication) -> Hold | None:
    """`in_the_way`, of these holds of its brand."""
    let_go = publication.reviewed_at
    meant = (hold for hold in holds if let_go is None or hold.placed_at > let_go)
    return next((hold for hold in meant if catches(Scope.of(hold), publication)), None)


def catches(scope: Scope, publication: Publication) -> bool:
    """Whether `scope` holds `publication` (post and account fetched)."""
    post = publication.post
    return matches(
        scope, publication.account, post.campaign, lambda: Content.of(post.content).with_own(publication.own)
    )


def matches(scope: Scope, account: Account, campaign: str, content: Callable[[], Content]) -> bool:
    """Whether `scope` holds what says `content` on `account`; the content is asked for only where words are."""
    if scope.networks and account.network not in scope.networks:
        return False
    if scope.accounts and account.public_id not in scope.accounts:
        return False
    if scope.campaign and fold(campaign.strip()) != fold(scope.campaign.strip()):
        return False
    return not scope.words or says(content(), scope.words)


def says(content: Content, words: tuple[str, ...]) -> bool:
    """Whether anything in `content` holds one of `words`, from the beginning of a word on («avena» finds «avenas»), or
    anywhere in a hashtag. Case and accents do not matter."""
    pattern = _pattern(words)
    return any(pattern.search(" ".join(fold(text).split())) for text in _texts(content) if text)


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    asked = "|".join(re.escape(" ".join(fold(word).split())) for word in words if word.strip())
    return re.compile(rf"(?:(?<!\w)|#\w*)(?:{asked})" if asked else r"(?!)")


def _texts(content: Content) -> Iterator[str]:
    """All that people read of it, and the address that it leads to."""
    yield from (content.text, content.title, content.warning, content.link, content.first_comment)
    yield from (part.text for part in content.thread)
    yield from (use.alt for use in (*content.media, *(use for part in content.thread for use in part.media)))
    yield from content.poll.options if content.poll else ()


def ahead(scope: Scope) -> QuerySet[Publication]:
    """What may match `scope` among all that is scheduled and not going out this moment: words are not looked at."""
    waits = Q(state=Publication.State.WAITING) | Q(state=Publication.State.RUNNING, armed_at=None)
    rows: QuerySet[Publication] = Publication.objects.filter(waits, post__deleted_at=None)
    if scope.networks:
        rows = rows.filter(account__network__in=scope.networks)
    if scope.accounts:
        rows = rows.filter(account__public_id__in=scope.accounts)
    return rows.select_related("post", "account")


def preview(scope: Scope) -> list[Publication]:
    """What a hold with `scope` would catch if it were placed now, the next due first."""
    return [row for row in ahead(scope).order_by("due_at", "pk") if catches(scope, row)]
