from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from brands.scope import BrandModel
from core import clock
from core.ids import PublicIdField

NAMED = Func(F("name"), F("handle"), function="monitoring_author_search", output_field=SearchVectorField())
"""The words of an author's name and handle, as they are searched for."""
_SHOWN_ID = 20


class Author(BrandModel):
    """Somebody who wrote a mention, as their network names them, seen from one brand."""

    public_id = PublicIdField()
    network = models.CharField(max_length=20)
    external_id = models.CharField(max_length=300)
    name = models.CharField(max_length=200, blank=True)
    handle = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    avatar_url = models.CharField(max_length=2000, blank=True)
    followers = models.PositiveBigIntegerField(null=True)
    hidden = models.BooleanField(default=False)
    """The team does not want to read this author: their mentions are neither listed nor counted."""

    vip = models.BooleanField(default=False, db_default=False)
    """The team wants to see at once what they say. Their row stays, also where nothing of theirs is kept."""

    gone_at = models.DateTimeField(null=True)
    """Their account was closed, and their mentions went with the same `gone_at`: if it opens again, those come back."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "network", "external_id"], name="author_once")]
        indexes = [
            GinIndex(F("brand"), NAMED, name="author_by_name"),
            models.Index(fields=["brand"], condition=Q(vip=True), name="author_vip"),
        ]

    def __str__(self) -> str:
        return self.name or self.handle or self._short_id

    @property
    def _short_id(self) -> str:
        """Networks that know authors by a key (did:plc:…) tell the handle later, or never."""
        shown = self.external_id[:_SHOWN_ID]
        return shown if shown == self.external_id else f"{shown}…"


class Forgotten(BrandModel):
    """Somebody who was erased and is not stored again: a keyed hash of what their network calls them, and no name."""

    digest = models.CharField(max_length=64)
    """Of monitoring.forgetting."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "digest"], name="forgotten_once")]
