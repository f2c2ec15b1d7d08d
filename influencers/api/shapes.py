"""What the API gives of people."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from brands.api.shapes import Moment, PublicId


class HandleShape(serializers.Serializer[Any]):
    """What one network calls a person."""

    id = PublicId()
    network = serializers.CharField()
    handle = serializers.CharField()
    url = serializers.CharField()


class ConsentShape(serializers.Serializer[Any]):
    id = PublicId()
    what = serializers.CharField()
    how = serializers.CharField()
    given_on = serializers.DateField()
    withdrawn_on = serializers.DateField(allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    """A card in a list."""

    id = PublicId()
    name = serializers.CharField()
    kind = serializers.CharField()
    stage = serializers.CharField()
    vip = serializers.BooleanField()
    owner = serializers.CharField(source="owner.public_id", allow_null=True, default=None, help_text="A member.")
    next_step = serializers.CharField()
    next_on = serializers.DateField(allow_null=True)
    handles = HandleShape(many=True)
    created_at = Moment()
    version = serializers.IntegerField()


class PersonWhole(PersonShape):
    """A card."""

    notes = serializers.CharField()
    origin = serializers.CharField(help_text="heard, themselves, others or public.")
    consents = ConsentShape(many=True)
