from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.roles import Need
from brands.views.base import BrandView
from core.ui import toast
from monitoring import filters, saved_views
from monitoring.filters import BadFilter, Filters
from monitoring.models import SavedView

_LOST = {
    "topic": gettext_lazy("topic"),
    "source": gettext_lazy("source"),
    "author": gettext_lazy("author"),
    "tag": gettext_lazy("tag"),
    "assigned": gettext_lazy("assigned person"),
    "department": gettext_lazy("department"),
}


class _View(BrandView):
    need = Need.READ_MENTIONS

    def one(self, public_id: str) -> SavedView:
        """The view, if this person may see it. Raises Http404."""
        return get_object_or_404(saved_views.readable(self.user), public_id=public_id)

    def changeable(self, public_id: str) -> SavedView:
        """The view, if this person may change it. Raises Http404, PermissionDenied."""
        view = self.one(public_id)
        self.let(view)
        return view

    def let(self, view: SavedView) -> None:
        if not saved_views.may_change(view, self.user, triages=self.access.allows(Need.TRIAGE)):
            raise PermissionDenied

    def to_list(self, asked: Filters | None = None, said: str = "") -> HttpResponse:
        page = reverse("monitoring:mentions", args=[self.brand.public_id])
        said = asked.query_string() if asked else said
        return redirect(f"{page}?{said}" if said else page)


class SaveView(_View):
    """Keeps the filters that the form carries. What it names is checked when the view is opened."""

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        shared = request.POST.get("shared") == "1"
        if shared and not self.access.allows(Need.TRIAGE):
            raise PermissionDenied
        try:
            asked = filters.parse(QueryDict(request.POST.get("said", "")))
        except BadFilter as error:
            raise Http404 from error
        name = request.POST.get("name", "")
        try:
            view = saved_views.save(self.brand, self.user, name=name, asked=asked, shared=shared)
        except saved_views.NameTaken:
            messages.error(
                request, _("You have a view called “%(name)s” already. Choose another name.") % {"name": name}
            )
        except saved_views.TooMuch:
            messages.error(request, _("A view needs a name and at least one filter."))
        else:
            undo = reverse("monitoring:view_remove", args=[brand, view.public_id])
            toast(request, _("View “%(name)s” saved.") % {"name": view}, undo)
        return self.to_list(asked)


class OpenView(_View):
    """Leads to the list with the filters of a view; says what of them is not there any more."""

    def get(self, request: HttpRequest, brand: str, view: str) -> HttpResponse:
        row = self.one(view)
        asked, lost = saved_views.opened(row, self.brand, self.user)
        for name in lost:
            words = {"view": row, "part": _LOST.get(name, name)}
            messages.warning(
                request, _("A filter of “%(view)s” is gone (%(part)s). You see the list without it.") % words
            )
        return self.to_list(asked)


class RenameView(_View):
    def post(self, request: HttpRequest, brand: str, view: str) -> HttpResponse:
        row = self.changeable(view)
        name = request.POST.get("name", "")
        try:
            saved_views.rename(row, name)
        except saved_views.NameTaken:
            messages.error(
                request, _("You have a view called “%(name)s” already. Choose another name.") % {"name": name}
            )
        except saved_views.TooMuch:
            messages.error(request, _("A view needs a name and at least one filter."))
        else:
            toast(request, _("View renamed to “%(name)s”.") % {"name": row})
        return self.to_list(said=row.said)


class RemoveView(_View):
    def post(self, request: HttpRequest, brand: str, view: str) -> HttpResponse:
        row = self.changeable(view)
        saved_views.remove(row)
        undo = reverse("monitoring:view_restore", args=[brand, row.public_id])
        toast(request, _("View “%(name)s” deleted.") % {"name": row}, undo)
        return self.to_list(said=row.said)


class RestoreView(_View):
    def post(self, request: HttpRequest, brand: str, view: str) -> HttpResponse:
        row = get_object_or_404(SavedView.with_deleted, public_id=view, deleted_at__isnull=False)
        if not row.shared and row.owner_id != self.user.pk:
            raise Http404
        self.let(row)
        try:
            saved_views.restore(row)
        except saved_views.NameTaken:
            messages.error(request, _("You have another view called “%(name)s” by now.") % {"name": row})
        else:
            toast(request, _("View “%(name)s” is back.") % {"name": row})
        return self.to_list(said=row.said)


def menu(view: BrandView, asked: Filters) -> dict[str, Any]:
    """The menu of views, as monitoring/_views.html takes it."""
    said, triages = asked.query_string(), view.access.allows(Need.TRIAGE)
    rows = [
        {
            "view": row,
            "url": reverse("monitoring:view", args=[view.brand.public_id, row.public_id]),
            "current": row.said == said,
            "changes": saved_views.may_change(row, view.user, triages=triages),
        }
        for row in saved_views.readable(view.user)
    ]
    current = next((str(row["view"]) for row in rows if row["current"]), "")
    return {
        "rows": rows,
        "said": said,
        "current": current,
        "shares": triages,
        "any": any(row["changes"] for row in rows),
    }
