from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel
from core import clock
from core.ids import PublicIdField


class Notice(BrandModel):
    """Something that one person should know about a brand: one row a person, so that each clears their own."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user_id: int
    kind = models.CharField(max_length=40)
    """A name that brands.notices knows: «source.silent»."""
    key = models.CharField(max_length=80)
    """What it is about, mostly a public id: while a notice stands, nobody is told the same again."""
    words = models.JSONField(default=dict)
    """Names, numbers and moments for the sentence: never somebody's text."""
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """What it told of is over."""
    bell = models.BooleanField(default=True)
    """Whether the person wants this kind at the bell."""
    mail_at = models.DateTimeField(null=True)
    """When a mail about it is due; null where none is, or is any more."""
    mailed_at = models.DateTimeField(null=True)
    """Written in one transaction with the mail, once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "user", "kind", "key"],
                condition=Q(settled_at=None),
                name="notice_once_while_it_stands",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notice_mail_due"),
        ]


class Way(models.TextChoices):
    """How a kind of notice comes by mail."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("In the digest")
    NONE = "none", _("No mail")


class NoticeWishes(models.Model):
    """How one person wants to be told, for all their brands."""

    class Digest(models.TextChoices):
        OFF = "off", _("Never")
        HOURLY = "hourly", _("Every hour")
        DAILY = "daily", _("Once a day")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    user_id: int
    kinds = models.JSONField(default=dict)
    """{"post.failed": {"bell": true, "mail": "now"}, …}: only what differs from the kind's own."""
    digest = models.CharField(_("digest"), max_length=6, choices=Digest.choices, default=Digest.DAILY)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the daily digest"), default=9)
    """0 to 23, in the person's zone, as the two below."""
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), null=True, blank=True)
    """Both or none; from 22 until 7 is a night."""
    urgent_any_time = models.BooleanField(_("urgent mail breaks quiet hours"), default=False)
