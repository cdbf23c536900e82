from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agora.accounts.models.account import Account, Viewer
from agora.core import clock


class Scope(models.TextChoices):
    """What a token is for; it never reaches further than its owner's role."""

    READ = "read", "read"
    INGEST = "ingest", "send words and money in"
    WRITE = "write", "write"


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, viewer: Viewer) -> TokenQuerySet:
        """Everybody sees their own tokens, an administrator all of them."""
        if not isinstance(viewer, Account) or not viewer.is_active:
            return self.none()
        return self if viewer.may("administer") else self.filter(account=viewer)


class Token(models.Model):
    """A key for the API: only its digest is kept, it has scopes, and it ends."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    start = models.CharField(max_length=12, help_text="the first characters, to recognise it by")
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, *, account: Account, name: str, scopes: list[str], days: int = 90) -> tuple[Token, str]:
        """Make a token that ends after `days`; returns it with the secret, which is shown this once."""
        secret = f"agora_{secrets.token_urlsafe(32)}"
        token = cls.objects.create(
            account=account,
            name=name,
            scopes=sorted(scopes),
            start=secret[:12],
            digest=_digest(secret),
            expires_at=clock.now() + timedelta(days=days),
        )
        return token, secret

    @classmethod
    def presented(cls, secret: str) -> Token | None:
        """Return the live token that `secret` opens, noting its use (to the minute), or None."""
        live = cls.objects.filter(Q(expires_at__gt=clock.now()), revoked_at=None, account__is_active=True)
        token = live.select_related("account").filter(digest=_digest(secret)).first()
        if token and (token.used_at is None or token.used_at < clock.ago(minutes=1)):
            cls.objects.filter(pk=token.pk).update(used_at=clock.now())
        return token

    def revoke(self) -> None:
        """End this token now."""
        self.revoked_at = clock.now()
        self.save(update_fields=["revoked_at"])

    def live(self, at: datetime | None = None) -> bool:
        """Whether the token opens anything at `at` (default: now)."""
        return self.revoked_at is None and self.expires_at > (at or clock.now())


def _digest(secret: str) -> str:
    # The secret has 256 random bits, so a plain hash is enough: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
