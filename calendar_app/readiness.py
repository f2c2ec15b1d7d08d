"""Whether a post may be let go: what any of its networks would refuse stops it here, before it is sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from calendar_app import checking, files
from calendar_app.checking import Checked
from calendar_app.content import Content
from calendar_app.models import Post, Publication
from calendar_app.refusals import Refusal
from channels.models import Account
from channels.naming import label

NOT_TAKEN = _("%(account)s would not take it: %(why)s")


def check_all(variants: Mapping[Account, Content]) -> list[Checked]:
    """Each account's view of what is said there: one query for all files."""
    used = {file for content in variants.values() for file in content.files}
    library = files.of(used)
    return [checking.check(account, content, library) for account, content in variants.items()]


def refuse_blocked(post: Post) -> None:
    """Raises Refusal, with the first reason, if a variant that is not out yet would not be taken as it is."""
    rows = Publication.objects.filter(post=post).exclude(state=Publication.State.DONE).select_related("account")
    common = Content.of(post.content)
    for checked in check_all({row.account: common.with_own(row.own) for row in rows}):
        for complaint in checked.complaints:
            if complaint.blocks:
                raise Refusal(NOT_TAKEN, account=label(checked.account), why=complaint.text)
