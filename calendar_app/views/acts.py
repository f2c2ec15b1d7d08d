"""What people do with a post from its page. Each is one verb; what cannot be done is said in words."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import addresses, deciding, drafting, readiness, scheduling
from calendar_app.models import Post, Publication
from calendar_app.refusals import Refusal
from core.ui import toast


class Act(BrandView):
    """A verb on a post; the answer is its page."""

    need = Need.SCHEDULE_POSTS

    def done(self, post: str, verb: Callable[[], object], said: str, undo: str = "") -> HttpResponse:
        """Call `verb` and say what came of it."""
        brand = self.brand.public_id
        try:
            verb()
        except Refusal as error:
            messages.error(self.request, str(error))
        else:
            toast(self.request, said, reverse(f"posts:{undo}", args=[brand, post]) if undo else "")
        return redirect("posts:post", brand=brand, post=post)

    def one(self, post: str, publication: str) -> Publication:
        """A publication of the post. Raises Http404."""
        rows = Publication.objects.select_related("account", "post").filter(post__deleted_at=None)
        found: Publication = get_object_or_404(rows, public_id=publication, post__public_id=post)
        return found


class Unschedule(Act):
    """Back to a draft, with its time."""

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        return self.done(post, lambda: scheduling.unschedule(row, by=self.user), _("It is a draft again."))


class Copy(BrandView):
    """A new draft that says the same."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        made = drafting.copy(get_object_or_404(Post, public_id=post), by=self.user)
        toast(request, _("Copied. This is the copy."), reverse("posts:remove", args=[brand, made.public_id]))
        return redirect("posts:edit", brand=brand, post=made.public_id)


class Remove(BrandView):
    """Take it away for 30 days. What is scheduled needs who may schedule."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post, public_id=post)
        if row.stage == Post.Stage.SCHEDULED and not self.access.allows(Need.SCHEDULE_POSTS):
            messages.error(request, _("It is scheduled: only somebody who may schedule can delete it."))
            return redirect("posts:post", brand=brand, post=post)
        try:
            scheduling.remove(row, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("posts:post", brand=brand, post=post)
        toast(request, _("Post deleted."), reverse("posts:restore", args=[brand, post]))
        return redirect(addresses.after_removal(brand))


class Restore(BrandView):
    """Bring it back."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, post: str) -> HttpResponse:
        row = get_object_or_404(Post.with_deleted, public_id=post, deleted_at__isnull=False)
        if row.stage == Post.Stage.SCHEDULED and not self.access.allows(Need.SCHEDULE_POSTS):
            messages.error(request, _("It was scheduled: only somebody who may schedule can bring it back."))
            return redirect(addresses.after_removal(brand))
        try:
            scheduling.restore(row, by=self.user)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect(addresses.after_removal(brand))
        toast(request, _("The post is back."))
        return redirect("posts:post", brand=brand, post=post)


class IsThere(Act):
    """A person says that an unconfirmed post is public."""

    def post(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        row = self.one(post, publication)
        url = addresses.web(request.POST.get("url", ""))
        if url is None:
            messages.error(request, _("That is not a web address. Leave the field empty, or copy it from the browser."))
            return redirect("posts:post", brand=brand, post=post)
        said = _("Noted: it is there.")
        return self.done(post, lambda: deciding.is_there(row, url=url, by=self.user), said)


class SendAgain(Act):
    """A person says that an unconfirmed post is not there."""

    def post(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        row = self.one(post, publication)
        said = _("It is sent once more, now.")
        return self.done(post, lambda: deciding.send_again(row, by=self.user), said)


class AccountNow(Act):
    """Publish on one account at once: what failed, was missed or was held."""

    def post(self, request: HttpRequest, brand: str, post: str, publication: str) -> HttpResponse:
        row = self.one(post, publication)

        def now() -> None:
            readiness.refuse_blocked(row.post)
            scheduling.publish_now(row, by=self.user)

        return self.done(post, now, _("It is going out now."))
