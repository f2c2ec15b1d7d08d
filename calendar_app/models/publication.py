from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job


class Publication(Job, BrandModel):
    """A post on one account: its variant, and the job that makes it public exactly once.

    Job's columns: `not_before` is when it is due (or, after a wait, when to go on), `state` where it stands. `waiting`
    and `running` are the only states in which the engine touches it; of the rest a person decides.
    """

    work = _("posts to be published")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("publication", "Draft")
        WAITING = "waiting", pgettext_lazy("publication", "Scheduled")
        RUNNING = "running", pgettext_lazy("publication", "Publishing")
        DONE = "done", pgettext_lazy("publication", "Published")
        FAILED = "failed", pgettext_lazy("publication", "Failed")
        UNKNOWN = "unknown", pgettext_lazy("publication", "Unconfirmed")
        """It may be public. The engine looks it up some times, then a person says."""
        MISSED = "missed", pgettext_lazy("publication", "Missed")
        """Its time passed by more than the brand allows, and nothing was sent."""
        HELD = "held", pgettext_lazy("publication", "Held")
        """Its time came while something stopped it; why stands in `held_for`. Nothing was sent."""
        HANDED = "handed", pgettext_lazy("publication", "To publish by hand")

    class HeldFor(models.TextChoices):
        BRAND = "brand", pgettext_lazy("held", "publishing is paused")
        ACCOUNT = "account", pgettext_lazy("held", "the account is paused")
        BROKEN = "broken", pgettext_lazy("held", "the account is disconnected")
        AUTHOR = "author", pgettext_lazy("held", "who scheduled it may not publish any more")
        CHANGED = "changed", pgettext_lazy("held", "it was changed after it was scheduled")
        CRISIS = "crisis", pgettext_lazy("held", "a crisis")

    public_id = PublicIdField()
    post = TenantForeignKey("calendar_app.Post", models.CASCADE, related_name="publications")
    post_id: int
    account = TenantForeignKey("channels.Account", models.CASCADE, db_index=False)
    account_id: int
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    held_for = models.CharField(max_length=8, choices=HeldFor.choices, blank=True)
    own = models.JSONField(default=dict)
    """What this variant says differently: fields of calendar_app.content.Content."""
    hold = TenantForeignKey("calendar_app.Hold", models.SET_NULL, null=True, db_index=False)
    """The one that caught it last."""
    hold_id: int | None
    reviewed_at = models.DateTimeField(null=True, editable=False)
    """When a person let it go out in spite of the holds that stood then: none of those catches it again."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the whole content as it was let go: what is sent must still be that."""
    due_at = models.DateTimeField(null=True)
    """The post's instant, kept here so that lists and lateness need no join."""

    armed_at = models.DateTimeField(null=True, editable=False)
    """Since when the running call may have an effect out there. Null: nothing of the part at hand was sent."""
    look_ups = models.PositiveSmallIntegerField(default=0, editable=False)
    external_id = models.CharField(max_length=500, blank=True)
    """Of the first part, once it is public."""
    url = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True)
    native = models.BooleanField(default=False, editable=False)
    """Published there by somebody, not by cmhub; brought in by calendar_app.native."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=Q(native=True), name="publication_native_once"
            ),
            models.UniqueConstraint(fields=["post", "account"], name="publication_once"),
            # Thread order, rate budgets and sessions of SDKs collide where two run on one account.
            models.UniqueConstraint(fields=["account"], condition=Q(state="running"), name="publication_one_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["account", "not_before", "id"], condition=Q(state="waiting"), name="publication_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="publication_running"),
            models.Index(fields=["not_before"], condition=Q(state="unknown"), name="publication_unknown"),
            models.Index(fields=["brand", "due_at"], name="publication_by_time"),
            models.Index(fields=["brand", "account", "-published_at"], name="publication_by_account"),
            models.Index(
                fields=["brand", "state", "due_at"],
                condition=Q(state__in=("failed", "unknown", "missed", "held", "handed")),
                name="publication_needs_a_person",
            ),
            models.Index(fields=["brand", "published_at"], name="publication_by_publishing"),
            models.Index(fields=["brand", "hold"], condition=Q(hold__isnull=False), name="publication_by_hold"),
        ]

    def key(self, part: int) -> str:
        """What idempotency keys of a part are made from: the same at each attempt."""
        return f"{self.public_id}-{part}"

    @property
    def lateness(self) -> float | None:
        """Seconds from when it was due to when it was public; None while it is not."""
        moments: tuple[datetime | None, datetime | None] = (self.published_at, self.due_at)
        return (moments[0] - moments[1]).total_seconds() if moments[0] and moments[1] else None


class SentPart(BrandModel):
    """One message of a publication (the post, an answer of its thread, its first comment): its proof, its outcome."""

    publication = TenantForeignKey("calendar_app.Publication", models.CASCADE, related_name="parts")
    publication_id: int
    number = models.PositiveSmallIntegerField()
    """0 is the post itself, then the thread in order, the first comment last."""
    handle = models.JSONField()
    """What proves the outcome, kept before the call."""
    moment = models.DateTimeField(default=clock.now)
    """When it says it was written: as the first attempt said, so that a repeated one is equal."""
    armed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    """Null: not known to be public."""
    external_id = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    proof = models.JSONField(default=dict)
    """What later parts need to answer this one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="part_once")]
