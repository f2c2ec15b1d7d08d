from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands import tokens
from brands.forms import TokenForm
from brands.models import ApiToken, BrandRole
from brands.roles import Need
from brands.views.base import BrandView
from core.addresses import absolute
from core.ui import toast


class Tokens(BrandView):
    """The brand's tokens, with the form for one more. The answer to that form is the only page that shows it."""

    need = Need.MANAGE_TOKENS
    section, tab = "settings", "api"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(TokenForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        held = BrandRole.objects.select_related("brand").get(brand=self.brand, member__user=self.user)
        name, scope = form.cleaned_data["name"], form.cleaned_data["scope"]
        try:
            token, text = tokens.make(held, name=name, scope=scope, expires_at=form.expires_at())
        except tokens.NameTaken:
            form.add_error("name", _("There is a token with that name already."))
            return self._page(form)
        return self._page(TokenForm(), token, text)

    def _page(self, form: TokenForm, made: ApiToken | None = None, text: str = "") -> HttpResponse:
        address = absolute(reverse("api:brand", args=[self.brand.public_id]))
        context = {
            "form": form,
            "tokens": ApiToken.objects.select_related("held__member__user").order_by("-created_at"),
            "made": made,
            "text": text,
            "address": address,
        }
        response = render(self.request, "brands/tokens.html", context, status=422 if form.errors else 200)
        if made:
            response["Cache-Control"] = "no-store"
        return response


class RevokeToken(BrandView):
    """Any manager ends anybody's token: taking away is never too much."""

    need = Need.MANAGE_TOKENS

    def post(self, request: HttpRequest, brand: str, api_token: str) -> HttpResponse:
        token = get_object_or_404(ApiToken, public_id=api_token)
        tokens.revoke(token)
        toast(request, _("%(token)s is revoked. What used it is answered 401 from now on.") % {"token": token.name})
        return redirect("brands:tokens", brand=brand)
