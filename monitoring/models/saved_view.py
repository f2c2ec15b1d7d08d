from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import DeletableModel
from core.ids import PublicIdField
from core.text import fold


class SavedView(DeletableModel):
    """Filters of the list under a name: one's own, or for everybody who reads the brand's mentions."""

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    owner_id: int
    shared = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=60)
    sort_key = models.CharField(max_length=60, editable=False)
    """The name folded."""
    said = models.CharField(max_length=2000)
    """The filters as an address says them (Filters.query_string). What they name may be gone since."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "owner", "sort_key"], condition=models.Q(deleted_at=None), name="saved_view_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:60]
        super().save(*args, **kwargs)
