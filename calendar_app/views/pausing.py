from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.roles import Need
from brands.views.base import BrandView
from calendar_app import holding
from channels.models import Account
from core import formats
from core.ui import toast


class PauseAccount(BrandView):
    """Nothing goes out on the account any more, beginning with the next send."""

    need = Need.PAUSE_PUBLISHING

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = holding.pause_account(get_object_or_404(Account, public_id=account), by=self.user)
        undo = reverse("pausing:resume_account", args=[brand, account])
        toast(request, _("%(account)s is paused: nothing is published on it.") % {"account": row}, undo)
        return redirect("channels:account", brand=brand, account=account)


class ResumeAccount(BrandView):
    """Go on with what is still ahead."""

    need = Need.PAUSE_PUBLISHING

    def post(self, request: HttpRequest, brand: str, account: str) -> HttpResponse:
        row = get_object_or_404(Account, public_id=account)
        held = holding.resume_account(row, by=self.user)
        said = _("Publishing on %(account)s again.") % {"account": row}
        if held:
            pattern = ngettext(
                "%(n)s post was due meanwhile and stays held.", "%(n)s posts were due meanwhile and stay held.", held
            )
            said += " " + pattern % {"n": formats.number(held)}
        toast(request, said)
        return redirect("channels:account", brand=brand, account=account)
