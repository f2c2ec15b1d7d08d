"""Mails are written here: in the recipient's language, text and HTML, as a row in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from core.ids import new_public_id
from core.jobs import Job
from mail.models import Mail, MailPart

CARRIES_A_KEY = frozenset({"password_reset", "confirm_address"})
"""Purposes whose link opens an account: only the installation's operator reads these, and only until they are sent."""


def write(
    *,
    to: str,
    language: str,
    purpose: str,
    template: str,
    context: dict[str, Any],
    parts: Sequence[MailPart] = (),
    unsubscribe_url: str = "",
) -> Mail:
    """Write one mail to one person and return its row, waiting for the sweep, or kept where there is no mail server.

    Renders `mail/<template>.subject.txt`, `.txt` and `.html` in `language`, the recipient's. All three see `context`,
    `language` and `home` (the address of this installation, without a slash at its end); text is not escaped, HTML is.
    `purpose` is a short name such as "invitation": it says who may read the mail, see CARRIES_A_KEY. `parts` are new
    rows: pictures that the HTML names «cid:…», and files.
    `unsubscribe_url` is where mails of this kind are ended, absolute; "" where nobody can do without them.
    """
    values = {**context, "language": language, "home": settings.CMHUB_PUBLIC_URL}
    with translation.override(language):
        subject = " ".join(_plain(f"mail/{template}.subject.txt", values).split())
        text = _plain(f"mail/{template}.txt", values).strip() + "\n"
        html = render_to_string(f"mail/{template}.html", values)
    mail = Mail.objects.create(
        to=to,
        subject=subject[:250],
        text=text,
        html=html,
        language=language,
        purpose=purpose,
        message_id=_new_message_id(),
        unsubscribe_url=unsubscribe_url,
        state=Job.State.WAITING if settings.CMHUB_MAIL_URL else Job.State.DONE,
    )
    for part in parts:
        part.mail = mail
    MailPart.objects.bulk_create(parts)
    return mail


def _plain(template: str, values: dict[str, Any]) -> str:
    """A text template: `&` stays `&`, whoever writes the template."""
    rendered: str = get_template(template).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]
    return rendered


def _new_message_id() -> str:
    host = urlsplit(settings.CMHUB_PUBLIC_URL).hostname or "localhost"
    return make_msgid(new_public_id(), domain=host[:60])
