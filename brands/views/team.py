from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands import invitations, team
from brands.forms import InvitationForm, RoleForm
from brands.models import BrandRole, Invitation
from brands.roles import ROLE_HELP, Need, Role, may_grant
from brands.views.base import BrandView, conflict
from core import clock
from core.ui import toast
from core.versions import StaleWrite


class Team(BrandView):
    """People of the brand and open invitations; inviting stands on the same page."""

    need = Need.MANAGE_TEAM
    section, tab = "settings", "team"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(InvitationForm(granter=self.access.role, initial={"language": self.user.language}))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = InvitationForm(request.POST, granter=self.access.role)
        if not form.is_valid():
            return self._page(form)
        email = form.cleaned_data["email"].lower()
        if self._people().filter(member__user__email=email).exists():
            form.add_error("email", _("%(email)s is in the team already.") % {"email": email})
            return self._page(form)
        try:
            invitations.invite(
                self.brand.workspace,
                email=email,
                language=form.cleaned_data["language"],
                roles={self.brand: form.cleaned_data["role"]},
                by=self.user,
                granters={self.brand.pk: self.access.role},
            )
        except invitations.TooMany:
            words = _("Your workspace has invited %(n)s people within an hour. Nothing was sent; try again later.")
            form.add_error(None, words % {"n": invitations.PER_HOUR})
            return self._page(form)
        toast(request, _("Invitation sent to %(email)s.") % {"email": email})
        return redirect("brands:team", brand=brand)

    def _people(self) -> QuerySet[BrandRole]:
        return BrandRole.objects.filter(brand=self.brand).select_related("member__user").order_by("member__joined_at")

    def _page(self, form: InvitationForm) -> HttpResponse:
        open_ones = (
            Invitation.objects.filter(roles__brand=self.brand, state=Invitation.State.OPEN)
            .prefetch_related("roles")
            .order_by("-created_at")
        )
        context = {
            "form": form,
            "people": [self._person(held) for held in self._people()],
            "invitations": [self._invitation(invitation) for invitation in open_ones],
            "roles": [(role.label, ROLE_HELP[role]) for role in Role],
        }
        return render(self.request, "brands/team.html", context, status=422 if form.errors else 200)

    def _person(self, held: BrandRole) -> dict[str, object]:
        changeable = held.member.user_id != self.user.pk and may_grant(self.access.role, held.role)
        form = RoleForm(granter=self.access.role, held=held, prefix=held.public_id) if changeable else None
        return {"held": held, "user": held.member.user, "form": form, "is_you": held.member.user_id == self.user.pk}

    @staticmethod
    def _invitation(invitation: Invitation) -> dict[str, object]:
        return {
            "invitation": invitation,
            "link": invitations.link(invitation),
            "role": Role(invitation.roles.all()[0].role).label,
            "expired": invitation.expires_at <= clock.now(),
        }


class ChangeRole(BrandView):
    need = Need.MANAGE_TEAM

    def post(self, request: HttpRequest, brand: str, held: str) -> HttpResponse:
        row = get_object_or_404(BrandRole, brand=self.brand, public_id=held)
        form = RoleForm(request.POST, granter=self.access.role, held=row, prefix=held)
        if not form.is_valid():
            raise Http404
        try:
            team.change_role(
                row, form.cleaned_data["role"], seen=form.cleaned_data["version"], granter=self.access.role
            )
        except StaleWrite as error:
            return conflict(request, error, back=_team_url(self), labels={"role": _("role")})
        except (team.MayNotGrant, team.LastOwner) as error:
            return refused(request, error, back=_team_url(self))
        toast(request, _("%(person)s: %(role)s.") % {"person": row.member.user, "role": Role(row.role).label})
        return redirect("brands:team", brand=brand)


class RemoveFromBrand(BrandView):
    need = Need.MANAGE_TEAM

    def post(self, request: HttpRequest, brand: str, held: str) -> HttpResponse:
        row = get_object_or_404(BrandRole, brand=self.brand, public_id=held)
        try:
            team.remove_from_brand(row, granter=self.access.role)
        except (team.MayNotGrant, team.LastOwner) as error:
            return refused(request, error, back=_team_url(self))
        toast(request, _("%(person)s is out of the team.") % {"person": row.member.user})
        return redirect("brands:team", brand=brand)


class RevokeInvitation(BrandView):
    need = Need.MANAGE_TEAM

    def post(self, request: HttpRequest, brand: str, invitation: str) -> HttpResponse:
        row = get_object_or_404(Invitation, roles__brand=self.brand, public_id=invitation)
        invitations.revoke(row)
        toast(request, _("Invitation withdrawn: its link no longer works."))
        return redirect("brands:team", brand=brand)


def refused(request: HttpRequest, error: Exception, *, back: str) -> HttpResponse:
    """The page that says why a change of the team was not made."""
    reason = (
        _("A brand keeps at least one owner, and the owner of the workspace owns all of its brands.")
        if isinstance(error, team.LastOwner)
        else _("Only an owner makes, changes or removes owners.")
    )
    return render(request, "brands/refused.html", {"reason": reason, "back": back}, status=409)


def _team_url(view: BrandView) -> str:
    return reverse("brands:team", args=[view.brand.public_id])
