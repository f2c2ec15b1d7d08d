from __future__ import annotations

from celery import shared_task

from mail import sending


@shared_task
def send_due_mail() -> None:
    """Hand to the mail server what is due."""
    sending.send_due()


@shared_task
def delete_old_mail() -> None:
    """Delete what is older than mails are kept."""
    sending.delete_old()
