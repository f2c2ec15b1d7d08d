from __future__ import annotations

from django.urls import path

from brands.api import views

urlpatterns = [
    path("schema/", views.Document.as_view(), name="schema"),
    path("brands/", views.BrandList.as_view(), name="brands"),
    path("brands/<publicid:brand>/", views.BrandDetail.as_view(), name="brand"),
]
