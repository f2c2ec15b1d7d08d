"""The first person of an empty installation: made on /setup/ with a code from the terminal, or by command."""

from __future__ import annotations

import base64

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from accounts.signup import create_account
from core.addresses import absolute

_LOCK = 0x636D687562  # "cmhub": two people on /setup/ at the same moment must not both become the first


class AlreadySetUp(Exception):
    """Somebody has an account here already: further people are invited."""


def needed() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def setup_code() -> str:
    """Proof of having seen the terminal or the data folder: 16 letters and digits, the same until secrets.json changes.

    It is derived from Django's key, so that it needs no file of its own and cannot be guessed (80 bits).
    """
    digest = salted_hmac("accounts.first_run", "setup", algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode().lower()


def setup_link() -> str:
    """Where the first person begins; whoever starts an empty installation prints it."""
    return absolute(f"/setup/?code={setup_code()}")


def code_fits(code: str) -> bool:
    return constant_time_compare(code, setup_code())


def create_first(email: str, name: str, password: str, language: str) -> User:
    """The first person, who also operates the installation.

    Raises AlreadySetUp where somebody was faster, or ValidationError with what is wrong with the password.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if not needed():
            raise AlreadySetUp
        return create_account(email, name, password, language, is_operator=True)
