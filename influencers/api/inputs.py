"""What the API takes of people, checked."""

from __future__ import annotations

from rest_framework import serializers

from brands.api.inputs import Page
from influencers.models import Person


class PeopleFilters(Page):
    """Each narrows."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="A piece of the name.")
    kind = serializers.ChoiceField(choices=Person.Kind.values, required=False)
    stage = serializers.ChoiceField(choices=Person.Stage.values, required=False)
    vip = serializers.ChoiceField(choices=["1"], required=False)
