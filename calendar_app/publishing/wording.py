"""What the history and the bell say about publishing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Notice
from brands.notices import Kind
from brands.roles import Need
from calendar_app.publishing import telling

EVENTS: dict[str, Any] = {
    "post.written": _("%(actor)s began the post «%(object)s»."),
    "post.scheduled": _("%(actor)s scheduled «%(object)s»."),
    "post.unscheduled": _("%(actor)s made «%(object)s» a draft again."),
    "post.moved": _("%(actor)s moved «%(object)s» to another time."),
    "post.rederived": _("The time zone's rules have changed: «%(object)s» keeps its time on the clock."),
    "post.published_now": _("%(actor)s let «%(object)s» go out at once."),
    "post.deleted": _("%(actor)s deleted the post «%(object)s»."),
    "post.restored": _("%(actor)s brought the post «%(object)s» back."),
    "publication.published": _("«%(object)s» was published on %(account)s."),
    "publication.failed": _("«%(object)s» could not be published on %(account)s."),
    "publication.unknown": _("Nobody knows yet whether «%(object)s» is on %(account)s."),
    "publication.missed": _("«%(object)s» missed its time on %(account)s. Nothing was sent."),
    "publication.held": _("«%(object)s» was due and was held. Nothing was sent."),
    "publication.handed": _("«%(object)s» was handed over to be published by hand on %(account)s."),
    "publication.confirmed": _("%(actor)s said that «%(object)s» is public."),
    "publication.sent_again": _("%(actor)s said that «%(object)s» was not there, and had it sent again."),
    "publishing.paused": _("%(actor)s paused publishing."),
    "publishing.resumed": _("%(actor)s let publishing go on."),
    "account.paused": _("%(actor)s paused the account %(object)s."),
    "account.resumed": _("%(actor)s let the account %(object)s go on."),
}


def _post_of(notice: Notice) -> str:
    return reverse("posts:post", args=[notice.brand.public_id, notice.words["post"]])


def _kind(name: str, label: Any, sentence: Any, icon: str, tone: str = "") -> Kind:
    return Kind(name, Need.SCHEDULE_POSTS, sentence, icon, _post_of, tone, label=label, urgent=True)


NOTICES = (
    _kind(
        telling.FAILED,
        _("A post failed"),
        _("«%(text)s» could not be published on %(account)s. It was not sent; its page says why."),
        "alert-triangle",
        "failed",
    ),
    _kind(
        telling.UNKNOWN,
        _("Nobody knows whether a post is public"),
        _("«%(text)s» was sent to %(account)s and no answer came. It may be public: look there, then say so."),
        "help-circle",
        "unknown",
    ),
    _kind(
        telling.MISSED,
        _("A post missed its time"),
        _("«%(text)s» missed its time on %(account)s and was not sent. Publish it now, move it or drop it."),
        "clock-exclamation",
        "failed",
    ),
    _kind(
        telling.HELD,
        _("A post was held"),
        _("«%(text)s» was held on %(account)s and not sent, for something changed since it was scheduled."),
        "player-pause",
        "failed",
    ),
    _kind(
        telling.HANDED,
        _("It is time to publish by hand"),
        _("It is time to publish «%(text)s» on %(account)s by hand. Text and files are ready."),
        "hand-stop",
    ),
)

WEBHOOKS = {
    "post.published": _("A post is public"),
    "post.failed": _("A post failed"),
    "post.unknown": _("Nobody knows whether a post is public"),
    "post.missed": _("A post missed its time"),
    "post.held": _("A post was held"),
    "post.handed": _("It is time to publish by hand"),
}
"""What other programs may want to be told, for each account of a post."""
