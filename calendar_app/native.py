"""Posts that an account published by itself, brought into the calendar: so that it shows all that its public sees.

What cmhub sent is never among them. That is known for certain only when nothing of the account is under way or
unconfirmed, so until then nothing is brought in; what slipped in all the same goes when cmhub learns that it was its
own.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from brands.models import Brand
from brands.scope import brand_scope
from calendar_app.content import Content
from calendar_app.models import OwnFeed, Post, Publication, SentPart
from channels import health
from channels.models import Account
from core import clock, jobs
from networks import errors, registry
from networks.accounts import Recalling
from networks.types import Capability, Item

logger = logging.getLogger(__name__)

BATCH = 8
EVERY = timedelta(minutes=15)
_UNDECIDED = (Publication.State.RUNNING, Publication.State.UNKNOWN)


def follow_accounts() -> int:
    """Give every account whose network tells what it published its feed; returns how many are new."""
    networks = [connector.key for connector in registry.with_capability(Capability.OWN_POSTS)]
    followed = OwnFeed.all_brands.filter(account=OuterRef("pk"))
    missing = Account.all_brands.filter(~Exists(followed), network__in=networks, by_hand=False, deleted_at=None)
    new = list(missing.values_list("brand_id", "pk"))
    for brand_id, pk in new:
        with brand_scope(brand_id):
            OwnFeed.objects.get_or_create(account_id=pk)
    return len(new)


def queue() -> QuerySet[OwnFeed]:
    """Feeds of accounts that can be asked."""
    feeds: QuerySet[OwnFeed] = OwnFeed.all_brands.filter(
        account__deleted_at=None, account__broken_at=None, brand__deleted_at=None
    )
    return feeds.select_related("brand", "account")


def read_due(limit: int = BATCH) -> int:
    """Read up to `limit` feeds that are due, in turns between brands; returns how many."""
    claimed = jobs.claim_due(queue(), limit=limit, fair_by="brand_id")
    with jobs.beating(claimed):
        for feed in claimed:
            with brand_scope(feed.brand_id):
                _read(feed)
    return len(claimed)


def sweep() -> int:
    """Feeds whose worker died are due again; returns how many."""
    return jobs.sweep_reads(queue())


def _read(feed: OwnFeed) -> None:
    account: Account = feed.account
    if account.wait_until and account.wait_until > clock.now():
        jobs.finish(feed, state=OwnFeed.State.WAITING, not_before=account.wait_until)
        return
    try:
        connector = cast("Recalling", registry.connector(account.network))
        page = connector.own_posts(account.login(), feed.cursor)
    except errors.RateLimited as error:
        jobs.retry_later(feed, error, until=health.hold_off(account, error.until), count=False)
    except errors.AuthExpired as error:  # its own check renews the tokens, or says that it is broken
        Account.objects.filter(pk=account.pk, state=Account.State.WAITING).update(not_before=clock.now())
        jobs.retry_later(feed, error)
    except errors.NetworkError as error:
        jobs.retry_later(feed, error)
    except Exception as error:
        logger.exception("own posts could not be read", extra={"account": account.public_id})
        jobs.retry_later(feed, error)
    else:
        _take(feed, page.items, dict(page.cursor))


def _take(feed: OwnFeed, items: Sequence[Item], cursor: dict[str, object]) -> None:
    """Bring `items` in and finish the claim in one transaction. While something is undecided, all is read again."""
    now = clock.now()
    with transaction.atomic():
        if not jobs.beat(feed):
            return
        # Whoever sends holds the account's row too: nothing begins meanwhile.
        Account.objects.select_for_update(no_key=True).get(pk=feed.account_id)
        undecided = Publication.objects.filter(account=feed.account_id, state__in=_UNDECIDED).exists()
        if not undecided:
            bring_in(feed.account, items)
        jobs.finish(
            feed,
            state=OwnFeed.State.WAITING,
            attempts=0,
            last_error="",
            last_error_detail="",
            read_at=now,
            not_before=now + EVERY * random.uniform(0.9, 1.1),  # noqa: S311 - spread, not secrecy
            **({} if undecided else {"cursor": cursor}),
        )


def bring_in(account: Account, items: Sequence[Item]) -> int:
    """Make posts of `items` that cmhub neither sent nor knows, follow edits of those it knows; returns how many
    are new.

    Answers to others are conversation, and stay out. Call in the brand's scope, with the account's row locked.
    """
    own = {item.external_id: item for item in items if item.posted_at and not item.reply_to}
    sent = _sent(account, list(own))
    known = Publication.objects.filter(account=account, native=True).select_related("post")
    for publication in known.filter(external_id__in=sent):
        publication.post.delete()
    rest = {name: item for name, item in own.items() if name not in sent}
    there = {one.external_id: one for one in known.filter(external_id__in=list(rest))}
    for name, publication in there.items():
        _follow_edit(publication, rest[name])
    new = [item for name, item in rest.items() if name not in there]
    for item in new:
        _make(account, item)
    return len(new)


def _sent(account: Account, names: list[str]) -> set[str]:
    """Those of `names` that cmhub sent: posts, parts of threads, first comments."""
    publications = Publication.objects.filter(account=account, native=False, external_id__in=names)
    parts = SentPart.objects.filter(publication__account=account, external_id__in=names)
    return {*publications.values_list("external_id", flat=True), *parts.values_list("external_id", flat=True)}


def _make(account: Account, item: Item) -> None:
    assert item.posted_at
    brand: Brand = account.brand
    at = item.posted_at
    local = at.astimezone(brand.zone)
    post = Post.objects.create(
        brand=brand,
        stage=Post.Stage.SCHEDULED,
        content=_content(item),
        wall_date=local.date(),
        wall_time=local.time().replace(microsecond=0, tzinfo=None),
        zone=str(brand.zone),
        fold=local.fold,
        due_at=at,
        native=True,
    )
    Publication.objects.create(
        brand=brand,
        post=post,
        account=account,
        state=Publication.State.DONE,
        due_at=at,
        published_at=at,
        external_id=item.external_id[:500],
        url=item.url[:2000],
        native=True,
    )


def _follow_edit(publication: Publication, item: Item) -> None:
    content = _content(item)
    if publication.post.content != content:
        Post.objects.filter(pk=publication.post_id).update(content=content, edited_at=clock.now())


def _content(item: Item) -> dict[str, object]:
    return Content(text=item.text, title=item.title, language=item.language).json()
