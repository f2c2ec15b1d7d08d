"""Who changes a post holds its rows, and takes turns with the engine: it is sent as it was, or as it is now.

Everybody locks in the same order (post, publications by id, rules, account), so that nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brands.models import Brand
from calendar_app.models import Post, Publication, PublishingRules
from calendar_app.refusals import Refusal
from channels.models import Account

State = Publication.State

GOING_OUT = _("This post is going out right now, so it cannot be changed. Look again in a minute.")
UNCONFIRMED = _("This post may be public already. Say first whether it is there, then change it.")
FREE = dict.fromkeys(("claim", "claimed_at", "heartbeat_at", "armed_at"))
"""A publication that nobody is working on."""


def hold(post: Post) -> tuple[Post, list[Publication]]:
    """`post` as it stands, and its publications, locked until the transaction ends. Deleted posts too."""
    return hold_all([post])[0]


def hold_all(posts: Sequence[Post]) -> list[tuple[Post, list[Publication]]]:
    """`hold` for each of `posts`, in order of their primary keys, in two statements."""
    rows: QuerySet[Post] = Post.with_deleted.select_for_update(no_key=True)
    held = list(rows.filter(pk__in=[post.pk for post in posts]).order_by("pk"))
    if len(held) < len({post.pk for post in posts}):
        raise Post.DoesNotExist
    publications: QuerySet[Publication] = Publication.objects.filter(post__in=held).select_for_update(no_key=True)
    of_post: dict[int, list[Publication]] = {post.pk: [] for post in held}
    for publication in publications.order_by("pk"):
        of_post[publication.post_id].append(publication)
    return [(post, of_post[post.pk]) for post in held]


def hold_open(post: Post) -> tuple[Post, list[Publication]]:
    """`hold`, and of the publications those that are not public yet. What the engine has claimed and not armed is
    among them: writing FREE takes it back. Raises Refusal where one is going out this moment, or may be public."""
    return hold_all_open([post])[0]


def hold_all_open(posts: Sequence[Post]) -> list[tuple[Post, list[Publication]]]:
    """`hold_open` for each of `posts`, in order of their primary keys. Raises Refusal for the first that it has to."""
    found = hold_all(posts)
    for _post, publications in found:
        for publication in publications:
            check_free(publication)
    return [(post, [row for row in publications if row.state != State.DONE]) for post, publications in found]


def check_free(publication: Publication) -> None:
    """Raises Refusal if it is going out this moment, between two messages of a thread too, or may be public."""
    if publication.state == State.RUNNING and (publication.armed_at or publication.published_at):
        raise Refusal(GOING_OUT)
    if publication.state == State.UNKNOWN:
        raise Refusal(UNCONFIRMED)


def hold_one(publication: Publication) -> tuple[Post, Publication]:
    """One publication as it stands, and its post, both locked."""
    post = Post.with_deleted.select_for_update(no_key=True).get(pk=publication.post_id)
    return post, Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)


def hold_rules(brand: Brand) -> PublishingRules:
    """The brand's rules, locked: nothing of the brand is armed until the transaction ends."""
    PublishingRules.objects.get_or_create(brand=brand)
    rules: PublishingRules = PublishingRules.objects.select_for_update().get(brand=brand)
    return rules


def hold_account(account: Account) -> Account:
    """The account, locked: nothing is armed on it until the transaction ends."""
    held: Account = Account.objects.select_for_update().get(pk=account.pk)
    return held
