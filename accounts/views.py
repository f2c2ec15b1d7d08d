from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, UpdateView

from accounts import closing, first_run, sessions, signup
from accounts.forms import FirstPersonForm, PreferencesForm
from accounts.models import User

RETRY_AFTER = 300
"""Seconds: the longest window of ACCOUNT_RATE_LIMITS."""

# Needs are written as text: brands, which names them, stands above this package.


class Preferences(UpdateView[User, PreferencesForm]):
    http_method_names = ["get", "head", "options", "post"]
    need = "signed_in"
    form_class = PreferencesForm
    template_name = "accounts/preferences.html"
    success_url = reverse_lazy("accounts:preferences")

    def get_object(self, queryset: Any = None) -> User:
        # A copy of its own: a refused form must not change what the rest of the page shows of the person.
        return User.objects.get(pk=_person(self.request).pk)

    def form_valid(self, form: PreferencesForm) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class Security(TemplateView):
    need = "signed_in"
    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = _person(self.request)
        factors: dict[str, list[Any]] = {}
        for row in Authenticator.objects.filter(user=user).order_by("created_at"):
            factors.setdefault(row.type, []).append(row)
        codes = factors.get(Authenticator.Type.RECOVERY_CODES)
        return super().get_context_data(
            totp=bool(factors.get(Authenticator.Type.TOTP)),
            passkeys=factors.get(Authenticator.Type.WEBAUTHN, []),
            codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
            sessions=sessions.list_sessions(user, self.request.session.session_key),
            **kwargs,
        )


class EndSession(View):
    """Sign out of one browser, or with no `session` of all others."""

    need = "signed_in"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, chosen = _person(request), request.POST.get("session")
        if chosen is None:
            ended = sessions.end_other_sessions(user, request.session.session_key)
            done = ngettext("Signed out of %(count)s browser.", "Signed out of %(count)s browsers.", ended)
            messages.success(request, done % {"count": ended})
        elif sessions.end_session(user, chosen):
            messages.success(request, _("Signed out there."))
        else:
            raise Http404
        return redirect("accounts:security")


@method_decorator(reauthentication_required, name="dispatch")
class CloseAccount(TemplateView):
    """Close one's own account; who asks has just proved again who they are."""

    http_method_names = ["get", "head", "options", "post"]
    need = "signed_in"
    template_name = "accounts/close.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            closing.close_account(_person(request))
        except closing.StillOwns as error:
            return self.render_to_response(self.get_context_data(owned=error.names))
        except closing.LastOperator:
            return self.render_to_response(self.get_context_data(last_operator=True))
        logout(request)
        messages.success(request, _("Your account is closed and its data deleted."))
        return redirect("account_login")


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class Setup(FormView[FirstPersonForm]):
    """The first person of an empty installation. Without the code from the terminal, and later, it is not there."""

    http_method_names = ["get", "head", "options", "post"]
    need = "anyone"
    form_class = FirstPersonForm
    template_name = "accounts/setup.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not first_run.needed():
            return redirect("account_login")
        if not first_run.code_fits(request.POST.get("code") or request.GET.get("code", "")):
            return render(request, "accounts/setup_needs_code.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")}

    def form_valid(self, form: FirstPersonForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            user = first_run.create_first(given["email"], given["name"], given["password"], get_language() or "es")
        except first_run.AlreadySetUp:
            return redirect("account_login")
        return signup.sign_in(self.request, user)


class Factors(View):
    """allauth's own list of second factors: ours is part of the security page."""

    need = "signed_in"

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        return redirect(reverse("accounts:security") + "#factors")


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for who tried too often: what it means, and when to come back."""
    response = render(request, "429.html", {"minutes": RETRY_AFTER // 60}, status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the access middleware let nobody else in
    return request.user
