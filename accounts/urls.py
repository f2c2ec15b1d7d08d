from __future__ import annotations

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.Preferences.as_view(), name="preferences"),
    path("me/security/", views.Security.as_view(), name="security"),
    path("me/security/sign-out/", views.EndSession.as_view(), name="end_session"),
    path("me/close/", views.CloseAccount.as_view(), name="close"),
    path("setup/", views.Setup.as_view(), name="setup"),
]
