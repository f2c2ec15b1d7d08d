"""Which mails a workspace's owner may read: those that the workspace sent, and never one that opens an account."""

from __future__ import annotations

from django.db.models import QuerySet

from brands.models import Workspace, WorkspaceMail
from mail.models import Mail
from mail.writing import CARRIES_A_KEY


def mails_of(workspace: Workspace) -> QuerySet[Mail]:
    """Mails that `workspace` sent (invitations and notices), the newest first."""
    sent = WorkspaceMail.objects.filter(workspace=workspace).values("mail_id")
    return Mail.objects.filter(pk__in=sent).exclude(purpose__in=CARRIES_A_KEY).order_by("-created_at", "-pk")


def all_mails() -> QuerySet[Mail]:
    """Every mail of the installation, links that open accounts included, the newest first: for its operator alone."""
    return Mail.objects.order_by("-created_at", "-pk")
