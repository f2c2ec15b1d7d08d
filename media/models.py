from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import DeletableModel
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned

ALT = 2000
"""Characters of an alternative text. Networks take less (their limits count); nothing is cut here."""


class File(Versioned, DeletableModel):
    """One file of a brand: what came, untouched, and what is made of it. The same bytes are the same row."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        GIF = "gif", _("Animation")
        VIDEO = "video", _("Video")

    public_id = PublicIdField()
    sha256 = models.CharField(max_length=64, editable=False)
    """Of the original, in hexadecimal digits."""
    kind = models.CharField(max_length=5, choices=Kind.choices)
    mime = models.CharField(max_length=40)
    """Of the original, as its content says."""
    clean_mime = models.CharField(max_length=40)
    """Of the version that may go out."""
    size = models.BigIntegerField()
    """Bytes of the original."""
    clean_size = models.BigIntegerField()
    """Bytes of the version that may go out."""
    kept_bytes = models.BigIntegerField()
    """Bytes of the original and all versions together: what counts for the quota."""
    width = models.PositiveIntegerField()
    """Pixels of the original, upright."""
    height = models.PositiveIntegerField()
    clean_width = models.PositiveIntegerField()
    """Pixels of the version that may go out."""
    clean_height = models.PositiveIntegerField()
    seconds = models.FloatField(default=0)
    """How long it moves; 0 for still images."""
    frames = models.PositiveIntegerField(default=1)
    """Of images; a video's are not counted."""
    frame_rate = models.FloatField(default=0)
    """Frames a second of a video."""
    video_codec = models.CharField(max_length=40, blank=True)
    audio_codec = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    """As uploaded, cleaned."""
    alt = models.CharField(_("alternative text"), max_length=ALT, blank=True)
    """What a new post starts with; each post has its own."""
    crops = models.JSONField(default=dict)
    """{"4:5": [left, top, width, height]} in pixels of the version that may go out."""
    by_hand = models.BooleanField(default=False)
    """Put into the library by a person: stays until a person deletes it. Others go when nothing uses them."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_at = models.DateTimeField(default=clock.now, editable=False)
    """When it was last uploaded, or last seen in use by the daily sweep."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "sha256"], name="media_file_once")]
        indexes = [models.Index(fields=["brand", "-created_at", "-id"], name="media_file_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def moves(self) -> bool:
        return self.kind != self.Kind.IMAGE

    @property
    def is_video(self) -> bool:
        return self.kind == self.Kind.VIDEO
