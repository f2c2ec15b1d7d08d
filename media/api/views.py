from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.shapes import page_of
from brands.roles import Need
from media import keeping, uses
from media.api.inputs import FileChange, FilesWanted, NewFile
from media.api.shapes import FileShape
from media.errors import InUse, Refused
from media.models import File


class StillUsed(APIException):
    status_code = 409
    default_code = "in_use"


class FileList(BrandApiView):
    """The brand's images and videos, the oldest first."""

    need = {"GET": Need.READ_POSTS, "POST": Need.WRITE_POSTS}
    parameters = FilesWanted
    takes = {"POST": NewFile}
    gives = {"GET": (200, page_of(FileShape)), "POST": (201, FileShape)}
    parser_classes = (MultiPartParser,)

    def get(self, request: Request, brand: str) -> Response:
        files = File.objects.all()
        if kind := self.asked.get("kind"):
            files = files.filter(kind=kind)
        return self.page(uses.unused(files) if self.asked["unused"] else files, FileShape, by="created_at")

    def post(self, request: Request, brand: str) -> Response:
        """Upload a file. One that the brand has already is answered as it is there."""
        given = self.given()
        upload: UploadedFile[bytes] = given["file"]
        said = given | {"file": [upload.name, hashlib.file_digest(_bytes(upload), "sha256").hexdigest()]}
        return self.once(request, lambda: (201, self._add(upload, given)), said=said)

    def _add(self, upload: UploadedFile[bytes], given: dict[str, Any]) -> Any:
        try:
            row = keeping.add(
                self.brand,
                _bytes(upload),
                by=self.user,
                name=upload.name or "",
                by_hand=given["library"] == "true",
                alt=given["alt"],
            )
        except Refused as error:
            raise ValidationError({"file": [str(error)]}) from error
        return FileShape(row).data


class FileDetail(BrandApiView):
    """One file: what is known of it. Its bytes are served to people who are signed in."""

    need = {"GET": Need.READ_POSTS, "PATCH": Need.WRITE_POSTS, "DELETE": Need.WRITE_POSTS}
    takes = {"PATCH": FileChange}
    gives = {"GET": (200, FileShape), "PATCH": (200, FileShape), "DELETE": (204, None)}
    fails = {"PATCH": (409,), "DELETE": (409,)}

    def get(self, request: Request, brand: str, file: str) -> Response:
        return Response(FileShape(_one(file)).data)

    def patch(self, request: Request, brand: str, file: str) -> Response:
        """Write the alternative text that new posts start with."""
        row, given = _one(file), self.given()
        return self.once(
            request, lambda: (200, FileShape(keeping.describe(row, given["alt"], seen=given["version"])).data)
        )

    def delete(self, request: Request, brand: str, file: str) -> Response:
        """Delete a file, unless something is still to be published with it. It can be restored for 30 days."""
        row = _one(file)

        def write() -> tuple[int, Any]:
            try:
                keeping.remove(row)
            except InUse as error:
                raise StillUsed(str(error)) from error
            return 204, None

        return self.once(request, write)


class FileRestore(BrandApiView):
    """Bring back a file that was deleted in the last 30 days."""

    need = Need.WRITE_POSTS
    gives = {"POST": (200, FileShape)}

    def post(self, request: Request, brand: str, file: str) -> Response:
        row = get_object_or_404(File.with_deleted.select_related("brand").exclude(deleted_at=None), public_id=file)

        def write() -> tuple[int, Any]:
            keeping.restore(row)
            return 200, FileShape(row).data

        return self.once(request, write)


def _one(public_id: str) -> File:
    row: File = get_object_or_404(File.objects.select_related("brand"), public_id=public_id)
    return row


def _bytes(upload: UploadedFile[bytes]) -> Any:
    assert upload.file is not None
    upload.file.seek(0)
    return upload.file
