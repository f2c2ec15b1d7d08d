"""Handing one mail to the mail server, and what its answers mean (RFC 5321, section 4.2.1)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from mail import composing
from mail.models import Mail

TIMEOUT = 15
"""Seconds for each answer; four answers make one mail, which stays within the 90 seconds of a claim."""


class Unavailable(Exception):
    """The server could not be reached, or let us not in: nothing was sent."""


class Deferred(Exception):
    """The server will not take this mail now (4xx): nothing was sent."""


class Refused(Exception):
    """The server will never take this mail (5xx); the text is what it said."""


class OutcomeUnknown(Exception):
    """The mail was handed over and no answer came: it may have been sent."""


@dataclass(frozen=True)
class Server:
    """A mail server as CMHUB_MAIL_URL names it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    ssl: bool
    starttls: bool


def server() -> Server | None:
    """The mail server of this installation, from `smtp[s]://user:password@host:port?tls=1`; None: there is none."""
    if not settings.CMHUB_MAIL_URL:
        return None
    url = urlsplit(settings.CMHUB_MAIL_URL)
    ssl = url.scheme == "smtps"
    return Server(
        host=url.hostname or "localhost",
        port=url.port or (465 if ssl else 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        ssl=ssl,
        starttls=not ssl and parse_qs(url.query).get("tls", ["0"])[-1] in {"1", "true", "yes"},
    )


class Connection:
    """An open conversation with the server, for one mail after the other. Use as a context manager."""

    def __init__(self, server: Server) -> None:
        self._backend = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_ssl=server.ssl,
            use_tls=server.starttls,
            timeout=TIMEOUT,
        )

    def __enter__(self) -> Connection:
        """Connect, encrypt, sign in. Raises Unavailable."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_words(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._backend.close()

    def hand_over(self, mail: Mail) -> None:
        """Give `mail` to the server.

        Raises composing.PartGone, Deferred, Refused, Unavailable or OutcomeUnknown.
        """
        smtp = self._backend.connection
        assert smtp is not None  # opened by __enter__
        content = composing.as_bytes(mail)
        try:
            smtp.ehlo_or_helo_if_needed()
            _check(*smtp.mail(sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8")))
            _check(*smtp.rcpt(sanitize_address(mail.to, "utf-8")))
        except (Deferred, Refused):
            _forget(smtp)
            raise
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_words(error)) from error
        try:
            _check(*smtp.data(content))
        except smtplib.SMTPDataError as error:  # refused before the content: a clear answer
            _check(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            raise OutcomeUnknown(_words(error)) from error


def _check(code: int, said: bytes | str) -> None:
    words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if 400 <= code < 500:
        raise Deferred(words)
    if code >= 500 or code < 200:
        raise Refused(words)


def _forget(smtp: smtplib.SMTP) -> None:
    """Clear the half-made mail, so that the next one can follow on the same connection."""
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
