from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from brands.colours import accent
from brands.models import Brand
from brands.roles import Need
from brands.views.base import BrandView


class Theme(BrandView):
    """The brand's accent as the one stylesheet that a brand owns."""

    need = Need.ENTER

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        response = HttpResponse(stylesheet(self.brand), content_type="text/css; charset=utf-8")
        patch_cache_control(response, private=True, max_age=60)
        return response


def stylesheet(brand: Brand) -> str:
    """The accent of `brand` as CSS; empty where it has chosen none."""
    if not brand.colour:
        return ""
    shades = accent(brand.colour)
    return f":root {{ --accent-l: {shades.light}; --accent-d: {shades.dark}; }}\n"


class Logo(BrandView):
    """The brand's logo: re-encoded when it came, served only to its people."""

    need = Need.ENTER

    def get(self, request: HttpRequest, brand: str) -> FileResponse:
        if not self.brand.logo or not default_storage.exists(self.brand.logo):
            raise Http404
        response = FileResponse(default_storage.open(self.brand.logo), content_type="image/png")
        response["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(response, private=True, max_age=3600)
        return response
