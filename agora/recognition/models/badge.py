from __future__ import annotations

from django.db import models

from agora.core.models import Import, Source
from agora.people.models import Identity


class Badge(models.Model):
    """A sign of thanks that a source gives for what somebody did there: its name, and how much it takes."""

    class Class(models.TextChoices):
        GOLD = "gold", "gold"
        SILVER = "silver", "silver"
        BRONZE = "bronze", "bronze"
        NONE = "", "without class"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=10, choices=Class.choices, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["source", "name", "rank"], name="badge_once")]

    def __str__(self) -> str:
        return self.name


class Award(models.Model):
    """A badge given to an identity: when, and by which record of the source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin_id = models.CharField(max_length=120)
    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="awards")
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    of_import = models.ForeignKey(Import, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["source", "origin_id"], name="award_once")]
        indexes = [models.Index(fields=["identity", "-at"])]

    def __str__(self) -> str:
        return f"{self.badge} to {self.identity_id}"
