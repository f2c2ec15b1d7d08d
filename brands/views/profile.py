from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands import profile, workspaces
from brands.colours import accent
from brands.forms import ProfileForm, TypedNameForm
from brands.logos import MAX_BYTES, UnusableImage
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.ui import toast
from core.versions import StaleWrite


class Profile(BrandView):
    """Name, look, place and languages of the brand."""

    need = Need.MANAGE_BRAND
    section, tab = "settings", "profile"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(ProfileForm(instance=self.brand))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = ProfileForm(request.POST, request.FILES, instance=self.brand)
        if not form.is_valid():
            return self._page(form)
        self.brand.refresh_from_db()  # the form has written its values into the instance; the log needs the old ones
        try:
            with transaction.atomic():  # a logo that cannot be used refuses the rest too: the form is sent once more
                profile.update(self.brand, seen=form.cleaned_data["version"], changes=form.changes())
                if logo := form.cleaned_data["logo_file"]:
                    profile.set_logo(self.brand, logo.read(MAX_BYTES + 1))
        except StaleWrite as error:
            labels = {name: field.label for name, field in form.fields.items()} | {"handles": _("handles")}
            return conflict(request, error, back=request.path, labels=labels)
        except UnusableImage as error:
            form.add_error("logo_file", str(error))
            return self._page(form)
        toast(request, _("Brand saved."))
        return redirect("brands:profile", brand=brand)

    def _page(self, form: ProfileForm) -> HttpResponse:
        colour = self.brand.colour
        context = {
            "form": form,
            "adjusted": accent(colour) if colour else None,
            "may_delete": self.access.allows(Need.DELETE_BRAND),
        }
        return render(self.request, "brands/profile.html", context, status=422 if form.errors else 200)


class RemoveLogo(BrandView):
    need = Need.MANAGE_BRAND

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        profile.remove_logo(self.brand)
        toast(request, _("Logo removed."))
        return redirect("brands:profile", brand=brand)


class DeleteBrand(BrandView):
    """Asks for the name, then hides the brand for 30 days."""

    need = Need.DELETE_BRAND
    section = "settings"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(TypedNameForm(name=self.brand.name))

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = TypedNameForm(request.POST, name=self.brand.name)
        if not form.is_valid():
            return self._page(form)
        workspaces.delete_brand(self.brand)
        workspace = self.brand.workspace.public_id
        toast(
            request,
            _("%(brand)s deleted. It can be brought back for 30 days.") % {"brand": self.brand.name},
            reverse("brands:restore", args=[workspace, brand]) if self.brand.workspace.owner_id == self.user.pk else "",
        )
        return redirect("home")

    def _page(self, form: TypedNameForm) -> HttpResponse:
        return render(self.request, "brands/delete.html", {"form": form}, status=422 if form.errors else 200)
