from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import PublicIdField
from core.versions import Versioned


class Workspace(Versioned):
    """A company, or an agency with the brands of its clients."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        AGENCY = "agency", _("Agency")

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COMPANY)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where every file of the workspace lies in storage, so that erasing it is erasing a folder."""
        return f"workspaces/{self.public_id}"


class WorkspaceMail(models.Model):
    """Which mails a workspace sent: its owner may read these, and no others."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    mail = models.OneToOneField("mail.Mail", models.CASCADE, related_name="+")
