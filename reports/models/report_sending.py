from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job
from core.versions import Versioned
from reports.models.report import LANGUAGE_CHOICES

MONDAY, NINE = 1, 9


class ReportWishes(Versioned, BrandModel):
    """How a brand wants its weekly reports made. A brand without a row wants what the defaults say."""

    drafted = models.BooleanField(_("draft a report every Monday"), default=True)
    automatic = models.BooleanField(_("send without approval"), default=False)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGE_CHOICES, default="es")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="report_wishes_once")]


class ReportRecipient(Versioned, BrandModel):
    """Who gets the brand's weekly report: a member, or an address of somebody outside."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    """A member: mail goes to the address that they have then, while they may read reports."""
    user_id: int | None
    email = models.EmailField(_("email"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGE_CHOICES, default="es")
    weekday = models.PositiveSmallIntegerField(
        _("day"), default=MONDAY, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    """1 is Monday (ISO 8601), of the week after the one that is reported."""
    hour = models.PositiveSmallIntegerField(_("hour"), default=NINE, validators=[MaxValueValidator(23)])
    """In the brand's zone."""
    pdf = models.BooleanField(_("PDF"), default=True)
    xlsx = models.BooleanField(_("workbook (XLSX)"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "user"], condition=Q(user__isnull=False), name="recipient_user"),
            models.UniqueConstraint(fields=["brand", "email"], condition=~Q(email=""), name="recipient_address"),
            models.CheckConstraint(condition=Q(user__isnull=True) ^ Q(email=""), name="recipient_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.name or (self.user.display_name if self.user else self.email)


class ReportDelivery(Job, BrandModel):
    """One report to one address, once. A job until its mail is written; from then on the mail knows how it went."""

    work = _("reports to be mailed")

    public_id = PublicIdField()
    report = TenantForeignKey("reports.WeeklyReport", models.CASCADE, related_name="deliveries")
    report_id: int
    recipient = TenantForeignKey("reports.ReportRecipient", models.SET_NULL, null=True, db_index=False)
    recipient_id: int | None
    to = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    pdf = models.BooleanField(default=True)
    xlsx = models.BooleanField(default=False)
    mail = models.ForeignKey("mail.Mail", models.SET_NULL, null=True, related_name="+")
    """Null: not written yet, or older than mails are kept."""
    mail_id: int | None
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "report", "to"], name="delivery_of_report_once")]
        indexes = [Job.due_index("report_delivery_due")]

    def __str__(self) -> str:
        return self.to


class ReportLink(BrandModel):
    """An address that shows one approved report to whoever has it, until it ends."""

    public_id = PublicIdField()
    report = TenantForeignKey("reports.WeeklyReport", models.CASCADE, related_name="links")
    report_id: int
    name = models.CharField(_("for whom"), max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the secret in the address, which nobody can read here."""
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    opened_at = models.DateTimeField(null=True)
    """Last."""

    class Meta:
        indexes = [models.Index(fields=["brand", "report", "-created_at"], name="report_link_newest")]

    def __str__(self) -> str:
        return self.name or self.public_id
