"""Publishing by hand: text and files to take along, the network to open, and the address that comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import addresses, checking, deciding, files, scheduling
from calendar_app.comparing import poll_words
from calendar_app.content import Content
from calendar_app.models import Publication
from calendar_app.refusals import Refusal
from calendar_app.views import composing
from core.ui import toast
from networks import registry
from networks.naming import network_name
from networks.publishing import ByHand
from networks.types import Capability


class HandView(BrandView):
    """A publication that a person publishes."""

    need = Need.SCHEDULE_POSTS

    def one(self, post: str, publication: str) -> Publication:
        """Raises Http404."""
        rows = Publication.objects.select_related("account", "post").filter(post__deleted_at=None)
        found: Publication = get_object_or_404(rows, public_id=publication, post__public_id=post)
        return found


class Kit(HandView):
    """What is needed to publish it there; a POST brings the address back."""

    section = "calendar"

    def get(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        return self._page(self.one(post, publication), "", "")

    def post(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        row, typed = self.one(post, publication), request.POST.get("url", "")
        url, mistake = _checked(row, typed)
        if mistake:
            return self._page(row, typed, mistake)
        try:
            deciding.is_there(row, url=url, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
        else:
            toast(request, _("Published. Thank you: its page has the address now."))
        return redirect("posts:post", brand=brand, post=post)

    def _page(self, row: Publication, typed: str, mistake: str) -> HttpResponse:
        content, network = _content(row), _network(row)
        library = files.of(content.files)
        parts = [content.media, *(part.media for part in content.thread)]
        context: dict[str, Any] = {
            "publication": row,
            "post": row.post,
            "name": str(row.post),
            "content": content,
            "network_name": network_name(row.account.network),
            "opens": network.opens if network else row.account.url,
            "example": network.example if network else "",
            "files": [
                (n, composing.shown(self.brand, library[use.file], use))
                for n, uses in enumerate(parts, 1)
                for use in uses
                if use.file in library
            ],
            "poll": poll_words(content.poll) if content.poll else "",
            "typed": typed,
            "mistake": mistake,
            "handed": row.state in {Publication.State.HANDED, Publication.State.UNKNOWN},
        }
        return render(self.request, "calendar_app/by_hand.html", context, status=422 if mistake else 200)


class NotPublished(HandView):
    """Not published after all: the post is a draft again."""

    def post(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        row = self.one(post, publication)
        try:
            scheduling.unschedule(row.post, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
        else:
            toast(request, _("Noted: not published. It is a draft again."))
        return redirect("posts:post", brand=brand, post=post)


def _content(row: Publication) -> Content:
    """What is said there; all of it on a network that this version does not know."""
    content, account = Content.of(row.post.content).with_own(row.own), row.account
    return checking.taken(account, content) if checking.network(account) else content


def _network(row: Publication) -> ByHand | None:
    try:
        found = registry.by_hand(row.account.network)
    except KeyError:
        return None
    return found if Capability.BY_HAND in found.capabilities else None


def _checked(row: Publication, typed: str) -> tuple[str, str]:
    """The address as it is kept, and what is wrong with it."""
    network, address = _network(row), addresses.web(typed)
    if not typed.strip():
        return "", _("Paste the address of the post, so that it can be found from here.")
    if address is None:
        return "", _("That is not a web address. Copy it from the browser or with “Copy link”.")
    if network is None:
        return address, ""
    sent = network.adopt(address)
    if sent is None:
        words = {"network": network.name, "example": network.example}
        return "", _("That is not the address of a post on %(network)s. It looks like %(example)s") % words
    return sent.url, ""
