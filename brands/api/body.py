from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
LARGEST = 1_000_000
"""Bytes of a request's body."""


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("The request is larger than 1 MB. Nothing was written; send it in parts.")


class Json(JSONParser):
    """JSON as RFC 8259 has it: UTF-8, no NaN. What no text column can hold is refused here, once for all fields."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise TooLarge
        try:
            data = json.loads(raw.decode(), parse_constant=strict_constant)
            said = json.dumps(data, ensure_ascii=False).encode()  # halves of surrogate pairs cannot be written
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON in UTF-8, or it is nested too deeply.")) from error
        if _NUL.search(said):
            raise ParseError(_("The body holds the character U+0000, which no text can hold."))
        return data
