from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, DeletableModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned


class Post(Versioned, DeletableModel):
    """What a brand says once, on one account or several: the common content, a reason, and a time.

    Wall time and zone are the truth of when; `due_at` follows from them, and follows again when zone data changes.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        """Somebody who may has let it go out at its time. Where it stands then, each Publication says."""

    public_id = PublicIdField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    content = models.JSONField(default=dict)
    """calendar_app.content.Content as JSON: what all variants share."""
    objective = models.CharField(_("objective"), max_length=200, blank=True)
    """Why it is published."""
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)

    wall_date = models.DateField(_("day"), null=True)
    wall_time = models.TimeField(_("time"), null=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    fold = models.PositiveSmallIntegerField(default=0)
    """1: the second of two equal wall times, when clocks go back."""
    due_at = models.DateTimeField(null=True)
    """The instant, derived; null while there is no time."""
    zone_data = models.CharField(max_length=16, blank=True, editable=False)
    """The release of the zone data that it was derived with."""

    series = TenantForeignKey("calendar_app.Series", models.SET_NULL, null=True, db_index=False)
    series_id: int | None
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Whose right it goes out by: asked again at the moment of sending."""
    native = models.BooleanField(default=False, editable=False)
    """Published there, not by cmhub; shown so that the calendar is whole."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["brand", "due_at"], name="post_by_time"),
            models.Index(fields=["brand", "-edited_at"], condition=Q(stage="draft"), name="post_drafts"),
        ]

    def __str__(self) -> str:
        said = str(self.content.get("title") or self.content.get("text") or "")
        return Truncator(" ".join(said.split())).chars(80)


class Revision(BrandModel):
    """A post's content as somebody left it: history, and what undo goes back to."""

    post = TenantForeignKey("calendar_app.Post", models.CASCADE, related_name="revisions")
    post_id: int
    number = models.PositiveIntegerField()
    """The version of the post that this was."""
    content = models.JSONField()
    own = models.JSONField(default=dict)
    """{account's public id: what its variant says differently}."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_once")]
