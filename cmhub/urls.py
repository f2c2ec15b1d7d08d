"""Every address of cmhub. Each app brings its own; this is the only place that knows all of them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from brands.views.home import Home
from brands.views.invitation import AcceptInvitation
from cmhub import health
from core.ids import PublicIdConverter

register_converter(PublicIdConverter, "publicid")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.Alive.as_view(), name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", Home.as_view(), name="home"),
    path("invitation/<str:token>/", AcceptInvitation.as_view(), name="invitation"),
    path("", include("brands.urls")),
    path("", include("media.urls")),
    path("", include("monitoring.urls")),
    path("", include("channels.urls")),
    path("", include("calendar_app.pausing_urls")),
    path("", include("calendar_app.post_urls")),
    path("", include("calendar_app.urls")),
    path("", include("influencers.urls")),
    path("", include("crisis.urls")),
    path("", include("today.urls")),
    path("", include("demo.urls")),
    path("", include("reports.urls")),
    path("", include("reports.shared_urls")),
    path("api/v1/", include("cmhub.api_urls")),
]

handler400 = "cmhub.error_pages.bad"
handler403 = "cmhub.error_pages.forbidden"
handler404 = "cmhub.error_pages.not_found"
handler500 = "cmhub.error_pages.failed"
handler429 = "accounts.views.too_many"  # allauth asks for it by this name
