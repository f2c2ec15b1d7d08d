"""What the API gives, shape by shape: what is written from here is what the OpenAPI document says."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers


class Moment(serializers.DateTimeField):
    """A moment, in UTC whatever zone the brand lives in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class PublicId(serializers.CharField):
    """The public id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "public_id", **kwargs})


def page_of(shape: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a list of `shape`, a page at a time."""
    fields = {
        "results": shape(many=True),
        "next": serializers.CharField(allow_null=True, help_text="Address of the next page; null on the last."),
    }
    return type(f"PageOf{shape.__name__}", (serializers.Serializer,), fields)


class Workspace(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()


class Brand(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()
    workspace = Workspace()
    time_zone = serializers.CharField(help_text="Days are days of this zone.")
    languages = serializers.ListField(child=serializers.CharField())
    country = serializers.CharField()


class BrandWithRole(Brand):
    role = serializers.CharField(help_text="What the caller is in it.")
