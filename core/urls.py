"""Addresses of pages that know no product."""

from __future__ import annotations

from django.urls import path

from core import views

urlpatterns = [path("design/", views.Components.as_view(), name="design")]
