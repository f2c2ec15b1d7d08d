"""The bytes of files: only through the brand's access check, never guessed at, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header

from brands.roles import Need
from brands.views.base import BrandView
from media import cropping, keeping, places, renditions
from media.errors import BadCrop
from media.models import File
from media.sniffing import BY_MIME

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_CHUNK = 1 << 16
KEPT = 3600
"""Seconds that a person's own browser may show it without asking again."""
_CROP_BYTES = 3_000_000


class _Served(BrandView):
    need = Need.READ_POSTS
    version = places.CLEAN
    download = False

    def get(self, request: HttpRequest, brand: str, file: str) -> HttpResponseBase:
        row: File = get_object_or_404(File.with_deleted.select_related("brand"), public_id=file)
        tag = f'"{row.sha256[:32]}-{self.version}"'
        if (unchanged := get_conditional_response(request, etag=tag)) is not None:
            return _guarded(unchanged, tag)
        try:
            stored: IO[bytes] = default_storage.open(places.of(row, self.version))
        except FileNotFoundError as error:
            raise Http404 from error
        response = _ranged(request, stored, tag) if row.is_video and self.mime(row).startswith("video/") else None
        response = response or FileResponse(stored)
        response["Content-Type"] = self.mime(row)
        name = f"{row.name.rsplit('.', 1)[0]}{_extension(self.mime(row))}"
        response["Content-Disposition"] = content_disposition_header(self.download, name) or ""
        return _guarded(response, tag)

    def mime(self, row: File) -> str:
        return {places.ORIGINAL: row.mime, places.CLEAN: row.clean_mime}.get(self.version, "image/webp")


class Clean(_Served):
    """What may go out, in full size."""


class Preview(_Served):
    version = places.PREVIEW


class Thumb(_Served):
    version = places.THUMB


class Original(_Served):
    """The untouched original, with whatever the camera wrote into it: for those who make posts, as a download."""

    need = Need.WRITE_POSTS
    version = places.ORIGINAL
    download = True


class Cropped(BrandView):
    """A part of a picture: `?ratio=4:5`, or `?ratio=120,0,600,600`. As pages show it; with `full=1` as a download, in
    its full size."""

    need = Need.READ_POSTS

    def get(self, request: HttpRequest, brand: str, file: str) -> HttpResponseBase:
        row: File = get_object_or_404(File.with_deleted.select_related("brand"), public_id=file)
        try:
            box = cropping.box_of(row, request.GET.get("ratio", "1:1"))
        except BadCrop as error:
            raise Http404 from error
        tag = f'"{row.sha256[:32]}-{"x".join(map(str, box))}{request.GET.get("full", "")[:1]}"'
        if (unchanged := get_conditional_response(request, etag=tag)) is not None:
            return _guarded(unchanged, tag)
        full = request.GET.get("full") == "1"
        limits: dict[str, Any] = {"max_bytes": keeping.MAX_IMAGE_BYTES, "mimes": (row.clean_mime, *renditions.STILLS)}
        if not full:
            limits = {"max_bytes": _CROP_BYTES, "max_side": 1_000, "mimes": ("image/jpeg", "image/webp")}
        data, mime = renditions.rendition(row, **limits, crop=box)
        response = HttpResponse(data, content_type=mime)
        name = f"{row.name.rsplit('.', 1)[0]}{_extension(mime)}"
        response["Content-Disposition"] = content_disposition_header(full, name) or ""
        return _guarded(response, tag)


def _guarded(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """No browser takes it for anything else, runs anything in it, or hands it to another person."""
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, max_age=KEPT)
    return response


def _extension(mime: str) -> str:
    return BY_MIME[mime].extension


def _ranged(request: HttpRequest, stored: IO[bytes], tag: str) -> HttpResponseBase | None:
    """The part of a video that a player asked for (RFC 9110 §14, one range); None where the whole is to be sent."""
    size = stored.seek(0, 2)
    stored.seek(0)
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", tag) != tag:
        whole = FileResponse(stored)
        whole["Accept-Ranges"] = "bytes"
        return whole
    first, last = _bounds(asked[1], asked[2], size)
    if not 0 <= first <= last:
        stored.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    response = StreamingHttpResponse(_part(stored, first, last), status=206, headers=headers)
    response["Accept-Ranges"] = "bytes"
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Positions of the first and last byte; the first lies behind the last where nothing can be sent."""
    if not first:
        return (max(size - int(last), 0), size - 1) if last and int(last) else (size, 0)
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(stored: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with stored:
        stored.seek(first)
        left = last - first + 1
        while left and (chunk := stored.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
