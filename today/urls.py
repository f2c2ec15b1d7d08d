from __future__ import annotations

from django.urls import path

from today.views import across, brand

app_name = "today"

urlpatterns = [
    path("today/", across.Across.as_view(), name="all"),
    path("b/<publicid:brand>/today/", brand.Today.as_view(), name="brand"),
]
