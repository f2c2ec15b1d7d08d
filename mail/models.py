from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import PublicIdField
from core.jobs import Job


class Mail(Job):
    """One mail to one person: kept where there is no mail server, else sent by the sweep in mail.sending.

    Columns of Job say where it stands: waiting, running, done (the server took it), failed (refused or bounced).
    """

    public_id = PublicIdField()
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="es")
    purpose = models.CharField(max_length=40)
    """invitation, password_reset, …: names the template and never the content."""
    message_id = models.CharField(max_length=120, unique=True)
    """Set before the first attempt: a mail is recognised by it when it bounces or is sent again."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [Job.due_index("mail_due"), models.Index(fields=["-created_at"], name="mail_newest")]
        verbose_name = _("mail")
