"""Listening with an account of the brand: what is said to it, and posts that its network finds for it.

Such a source is named by its account's public id, and by the words that are searched. Its account is looked after
elsewhere (channels.health): while that is broken the source waits, and goes on by itself when it is back.
"""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from brands.models import Brand
from channels import health, tokens
from channels.models import Account
from channels.naming import label
from core import clock
from monitoring import sources
from monitoring.models import Source
from networks import errors, registry
from networks.accounts import Hearing
from networks.types import Capability, Page

QUERY_SIZE = 200
KINDS: dict[str, Capability] = {
    Source.Kind.MENTIONS: Capability.MENTIONS,
    Source.Kind.SEARCH: Capability.SEARCH,
}
REMOVED = gettext_noop("The account that this source listens with was removed.")
DISCONNECTED = gettext_noop("The account that this source listens with is disconnected.")


class AccountAway(errors.NotReady):
    """The source's account is broken or removed: a person has to bring it back."""


def listen(brand: Brand, account: Account, kind: str, query: str, *, by: User | None) -> Source:
    """Listen with `account`: to what is said to it, or for posts that hold `query`. Raises sources.AlreadyThere."""
    title = _("Mentions of %(account)s") % {"account": label(account)} if not query else f"{query} · {label(account)}"
    return sources.add_source(
        brand, account.network, address(account, query), by=by, title=title, kind=kind, named=True, account=account
    )


def address(account: Account, query: str = "") -> str:
    """What the source is told apart by."""
    return f"account/{account.public_id}/{query}"


def query_of(source: Source) -> str:
    """The words that are searched; "" for a source of mentions."""
    return source.address.split("/", 2)[-1]


def can(account: Account, kind: str) -> bool:
    """Whether `account` may be listened with in this way, as its last check found."""
    try:
        offered = registry.connector(account.network).capabilities
    except KeyError:
        return False
    return KINDS[kind] in offered and str(KINDS[kind]) not in account.lacks


def read(source: Source) -> Page:
    """What is new. Raises networks.errors.NetworkError: AccountAway where its account has to be connected again.

    A wait that the network asks for is the whole account's. A dead token is renewed once. Call in the brand's scope,
    outside any transaction.
    """
    account = cast("Account", source.account)
    if account.deleted_at or account.broken_at:
        raise AccountAway(REMOVED if account.deleted_at else DISCONNECTED)
    if account.wait_until and account.wait_until > clock.now():
        raise errors.RateLimited(until=account.wait_until)
    try:
        try:
            return _ask(source, account)
        except errors.AuthExpired:
            return _ask(source, tokens.refresh(account))
    except errors.AuthExpired as error:
        health.mark_broken(account, error)
        raise AccountAway(DISCONNECTED) from error
    except errors.RateLimited as error:
        health.hold_off(account, error.until)
        raise


def _ask(source: Source, account: Account) -> Page:
    connector = cast("Hearing", registry.connector(account.network))
    if source.kind == Source.Kind.SEARCH:
        return connector.search(account.login(), query_of(source), source.cursor)
    return connector.notifications(account.login(), source.cursor)
