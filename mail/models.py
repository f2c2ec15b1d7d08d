from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import PublicIdField
from core.jobs import Job


class Standing(models.TextChoices):
    """Where a mail stands, in words for people."""

    KEPT = "kept", _("Kept here, not sent")
    WAITING = "waiting", _("Waiting to be sent")
    RETRYING = "retrying", _("Waiting for another try")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNKNOWN = "unknown", _("May have been sent")


class Mail(Job):
    """One mail to one person: kept where there is no mail server, else sent by the sweep in mail.sending.

    The columns of Job and `sent_at` together say where it stands, see `standing`: written without a mail server it is
    done at once and has no `sent_at`; paused means that nobody knows whether the server took it.
    """

    work = _("mails to be sent")

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
    unsubscribe_url = models.CharField(max_length=1000, blank=True)
    """Where who gets it ends mails of this kind (RFC 2369); one POST there does it at once (RFC 8058)."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [Job.due_index("mail_due"), models.Index(fields=["-created_at"], name="mail_newest")]
        verbose_name = _("mail")

    def __str__(self) -> str:
        return self.subject

    @property
    def standing(self) -> Standing:
        if self.state == Job.State.DONE:
            return Standing.SENT if self.sent_at else Standing.KEPT
        if self.state == Job.State.WAITING:
            return Standing.RETRYING if self.last_error else Standing.WAITING
        return {
            Job.State.RUNNING: Standing.SENDING,
            Job.State.FAILED: Standing.FAILED,
            Job.State.PAUSED: Standing.UNKNOWN,
        }[Job.State(self.state)]

    @property
    def may_go_again(self) -> bool:
        """Whether a person may have it sent (again): it did not surely arrive, and its text is still here."""
        return self.standing in {Standing.KEPT, Standing.FAILED, Standing.UNKNOWN} and bool(self.text)


class MailPart(models.Model):
    """A picture inside a mail (`cid` is how its HTML names it), or a file that goes with it.

    Its bytes lie in storage, where whoever had the mail written keeps them.
    """

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    cid = models.CharField(max_length=80, blank=True)
    path = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name
