"""Every address of cmhub. Each app brings its own; this is the only place that knows all of them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from cmhub import health
from core.ids import PublicIdConverter

register_converter(PublicIdConverter, "publicid")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.Alive.as_view(), name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
]
