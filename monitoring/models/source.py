from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import DeletableModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job
from core.versions import Versioned

POLL_MINUTES = 10
IMPORT = "import"
"""Network of a source that stands for an uploaded file: there is nothing to poll, and it stays paused."""


class Source(Job, Versioned, DeletableModel):
    """An address that is listened to, and the job that polls it.

    Job's columns say where polling stands: waiting until `not_before`, running, paused by a person, or failed: stopped
    until a person acts. `version` counts people's edits; polling leaves it alone.
    """

    work = _("sources to be read")

    class Kind(models.TextChoices):
        POSTS = "posts", _("Posts")
        COMMENTS = "comments", _("Comments")
        MENTIONS = "mentions", _("Mentions and replies")
        """What was said to an account of the brand."""
        SEARCH = "search", _("Search")
        """Posts that hold some words, found with an account of the brand."""

    class Keep(models.TextChoices):
        EVERYTHING = "everything", _("Everything")
        MATCHING = "matching", _("Only what a topic matches")
        """Offered once there are topics."""

    public_id = PublicIdField()
    network = models.CharField(max_length=20)
    """Key of the connector in networks.registry."""
    address = models.CharField(_("address"), max_length=500)
    account = TenantForeignKey("channels.Account", models.CASCADE, null=True)
    """With which account of the brand it is read; null for what is public."""
    account_id: int | None
    title = models.CharField(_("name"), max_length=200, blank=True)
    """As people call it: what they typed, else what the source calls itself."""
    titled_by_person = models.BooleanField(default=False, editable=False)
    home_url = models.CharField(max_length=2000, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.POSTS)
    keep = models.CharField(max_length=10, choices=Keep.choices, default=Keep.EVERYTHING)
    poll_minutes = models.PositiveSmallIntegerField(_("minutes between polls"), default=POLL_MINUTES)
    """The shortest wait; a source that has been silent for days is asked less often."""
    cursor = models.JSONField(default=dict, editable=False)
    """Where the connector was last, in its own words."""
    last_polled_at = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    last_new_at = models.DateTimeField(null=True, editable=False)
    items_found = models.PositiveBigIntegerField(default=0, editable=False)
    """Mentions that this source was the first to bring, since it was added."""
    items_too_old = models.PositiveIntegerField(default=0, editable=False)
    """In the last full answer: items from before what the brand keeps, left out."""
    items_unreadable = models.PositiveIntegerField(default=0, editable=False)
    """In the last full answer: rows that could not be read."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "network", "address"], condition=Q(deleted_at=None), name="source_once_by_address"
            )
        ]
        indexes = [
            Job.due_index("source_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="source_running"),
        ]

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def is_import(self) -> bool:
        return self.network == IMPORT

    @property
    def paused(self) -> bool:
        return self.state == self.State.PAUSED
