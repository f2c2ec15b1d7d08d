"""What the API gives of accounts: never what signs in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from brands.api.shapes import Moment, PublicId
from channels import explaining, standing
from channels.models import Account


class AbilityShape(serializers.Serializer[Any]):
    """One thing that the network can do."""

    name = serializers.CharField(source="key", help_text="publish, by_hand, post_metrics, mentions or search.")
    can = serializers.SerializerMethodField(help_text="Whether this account can.")
    why_not = serializers.CharField(help_text="Why it cannot, as a sentence; empty where it can.")

    def get_can(self, ability: standing.Ability) -> bool:
        return not ability.why_not


class AccountShape(serializers.Serializer[Any]):
    id = PublicId()
    network = serializers.CharField()
    by_hand = serializers.BooleanField(help_text="People publish there themselves.")
    name = serializers.CharField()
    handle = serializers.CharField()
    url = serializers.CharField()
    abilities = serializers.SerializerMethodField()
    disconnected_at = Moment(
        source="broken_at", allow_null=True, help_text="Since when only a person can bring it back."
    )
    trouble = serializers.SerializerMethodField(help_text="Its last error as a sentence; empty where all is well.")
    paused_at = Moment(allow_null=True, help_text="Nothing is published on it since then.")
    wait_until = Moment(allow_null=True, help_text="The network asked the account to wait.")
    expires_at = Moment(allow_null=True, help_text="When its permission ends; null where the network names no end.")
    renews_itself = serializers.BooleanField(source="renewable")
    checked_at = Moment(allow_null=True, help_text="When the network last said that all is well.")
    connected_at = Moment()

    @extend_schema_field(AbilityShape(many=True))
    def get_abilities(self, row: Account) -> Any:
        return AbilityShape(standing.abilities(row), many=True).data

    def get_trouble(self, row: Account) -> str:
        return explaining.trouble(row)
