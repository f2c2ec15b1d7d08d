"""What requests hold, checked. Bodies are taken at their word: "5" is no number, 1 is not true, no field is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.ids import LENGTH

PAGE = 50
LARGEST_PAGE = 200


class Input(serializers.Serializer[Any]):
    """A body, or the parameters of an address. A name that is not there is said: it was misspelt."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = data.keys() - self.fields.keys() if isinstance(data, Mapping) else ()
        if unknown:
            raise serializers.ValidationError({str(name)[:80]: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class Page(Input):
    """Which part of a list. `next` of the answer leads on."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE, help_text="How many at most.")
    after = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="Where to go on: leave it to `next`."
    )


class Id(serializers.CharField):
    """The public id of a row that narrows a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LENGTH, "required": False, "allow_blank": True, **kwargs})


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Version(Whole):
    """The version of the row that the writer has read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 2_147_483_647, **kwargs})
