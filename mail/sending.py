"""Sending what is due: claim, commit, hand over, record.

At most once, unless a person asks for more: as long as the server has said no, or nothing, before the content was
sent, the mail is tried again. Once the content is on its way and no answer comes back (or the worker dies with a mail
in its hands) it may have arrived: nobody knows, and a person may send it again. A second copy then carries the same
Message-ID, which many mailboxes fold into one. Only what the server says during delivery is seen: bounces that come
later, as mail of their own, go to the sender's mailbox (CMHUB_MAIL_FROM) and are not read here.
"""

from __future__ import annotations

from datetime import timedelta

from core import clock, jobs
from core.jobs import Job
from mail import composing, smtp
from mail.models import Mail
from mail.writing import CARRIES_A_KEY

MAX_ATTEMPTS = 12
"""About twenty hours by the waits of core.jobs."""
KEEP = timedelta(days=90)


def send_due(limit: int = 50) -> int:
    """Send up to `limit` mails that are due and return how many the server took. Without a server: 0."""
    server = smtp.server()
    if server is None:
        return 0
    _sweep()
    if not Mail.objects.filter(state=Job.State.WAITING, not_before__lte=clock.now()).exists():
        return 0
    sent = 0
    try:
        with smtp.Connection(server) as connection:
            for _ in range(limit):
                # One claim at a time: a slow server must not let the claims of the mails behind it grow old.
                claimed = jobs.claim_due(Mail.objects.all(), limit=1)
                if not claimed:
                    break
                sent += _send(claimed[0], connection)
    except smtp.Unavailable as error:
        for mail in jobs.claim_due(Mail.objects.all(), limit=limit):
            _try_later(mail, error)
    return sent


def _send(mail: Mail, connection: smtp.Connection) -> bool:
    try:
        connection.hand_over(mail)
    except (smtp.Refused, composing.PartGone) as error:
        jobs.fail(mail, error)
    except smtp.Deferred as error:
        _try_later(mail, error)
    except smtp.Unavailable as error:
        _try_later(mail, error)
        raise
    except smtp.OutcomeUnknown as error:
        jobs.finish(mail, state=Job.State.PAUSED, attempts=mail.attempts + 1, **jobs.described(error))
        raise smtp.Unavailable(str(error)) from error
    else:
        return _record_sent(mail)
    return False


def _record_sent(mail: Mail) -> bool:
    spent = {"text": "", "html": ""} if mail.purpose in CARRIES_A_KEY else {}
    cleared = {"last_error": "", "last_error_detail": ""}
    attempts = mail.attempts + 1
    return jobs.finish(mail, state=Job.State.DONE, sent_at=clock.now(), attempts=attempts, **cleared, **spent)


def _try_later(mail: Mail, error: Exception) -> None:
    if mail.attempts + 1 >= MAX_ATTEMPTS:
        jobs.fail(mail, error)
    else:
        jobs.retry_later(mail, error)


def _sweep() -> int:
    """Mails whose worker died with them in its hands: nobody knows. Returns how many."""
    dead = Mail.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=clock.now() - jobs.LEASE)
    error = jobs.described(smtp.OutcomeUnknown("The worker that was sending it died."))
    return dead.update(state=Job.State.PAUSED, claim=None, claimed_at=None, heartbeat_at=None, **error)


def send_again(mail: Mail) -> bool:
    """A person wants `mail` sent (again). False: there is no mail server, it is under way, or its text is gone."""
    if smtp.server() is None or not mail.may_go_again:
        return False
    again = Mail.objects.filter(pk=mail.pk, state=mail.state, sent_at=None)
    fresh = {"attempts": 0, "not_before": clock.now(), "last_error": "", "last_error_detail": ""}
    return bool(again.update(state=Job.State.WAITING, **fresh))


def delete_old() -> int:
    """Delete the mails written more than 90 days ago; returns how many."""
    _, deleted = Mail.objects.filter(created_at__lt=clock.now() - KEEP).delete()
    return deleted.get(Mail._meta.label, 0)
