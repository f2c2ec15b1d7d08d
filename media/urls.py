from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from media.views import files, library, serving

app_name = "media"

_file = [
    path("clean/", serving.Clean.as_view(), name="clean"),
    path("preview/", serving.Preview.as_view(), name="preview"),
    path("thumb/", serving.Thumb.as_view(), name="thumb"),
    path("crop/", serving.Cropped.as_view(), name="cropped"),
    path("original/", serving.Original.as_view(), name="original"),
    path("alt/", files.Describe.as_view(), name="describe"),
    path("shape/", files.Crop.as_view(), name="crop"),
    path("remove/", files.Remove.as_view(), name="remove"),
    path("restore/", files.Restore.as_view(), name="restore"),
]

_brand: list[URLPattern | URLResolver] = [
    path("media/", files.Upload.as_view(), name="upload"),
    path("media/<publicid:file>/", include(_file)),
    path("library/", library.Library.as_view(), name="library"),
    path("library/<publicid:file>/", library.FilePage.as_view(), name="file"),
]

urlpatterns = [path("b/<publicid:brand>/", include(_brand))]
