from __future__ import annotations

from django.urls import include, path

from demo import views

app_name = "demo"

_demo = [
    path("crisis/", views.StartCrisis.as_view(), name="crisis"),
    path("again/", views.StartOver.as_view(), name="again"),
    path("delete/", views.Delete.as_view(), name="delete"),
]

urlpatterns = [path("w/<publicid:workspace>/demo/", include(_demo))]
