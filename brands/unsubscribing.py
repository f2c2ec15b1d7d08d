"""The way out of notices by mail, from the mail itself: a signed address, good for ever and for nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from brands import notice_wishes, notices
from brands.models import NoticeWishes, Way

_SALT = "brands.unsubscribe"


class Unknown(ValueError):
    """Not an address of ours, or its person is gone."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an address ends: mails about these kinds, to one person."""

    user: User
    kinds: tuple[str, ...]

    @property
    def titles(self) -> list[str]:
        """The kinds in words; those that this version does not know any more are left out."""
        known = (notices.named(name) for name in self.kinds)
        return [kind.title for kind in known if kind]


def path(user: User, kinds: Collection[str]) -> str:
    """The address that ends mails about `kinds` to `user`."""
    signed = signing.Signer(salt=_SALT).sign_object([user.public_id, sorted(kinds)], compress=True)
    return reverse("brands:unsubscribe", args=[signed])


def read(signed: str) -> Subscription:
    """What stands in an address of `path`. Raises Unknown."""
    try:
        person, kinds = signing.Signer(salt=_SALT).unsign_object(signed)
    except (signing.BadSignature, ValueError) as error:
        raise Unknown from error
    user = User.objects.filter(public_id=person).first()
    if user is None:
        raise Unknown
    return Subscription(user, tuple(kinds))


@transaction.atomic
def end(subscription: Subscription, *, everything: bool = False) -> None:
    """No mail about these kinds any more, or about any there is; the bell still tells. What waits is not sent."""
    user = User.objects.select_for_update(no_key=True).get(pk=subscription.user.pk)  # one at a time: no choice is lost
    wishes = notice_wishes.of([user.pk])[user.pk]
    kinds = dict(wishes.row.kinds)
    for name in notices.names() if everything else subscription.kinds:
        kinds[name] = {**kinds.get(name, {}), "mail": Way.NONE.value}
    row: NoticeWishes = wishes.row
    row.kinds = kinds
    notices.wish(replace(wishes, row=row))
