"""What the API gives of posts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from brands.api.shapes import Moment, PublicId
from calendar_app.models import Post, Publication


class AccountName(serializers.Serializer[Any]):
    id = PublicId()
    network = serializers.CharField()
    name = serializers.CharField(source="__str__")


class PublicationShape(serializers.Serializer[Any]):
    """A post on one account."""

    id = PublicId()
    account = AccountName()
    state = serializers.ChoiceField(choices=Publication.State.values)
    held_for = serializers.CharField(help_text="Why it is held, where it is.")
    own = serializers.JSONField(help_text="What this variant says differently, by field.")
    due_at = Moment(allow_null=True)
    published_at = Moment(allow_null=True)
    url = serializers.CharField()


class PostShape(serializers.Serializer[Any]):
    id = PublicId()
    stage = serializers.ChoiceField(choices=Post.Stage.values)
    content = serializers.JSONField(help_text="What is said, by field; what is empty is left out.")
    objective = serializers.CharField()
    campaign = serializers.CharField()
    day = serializers.DateField(source="wall_date", allow_null=True)
    time = serializers.SerializerMethodField(help_text="HH:MM of the brand's clock.")
    zone = serializers.CharField()
    fold = serializers.IntegerField()
    due_at = Moment(allow_null=True, help_text="The instant that follows.")
    author = serializers.SerializerMethodField(help_text="Who wrote it first; null where that is not known any more.")
    native = serializers.BooleanField(help_text="Published there, not by cmhub.")
    created_at = Moment()
    edited_at = Moment()
    version = serializers.IntegerField()
    publications = PublicationShape(many=True, source="listed")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_author(self, post: Post) -> str | None:
        return post.author.display_name if post.author else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_time(self, post: Post) -> str | None:
        return f"{post.wall_time:%H:%M}" if post.wall_time else None


class ChangedPostShape(PostShape):
    taken_back = serializers.CharField(
        help_text="Why it is a draft again and does not go out, where it was scheduled; else empty."
    )
