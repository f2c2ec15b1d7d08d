from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel
from core.ids import PublicIdField
from core.versions import Versioned


class HashtagGroup(Versioned, BrandModel):
    """Hashtags that a brand uses together, put into a text by one click."""

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=60)
    sort_key = models.CharField(max_length=60, editable=False)
    """The name folded: two groups of a brand never differ in case or accents alone."""
    tags = ArrayField(models.CharField(max_length=100), verbose_name=_("hashtags"))
    """Without the sign: ["caféDeEspecialidad", "Silla"]."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "sort_key"], name="hashtag_group_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> str:
        """As it is put into a text."""
        return " ".join(f"#{tag}" for tag in self.tags)
