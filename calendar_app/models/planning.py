from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, DeletableModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.versions import Versioned

CUT_OFF_MINUTES = 60


class PublishingRules(Versioned, BrandModel):
    """How a brand publishes. One row a brand, locked by whoever pauses it and shared by whoever sends."""

    paused_at = models.DateTimeField(null=True, editable=False)
    """Nothing goes out since then."""
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    holding = models.BooleanField(default=False, editable=False)
    """A Hold stands. Here, so that every send sees it in the row that it locks anyway."""
    cut_off_minutes = models.PositiveSmallIntegerField(
        _("minutes a post may be late"),
        default=CUT_OFF_MINUTES,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    """Later than this it is missed, and a person decides."""
    region = models.CharField(_("region"), max_length=10, blank=True)
    """For public holidays, with the brand's country."""
    utm = models.JSONField(default=dict, blank=True)
    """{"source": "{network}", "medium": "social", "campaign": "{campaign}"}: what links get, {} for nothing."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="rules_once")]


class Slot(BrandModel):
    """A time of the week that the brand likes to publish at; a post «in the queue» takes the next free one."""

    public_id = PublicIdField()
    account = TenantForeignKey("channels.Account", models.CASCADE, null=True, db_index=False)
    """Null: for posts on any account."""
    account_id: int | None
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    """0 is Monday."""
    at = models.TimeField()
    """Wall time of the brand."""

    class Meta:
        indexes = [models.Index(fields=["brand", "weekday", "at"], name="slot_by_time")]


class Series(Versioned, DeletableModel):
    """A post that comes again by wall clock: its rule, and what each occurrence is made from."""

    public_id = PublicIdField()
    rule = models.CharField(max_length=300)
    """RFC 5545 RRULE without DTSTART: FREQ=WEEKLY;BYDAY=MO;COUNT=10."""
    starts_on = models.DateField()
    wall_time = models.TimeField()
    zone = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    """{account's public id: what its variant says differently}; its keys are the accounts."""
    objective = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    schedules = models.BooleanField(default=True)
    """Occurrences go out by themselves, by the right of `by`; else they are drafts."""
    made_until = models.DateField(null=True, editable=False)
    """Occurrences up to this day have been made into posts; the rest follow as time goes on."""
    stopped_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        said = str(self.content.get("title") or self.content.get("text") or "")
        return " ".join(said.split())[:80]


class Occurrence(BrandModel):
    """A day of a series that was dealt with: its post, or nothing where a person left it out."""

    series = TenantForeignKey("calendar_app.Series", models.CASCADE, related_name="occurrences")
    series_id: int
    day = models.DateField()
    post = TenantForeignKey("calendar_app.Post", models.SET_NULL, null=True, db_index=False)
    post_id: int | None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="occurrence_once")]


class CalendarLink(BrandModel):
    """The secret address from which a calendar program reads a brand's posts, as the person who made it."""

    public_id = PublicIdField()
    held = TenantForeignKey("brands.BrandRole", models.CASCADE)
    """Who loses the role loses the link."""
    digest = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the secret in the address, in hex."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    """Last, to the hour."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "held"], name="calendar_link_once")]
