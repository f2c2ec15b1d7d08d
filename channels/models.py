from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, DeletableModel, TenantForeignKey
from core import clock
from core.crypto import EncryptedTextField
from core.ids import PublicIdField
from core.jobs import Job
from core.versions import Versioned
from networks.accounts import Login


class Account(Job, Versioned, DeletableModel):
    """One of the brand's own accounts on a network, and the job that looks after it.

    Job's columns belong to looking after it (a live check, new tokens before the old ones die). Whether it can publish
    is told by `broken_at`, `paused_at` and `wait_until`. Connecting it again finds the same row: history stays.
    """

    work = _("accounts to be checked")

    public_id = PublicIdField()
    network = models.CharField(max_length=20)
    """Key of the connector in networks.registry."""
    by_hand = models.BooleanField(default=False, editable=False)
    """People publish there themselves: cmhub hands them text and media at the time."""
    external_id = models.CharField(max_length=300)
    """The network's own id; of an account by hand, its address or handle."""
    handle = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    avatar_url = models.CharField(max_length=2000, blank=True)
    base = models.CharField(max_length=500, blank=True)
    """Where its API is: the PDS, the instance, the site."""
    secret = EncryptedTextField(blank=True, default="", editable=False)
    """JSON: tokens or passwords by name. Never shown again, never logged, never exported."""
    facts = models.JSONField(default=dict, editable=False)
    """What limits depend on, as the last live check found."""
    lacks = models.JSONField(default=dict, editable=False)
    """{capability: why this account cannot}, source strings of the connector."""
    expires_at = models.DateTimeField(null=True, editable=False)
    renewed_at = models.DateTimeField(null=True, editable=False)
    """Since when the secret is what it is: with `expires_at`, how long it lives."""
    renewable = models.BooleanField(default=False, editable=False)
    """The secret can be renewed without a person before `expires_at`."""

    broken_at = models.DateTimeField(null=True, editable=False)
    """Since when only a person can bring it back; its posts are held. Why stands in `last_error`."""
    paused_at = models.DateTimeField(null=True, editable=False)
    wait_until = models.DateTimeField(null=True, editable=False)
    """The network asked the whole account to wait."""

    connected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    connected_at = models.DateTimeField(default=clock.now, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    """When the network last said that all is well."""
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "network", "external_id"], name="account_once")]
        indexes = [Job.due_index("account_due")]

    def __str__(self) -> str:
        return self.name or self.handle or self.external_id

    def login(self) -> Login:
        """What connectors are called with. Hold it no longer than a call takes."""
        secret: Mapping[str, str] = json.loads(self.secret) if self.secret else {}
        return Login(self.external_id, self.handle, self.base, secret, self.facts)

    @property
    def can_publish(self) -> bool:
        """No person stands in the way. The network may still ask it to wait."""
        return self.broken_at is None and self.paused_at is None and self.deleted_at is None


class FollowerCount(BrandModel):
    """How many followed an account on a day: as the last live check of that day was told."""

    account = TenantForeignKey("channels.Account", models.CASCADE, db_index=False)
    account_id: int
    day = models.DateField()
    """Of the brand's zone as it was then."""
    followers = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "account", "day"], name="follower_count_once")]
        indexes = [models.Index(fields=["brand", "day"], name="follower_count_by_day")]


class Journey(BrandModel):
    """A person who went to a network to sign in there and is not back yet. Used once, by who began it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user_id: int
    network = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the state, hexadecimal: the state itself is only in the address."""
    kept = EncryptedTextField(editable=False)
    """JSON: what the connector needs to finish, secrets among it."""
    account = TenantForeignKey("channels.Account", models.CASCADE, null=True, db_index=False)
    """The account that is to be connected again; null for a new one."""
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="journey_by_end")]
