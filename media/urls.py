from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from media.views import serving

app_name = "media"

_file = [
    path("clean/", serving.Clean.as_view(), name="clean"),
    path("preview/", serving.Preview.as_view(), name="preview"),
    path("thumb/", serving.Thumb.as_view(), name="thumb"),
    path("crop/", serving.Cropped.as_view(), name="cropped"),
    path("original/", serving.Original.as_view(), name="original"),
]

_brand: list[URLPattern | URLResolver] = [
    path("media/<publicid:file>/", include(_file)),
]

urlpatterns = [path("b/<publicid:brand>/", include(_brand))]
