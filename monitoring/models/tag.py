from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core.ids import PublicIdField
from core.text import fold


class Tag(BrandModel):
    """A word of the team's own that they put on mentions."""

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=60)
    sort_key = models.CharField(max_length=60, editable=False)
    """The name folded: «Envío» and «envio» are one tag, and names sort as people expect."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "sort_key"], name="tag_once_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:60]
        super().save(*args, **kwargs)


class MentionTag(BrandModel):
    """A tag on a mention."""

    mention = TenantForeignKey("monitoring.Mention", models.CASCADE, related_name="tagged")
    mention_id: int
    tag = TenantForeignKey("monitoring.Tag", models.CASCADE)
    tag_id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "mention", "tag"], name="mention_tag_once")]
        indexes = [models.Index(fields=["brand", "tag", "mention"], name="mention_tag_by_tag")]
