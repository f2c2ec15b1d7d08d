from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.text import fold
from core.versions import Versioned
from networks.naming import network_name


class Person(Versioned, BrandModel):
    """The card of somebody worth knowing: who they are to the brand, how far things are, what comes next."""

    class Kind(models.TextChoices):
        INFLUENCER = "influencer", _("Influencer")
        CUSTOMER = "customer", _("Customer")
        PRESS = "press", _("Press")
        AMBASSADOR = "ambassador", _("Employee ambassador")
        COMPETITOR = "competitor", _("Competitor")
        OTHER = "other", pgettext_lazy("kind of person", "Other")

    class Stage(models.TextChoices):
        """Columns of the board, in order."""

        DISCOVERED = "discovered", _("Discovered")
        CONTACTED = "contacted", _("Contacted")
        TALKING = "talking", _("Talking")
        AGREED = "agreed", pgettext_lazy("stage of a person", "Agreed")
        ACTIVE = "active", pgettext_lazy("stage of a person", "Active")
        CLOSED = "closed", pgettext_lazy("stage of a person", "Closed")

    class Origin(models.TextChoices):
        """Where what the card says comes from."""

        HEARD = "heard", _("What they published, heard by cmhub")
        THEMSELVES = "themselves", _("They told us")
        OTHERS = "others", _("Somebody else told us")
        PUBLIC = "public", _("Public sources we looked up")

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=400, editable=False)
    """The name folded."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.INFLUENCER)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DISCOVERED)
    vip = models.BooleanField(default=False)
    """Whatever they say is marked, and weighs in alerts. The rows of their authors carry the same."""
    owner = models.ForeignKey("brands.Member", models.SET_NULL, null=True, related_name="+", db_index=False)
    owner_id: int | None
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("on"), null=True)
    """Day of the brand's zone."""
    reminded_on = models.DateField(null=True, editable=False)
    """The `next_on` of which somebody was told."""
    notes = models.TextField(_("notes"), max_length=4000, blank=True)
    origin = models.CharField(_("origin of the data"), max_length=10, choices=Origin.choices, default=Origin.HEARD)
    merged_into = TenantForeignKey("influencers.Person", models.CASCADE, null=True, db_index=False)
    """This card lives on in that one, until they are taken apart."""
    merged_into_id: int | None
    created_at = models.DateTimeField(default=clock.now, editable=False)
    moved_at = models.DateTimeField(default=clock.now, editable=False)
    """When it came to its stage."""

    class Meta:
        indexes = [
            models.Index(fields=["brand", "stage", "next_on"], condition=Q(merged_into=None), name="person_by_stage"),
            models.Index(fields=["brand", "sort_key"], name="person_by_name"),
            models.Index(fields=["brand", "merged_into"], name="person_by_merge"),
            models.Index(
                fields=["next_on"], condition=Q(next_on__isnull=False, merged_into=None), name="person_step_due"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:400]
        super().save(*args, **kwargs)


class Handle(BrandModel):
    """What one network calls a person, tied by the network's id: so it holds where the author's row has gone."""

    public_id = PublicIdField()
    person = TenantForeignKey("influencers.Person", models.CASCADE, related_name="handles")
    person_id: int
    network = models.CharField(_("network"), max_length=20)
    external_id = models.CharField(max_length=300, blank=True)
    """As monitoring's Author has it; empty where they were typed in and not heard yet."""
    handle = models.CharField(_("handle"), max_length=200)
    url = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "network", "external_id"], condition=~Q(external_id=""), name="handle_once"
            )
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def network_name(self) -> str:
        """What people call the network."""
        return network_name(self.network)


class Consent(BrandModel):
    """What a person agreed to, when and how, and whether they took it back."""

    public_id = PublicIdField()
    person = TenantForeignKey("influencers.Person", models.CASCADE, related_name="consents")
    person_id: int
    what = models.CharField(_("to what"), max_length=200)
    how = models.CharField(_("how"), max_length=200)
    given_on = models.DateField(_("when"))
    withdrawn_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it down."""

    def __str__(self) -> str:
        return self.what


class Merge(BrandModel):
    """One card was put into another: what it takes to take them apart again."""

    public_id = PublicIdField()
    kept = TenantForeignKey("influencers.Person", models.CASCADE, related_name="merges")
    kept_id: int
    absorbed = TenantForeignKey("influencers.Person", models.CASCADE)
    absorbed_id: int
    handles = models.JSONField(default=list)
    """Public ids of the handles that moved."""
    made_vip = models.BooleanField(default=False)
    """The one that was kept became important by it."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "absorbed"], name="merge_once")]
