"""A mail as the bytes that go over the wire."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives

from mail.models import Mail, MailPart


class PartGone(Exception):
    """A file that goes with the mail is not in storage any more: it cannot be sent as it was written."""


def as_bytes(mail: Mail) -> bytes:
    """`mail` with CRLF at the ends of its lines: smtplib does not mend those of bytes. Raises PartGone."""
    parts = list(mail.parts.order_by("pk"))
    if parts:
        return _with_parts(mail, parts).as_bytes()
    return _plain(mail).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]


def _headers(mail: Mail) -> dict[str, str]:
    """Auto-Submitted (RFC 3834) keeps out-of-office answers from coming back."""
    return {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
        **_unsubscribe(mail.unsubscribe_url),
    }


def _unsubscribe(url: str) -> dict[str, str]:
    """The button «Unsubscribe» of mail programs. RFC 8058 wants https for the one that needs no page."""
    if not url:
        return {}
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{url}>", **one_click}


def _plain(mail: Mail) -> EmailMultiAlternatives:
    headers = _headers(mail)
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _with_parts(mail: Mail, parts: list[MailPart]) -> EmailMessage:
    """Text or HTML, with the HTML its pictures (RFC 2387), and beside both the files.

    Django's own message would hang the pictures beside the files, where some programs list them as attachments.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = mail.subject, settings.DEFAULT_FROM_EMAIL, mail.to
    message["Date"] = formatdate()
    for name, value in _headers(mail).items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    html = message.get_payload()[1]  # type: ignore[index]
    for part in parts:
        main, _slash, sub = part.mime.partition("/")
        if part.cid:
            html.add_related(_read(part), main, sub, cid=f"<{part.cid}>", filename=part.name, disposition="inline")  # type: ignore[union-attr]
    for part in parts:
        main, _slash, sub = part.mime.partition("/")
        if not part.cid:
            message.add_attachment(_read(part), main, sub, filename=part.name)
    return message


def _read(part: MailPart) -> bytes:
    try:
        with default_storage.open(part.path) as stored:
            data: bytes = stored.read()
    except FileNotFoundError as error:
        raise PartGone(part.name) from error
    return data
