"""How people come in: an invitation or the first run makes the account; there is no open sign-up."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.models import User


class AddressTaken(Exception):
    """The address has an account: its owner has to sign in instead."""


def create_account(
    email: str,
    name: str,
    password: str,
    language: str,
    *,
    time_zone: str = "Europe/Madrid",
    confirmed: bool = False,
    is_operator: bool = False,
) -> User:
    """A new person who signs in with `email` (kept in lower case) and `password`, and reads `language`.

    Their own hours are those of `time_zone`. `confirmed` says that the address is known to be theirs: the link that
    brought them was mailed to it and cannot have been copied. Raises AddressTaken, or ValidationError with what is
    wrong with the password.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email, verified=True).exists():
        raise AddressTaken(email)
    validate_password(password, User(email=email, name=name))
    with transaction.atomic():
        own = {"name": name, "language": language, "time_zone": time_zone, "is_operator": is_operator}
        user = User.objects.create_user(email, password, **own)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=confirmed)
    return user


def sign_in(request: HttpRequest, user: User, *, then: str = "/") -> HttpResponse:
    """Sign in somebody whose password was just seen; the response leads to `then`, or asks for their second factor."""
    response: HttpResponse = perform_login(request, user, redirect_url=then)
    return response
