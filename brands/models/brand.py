from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import DeletableModel
from core import clock
from core.ids import PublicIdField
from core.text import fold
from core.versions import Versioned

RETENTION_MONTHS = 13
"""A year to compare with, and a month to look at it."""


def default_languages() -> list[str]:
    return ["es", "en", "pt"]


class Brand(Versioned):
    """One brand: the tenant. What its team owns hangs on it."""

    public_id = PublicIdField()
    workspace = models.ForeignKey("brands.Workspace", models.CASCADE, related_name="brands")
    workspace_id: int
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=120, editable=False, default="")
    """The name folded: the database sorts by bytes and would put Ávila after Zara."""
    logo = models.CharField(max_length=200, blank=True, editable=False)
    """Path in storage, empty where the brand has none."""
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #RRGGBB, for example #8a3b12."))],
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Madrid")
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=default_languages)
    country = models.CharField(_("country"), max_length=2, default="ES")
    handles = models.JSONField(_("handles"), default=list, blank=True)
    """[{"network": "mastodon", "handle": "@lumbre@mastodon.example"}, …]"""
    retention_months = models.PositiveSmallIntegerField(
        _("months to keep mentions"),
        default=RETENTION_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    deleted_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "id"], name="brand_workspace_id_key")]
        indexes = [models.Index(fields=["workspace", "sort_key"], name="brand_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:120]
        super().save(*args, **kwargs)

    @property
    def folder(self) -> str:
        """Where the brand's files lie in storage."""
        return f"{self.workspace.folder}/{self.public_id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def monogram(self) -> str:
        """One or two letters for the square that stands in for a logo."""
        words = [word for word in self.name.split() if word[:1].isalnum()]
        letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else "".join(words)[:2]
        return letters.upper() or "·"


class Department(Versioned, DeletableModel):
    """The people inside the company who can act on what is heard: support, logistics, product, legal."""

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=80)
    handles_what = models.CharField(_("what it takes care of"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "name"], condition=models.Q(deleted_at=None), name="department_once_by_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
