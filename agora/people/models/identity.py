from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from agora.accounts.models import Viewer
from agora.accounts.models.account import staff
from agora.core.models import Source
from agora.people.models.person import Person


class IdentityQuerySet(models.QuerySet["Identity"]):
    def visible_to(self, viewer: Viewer) -> IdentityQuerySet:
        """Staff see every identity, a member those of the record about themselves, others none."""
        return self if staff(viewer) else self.filter(person__in=Person.objects.visible_to(viewer))


class Identity(models.Model):
    """A presence at a source: a handle, an account, an e-mail address or a customer number."""

    class Kind(models.TextChoices):
        HANDLE = "handle", "handle"
        ACCOUNT = "account", "account here"
        EMAIL = "email", "e-mail address"
        CUSTOMER = "customer", "customer number"

    # No index on the source alone: while the table is young it would be chosen over the unique one, and read whole.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    about = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="identities")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_ours = models.BooleanField(default=False, help_text="an employee or the company itself speaks here")
    first_seen_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True, help_text="empty: claimed, not verified")

    objects: ClassVar = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="identity_once")]
        indexes = [
            models.Index(fields=["person"]),
            models.Index(fields=["handle"]),
            models.Index(
                fields=["kind", "origin_id"], condition=Q(verified_at__isnull=False), name="identity_verified"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.handle or self.origin_id

    @property
    def verified(self) -> bool:
        return self.verified_at is not None


class ErasedIdentity(models.Model):
    """The keyed hash of an erased identity, so that the next import does not bring the person back."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "erased identities"
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="erased_once")]

    def __str__(self) -> str:
        return f"erased at {self.source_id}"
