"""Where allauth meets cmhub: closed sign-up, mail as rows in the person's language, encrypted second factors."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import EMAIL_CONFIRMATION_EXPIRE_DAYS
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts import words
from accounts.devices import device_name
from accounts.models import User
from core import clock, crypto
from core.addresses import absolute
from mail.writing import write


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in as cmhub does it."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.ACCOUNT_ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up on their own: invitations and the first run make accounts, by accounts.signup."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """One line on the next page, in our words."""
        if message is None and message_template in words.NOTES:
            message = str(words.NOTES[message_template]).format(**(message_context or {}))
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:security")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("accounts:preferences" if self.request.user.is_authenticated else "account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail that allauth calls `template_prefix` as a row, in the language of whom it is for."""
        kind = template_prefix.rpartition("/")[2]
        user = context.get("user") or self._person(email)
        language = user.language if user else translation.get_language()
        if kind == "password_reset_key":
            hours = settings.PASSWORD_RESET_TIMEOUT // 3600
            values = {"address": email, "link": context["password_reset_url"], "hours": hours}
            write(
                to=email,
                language=language,
                purpose="password_reset",
                template="password_reset",
                context=values,
            )
        elif kind in {"email_confirmation", "email_confirmation_signup"}:
            days = EMAIL_CONFIRMATION_EXPIRE_DAYS
            name = user.display_name if user else email
            values = {"address": email, "link": context["activate_url"], "name": name, "days": days}
            write(
                to=email,
                language=language,
                purpose="confirm_address",
                template="confirm_address",
                context=values,
            )
        else:
            self._write_notice(kind, email, language, context)

    @staticmethod
    def _person(email: str) -> User | None:
        return User.objects.filter(email=email.lower()).first()

    @staticmethod
    def _write_notice(kind: str, email: str, language: str, context: dict[str, Any]) -> None:
        headline, sentence = words.NOTICES[kind]
        with translation.override(language):
            values = {
                "headline": str(headline),
                "sentence": str(sentence).format(**{k: v for k, v in context.items() if isinstance(v, str)}),
                "at": clock.now(),
                "device": device_name(context["user_agent"]),
                "ip": context["ip"],
                "link": absolute(reverse("accounts:security")),
            }
        write(to=email, language=language, purpose="security_notice", template="security_notice", context=values)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets lie encrypted in the database, and say cmhub on the person's phone."""

    error_messages = {**DefaultMFAAdapter.error_messages, **words.MFA_ERRORS}

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return "cmhub"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """A first name for a new passkey: the device that makes it."""
        return device_name(self.request.headers.get("User-Agent", ""))
