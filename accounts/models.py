from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Makes people by mail address, the only name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new person. `email` is kept in lower case. With no password, only a reset link lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who signs in. What they may do hangs on their roles in brands, never on this row."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    public_id = PublicIdField()
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, default="es")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shortcuts = models.BooleanField(
        _("single-letter shortcuts"),
        default=True,
        help_text=_("J, K, S and the other single letters. Turn them off if you dictate or use a screen reader."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Madrid")
    """Of their own hours: quiet hours, digests, pages outside a brand. Inside a brand its zone counts."""
    is_operator = models.BooleanField(default=False)
    """Runs the installation: sees workspaces, jobs and health; enters a brand only by a logged grant."""
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def display_name(self) -> str:
        """The name, or what stands before the @ for people who gave none."""
        return self.name or self.email.partition("@")[0]
