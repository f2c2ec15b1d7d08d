from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from accounts.models import User
from accounts.signup import AddressTaken, create_account, sign_in
from brands import invitations
from brands.forms import NewAccountForm
from brands.models import Invitation
from brands.roles import Need, Role
from core.ui import toast


class AcceptInvitation(View):
    """The page behind an invitation's link: join as who one is, or make an account first."""

    need = Need.ANYONE

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = invitations.by_token(token)
        except invitations.Unusable:
            return self._page(token)
        if isinstance(request.user, User):
            return self._join(invitation, request.user)
        if User.objects.filter(email=invitation.email).exists():
            return self._page(token)  # the page asks them to sign in
        form = NewAccountForm(request.POST, email=invitation.email)
        if not form.is_valid():
            return self._page(token, form)
        return self._join(invitation, form)

    def _join(self, invitation: Invitation, who: User | NewAccountForm) -> HttpResponse:
        """Let in who is signed in, or who fills in the form: no account is left behind where it comes too late."""
        try:
            with transaction.atomic():
                user = who if isinstance(who, User) else _newcomer(invitation, who)
                invitations.accept(invitation, user)
        except AddressTaken:
            return self._page(self.kwargs["token"])
        except invitations.WrongPerson:
            return self._render({"invitation": invitation, "problem": "wrong_person"}, 403)
        except invitations.Unusable:
            return self._render({"problem": "unusable"}, 410)
        toast(self.request, _("Welcome to %(workspace)s.") % {"workspace": invitation.workspace.name})
        return redirect("home") if user is who else sign_in(self.request, user)

    def _page(self, token: str, form: NewAccountForm | None = None) -> HttpResponse:
        try:
            invitation = invitations.by_token(token)
        except invitations.Unusable:
            return self._render({"problem": "unusable"}, 410)
        known = User.objects.filter(email=invitation.email).exists()
        signed_in = isinstance(self.request.user, User)
        wrong = signed_in and self.request.user.email.lower() != invitation.email  # type: ignore[union-attr]
        context = {
            "invitation": invitation,
            "roles": [(held.brand.name, Role(held.role).label) for held in invitation.roles.select_related("brand")],
            "problem": "wrong_person" if wrong else "",
            "must_sign_in": known and not signed_in,
            "form": form or (None if known or signed_in else NewAccountForm(email=invitation.email)),
        }
        with override(self.request.LANGUAGE_CODE if signed_in else invitation.language):
            return self._render(context, 422 if form else 200)

    def _render(self, context: dict[str, object], status: int) -> HttpResponse:
        return render(self.request, "brands/invitation.html", context, status=status)


def _newcomer(invitation: Invitation, form: NewAccountForm) -> User:
    return create_account(
        email=invitation.email,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        language=invitation.language,
        time_zone=invitation.roles.select_related("brand")[0].brand.time_zone,
    )
