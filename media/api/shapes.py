from __future__ import annotations

from typing import Any

from rest_framework import serializers

from brands.api.shapes import Moment, PublicId


class FileShape(serializers.Serializer[Any]):
    id = PublicId()
    version = serializers.IntegerField(help_text="Send it back with a change.")
    name = serializers.CharField()
    kind = serializers.CharField(help_text="image, gif or video.")
    mime = serializers.CharField(help_text="Of the original, as its content says.")
    sha256 = serializers.CharField(help_text="Of the original.")
    size = serializers.IntegerField(help_text="Bytes of the original.")
    width = serializers.IntegerField(help_text="Pixels, upright.")
    height = serializers.IntegerField()
    seconds = serializers.FloatField(help_text="How long it moves; 0 for still images.")
    alt = serializers.CharField()
    library = serializers.BooleanField(source="by_hand")
    created_at = Moment()
