from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel
from core import clock
from core.ids import PublicIdField


class Hold(BrandModel):
    """A stop of everything scheduled, or of what it names, until a person lifts it. What it caught stays held until a
    person has decided about it, whether it is lifted or not.

    Rules of different kinds narrow each other; of words, networks and accounts one of each is enough. Without any it
    holds everything.
    """

    public_id = PublicIdField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    words = models.JSONField(default=list, blank=True)
    networks = models.JSONField(default=list, blank=True)
    accounts = models.JSONField(default=list, blank=True)
    """Public ids."""
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)

    placed_at = models.DateTimeField(default=clock.now, editable=False)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gathered_at = models.DateTimeField(null=True, editable=False)
    """When all that was scheduled already had been looked at. Null: that goes on."""
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["brand", "-placed_at"], condition=Q(lifted_at=None), name="hold_standing")]

    @property
    def everything(self) -> bool:
        return not (self.words or self.networks or self.accounts or self.campaign)
