from __future__ import annotations

from django.urls import path

from media.api import views

urlpatterns = [
    path("brands/<publicid:brand>/media/", views.FileList.as_view(), name="files"),
    path("brands/<publicid:brand>/media/<publicid:file>/", views.FileDetail.as_view(), name="file"),
    path("brands/<publicid:brand>/media/<publicid:file>/restore/", views.FileRestore.as_view(), name="file_restore"),
]
