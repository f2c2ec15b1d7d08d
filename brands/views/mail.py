"""Mails as pages: a workspace's own for its owner, all of them for the installation's operator."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from brands.mails import all_mails, mails_of
from brands.roles import Need
from core.ui import toast
from mail import sending, smtp
from mail.models import Mail

PAGE = 50

# A mail is HTML of its own with styles in it: it is shown without scripts, forms, links out or anything loaded.
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "sandbox": [],
}


class OfWorkspace(View):
    """Mails of the workspace in the address."""

    need = Need.WORKSPACE_OWNER
    kind = "workspace"

    def mails(self) -> QuerySet[Mail]:
        return mails_of(self.request.workspace_access.workspace)  # type: ignore[attr-defined]

    def address(self, page: str, **kwargs: str) -> str:
        return reverse(f"brands:{self.kind}_mail{page}", kwargs={**self._place(), **kwargs})

    def _place(self) -> dict[str, str]:
        return {"workspace": self.kwargs["workspace"]}

    def found(self) -> Mail:
        return get_object_or_404(self.mails(), public_id=self.kwargs["mail"])


class OfInstallation(OfWorkspace):
    """All mails there are."""

    need = Need.OPERATOR
    kind = "operator"

    def mails(self) -> QuerySet[Mail]:
        return all_mails()

    def _place(self) -> dict[str, str]:
        return {}


class MailList(OfWorkspace):
    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        page = Paginator(self.mails().defer("text", "html"), PAGE).get_page(request.GET.get("page"))
        rows = [(mail, self.address("_detail", mail=mail.public_id)) for mail in page]
        return render(request, "mails/list.html", {"page": page, "rows": rows, **_kept_or_sent(self.kind)})


class MailDetail(OfWorkspace):
    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        mail = self.found()
        context = {
            "mail": mail,
            "list_url": self.address(""),
            "html_url": self.address("_html", mail=mail.public_id) if mail.html else "",
            "again_url": self.address("_again", mail=mail.public_id) if mail.may_go_again else "",
        }
        return render(request, "mails/detail.html", {**context, **_kept_or_sent(self.kind)})


@method_decorator(csp(_MAIL_POLICY), name="dispatch")
@method_decorator(xframe_options_sameorigin, name="dispatch")
class MailHtml(OfWorkspace):
    """The mail as its reader's program shows it, for the frame of the page above."""

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        return HttpResponse(self.found().html)


class SendAgain(OfWorkspace):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        mail = self.found()
        if sending.send_again(mail):
            toast(request, _("It goes out again within a minute."))
        return redirect(self.address("_detail", mail=mail.public_id))


class OperatorMailList(OfInstallation, MailList):
    pass


class OperatorMailDetail(OfInstallation, MailDetail):
    pass


class OperatorMailHtml(OfInstallation, MailHtml):
    pass


class OperatorSendAgain(OfInstallation, SendAgain):
    pass


def _kept_or_sent(kind: str) -> dict[str, Any]:
    return {"for_operator": kind == "operator", "has_server": smtp.server() is not None}
