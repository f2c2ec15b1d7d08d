"""What people do with files: upload, describe, crop, delete, bring back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.text import whole
from core.ui import toast, with_toast
from core.versions import StaleWrite
from media import cropping, keeping, shown
from media.errors import BadCrop, InUse, Refused
from media.models import File
from media.views.library import LibraryView

AT_ONCE = 20
"""Files of one request."""


class Upload(BrandView):
    """Takes files in, `file` many times over; `library=1` keeps them until a person deletes them.

    Answers JSON `{"files": [{"id", "name", …} or {"name", "error"}]}` to who asks for it, rows to htmx; their status is
    422 where no file was taken.
    """

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        by_hand = request.POST.get("library") == "1"
        uploads = request.FILES.getlist("file")[:AT_ONCE]
        results = [self._one(upload, by_hand=by_hand) for upload in uploads]
        if not results:
            results = [{"name": "", "error": _("No file came. Choose one and send it again.")}]
        status = 201 if any("file" in result for result in results) else 422
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "media/_uploaded.html", {"results": results}, status=status)
        if "application/json" not in request.headers.get("Accept", ""):
            return self._page(results)
        plain = [shown.plain(result["file"], brand) if "file" in result else result for result in results]
        return JsonResponse({"files": plain}, status=status)

    def _page(self, results: list[dict[str, Any]]) -> HttpResponse:
        """For browsers that run no script."""
        for result in results:
            if "error" in result:
                messages.error(self.request, f"{result['name']} {result['error']}".strip())
        return redirect("media:library", brand=self.brand.public_id)

    def _one(self, upload: UploadedFile[bytes], *, by_hand: bool) -> dict[str, Any]:
        assert upload.file is not None
        name = (upload.name or "")[:200]
        try:
            file = keeping.add(self.brand, upload.file, by=self.user, name=name, by_hand=by_hand)
        except Refused as error:
            return {"name": name, "error": str(error), "code": error.code}
        return shown.card(file, self.brand.public_id) | {"name": file.name}


class Describe(LibraryView):
    """Writes the alternative text that new posts start with. Where somebody was faster both texts stay."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        row, alt = self.one(file), request.POST.get("alt", "")
        try:
            keeping.describe(row, alt, seen=whole(request.POST.get("version", "")))
        except StaleWrite as error:
            if not request.htmx:  # type: ignore[attr-defined]
                here = reverse("media:file", args=[brand, file])
                return conflict(request, error, back=here, labels={"alt": _("alternative text")})
            return self.pane(self.one(file), theirs=error.current.alt, alt=alt)  # type: ignore[attr-defined]
        said = _("Alternative text saved.")
        if request.htmx:  # type: ignore[attr-defined]
            return with_toast(self.pane(self.one(file)), said)
        toast(request, said)
        return redirect("media:file", brand=brand, file=file)


class Crop(LibraryView):
    """The part of a picture for one shape: shows where it lies, and keeps where it was moved to."""

    need = {"GET": Need.READ_POSTS, "POST": Need.WRITE_POSTS}

    def get(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        return self._page(self.one(file), request.GET.get("ratio", "1:1"))

    def post(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        row, ratio = self.one(file), request.POST.get("ratio", "")
        box = [whole(request.POST.get(name, "")) for name in ("left", "top", "width", "height")]
        try:
            cropping.crop(row, box, ratio, seen=whole(request.POST.get("version", "")))
        except BadCrop as error:
            messages.error(request, str(error))
        except StaleWrite:
            messages.error(request, _("Somebody changed this file meanwhile. Look at it and choose the part again."))
        else:
            toast(request, _("The part for %(ratio)s is kept. The picture itself stays whole.") % {"ratio": ratio})
        return redirect("media:file", brand=brand, file=file)

    def _page(self, row: File, ratio: str) -> HttpResponse:
        if ratio not in cropping.RATIOS or row.moves:
            return redirect("media:file", brand=self.brand.public_id, file=row.public_id)
        left, top, width, height = cropping.box_of(row, ratio)
        context = shown.detail(row, self.access) | {
            "ratio": ratio,
            "shape": float(cropping.RATIOS[ratio] or 0),
            "box": {"left": left, "top": top, "width": width, "height": height},
        }
        return render(self.request, "media/crop.html", context)


class Remove(LibraryView):
    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        row = self.one(file)
        try:
            keeping.remove(row)
        except InUse as error:
            messages.error(request, str(error))
            return redirect("media:file", brand=brand, file=file)
        undo = reverse("media:restore", args=[brand, file])
        toast(request, _("%(name)s is deleted. It can be brought back for 30 days.") % {"name": row.name}, undo)
        return redirect("media:library", brand=brand)


class Restore(LibraryView):
    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, file: str) -> HttpResponse:
        row = get_object_or_404(File.with_deleted.select_related("brand"), public_id=file)
        keeping.restore(row)
        toast(request, _("%(name)s is back in the library.") % {"name": row.name})
        return redirect("media:file", brand=brand, file=file)
