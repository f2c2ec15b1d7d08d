"""Sign-in under /accounts/: allauth's addresses, but for those that have nothing to say here.

allauth looks its addresses up by name, so the names stay. Social sign-in and allauth's list of sessions are not
included; signing up answers that people come by invitation.
"""

from __future__ import annotations

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("2fa/", views.Factors.as_view(), name="factors"),
    path("2fa/webauthn/", views.Factors.as_view(), name="passkeys"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
