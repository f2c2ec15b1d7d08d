from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField


class ApiToken(BrandModel):
    """A key with which a program uses the API of one brand, as the person who made it."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    brand_id: int
    public_id = PublicIdField()
    held = TenantForeignKey("brands.BrandRole", models.CASCADE)
    """The maker's role in the brand: who loses it loses their tokens, and who comes back does not find them again."""
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("what it may do"), max_length=5, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, editable=False)
    """SHA-256 of the whole token, in hex. It is random and long, so that nobody finds it by trying: no salt is due."""
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    """To the hour (brands.tokens.COARSE)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="token_once_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def user(self) -> User:
        """As whom it acts."""
        return self.held.member.user  # type: ignore[no-any-return]

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()
