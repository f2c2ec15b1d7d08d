from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from brands.scope import BrandModel
from core import clock
from core.ids import PublicIdField


class Notice(BrandModel):
    """Something that one person should know about a brand: one row a person, so that each clears their own."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user_id: int
    kind = models.CharField(max_length=40)
    """A name that brands.notices knows: «source.silent»."""
    key = models.CharField(max_length=80)
    """What it is about, mostly a public id: while a notice stands, nobody is told the same again."""
    words = models.JSONField(default=dict)
    """Names, numbers and moments for the sentence: never somebody's text."""
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """What it told of is over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "user", "kind", "key"],
                condition=Q(settled_at=None),
                name="notice_once_while_it_stands",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]
