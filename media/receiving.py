"""Uploads on their way in: what is larger than anything we take is refused before a byte of it lies on the disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 520_000_000
"""Bytes: the largest file that media.keeping takes, and the words of the form around it."""


class Bounded(FileUploadHandler):
    """The first of Django's upload handlers. The pages say the limit before they send anything."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"a request of {content_length} bytes; {LARGEST_REQUEST} is the most")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
