from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from agora.accounts.models import Account, Viewer
from agora.accounts.models.account import staff
from agora.core.models import Source
from agora.people.models import Identity


class TouchQuerySet(models.QuerySet["Touch"]):
    def visible_to(self, viewer: Viewer) -> TouchQuerySet:
        """Staff see every touch, a member those with them."""
        if staff(viewer):
            return self
        if isinstance(viewer, Account):
            return self.filter(identity__person__identities__account=viewer)
        return self.none()


class Touch(models.Model):
    """A call, meeting, mail or letter between the company and a person."""

    class Medium(models.TextChoices):
        CALL = "call", "call"
        MEETING = "meeting", "meeting"
        MAIL = "mail", "e-mail"
        LETTER = "letter", "letter"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="touch")
    origin_id = models.CharField(max_length=120)
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+")
    medium = models.CharField(max_length=20, choices=Medium.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    summary = models.TextField(max_length=5000)

    objects: ClassVar = TouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "touches"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "origin_id"], name="touch_once")]
        indexes = [models.Index(fields=["identity", "-at"])]

    def __str__(self) -> str:
        return f"{self.get_medium_display()}: {self.summary[:60]}"
